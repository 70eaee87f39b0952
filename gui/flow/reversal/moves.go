package reversal

import (
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Intent is what a clerk can want of a reversal.
type Intent string

// The intents of a reversal.
const (
	Begin     Intent = "begin"
	Find      Intent = "find" // the receipt's number is typed, or a top-up chosen
	Fill      Intent = "fill" // the reason is chosen
	Confirm   Intent = "confirm"
	Check     Intent = outbox.IntentCheck
	SendAgain Intent = outbox.IntentAgain
	GiveUp    Intent = outbox.IntentGiveUp
	Anew      Intent = "anew" // once more, with a second person: the office wants one
	Back      Intent = "back"
	Leave     Intent = "leave"
	Resume    Intent = "resume"
)

// elsewhere is the step of another item: the outbox says which.
const elsewhere Step = "elsewhere"

// moves is where an intent leads at a step; what is not in it does nothing. What may be done about a reversal that was sent, and where
// that ends, the outbox says. An answer at Looking leads to Asking or back; so does whoever leaves Approving to Confirming.
var moves = map[Step]map[Intent]Step{
	Idle:       {Begin: AskingSlip, Resume: elsewhere},
	AskingSlip: {Begin: AskingSlip, Find: Looking, Back: Idle, Leave: Idle, Resume: elsewhere},
	Looking:    {Leave: Idle},
	Asking:     {Begin: AskingSlip, Fill: Confirming, Back: AskingSlip, Leave: Idle, Resume: elsewhere},
	Confirming: {Begin: AskingSlip, Confirm: Sending, Back: Asking, Leave: Idle, Resume: elsewhere},
	NotSent:    {Leave: Idle, Resume: elsewhere},
	Unknown:    {Leave: Idle, Resume: elsewhere},
	Posted:     {Begin: AskingSlip, Back: Idle, Leave: Idle, Resume: elsewhere},
	Rejected:   {Begin: AskingSlip, Anew: Confirming, Back: Idle, Leave: Idle, Resume: elsewhere},
	NeverSent:  {Begin: AskingSlip, Leave: Idle, Resume: elsewhere},
}

// May reports that an intent leads anywhere now. While an answer is awaited about a reversal that was sent, it can be left.
func (s State) May(i Intent) bool {
	if i == Anew && (!task.WantsSecondPerson(s.Answer.Code) || s.Found.TopUp.ID == "") {
		return false
	}
	return outbox.May(moves, s.Step, i, s.Status)
}

// Offers reports that an intent may be done, or may again once the answer is there that is awaited.
func (s State) Offers(i Intent) bool {
	s.Asking = outbox.AskNothing
	return s.May(i)
}

func (r *Flow) may(i Intent) bool { return r.State().May(i) }

// follow goes where an intent leads. A step that the table doesn't know is a fault of the program: it stops there.
func (r *Flow) follow(i Intent) { r.arrive(moves[r.State().Step][i]) }

func (r *Flow) arrive(to Step) {
	switch to {
	case AskingSlip, Looking, Asking, Confirming, Approving:
		r.item().Form.Step = to
		r.say(nil)
	case Idle:
		r.queue.New(Task)
		r.Redraw()
	default:
		r.queue.Halt()
	}
}
