package lock

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where the locking of a card stands.
type Step string

// The steps of a lock.
const (
	Idle       Step = "idle"
	Asking     Step = "asking"     // reason, reporter, how the reporter was checked
	Confirming Step = "confirming" // what a lock does, said before it is done
	Sending    Step = "sending"
	Posted     Step = "posted"
	Rejected   Step = "rejected"
	NotSent    Step = "notSent"   // certainly not locked
	Unknown    Step = "unknown"   // perhaps locked
	Halted     Step = "halted"    // the journal failed
	NeverSent  Step = "neverSent" // a crash came before it was sent: certainly not locked
)

// Form is what the clerk says about a lock, in the contract's codes.
type Form struct {
	Reason       client.LockReason
	Reporter     client.Reporter
	Verification client.Verification
}

// Job is what the screen keeps of a lock besides where its write stands.
type Job struct {
	Step    Step
	MokID   string
	Form    Form
	Problem *task.Message

	recovered bool // taken up from the journal before it had ended
}

// State is all the lock's panel shows. A lock that isn't posted is never shown as done. Once something was sent, Step
// and Problem tell of that.
type State struct {
	Job
	outbox.Status[client.Lock]
	ID string
}

// steps are the steps of what is past the form. Once it was given up there is nothing to show.
var steps = map[outbox.Stage]Step{
	outbox.Sending: Sending, outbox.NotSent: NotSent, outbox.Unknown: Unknown, outbox.Posted: Posted,
	outbox.Rejected: Rejected, outbox.Cancelled: Idle, outbox.Halted: Halted, outbox.NeverSent: NeverSent,
}

func stateOf(i *item) State {
	s := State{Job: i.Form, Status: i.Status, ID: i.ID}
	if s.Step == "" {
		s.Step = Idle
	}
	if step, past := steps[i.Stage]; past {
		s.Step, s.Problem = step, problemOf(i)
	}
	return s
}

// Known reports that the number and the time of a lock that was posted are here.
func (s State) Known() bool { return s.Stage != outbox.Posted || s.Status.Known() }

// Ended reports that the panel may be left without leaving anything open.
func (s State) Ended() bool {
	return s.May(Begin)
}

// Open reports that the lock is not settled, or that nobody has read how it ended.
func (s State) Open() bool { return !s.Ended() || s.Unread }

// problemOf is what there is to say of a lock that is past the form.
func problemOf(i *item) *task.Message {
	switch i.Stage {
	case outbox.NotSent:
		return task.Problem(i.Err)
	case outbox.Unknown:
		switch {
		case i.Alarm:
			return task.Say("lock.alarm", "Trace", task.TraceOf(i.Err))
		case i.Form.recovered && i.Err == nil && i.Said == "":
			return task.Say("lock.recovered")
		}
		return task.Problem(i.Err)
	case outbox.Halted:
		return task.Say("journal.lock")
	case outbox.Posted, outbox.Rejected:
		return task.EndingProblem(i.Status, i.Write, i.Answer.Code, i.Answer.TraceID, task.Say("lock.differs", "Short", task.ShortID(i.ID)), task.Problem)
	}
	return nil
}
