package paper

import (
	"fmt"
	"image"
	"strings"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// smallest is how far type shrinks to make a long slip fit its sheet.
const smallest = 0.7

// slip is what all slips have in common while one is drawn.
type slip struct {
	ink.Column
	words    *text.Language
	training bool
	note     string // the sentence on a training bar
	copy     int
	bars     []float64 // where the bars of a training slip begin and end
}

// The styles of slips.
var (
	brand   = ink.Style{Face: ink.SansBold, Size: 19}
	heading = ink.Style{Face: ink.SansBold, Size: 12.5}
	strong  = ink.Style{Face: ink.SansBold, Size: 9.5}
	large   = ink.Style{Face: ink.SansBold, Size: 12}
	plain   = ink.Style{Face: ink.Sans, Size: 9.5}
	small   = ink.Style{Face: ink.Sans, Size: 7.5}
	tiny    = ink.Style{Face: ink.Sans, Size: 7}
)

// common are the values that every slip carries.
type common struct {
	lang     string
	training bool
	copy     int
	about    ink.About
}

// checkCard is the end of a check of a slip about a card: its MOK ID, and the copy that is printed, 0 for the first. Error: ErrInvalid.
func checkCard(mokID string, copies int) error {
	switch {
	case !ident.IsMokID(mokID):
		return fmt.Errorf("%w: card", ErrInvalid)
	case copies < 0:
		return fmt.Errorf("%w: copy", ErrInvalid)
	}
	return nil
}

func commonOf(title, lang string, at time.Time, training bool, copy int) common {
	words := text.In(lang)
	return common{words.Code(), training, copy, ink.About{Title: words.Say(title), Lang: words.Code(), At: at}}
}

// Slip is a paper that stands on any format: a Receipt, CashReceived or DrawerClose. It brings its common values, what is wrong with it,
// and what stands on it.
type Slip interface {
	common() common
	check() error
	draw(s *slip)
}

// On is a slip on a format.
func On(format Format, s Slip) Document { return slipOn{s, format} }

type slipOn struct {
	Slip
	format Format
}

// PDF is the slip on paper. See Document.
func (s slipOn) PDF() ([]byte, error) {
	page, err := s.page()
	if err != nil {
		return nil, err
	}
	return ink.PDF(s.common().about, page)
}

// Picture is the slip as PDF prints it. See Document.
func (s slipOn) Picture(width int) (image.Image, error) {
	page, err := s.page()
	if err != nil {
		return nil, err
	}
	return pictureOf(page, width, nil)
}

// page draws a slip that nothing is wrong with.
func (s slipOn) page() (*ink.Page, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	return s.common().page(s.format, s.draw)
}

// page draws a slip by body on the format's sheet. Where a sheet is too short, the type shrinks in small steps, down to smallest.
func (c common) page(format Format, body func(*slip)) (*ink.Page, error) {
	sheet, err := format.sheet()
	if err != nil {
		return nil, err
	}
	for scale := 1.0; scale >= smallest-0.001; scale -= 0.05 {
		s := &slip{words: text.In(c.lang), training: c.training, note: "training.note", copy: c.copy}
		s.Column = ink.Column{Page: &ink.Page{Width: sheet.width, Height: sheet.height}, Left: sheet.margin, Right: sheet.width - sheet.margin, Y: sheet.top, Scale: scale}
		body(s)
		end := s.Y + sheet.bottom
		if sheet.height == 0 {
			s.Page.Height = end
		} else if end > sheet.height+0.001 {
			continue
		}
		if c.training {
			s.stamp()
		}
		return s.Page, nil
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
	s.Write(brand, ink.ToLeft, "CeKR")
	s.Y += s.Height(brand)
	s.Para(tiny, ink.ToLeft, s.say("slip.brand"))
	s.Gap(2.2)
	s.Para(heading, ink.ToLeft, title)
	s.Rule(1)
}

// copyMark frames KOPIJA n at the top right.
func (s *slip) copyMark() {
	const padding = 1.6
	mark := ink.Style{Face: ink.SansBold, Size: 11}
	words := s.say("slip.copy", text.Values{"Number": s.copy})
	w, h := s.Measure(mark, words), s.Height(mark)
	x, y := s.Right-w-2*padding, s.Y
	s.Page.Add(ink.Box{X: x, Y: y, W: w + 2*padding, H: h + padding, Edge: &ink.Black, Weight: 1})
	inner := s.Column
	inner.Right, inner.Y = s.Right-padding, y+padding/2
	inner.Write(mark, ink.ToRight, words)
}

// field writes a labelled value of text; an empty one leaves no line.
func (s *slip) field(key, value string) {
	if value != "" {
		s.Row(plain, plain, s.say(key), value)
	}
}

// amount writes a labelled sum of money.
func (s *slip) amount(value ink.Style, key string, a money.Amount) {
	s.Row(ink.Style{Face: value.Face, Size: plain.Size}, value, s.say(key), s.money(a))
}

// money is a sum as the slip's language writes it, its sign never parted from its figures.
func (s *slip) money(a money.Amount) string {
	return strings.ReplaceAll(a.Format(s.words.Code()), " ", "\u00a0")
}

// symbol is a QR code of modules so large, in millimetres; no rows for nothing.
type symbol struct {
	rows   [][]bool
	module float64
}

// quiet is what stays white beside a code, in millimetres.
const quiet = 4

func (c symbol) side() float64 { return c.module * float64(len(c.rows)) }

// numberCode is a slip's number as a code that a hand reader reads. A number that no reading would be taken for has none.
func (s *slip) numberCode(number string) symbol {
	code := ident.SlipCode(number)
	if _, known := ident.ParseSlipCode(code); !known {
		return symbol{}
	}
	rows, err := ink.NewCode(code)
	if err != nil {
		return symbol{}
	}
	return symbol{rows, 0.5}
}

// foot writes the code to the portal, of modules so large, with the sentences beside it.
func (s *slip) foot(module float64, words ink.Style, sentences ...string) {
	s.beside(symbol{portalCode(), module}, func() {
		for _, sentence := range sentences {
			s.Para(words, ink.ToLeft, sentence)
			s.Gap(0.8)
		}
	})
}

// beside draws a code, and body to its right.
func (s *slip) beside(c symbol, body func()) {
	left := s.Left
	s.around(c, left, func() { s.Left += c.side() + quiet }, body)
	s.Left = left
}

// before draws a code at the right, and body to its left.
func (s *slip) before(c symbol, body func()) {
	right := s.Right
	s.around(c, right-c.side(), func() { s.Right -= c.side() + quiet }, body)
	s.Right = right
}

func (s *slip) around(c symbol, x float64, narrow, body func()) {
	if len(c.rows) == 0 {
		body()
		return
	}
	top := s.Y
	s.Page.Add(ink.Code{X: x, Y: top, Module: c.module, Rows: c.rows})
	narrow()
	body()
	s.Y = max(s.Y, top+c.side())
}

// signatures draws lines to sign on, side by side, each with its caption below.
func (s *slip) signatures(captions ...string) {
	const room, between = 12, 6 // millimetres
	s.Gap(room)
	left, right, top, low := s.Left, s.Right, s.Y, s.Y
	each := (s.Width() - between*float64(len(captions)-1)) / float64(len(captions))
	for i, words := range captions {
		s.Left = left + float64(i)*(each+between)
		s.Right, s.Y = s.Left+each, top
		s.Page.Add(ink.Line{X1: s.Left, Y1: s.Y, X2: s.Right, Y2: s.Y, Weight: 0.5, Colour: ink.Black})
		s.Gap(0.6)
		s.Para(tiny, ink.ToCentre, words)
		low = max(low, s.Y)
	}
	s.Left, s.Right, s.Y = left, right, low
}

// inThrees sets a MOK ID apart in groups of three, as it is read aloud; the groups don't part at a line's end.
func inThrees(mokID string) string { return noBreaks(ident.GroupMokID(mokID)) }
