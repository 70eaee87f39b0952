package paper

import (
	"fmt"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/text"
)

// Layout is the paper that an order is printed on.
type Layout string

const (
	OnA4     Layout = "a4"     // plain A4: the form on the bottom 99 mm, a sheet for the customer above it
	OnForm   Layout = "form"   // plain paper of the form's size, 210 × 99 mm
	OnBlank  Layout = "blank"  // a pre-printed form of 210 × 99 mm: only what is filled in
	OnBlank4 Layout = "blank4" // pre-printed A4 with the form at its foot: only what is filled in, and the sheet
)

// Layouts lists the layouts there are, the default first.
func Layouts() []Layout { return []Layout{OnA4, OnForm, OnBlank, OnBlank4} }

// sheet tells whether the customer's sheet stands above the form.
func (l Layout) sheet() bool { return l == OnA4 || l == OnBlank4 }

// blank tells whether the form is on the paper already.
func (l Layout) blank() bool { return l == OnBlank || l == OnBlank4 }

// top is where the form begins on the page.
func (l Layout) top() float64 {
	if l.sheet() {
		return footOfA4
	}
	return 0
}

// Offset is how far a printer must shift what it writes into pre-printed forms, in millimetres, right and down. It has no
// effect on the other layouts.
type Offset struct{ Right, Down float64 }

// maxOffset bounds an offset: more than this is no printer's slack but a mistake.
const maxOffset = 10

// Order is a UPN order on paper.
type Order struct {
	UPN        upn.Order
	MokID      string    // the card that it is for, for the sheet; nine digits, or empty
	At         time.Time // when it is printed
	Unverified bool      // the office has not said that there is such a card: the paper says so
	Assumed    bool      // payee, code and purpose are not the office's answer: the sheet says so
	Lang       string    // of the sheet: "sl" or "en"; the form itself is Slovene, by the standard
	Training   bool      // stamps sheet and form VADNI PRIMER
	Layout     Layout
	Offset     Offset
}

// PDF is the order as one page, at true size. Its code has been read back and says what the form says, else the error is
// ErrUnreadable. An order that upn.Order.Validate refuses, but ValidateForm accepts, is a form without a code. Any other
// fault of the order is the *upn.Error of ValidateForm. The same order gives the same bytes.
func (o Order) PDF() ([]byte, error) {
	p, err := o.page()
	if err != nil {
		return nil, err
	}
	return writePDF(o.about(), p)
}

// MaxOrders is how many orders one PDF may hold.
const MaxOrders = 500

// OrdersPDF is the orders as one PDF, a page each; what they share is in it once. The first order that Order.PDF would refuse
// refuses all: the error tells its number, from 1, and wraps the reason.
func OrdersPDF(orders []Order) ([]byte, error) {
	if len(orders) == 0 || len(orders) > MaxOrders {
		return nil, fmt.Errorf("%w: %d orders", ErrInvalid, len(orders))
	}
	pages, common := make([]*page, len(orders)), newShared()
	for i, o := range orders {
		var err error
		if pages[i], err = o.pageIn(common, orderCode); err != nil {
			return nil, fmt.Errorf("order %d: %w", i+1, err)
		}
	}
	return writePDF(orders[0].about(), pages...)
}

func (o Order) about() about {
	words := text.In(o.Lang)
	return about{title: words.Say("paper.order.title"), lang: words.Code(), at: o.At}
}

// page draws the order and reads its code back.
func (o Order) page() (*page, error) { return o.pageWith(orderCode) }

// pageWith is page with a code drawn by another.
func (o Order) pageWith(drawCode func(o upn.Order, x, y float64) ([]mark, error)) (*page, error) {
	return o.pageIn(newShared(), drawCode)
}

// pageIn is pageWith in a document whose orders have things in common.
func (o Order) pageIn(common *shared, drawCode func(o upn.Order, x, y float64) ([]mark, error)) (*page, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	order := o.UPN.Clean()
	p := &page{width: formWidth, height: o.Layout.top() + formHeight}
	var head, foot partKey
	if o.Layout.sheet() {
		var figures []mark
		var err error
		if figures, head, foot, err = o.sheet(order, common); err != nil {
			return nil, err
		}
		p.add(figures...)
	}
	right, down := o.corner()
	p.base = o.under(common, head, foot, right, down)
	code, err := drawCode(order, right, down)
	if err != nil {
		return nil, err
	}
	p.add(code...)
	p.add(fill(order, right, down)...)
	return p, readBack(order, p)
}

// corner is where the form begins, by the printer's offset where there is one.
func (o Order) corner() (right, down float64) {
	if o.Layout.blank() {
		return o.Offset.Right, o.Layout.top() + o.Offset.Down
	}
	return 0, o.Layout.top()
}

func (o Order) check() error {
	switch {
	case o.At.IsZero():
		return fmt.Errorf("%w: time is missing", ErrInvalid)
	case o.MokID != "" && !ident.IsMokID(o.MokID):
		return fmt.Errorf("%w: card", ErrInvalid)
	case !(max(o.Offset.Right, -o.Offset.Right, o.Offset.Down, -o.Offset.Down) <= maxOffset): // not >, which what is no number would pass
		return fmt.Errorf("%w: offset", ErrInvalid)
	}
	for _, known := range Layouts() {
		if o.Layout == known {
			return nil
		}
	}
	return fmt.Errorf("%w: %q", ErrFormat, o.Layout)
}
