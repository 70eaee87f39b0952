package approval

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where an approval stands.
type Step string

// The steps of an approval.
const (
	Closed   Step = "closed"
	Asking   Step = "asking"   // who, and the decisive values typed again
	Entering Step = "entering" // the second person signs in
	Sending  Step = "sending"
	Unknown  Step = "unknown" // perhaps approved; the act waits
	Halted   Step = "halted"  // the journal failed
)

// Job is what the screen keeps of an approval besides where its write stands. The PIN is never part of it.
type Job struct {
	Step Step
	// Act is what is approved, and Maker the staff number of whose it is.
	Act   client.ApprovalAct
	Maker string
	// HasCard and HasAmount say what is typed again: a MOK ID, a sum.
	HasCard, HasAmount bool
	// Number, MokID and Amount are kept as typed, over a failure too.
	Number, MokID, Amount string
	Problem               *task.Message
	Field                 task.Field // where Problem belongs
}

// State is all that the questions show.
type State struct {
	Job
	Stage  outbox.Stage
	Asking outbox.Ask
}

// Typed are the answers as typed: those that the sign-in asks for, and the values of the act.
type Typed struct {
	Person        map[task.Field]string
	MokID, Amount string
}

var steps = map[outbox.Stage]Step{
	outbox.Sending: Sending, outbox.Unknown: Unknown, outbox.Halted: Halted, outbox.Posted: Sending, outbox.Rejected: Sending,
}

func stateOf(i *item) State {
	s := State{Job: i.Form, Stage: i.Stage, Asking: i.Asking}
	if s.Step == "" {
		s.Step = Closed
	}
	if step, past := steps[i.Stage]; past {
		s.Step, s.Problem, s.Field = step, problemOf(i), task.FieldNone
	}
	return s
}

// problemOf is what there is to say of an approval that is past its questions.
func problemOf(i *item) *task.Message {
	switch i.Stage {
	case outbox.Unknown:
		if i.Alarm {
			return task.Say("approval.alarm", "Trace", task.TraceOf(i.Err))
		}
		return task.Say("approval.unknown")
	case outbox.Halted:
		return task.Say("journal.halted")
	}
	return nil
}

// Open reports that a second person is asked for.
func (s State) Open() bool { return s.Step != Closed }

// Busy reports that an answer is awaited.
func (s State) Busy() bool {
	return s.Step == Entering || s.Step == Sending || s.Asking != outbox.AskNothing
}

// same reports that an amount as typed is the act's; a text that is no amount has its own sentence.
func same(typed string, s task.Subject) *task.Message {
	got, err := money.Parse(typed)
	switch {
	case err != nil:
		return task.AmountProblem(err)
	case got != s.Amount && s.Act == client.ApproveSettlement:
		return task.Say("approval.differs.count")
	case got != s.Amount:
		return task.Say("approval.differs.amount")
	}
	return nil
}
