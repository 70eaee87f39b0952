package flow

import (
	"context"

	"cekr.kranj.si/desk/client"
)

// setAside keeps what is open or unread and frees the screen. A question about an outcome that is on its way finds it
// there.
func (l *Lock) setAside() {
	if !l.state.Ended() && l.state.Asking != AskNothing && !l.state.Unread { // the answer will bear a clerk, who won't have read it
		l.readings.mark(l.promise(), markUntold)
		l.state.Unread = true
	}
	l.aside = append(l.aside, asideLock{state: l.state, staff: l.staff, body: l.body})
	l.reset()
	l.Draw(l.state)
}

// question does work about a lock that was sent; its ending finds the lock wherever it is by then. away says that no
// clerk has asked.
func (l *Lock) question(of promise, away bool, work func(ctx context.Context) trip[client.Lock]) {
	l.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, writeLimit)
		defer cancel()
		trip := work(ctx)
		return func() { l.heard(of, away, trip) }
	})
}

func (l *Lock) heard(of promise, away bool, trip trip[client.Lock]) {
	if i := l.asideAt(of.id); i >= 0 {
		l.heardAside(i, trip)
		return
	}
	if l.state.ID != of.id || l.state.Step != LockUnknown || away && !trip.out.Verdict.Final() {
		return // the screen's own question has its own ending
	}
	if trip.second && !l.state.Unread { // on disk it may bear a clerk, who may not be the one to read it
		l.readings.mark(of, markUntold)
	}
	l.state.Unread = l.state.Unread || away || trip.second // or none: that it is read must be said
	l.answered(trip)
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

// Resume brings a lock that was set aside back to the screen: an open one is asked about, of an ended one the clerk
// reads how it ended.
func (l *Lock) Resume(id string) {
	if l.asideAt(id) < 0 {
		return
	}
	l.Leave()
	if l.state.Step != LockIdle {
		return
	}
	l.take(l.asideAt(id))
	l.Draw(l.state)
	l.Check()
}

func (l *Lock) take(i int) {
	p := l.aside[i]
	l.aside = append(l.aside[:i:i], l.aside[i+1:]...)
	l.reset()
	l.state, l.staff, l.body = p.state, p.staff, p.body
	l.state.Asking = AskNothing // a question on its way has its own ending
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
	if !l.state.Known() {
		l.learn()
		return
	}
	if l.state.Step != LockUnknown || l.state.Asking != AskNothing {
		return
	}
	l.stop()
	l.set(func(s *LockState) { s.Asking, s.Asked = AskCheck, s.Asked+1 })
	of := l.promise()
	l.question(of, false, l.check(of))
}

// CheckParked asks what became of every open lock that is not on the screen. An ending that comes of it bears no
// clerk: none has read it yet.
func (l *Lock) CheckParked() {
	for i := range l.aside {
		p := &l.aside[i]
		if p.state.Step != LockUnknown || p.state.Asking != AskNothing {
			continue
		}
		p.state.Asking = AskCheck
		of := lockPromise(p.state, "")
		l.question(of, true, l.check(of))
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
	l.question(of, false, func(ctx context.Context) trip[client.Lock] { return l.road.again(ctx, of, body) })
}
