package flow

import (
	"errors"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// noForm is kept with an opening or a closing: all of its form is the sum.
type noForm struct{}

type drawerItem = outbox.Item[client.DrawerSession, noForm]

// PendingDrawer is an opening or a closing whose outcome is not known, or has not come before a clerk's eyes.
type PendingDrawer struct {
	ID   string
	Sum  money.Amount // the float, or the count
	Sent time.Time    // by the PC's clock
}

// Pending lists the openings and closings that are not settled, the one on the screen first.
func (d *Drawer) Pending() []PendingDrawer {
	items := d.queue.Parked()
	if shown := d.queue.Shown(); shown.Stage == outbox.Unknown {
		items = append([]*drawerItem{shown}, items...)
	}
	var list []PendingDrawer
	for _, i := range items {
		list = append(list, PendingDrawer{i.ID, i.Amount, i.Since})
	}
	return list
}

// OpenWith opens a session with a float as typed.
func (d *Drawer) OpenWith(typed string) {
	if d.State().Step != DrawerFloat {
		return
	}
	float, ok := d.parse(typed, DrawerFloat, FieldFloat)
	if !ok {
		return
	}
	w := outbox.Write{ID: d.needs.NewID(), Amount: float, Staff: d.staff()}
	w.Session = w.ID
	d.send(taskDrawerOpen, w, client.DrawerOpening{ID: w.ID, Desk: d.needs.Desk, Staff: w.Staff, Float: float}.Encode)
}

// CloseWith closes the session with a counted sum as typed. The count is final; what was expected is
// told by the office afterwards.
func (d *Drawer) CloseWith(typed string) {
	if d.State().Step != DrawerCount {
		return
	}
	if why := d.host.MayClose(); why != nil { // a top-up may have begun since the count was asked for
		d.problem(DrawerOpened, FieldNone, why)
		return
	}
	counted, ok := d.parse(typed, DrawerCount, FieldCount)
	if !ok {
		return
	}
	id := d.state.Session.ID
	w := outbox.Write{ID: d.needs.NewID(), Session: id, Amount: counted, Staff: d.staff()}
	d.send(taskDrawerClose, w, client.DrawerClosing{ID: id, Desk: d.needs.Desk, Staff: w.Staff, Counted: counted}.Encode)
}

func (d *Drawer) parse(typed string, step DrawerStep, field Field) (money.Amount, bool) {
	if m := cardNumber(typed); m != nil {
		d.set(func(s *DrawerState) { s.Typed = "" })
		d.problem(step, field, m)
		return money.Amount{}, false
	}
	d.set(func(s *DrawerState) { s.Typed = typed })
	amount, err := money.Parse(typed)
	if err != nil {
		d.problem(step, field, amountProblem(err))
		return money.Amount{}, false
	}
	return amount, true
}

func (d *Drawer) send(task string, w outbox.Write, encode func() ([]byte, error)) {
	if d.out.Halted() {
		d.problem(DrawerLocked, FieldNone, Say("journal.drawer"))
		return
	}
	d.turn++
	d.why = nil
	d.queue.New(task).Send(w, func(int64, string) ([]byte, error) { return encode() }, func(why error) {
		step, field := asks(task)
		d.problem(step, field, refusedBecause(why, d.needs.Phone))
	})
}

// asks is the question that leads to an opening or to a closing.
func asks(task string) (DrawerStep, Field) {
	if task == taskDrawerClose {
		return DrawerCount, FieldCount
	}
	return DrawerFloat, FieldFloat
}

// SendAgain sends an opening or a closing whose outcome is not known once more: the same bytes, which
// the office books once.
func (d *Drawer) SendAgain() {
	if d.queue.Shown().Asking == AskNothing {
		d.state.Before = nil
		d.queue.Shown().SendAgain()
	}
}

// Check asks what became of the opening or the closing on the screen, unless the clerk has still to read what became
// of another one.
func (d *Drawer) Check() {
	if d.state.Before == nil {
		d.queue.Shown().Check()
	}
}

// Recover takes up an opening or a closing that a crash left without an ending. What was never sent
// is closed on disk and forgotten: no cash depends on it.
func (d *Drawer) Recover() error {
	err := d.queue.Recover(func(outbox.Write, []byte, string) noForm { return noForm{} })
	d.recovered = err == nil && d.next(nil)
	return err
}

// drawerUnsure says why it isn't known. Other bytes under our id are for support: sending again won't help.
func drawerUnsure(i *drawerItem) *Message {
	switch {
	case errors.Is(i.Err, outbox.ErrFull):
		return Say("journal.full.again")
	case i.Alarm:
		return Say("drawer.alarm", "Trace", traceOf(i.Err))
	}
	return Say("drawer.unsure")
}
