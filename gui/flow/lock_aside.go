package flow

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
)

func (l *Lock) setAside() {
	l.aside = append(l.aside, asideLock{state: l.state, staff: l.staff, body: l.body})
	l.reset()
	l.Draw(l.state)
}

// question does work about a lock that was sent; its ending finds the lock wherever it is by then.
func (l *Lock) question(of promise, work func(ctx context.Context) trip[client.Lock]) {
	l.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, writeLimit)
		defer cancel()
		trip := work(ctx)
		return func() { l.heard(of.id, trip) }
	})
}

func (l *Lock) heard(id string, trip trip[client.Lock]) {
	if i := l.asideAt(id); i >= 0 {
		l.heardAside(i, trip)
		return
	}
	if l.state.ID == id && l.state.Step == LockUnknown {
		l.answered(trip)
	}
}

// heardAside takes an answer about a lock that is not on the screen. One that has ended stays until it was
// read: a rejected one means that the card may still work.
func (l *Lock) heardAside(i int, trip trip[client.Lock]) {
	s := &l.aside[i].state
	s.Asking = AskNothing
	if s.Step != LockUnknown || trip.before != nil || !trip.out.Verdict.Final() {
		l.Draw(l.state)
		return
	}
	s.Step, s.Answer, s.Unread, s.Problem = LockPosted, trip.out.Answer, true, nil
	if trip.out.Verdict == client.Rejected {
		s.Step, s.Problem = LockRejected, Reason(trip.out.Answer.Code, trip.out.Answer.TraceID)
	}
	s.Problem = afterwards(trip.after, s.Problem)
	l.Ended()
	l.Settled(*s)
}

func (l *Lock) asideAt(id string) int {
	for i, p := range l.aside {
		if p.state.ID == id {
			return i
		}
	}
	return -1
}

// Resume brings a lock that was set aside back to the screen.
func (l *Lock) Resume(id string) {
	i := l.asideAt(id)
	if i < 0 {
		return
	}
	l.Leave()
	if l.state.Step != LockIdle {
		return
	}
	l.take(i)
	l.Draw(l.state)
	l.Check()
}

func (l *Lock) take(i int) {
	p := l.aside[i]
	l.aside = append(l.aside[:i:i], l.aside[i+1:]...)
	l.reset()
	l.state, l.staff, l.body = p.state, p.staff, p.body
	l.state.Asking, l.state.Unread = AskNothing, l.state.Step == LockNeverSent
}

// OpenList is every lock that is not settled or was not read, the one on the screen last.
func (l *Lock) OpenList() []LockState {
	var list []LockState
	for _, p := range l.aside {
		list = append(list, p.state)
	}
	if l.state.Open() {
		list = append(list, l.state)
	}
	return list
}

// openFor finds the open lock of a card.
func (l *Lock) openFor(mokID string) (id string, found bool) {
	for _, s := range l.OpenList() {
		if s.MokID == mokID && !s.Ended() {
			return s.ID, true
		}
	}
	return "", false
}

// check asks what became of a lock.
func (l *Lock) check(of promise) func(ctx context.Context) trip[client.Lock] {
	return func(ctx context.Context) trip[client.Lock] {
		return l.road.heard(of, l.needs.Office.AskLock(ctx, of.id, of.mokID))
	}
}

// Check asks what became of the lock on the screen.
func (l *Lock) Check() {
	if l.state.Step != LockUnknown || l.state.Asking != AskNothing {
		return
	}
	l.stop()
	l.set(func(s *LockState) { s.Asking, s.Asked = AskCheck, s.Asked+1 })
	of := l.promise()
	l.question(of, l.check(of))
}

// CheckParked asks what became of every open lock that is not on the screen.
func (l *Lock) CheckParked() {
	for i := range l.aside {
		p := &l.aside[i]
		if p.state.Step != LockUnknown || p.state.Asking != AskNothing {
			continue
		}
		p.state.Asking = AskCheck
		of := lockPromise(p.state, p.staff)
		l.question(of, l.check(of))
	}
}

// SendAgain sends the same bytes once more; the office locks once.
func (l *Lock) SendAgain() {
	if (l.state.Step != LockUnknown && l.state.Step != LockNotSent) || l.state.Asking != AskNothing {
		return
	}
	l.stop()
	l.set(func(s *LockState) { s.Step, s.Asking, s.Asked = LockUnknown, AskAgain, s.Asked+1 })
	of, body := l.promise(), l.body
	l.question(of, func(ctx context.Context) trip[client.Lock] { return l.road.again(ctx, of, body) })
}

// Recover takes up the locks that a crash left: it goes on asking about those that were sent. Of one that was
// never sent the clerk is told that the card is not locked; it is closed on disk once that was read.
func (l *Lock) Recover() {
	for _, item := range l.needs.Journal.Items() {
		r := item.First()
		if r.Task != taskLock {
			continue
		}
		p := asideLock{staff: r.Staff, body: item.Body()}
		p.state = LockState{Step: LockUnknown, MokID: r.MokID, ID: r.ID, Since: r.At.Local(), Problem: Say("lock.recovered")}
		if item.NeverSent() {
			p.state.Step, p.state.Problem, p.state.Unread = LockNeverSent, nil, true
		}
		l.aside = append(l.aside, p)
	}
	if n := len(l.aside); n > 0 && l.state.Step == LockIdle { // the newest comes before the clerk's eyes
		l.take(n - 1)
	}
}

// closeNeverSent closes on disk what the clerk has read, away from the screen.
func (l *Lock) closeNeverSent() {
	of := l.promise()
	l.reset()
	l.Draw(l.state)
	l.needs.Tasks.Run(func(context.Context) func() {
		_ = l.promises.end(of, journal.Dropped, "crash") // if the disk fails, the desk is halted, and a restart tells it again
		return func() { l.Draw(l.state) }
	})
}
