package lock

import "cekr.kranj.si/desk/gui/flow/outbox"

// Intent is what a clerk can want of a lock.
type Intent string

// The intents of a lock.
const (
	Begin     Intent = "begin"
	Fill      Intent = "fill" // the form is filled in
	Confirm   Intent = "confirm"
	Check     Intent = outbox.IntentCheck
	SendAgain Intent = outbox.IntentAgain
	GiveUp    Intent = outbox.IntentGiveUp
	Back      Intent = "back"
	Leave     Intent = "leave"
	Resume    Intent = "resume"
)

// elsewhere is the step of another item: the outbox says which.
const elsewhere Step = "elsewhere"

// moves is where an intent leads at a step; what is not in it does nothing. What may be done about a lock that was sent,
// and where that ends, the outbox says: this table knows only how the clerk goes on from there.
var moves = map[Step]map[Intent]Step{
	Idle:       {Begin: Asking, Resume: elsewhere},
	Asking:     {Begin: Asking, Fill: Confirming, Back: Idle, Leave: Idle, Resume: elsewhere},
	Confirming: {Begin: Asking, Confirm: Sending, Back: Asking, Leave: Idle, Resume: elsewhere},
	NotSent:    {Leave: Idle, Resume: elsewhere},
	Unknown:    {Leave: Idle, Resume: elsewhere},
	Posted:     {Begin: Asking, Back: Idle, Leave: Idle, Resume: elsewhere},
	Rejected:   {Begin: Asking, Back: Idle, Leave: Idle, Resume: elsewhere},
	NeverSent:  {Begin: Asking, Leave: Idle, Resume: elsewhere},
}

// May reports that an intent leads anywhere now. While an answer is awaited about a lock that was sent, it can be left.
func (s State) May(i Intent) bool {
	if i == Check && s.Stage == outbox.Rejected { // why it was rejected is in the journal
		return false
	}
	return outbox.May(moves, s.Step, i, s.Status)
}

// Offers reports that an intent may be done, or may again once the answer is there that is awaited.
func (s State) Offers(i Intent) bool {
	s.Asking = outbox.AskNothing
	return s.May(i)
}

func (l *Flow) may(i Intent) bool { return l.State().May(i) }

// follow goes where an intent leads. A step that the table doesn't know is a fault of the program: it stops there.
func (l *Flow) follow(i Intent) {
	switch to := moves[l.State().Step][i]; to {
	case Asking, Confirming:
		l.queue.Shown().Form.Step = to
		l.say(nil)
	case Idle:
		l.queue.New(Task)
		l.Redraw()
	default:
		l.queue.Halt()
	}
}
