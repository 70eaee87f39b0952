package flow

import (
	"context"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
)

// LockStep names where the locking of a card stands.
type LockStep string

// The steps of a lock.
const (
	LockIdle       LockStep = "idle"
	LockAsking     LockStep = "asking"     // reason, reporter, how the reporter was checked
	LockConfirming LockStep = "confirming" // what a lock does, said before it is done
	LockSending    LockStep = "sending"
	LockPosted     LockStep = "posted"
	LockRejected   LockStep = "rejected"
	LockNotSent    LockStep = "notSent" // certainly not locked
	LockUnknown    LockStep = "unknown" // perhaps locked
	LockHalted     LockStep = "halted"  // the journal failed
)

// LockForm is what the clerk says about a lock, in the contract's codes.
type LockForm struct {
	Reason       client.LockReason
	Reporter     client.Reporter
	Verification client.Verification
}

// LockState is all the lock's panel shows. A lock that isn't posted is never shown as done.
type LockState struct {
	Step    LockStep
	MokID   string
	Form    LockForm
	Problem *Message
	ID      string
	Since   time.Time
	Answer  client.Lock
	Asking  Ask
	Asked   int
}

// Busy reports that an answer of the office is awaited.
func (s LockState) Busy() bool { return s.Step == LockSending || s.Asking != AskNothing }

// Ended reports that the panel may be left without leaving anything open.
func (s LockState) Ended() bool {
	switch s.Step {
	case LockIdle, LockAsking, LockConfirming, LockPosted, LockRejected:
		return true
	}
	return false
}

// Lock is the flow of locking a card: a reversible stop. The loss report is another, final act.
type Lock struct {
	Draw func(LockState)
	// Ended is called when a card was locked.
	Ended func()
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost func()
	// Staff gives the staff number of the clerk signed in.
	Staff func() string

	needs    Needs
	promises *promises
	state    LockState
	staff    string // who promised the lock that is open: another clerk may be signed in by now
	body     []byte
	stop     func()
	turn     int
}

// NewLock starts idle.
func NewLock(n Needs) *Lock {
	return &Lock{
		needs: n, promises: &promises{journal: n.Journal, desk: n.Desk, now: n.Now}, state: LockState{Step: LockIdle}, stop: func() {},
		Draw: func(LockState) {}, Ended: func() {}, TokenLost: func() {}, Staff: func() string { return "" },
	}
}

// State is the present state.
func (l *Lock) State() LockState { return l.state }

func (l *Lock) set(change func(*LockState)) {
	change(&l.state)
	l.Draw(l.state)
}

func (l *Lock) problem(step LockStep, m *Message) {
	l.set(func(s *LockState) { s.Step, s.Problem, s.Asking = step, m, AskNothing })
}

// Begin asks why a card is to be locked.
func (l *Lock) Begin(mokID string) {
	if !l.state.Ended() {
		return
	}
	l.reset()
	l.set(func(s *LockState) { *s = LockState{Step: LockAsking, MokID: mokID} })
}

func (l *Lock) reset() {
	l.stop()
	l.stop = func() {}
	l.turn++
	l.body = nil
	l.state = LockState{Step: LockIdle}
}

// Fill takes the form and shows what will happen; every question needs an answer.
func (l *Lock) Fill(form LockForm) {
	if l.state.Step != LockAsking {
		return
	}
	l.set(func(s *LockState) { s.Form = form })
	if form.Reason == "" || form.Reporter == "" || form.Verification == "" {
		l.problem(LockAsking, Say("lock.choose"))
		return
	}
	l.problem(LockConfirming, nil)
}

// Back goes back one question, or leaves when nothing is open.
func (l *Lock) Back() {
	switch l.state.Step {
	case LockConfirming:
		l.problem(LockAsking, nil)
	case LockAsking, LockPosted, LockRejected:
		l.reset()
		l.Draw(l.state)
	}
}

// Confirm promises the lock on disk and sends it, once.
func (l *Lock) Confirm() {
	if l.state.Step != LockConfirming {
		return
	}
	id := l.needs.NewID()
	l.staff = l.Staff()
	l.set(func(s *LockState) { s.Step, s.ID, s.Problem, s.Since = LockSending, id, nil, l.needs.Now() })
	of, form := l.promise(), l.state.Form
	request := client.LockRequest{
		ID: id, MokID: of.mokID, Reason: form.Reason, Reporter: form.Reporter, Verification: form.Verification,
		Staff: of.staff, Desk: l.needs.Desk,
	}
	l.run(func(ctx context.Context) func() {
		err := l.promises.intend(of)
		var body []byte
		if err == nil {
			body, err = l.promises.sending(of, func(int64, string) ([]byte, error) { return request.Encode() })
		}
		if err != nil {
			return func() { l.problem(LockHalted, Say("journal.lock")) }
		}
		out := l.needs.Office.Lock(ctx, client.Sending{ID: id, Body: body, First: true})
		err = l.settle(of, out)
		return func() {
			l.body = body
			l.answered(out, err)
		}
	})
}

func (l *Lock) promise() promise {
	return promise{task: taskLock, id: l.state.ID, mokID: l.state.MokID, staff: l.staff}
}

func (l *Lock) run(work func(ctx context.Context) func()) {
	turn := l.turn
	l.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, writeLimit)
		defer cancel()
		ending := work(ctx)
		return func() {
			if turn == l.turn {
				ending()
			}
		}
	})
}

func (l *Lock) settle(of promise, out client.Outcome[client.Lock]) error {
	switch out.Verdict {
	case client.Posted:
		return l.promises.end(of, journal.Posted, "")
	case client.Rejected:
		return l.promises.end(of, journal.Rejected, out.Answer.Code)
	}
	return nil
}

func (l *Lock) answered(out client.Outcome[client.Lock], journalErr error) {
	l.set(func(s *LockState) { s.Answer = out.Answer })
	switch {
	case journalErr != nil:
		l.problem(LockHalted, Say("journal.lock"))
	case out.Verdict == client.Posted:
		l.problem(LockPosted, nil)
		l.Ended()
	case out.Verdict == client.Rejected:
		l.problem(LockRejected, Reason(out.Answer.Code, out.Answer.TraceID))
	case out.Verdict == client.NotSent:
		l.problem(LockNotSent, Problem(out.Err))
	default:
		l.problem(LockUnknown, Problem(out.Err))
		l.stop()
		l.stop = l.needs.Tasks.After(backOff(l.state.Asked), l.Check)
		if needsSignIn(out.Err) {
			l.TokenLost()
		}
	}
}

// Check asks what became of the lock.
func (l *Lock) Check() {
	if l.state.Step != LockUnknown || l.state.Asking != AskNothing {
		return
	}
	l.stop()
	l.set(func(s *LockState) { s.Asking, s.Asked = AskCheck, s.Asked+1 })
	of := l.promise()
	l.run(func(ctx context.Context) func() {
		out := l.needs.Office.AskLock(ctx, of.id, of.mokID)
		err := l.settle(of, out)
		return func() { l.answered(out, err) }
	})
}

// SendAgain sends the same bytes once more; the office locks once.
func (l *Lock) SendAgain() {
	if (l.state.Step != LockUnknown && l.state.Step != LockNotSent) || l.state.Asking != AskNothing {
		return
	}
	l.stop()
	l.set(func(s *LockState) { s.Step, s.Asking, s.Asked = LockUnknown, AskAgain, s.Asked+1 })
	of, body := l.promise(), l.body
	l.run(func(ctx context.Context) func() {
		if err := l.promises.again(of, body); err != nil {
			return func() { l.problem(LockHalted, Say("journal.lock")) }
		}
		out := l.needs.Office.Lock(ctx, client.Sending{ID: of.id, Body: body})
		err := l.settle(of, out)
		return func() { l.answered(out, err) }
	})
}

// Recover takes up a lock whose outcome a crash left open: it goes on asking. What was never sent is
// closed on disk; the card is then not locked, and the clerk is told so.
func (l *Lock) Recover() (neverSent []journal.Item, err error) {
	for _, item := range l.needs.Journal.Items() {
		r := item.First()
		if r.Task != taskLock {
			continue
		}
		of := promise{task: taskLock, id: r.ID, mokID: r.MokID, staff: r.Staff}
		if item.NeverSent() {
			neverSent = append(neverSent, item)
			if err := l.promises.end(of, journal.Dropped, "crash"); err != nil {
				return nil, err
			}
			continue
		}
		l.body, l.staff = item.Body(), r.Staff
		l.state = LockState{Step: LockUnknown, MokID: r.MokID, ID: r.ID, Since: r.At, Problem: Say("lock.recovered")}
	}
	return neverSent, nil
}
