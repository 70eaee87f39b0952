package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
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
