package drawer

import "cekr.kranj.si/desk/gui/flow/outbox"

// Intent is what a clerk can want of the drawer.
type Intent string

// The intents of a drawer.
const (
	AskFloat  Intent = "float" // to be asked for the float
	OpenWith  Intent = "open"
	AskCount  Intent = "count" // to be asked for the count
	CloseWith Intent = "close"
	Confirm   Intent = "confirm" // the sum is right, as it was asked about
	Check     Intent = "check"
	SendAgain Intent = "again"
	Back      Intent = "back"
	// CloseNotes closes with a count by notes and coins.
	CloseNotes Intent = "notes"
	Refresh    Intent = "refresh" // which session stands: the office's word may lead to any other step
	Paper      Intent = "print"

	doubt Intent = "doubt" // a float that can't be right: what OpenWith comes to then
)

// moves is where an intent leads at a step; what is not in it does nothing. A step that is not in it is that of an
// opening or a closing on its way: what may be done about that, the outbox says. Which session stands then, the office
// says.
var moves = map[Step]map[Intent]Step{
	Unasked:   {AskFloat: Unasked, Refresh: Unasked},
	None:      {AskFloat: Float, Refresh: None},
	Float:     {OpenWith: Opening, doubt: SureFloat, Back: None, Refresh: Float},
	SureFloat: {Confirm: Opening, Back: Float, Refresh: SureFloat},
	Opened:    {AskCount: Count, CloseNotes: SureCount, Refresh: Opened},
	Count:     {CloseWith: SureCount, Back: Opened, Refresh: Count},
	SureCount: {Confirm: Closing, Back: Count, Refresh: SureCount},
	Closed:    {AskFloat: Float, Back: None, Refresh: Closed, Paper: Closed},
	Foreign:   {Refresh: Foreign},
}

// May reports that an intent leads anywhere now.
func (s State) May(i Intent) bool {
	switch i {
	case Check: // once the clerk has read what became of another one
		return s.write.MayCheck() && s.Before == nil
	case SendAgain:
		return s.write.MaySendAgain()
	}
	_, leads := moves[s.Step][i]
	return leads
}

// Offers reports that an intent may be done, or may again once the answer is there that is awaited.
func (s State) Offers(i Intent) bool {
	s.write.Asking = outbox.AskNothing
	return s.May(i)
}

func (d *Flow) may(i Intent) bool { return d.State().May(i) }

// follow goes where an intent leads. A step that the table doesn't know is a fault of the program: it stops there.
func (d *Flow) follow(i Intent) {
	to, leads := moves[d.State().Step][i]
	if !leads {
		d.queue.Halt()
		return
	}
	d.say(to, nil)
}

// writing reports that an opening or a closing is on its way, or that its outcome is not known.
func (d *Flow) writing() bool {
	_, form := moves[d.State().Step]
	return !form
}
