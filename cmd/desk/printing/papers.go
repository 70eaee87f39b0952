package printing

import (
	"context"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/OpenPrinting/goipp"
)

// paper is one that a queue knows by name.
type paper struct {
	Size
	name string
}

// papers are those of a queue: nothing where it doesn't tell.
type papers struct {
	own   paper // what it prints on unless told otherwise
	named []paper
	free  []free
}

// free are the bounds of papers without a name, in hundredths of a millimetre.
type free struct{ width, height goipp.Range }

// cut is the paper for a page: as wide as it is, or less by no more than its blank sides.
func (f free) cut(page Page) (paper, bool) {
	width := min(page.Width, float64(f.width.Upper)/100)
	size := Size{width, page.Height}
	if !f.width.Within(hundredths(width)) || !f.height.Within(hundredths(size.Height)) || !page.fitsOn(size) {
		return paper{}, false
	}
	return paper{size, "Custom." + millimetres(size.Width) + "x" + millimetres(size.Height) + "mm"}, true
}

func hundredths(v float64) int { return int(math.Round(v * 100)) }

// millimetres is a length to the hundredth, as the print system reads it.
func millimetres(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

// papers asks a queue for its papers. One that can't be asked, or knows none (a raw queue, a class), tells nothing.
func (s *System) papers(ctx context.Context, queue string) (p papers) {
	queue, _, _ = strings.Cut(queue, "/") // an instance is the same printer
	told, err := s.ask(ctx, goipp.OpGetPrinterAttributes, "printer-uri", "/printers/"+queue,
		"media-default", "media-supported", "media-size-supported")
	if err != nil {
		return p
	}
	for _, name := range texts(told.Printer, "media-supported") {
		if one, ok := parsePaper(name); ok {
			p.named = append(p.named, one)
		}
	}
	if own := texts(told.Printer, "media-default"); len(own) == 1 {
		p.own, _ = parsePaper(own[0])
	}
	for _, v := range values(told.Printer, "media-size-supported") {
		if size, ok := v.V.(goipp.Collection); ok {
			wide, ranged := between(size, "x-dimension")
			high, too := between(size, "y-dimension")
			if ranged || too {
				p.free = append(p.free, free{wide, high})
			}
		}
	}
	return p
}

// between are the bounds of one dimension, and whether it has any: a fixed one has a name, and is asked for by that.
func between(size goipp.Collection, name string) (bounds goipp.Range, ranged bool) {
	if v := values(goipp.Attributes(size), name); len(v) == 1 {
		switch length := v[0].V.(type) {
		case goipp.Range:
			return length, true
		case goipp.Integer:
			return goipp.Range{Lower: int(length), Upper: int(length)}, false
		}
	}
	return goipp.Range{Lower: 1}, false
}

// selfDescribing is a paper's name by PWG 5101.1, "iso_a4_210x297mm": it ends in the size.
var selfDescribing = regexp.MustCompile(`^[a-z0-9.-]+_[A-Za-z0-9._-]+_([0-9]+(?:\.[0-9]+)?)x([0-9]+(?:\.[0-9]+)?)(mm|in)$`)

// noPapers begin the names of what has no size of its own, the bounds of free sizes and of rolls, and of discs, which are round.
var noPapers = []string{"custom_min_", "custom_max_", "roll_", "disc_"}

func parsePaper(name string) (paper, bool) {
	found := selfDescribing.FindStringSubmatch(name)
	if found == nil || slices.ContainsFunc(noPapers, func(begin string) bool { return strings.HasPrefix(name, begin) }) {
		return paper{}, false
	}
	unit := map[string]float64{"mm": 1, "in": 25.4}[found[3]]
	width, err := strconv.ParseFloat(found[1], 64)
	height, wrong := strconv.ParseFloat(found[2], 64)
	return paper{Size{width * unit, height * unit}, name}, err == nil && wrong == nil
}
