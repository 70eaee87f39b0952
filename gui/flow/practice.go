package flow

import (
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/task"
)

// word is whether the office has said in one place that it is one for practice. One that leaves it out says no.
type word struct{ said, practice bool }

// hear takes what the office says of itself in one place. It is for practice as soon as it says so anywhere, and stays so: papers that
// bear the stamp in the morning bear it in the evening. An office that says the other thing in the same place is not the one that the
// clerk began with; whichever way it went, what is on the screen may be practice in a real office, or a customer's cash in a
// practice one. Nothing more is written then until a start takes its word anew.
func (l officeLine) hear(at *word, practice bool) {
	st := &l.c.state
	if at.said && at.practice != practice && !st.WordChanged {
		st.WordChanged = true
		if l.c.Lock.State().May(lock.Fill) || l.c.Lock.State().May(lock.Confirm) {
			l.c.Lock.Leave()
			st.Panel = PanelCard
		}
	}
	*at = word{true, practice}
	st.Practice = st.Practice || practice
}

// stopped is why nothing may be written any more; nil while it may.
func (l officeLine) stopped() *task.Message {
	if l.c.state.WordChanged {
		return task.Say("counter.word-changed")
	}
	return nil
}

// wordStands reports that the office is what it said it was.
func wordStands(c *Counter) bool { return !c.state.WordChanged }
