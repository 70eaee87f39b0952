package flow

import (
	"context"

	"cekr.kranj.si/desk/client"
)

// Leave frees the screen: a lock that is open or was not read is set aside and stays among the open items.
func (l *Lock) Leave() { l.leave(l.Seen()) }

// leave is Leave; read says whether the clerk has seen what stands on the screen.
func (l *Lock) leave(read bool) {
	switch {
	case l.state.Step == LockNotSent && l.state.Asking == AskGiveBack:
		// its ending is on its way to the disk
	case l.state.Step == LockNeverSent && read:
		l.closeNeverSent()
	case l.state.Step == LockUnknown, l.state.Step == LockNotSent, l.state.Step == LockNeverSent:
		l.setAside()
	case isLockOutcome(l.state.Step):
		l.leaveEnded(read)
	default:
		l.Back()
	}
}

// hand leaves to the next clerk what is open, where it is: it comes before that clerk's eyes. All else is left.
func (l *Lock) hand(read bool) {
	if l.state.Ended() && l.state.Step != LockNeverSent {
		l.leave(read)
	}
}

// leaveEnded takes an outcome off the screen. One that came before the clerk's eyes was read; any other is kept among
// the open items until it was.
func (l *Lock) leaveEnded(read bool) {
	if l.readings.leave(l.promise(), l.state.Unread, read || !l.state.Unread) {
		l.setAside()
		return
	}
	l.reset()
	l.Draw(l.state)
}

// read is the outcome on the screen, if there is one that a clerk has read; seen says that it lies before the
// clerk's eyes.
func (l *Lock) read(seen bool) []promise {
	if isLockOutcome(l.state.Step) && (seen || !l.state.Unread) {
		return []promise{l.promise()}
	}
	return nil
}

func isLockOutcome(step LockStep) bool { return step == LockPosted || step == LockRejected }

// learn asks the office for what the journal doesn't keep: the lock's number, and since when the card is stopped.
func (l *Lock) learn() {
	if l.state.Known() || l.state.Asking != AskNothing {
		l.Draw(l.state)
		return
	}
	l.set(func(s *LockState) { s.Asking, s.Asked = AskCheck, s.Asked+1 })
	id, mokID := l.state.ID, l.state.MokID
	l.run(func(ctx context.Context) func() {
		out := l.needs.Office.AskLock(ctx, id, mokID)
		return func() { l.learned(out) }
	})
}

func (l *Lock) learned(out client.Outcome[client.Lock]) {
	l.set(func(s *LockState) {
		s.Asking = AskNothing
		switch {
		case out.Verdict == client.Posted:
			s.Answer, s.Problem = out.Answer, nil
		case !out.Verdict.Final() && out.Err != nil:
			s.Problem = Problem(out.Err)
		default:
			s.Problem = Say("lock.differs", "Short", ShortID(s.ID))
		}
	})
	if needsSignIn(out.Err) {
		l.TokenLost()
	}
}
