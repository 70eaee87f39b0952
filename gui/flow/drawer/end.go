package drawer

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// screen is what the outbox tells of.
type screen struct{ d *Flow }

func (s screen) Seen() bool { return true }
func (s screen) TokenLost() { s.d.host.TokenLost() }

func (s screen) Changed(i *item) {
	if i.Stage == outbox.Forming && i.Err != nil { // it certainly never left, and is typed again
		s.d.queue.New(i.Task)
		s.d.say(asks(i.Task, s.d.state), task.Say("drawer.not-sent"))
		return
	}
	s.d.Redraw()
}

// Ended takes an ending: always of the write on the screen, for those that wait are not asked about.
func (s screen) Ended(i *item, _ bool) { s.d.ended(i) }

func (d *Flow) ended(i *item) {
	d.queue.New(i.Task)
	d.set(func(s *State) { s.Before = nil })
	if i.Stage == outbox.Rejected && len(d.queue.Parked()) == 0 && d.Notes.wanted(i) {
		return
	}
	if i.Stage == outbox.Rejected {
		d.rejected(i, after(i, task.Reason(i.Answer.Code, i.Answer.TraceID)))
		return
	}
	d.posted(i)
}

// after says that an answer stands and is not on disk, or else what there was to say.
func after(i *item, m *task.Message) *task.Message {
	if i.Unkept {
		return task.Say("journal.after")
	}
	return m
}

func (d *Flow) posted(i *item) {
	done := Closed
	if i.Task == taskOpen {
		done = Opened
		if i.Answer.Staff != d.staff() {
			done = Foreign // another clerk has signed in meanwhile
		}
	}
	d.set(func(s *State) { s.Session, s.Typed = i.Answer, "" })
	d.say(done, after(i, nil))
	if done != Closed { // of a closing the clerk reads the difference first
		d.next(task.Say("drawer.before.opened", "Amount", i.Amount))
	}
	d.host.Changed()
}

func (d *Flow) rejected(i *item, why *task.Message) {
	asked := asks(i.Task, d.state)
	d.say(asked, why)
	switch {
	case d.next(task.Say("drawer.before.rejected-"+rejectedWords[i.Task], "Amount", i.Amount, "Why", why)):
	case asked == Float:
		d.refreshAfterRejection(None)
	case i.Answer.Code == client.CodeSessionClosed: // others ended it
		d.refreshAfterRejection(Unasked)
	case d.recovered || d.state.Session.ID != i.Session || d.state.Session.Staff != d.staff():
		d.refreshAfterRejection(Unasked) // a restart or another clerk came between
	}
}

var rejectedWords = map[string]string{taskOpen: "float", taskClose: "count"}

// next takes up another write that is open, and says what became of the one before. False when there is none.
func (d *Flow) next(before *task.Message) bool {
	waiting := d.Others.besides()
	if len(waiting) == 0 {
		return false
	}
	d.turn++
	d.queue.Resume(waiting[0].ID)
	d.set(func(s *State) { s.Before = before })
	return true
}

// refreshAfterRejection asks for the session that stood in the way; the reason stays on the screen.
func (d *Flow) refreshAfterRejection(step Step) {
	d.why = d.state.Problem
	d.set(func(s *State) { s.Step = step })
	d.Refresh()
}

// before says what became of a closing that is on the screen; nil when there is none.
func (d *Flow) before() *task.Message {
	if d.state.Step != Closed {
		return nil
	}
	return task.Say("drawer.before.closed", "Amount", d.state.Session.Counted, "Difference", d.state.Session.Difference)
}

// leaveClosed leaves a closing whose difference the clerk has read.
func (d *Flow) leaveClosed() {
	switch {
	case d.next(d.before()):
	case d.recovered:
		d.say(Unasked, nil)
		d.Refresh()
	default:
		d.follow(Back)
	}
}

// OwnClose is the desk's last close, if it is that of the clerk signed in: whoever did not see it end, as when the
// program stopped, reads here what the office says of it. Another clerk's difference is nobody else's to read.
func (d *Flow) OwnClose() (client.DrawerSession, bool) {
	last := d.state.Previous
	if last == nil || last.Staff == "" || last.Staff != d.staff() {
		return client.DrawerSession{}, false
	}
	return *last, true
}

// Panicked is called when some work ended in a panic.
func (d *Flow) Panicked() {
	if task.Panicked(d.needs.Tasks) {
		d.set(func(s *State) { s.Paper.Panicked() })
	}
	d.queue.Panicked()
}
