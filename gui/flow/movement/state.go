package movement

import (
	"errors"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where a movement stands.
type Step string

// The steps of a movement.
const (
	Idle       Step = "idle"
	Asking     Step = "asking"     // how much, and why
	Confirming Step = "confirming" // the sum in figures and in words, before it is sent
	Sending    Step = "sending"
	Posted     Step = "posted"
	Rejected   Step = "rejected"
	NotSent    Step = "notSent"   // certainly not moved
	Unknown    Step = "unknown"   // perhaps booked
	Halted     Step = "halted"    // the journal failed
	NeverSent  Step = "neverSent" // a crash came before it was sent: certainly not moved
)

// Job is what the screen keeps of a movement besides where its write stands.
type Job struct {
	Step    Step
	Kind    client.MovementKind
	Reason  client.MovementReason
	Typed   string
	Amount  money.Amount // without a sign
	Problem *task.Message
	Field   task.Field // where Problem belongs
	Paper   task.PaperState

	recovered bool // taken up from the journal before it had ended
}

// State is all the movement's panel shows. One that isn't posted is never shown as done. Once something was sent, Step
// and Problem tell of that.
type State struct {
	Job
	outbox.Status[client.Movement]
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
		s.Step, s.Problem, s.Field = step, problemOf(i), task.FieldNone
		s.Amount, s.Kind = i.Amount, kindOf(i.Task)
	}
	return s
}

// Known reports that the number and the time of a movement that was posted are here.
func (s State) Known() bool { return s.Stage != outbox.Posted || s.Status.Known() }

// Ended reports that the panel may be left without leaving anything open.
func (s State) Ended() bool { return s.May(Begin) }

// Open reports that the movement is not settled, or that nobody has read how it ended.
func (s State) Open() bool { return !s.Ended() || s.Unread }

// ownWords are the codes that mean another thing here than where a customer's cash lies on the desk.
var ownWords = map[string]bool{
	client.CodeDrawerTooSmall: true, client.CodeSessionClosed: true, client.CodeSessionUnknown: true, client.CodeSessionNotYours: true, client.CodeForbiddenOffice: true,
}

// reason is why a movement was rejected.
func reason(code, trace string) *task.Message {
	if ownWords[code] {
		return task.Say("movement.refused." + code)
	}
	return task.Reason(code, trace)
}

// problemOf is what there is to say of a movement that is past the form.
func problemOf(i *item) *task.Message {
	switch i.Stage {
	case outbox.NotSent:
		return task.Problem(i.Err)
	case outbox.Unknown:
		switch {
		case i.Alarm:
			return task.Say("movement.alarm", "Trace", task.TraceOf(i.Err))
		case i.Form.recovered && i.Err == nil && i.Said == "":
			return task.Say("movement.recovered")
		case errors.Is(i.Err, outbox.ErrFull):
			return task.Say("journal.full.again")
		}
		return task.WhyUnknown(i.Err)
	case outbox.Halted:
		return task.Say("journal.movement")
	case outbox.Rejected:
		if code := i.Answer.Code; !i.Unkept && !i.Differs && i.Err == nil {
			if code == "" {
				code = i.Why
			}
			return reason(code, i.Answer.TraceID)
		}
		fallthrough
	case outbox.Posted:
		return task.EndingProblem(i.Status, i.Write, i.Answer.Code, i.Answer.TraceID, task.Say("movement.differs", "Short", task.ShortID(i.ID)), task.Problem)
	}
	return nil
}
