package custody

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Office is what a change of hands asks of the office.
type Office interface {
	ChangeCustody(ctx context.Context, s client.Sending) client.Outcome[client.Custody]
	AskCustody(ctx context.Context, session, id string, counted money.Amount) client.Outcome[client.Custody]
}

// Standing is who makes it.
type Standing struct {
	Staff   string
	Lasts   bool          // the token lives long enough to wait for a second person
	Stopped *task.Message // why nothing may be sent any more; nil while it may
	// Unsettled is why the clerk's own drawer can't be given away now; nil when it can.
	Unsettled *task.Message
}

// Host is what a change of hands needs of the counter around it.
type Host interface {
	Standing() Standing
	// Seen reports that what is on the screen lies before the clerk's eyes, and no other panel before it.
	Seen() bool
	// Ended is called when a drawer has passed on, or certainly has not; hidden says that no clerk was looking.
	Ended(now State, hidden bool)
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// Approver asks a second person.
type Approver interface{ Ask(s task.Subject) }

// Flow is the flow of a drawer that passes into other hands.
type Flow struct {
	Draw func(State)

	needs  task.Needs
	host   Host
	out    *outbox.Outbox
	second Approver
	queue  *outbox.Queue[client.Custody, Job]
}

type item = outbox.Item[client.Custody, Job]

// New starts idle.
func New(n task.Needs, office Office, o *outbox.Outbox, second Approver, host Host) *Flow {
	f := &Flow{Draw: func(State) {}, needs: n, host: host, out: o, second: second}
	f.queue = outbox.NewQueue(o, screen{f}, write(office))
	return f
}

// screen is what the outbox tells of.
type screen struct{ f *Flow }

func (s screen) Changed(*item) { s.f.Redraw() }
func (s screen) Seen() bool    { return s.f.host.Seen() }
func (s screen) TokenLost()    { s.f.host.TokenLost() }

func (s screen) Ended(i *item, hidden bool) {
	if i.Stage == outbox.Cancelled { // given up: there is nothing to read
		s.f.queue.New(Task)
		s.f.Redraw()
	}
	s.f.host.Ended(stateOf(i), hidden)
}

// State is the present state.
func (f *Flow) State() State { return stateOf(f.item()) }

// Redraw draws the present state once more.
func (f *Flow) Redraw() { f.Draw(f.State()) }

func (f *Flow) item() *item { return f.queue.Shown() }

// say says at the present step what is wrong; nil when nothing is.
func (f *Flow) say(why *task.Message, at task.Field) {
	form := &f.item().Form
	form.Problem, form.Field = why, at
	f.Redraw()
}

// Begin asks what was counted in a drawer that is to pass on.
func (f *Flow) Begin(kind client.CustodyKind, of client.DrawerSession) {
	if !f.may(Begin) {
		return
	}
	f.Leave()
	of.Total = money.Amount{} // who sees the sum counts towards it
	f.item().Form = Job{Kind: kind, Session: of}
	f.follow(Begin)
}

// Fill takes the count as typed and the reason, and shows what will happen.
func (f *Flow) Fill(typed string, reason client.CustodyReason) {
	if !f.may(Fill) {
		return
	}
	form := &f.item().Form
	form.Reason = reason
	if why := task.CardNumber(typed); why != nil {
		form.Typed = ""
		f.say(why, task.FieldCount)
		return
	}
	form.Typed = typed
	amount, err := money.Parse(typed)
	switch {
	case err != nil:
		f.say(task.AmountProblem(err), task.FieldCount)
	case reason == "":
		f.say(task.Say("custody.choose"), task.FieldNone)
	default:
		form.Counted = amount
		f.follow(Fill)
	}
}

// Check asks what became of the change of hands on the screen.
func (f *Flow) Check() {
	if f.may(Check) {
		f.item().Check()
	}
}

// SendAgain sends the same bytes once more; the office passes the drawer on once.
func (f *Flow) SendAgain() { f.item().SendAgain() }

// GiveUp ends one that certainly was not sent and is no longer wanted.
func (f *Flow) GiveUp() {
	if f.may(GiveUp) {
		f.item().GiveBack()
	}
}

// CheckParked asks what became of every open one that is not on the screen.
func (f *Flow) CheckParked() { f.queue.CheckParked() }

// CheckSoon lets the next CheckParked ask about everything.
func (f *Flow) CheckSoon() { f.queue.CheckSoon() }
