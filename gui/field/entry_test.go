package field

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestReturnAndEnterSubmit(t *testing.T) {
	for _, key := range returns {
		e := NewEntry()
		var got []string
		e.OnSubmitted = func(v string) { got = append(got, v) }
		e.OnNext = func() { t.Error("OnNext though there is OnSubmitted") }
		c := screen(t, e)
		c.Focus(e)
		write(c, "Ana Č.")
		strike(c, key)
		if len(got) != 1 || got[0] != "Ana Č." {
			t.Errorf("%s: submitted %q", key, got)
		}
	}
}

func TestReturnEnterAndDownGoOnWhenThereIsNothingToSubmit(t *testing.T) {
	for _, key := range append(returns, fyne.KeyDown) {
		a, b := NewEntry(), NewEntry()
		c := screen(t, a, b)
		c.Focus(a)
		strike(c, key)
		want(t, string(key)+" by the order of the screen", c.Focused(), fyne.Focusable(b))
		strike(c, fyne.KeyUp)
		want(t, "back up", c.Focused(), fyne.Focusable(a))
		nexts := 0
		a.OnNext = count(&nexts)
		strike(c, key)
		want(t, string(key)+" by OnNext", nexts, 1)
	}
}

func TestEntryEscapeIsTheFieldsOrElseTheWindows(t *testing.T) {
	for name, e := range map[string]*Entry{
		"entry": NewEntry(), "MOK ID": &NewMokID().Entry, "amount": &NewAmount().Entry,
		"PIN": &NewPIN().Entry, "digits": &NewDigits(6).Entry,
	} {
		c := screen(t, e.self.(fyne.CanvasObject))
		own, above := 0, 0
		c.SetOnTypedKey(func(*fyne.KeyEvent) { above++ })
		c.Focus(e.self)
		strike(c, fyne.KeyEscape, fyne.KeyF1)
		want(t, name+": window's keys", above, 2)
		e.OnEscape = count(&own)
		strike(c, fyne.KeyEscape)
		want(t, name+": own", own, 1)
		want(t, name+": window's then", above, 2)
	}
}

func TestOnlyTheClerksHandCallsBack(t *testing.T) {
	e := NewEntry()
	var changes []string
	e.OnChanged = func(v string) { changes = append(changes, v) }
	c := screen(t, e)
	e.SetText("iz programa")
	e.Clear()
	want(t, "changes by the program", len(changes), 0)
	c.Focus(e)
	write(c, "ab")
	paste(c, "cd")
	strike(c, fyne.KeyBackspace)
	want(t, "changes by hand", len(changes), 4)
	want(t, "the last", changes[3], "abc")
}

func TestTheFocusSelectsTheTextButNotOnComingBackFromAnotherWindow(t *testing.T) {
	a, b := NewEntry(), NewEntry()
	a.SetText("stari")
	c := screen(t, a, b)
	c.Focus(a)
	write(c, "novi")
	want(t, "typing over a field just entered", a.Value(), "novi")
	a.FocusLost() // what Fyne does when the window loses and gets back the keyboard
	a.FocusGained()
	write(c, "!")
	want(t, "typing on after another window", a.Value(), "novi!")
	c.Focus(b)
	c.Focus(a)
	write(c, "x")
	want(t, "typing over after another field", a.Value(), "x")
	test.Type(a, "yz")
	want(t, "test.Type goes on", a.Value(), "xyz")
}

func TestPastedTextIsFitForOneLine(t *testing.T) {
	for in, out := range map[string]string{
		"  50,00 \r\n":          "50,00",
		"SI05\t8074720-1\n":     "SI05 8074720-1",
		"1\u00a0250,00\u200b":   "1 250,00",
		"\r\n \t":               "",
		"č š ž":                 "č š ž",
		"ena\nvrsta":            "ena vrsta",
		"\u202a123456789\u202c": "123456789",
	} {
		e := NewEntry()
		c := screen(t, e)
		c.Focus(e)
		paste(c, in)
		want(t, in, e.Value(), out)
	}
}

func TestAReadersLineEndSubmits(t *testing.T) {
	e := NewEntry()
	got := ""
	e.OnSubmitted = func(v string) { got = v }
	c := screen(t, e)
	c.Focus(e)
	write(c, "123\x00\x1b45\r")
	want(t, "what was submitted", got, "12345")
}

func TestADisabledEntryTakesNothing(t *testing.T) {
	e := NewEntry()
	e.OnSubmitted = func(string) { t.Error("submitted while disabled") }
	c := screen(t, e)
	c.Focus(e)
	write(c, "ab")
	e.SetEnabled(false)
	write(c, "c\r")
	paste(c, "d")
	strike(c, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyBackspace)
	want(t, "the text", e.Value(), "ab")
}

func TestTheNextEditTakesTheErrorAway(t *testing.T) {
	e := NewEntry()
	c := screen(t, e)
	c.Focus(e)
	write(c, "50,5")
	e.SetError("Znesek ni popoln.")
	want(t, "the error", e.Error(), "Znesek ni popoln.")
	want(t, "the ring", e.ring.StrokeColor, colour(e, "error"))
	e.SetText("50")
	want(t, "the error after the program's edit", e.Error(), "Znesek ni popoln.")
	strike(c, fyne.KeyLeft)
	want(t, "the error after moving about", e.Error(), "Znesek ni popoln.")
	write(c, "0")
	want(t, "the error after the clerk's edit", e.Error(), "")
	want(t, "the ring then", e.ring.StrokeColor, colour(e, "primary"))
}

func TestDrawingTheSameTextAgainKeepsTheCursor(t *testing.T) {
	e := NewEntry()
	c := screen(t, e)
	c.Focus(e)
	write(c, "abc")
	strike(c, fyne.KeyLeft)
	e.SetText("abc")
	write(c, "X")
	want(t, "the text", e.Value(), "abXc")
}

func TestAmountGivesTheTextAsTyped(t *testing.T) {
	for _, in := range []string{"50", "1.250,00 €", "1 250,00", "-5", "pet"} {
		a := NewAmount()
		got := ""
		a.OnSubmitted = func(v string) { got = v }
		c := screen(t, a)
		c.Focus(a)
		write(c, in)
		strike(c, fyne.KeyEnter)
		want(t, "submitted", got, in)
	}
}

// Clear leaves nothing that Undo could bring back, also where nothing stands: the clerk may have rubbed it out.
func TestWhatWasClearedComesNotBack(t *testing.T) {
	for name, act := range map[string]func(c fyne.Canvas, e *Entry){
		"typed":                      func(c fyne.Canvas, e *Entry) { write(c, "ab") },
		"typed and rubbed out":       func(c fyne.Canvas, e *Entry) { write(c, "ab"); strike(c, fyne.KeyBackspace, fyne.KeyBackspace) },
		"cleared, typed, rubbed out": func(c fyne.Canvas, e *Entry) { e.Clear(); write(c, "a"); strike(c, fyne.KeyBackspace) },
		"set":                        func(c fyne.Canvas, e *Entry) { e.SetText("ab") },
		"cleared and set":            func(c fyne.Canvas, e *Entry) { e.Clear(); e.SetText("ab") },
	} {
		e := NewEntry()
		c := screen(t, e)
		c.Focus(e)
		act(c, e)
		e.Clear()
		want(t, name+": cleared", e.Text, "")
		e.TypedShortcut(&fyne.ShortcutUndo{})
		want(t, name+": undone", e.Text, "")
	}
}
