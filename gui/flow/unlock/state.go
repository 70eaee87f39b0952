package unlock

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where the unlocking of a card stands.
type Step string

// The steps of an unlock, in the order of the job.
const (
	Idle       Step = "idle"
	Asking     Step = "asking"     // why
	Confirming Step = "confirming" // what it does, said before a second person is asked
	Approving  Step = "approving"  // the intention is on disk; a second person is asked
	Sending    Step = "sending"
	Posted     Step = "posted"
	Rejected   Step = "rejected"  // the card is as it was
	NotSent    Step = "notSent"   // certainly not unlocked
	Unknown    Step = "unknown"   // perhaps unlocked
	Halted     Step = "halted"    // the journal failed
	NeverSent  Step = "neverSent" // a crash came before it was sent: certainly not unlocked
)

// Job is what the screen keeps of an unlock besides where its write stands.
type Job struct {
	Step   Step
	MokID  string
	Reason client.UnlockReason
	// Approver is the second person's alias; "" where it isn't known any more.
	Approver string
	Problem  *task.Message
}

// State is all that the unlock's panel shows. Once something was sent, Step and Problem tell of that.
type State struct {
	Job
	outbox.Status[client.Unlock]
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

// Known reports that the time of an unlock that was posted is here.
func (s State) Known() bool { return s.Stage != outbox.Posted || s.Status.Known() }

// Ended reports that the panel may be left without leaving anything open.
func (s State) Ended() bool { return s.May(Begin) }

// Open reports that the unlock is not settled, or that nobody has read how it ended.
func (s State) Open() bool { return !s.Ended() || s.Unread }

// Busy reports that an answer is awaited.
func (s State) Busy() bool { return s.Step == Approving || s.Status.Busy() }

// problemOf is what there is to say of an unlock that is past the form.
func problemOf(i *item) *task.Message {
	switch i.Stage {
	case outbox.NotSent:
		return task.Problem(i.Err)
	case outbox.Unknown:
		if i.Alarm {
			return task.Say("unlock.alarm", "Trace", task.TraceOf(i.Err))
		}
		return task.WhyUnknown(i.Err)
	case outbox.Halted:
		return task.Say("journal.unlock")
	case outbox.Posted, outbox.Rejected:
		return task.EndingProblem(i.Status, i.Write, i.Answer.Code, i.Answer.TraceID, task.Say("unlock.differs", "Short", task.ShortID(i.ID)), task.Problem)
	}
	return nil
}
