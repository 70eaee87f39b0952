package custody

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Intent is what a clerk can want of a change of hands.
type Intent string

// The intents of a change of hands.
const (
	Begin     Intent = "begin"
	Fill      Intent = "fill" // the form is filled in
	Confirm   Intent = "confirm"
	Check     Intent = outbox.IntentCheck
	SendAgain Intent = outbox.IntentAgain
	GiveUp    Intent = outbox.IntentGiveUp
	Anew      Intent = "anew" // once more, with a second person who may
	Back      Intent = "back"
	Leave     Intent = "leave"
	Resume    Intent = "resume"
	Paper     Intent = "print"
)

// elsewhere is the step of another item: the outbox says which.
const elsewhere Step = "elsewhere"

// moves is where an intent leads at a step; what is not in it does nothing. What may be done about one that was sent, and where that
// ends, the outbox says. Whoever leaves Approving comes back to Confirming.
var moves = map[Step]map[Intent]Step{
	Idle:       {Begin: Asking, Resume: elsewhere},
	Asking:     {Begin: Asking, Fill: Confirming, Back: Idle, Leave: Idle, Resume: elsewhere},
	Confirming: {Begin: Asking, Confirm: Approving, Back: Asking, Leave: Idle, Resume: elsewhere},
	NotSent:    {Leave: Idle, Resume: elsewhere},
	Unknown:    {Leave: Idle, Resume: elsewhere},
	Posted:     {Paper: Posted, Begin: Asking, Back: Idle, Leave: Idle, Resume: elsewhere},
	Rejected:   {Begin: Asking, Anew: Confirming, Back: Idle, Leave: Idle, Resume: elsewhere},
	NeverSent:  {Begin: Asking, Leave: Idle, Resume: elsewhere},
}

// wantsOther reports that the same may be tried once more, with another word of a second person's.
func (s State) wantsOther() bool {
	code := s.Answer.Code
	return s.Session.ID != "" && (task.WantsSecondPerson(code) || code == client.CodeSupervisorNeeded)
}

// May reports that an intent leads anywhere now. While an answer is awaited about one that was sent, it can be left.
func (s State) May(i Intent) bool {
	if i == Check && s.Stage == outbox.Rejected || i == Anew && !s.wantsOther() { // why it was rejected is in the journal
		return false
	}
	return outbox.May(moves, s.Step, i, s.Status)
}

// Offers reports that an intent may be done, or may again once the answer is there that is awaited.
func (s State) Offers(i Intent) bool {
	s.Asking = outbox.AskNothing
	return s.May(i)
}

func (f *Flow) may(i Intent) bool { return f.State().May(i) }

// follow goes where an intent leads. A step that the table doesn't know is a fault of the program: it stops there.
func (f *Flow) follow(i Intent) {
	switch to := moves[f.State().Step][i]; to {
	case Asking, Confirming:
		f.item().Form.Step = to
		f.say(nil, task.FieldNone)
	case Idle:
		f.queue.New(Task)
		f.Redraw()
	default:
		f.queue.Halt()
	}
}

// Anew goes back to the question of one that the office has rejected for its second person: it gets another id.
func (f *Flow) Anew() {
	if !f.may(Anew) {
		return
	}
	j := f.item().Form
	f.queue.Leave(true)
	f.item().Form = Job{Kind: j.Kind, Session: j.Session, Reason: j.Reason, Typed: j.Typed, Counted: j.Counted, Step: Confirming}
	f.Redraw()
}
