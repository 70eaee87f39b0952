package field

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/gui/text"
)

// guarded makes every kind of field that is no place for a card's number and holds text.
var guarded = map[string]func() *Entry{
	"an entry": NewEntry, "an amount": func() *Entry { return &NewAmount().Entry },
	"six digits": func() *Entry { return &NewDigits(6).Entry }, "a staff number": func() *Entry { return &NewDigits(8).Entry },
}

// clock is a time that stands until it is moved.
func clock(t *testing.T) func(time.Duration) {
	t.Helper()
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	now = func() time.Time { return at }
	t.Cleanup(func() { now = time.Now })
	return func(d time.Duration) { at = at.Add(d) }
}

func TestACardNumberIsWipedFromEveryFieldAndNeverHandedOn(t *testing.T) {
	clock(t)
	for kind, field := range guarded {
		for _, number := range []string{"4000001234567899", "400000123456", "4000001234567899123", "4000 0012 3456 7899", "4000-0012-3456-7899", "4000.0012.3456.7899", "４０００００１２３４５６７８９９"} {
			for way, enter := range map[string]func(fyne.Canvas, string){"typed": write, "pasted": paste} {
				e := field()
				e.OnSubmitted = func(v string) { t.Errorf("%s: %s %s hands on %q", kind, number, way, v) }
				e.OnChanged = func(v string) {
					if len(v) >= 12 && strings.Contains(v, "3456") {
						t.Errorf("%s: %s %s changes to %q", kind, number, way, v)
					}
				}
				c := screen(t, e.self.(fyne.CanvasObject))
				c.Focus(e.self)
				enter(c, number)
				if e.Text != "" || e.Error() != text.Say("field.card-number") {
					t.Errorf("%s: %s %s leaves %q, says %q", kind, number, way, e.Text, e.Error())
				}
				if _, ok := e.Take(); ok {
					t.Errorf("%s: after %s %s a button may take what is left", kind, number, way)
				}
				strike(c, fyne.KeyReturn)
				e.TypedShortcut(&fyne.ShortcutUndo{})
				want(t, kind+", undone", e.Text, "")
			}
		}
	}
}

// A magnetic stripe's reader types the number and a Return; a clerk who presses Return once more has read the sentence.
func TestAfterACardNumberTheFieldWaitsForAHand(t *testing.T) {
	pass := clock(t)
	e := NewAmount()
	var got []string
	e.OnSubmitted = func(v string) { got = append(got, v) }
	c := screen(t, e)
	c.Focus(e)
	write(c, "4000001234567899")
	strike(c, fyne.KeyReturn)
	want(t, "its Return", len(got), 0)
	want(t, "the sentence stays", e.Error(), text.Say("field.card-number"))
	e.SetError("")
	want(t, "also when the screen is drawn", e.Error(), text.Say("field.card-number"))
	strike(c, fyne.KeyReturn)
	want(t, "a Return that takes note", len(got), 0)
	want(t, "has read it", e.Error(), "")
	strike(c, fyne.KeyReturn)
	want(t, "the next one", strings.Join(got, "|"), "")
	want(t, "is the field's", len(got), 1)

	write(c, "400000123456")
	pass(3 * time.Second)
	write(c, "50")
	want(t, "typed after a pause", e.Value(), "50")
	want(t, "the sentence then", e.Error(), "")
	strike(c, fyne.KeyReturn)
	want(t, "what is handed on", got[len(got)-1], "50")
}

func TestAProgramThatClearsAFieldEndsWhatItSaid(t *testing.T) {
	clock(t)
	for name, forget := range map[string]func(*Entry){"cleared": (*Entry).Clear, "set": func(e *Entry) { e.SetText("") }} {
		e := NewEntry()
		c := screen(t, e)
		c.Focus(e)
		paste(c, "Ana 4000001234567899")
		forget(e)
		if _, ok := e.Take(); !ok || e.Error() == text.Say("field.card-number") {
			t.Errorf("%s: it still says %q", name, e.Error())
		}
		write(c, "Ana Novak")
		want(t, name, e.Value(), "Ana Novak")
	}
}

func TestWhatIsNoCardNumberIsLeftAlone(t *testing.T) {
	for _, typed := range []string{"1.250,00", "999.999.999,99", "1000000000,00", "Trg revolucije 1-3, 4000 Kranj", "01 477 20 00", "100000014"} {
		e := NewEntry()
		c := screen(t, e)
		c.Focus(e)
		write(c, typed)
		want(t, typed, e.Value(), typed)
		want(t, typed, e.Error(), "")
	}
	m := NewMokID()
	c := screen(t, m)
	c.Focus(m)
	write(c, "x4000001234567899")
	want(t, "its flow decides", m.Value(), "x4000001234567899")
	left := ""
	m.OnLeft = func(v string) { left = v }
	c.Unfocus()
	want(t, "which is asked when the field is left", left, "x4000001234567899")
	m.Refuse()
	want(t, "and refuses it", m.Value()+m.Error(), text.Say("field.card-number"))
	pin := NewPIN()
	c = screen(t, pin)
	c.Focus(pin)
	write(c, "1234567890123")
	want(t, "a PIN of twelve digits", pin.Value(), "123456789012")
}

func TestAPathMayHoldALongNumberAndACardNumberIsNoPath(t *testing.T) {
	clock(t)
	for typed, path := range map[string]bool{"/srv/20261129123456": true, "20261129123456.csv": true, "4000001234567899": false, "kartica 4000 0012 3456 7899": false} {
		p := NewPath()
		got := ""
		p.OnSubmitted = func(v string) { got = v }
		c := screen(t, p)
		c.Focus(p)
		write(c, typed)
		want(t, "while it is typed", p.Value(), typed)
		strike(c, fyne.KeyReturn)
		if path != (got == typed) || path == (p.Value() == "") {
			t.Errorf("%s: handed on %q, left %q", typed, got, p.Value())
		}
	}
}
