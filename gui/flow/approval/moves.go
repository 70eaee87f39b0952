package approval

import "cekr.kranj.si/desk/gui/flow/outbox"

// Intent is what a second person, or the clerk beside, can want.
type Intent string

// The intents of an approval.
const (
	Ask       Intent = "ask"    // the act asks for a second person
	Submit    Intent = "submit" // all is typed
	Check     Intent = "check"
	SendAgain Intent = "again"
	Leave     Intent = "leave"
)

// moves is where an intent leads at a step; what is not in it does nothing. What may be done about an approval that was sent, and where
// that ends, the outbox says.
var moves = map[Step]map[Intent]Step{
	Closed:   {Ask: Asking},
	Asking:   {Submit: Entering, Leave: Closed},
	Entering: {Leave: Closed},
	Unknown:  {Check: Unknown, SendAgain: Unknown, Leave: Closed},
	Halted:   {Leave: Closed},
}

// May reports that an intent leads anywhere now. While an answer is awaited about an approval that was sent, nothing can be done.
func (s State) May(i Intent) bool {
	_, leads := moves[s.Step][i]
	return leads && s.Asking == outbox.AskNothing
}

// Offers reports that an intent may be done, or may again once the answer is there that is awaited.
func (s State) Offers(i Intent) bool {
	s.Asking = outbox.AskNothing
	return s.May(i)
}

func (f *Flow) may(i Intent) bool { return f.State().May(i) }
