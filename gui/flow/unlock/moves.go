package unlock

import (
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Intent is what a clerk can want of an unlock.
type Intent string

// The intents of an unlock.
const (
	Begin     Intent = "begin"
	Fill      Intent = "fill" // the reason is chosen
	Confirm   Intent = "confirm"
	Check     Intent = outbox.IntentCheck
	SendAgain Intent = outbox.IntentAgain
	GiveUp    Intent = outbox.IntentGiveUp
	Anew      Intent = "anew" // once more, with another agreement of a second person
	Back      Intent = "back"
	Leave     Intent = "leave"
	Resume    Intent = "resume"
)

// elsewhere is the step of another item: the outbox says which.
const elsewhere Step = "elsewhere"

// moves is where an intent leads at a step; what is not in it does nothing. What may be done about an unlock that was sent, and where that
// ends, the outbox says. Whoever leaves Approving is led back to Confirming.
var moves = map[Step]map[Intent]Step{
	Idle:       {Begin: Asking, Resume: elsewhere},
	Asking:     {Begin: Asking, Fill: Confirming, Back: Idle, Leave: Idle, Resume: elsewhere},
	Confirming: {Begin: Asking, Confirm: Approving, Back: Asking, Leave: Idle, Resume: elsewhere},
	NotSent:    {Leave: Idle, Resume: elsewhere},
	Unknown:    {Leave: Idle, Resume: elsewhere},
	Posted:     {Begin: Asking, Back: Idle, Leave: Idle, Resume: elsewhere},
	Rejected:   {Begin: Asking, Anew: Confirming, Back: Idle, Leave: Idle, Resume: elsewhere},
	NeverSent:  {Begin: Asking, Leave: Idle, Resume: elsewhere},
}

// May reports that an intent leads anywhere now. While an answer is awaited about an unlock that was sent, it can be left.
func (s State) May(i Intent) bool {
	switch {
	case i == Check && s.Stage == outbox.Rejected: // why it was rejected is in the journal
		return false
	case i == Anew && (!task.WantsSecondPerson(s.Answer.Code) || s.Reason == ""):
		return false
	}
	return outbox.May(moves, s.Step, i, s.Status)
}

// Offers reports that an intent may be done, or may again once the answer is there that is awaited.
func (s State) Offers(i Intent) bool {
	s.Asking = outbox.AskNothing
	return s.May(i)
}

func (u *Flow) may(i Intent) bool { return u.State().May(i) }

// follow goes where an intent leads. A step that the table doesn't know is a fault of the program: it stops there.
func (u *Flow) follow(i Intent) { u.arrive(moves[u.State().Step][i]) }

func (u *Flow) arrive(to Step) {
	switch to {
	case Asking, Confirming, Approving:
		u.item().Form.Step = to
		u.say(nil)
	case Idle:
		u.queue.New(Task)
		u.Redraw()
	default:
		u.queue.Halt()
	}
}
