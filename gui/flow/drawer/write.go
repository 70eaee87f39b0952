package drawer

import (
	"errors"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// noForm is kept with an opening or a closing: all of its form is the sum.
type noForm struct{}

type item = outbox.Item[client.DrawerSession, noForm]

// Pending is an opening or a closing whose outcome is not known, or has not come before a clerk's eyes.
type Pending struct {
	ID   string
	Sum  money.Amount // the float, or the count
	Sent time.Time    // by the PC's clock
}

// Pending lists the openings and closings that are not settled, the one on the screen first.
func (d *Flow) Pending() []Pending {
	items := d.queue.Parked()
	if shown := d.queue.Shown(); shown.Stage == outbox.Unknown {
		items = append([]*item{shown}, items...)
	}
	var list []Pending
	for _, i := range items {
		list = append(list, Pending{i.ID, i.Amount, i.Since})
	}
	return list
}

// OpenWith opens a session with a float as typed; one that can't be right, or that needs a reason, is asked about first.
func (d *Flow) OpenWith(typed string) {
	if !d.may(OpenWith) {
		return
	}
	if float, ok := d.parse(typed); ok {
		d.state.Notes = nil
		d.Notes.open(float)
	}
}

func (d *Flow) open(float money.Amount, why client.FloatReason) {
	w := outbox.Write{ID: d.needs.NewID(), Amount: float, Staff: d.staff()}
	w.Session = w.ID
	notes, _, _ := d.state.Notes.Read()
	d.send(taskOpen, w, client.DrawerOpening{ID: w.ID, Desk: d.needs.Desk, Staff: w.Staff, Float: float, Denominations: notes, FloatReason: why}.Encode)
}

// CloseWith takes the counted sum as typed, and asks whether it is right: the count is final. What was expected is told by the
// office after the close.
func (d *Flow) CloseWith(typed string) {
	if !d.may(CloseWith) || !d.mayClose() {
		return
	}
	if _, ok := d.parse(typed); ok {
		d.follow(CloseWith)
	}
}

// Confirm opens or closes the session with the sum that was asked about. A float that is not what was counted last is confirmed by its
// reason, by Notes.
func (d *Flow) Confirm() {
	switch st := d.State(); {
	case !st.May(Confirm):
	case st.Step == SureFloat && st.Differs:
		d.say(SureFloat, task.Say("drawer.float.choose"))
	case st.Step == SureFloat:
		d.open(st.Sum, "")
	case !d.mayClose():
	case st.Second:
		d.Notes.approve(st.Sum)
	default:
		w, closing := d.closing(st.Sum)
		d.send(taskClose, w, closing.Encode)
	}
}

// mayClose says what is in the way of a close: a top-up may have begun since the count was asked for.
func (d *Flow) mayClose() bool {
	why := d.host.MayClose()
	if why != nil {
		d.say(Opened, why)
	}
	return why == nil
}

// closing is the close with what was counted.
func (d *Flow) closing(counted money.Amount) (outbox.Write, client.DrawerClosing) {
	id := d.state.Session.ID
	w := outbox.Write{ID: d.needs.NewID(), Session: id, Amount: counted, Staff: d.staff()}
	closing := client.DrawerClosing{ID: id, Desk: d.needs.Desk, Staff: w.Staff, Counted: counted}
	if c := d.state.Counted; c != nil {
		closing.DifferenceReason = c.Reason
	}
	return w, closing
}

func (d *Flow) parse(typed string) (money.Amount, bool) {
	if m := task.CardNumber(typed); m != nil {
		d.set(func(s *State) { s.Typed = "" })
		d.say(d.state.Step, m)
		return money.Amount{}, false
	}
	d.set(func(s *State) { s.Typed = typed })
	amount, err := money.Parse(typed)
	if err != nil {
		d.say(d.state.Step, task.AmountProblem(err))
		return money.Amount{}, false
	}
	d.state.Sum = amount
	return amount, true
}

func (d *Flow) send(kind string, w outbox.Write, encode func() ([]byte, error)) {
	if d.out.Halted() {
		d.say(Halted, task.Say("journal.drawer"))
		return
	}
	if why := d.host.Standing().Stopped; why != nil {
		d.say(asks(kind, d.state), why)
		return
	}
	d.turn++
	d.why = nil
	d.queue.New(kind).Send(w, func(int64, string) ([]byte, error) { return encode() }, func(why error) {
		d.say(asks(kind, d.state), task.RefusedBecause(why, d.needs.Phone))
	})
}

// asks is the question that leads to an opening or to a closing; of a drawer that is counted by notes and coins, the count is elsewhere.
func asks(kind string, s State) Step {
	switch {
	case kind == taskOpen:
		return Float
	case s.Counted != nil:
		return Opened
	}
	return Count
}

// SendAgain sends an opening or a closing whose outcome is not known once more: the same bytes, which
// the office books once.
func (d *Flow) SendAgain() {
	if d.may(SendAgain) {
		d.state.Before = nil
		d.queue.Shown().SendAgain()
	}
}

// Check asks what became of the opening or the closing on the screen.
func (d *Flow) Check() {
	if d.may(Check) {
		d.queue.Shown().Check()
	}
}

// Recover takes up an opening or a closing that a crash left without an ending. What was never sent
// is closed on disk and forgotten: no cash depends on it.
func (d *Flow) Recover() error {
	err := d.queue.Recover(func(outbox.Write, []byte) noForm { return noForm{} })
	d.recovered = err == nil && d.next(nil)
	return err
}

// unknownMessage says why it isn't known. Other bytes under our id are for support: sending again won't help.
func unknownMessage(i *item) *task.Message {
	switch {
	case errors.Is(i.Err, outbox.ErrFull):
		return task.Say("journal.full.again")
	case i.Alarm:
		return task.Say("drawer.alarm", "Trace", task.TraceOf(i.Err))
	}
	return task.Say("drawer.unknown")
}
