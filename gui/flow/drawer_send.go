package flow

import (
	"context"
	"errors"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
)

// drawerWrite is an opening or a closing that was sent, with its exact bytes.
type drawerWrite struct {
	of   promise
	body []byte
	sent time.Time // by the PC's clock
}

// Pending is an opening or a closing whose outcome is not known: its id, its sum and when it was sent. False
// when there is none.
func (d *Drawer) Pending() (id string, sum money.Amount, sent time.Time, ok bool) {
	if d.state.Step != DrawerUnsure {
		return "", money.Amount{}, time.Time{}, false
	}
	return d.pending.of.id, d.pending.of.amount, d.pending.sent, true
}

// OpenWith opens a session with a float as typed.
func (d *Drawer) OpenWith(typed string) {
	if d.state.Step != DrawerFloat {
		return
	}
	float, ok := d.parse(typed, DrawerFloat, FieldFloat)
	if !ok {
		return
	}
	of := promise{task: taskDrawerOpen, id: d.needs.NewID(), amount: float, staff: d.Staff()}
	of.session, of.names = of.id, of.id
	d.send(DrawerOpening, of, client.DrawerOpening{ID: of.id, Desk: d.needs.Desk, Staff: of.staff, Float: float}.Encode)
}

// CloseWith closes the session with a counted sum as typed. The count is final; what was expected is
// told by the office afterwards.
func (d *Drawer) CloseWith(typed string) {
	if d.state.Step != DrawerCount {
		return
	}
	if why := d.MayClose(); why != nil { // a top-up may have begun since the count was asked for
		d.problem(DrawerOpened, FieldNone, why)
		return
	}
	counted, ok := d.parse(typed, DrawerCount, FieldCount)
	if !ok {
		return
	}
	id := d.state.Session.ID
	of := promise{task: taskDrawerEnd, id: d.needs.NewID(), session: id, names: id, amount: counted, staff: d.Staff()}
	d.send(DrawerClosing, of, client.DrawerClosing{ID: id, Desk: d.needs.Desk, Staff: of.staff, Counted: counted}.Encode)
}

func (d *Drawer) parse(typed string, step DrawerStep, field Field) (money.Amount, bool) {
	d.set(func(s *DrawerState) { s.Typed = typed })
	amount, err := money.Parse(typed)
	if err != nil {
		d.problem(step, field, amountProblem(err))
		return money.Amount{}, false
	}
	return amount, true
}

// road is the road of an opening or of a closing. What never left is over: the clerk types it again.
func (d *Drawer) road(task string) road[client.DrawerSession] {
	put := d.needs.Office.CloseDrawer
	if task == taskDrawerOpen {
		put = d.needs.Office.OpenDrawer
	}
	return road[client.DrawerSession]{
		promises: d.promises, put: put, code: func(a client.DrawerSession) string { return a.Code }, unsentEnds: true,
	}
}

func (d *Drawer) send(step DrawerStep, of promise, encode func() ([]byte, error)) {
	if d.promises.halted() {
		d.problem(DrawerLocked, FieldNone, Say("journal.drawer"))
		return
	}
	d.turn++
	d.why = nil
	d.set(func(s *DrawerState) { s.Step, s.Problem, s.Busy = step, nil, true })
	d.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, writeLimit)
		defer cancel()
		trip := d.road(of.task).whole(ctx, of, encode)
		return func() { d.answered(drawerWrite{of: of, body: trip.body, sent: d.needs.Now()}, trip) }
	})
}

func (d *Drawer) answered(w drawerWrite, trip trip[client.DrawerSession]) {
	out := trip.out
	asked, field, done := DrawerFloat, FieldFloat, DrawerOpened
	if w.of.task == taskDrawerEnd {
		asked, field, done = DrawerCount, FieldCount, DrawerClosed
	}
	if why := d.promises.refused(trip.before, d.needs.Phone); why != nil {
		d.problem(asked, field, why)
		return
	}
	if trip.before != nil || trip.after != nil && !out.Verdict.Final() {
		d.problem(DrawerLocked, FieldNone, Say("journal.drawer"))
		return
	}
	switch out.Verdict {
	case client.Posted:
		if done == DrawerOpened && out.Answer.Staff != d.Staff() {
			done = DrawerForeign // another clerk has signed in meanwhile
		}
		d.set(func(s *DrawerState) { s.Session, s.Typed = out.Answer, "" })
		d.problem(done, FieldNone, afterwards(trip.after, nil))
		d.Changed()
	case client.Rejected:
		d.problem(asked, field, afterwards(trip.after, Reason(out.Answer.Code, out.Answer.TraceID)))
		switch {
		case asked == DrawerFloat:
			d.refreshAfterRejection(DrawerNone)
		case d.state.Session.ID != w.of.session || d.state.Session.Staff != d.Staff():
			d.refreshAfterRejection(DrawerUnasked) // a restart or another clerk came between
		}
	case client.NotSent:
		d.problem(asked, field, Say("drawer.not-sent"))
	default:
		d.pending = w
		d.problem(DrawerUnsure, FieldNone, drawerUnsure(out))
		if needsSignIn(out.Err) {
			d.TokenLost()
		}
		return
	}
	d.next()
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

// next takes up another write that is open.
func (d *Drawer) next() {
	if len(d.later) == 0 {
		return
	}
	d.pending, d.later = d.later[0], d.later[1:]
	d.problem(DrawerUnsure, FieldNone, Say("drawer.unsure"))
}

// refreshAfterRejection asks for the session that stood in the way; the reason stays on the screen.
func (d *Drawer) refreshAfterRejection(step DrawerStep) {
	d.why = d.state.Problem
	d.set(func(s *DrawerState) { s.Step = step })
	d.Refresh()
}

// SendAgain sends an opening or a closing whose outcome is not known once more: the same bytes, which
// the office books once.
func (d *Drawer) SendAgain() {
	if d.state.Step != DrawerUnsure || d.state.Busy {
		return
	}
	d.set(func(s *DrawerState) { s.Busy = true })
	w := d.pending
	d.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, writeLimit)
		defer cancel()
		trip := d.road(w.of.task).again(ctx, w.of, w.body)
		return func() { d.answered(w, trip) }
	})
}

// Recover takes up an opening or a closing that a crash left without an ending. What was never sent
// is closed on disk and forgotten: no cash depends on it.
func (d *Drawer) Recover() error {
	for _, item := range d.needs.Journal.Items() {
		if item.First().Task != taskDrawerOpen && item.First().Task != taskDrawerEnd {
			continue
		}
		r := item.First()
		of := promise{task: r.Task, id: r.ID, amount: r.Amount, staff: r.Staff, session: r.Session, names: r.Session}
		if item.NeverSent() {
			if err := d.promises.end(of, journal.Dropped, "crash"); err != nil {
				return err
			}
			continue
		}
		d.later = append(d.later, drawerWrite{of: of, body: item.Body(), sent: item.Records[1].At})
	}
	d.next()
	return nil
}
