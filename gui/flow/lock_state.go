package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
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
	LockNotSent    LockStep = "notSent"   // certainly not locked
	LockUnknown    LockStep = "unknown"   // perhaps locked
	LockHalted     LockStep = "halted"    // the journal failed
	LockNeverSent  LockStep = "neverSent" // a crash came before it was sent: certainly not locked
)

// LockForm is what the clerk says about a lock, in the contract's codes.
type LockForm struct {
	Reason       client.LockReason
	Reporter     client.Reporter
	Verification client.Verification
}

// LockJob is what the screen keeps of a lock besides where its write stands.
type LockJob struct {
	Step    LockStep
	MokID   string
	Form    LockForm
	Problem *Message

	recovered bool // taken up from the journal before it had ended
}

// LockState is all the lock's panel shows. A lock that isn't posted is never shown as done. Once something was sent, Step
// and Problem tell of that.
type LockState struct {
	LockJob
	outbox.Status[client.Lock]
	ID string
}

// lockSteps are the steps of what is past the form. Once it was given up there is nothing to show.
var lockSteps = map[outbox.Stage]LockStep{
	outbox.Sending: LockSending, outbox.NotSent: LockNotSent, outbox.Unknown: LockUnknown, outbox.Posted: LockPosted,
	outbox.Rejected: LockRejected, outbox.Cancelled: LockIdle, outbox.Halted: LockHalted, outbox.NeverSent: LockNeverSent,
}

func lockState(i *lockItem) LockState {
	s := LockState{LockJob: i.Form, Status: i.Status, ID: i.ID}
	if s.Step == "" {
		s.Step = LockIdle
	}
	if step, past := lockSteps[i.Stage]; past {
		s.Step, s.Problem = step, lockProblem(i)
	}
	return s
}

// Known reports that the number and the time of a lock that was posted are here.
func (s LockState) Known() bool { return s.Stage != outbox.Posted || s.Status.Known() }

// Ended reports that the panel may be left without leaving anything open.
func (s LockState) Ended() bool {
	switch s.Step {
	case LockIdle, LockAsking, LockConfirming, LockPosted, LockRejected, LockNeverSent:
		return true
	}
	return false
}

// Open reports that the lock is not settled, or that nobody has read how it ended.
func (s LockState) Open() bool { return !s.Ended() || s.Unread }

// lockProblem is what there is to say of a lock that is past the form.
func lockProblem(i *lockItem) *Message {
	switch i.Stage {
	case outbox.NotSent:
		return Problem(i.Err)
	case outbox.Unknown:
		switch {
		case i.Alarm:
			return Say("lock.alarm", "Trace", traceOf(i.Err))
		case i.Form.recovered && i.Err == nil && i.Said == "":
			return Say("lock.recovered")
		}
		return Problem(i.Err)
	case outbox.Halted:
		return Say("journal.lock")
	case outbox.Posted, outbox.Rejected:
		return endingProblem(i.Status, i.Write, i.Answer.Code, i.Answer.TraceID, Say("lock.differs", "Short", ShortID(i.ID)), Problem)
	}
	return nil
}
