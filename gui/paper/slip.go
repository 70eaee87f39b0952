package paper

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/text"
)

// Format is the paper that a slip is printed on.
type Format string

const (
	Roll80 Format = "roll80" // a thermal printer's roll, 80 mm wide, 72 mm printable, as long as it takes
	A6     Format = "a6"     // a sheet of 105 × 148 mm
)

// Formats lists the formats there are, the default first.
func Formats() []Format { return []Format{Roll80, A6} }

// Errors of a slip that must not be printed, found with errors.Is.
var (
	ErrFormat  = errors.New("paper: no such format")
	ErrInvalid = errors.New("paper: not fit to print")          // a value is missing, malformed or does not add up
	ErrTooLong = errors.New("paper: more than the sheet holds") // even in the smallest type
)

// sheet is the room that a format gives; a height of 0 is as long as it takes.
type sheet struct{ width, height, margin, top, bottom float64 }

var sheets = map[Format]sheet{
	Roll80: {width: 80, margin: 4, top: 4, bottom: 7},
	A6:     {width: 105, height: 148, margin: 8, top: 7, bottom: 7},
}

// smallest is how far type shrinks to make a long slip fit its sheet.
const smallest = 0.7

// slip is what all slips have in common while one is drawn.
type slip struct {
	pen
	words    *text.Language
	training bool
	note     string // the sentence on a training bar
	copy     int
	bars     []float64 // where the bars of a training slip begin and end
}

// The styles of slips.
var (
	brand   = style{sansBold, 19}
	heading = style{sansBold, 12.5}
	strong  = style{sansBold, 9.5}
	large   = style{sansBold, 12}
	plain   = style{sans, 9.5}
	small   = style{sans, 7.5}
	tiny    = style{sans, 7}
)

// common are the values that every slip carries.
type common struct {
	lang     string
	training bool
	copy     int
	about    about
}

func commonOf(title, lang string, at time.Time, training bool, copy int) common {
	words := text.In(lang)
	return common{words.Code(), training, copy, about{title: words.Say(title), lang: words.Code(), at: at}}
}

// make draws a slip by body on the format's sheet and gives its PDF. Where a sheet is too short, the type
// shrinks in small steps, down to smallest.
func (c common) make(format Format, body func(*slip)) ([]byte, error) {
	page, err := c.page(format, body)
	if err != nil {
		return nil, err
	}
	return writePDF(c.about, page)
}

func (c common) page(format Format, body func(*slip)) (*page, error) {
	sheet, ok := sheets[format]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrFormat, format)
	}
	for scale := 1.0; scale >= smallest-0.001; scale -= 0.05 {
		s := &slip{words: text.In(c.lang), training: c.training, note: "training.note", copy: c.copy}
		s.pen = pen{page: &page{width: sheet.width, height: sheet.height}, left: sheet.margin, right: sheet.width - sheet.margin, y: sheet.top, scale: scale}
		body(s)
		end := s.y + sheet.bottom
		if sheet.height == 0 {
			s.pen.page.height = end
		} else if end > sheet.height+0.001 {
			continue
		}
		if c.training {
			s.stamp()
		}
		return s.pen.page, nil
	}
	return nil, ErrTooLong
}

// say is a sentence from the catalogue, in the slip's language.
func (s *slip) say(key string, values ...text.Values) string {
	return s.words.Say("paper."+key, values...)
}

// head writes the name of the card, the mark of a copy and the slip's title.
func (s *slip) head(title string) {
	s.trainingBar()
	if s.copy > 0 {
		s.copyMark()
	}
	s.write(brand, toLeft, "CeKR")
	s.y += s.height(brand)
	s.para(tiny, toLeft, s.say("slip.brand"))
	s.gap(2.2)
	s.para(heading, toLeft, title)
	s.rule(1)
}

// copyMark frames KOPIJA n at the top right.
func (s *slip) copyMark() {
	const padding = 1.6
	mark := style{sansBold, 11}
	words := s.say("slip.copy", text.Values{"Number": s.copy})
	w, h := s.measure(mark, words), s.height(mark)
	x, y := s.right-w-2*padding, s.y
	s.page.add(inkBox{x: x, y: y, w: w + 2*padding, h: h + padding, edge: &black, weight: 1})
	inner := s.pen
	inner.right, inner.y = s.right-padding, y+padding/2
	inner.write(mark, toRight, words)
}

// field writes a labelled value of text; an empty one leaves no line.
func (s *slip) field(key, value string) {
	if value != "" {
		s.row(plain, plain, s.say(key), value)
	}
}

// amount writes a labelled sum of money.
func (s *slip) amount(value style, key string, a money.Amount) {
	s.row(style{value.face, plain.size}, value, s.say(key), s.money(a))
}

// money is a sum as the slip's language writes it, its sign never parted from its figures.
func (s *slip) money(a money.Amount) string {
	return strings.ReplaceAll(a.Format(s.words.Code()), " ", "\u00a0")
}

// foot writes the code to the portal, of modules so large, with the sentences beside it.
func (s *slip) foot(module float64, words style, sentences ...string) {
	const between = 4 // millimetres
	symbol := portalCode()
	side := module * float64(len(symbol))
	top := s.y
	s.page.add(inkCode{x: s.left, y: top, module: module, rows: symbol})
	left := s.left
	s.left += side + between
	for _, sentence := range sentences {
		s.para(words, toLeft, sentence)
		s.gap(0.8)
	}
	s.left, s.y = left, max(s.y, top+side)
}

// signatures draws lines to sign on, side by side, each with its caption below.
func (s *slip) signatures(captions ...string) {
	const room, between = 12, 6 // millimetres
	s.gap(room)
	left, right, top, low := s.left, s.right, s.y, s.y
	each := (s.width() - between*float64(len(captions)-1)) / float64(len(captions))
	for i, words := range captions {
		s.left = left + float64(i)*(each+between)
		s.right, s.y = s.left+each, top
		s.page.add(inkLine{x1: s.left, y1: s.y, x2: s.right, y2: s.y, weight: 0.5, ink: black})
		s.gap(0.6)
		s.para(tiny, toCentre, words)
		low = max(low, s.y)
	}
	s.left, s.right, s.y = left, right, low
}

// inThrees sets a MOK ID apart in groups of three, as it is read aloud; the groups don't part at a line's end.
func inThrees(mokID string) string { return noBreaks(ident.GroupMokID(mokID)) }
