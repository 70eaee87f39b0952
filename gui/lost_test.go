package gui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// strike is a whole press of a key, as a keyboard makes it, whether or not anything has the focus.
func (c *clerk) strike(key fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: key}
	if on, ok := c.w.Canvas().Focused().(desktop.Keyable); ok {
		on.KeyDown(ev)
	}
	if on := c.w.Canvas().Focused(); on != nil {
		on.TypedKey(ev)
	} else if handler := c.w.Canvas().OnTypedKey(); handler != nil {
		handler(ev)
	}
	if on, ok := c.w.Canvas().Focused().(desktop.Keyable); ok {
		on.KeyUp(ev)
	}
}

// seesWhatItPresses holds the house's rule: what has the focus is before the clerk's eyes, or nothing has it.
func (c *clerk) seesWhatItPresses(when string) {
	c.t.Helper()
	if field.Lost(c.w.Canvas()) {
		c.t.Errorf("%s: %T has the focus, and nobody sees it", when, c.w.Canvas().Focused())
	}
}

// heldDamage is the window of a damaged journal over an office that answers when the test says so. One top-up may be cancelled.
func heldDamage(t *testing.T) (*clerk, *flowtest.Held, *flow.Damage) {
	t.Helper()
	office := brokenOffice()
	app, tasks := test.NewTempApp(t), &flowtest.Held{}
	w := &Window{app: app, window: app.NewWindow("")}
	d, end := NewDamage(app, w.window, DamageNeeds{
		Flow:    flow.DamageNeeds{Office: office, Tasks: tasks, Records: broken(), Desk: "DESK-1", Path: "/home/clerk/cekr/journal", Phone: "01 477 20 00"},
		Choices: task.Choices{Language: "sl"},
	})
	t.Cleanup(func() { end(); text.Use("sl") })
	w.window.Resize(smallest)
	w.Show()
	c := &clerk{t: t, w: w, office: office}
	c.signIn()
	tasks.Release()
	c.sees("Urad še ni prejel")
	return c, tasks, d
}

// All is asked once more while the focus is on a cancellation: each answer builds the rows anew, and "ask again" can't be pressed meanwhile.
func TestTheRowsOfADamagedJournalThatAreBuiltAnewTakeTheFocusFromNoButtonToNobody(t *testing.T) {
	c, tasks, d := heldDamage(t)
	c.w.Canvas().Focus(buttonOf(t, c, "Prosi urad za preklic"))
	d.Again()
	for step := 0; tasks.Waiting() > 0 && step < 20; step++ {
		c.seesWhatItPresses("while the rows are asked about")
		c.strike(fyne.KeySpace)
		tasks.Next()
	}
	c.seesWhatItPresses("after the last answer")
	if c.office.Asked["cancel"] != 0 {
		t.Error("a cancellation was asked for by a key that nobody aimed")
	}
	if c.w.Canvas().Focused() == nil {
		t.Error("the focus is nowhere, though asking once more can be pressed")
	}
}

// Nothing has changed in the rows: whoever reads further down stays there.
func TestTheSameRowsOfADamagedJournalKeepTheirFocus(t *testing.T) {
	c, _, d := heldDamage(t)
	cancel := buttonOf(t, c, "Prosi urad za preklic")
	c.w.Canvas().Focus(cancel)
	d.Redraw()
	if c.w.Canvas().Focused() != fyne.Focusable(cancel) {
		t.Errorf("%T has the focus after a drawing of the same", c.w.Canvas().Focused())
	}
}

// While a lock is on its way there is nothing to press: what was pressed last is hidden, and keeps no focus.
func TestALockThatIsOnItsWayLeavesNoButtonToPressUnseen(t *testing.T) {
	office := flowtest.NewOffice()
	c, tasks := sitDownHeld(t, office)
	tasks.Release()
	c.types("1001").enter().types("2468").enter()
	tasks.Release()
	c.types("100000014").enter()
	tasks.Release()
	c.ctrl(fyne.KeyL).press(fyne.KeySpace).enter().press(fyne.KeySpace).enter().press(fyne.KeySpace).enter()
	if at := c.w.counter.Lock.State().Step; at != lock.Confirming {
		t.Fatalf("the lock is at %s", at)
	}
	c.strike(fyne.KeySpace)
	if at := c.w.counter.Lock.State().Step; at != lock.Sending {
		t.Fatalf("the lock is at %s", at)
	}
	c.seesWhatItPresses("while the lock is on its way")
	tasks.Release()
	c.seesWhatItPresses("once the office has answered")
	if c.w.Canvas().Focused() == nil {
		t.Error("the focus is nowhere, though the lock has an outcome")
	}
}
