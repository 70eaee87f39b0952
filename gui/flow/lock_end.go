package flow

import "cekr.kranj.si/desk/client"

func (l *Lock) answered(trip trip[client.Lock]) {
	out := trip.out
	l.set(func(s *LockState) { s.Answer = out.Answer })
	switch {
	case trip.before != nil, trip.after != nil && !out.Verdict.Final():
		l.problem(LockHalted, Say("journal.lock"))
	case out.Verdict == client.Posted:
		l.ended(LockPosted, afterwards(trip.after, nil))
	case out.Verdict == client.Rejected:
		l.ended(LockRejected, afterwards(trip.after, Reason(out.Answer.Code, out.Answer.TraceID)))
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

// ended ends the lock on the screen. Where another panel hides it, it is told, and kept until a clerk has read it.
func (l *Lock) ended(step LockStep, m *Message) {
	l.stop()
	hidden := !l.Seen()
	if hidden && !l.state.Unread {
		l.readings.mark(l.promise(), markUntold)
	}
	l.state.Unread = l.state.Unread || hidden
	l.problem(step, m)
	l.Ended()
	if hidden {
		l.Settled(l.state)
	}
}

// afterwards says that an answer stands and is not on disk, or else what there was to say.
func afterwards(journalErr error, m *Message) *Message {
	if journalErr != nil {
		return Say("journal.after")
	}
	return m
}
