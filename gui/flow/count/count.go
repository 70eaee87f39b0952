package count

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Office is what a count asks of the office.
type Office interface {
	CountDrawer(ctx context.Context, s client.Sending) client.Outcome[client.Count]
	AskCount(ctx context.Context, session, id string, counted money.Amount) client.Outcome[client.Count]
}

// Standing is whose drawer it is, and what of it may be known.
type Standing struct {
	Staff string
	// Drawer is the clerk's own open session; false while none is.
	Drawer     client.DrawerSession
	DrawerOpen bool
	Blind      bool // nobody may see what is expected in it
	// Seen says that the count on the screen lies before the clerk's eyes, and no other panel before it.
	Seen bool
	// Stopped is why nothing may be sent; nil while it may.
	Stopped *task.Message
}

// Result is the count with which a drawer is to be closed.
type Result struct {
	Session string
	Sum     money.Amount
	// First is what was counted before; nil where the first count stands.
	First *money.Amount
	Notes []client.Denomination
	// Difference is the count less what was expected, and Reason what the clerk says of it; "" where there is none.
	Difference money.Amount
	Reason     client.DifferenceReason
}

// Host is what a count needs of the counter around it.
type Host interface {
	Standing() Standing
	// Accepted is called with the count with which the clerk wants to close the drawer.
	Accepted(r Result)
	// Ended is called when a count was kept, or certainly was not; hidden says that no clerk was looking.
	Ended(now State, hidden bool)
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// Flow is the flow of counting a drawer.
type Flow struct {
	Draw func(State)

	needs task.Needs
	host  Host
	queue *outbox.Queue[client.Count, Job]
}

type item = outbox.Item[client.Count, Job]

// New starts idle.
func New(n task.Needs, office Office, o *outbox.Outbox, host Host) *Flow {
	f := &Flow{Draw: func(State) {}, needs: n, host: host}
	f.queue = outbox.NewQueue(o, screen{f}, write(office))
	return f
}

// screen is what the outbox tells of.
type screen struct{ f *Flow }

// Changed draws, and goes back to the table where a count certainly never left.
func (s screen) Changed(i *item) {
	if i == s.f.queue.Shown() && i.Stage == outbox.Forming && i.Err != nil {
		i.Err = nil
		s.f.say(task.Say("count.not-sent"), 0)
		return
	}
	s.f.Redraw()
}

func (s screen) Seen() bool { return s.f.host.Standing().Seen }
func (s screen) TokenLost() { s.f.host.TokenLost() }

// Ended keeps a count for the close, whatever the clerk goes on to before.
func (s screen) Ended(i *item, hidden bool) {
	if i.Stage == outbox.Posted {
		i.StayUnread()
	}
	s.f.host.Ended(stateOf(i), hidden)
}

// Redraw draws the present state once more.
func (f *Flow) Redraw() { f.Draw(f.State()) }

// Begin asks for the notes and coins of the clerk's drawer. Of one that was counted, its last count stands there again.
func (f *Flow) Begin() {
	if !f.may(Begin) {
		return
	}
	f.Leave()
	session := f.host.Standing().Drawer.ID
	f.serve(func(of string) bool { return of != session })
	if counts := f.before(session, nil); len(counts) > 0 {
		f.queue.Resume(counts[len(counts)-1].ID)
		f.Check()
		return
	}
	f.follow(Begin)
}

// Type keeps what was typed for a value: nothing of it is lost when another panel is shown.
func (f *Flow) Type(value int64, typed string) {
	if i := f.queue.Shown(); f.may(Fill) {
		i.Form.Typed = i.Form.Typed.Clone()
		i.Form.Typed.Keep(value, typed)
		f.say(nil, 0)
	}
}

// Fill puts the count on disk and sends it, once.
func (f *Flow) Fill() {
	if !f.may(Fill) {
		return
	}
	now, i := f.host.Standing(), f.queue.Shown()
	all, wrong, why := i.Form.Typed.Read()
	switch {
	case why != nil:
		f.say(why, wrong)
		return
	case now.Stopped != nil:
		f.say(now.Stopped, 0)
		return
	case !now.DrawerOpen:
		f.say(task.Say("count.no-drawer"), 0)
		return
	}
	i.Form.Notes, i.Form.Problem = all, nil
	w := outbox.Write{ID: f.needs.NewID(), Session: now.Drawer.ID, Amount: task.SumOf(all), Staff: now.Staff}
	request := client.CountRequest{ID: w.ID, DrawerSessionID: w.Session, Denominations: all, Counted: w.Amount, Desk: f.needs.Desk, Staff: w.Staff}
	i.Send(w, func(int64, string) ([]byte, error) { return request.Encode() }, func(why error) {
		f.say(task.RefusedBecause(why, f.needs.Phone), 0)
	})
}

// Recount asks for the notes and coins once more. The first count is kept.
func (f *Flow) Recount() {
	if f.may(Recount) {
		f.queue.Leave(false)
		f.queue.Shown().Form.Step = Asking
		f.say(nil, 0)
	}
}

// Accept goes on to the close with this count. A difference needs a reason. What the drawer holds may have changed since: then it is counted
// once more, if that is left.
func (f *Flow) Accept(reason client.DifferenceReason) {
	st := f.State()
	if !st.May(Accept) {
		return
	}
	i := f.queue.Shown()
	if st.Agrees {
		reason = ""
	}
	i.Form.Reason = reason
	switch {
	case st.Moved && st.May(Recount):
		f.say(task.Say("count.moved"), 0)
	case !st.Agrees && reason == "":
		f.say(task.Say("count.choose"), 0)
	default:
		f.say(nil, 0)
		f.host.Accepted(Result{Session: i.Session, Sum: i.Amount, First: st.First, Notes: st.Notes, Difference: i.Answer.Difference, Reason: reason})
	}
}

// Counting reports that a drawer is being counted, and what comes of it is not known.
func (f *Flow) Counting() bool {
	step := stateOf(f.queue.Shown()).Step
	return step == Asking || step == Sending || step == Unknown
}

// Final reports that a session was counted as often as it may be: no cash may move before its close.
func (f *Flow) Final(session string) bool {
	counts := f.before(session, nil)
	if len(counts) == 0 {
		return false
	}
	last := counts[len(counts)-1]
	return len(counts) >= most || last.Status.Known() && last.Answer.CountsLeft == 0
}

// Check asks what became of the count on the screen, or for what the journal doesn't keep of it.
func (f *Flow) Check() {
	if f.may(Check) {
		f.queue.Shown().Check()
	}
}

// SendAgain sends the same bytes once more; the office counts once.
func (f *Flow) SendAgain() { f.queue.Shown().SendAgain() }

// CheckParked asks what became of every open count that is not on the screen.
func (f *Flow) CheckParked() { f.queue.CheckParked() }

// CheckSoon lets the next CheckParked ask about everything.
func (f *Flow) CheckSoon() { f.queue.CheckSoon() }
