package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// drawerAt fails unless the drawer is at a step.
func (c *clerk) drawerAt(want drawer.Step) *clerk {
	c.t.Helper()
	if step := c.w.counter.Drawer.State().Step; step != want {
		c.t.Fatalf("the drawer is at %s, want %s", step, want)
	}
	return c
}

// hold presses Return and keeps it down: the system types it again and again, wherever the focus is by then.
func (c *clerk) hold() {
	c.w.Canvas().Focused().(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: fyne.KeyReturn})
	for range 10 {
		c.enter()
	}
	c.w.Canvas().Focused().(desktop.Keyable).KeyUp(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

func TestAHeldReturnConfirmsNoCount(t *testing.T) {
	c := sitDown(t, withLimits)
	c.signIn().ctrl(fyne.KeyK).types("1234,40").hold()
	c.drawerAt(drawer.SureCount).sees("1.234,40 €", "tisoč dvesto štiriintrideset evrov in štirideset centov", "Zaključek je dokončen")
	c.press(fyne.KeyEscape).drawerAt(drawer.Count).sees("1234,40") // what was typed still stands there
	c.enter().drawerAt(drawer.SureCount).enter().drawerAt(drawer.Closed)
}

// Of a sum that can't be right the focus is on the way back: Returns alone never send it.
func TestReturnsAloneOpenNoDrawerWithAHundredMillion(t *testing.T) {
	c := sitDown(t, withLimits, closedDrawer)
	c.signIn().ctrl(fyne.KeyB).types("100000014").enter()
	c.drawerAt(drawer.SureFloat).sees("100.000.014,00 €", "sto milijonov štirinajst evrov", "največ 10.000,00 €", "prešteto 1.250,00 €", "Popravi vsoto")
	for range 20 {
		c.enter()
	}
	if c.office.Asked["drawer-open"] != 0 {
		t.Fatal("the drawer was opened")
	}
	if c.w.counter.Drawer.State().Step == drawer.Float {
		c.enter()
	}
	c.drawerAt(drawer.SureFloat)
	c.press(fyne.KeyLeft).enter() // to the other button, by a hand
	if c.office.Asked["drawer-open"] != 1 {
		t.Errorf("said to be right, it was sent %d times", c.office.Asked["drawer-open"])
	}
}

// A whole day where the office wants a blind close: what is expected is on no screen before the close is final.
func TestOnADayOfABlindCloseNoScreenTellsWhatIsExpected(t *testing.T) {
	c := sitDown(t, posted, withLimits, blindClose, holds(345678))
	screens := 0
	walk(c, func(screen string) {
		screens++
		words := strings.Join(visibleWords(c.w.window.Content()), " ")
		if strings.Contains(words, "3.456,78") || screen == "Ctrl+U" && strings.Contains(words, "50,00 € · knjiženo") {
			t.Errorf("%s tells it: %s", screen, words)
		}
	})
	c.ctrl(fyne.KeyN).ctrl(fyne.KeyU).enter().ctrl(fyne.KeyN) // the receipt is read
	c.ctrl(fyne.KeyK).types("100").enter()
	if words := strings.Join(visibleWords(c.w.window.Content()), " "); strings.Contains(words, "3.456,78") {
		t.Errorf("the question tells it: %s", words)
	}
	c.enter().drawerAt(drawer.Closed).sees("1.234,50 €", "−0,10 €")
	if screens < 10 {
		t.Errorf("only %d screens", screens)
	}
}

func TestADrawerThatHoldsMuchIsSeenInTheStatusLine(t *testing.T) {
	c := sitDown(t, withLimits, holds(620000))
	c.signIn().sees("Blagajna 6.200,00 € · odnesite gotovino v sef (Ctrl+4)")
	c.ctrl(fyne.KeyB).sees("V blagajni je 6.200,00 €. Od 5.000,00 € naprej urad svetuje")
	c = sitDown(t, withLimits, holds(1000000))
	c.signIn().types("100000014").enter().sees("nove polnitve ni mogoče začeti")
	c = sitDown(t, withLimits, blindClose, holds(620000), func(o *flowtest.Office) {})
	c.signIn().sees("Blagajna: odnesite gotovino v sef (Ctrl+4)")
}
