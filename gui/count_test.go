package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/count"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// byNotes is an office that has drawers counted by notes and coins; this one holds 1.234,50 €.
func byNotes(o *flowtest.Office) { flowtest.CountsNotes(o) }

// presses presses Return so many times, as a clerk goes through the table.
func (c *clerk) presses(n int) *clerk {
	for range n {
		c.enter()
	}
	return c
}

// A day by the keyboard alone: the float by notes, another one than was counted last, then the close by notes and coins with a recount,
// rolls among them.
func TestADayFromTheFloatToACloseByNotesByKeysAlone(t *testing.T) {
	c := sitDown(t, withLimits, byNotes, closedDrawer).signIn()
	c.ctrl(fyne.KeyB).presses(1).types("1").presses(14).drawerAt(drawer.Float).sees("200,00 €")
	c.enter().drawerAt(drawer.SureFloat).sees("1.250,00 €", "Zakaj je začetno stanje drugačno?")
	c.enter().sees("Izberite, zakaj")
	c.press(fyne.KeySpace).enter().drawerAt(drawer.Opened)
	if body := string(c.office.Sent[0]); !strings.Contains(body, `"denominations":[{"value":20000,"pieces":1}],"floatReason":"toSafe"`) {
		t.Fatalf("sent %s", body)
	}
	open := client.DrawerSession{ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1001", State: client.DrawerOpen, Float: money.EUR(20000), Total: money.EUR(123450), OpenedAt: flowtest.Start}
	c.office.DrawerNow.Session = &open
	c.ctrl(fyne.KeyK).countAt(count.Asking)
	c.types("2").press(fyne.KeyDown).types("1").press(fyne.KeyUp).press(fyne.KeyDown).presses(6) // 1.200, and on to the coins of two euros
	c.types("1r").presses(8).sees("1.250,00 €")
	if c.office.Asked["count"] != 0 {
		t.Fatal("the count went before the clerk has said so")
	}
	c.enter().countAt(count.Counted).sees("Štetje se NE ujema", "1.250,00 €", "+15,50 €", "25 × 2,00 €")
	c.enter().countAt(count.Asking).sees("Preštejte še enkrat", "Prvo štetje")
	c.types("2").presses(1).types("1").presses(4).types("3").presses(1).presses(1) // 30, and on to the coins
	c.types("2").presses(2).types("1").presses(6).enter()
	c.countAt(count.Counted).sees("Prvo štetje", "1.250,00 €", "Štetje se ujema", "1.234,50 €")
	c.enter().drawerAt(drawer.SureCount).sees("Prvo štetje", "1.234,50 €", "Zaključek je dokončen")
	c.enter().drawerAt(drawer.Closed)
	if c.office.Asked["count"] != 2 || c.office.Asked["drawer-close"] != 1 {
		t.Errorf("%d counts and %d closes were sent", c.office.Asked["count"], c.office.Asked["drawer-close"])
	}
}

func (c *clerk) countAt(want count.Step) *clerk {
	c.t.Helper()
	if st := c.w.counter.Count.State(); st.Step != want || c.w.counter.State().Panel != flow.PanelCount {
		c.t.Fatalf("the count is at %s on %s, want %s; %v", st.Step, c.w.counter.State().Panel, want, st.Problem)
	}
	return c
}

// A Return that is held goes through no table, and sends no count.
func TestAHeldReturnSendsNoCount(t *testing.T) {
	c := sitDown(t, withLimits, byNotes).signIn()
	c.ctrl(fyne.KeyK).types("2").hold()
	if c.office.Asked["count"] != 0 {
		t.Error("it was sent")
	}
	c.countAt(count.Asking)
}

// Where the close is blind, no screen of the count tells what is expected, neither by the sum nor by the difference.
func TestNoScreenOfABlindCountTellsWhatIsExpected(t *testing.T) {
	c := sitDown(t, withLimits, byNotes, blindClose, holds(345678)).signIn()
	hidden := func() {
		t.Helper()
		c.hides("3.456,78", "3.406,78", "3.356,78")
	}
	c.ctrl(fyne.KeyK).countAt(count.Asking)
	hidden()
	c.presses(3).types("1").presses(12).enter().countAt(count.Counted).sees("Štetje se NE ujema", "50,00 €")
	hidden()
	c.enter().countAt(count.Asking)
	hidden()
	c.presses(2).types("1").presses(13).enter().countAt(count.Counted).sees("Prvo štetje")
	hidden()
	c.press(fyne.KeySpace).enter().drawerAt(drawer.SureCount)
	hidden()
}
