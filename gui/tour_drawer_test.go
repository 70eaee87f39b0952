package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// withLimits is an office that advises from 5.000 on, takes no cash from 10.000 on, and of whose drawers each has been closed before.
func withLimits(o *flowtest.Office) {
	o.MeAnswer.Limits = client.Limits{
		TopUpMin: money.EUR(100), TopUpMax: money.EUR(50000), DrawerWarning: money.EUR(500000), DrawerLockout: money.EUR(1000000),
	}
	open := client.DrawerSession{ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1001", State: client.DrawerOpen, Float: money.EUR(20000), Total: money.EUR(123450), TopUps: 7, OpenedAt: flowtest.Start}
	last := client.DrawerSession{
		ID: flowtest.Match, Desk: "DESK-1", Staff: "1001", State: client.DrawerClosed, Float: money.EUR(20000), Counted: money.EUR(125000),
		Expected: money.EUR(125010), Difference: money.EUR(-10), CloseNumber: 7, ClosedAt: flowtest.Start.AddDate(0, 0, -1),
	}
	o.DrawerNow = client.DrawerNow{Session: &open, Previous: &last, AsOf: flowtest.Start}
	o.Opens = []client.Outcome[client.DrawerSession]{{Verdict: client.Posted, Answer: open}}
	shut := open
	shut.State, shut.Counted, shut.Expected, shut.Difference, shut.CloseNumber = client.DrawerClosed, money.EUR(123440), money.EUR(123450), money.EUR(-10), 8
	shut.ClosedAt = flowtest.Start.Add(1)
	o.Closes = []client.Outcome[client.DrawerSession]{{Verdict: client.Posted, Answer: shut}}
	flowtest.KeepsDrawersDay(o)
	line := func(n int, cents int64) client.ReportLine { return client.ReportLine{Count: n, Sum: money.EUR(cents)} }
	o.Report = client.DrawerReport{Session: open, TopUps: line(7, 153000), Fees: line(1, 150), Reversals: line(1, 2000), ChangeBrought: line(1, 2300), PickUps: line(1, -50000),
		Corrections: line(0, 0), Expected: money.EUR(123450), InFlight: line(1, 5000), AsOf: flowtest.Start}
	o.Movements = []client.Outcome[client.Movement]{{Verdict: client.Posted, Answer: client.Movement{
		Number: "G-2026-000012", DrawerSessionID: flowtest.Drawer, Kind: client.PickUp, Amount: money.EUR(-100000), Staff: "1001", BookedAt: flowtest.Start,
	}}}
}

func notMoved(o *flowtest.Office) {
	o.Movements = []client.Outcome[client.Movement]{{Verdict: client.Unknown, Err: &client.Error{Code: client.CodeTimeout}}}
	o.MovementAsks = o.Movements
}

func closedDrawer(o *flowtest.Office) { o.DrawerNow.Session = nil }
func blindClose(o *flowtest.Office)   { o.MeAnswer.BlindClose = true }

func holds(cents int64) func(*flowtest.Office) {
	return func(o *flowtest.Office) { o.DrawerNow.Session.Total = money.EUR(cents) }
}

// walkDrawer goes through the steps of a drawer, each office at a window of its own.
func walkDrawer(t *testing.T, choices task.Choices, see func(c *clerk, screen string)) {
	t.Helper()
	sit := func(set ...func(*flowtest.Office)) *clerk {
		c := sitDown(t, append([]func(*flowtest.Office){withLimits}, set...)...)
		c.w.window.Resize(smallest)
		c.w.counter.Settings.Change(func(s *task.Choices) { *s = choices })
		return c.signIn()
	}
	c := sit(closedDrawer)
	c.ctrl(fyne.KeyB)
	see(c, "float")
	c.types("100000014").enter()
	see(c, "float that can't be right")
	c.press(fyne.KeyEscape)
	see(c, "float again")
	c.w.window.Close()

	for _, blind := range []bool{false, true} {
		name, set := "", func(*flowtest.Office) {}
		if blind {
			name, set = "blind, ", blindClose
		}
		c = sit(set)
		c.ctrl(fyne.KeyB)
		see(c, name+"open")
		c.ctrl(fyne.KeyK).types("1234,40").enter()
		see(c, name+"count that may be right")
		c.press(fyne.KeyEscape)
		c.types("0").enter()
		see(c, name+"count that can't be right")
		c.press(fyne.KeyEscape)
		c.press(fyne.KeyBackspace).enter().enter()
		see(c, name+"closed")
		c.w.window.Close()

		for _, outcome := range []struct {
			name string
			set  func(*flowtest.Office)
		}{{"moved", func(*flowtest.Office) {}}, {"perhaps moved", notMoved}} {
			c = sit(set, outcome.set)
			c.ctrl(fyne.Key4)
			see(c, name+"to the safe")
			c.types("0").enter().press(fyne.KeySpace).enter()
			see(c, name+"nothing to the safe")
			c.press(fyne.KeyBackspace).types("1000").enter().enter()
			see(c, name+"sure of the safe")
			c.enter()
			see(c, name+outcome.name)
			c.w.window.Close()
		}

		if !blind {
			c = sit()
			c.ctrl(fyne.Key5)
			see(c, "report X")
			c.w.window.Close()
		}

		c = sit(set, holds(620000))
		c.ctrl(fyne.KeyB)
		see(c, name+"holds much")
		c.w.window.Close()

		c = sit(set, holds(998000))
		c.types("100000014").enter().enter().types("481205").enter().types("50").enter()
		see(c, name+"no room")
		c.w.window.Close()

		c = sit(set, holds(1000000))
		c.ctrl(fyne.KeyB)
		see(c, name+"full")
		c.ctrl(fyne.KeyR).types("100000014").enter()
		see(c, name+"full, a card")
		c.w.window.Close()
	}
}

func TestTourOfTheDrawer(t *testing.T) {
	tour(t, "drawer", smallest.SubtractWidthHeight(0, 40), walkDrawer) // less the menu
}
