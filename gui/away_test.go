package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func TestATokenThatEndsInMidFormKeepsWhatWasTyped(t *testing.T) {
	c := sitDown(t)
	c.signIn().types("100000014").enter().enter().types("481205").enter()
	c.office.QuoteErr = &client.Error{Status: 401, Code: client.CodeTokenExpired}
	c.types("50").enter().sees("Prijava je potekla")
	c.office.QuoteErr = nil
	c.types("2468").enter().step(topup.AskingAmount)
	c.enter().step(topup.ReadBack)
}

func TestClosingWithMoneyOnItsWayAsks(t *testing.T) {
	c := sitDown(t, func(o *flowtest.Office) { o.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout) })
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().enter().enter()
	c.step(topup.Unknown)
	c.ctrl(fyne.KeyQ)
	if c.w.Canvas().Overlays().Top() == nil {
		t.Fatal("the window closes without a word")
	}
	c.press(fyne.KeyEscape).step(topup.Unknown)
	if c.w.Canvas().Overlays().Top() != nil || c.w.Canvas().Focused() == nil {
		t.Error("Escape does not bring the clerk back to the screen")
	}
}

// The office is asked every few seconds and the screen is drawn anew each time, whatever the clerk is doing.
func TestADrawingWhileTheClerkTypesDisturbsNothing(t *testing.T) {
	tick := func(c *clerk) *clerk { c.w.counter.Redraw(); return c }
	c := sitDown(t, posted)
	c.types("10")
	tick(c).types("01").enter()
	c.types("24")
	tick(c).types("68").enter()
	c.types("9999")
	tick(c).types("99999").enter().sees("Kartice s tem MOK ID ni.")
	c.types("1000000")
	tick(c).types("14").enter().sees("AKTIVNA").enter()
	c.types("48")
	tick(c).types("1205").enter().types("1.250").enter().sees("ni enoumen")
	c.types("5")
	tick(c).types("0").enter().step(topup.ReadBack)
	c.types("1").enter().sees("Premalo gotovine")
	c.types("10")
	tick(c).types("0").enter().step(topup.Confirming)
}

func TestACounterThatNobodyTouchesIsCovered(t *testing.T) {
	now := flowtest.Start
	c := sitDownAt(t, func() time.Time { return now }, func(o *flowtest.Office) { o.Cards["100000014"] = withName(o, "Ž••• Č•••") })
	c.signIn().types("100000014").enter().enter().types("481205").enter()
	now = now.Add(4 * time.Minute)
	c.tasks.Tick()
	c.sees("Znesek polnitve")
	now = now.Add(time.Minute)
	c.tasks.Tick()
	c.sees("Okence se je zaklenilo")
	if words := strings.Join(visibleWords(c.screen()), " "); strings.Contains(words, "Č•••") || strings.Contains(words, "42,30") {
		t.Error("a covered counter shows the card")
	}
	c.types("2468").enter().step(topup.AskingAmount)
}

// Whoever comes back finds the PIN under the hands, whatever was open.
func TestWhatWasOpenIsShutWhenTheCounterIsCovered(t *testing.T) {
	for what, open := range map[string]func(c *clerk){
		"a menu's title": func(c *clerk) { c.w.bar.Toggle() },
		"a menu":         func(c *clerk) { c.w.bar.Toggle(); c.press(fyne.KeyDown) },
		"the question whether to close the program": func(c *clerk) { c.ctrl(fyne.KeyQ) },
		"the question whether to leave the top-up":  func(c *clerk) { c.w.read("100000022") },
	} {
		now := flowtest.Start
		c := sitDownAt(t, func() time.Time { return now }, posted)
		c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().step(topup.ReadBack)
		open(c)
		isOpen := func() bool { return field.MenuOpen(c.w.Canvas()) || field.ModalOpen(c.w.Canvas()) }
		if !isOpen() {
			t.Fatalf("%s is not open", what)
		}
		now = now.Add(4 * time.Minute)
		c.tasks.Tick()
		if !isOpen() {
			t.Errorf("%s is shut before the time is over", what)
		}
		now = now.Add(time.Minute)
		c.tasks.Tick()
		if isOpen() || !c.covered() {
			t.Errorf("%s is open over a covered counter", what)
		}
		if c.types("2468").enter(); c.covered() {
			t.Errorf("%s takes the PIN", what)
		}
	}
}

func TestAnIdleCounterWaitsForMoneyOnItsWay(t *testing.T) {
	now := flowtest.Start
	c := sitDownAt(t, func() time.Time { return now }, func(o *flowtest.Office) {
		o.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	})
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().enter().enter()
	c.step(topup.Unknown)
	now = now.Add(time.Hour)
	c.tasks.Tick()
	c.types("2468").enter().step(topup.Unknown).sees("Izid ni znan")
}
