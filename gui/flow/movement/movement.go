package movement

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Office is what moving cash asks of the office.
type Office interface {
	MoveCash(ctx context.Context, s client.Sending) client.Outcome[client.Movement]
	AskMovement(ctx context.Context, session, id string, amount money.Amount) client.Outcome[client.Movement]
}

// Standing is whose drawer it is, and what of it may be known.
type Standing struct {
	Staff string
	// Drawer is the clerk's own open session; false while none is.
	Drawer     client.DrawerSession
	DrawerOpen bool
	Blind      bool // nobody may see what is expected in it
	// Stopped is why nothing may be sent; nil while it may.
	Stopped *task.Message
}

// Host is what a movement needs of the counter around it.
type Host interface {
	Standing() Standing
	// Seen reports that the movement on the screen lies before the clerk's eyes, and no other panel before it.
	Seen() bool
	// Ended is called when cash was moved, or certainly was not; hidden says that no clerk was looking.
	Ended(now State, hidden bool)
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// Flow is the flow of cash between a clerk's drawer and the safe.
type Flow struct {
	Draw func(State)

	needs task.Needs
	host  Host
	queue *outbox.Queue[client.Movement, Job]
}

type item = outbox.Item[client.Movement, Job]

// New starts idle.
func New(n task.Needs, office Office, o *outbox.Outbox, host Host) *Flow {
	m := &Flow{Draw: func(State) {}, needs: n, host: host}
	m.queue = outbox.NewQueue(o, screen{m}, writes(office)...)
	return m
}

// screen is what the outbox tells of.
type screen struct{ m *Flow }

func (s screen) Changed(*item) { s.m.Redraw() }
func (s screen) Seen() bool    { return s.m.host.Seen() }
func (s screen) TokenLost()    { s.m.host.TokenLost() }

func (s screen) Ended(i *item, hidden bool) {
	if i.Stage == outbox.Cancelled { // given up: there is nothing to read
		s.m.queue.New(i.Task)
		s.m.Redraw()
	}
	s.m.host.Ended(stateOf(i), hidden)
}

// State is the present state.
func (m *Flow) State() State { return stateOf(m.queue.Shown()) }

// Redraw draws the present state once more.
func (m *Flow) Redraw() { m.Draw(m.State()) }

// say says at the present step what is wrong; nil when nothing is.
func (m *Flow) say(why *task.Message, at task.Field) {
	form := &m.queue.Shown().Form
	form.Problem, form.Field = why, at
	m.Redraw()
}

// Begin asks how much goes which way.
func (m *Flow) Begin(kind client.MovementKind) {
	if !m.may(Begin) {
		return
	}
	m.Leave()
	m.queue.New(taskOf[kind]).Form = Job{Kind: kind}
	m.follow(Begin)
}

// Fill takes the sum as typed and the reason, and shows what will happen.
func (m *Flow) Fill(typed string, reason client.MovementReason) {
	if !m.may(Fill) {
		return
	}
	form := &m.queue.Shown().Form
	form.Reason = reason
	if why := task.CardNumber(typed); why != nil {
		form.Typed = ""
		m.say(why, task.FieldAmount)
		return
	}
	form.Typed = typed
	amount, err := money.Parse(typed)
	switch {
	case err != nil:
		m.say(task.AmountProblem(err), task.FieldAmount)
	case amount.IsZero():
		m.say(task.Say("movement.nothing"), task.FieldAmount)
	case reason == "":
		m.say(task.Say("movement.choose"), task.FieldNone)
	case m.tooMuch(amount) != nil:
		m.say(m.tooMuch(amount), task.FieldAmount)
	default:
		form.Amount = amount
		m.follow(Fill)
	}
}

// tooMuch says that the drawer doesn't hold what is to go out. Where that may not be known, the office says so.
func (m *Flow) tooMuch(amount money.Amount) *task.Message {
	now, kind := m.host.Standing(), m.State().Kind
	if kind != client.PickUp || now.Blind || !now.DrawerOpen || !now.Drawer.Total.Less(amount) {
		return nil
	}
	return task.Say("movement.too-much", "Total", now.Drawer.Total)
}

// Confirm puts the movement on disk and sends it, once. The drawer may have changed since the question.
func (m *Flow) Confirm() {
	if !m.may(Confirm) {
		return
	}
	now, i := m.host.Standing(), m.queue.Shown()
	switch {
	case now.Stopped != nil:
		m.say(now.Stopped, task.FieldNone)
		return
	case !now.DrawerOpen:
		m.say(task.Say("movement.no-drawer"), task.FieldNone)
		return
	case m.tooMuch(i.Form.Amount) != nil:
		m.say(m.tooMuch(i.Form.Amount), task.FieldNone)
		return
	}
	w := outbox.Write{ID: m.needs.NewID(), Session: now.Drawer.ID, Amount: i.Form.Amount, Staff: now.Staff}
	request := client.MovementRequest{
		ID: w.ID, DrawerSessionID: w.Session, Kind: i.Form.Kind, Reason: i.Form.Reason,
		Amount: signed(taskOf[i.Form.Kind], w.Amount), Desk: m.needs.Desk, Staff: w.Staff,
	}
	i.Send(w, func(int64, string) ([]byte, error) { return request.Encode() }, func(why error) {
		m.say(task.RefusedBecause(why, m.needs.Phone), task.FieldNone)
	})
}

// Check asks what became of the movement on the screen, or for its number and its time.
func (m *Flow) Check() {
	if m.may(Check) {
		m.queue.Shown().Check()
	}
}

// SendAgain sends the same bytes once more; the office moves once.
func (m *Flow) SendAgain() { m.queue.Shown().SendAgain() }

// GiveUp ends a movement that certainly was not sent and is no longer wanted.
func (m *Flow) GiveUp() {
	if m.may(GiveUp) {
		m.queue.Shown().GiveBack()
	}
}

// CheckParked asks what became of every open movement that is not on the screen.
func (m *Flow) CheckParked() { m.queue.CheckParked() }

// CheckSoon lets the next CheckParked ask about everything.
func (m *Flow) CheckSoon() { m.queue.CheckSoon() }
