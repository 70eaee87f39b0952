package printing

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/OpenPrinting/goipp"
)

// Size is a paper's, in millimetres, as it goes through the printer: the top edge first.
type Size struct{ Width, Height float64 }

// String is the size as both languages write it, "80 × 297".
func (s Size) String() string {
	return fmt.Sprintf("%.0f × %.0f", s.Width, s.Height)
}

// Page is a page to be printed. Blank is how much of it at either side nothing is ever printed on, in millimetres.
type Page struct {
	Size
	Blank float64
}

// Fit is how a page will lie on a printer's paper: never scaled and never turned, at the paper's top edge.
type Fit struct {
	Paper Size // what will be asked for; zero where the print system does not tell a queue's papers
	Own   bool // it is the page's own size
	tell  []string
}

// slack is how far a paper may be off the size that its name tells, in millimetres; a code page of points is.
const slack = 0.5

// upright are the options that keep a page as it is, against what a user or a queue has set: CUPS turns a broad page by a
// quarter and puts it in the middle of a larger paper, unless every one of the first three is there.
var upright = []string{
	"nopdfAutorotate", "print-scaling=none", "orientation-requested=3", "nolandscape", "nomirror", "number-up=1", "page-border=none", "sides=one-sided",
}

// Fit tells how a page will lie on a printer's paper; an empty printer is the default one. A page that no paper of the printer can
// hold is an *Error with PaperSmall. On Windows nothing is told of papers.
func (s *System) Fit(ctx context.Context, printer string, page Page) (Fit, error) {
	if s.os == "windows" {
		return Fit{}, nil
	}
	queue, err := s.known(ctx, printer)
	if err != nil {
		return Fit{}, err
	}
	return s.fit(ctx, queue, page)
}

// fit is Fit for a printer that is there.
func (s *System) fit(ctx context.Context, queue string, page Page) (Fit, error) {
	fit, fits := lay(page, s.papers(ctx, queue))
	if !fits {
		return Fit{}, &Error{Code: PaperSmall, Printer: queue, Page: page.Size, Paper: fit.Paper}
	}
	return fit, nil
}

// lay chooses the paper: the page's own size, by name or as a free one, where the printer takes it; else what is in the printer;
// else the smallest paper on which the page finds room. Without knowing the papers it is the printer's own.
func lay(page Page, has papers) (fit Fit, fits bool) {
	for _, p := range append([]paper{has.own}, has.named...) {
		if near(p.Width, page.Width) && near(p.Height, page.Height) {
			return Fit{p.Size, true, page.tell(p)}, true
		}
	}
	for _, f := range has.free {
		if cut, ok := f.cut(page); ok {
			return Fit{cut.Size, near(cut.Width, page.Width), page.tell(cut)}, true
		}
	}
	if has.own.name == "" {
		return Fit{tell: page.tell(paper{})}, true
	}
	if page.fitsOn(has.own.Size) {
		return Fit{has.own.Size, false, page.tell(has.own)}, true
	}
	roomy := slices.DeleteFunc(slices.Clone(has.named), func(p paper) bool { return !page.fitsOn(p.Size) })
	if len(roomy) == 0 {
		return Fit{Paper: has.own.Size}, false
	}
	least := slices.MinFunc(roomy, func(a, b paper) int { return cmp.Compare(a.Width*a.Height, b.Width*b.Height) })
	return Fit{least.Size, false, page.tell(least)}, true
}

// fitsOn tells whether all that is printed of the page finds room on a paper.
func (p Page) fitsOn(on Size) bool {
	return on.Width >= p.Width-2*p.Blank-slack && on.Height >= p.Height-slack
}

// tell is what lp is told for a page on a paper. A form lies at the left edge, as it lies in the printer; what has blank sides
// lies in the middle, clear of what a printer can't print on, and a narrower paper loses only what is blank.
func (p Page) tell(on paper) []string {
	position := "position=top-left"
	if p.Blank > 0 {
		position = "position=top"
	}
	told := append(slices.Clone(upright), position)
	if on.name != "" {
		// A user's own PageSize would be stronger than media.
		told = append(told, "PageSize=", "media="+on.name)
	}
	return told
}

func near(a, b float64) bool { return max(a-b, b-a) <= slack }

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
	told, err := s.about(ctx, goipp.OpGetPrinterAttributes, "printer-uri", "/printers/"+queue,
		"media-default", "media-supported", "media-size-supported")
	if err != nil {
		return p
	}
	for _, name := range words(told.Printer, "media-supported") {
		if one, ok := parsePaper(name); ok {
			p.named = append(p.named, one)
		}
	}
	if own := words(told.Printer, "media-default"); len(own) == 1 {
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

// selfDescribing is a paper's name by PWG 5101.1, "iso_a4_210x297mm": it ends in the size. The bounds of a size of one's own,
// custom_min_… and custom_max_…, are no papers, and a disc is round.
var selfDescribing = regexp.MustCompile(`^[a-z0-9.-]+_[A-Za-z0-9._-]+_([0-9]+(?:\.[0-9]+)?)x([0-9]+(?:\.[0-9]+)?)(mm|in)$`)

func parsePaper(name string) (paper, bool) {
	found := selfDescribing.FindStringSubmatch(name)
	if found == nil || strings.HasPrefix(name, "custom_min_") || strings.HasPrefix(name, "custom_max_") || strings.HasPrefix(name, "disc_") {
		return paper{}, false
	}
	unit := map[string]float64{"mm": 1, "in": 25.4}[found[3]]
	width, err := strconv.ParseFloat(found[1], 64)
	height, wrong := strconv.ParseFloat(found[2], 64)
	return paper{Size{width * unit, height * unit}, name}, err == nil && wrong == nil
}
