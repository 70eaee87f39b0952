package flow

import (
	"context"

	"cekr.kranj.si/desk/client"
)

// Lock is the flow of locking a card: a reversible stop. The loss report is another, final act.
type Lock struct {
	Draw func(LockState)
	// Ended is called when a card was locked.
	Ended func()
	// Seen reports that the lock on the screen lies before the clerk's eyes, and no other panel before it.
	Seen func() bool
	// Settled is called when a lock has ended that no clerk was looking at.
	Settled func(now LockState)
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost func()
	// Staff gives the staff number of the clerk signed in.
	Staff func() string

	needs    Needs
	promises *promises
	readings *readings
	road     road[client.Lock]
	state    LockState
	staff    string // who promised the lock that is open: another clerk may be signed in by now
	body     []byte
	aside    []asideLock
	stop     func()
	turn     int
}

// asideLock is a lock that is open or unread and not on the screen.
type asideLock struct {
	state LockState
	staff string
	body  []byte
}

// newLock starts idle.
func newLock(n Needs, p *promises, r *readings) *Lock {
	return &Lock{
		needs: n, promises: p, readings: r, state: LockState{Step: LockIdle}, stop: func() {},
		road: road[client.Lock]{promises: p, put: n.Office.Lock, code: func(a client.Lock) string { return a.Code }},
		Draw: func(LockState) {}, Ended: func() {}, TokenLost: func() {}, Staff: func() string { return "" },
		Settled: func(LockState) {}, Seen: func() bool { return true },
	}
}

// State is the present state.
func (l *Lock) State() LockState { return l.state }

// Redraw draws the present state once more.
func (l *Lock) Redraw() { l.Draw(l.state) }

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

// Back goes back one question, or leaves what has ended.
func (l *Lock) Back() {
	switch l.state.Step {
	case LockConfirming:
		l.problem(LockAsking, nil)
	case LockAsking:
		l.reset()
		l.Draw(l.state)
	case LockPosted, LockRejected:
		l.leaveEnded(l.Seen())
	}
}

// GiveUp ends a lock that certainly was not sent and is no longer wanted.
func (l *Lock) GiveUp() {
	if l.state.Step != LockNotSent || l.state.Asking != AskNothing {
		return
	}
	of := l.promise()
	l.set(func(s *LockState) { s.Asking = AskGiveBack })
	l.run(func(context.Context) func() {
		err := l.road.forget(of)
		return func() {
			if err != nil {
				l.problem(LockHalted, Say("journal.lock"))
				return
			}
			l.reset()
			l.Draw(l.state)
			l.Ended()
		}
	})
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
		trip := l.road.whole(ctx, of, request.Encode)
		return func() {
			if l.promises.refused(trip.before, l.needs.Phone) != nil { // nothing is on disk, nothing was sent
				l.problem(LockConfirming, Say("journal.lock-refused"))
				return
			}
			l.body = trip.body
			l.answered(trip)
		}
	})
}

func (l *Lock) promise() promise { return lockPromise(l.state, l.staff) }

func lockPromise(s LockState, staff string) promise {
	return promise{task: taskLock, id: s.ID, mokID: s.MokID, staff: staff}
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
