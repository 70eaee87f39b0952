package custody

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where a change of hands stands.
type Step string

// The steps of a change of hands.
const (
	Idle       Step = "idle"
	Asking     Step = "asking"     // what was counted, and why
	Confirming Step = "confirming" // the count in figures and in words, and what will happen
	Approving  Step = "approving"  // the intention is on disk; the second person is asked
	Sending    Step = "sending"
	Posted     Step = "posted"
	Rejected   Step = "rejected"
	NotSent    Step = "notSent"   // certainly not passed on
	Unknown    Step = "unknown"   // perhaps passed on
	Halted     Step = "halted"    // the journal failed
	NeverSent  Step = "neverSent" // a crash came before it was sent: certainly not passed on
)

// Job is what the screen keeps of a change of hands besides where its write stands.
type Job struct {
	Step     Step
	Kind     client.CustodyKind
	Session  client.DrawerSession // that passes on, without its total; none where it was taken up from the journal
	Reason   client.CustodyReason
	Typed    string
	Counted  money.Amount
	Approver client.Staff // the second person; none where it isn't known any more
	Problem  *task.Message
	Field    task.Field // where Problem belongs
	Paper    task.PaperState

	recovered bool // taken up from the journal before it had ended
}

// State is all that the panel shows. A drawer that has not certainly passed on is never shown as another's.
type State struct {
	Job
	outbox.Status[client.Custody]
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
		s.Counted = i.Amount
	}
	if s.Stage.Ended() && s.Answer.Kind != "" {
		s.Kind = s.Answer.Kind
	}
	if s.Answer.Closed != nil {
		s.Session = *s.Answer.Closed
	}
	return s
}

// Known reports that the office's own word on what was posted is here.
func (s State) Known() bool {
	return s.Stage != outbox.Posted || s.Status.Known() && s.Answer.Closed != nil
}

// Ended reports that the panel may be left without leaving anything open.
func (s State) Ended() bool { return s.May(Begin) }

// Open reports that it is not settled, or that nobody has read how it ended.
func (s State) Open() bool { return !s.Ended() || s.Unread }

// Counting reports that the drawer is being counted, by the one or by the other.
func (s State) Counting() bool {
	return s.Step == Asking || s.Step == Confirming || s.Step == Approving
}

// Busy reports that an answer is awaited.
func (s State) Busy() bool { return s.Step == Approving || s.Status.Busy() }

// problemOf is what there is to say of one that is past the form.
func problemOf(i *item) *task.Message {
	switch i.Stage {
	case outbox.NotSent:
		return task.Problem(i.Err)
	case outbox.Unknown:
		if i.Alarm {
			return task.Say("custody.alarm", "Trace", task.TraceOf(i.Err))
		}
		if i.Form.recovered {
			return task.Say("custody.recovered")
		}
	case outbox.Rejected:
		return reason(i.Answer)
	case outbox.Posted:
		if i.Unkept {
			return task.Say("journal.after")
		}
	case outbox.Halted:
		return task.Say("journal.halted")
	}
	return nil
}

// refusals are the rejections that need words of their own here.
var refusals = []string{
	client.CodeSessionClosed, client.CodeSessionNotYours, client.CodeSessionUnknown, client.CodeForbiddenOffice, client.CodeSamePerson, client.CodeDrawerAlreadyOpen,
}

func reason(a client.Custody) *task.Message {
	for _, code := range refusals {
		if a.Code == code {
			return task.Say("custody.refused." + code)
		}
	}
	return task.Reason(a.Code, a.TraceID)
}
