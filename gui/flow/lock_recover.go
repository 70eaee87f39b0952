package flow

import (
	"context"

	"cekr.kranj.si/desk/client/journal"
)

// Recover takes up the locks that a crash left: it goes on asking about those that were sent, and of those that ended
// with nobody reading it the clerk is told until one has. Of one that was never sent the clerk is told that the card
// is not locked; it is closed on disk once that was read.
func (l *Lock) Recover() {
	for _, s := range l.readings.unread(taskLock) {
		l.aside = append(l.aside, lockFromSettled(s))
	}
	ended := len(l.aside)
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
	if n := len(l.aside); n > ended && l.state.Step == LockIdle { // the newest comes before the clerk's eyes
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

// isLockEnded leaves out what was never sent or given up: that is told, and decided, by a clerk who reads it.
func isLockEnded(s journal.Settled) bool {
	return s.Ending.Task == taskLock && (s.Ending.Kind == journal.Posted || s.Ending.Kind == journal.Rejected)
}

// lockFromSettled is a lock that the journal has with its ending, and that nobody has read. Its number and its time
// are the office's to tell.
func lockFromSettled(s journal.Settled) asideLock {
	state := LockState{
		Step: LockPosted, MokID: s.Ending.MokID, ID: s.Ending.ID, Since: s.Ending.At.Local(), Unread: true, Recovered: true,
	}
	if s.Ending.Kind == journal.Rejected {
		state.Step, state.Problem = LockRejected, Reason(s.Ending.Note, "")
	}
	return asideLock{state: state, staff: s.Ending.Staff}
}
