package flow

import (
	"errors"

	"cekr.kranj.si/desk/client"
)

func (d *Drawer) answered(w drawerWrite, trip trip[client.DrawerSession]) {
	out := trip.out
	asked, field := asks(w.of)
	if trip.before != nil || trip.after != nil && !out.Verdict.Final() {
		d.problem(DrawerLocked, FieldNone, Say("journal.drawer"))
		return
	}
	d.set(func(s *DrawerState) { s.Before = nil })
	switch out.Verdict {
	case client.Posted:
		d.posted(w, trip)
	case client.Rejected:
		d.rejected(w, afterwards(trip.after, Reason(out.Answer.Code, out.Answer.TraceID)))
	case client.NotSent:
		d.problem(asked, field, Say("drawer.not-sent"))
	default:
		d.pending = w
		d.problem(DrawerUnsure, FieldNone, drawerUnsure(out))
		if needsSignIn(out.Err) {
			d.TokenLost()
		}
	}
}

func (d *Drawer) posted(w drawerWrite, trip trip[client.DrawerSession]) {
	done := DrawerClosed
	if w.of.task == taskDrawerOpen {
		done = DrawerOpened
		if trip.out.Answer.Staff != d.Staff() {
			done = DrawerForeign // another clerk has signed in meanwhile
		}
	}
	d.set(func(s *DrawerState) { s.Session, s.Typed = trip.out.Answer, "" })
	d.problem(done, FieldNone, afterwards(trip.after, nil))
	if done != DrawerClosed { // of a closing the clerk reads the difference first
		d.next(Say("drawer.before.opened", "Amount", w.of.amount))
	}
	d.Changed()
}

func (d *Drawer) rejected(w drawerWrite, why *Message) {
	asked, field := asks(w.of)
	d.problem(asked, field, why)
	switch {
	case d.next(Say("drawer.before.rejected-"+string(asked), "Amount", w.of.amount, "Why", why)):
	case asked == DrawerFloat:
		d.refreshAfterRejection(DrawerNone)
	case d.recovered || d.state.Session.ID != w.of.session || d.state.Session.Staff != d.Staff():
		d.refreshAfterRejection(DrawerUnasked) // a restart or another clerk came between
	}
}

// drawerUnsure says why it isn't known. Other bytes under our id are for support: sending again won't help.
func drawerUnsure(out client.Outcome[client.DrawerSession]) *Message {
	switch {
	case errors.Is(out.Err, errFull):
		return Say("journal.full.again")
	case out.Alarm:
		return Say("drawer.alarm", "Trace", traceOf(out.Err))
	}
	return Say("drawer.unsure")
}

// next takes up another write that is open, and says what became of the one before. False when there is none.
func (d *Drawer) next(before *Message) bool {
	if len(d.later) == 0 {
		return false
	}
	d.turn++
	d.pending, d.later = d.later[0], d.later[1:]
	d.set(func(s *DrawerState) { s.Before = before })
	d.problem(DrawerUnsure, FieldNone, Say("drawer.unsure"))
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
