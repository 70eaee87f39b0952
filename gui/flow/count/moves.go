package count

import (
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Intent is what a clerk can want of a count.
type Intent string

// The intents of a count.
const (
	Begin     Intent = "begin"
	Fill      Intent = "fill" // the table is filled in
	Check     Intent = outbox.IntentCheck
	SendAgain Intent = outbox.IntentAgain
	Recount   Intent = "recount"
	Accept    Intent = "accept" // the drawer is closed with this count
	Back      Intent = "back"
	Leave     Intent = "leave"
	Resume    Intent = "resume"
)

// elsewhere is the step of another item: the outbox says which.
const elsewhere Step = "elsewhere"

// moves is where an intent leads at a step; what is not in it does nothing. What may be done about a count that was sent, and where
// that ends, the outbox says. A drawer that was counted goes on from its last count.
var moves = map[Step]map[Intent]Step{
	Idle:     {Begin: Asking, Resume: elsewhere},
	Asking:   {Begin: Asking, Fill: Sending, Back: Idle, Leave: Idle, Resume: elsewhere},
	Counted:  {Begin: Counted, Recount: Asking, Accept: Counted, Back: Idle, Leave: Idle, Resume: elsewhere},
	Rejected: {Begin: Asking, Back: Idle, Leave: Idle, Resume: elsewhere},
	Unknown:  {Leave: Idle, Resume: elsewhere},
}

// May reports that an intent leads anywhere now.
func (s State) May(i Intent) bool {
	switch {
	case i == Recount && s.Left < 1, i == Accept && !s.Known():
		return false
	case i == Check && s.Stage == outbox.Rejected: // why it was rejected is in the journal
		return false
	}
	return outbox.May(moves, s.Step, i, s.Status)
}

// Offers reports that an intent may be done, or may again once the answer is there that is awaited.
func (s State) Offers(i Intent) bool {
	s.Asking = outbox.AskNothing
	return s.May(i)
}

// Ended reports that the panel may be left without leaving anything open.
func (s State) Ended() bool { return s.May(Begin) }

func (f *Flow) may(i Intent) bool { return f.State().May(i) }

// follow goes where an intent leads. A step that the table doesn't know is a fault of the program: it stops there.
func (f *Flow) follow(i Intent) {
	switch to := moves[f.State().Step][i]; to {
	case Asking:
		f.queue.Shown().Form.Step = to
		f.say(nil, 0)
	case Idle:
		f.queue.New(Task)
		f.Redraw()
	default:
		f.queue.Halt()
	}
}

// say says at the present step what is wrong, at the value where it belongs; nil when nothing is.
func (f *Flow) say(why *task.Message, at int64) {
	form := &f.queue.Shown().Form
	form.Problem, form.At = why, at
	f.Redraw()
}
