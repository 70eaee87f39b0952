package paper

import (
	"fmt"
	"image"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// StatementLine is a line of a card: what it was and where, and what it left on the card.
type StatementLine struct {
	At            time.Time
	What          string
	Amount, After money.Amount
}

// Statement is a card's lines of a period on A4, one page after another (izpisek prometa). Lines that don't follow from each other are not
// printed.
type Statement struct {
	MokID    string
	From, To time.Time // both days are in it
	AsOf     time.Time
	Office   string
	Desk     string
	Staff    string          // the clerk's alias, never a name
	Lines    []StatementLine // the oldest first

	Lang     string
	Training bool
	Copy     int
}

// The sheet of a statement, in millimetres.
const (
	statementWidth  = 210.0
	statementHeight = 297.0
	statementMargin = 18.0
	statementFoot   = 12.0 // below the lines: the page's number
)

func (s Statement) check() error {
	for i, l := range s.Lines {
		if before := l.After.Cents - l.Amount.Cents; i > 0 && before != s.Lines[i-1].After.Cents || l.Amount.Currency == "" || l.At.IsZero() {
			return fmt.Errorf("%w: line %d does not follow", ErrInvalid, i)
		}
	}
	if s.Office == "" || s.Staff == "" || s.AsOf.IsZero() || s.From.IsZero() || s.To.Before(s.From) || !ident.IsMokID(s.MokID) {
		return fmt.Errorf("%w: card, office, clerk or period is missing", ErrInvalid)
	}
	return checkCard(s.MokID, s.Copy)
}

// PDF is the statement on as many pages as it takes. See Document.
func (s Statement) PDF() ([]byte, error) {
	pages, err := s.pages()
	if err != nil {
		return nil, err
	}
	return ink.PDF(commonOf("paper.statement.title", s.Lang, s.AsOf, s.Training, s.Copy).about, pages...)
}

// Picture is the first page. See Document.
func (s Statement) Picture(width int) (image.Image, error) {
	pages, err := s.pages()
	if err != nil {
		return nil, err
	}
	return pictureOf(pages[0], width, nil)
}

func (s Statement) pages() ([]*ink.Page, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	w := &statementWriter{of: s}
	w.begin()
	w.letterhead()
	w.heads()
	for _, l := range s.Lines {
		w.line(l)
	}
	w.sums()
	w.end()
	for i, p := range w.sheets {
		w.number(p, i+1)
	}
	return w.pages(), nil
}

// statementWriter draws a statement, sheet after sheet.
type statementWriter struct {
	*slip
	of     Statement
	sheets []*slip
}

func (w *statementWriter) pages() (all []*ink.Page) {
	for _, s := range w.sheets {
		all = append(all, s.Page)
	}
	return all
}

// begin begins a sheet.
func (w *statementWriter) begin() {
	w.slip = &slip{words: text.In(w.of.Lang), training: w.of.Training, note: "training.note", copy: w.of.Copy}
	w.Column = ink.Column{Page: &ink.Page{Width: statementWidth, Height: statementHeight}, Left: statementMargin, Right: statementWidth - statementMargin, Y: statementMargin, Scale: 1}
	w.sheets = append(w.sheets, w.slip)
}

// end closes a sheet of practice by its second bar.
func (w *statementWriter) end() {
	if w.training {
		w.Gap(2)
		w.trainingBar()
		w.stamp()
	}
}

func (w *statementWriter) letterhead() {
	w.head(w.say("statement.title"))
	w.Gap(1)
	w.field("slip.mokId", ident.GroupMokID(w.of.MokID))
	w.field("statement.period", w.say("statement.from-to", text.Values{"From": w.words.Date(w.of.From), "To": w.words.Date(w.of.To)}))
	w.field("drawer.office", w.of.Office)
	w.field("slip.desk", w.of.Desk)
	w.field("slip.staff", w.of.Staff)
	w.field("statement.asOf", w.words.DateTime(w.of.AsOf))
	w.Gap(3)
	if len(w.of.Lines) == 0 {
		w.Para(strong, ink.ToLeft, w.say("statement.none"))
		return
	}
	first := w.of.Lines[0]
	w.amount(strong, "statement.opening", money.Amount{Cents: first.After.Cents - first.Amount.Cents, Currency: first.After.Currency})
	w.Gap(2)
}

// The columns of a line end at these places, in millimetres from the left margin; what it was stands between the first two.
const (
	whenEnds   = 34.0
	whatEnds   = 118.0
	amountEnds = 146.0
)

// cells writes a line's four columns at the present height, and goes on below it.
func (w *statementWriter) cells(style ink.Style, when, what, sum, after string) {
	at := func(left, right float64) *ink.Column {
		c := w.Column
		c.Left, c.Right = statementMargin+left, statementMargin+right
		return &c
	}
	at(0, whenEnds).Write(style, ink.ToLeft, when)
	column := at(whenEnds, whatEnds)
	column.Write(style, ink.ToLeft, cutTo(column, style, what))
	at(whatEnds, amountEnds).Write(style, ink.ToRight, sum)
	at(amountEnds, w.Width()).Write(style, ink.ToRight, after)
	w.Y += w.Height(style)
}

// cutTo ends what is too long for a column in dots.
func cutTo(c *ink.Column, style ink.Style, what string) string {
	letters := []rune(what)
	for len(letters) > 0 && c.Measure(style, string(letters)) > c.Width() {
		letters = letters[:len(letters)-1]
	}
	if len(letters) < len([]rune(what)) && len(letters) > 1 {
		return string(letters[:len(letters)-1]) + "…"
	}
	return string(letters)
}

func (w *statementWriter) heads() {
	if len(w.of.Lines) == 0 {
		return
	}
	w.cells(ink.Style{Face: ink.SansBold, Size: small.Size}, w.say("statement.when"), w.say("statement.what"), w.say("statement.amount"), w.say("statement.after"))
	w.Rule(0.6)
}

// room begins another sheet where so much is not left on this one.
func (w *statementWriter) room(height float64) {
	bar := 0.0
	if w.training {
		bar = 20
	}
	if w.Y+height+bar <= statementHeight-statementMargin-statementFoot {
		return
	}
	w.end()
	w.begin()
	w.trainingBar()
	w.heads()
}

func (w *statementWriter) line(l StatementLine) {
	w.room(w.Height(small) + 1)
	sum := w.money(l.Amount)
	if l.Amount.Cents > 0 {
		sum = "+" + sum
	}
	w.cells(small, w.words.DateTime(l.At), l.What, sum, w.money(l.After))
	w.Gap(0.5)
}

// sums are what came onto the card, what went, and what it held at the end.
func (w *statementWriter) sums() {
	if len(w.of.Lines) == 0 {
		return
	}
	in, out := money.EUR(0), money.EUR(0)
	for _, l := range w.of.Lines {
		if l.Amount.Cents > 0 {
			in.Cents += l.Amount.Cents
		} else {
			out.Cents += l.Amount.Cents
		}
	}
	w.room(4*w.Height(strong) + 4)
	w.Rule(0.6)
	w.amount(plain, "statement.in", in)
	w.amount(plain, "statement.out", out)
	w.amount(strong, "statement.closing", w.of.Lines[len(w.of.Lines)-1].After)
}

// number writes a sheet's number at its foot, and of which card it is: sheets get parted.
func (w *statementWriter) number(s *slip, n int) {
	foot := s.Column
	foot.Y = statementHeight - statementMargin - foot.Height(tiny)
	foot.Write(tiny, ink.ToLeft, ident.GroupMokID(w.of.MokID))
	foot.Write(tiny, ink.ToRight, w.say("statement.page", text.Values{"Page": n, "Count": len(w.sheets)}))
}
