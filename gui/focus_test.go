package gui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/text"
)

// sitDownHeld sits down at a window whose work waits until it is let go on.
func sitDownHeld(t *testing.T, office *flowtest.Office) (*clerk, *flowtest.Held) {
	t.Helper()
	needs, _, _ := flowtest.Needs(office)
	tasks := &flowtest.Held{}
	needs.Tasks = tasks
	c := sitDownOver(t, needs, nil)
	c.office = office
	return c, tasks
}

// sitDownOver sits down at a window over what a test has made.
func sitDownOver(t *testing.T, needs flow.Needs, pulse func(beat func())) *clerk {
	t.Helper()
	app := test.NewTempApp(t)
	c := &clerk{t: t, w: New(app, app.NewWindow(""), Needs{Flow: needs, Version: "test", Pulse: pulse})}
	t.Cleanup(func() { text.Use("sl"); field.WatchNothing() })
	if err := c.w.Start(); err != nil {
		t.Fatal(err)
	}
	c.w.Show()
	return c
}

// While the office is asked, the buttons of an open top-up are out of reach, and the focus would stay on the
// list's button, which nobody sees any more.
func TestAnOpenTopUpThatIsTakenUpHasTheFocusOnceTheOfficeHasAnswered(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = []client.Outcome[client.TopUp]{{Verdict: client.Unknown}}
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	c, tasks := sitDownHeld(t, office)
	released := func() *clerk { tasks.Release(); return c }
	released().types("1001").enter().types("2468").enter()
	released().types("100000014").enter()
	released().enter().types("481205").enter()
	released().types("50").enter()
	released().enter().enter()
	released().step(topup.Unknown)
	c.ctrl(fyne.KeyN)
	released().ctrl(fyne.KeyU).enter().step(topup.Unknown)
	if c.w.counter.TopUp.State().Asking != outbox.AskCheck {
		t.Fatal("the office is not asked")
	}
	c.seesWhatItPresses("while the office is asked")
	waiting := tasks.Waiting()
	c.strike(fyne.KeySpace)
	if tasks.Waiting() != waiting {
		t.Error("Space has pressed the button of the list, which nobody sees")
	}
	released()
	c.enter()
	if c.w.counter.TopUp.State().Asking != outbox.AskCheck || c.w.counter.State().Panel != flow.PanelTopUp {
		t.Error("Enter does not ask once more: the focus is elsewhere")
	}
}
