package gui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// scrollOf is the scroll around an object, and where the object lies in the window.
func scrollOf(t *testing.T, w fyne.Canvas, o fyne.CanvasObject) (around *field.Scroll) {
	t.Helper()
	var walk func(in fyne.CanvasObject, within *field.Scroll)
	walk = func(in fyne.CanvasObject, within *field.Scroll) {
		if in == o {
			around = within
			return
		}
		switch c := in.(type) {
		case *field.Scroll:
			walk(c.Content, c)
		case *fyne.Container:
			for _, child := range c.Objects {
				walk(child, within)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(c).Objects() {
				walk(child, within)
			}
		}
	}
	walk(w.Content(), nil)
	if around == nil {
		t.Fatalf("nothing scrolls around %T", o)
	}
	return around
}

// whole reports that all of an object is in sight in what scrolls around it.
func whole(t *testing.T, w fyne.Canvas, o fyne.CanvasObject) bool {
	t.Helper()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	scroll := scrollOf(t, w, o)
	top, foot := at(o).Y-at(scroll).Y, at(o).Y-at(scroll).Y+o.Size().Height
	return top >= -1 && foot <= scroll.Size().Height+1
}

// label finds the visible paragraph that holds some words.
func label(t *testing.T, in fyne.CanvasObject, words string) (found *field.Paragraph) {
	t.Helper()
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch c := o.(type) {
		case *field.Paragraph:
			if strings.Contains(c.Text, words) {
				found = c
			}
		case *fyne.Container:
			for _, child := range c.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(c).Objects() {
				walk(child)
			}
		}
	}
	walk(in)
	if found == nil {
		t.Fatalf("no paragraph says %q", words)
	}
	return found
}

// Whoever needs the largest text sees what to do with the cash, and the button that asks the office: also when the text is enlarged
// there, and when the office's answer takes a line more.
func TestTheCashSentenceAndTheFocusAreInSightInTheLargestText(t *testing.T) {
	both := func(c *clerk, when string) {
		t.Helper()
		if !whole(t, c.w.Canvas(), c.w.Canvas().Focused().(fyne.CanvasObject)) {
			t.Errorf("%s: the button with the focus is out of sight", when)
		}
		if !whole(t, c.w.Canvas(), label(t, c.w.Canvas().Content(), "Gotovino 50,00 € zadržite.")) {
			t.Errorf("%s: what to do with the cash is out of sight", when)
		}
	}
	enlarge := func(c *clerk) {
		c.w.window.Resize(smallest)
		c.w.counter.Settings.Change(func(s *task.Choices) { s.Scale = 200 })
	}
	c := leftOpen(t)
	enlarge(c)
	both(c, "enlarged there")
	c.office.Asks = flowtest.NotKnown(client.Unknown, client.CodeForeignAnswer)
	c.enter()
	both(c, "asked again")

	c = sitDown(t, func(o *flowtest.Office) {
		o.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	})
	enlarge(c)
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().types("100").enter().enter()
	both(c.step(topup.Unknown), "large from the start")
}

// A cancellation is asked for with a key; the button that the key would press is before the clerk's eyes, however long the list is.
func TestWhatHasTheFocusIsInSightOverADamagedJournal(t *testing.T) {
	var records []journal.Record
	for n := range 8 {
		records = append(records, journal.Record{
			Kind: journal.Sending, ID: fmt.Sprintf("%08d-0000-4000-8000-000000000000", n), Task: "topup", MokID: "100000014",
			Amount: money.EUR(5000), Desk: "DESK-1", Staff: "1001", At: flowtest.Start,
		})
	}
	office := flowtest.NewOffice()
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	c := lookAtDamage(t, office, records, task.Choices{Language: "sl", Theme: "light", Scale: 100})
	c.signIn().sees("Prosi urad za preklic")
	for n := range 8 {
		if !whole(t, c.w.Canvas(), c.w.Canvas().Focused().(fyne.CanvasObject)) {
			t.Errorf("after %d steps what has the focus is out of sight", n)
		}
		c.w.Canvas().FocusNext()
	}

	office.Cancels = flowtest.Final(client.Cancelled, client.TopUp{})
	for range 4 { // a row with others below it
		c.w.Canvas().FocusPrevious()
	}
	last := label(t, c.w.Canvas().Content(), "Polnitev 00000000")
	before := scrollOf(t, c.w.Canvas(), last).Offset
	c.enter()
	if after := scrollOf(t, c.w.Canvas(), label(t, c.w.Canvas().Content(), "Polnitev 00000000")).Offset; after != before {
		t.Errorf("asking for a cancellation has scrolled from %v to %v", before, after)
	}
}
