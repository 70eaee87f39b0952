package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// countUnknown is an office whose answer to a count never comes.
func countUnknown(o *flowtest.Office) {
	o.Counts = []client.Outcome[client.Count]{{Verdict: client.Unknown, Err: &client.Error{Code: client.CodeTimeout}}}
	o.CountAsks = o.Counts
}

func countRejected(o *flowtest.Office) {
	o.Counts = []client.Outcome[client.Count]{{Verdict: client.Rejected, Answer: client.Count{Code: client.CodeSessionClosed}}}
}

// tolerant is an office that lets a clerk close alone up to ten euros.
func tolerant(o *flowtest.Office) { o.MeAnswer.Limits.DifferenceTolerance = money.EUR(1000) }

// walkCounts goes through the float and the close by notes and coins, each office at a window of its own.
func walkCounts(t *testing.T, choices task.Choices, see func(c *clerk, screen string)) {
	t.Helper()
	sit := func(set ...func(*flowtest.Office)) *clerk {
		c := sitDown(t, append([]func(*flowtest.Office){withLimits, byNotes, tolerant}, set...)...)
		c.w.window.Resize(smallest)
		c.w.counter.Settings.Change(func(s *task.Choices) { *s = choices })
		return c.signIn()
	}
	c := sit(closedDrawer)
	c.ctrl(fyne.KeyB)
	see(c, "float by notes")
	c.presses(15)
	see(c, "no float by notes")
	c.types("2r").presses(1).types("1").presses(14)
	see(c, "float that is another one")
	c.w.window.Close()

	for _, blind := range []bool{false, true} {
		name, set := "", func(*flowtest.Office) {}
		if blind {
			name, set = "blind, ", blindClose
		}
		c = sit(set)
		c.ctrl(fyne.KeyK)
		see(c, name+"count by notes")
		c.types("2").presses(1).types("1").presses(6).types("1r").presses(9)
		see(c, name+"count that differs")
		c.enter().types("2").presses(1)
		see(c, name+"recount")
		c.presses(15)
		see(c, name+"recount that differs")
		c.press(fyne.KeySpace).enter()
		see(c, name+"sure of the count")
		c.enter()
		see(c, name+"second person")
		c.w.window.Close()
	}
	for screen, set := range map[string]func(*flowtest.Office){"count unknown": countUnknown, "count rejected": countRejected} {
		c = sit(set)
		c.ctrl(fyne.KeyK).types("2").presses(16)
		see(c, screen)
		c.w.window.Close()
	}
}

func TestTourOfTheCount(t *testing.T) {
	tour(t, "count", smallest.SubtractWidthHeight(0, 40), walkCounts) // less the menu
}
