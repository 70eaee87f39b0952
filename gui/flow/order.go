package flow

import "cekr.kranj.si/desk/client/upn"

// OrderState is all the order's panel shows.
type OrderState struct {
	Open     bool
	Form     OrderForm
	Verified bool // the office has shown the card whose MOK ID this is
	Assumed  bool // nobody has said whom to pay: payee, code and purpose are assumed
	Problems map[Field]*Message
	// Proposals are shorter texts for fields that are too long; the clerk sees and accepts them.
	Proposals map[Field]string
	WithCode  bool // the last paper had a code
	Paper     PaperState
	Turn      int // counts the forms begun
	// Page is what would be printed of what is typed.
	Page PageState
}

// First is the first field with a problem, in the order of the form.
func (s OrderState) First() Field {
	for _, f := range OrderFields() {
		if s.Problems[f] != nil {
			return f
		}
	}
	return FieldNone
}

// Order is the flow of a UPN payment order for a card. It needs no office and nobody signed in: when the
// office is down, this is how a customer can still top up.
type Order struct {
	Draw func(OrderState)

	needs taskNeeds
	host  OrderHost
	state OrderState
	card  string // the MOK ID that the office has shown, if any
	typed OrderForm
	page  preview
}

// OrderHost is what an order needs of the counter around it.
type OrderHost interface {
	// Account gives whom to pay, and whether that is the office's answer or the administrator's.
	Account() (account upn.Account, known bool)
	// Head is what the clerk's papers bear.
	Head() Letterhead
	// Choose changes what the clerk may choose.
	Choose(edit func(*Choices))
}

// NewOrder starts with no form.
func NewOrder(n taskNeeds, pictures Pictures, host OrderHost) *Order {
	o := &Order{Draw: func(OrderState) {}, needs: n, host: host}
	o.page = newPreview(n, pictures, o.draft, func(p PageState) { o.set(func(s *OrderState) { s.Page = p }) })
	return o
}

// State is the present state.
func (o *Order) State() OrderState { return o.state }

func (o *Order) set(change func(*OrderState)) {
	change(&o.state)
	o.Draw(o.state)
}

// Begin opens an empty form, for a card if mokID is not empty. verified says that the office has shown
// that card.
func (o *Order) Begin(mokID string, verified bool) {
	_, known := o.host.Account()
	o.card = ""
	if verified {
		o.card = mokID
	}
	o.page.forget()
	o.typed = OrderForm{MokID: mokID}
	o.set(func(s *OrderState) {
		*s = OrderState{Open: true, Form: o.typed, Verified: verified, Assumed: !known, Turn: s.Turn + 1}
	})
	o.page.wish()
}

// Close forgets the form, and with it the payer's name.
func (o *Order) Close() {
	o.page.forget()
	o.typed = OrderForm{}
	o.set(func(s *OrderState) { *s = OrderState{Turn: s.Turn + 1} })
}

// Accept puts the proposed shorter texts into the form.
func (o *Order) Accept(form OrderForm) {
	if !o.state.Open {
		return
	}
	for field, proposal := range o.state.Proposals {
		*form.At(field) = proposal
	}
	o.typed = form
	o.set(func(s *OrderState) { s.Form, s.Problems, s.Proposals, s.Turn = form, nil, nil, s.Turn+1 })
	o.page.wish()
}

// Hand prints, opens or saves the order as typed, if it is right.
func (o *Order) Hand(act PaperAct, form OrderForm) {
	if !o.state.Open || o.state.Paper.Step == PaperWorking {
		return
	}
	slip, ok := o.check(form)
	if !ok {
		return
	}
	turn := o.state.Turn
	o.set(func(s *OrderState) {
		s.Form, s.Verified, s.WithCode = form, slip.Verified, slip.Order.Validate() == nil
		s.Paper = PaperState{Step: PaperWorking}
	})
	handOut(o.needs, act, slip, func(p PaperState) {
		if turn != o.state.Turn {
			return
		}
		p.Message = otherwise(p.Message, "order.failed")
		o.set(func(s *OrderState) { s.Paper = p })
		follow(o.needs, p, func() bool { return turn == o.state.Turn && o.state.Paper.of(p.Job) }, func(news *Message) {
			o.set(func(s *OrderState) { s.Paper.Message = news })
		})
	})
}

// broke is the ending of work that panicked.
func (o *Order) broke() {
	if !broken(o.needs.Tasks) {
		return
	}
	o.page.drop()
	if o.state.Paper.Step == PaperWorking {
		o.set(func(s *OrderState) { s.Paper = PaperState{Step: PaperFailed, Message: Say("order.failed")} })
	}
}
