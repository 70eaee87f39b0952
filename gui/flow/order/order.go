package order

import (
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/task"
)

// State is all the order's panel shows.
type State struct {
	Open     bool
	Form     Form
	Verified bool // the office has shown the card whose MOK ID this is
	Assumed  bool // nobody has said whom to pay: payee, code and purpose are assumed
	Problems map[task.Field]*task.Message
	// Proposals are shorter texts for fields that are too long; the clerk sees and accepts them.
	Proposals map[task.Field]string
	WithCode  bool // the last paper had a code
	Paper     task.PaperState
	Turn      int // counts the forms begun
	// Page is what would be printed of what is typed.
	Page task.PageState
}

// First is the first field with a problem, in the order of the form.
func (s State) First() task.Field {
	for _, f := range Fields() {
		if s.Problems[f] != nil {
			return f
		}
	}
	return task.FieldNone
}

// Flow is the flow of a UPN payment order for a card. It needs no office and nobody signed in: when the
// office is down, this is how a customer can still top up.
type Flow struct {
	Draw func(State)

	needs task.Needs
	host  Host
	state State
	card  string // the MOK ID that the office has shown, if any
	typed Form
	page  task.Preview
}

// Host is what an order needs of the counter around it.
type Host interface {
	// Account gives whom to pay, and whether that is the office's answer or the administrator's.
	Account() (account upn.Account, known bool)
	// Choose changes what the clerk may choose.
	Choose(edit func(*task.Choices))
}

// New starts with no form.
func New(n task.Needs, pictures task.Pictures, host Host) *Flow {
	o := &Flow{Draw: func(State) {}, needs: n, host: host}
	o.page = task.NewPreview(n, pictures, o.Draft, func(p task.PageState) { o.set(func(s *State) { s.Page = p }) })
	return o
}

// State is the present state.
func (o *Flow) State() State { return o.state }

func (o *Flow) set(change func(*State)) {
	change(&o.state)
	o.Draw(o.state)
}

// Begin opens an empty form, for a card if mokID is not empty. verified says that the office has shown
// that card.
func (o *Flow) Begin(mokID string, verified bool) {
	_, known := o.host.Account()
	o.card = ""
	if verified {
		o.card = mokID
	}
	o.page.Forget()
	o.typed = Form{MokID: mokID}
	o.set(func(s *State) {
		*s = State{Open: true, Form: o.typed, Verified: verified, Assumed: !known, Turn: s.Turn + 1}
	})
	o.page.Wish()
}

// Close forgets the form, and with it the payer's name.
func (o *Flow) Close() {
	o.page.Forget()
	o.typed = Form{}
	o.set(func(s *State) { *s = State{Turn: s.Turn + 1} })
}

// Accept puts the proposed shorter texts into the form.
func (o *Flow) Accept(form Form) {
	if !o.state.Open {
		return
	}
	for field, proposal := range o.state.Proposals {
		*form.At(field) = proposal
	}
	o.typed = form
	o.set(func(s *State) { s.Form, s.Problems, s.Proposals, s.Turn = form, nil, nil, s.Turn+1 })
	o.page.Wish()
}

// Hand prints, opens or saves the order as typed, if it is right.
func (o *Flow) Hand(act task.PaperAct, form Form) {
	if !o.state.Open || o.state.Paper.Step == task.PaperWorking {
		return
	}
	slip, ok := o.check(form)
	if !ok {
		return
	}
	turn := o.state.Turn
	o.set(func(s *State) {
		s.Form, s.Verified, s.WithCode = form, slip.Verified, slip.Order.Validate() == nil
	})
	mine := func() bool { return turn == o.state.Turn }
	task.HandOut(o.needs, act, slip, task.Place{Paper: &o.state.Paper, Mine: mine, Seen: mine, Draw: func() { o.Draw(o.state) }})
}

// Panicked is the ending of work that panicked.
func (o *Flow) Panicked() {
	if !task.Panicked(o.needs.Tasks) {
		return
	}
	o.page.Drop()
	o.set(func(s *State) { s.Paper.Panicked() })
}
