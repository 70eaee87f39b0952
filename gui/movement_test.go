package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/report"
)

// Cash to the safe by the keyboard alone: the sum, Enter, the reason, Enter, and once more for the question whether it is right. Behind the
// posted movement the next Return prints its slip, and moves nothing again.
func TestCashGoesToTheSafeByKeysAlone(t *testing.T) {
	c := sitDown(t, withLimits).signIn()
	c.ctrl(fyne.Key4).types("1000").enter().press(fyne.KeySpace).enter()
	c.sees("1.000,00 €", "tisoč evrov")
	if office := c.office; office.Asked["movement"] != 0 {
		t.Fatal("it was sent before the clerk has said that the sum is right")
	}
	c.enter().sees("G-2026-000012")
	if st := c.w.counter.Movement.State(); st.Step != movement.Posted {
		t.Fatalf("the movement is at %s", st.Step)
	}
	c.enter()
	if c.office.Asked["movement"] != 1 {
		t.Errorf("%d movements were sent", c.office.Asked["movement"])
	}
	c.press(fyne.KeyEscape)
	if at := c.w.counter.State().Panel; at != flow.PanelDrawer {
		t.Errorf("Escape leads to %s", at)
	}
}

// No key leads from an outcome that is not known to a second movement.
func TestWhatMayHaveBeenMovedIsNotMovedAgain(t *testing.T) {
	c := sitDown(t, withLimits, notMoved).signIn()
	c.ctrl(fyne.Key4).types("1000").enter().press(fyne.KeySpace).enter().enter()
	c.sees("NE odnesite")
	for _, key := range []fyne.KeyName{fyne.Key4, fyne.Key6} {
		c.ctrl(key).sees("NE odnesite")
	}
	if c.office.Asked["movement"] != 1 {
		t.Errorf("%d movements were sent", c.office.Asked["movement"])
	}
}

func TestTheXIsShownByAKeyAndHiddenWhereTheCloseIsBlind(t *testing.T) {
	c := sitDown(t, withLimits).signIn()
	c.ctrl(fyne.Key5).sees("1.530,00 €", "−500,00 €", "1.234,50 €")
	blind := sitDown(t, withLimits, blindClose).signIn()
	blind.ctrl(fyne.Key5).hides("1.530,00", "1.234,50")
	if st := blind.w.counter.Report.State(); st.Step != report.Idle {
		t.Errorf("the report is at %s", st.Step)
	}
}
