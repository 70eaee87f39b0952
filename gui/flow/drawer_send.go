package flow

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
)

// drawerWrite is an opening or a closing that was sent, with its exact bytes.
type drawerWrite struct {
	of   promise
	body []byte
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
	of.session = of.id
	d.send(DrawerOpening, of, client.DrawerOpening{ID: of.id, Desk: d.needs.Desk, Staff: of.staff, Float: float}.Encode)
}

// CloseWith closes the session with a counted sum as typed. The count is final; what was expected is
// told by the office afterwards.
func (d *Drawer) CloseWith(typed string) {
	if d.state.Step != DrawerCount {
		return
	}
	counted, ok := d.parse(typed, DrawerCount, FieldCount)
	if !ok {
		return
	}
	id := d.state.Session.ID
	of := promise{task: taskDrawerEnd, id: d.needs.NewID(), session: id, amount: counted, staff: d.Staff()}
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

func (d *Drawer) send(step DrawerStep, of promise, encode func() ([]byte, error)) {
	d.set(func(s *DrawerState) { s.Step, s.Problem, s.Busy = step, nil, true })
	d.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, writeLimit)
		defer cancel()
		err := d.promises.intend(of)
		var body []byte
		if err == nil {
			body, err = d.promises.sending(of, func(int64, string) ([]byte, error) { return encode() })
		}
		if err != nil {
			return func() { d.problem(DrawerLocked, FieldNone, Say("journal.drawer")) }
		}
		return d.deliver(ctx, drawerWrite{of: of, body: body}, true)
	})
}

// deliver is called away from the screen; the ending it returns is for the screen.
func (d *Drawer) deliver(ctx context.Context, w drawerWrite, first bool) func() {
	sending := client.Sending{ID: w.of.session, Amount: w.of.amount, Body: w.body, First: first}
	send := d.needs.Office.CloseDrawer
	if w.of.task == taskDrawerOpen {
		send = d.needs.Office.OpenDrawer
	}
	out := send(ctx, sending)
	err := d.settle(w.of, out)
	return func() { d.answered(w, out, err) }
}

func (d *Drawer) settle(of promise, out client.Outcome[client.DrawerSession]) error {
	switch out.Verdict {
	case client.Posted:
		return d.promises.end(of, journal.Posted, "")
	case client.Rejected:
		return d.promises.end(of, journal.Rejected, out.Answer.Code)
	case client.NotSent:
		return d.promises.end(of, journal.Cancelled, "not-sent")
	}
	return nil
}

func (d *Drawer) answered(w drawerWrite, out client.Outcome[client.DrawerSession], journalErr error) {
	if journalErr != nil {
		d.problem(DrawerLocked, FieldNone, Say("journal.drawer"))
		return
	}
	asked, field, done := DrawerFloat, FieldFloat, DrawerOpened
	if w.of.task == taskDrawerEnd {
		asked, field, done = DrawerCount, FieldCount, DrawerClosed
	}
	switch out.Verdict {
	case client.Posted:
		d.set(func(s *DrawerState) { s.Session, s.Typed = out.Answer, "" })
		d.problem(done, FieldNone, nil)
		d.Changed()
	case client.Rejected:
		d.problem(asked, field, Reason(out.Answer.Code, out.Answer.TraceID))
		if asked == DrawerFloat {
			d.refreshAfterRejection()
		}
	case client.NotSent:
		d.problem(asked, field, Say("drawer.not-sent"))
	default:
		d.pending = w
		d.problem(DrawerUnsure, FieldNone, Say("drawer.unsure"))
		if needsSignIn(out.Err) {
			d.TokenLost()
		}
	}
}

// refreshAfterRejection shows the session that stood in the way of an opening.
func (d *Drawer) refreshAfterRejection() {
	why := d.state.Problem
	d.state.Step = DrawerNone
	d.Refresh()
	d.set(func(s *DrawerState) { s.Problem = why })
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
		if err := d.promises.again(w.of, w.body); err != nil {
			return func() { d.problem(DrawerLocked, FieldNone, Say("journal.drawer")) }
		}
		return d.deliver(ctx, w, false)
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
		of := promise{task: r.Task, id: r.ID, amount: r.Amount, staff: r.Staff, session: r.Session}
		if item.NeverSent() {
			if err := d.promises.end(of, journal.Dropped, "crash"); err != nil {
				return err
			}
			continue
		}
		d.pending = drawerWrite{of: of, body: item.Body()}
		d.state = DrawerState{Step: DrawerUnsure, Problem: Say("drawer.unsure")}
	}
	return nil
}
