package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// drawerScreen is what the outbox tells of.
type drawerScreen struct{ d *Drawer }

func (s drawerScreen) Seen() bool { return true }
func (s drawerScreen) TokenLost() { s.d.host.TokenLost() }

func (s drawerScreen) Changed(i *drawerItem) {
	if i.Stage == outbox.Forming && i.Err != nil { // it certainly never left, and is typed again
		s.d.queue.New(i.Task)
		step, field := asks(i.Task)
		s.d.problem(step, field, Say("drawer.not-sent"))
		return
	}
	s.d.Redraw()
}

// Ended takes an ending: always of the write on the screen, for those that wait are not asked about.
func (s drawerScreen) Ended(i *drawerItem, _ bool) { s.d.ended(i) }

func (d *Drawer) ended(i *drawerItem) {
	d.queue.New(i.Task)
	d.set(func(s *DrawerState) { s.Before = nil })
	if i.Stage == outbox.Rejected {
		d.rejected(i, drawerAfter(i, Reason(i.Answer.Code, i.Answer.TraceID)))
		return
	}
	d.posted(i)
}

// drawerAfter says that an answer stands and is not on disk, or else what there was to say.
func drawerAfter(i *drawerItem, m *Message) *Message {
	if i.Unkept {
		return Say("journal.after")
	}
	return m
}

func (d *Drawer) posted(i *drawerItem) {
	done := DrawerClosed
	if i.Task == taskDrawerOpen {
		done = DrawerOpened
		if i.Answer.Staff != d.staff() {
			done = DrawerForeign // another clerk has signed in meanwhile
		}
	}
	d.set(func(s *DrawerState) { s.Session, s.Typed = i.Answer, "" })
	d.problem(done, FieldNone, drawerAfter(i, nil))
	if done != DrawerClosed { // of a closing the clerk reads the difference first
		d.next(Say("drawer.before.opened", "Amount", i.Amount))
	}
	d.host.Changed()
}

func (d *Drawer) rejected(i *drawerItem, why *Message) {
	asked, field := asks(i.Task)
	d.problem(asked, field, why)
	switch {
	case d.next(Say("drawer.before.rejected-"+string(asked), "Amount", i.Amount, "Why", why)):
	case asked == DrawerFloat:
		d.refreshAfterRejection(DrawerNone)
	case d.recovered || d.state.Session.ID != i.Session || d.state.Session.Staff != d.staff():
		d.refreshAfterRejection(DrawerUnasked) // a restart or another clerk came between
	}
}

// next takes up another write that is open, and says what became of the one before. False when there is none.
func (d *Drawer) next(before *Message) bool {
	waiting := d.queue.Parked()
	if len(waiting) == 0 {
		return false
	}
	d.turn++
	d.queue.Resume(waiting[0].ID)
	d.set(func(s *DrawerState) { s.Before = before })
	return true
}

// refreshAfterRejection asks for the session that stood in the way; the reason stays on the screen.
func (d *Drawer) refreshAfterRejection(step DrawerStep) {
	d.why = d.state.Problem
	d.set(func(s *DrawerState) { s.Step = step })
	d.Refresh()
}

// before says what became of a closing that is on the screen; nil when there is none.
func (d *Drawer) before() *Message {
	if d.state.Step != DrawerClosed {
		return nil
	}
	return Say("drawer.before.closed", "Amount", d.state.Session.Counted, "Difference", d.state.Session.Difference)
}

// leaveClosed leaves a closing whose difference the clerk has read.
func (d *Drawer) leaveClosed() {
	switch {
	case d.next(d.before()):
	case d.recovered:
		d.problem(DrawerUnasked, FieldNone, nil)
		d.Refresh()
	default:
		d.problem(DrawerNone, FieldNone, nil)
	}
}

// OwnClose is the desk's last close, if it is that of the clerk signed in: whoever did not see it end, as when the
// program stopped, reads here what the office says of it. Another clerk's difference is nobody else's to read.
func (d *Drawer) OwnClose() (client.DrawerSession, bool) {
	last := d.state.Previous
	if last == nil || last.Staff == "" || last.Staff != d.staff() {
		return client.DrawerSession{}, false
	}
	return *last, true
}

// broke is called when some work ended in a panic.
func (d *Drawer) broke() { d.queue.Broke() }
