package field

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestDigitsTakesExactlyThatMany(t *testing.T) {
	d := NewDigits(6)
	refusals := 0
	d.OnRefused = count(&refusals)
	c := screen(t, d)
	c.Focus(d)
	write(c, "48a12")
	want(t, "a letter", d.Value(), "4812")
	want(t, "complete", d.Complete(), false)
	write(c, "05")
	want(t, "six", d.Complete(), true)
	write(c, "7")
	want(t, "a seventh", d.Value(), "481205")
	want(t, "refusals", refusals, 2)
	strike(c, fyne.KeyBackspace)
	write(c, "9")
	want(t, "corrected", d.Value(), "481209")
	d.SelectAll()
	write(c, "1")
	want(t, "typed over the six selected", d.Value(), "1")
}

// The first six of nine digits are no six: what was typed beyond the last one is not just left out.
func TestDigitsOfWhichSomeWereNotTakenAreNotSubmitted(t *testing.T) {
	for _, typed := range []string{"100000014", "4812057", "38300012"} {
		d := NewDigits(6)
		submitted, refused := 0, 0
		d.OnSubmitted = func(string) { submitted++ }
		d.OnRefused = count(&refused)
		c := screen(t, d)
		c.Focus(d)
		write(c, typed)
		at := refused
		strike(c, fyne.KeyReturn)
		strike(c, fyne.KeyReturn)
		if _, ok := d.Take(); ok || submitted > 0 || refused != at+3 {
			t.Errorf("%s: submitted %d times, refused %d times", typed, submitted, refused-at)
		}
		write(c, "481205") // in place of what stands there
		strike(c, fyne.KeyReturn)
		if submitted != 1 || d.Value() != "481205" {
			t.Errorf("%s: the next six are %q, submitted %d times", typed, d.Value(), submitted)
		}
	}
	d := NewDigits(6)
	submitted := 0
	d.OnSubmitted = func(string) { submitted++ }
	c := screen(t, d)
	c.Focus(d)
	write(c, "4812057")
	strike(c, fyne.KeyBackspace)
	write(c, "5")
	if strike(c, fyne.KeyReturn); submitted != 1 {
		t.Error("a digit that was corrected is not taken")
	}
}

func TestAPINWithADigitTooManyIsNotSubmitted(t *testing.T) {
	p := NewPIN()
	submitted := 0
	p.OnSubmitted = func(string) { submitted++ }
	c := screen(t, p)
	c.Focus(p)
	write(c, "1234567890123")
	if strike(c, fyne.KeyReturn); submitted > 0 {
		t.Error("a PIN is tried that nobody has typed")
	}
	write(c, "2468")
	if strike(c, fyne.KeyReturn); submitted != 1 || p.Text != "2468" {
		t.Error("the next one is not taken")
	}
}

func TestAPastedCardNumberLeavesNothingInDigits(t *testing.T) {
	for _, in := range []string{"4000000000123456", "4000 0000 0012 3456", "1234567", "12 345", "SI05", "１２３"} {
		d := NewDigits(6)
		refused := 0
		d.OnRefused = count(&refused)
		c := screen(t, d)
		c.Focus(d)
		paste(c, in)
		want(t, in, d.Value(), "")
		want(t, in+" refused", refused, 1)
		d.SetText(in)
		want(t, in+" by the program", d.Value(), "")
	}
}

func TestClearForgetsTheDigitsAndTheirUndo(t *testing.T) {
	for name, f := range map[string]*Entry{"digits": &NewDigits(6).Entry, "PIN": &NewPIN().Entry} {
		c := screen(t, f.self.(fyne.CanvasObject))
		c.Focus(f.self)
		write(c, "481205")
		strike(c, fyne.KeyBackspace)
		f.Clear()
		want(t, name, f.Value(), "")
		f.TypedShortcut(&fyne.ShortcutUndo{})
		f.TypedShortcut(&fyne.ShortcutRedo{})
		want(t, name+" after undo", f.Value(), "")
		write(c, "12")
		want(t, name+" typed again", f.Value(), "12")
	}
}

func TestPINIsNeverShownNorCopied(t *testing.T) {
	p := NewPIN()
	c := screen(t, NewRow("PIN", p))
	c.Focus(p)
	write(c, "2468")
	want(t, "the value", p.Value(), "2468")
	if markup := test.RenderToMarkup(c); strings.Contains(markup, "2468") || !strings.Contains(markup, "••••") {
		t.Errorf("the screen does not show four dots alone:\n%s", markup)
	}
	clipboard := fyne.CurrentApp().Clipboard()
	clipboard.SetContent("prej")
	p.SelectAll()
	p.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clipboard})
	p.TypedShortcut(&fyne.ShortcutCut{Clipboard: clipboard})
	want(t, "the clipboard", clipboard.Content(), "prej")
	for _, o := range test.LaidOutObjects(p) {
		if strings.Contains(fmt.Sprintf("%T", o), "evealer") {
			t.Errorf("there is an eye in a PIN: %T", o)
		}
	}
}

func TestPINTakesDigitsAlone(t *testing.T) {
	p := NewPIN()
	refusals, got := 0, ""
	p.OnRefused = count(&refusals)
	p.OnSubmitted = func(v string) { got = v }
	c := screen(t, p)
	c.Focus(p)
	write(c, "12x4 ")
	paste(c, "ab12")
	want(t, "refusals", refusals, 3)
	write(c, "567890123456")
	want(t, "refusals past twelve", refusals, 6)
	strike(c, fyne.KeyEnter)
	want(t, "submitted with digits that were not taken", got, "")
	write(c, "245678901234")
	strike(c, fyne.KeyEnter)
	want(t, "submitted", got, "245678901234")
}
