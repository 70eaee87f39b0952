package lock

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

const Task = "lock"

// Kind is what the journal's records of a lock mean. What was never sent or given up is told, and decided, by a
// clerk who reads it.
var Kind = outbox.Kind{Task: Task, Acknowledges: officeEnded}

func write(office Office) outbox.Task[client.Lock] {
	return outbox.Task[client.Lock]{
		Kind: Kind, Put: office.Lock, Code: func(a client.Lock) string { return a.Code },
		Ask: func(ctx context.Context, w outbox.Write) client.Outcome[client.Lock] {
			return office.AskLock(ctx, w.ID, w.MokID)
		},
	}
}

// Office is what locking a card asks of the office.
type Office interface {
	Lock(ctx context.Context, s client.Sending) client.Outcome[client.Lock]
	AskLock(ctx context.Context, id, mokID string) client.Outcome[client.Lock]
}

// Flow is the flow of locking a card: a reversible stop. The loss report is another, final act.
type Flow struct {
	Draw func(State)

	needs task.Needs
	host  Host
	queue *outbox.Queue[client.Lock, Job]
}

type item = outbox.Item[client.Lock, Job]

// Host is what a lock needs of the counter around it.
type Host interface {
	// Staff is the number of the clerk signed in.
	Staff() string
	// Seen reports that the lock on the screen lies before the clerk's eyes, and no other panel before it.
	Seen() bool
	// Ended is called when a card was locked, or certainly was not; hidden says that no clerk was looking.
	Ended(now State, hidden bool)
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// New starts idle.
func New(n task.Needs, office Office, o *outbox.Outbox, host Host) *Flow {
	l := &Flow{Draw: func(State) {}, needs: n, host: host}
	l.queue = outbox.NewQueue(o, screen{l}, write(office))
	return l
}

// screen is what the outbox tells of.
type screen struct{ l *Flow }

func (s screen) Changed(*item) { s.l.Redraw() }
func (s screen) Seen() bool    { return s.l.host.Seen() }
func (s screen) TokenLost()    { s.l.host.TokenLost() }

func (s screen) Ended(i *item, hidden bool) {
	if i.Stage == outbox.Cancelled { // given up: there is nothing to read
		s.l.queue.New(Task)
		s.l.Redraw()
	}
	s.l.host.Ended(stateOf(i), hidden)
}

// State is the present state.
func (l *Flow) State() State { return stateOf(l.queue.Shown()) }

// Redraw draws the present state once more.
func (l *Flow) Redraw() { l.Draw(l.State()) }

// say says at the present step what is wrong; nil when nothing is.
func (l *Flow) say(m *task.Message) {
	l.queue.Shown().Form.Problem = m
	l.Redraw()
}

// Begin asks why a card is to be locked.
func (l *Flow) Begin(mokID string) {
	if !l.may(Begin) {
		return
	}
	l.Leave()
	l.queue.Shown().Form.MokID = mokID
	l.follow(Begin)
}

// Fill takes the form and shows what will happen; every question needs an answer.
func (l *Flow) Fill(form Form) {
	if !l.may(Fill) {
		return
	}
	l.queue.Shown().Form.Form = form
	if form.Reason == "" || form.Reporter == "" || form.Verification == "" {
		l.say(task.Say("lock.choose"))
		return
	}
	l.follow(Fill)
}

// Confirm puts the lock on disk and sends it, once.
func (l *Flow) Confirm() {
	if !l.may(Confirm) {
		return
	}
	i := l.queue.Shown()
	w := outbox.Write{ID: l.needs.NewID(), MokID: i.Form.MokID, Staff: l.host.Staff()}
	request := client.LockRequest{
		ID: w.ID, MokID: w.MokID, Reason: i.Form.Form.Reason, Reporter: i.Form.Form.Reporter,
		Verification: i.Form.Form.Verification, Staff: w.Staff, Desk: l.needs.Desk,
	}
	i.Send(w, func(int64, string) ([]byte, error) { return request.Encode() }, func(error) {
		l.say(task.Say("journal.lock-refused"))
	})
}

// Check asks what became of the lock on the screen, or for its number and its time.
func (l *Flow) Check() {
	if l.may(Check) {
		l.queue.Shown().Check()
	}
}

// SendAgain sends the same bytes once more; the office locks once.
func (l *Flow) SendAgain() { l.queue.Shown().SendAgain() }

// GiveUp ends a lock that certainly was not sent and is no longer wanted.
func (l *Flow) GiveUp() {
	if l.may(GiveUp) {
		l.queue.Shown().GiveBack()
	}
}

// CheckParked asks what became of every open lock that is not on the screen.
func (l *Flow) CheckParked() { l.queue.CheckParked() }

// CheckSoon lets the next CheckParked ask about everything.
func (l *Flow) CheckSoon() { l.queue.CheckSoon() }
