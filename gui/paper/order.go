package paper

import (
	"fmt"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// Offset is how far a printer must shift what it writes into pre-printed forms, in millimetres, right and down. It has no
// effect on the other layouts.
type Offset struct{ Right, Down float64 }

// maxOffset bounds an offset: more than this is a mistake and no printer's error.
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
	return ink.PDF(o.about(), p)
}

// MaxOrders is how many orders one PDF may hold.
const MaxOrders = 500

// OrdersPDF is the orders as one PDF, a page each; what they share is in it once. The first order that Order.PDF would refuse
// refuses all: the error tells its number, from 1, and wraps the reason.
func OrdersPDF(orders []Order) ([]byte, error) {
	if len(orders) == 0 || len(orders) > MaxOrders {
		return nil, fmt.Errorf("%w: %d orders", ErrInvalid, len(orders))
	}
	pages, common := make([]*ink.Page, len(orders)), newShared()
	for i, o := range orders {
		var err error
		if pages[i], err = o.pageIn(common, orderCode); err != nil {
			return nil, fmt.Errorf("order %d: %w", i+1, err)
		}
	}
	return ink.PDF(orders[0].about(), pages...)
}

func (o Order) about() ink.About {
	words := text.In(o.Lang)
	return ink.About{Title: words.Say("paper.order.title"), Lang: words.Code(), At: o.At}
}

// page draws the order and reads its code back.
func (o Order) page() (*ink.Page, error) { return o.pageWith(orderCode) }

// pageWith is page with a code drawn by another.
func (o Order) pageWith(drawCode func(o upn.Order, x, y float64) ([]ink.Mark, error)) (*ink.Page, error) {
	return o.pageIn(newShared(), drawCode)
}

// pageIn is pageWith in a document whose orders have things in common.
func (o Order) pageIn(common *shared, drawCode func(o upn.Order, x, y float64) ([]ink.Mark, error)) (*ink.Page, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	order := o.UPN.Clean()
	p := &ink.Page{Width: formWidth, Height: o.Layout.top() + formHeight}
	var head, foot partKey
	if o.Layout.sheet() {
		var figures []ink.Mark
		var err error
		if figures, head, foot, err = o.sheet(order, common); err != nil {
			return nil, err
		}
		p.Add(figures...)
	}
	right, down := o.corner()
	p.Base = o.under(common, head, foot, right, down)
	code, err := drawCode(order, right, down)
	if err != nil {
		return nil, err
	}
	p.Add(code...)
	p.Add(fill(order, right, down)...)
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
	case !(max(o.Offset.Right, -o.Offset.Right, o.Offset.Down, -o.Offset.Down) <= maxOffset): // not >, which NaN would pass
		return fmt.Errorf("%w: offset", ErrInvalid)
	}
	return o.Layout.check()
}
