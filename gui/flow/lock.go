package flow

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

const taskLock = "lock"

// lockKind is what the journal's records of a lock mean. What was never sent or given up is told, and decided, by a
// clerk who reads it.
var lockKind = outbox.Kind{Task: taskLock, Told: officeEnded}

func lockTask(office LockOffice) outbox.Task[client.Lock] {
	return outbox.Task[client.Lock]{
		Kind: lockKind, Put: office.Lock, Code: func(a client.Lock) string { return a.Code },
		Ask: func(ctx context.Context, w outbox.Write) client.Outcome[client.Lock] {
			return office.AskLock(ctx, w.ID, w.MokID)
		},
	}
}

// LockOffice is what locking a card asks of the office.
type LockOffice interface {
	Lock(ctx context.Context, s client.Sending) client.Outcome[client.Lock]
	AskLock(ctx context.Context, id, mokID string) client.Outcome[client.Lock]
}

// Lock is the flow of locking a card: a reversible stop. The loss report is another, final act.
type Lock struct {
	Draw func(LockState)

	needs taskNeeds
	host  LockHost
	queue *outbox.Queue[client.Lock, LockJob]
}

type lockItem = outbox.Item[client.Lock, LockJob]

// LockHost is what a lock needs of the counter around it.
type LockHost interface {
	// Staff is the number of the clerk signed in.
	Staff() string
	// Seen reports that the lock on the screen lies before the clerk's eyes, and no other panel before it.
	Seen() bool
	// Ended is called when a card was locked, or certainly was not; hidden says that no clerk was looking.
	Ended(now LockState, hidden bool)
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// NewLock starts idle.
func NewLock(n taskNeeds, office LockOffice, o *outbox.Outbox, host LockHost) *Lock {
	l := &Lock{Draw: func(LockState) {}, needs: n, host: host}
	l.queue = outbox.NewQueue(o, lockScreen{l}, lockTask(office))
	return l
}

// lockScreen is what the outbox tells of.
type lockScreen struct{ l *Lock }

func (s lockScreen) Changed(*lockItem) { s.l.Redraw() }
func (s lockScreen) Seen() bool        { return s.l.host.Seen() }
func (s lockScreen) TokenLost()        { s.l.host.TokenLost() }

func (s lockScreen) Ended(i *lockItem, hidden bool) {
	if i.Stage == outbox.Cancelled { // given up: there is nothing to read
		s.l.reset()
	}
	s.l.host.Ended(lockState(i), hidden)
}

// State is the present state.
func (l *Lock) State() LockState { return lockState(l.queue.Shown()) }

// Redraw draws the present state once more.
func (l *Lock) Redraw() { l.Draw(l.State()) }

func (l *Lock) problem(step LockStep, m *Message) {
	job := &l.queue.Shown().Form
	job.Step, job.Problem = step, m
	l.Redraw()
}

// Begin asks why a card is to be locked.
func (l *Lock) Begin(mokID string) {
	if !l.State().Ended() {
		return
	}
	l.queue.New(taskLock).Form = LockJob{Step: LockAsking, MokID: mokID}
	l.Redraw()
}

func (l *Lock) reset() {
	l.queue.New(taskLock)
	l.Redraw()
}

// Fill takes the form and shows what will happen; every question needs an answer.
func (l *Lock) Fill(form LockForm) {
	if l.State().Step != LockAsking {
		return
	}
	l.queue.Shown().Form.Form = form
	if form.Reason == "" || form.Reporter == "" || form.Verification == "" {
		l.problem(LockAsking, Say("lock.choose"))
		return
	}
	l.problem(LockConfirming, nil)
}

// Confirm puts the lock on disk and sends it, once.
func (l *Lock) Confirm() {
	if l.State().Step != LockConfirming {
		return
	}
	i := l.queue.Shown()
	w := outbox.Write{ID: l.needs.NewID(), MokID: i.Form.MokID, Staff: l.host.Staff()}
	request := client.LockRequest{
		ID: w.ID, MokID: w.MokID, Reason: i.Form.Form.Reason, Reporter: i.Form.Form.Reporter,
		Verification: i.Form.Form.Verification, Staff: w.Staff, Desk: l.needs.Desk,
	}
	i.Send(w, func(int64, string) ([]byte, error) { return request.Encode() }, func(error) {
		l.problem(LockConfirming, Say("journal.lock-refused"))
	})
}

// Check asks what became of the lock on the screen, or for its number and its time.
func (l *Lock) Check() {
	if i := l.queue.Shown(); i.Stage != outbox.Rejected { // why it was rejected is in the journal
		i.Check()
	}
}

// SendAgain sends the same bytes once more; the office locks once.
func (l *Lock) SendAgain() { l.queue.Shown().SendAgain() }

// GiveUp ends a lock that certainly was not sent and is no longer wanted.
func (l *Lock) GiveUp() {
	if l.State().Step == LockNotSent {
		l.queue.Shown().GiveBack()
	}
}

// CheckParked asks what became of every open lock that is not on the screen.
func (l *Lock) CheckParked() { l.queue.CheckParked() }

// CheckSoon lets the next CheckParked ask about everything.
func (l *Lock) CheckSoon() { l.queue.CheckSoon() }
