package flow

import (
	"context"
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

// PendingDrawer is an opening or a closing whose outcome is not known.
type PendingDrawer struct {
	ID   string
	Sum  money.Amount // the float, or the count
	Sent time.Time    // by the PC's clock
}

// Pending lists the openings and closings whose outcome is not known, the one on the screen first.
func (d *Drawer) Pending() []PendingDrawer {
	writes := d.later
	if d.state.Step == DrawerUnsure {
		writes = append([]drawerWrite{d.pending}, writes...)
	}
	var list []PendingDrawer
	for _, w := range writes {
		list = append(list, PendingDrawer{w.of.id, w.of.amount, w.sent})
	}
	return list
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
		return func() {
			if why := d.promises.refused(trip.before, d.needs.Phone); why != nil {
				step, field := asks(of)
				d.problem(step, field, why)
				return
			}
			d.answered(drawerWrite{of: of, body: trip.body, sent: d.needs.Now()}, trip)
		}
	})
}

// asks is the question that leads to an opening or to a closing.
func asks(of promise) (DrawerStep, Field) {
	if of.task == taskDrawerEnd {
		return DrawerCount, FieldCount
	}
	return DrawerFloat, FieldFloat
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
	d.recovered = d.next(nil)
	return nil
}
