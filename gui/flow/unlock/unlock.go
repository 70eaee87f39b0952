package unlock

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Office is what unlocking a card asks of the office.
type Office interface {
	Unlock(ctx context.Context, s client.Sending) client.Outcome[client.Unlock]
	AskUnlock(ctx context.Context, id, mokID string) client.Outcome[client.Unlock]
}

// Approver asks a second person.
type Approver interface{ Ask(s task.Subject) }

// Host is what an unlock needs of the counter around it.
type Host interface {
	// Standing is who unlocks now.
	Standing() Standing
	// Seen reports that the unlock on the screen lies before the clerk's eyes, and no other panel before it.
	Seen() bool
	// Ended is called when a card was unlocked, or certainly was not; hidden says that no clerk was looking.
	Ended(now State, hidden bool)
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// Standing is who unlocks now.
type Standing struct {
	Staff   string
	Lasts   bool          // the token lives long enough to wait for a second person
	Stopped *task.Message // why nothing may be sent any more; nil while it may
}

// Flow is the flow of undoing a clerk's precautionary lock.
type Flow struct {
	Draw func(State)
	// List is the desk's unlocks besides the one that is worked on.
	List List

	needs  task.Needs
	out    *outbox.Outbox
	host   Host
	second Approver
	queue  *outbox.Queue[client.Unlock, Job]
}

type item = outbox.Item[client.Unlock, Job]

// New starts idle.
func New(n task.Needs, office Office, o *outbox.Outbox, second Approver, host Host) *Flow {
	u := &Flow{Draw: func(State) {}, needs: n, out: o, host: host, second: second}
	u.queue = outbox.NewQueue(o, screen{u}, write(office))
	u.List = List{u}
	return u
}

// screen is what the outbox tells of.
type screen struct{ u *Flow }

func (s screen) Changed(*item) { s.u.Redraw() }
func (s screen) Seen() bool    { return s.u.host.Seen() }
func (s screen) TokenLost()    { s.u.host.TokenLost() }

func (s screen) Ended(i *item, hidden bool) {
	if i.Stage == outbox.Cancelled { // given up: there is nothing to read
		s.u.queue.New(Task)
		s.u.Redraw()
	}
	s.u.host.Ended(stateOf(i), hidden)
}

// State is the present state.
func (u *Flow) State() State { return stateOf(u.item()) }

// Redraw draws the present state once more.
func (u *Flow) Redraw() { u.Draw(u.State()) }

func (u *Flow) item() *item { return u.queue.Shown() }

// say says at the present step what is wrong; nil when nothing is.
func (u *Flow) say(m *task.Message) {
	u.item().Form.Problem = m
	u.Redraw()
}

// Begin asks why a card is to be unlocked.
func (u *Flow) Begin(mokID string) {
	if !u.may(Begin) {
		return
	}
	u.Leave()
	u.item().Form.MokID = mokID
	u.follow(Begin)
}

// Fill takes the reason and shows what will happen.
func (u *Flow) Fill(reason client.UnlockReason) {
	if !u.may(Fill) {
		return
	}
	u.item().Form.Reason = reason
	if reason == "" {
		u.say(task.Say("unlock.choose"))
		return
	}
	u.follow(Fill)
}

// Confirm puts the intention on disk and asks for a second person; a crash meanwhile is told.
func (u *Flow) Confirm() {
	if !u.may(Confirm) {
		return
	}
	now := u.host.Standing()
	switch {
	case now.Stopped != nil:
		u.say(now.Stopped)
		return
	case !now.Lasts:
		u.say(task.Say("topup.sign-in-first"))
		u.host.TokenLost()
		return
	}
	i := u.item()
	w := outbox.Write{ID: u.needs.NewID(), MokID: i.Form.MokID, Staff: now.Staff}
	u.follow(Confirm)
	i.Begin(w, func(err error) {
		switch {
		case err != nil && !u.out.Refused(err): // the desk has stopped
		case err != nil:
			u.back(task.RefusedBecause(err, u.needs.Phone))
		default:
			u.Redraw()
			u.second.Ask(u.subject(i, w))
		}
	})
}

// subject is the unlock as a second person agrees to it.
func (u *Flow) subject(i *item, w outbox.Write) task.Subject {
	request := client.UnlockRequest{ID: w.ID, MokID: w.MokID, Reason: i.Form.Reason, Desk: u.needs.Desk, Staff: w.Staff}
	return task.Subject{
		Act: client.ApproveUnlock, ID: w.ID, MokID: w.MokID,
		Encode: func(approvalID string) ([]byte, error) {
			request.ApprovalID = approvalID
			return request.Encode()
		},
		Granted: func(body []byte, approver client.Staff) {
			i.Form.Approver = approver.Alias
			i.Send(w, func(int64, string) ([]byte, error) { return body, nil }, func(why error) { u.left(i, w, task.RefusedBecause(why, u.needs.Phone)) })
		},
		Left: func(why *task.Message) { u.left(i, w, why) },
	}
}

// left gives the intention up, of which nothing was sent, and goes back to the question.
func (u *Flow) left(i *item, w outbox.Write, why *task.Message) {
	i.Abandon(w, func() { u.back(why) })
}

func (u *Flow) back(why *task.Message) {
	u.item().Form.Step = Confirming
	u.say(why)
}

// Anew goes back to the question of an unlock that the office has rejected for want of a second person's good word: it gets another id.
func (u *Flow) Anew() {
	if !u.may(Anew) {
		return
	}
	j := u.item().Form
	u.queue.Leave(true)
	u.item().Form = Job{MokID: j.MokID, Reason: j.Reason}
	u.arrive(Confirming)
}

// Check asks what became of the unlock on the screen, or for its time.
func (u *Flow) Check() {
	if u.may(Check) {
		u.item().Check()
	}
}

// SendAgain sends the same bytes once more; the office unlocks once.
func (u *Flow) SendAgain() { u.item().SendAgain() }

// GiveUp ends an unlock that certainly was not sent and is no longer wanted.
func (u *Flow) GiveUp() {
	if u.may(GiveUp) {
		u.item().GiveBack()
	}
}
