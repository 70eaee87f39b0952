package field

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// reader is a hand reader and a keyboard at a canvas, over a clock of its own.
type reader struct {
	t    *testing.T
	on   fyne.Canvas
	now  time.Time
	beat func()
	read []string
	off  int // times that NumLock was said to be off
}

func watched(t *testing.T, on fyne.Canvas, loose fyne.Focusable) *reader {
	t.Helper()
	r := &reader{t: t, on: on, now: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)}
	r.beat = WatchReadings(Readings{
		Canvas: on, Now: func() time.Time { return r.now }, Read: func(text string) { r.read = append(r.read, text) },
		Unfinished: func(string) bool { return false }, Loose: func() fyne.Focusable { return loose }, NoNumbers: count(&r.off),
	})
	t.Cleanup(WatchNothing)
	return r.wait(time.Second)
}

func (r *reader) wait(long time.Duration) *reader {
	for end := r.now.Add(long); r.now.Before(end); {
		r.now = r.now.Add(16 * time.Millisecond)
		r.beat()
	}
	return r
}

// types types at a pace; the frames between are short.
func (r *reader) types(text string, pace time.Duration) *reader {
	for _, c := range text {
		r.now = r.now.Add(pace)
		switch c {
		case '\r':
			strike(r.on, fyne.KeyReturn)
		case ' ':
			strike(r.on, fyne.KeySpace)
			write(r.on, " ")
		default:
			r.press(c)
		}
		r.beat()
	}
	return r.wait(time.Second)
}

// press presses the key of a character and lets it go.
func (r *reader) press(c rune) {
	ev := &fyne.KeyEvent{Name: fyne.KeyName(strings.ToUpper(string(c)))}
	if on, ok := r.on.Focused().(desktop.Keyable); ok {
		on.KeyDown(ev)
		defer on.KeyUp(ev)
	}
	write(r.on, string(c))
}

func TestAFieldIsAsItWasBeforeAReading(t *testing.T) {
	const code = "SI05 8074720-100000014-200\r"
	for name, f := range map[string]interface {
		fyne.Focusable
		fyne.CanvasObject
		SetText(string)
		SetError(string)
		Error() string
		Value() string
		SelectedText() string
		keep() func()
	}{
		"entry": NewEntry(), "amount": NewAmount(), "MOK ID": NewMokID(), "last six": NewDigits(6), "PIN": NewPIN(), "path": NewPath(),
	} {
		for _, before := range []string{"", "1234"} {
			t.Run(name+" with "+before, func(t *testing.T) {
				other := NewEntry()
				on := screen(t, f, other)
				r := watched(t, on, nil)
				f.SetText(before)
				on.Focus(other)
				on.Focus(f)
				f.SetError("wrong")
				selected := f.SelectedText()
				r.types(code, 2*time.Millisecond)
				want(t, "the text", f.Value(), before)
				want(t, "what is selected", f.SelectedText(), selected)
				want(t, "the error", f.Error(), "wrong")
				want(t, "the focus is there", on.Focused() == fyne.Focusable(f), true)
				if len(r.read) != 1 || r.read[0] != code {
					t.Errorf("read %q", r.read)
				}
				r.types("56", 150*time.Millisecond)
				if want := "56"; !strings.HasSuffix(f.Value(), want) {
					t.Errorf("a hand then types %q", f.Value())
				}
			})
		}
	}
}

func TestAReadingPushesNoButtonAndChoosesNothing(t *testing.T) {
	pushed, chosen := 0, 0
	b, c := NewButton("Confirm", count(&pushed)), NewChoice(Option{"a", "A"}, Option{"b", "B"})
	c.OnChanged, c.OnSubmitted = func(string) { chosen++ }, func(string) { chosen++ }
	on := screen(t, b, c)
	r := watched(t, on, nil)
	for _, f := range []fyne.Focusable{b, c} {
		for _, pace := range []time.Duration{2, 8, 25} {
			on.Focus(f)
			r.wait(time.Second).types("100000014\r", pace*time.Millisecond).types("1 2 1 2 1 2\r", pace*time.Millisecond)
			want(t, "the focus stays", on.Focused() == f, true)
		}
	}
	want(t, "pushes", pushed, 0)
	want(t, "choices", chosen, 0)
	want(t, "readings", len(r.read), 12)
	on.Focus(b)
	r.wait(time.Second).types("\r", 0)
	want(t, "a hand's Return", pushed, 1)
	on.Focus(c)
	r.wait(time.Second).types("2", 0)
	want(t, "a hand's digit", chosen, 1)
}

func TestAHeldReturnConfirmsOnceThoughItWaits(t *testing.T) {
	first, second := 0, 0
	next := NewButton("Confirm", count(&second))
	var on fyne.Canvas
	b := NewButton("Continue", func() { first++; on.Focus(next) })
	on = screen(t, b, next)
	r := watched(t, on, nil)
	on.Focus(b)
	r.wait(time.Second)
	hold(on, fyne.KeyReturn)
	for range 50 {
		r.wait(33 * time.Millisecond)
		repeat(on, fyne.KeyReturn)
	}
	want(t, "the first", first, 1)
	want(t, "the second", second, 0)
}

func TestTabWaitsAndThenGoesOn(t *testing.T) {
	a, b := NewEntry(), NewEntry()
	on := screen(t, a, b)
	r := watched(t, on, nil)
	on.Focus(a)
	want(t, "Tab comes as a key", a.AcceptsTab(), true)
	strike(on, fyne.KeyTab)
	r.beat()
	want(t, "at once", on.Focused() == fyne.Focusable(a), true)
	r.wait(100 * time.Millisecond)
	want(t, "after a moment", on.Focused() == fyne.Focusable(b), true)
	WatchNothing()
	want(t, "Tab is the toolkit's with nobody watching", a.AcceptsTab(), false)
}

// A quick hand goes two buttons on and pushes before the first Tab was done: the button that it meant is pushed, and no other.
func TestAReturnRightBehindTabsPushesWhereTheyLead(t *testing.T) {
	for tabs := range 3 {
		pushed := [3]int{}
		all := [3]*Button{}
		var shown []fyne.CanvasObject
		for i := range all {
			all[i] = NewButton("Button", count(&pushed[i]))
			shown = append(shown, all[i])
		}
		on := screen(t, shown...)
		r := watched(t, on, nil)
		on.Focus(all[0])
		r.wait(time.Second)
		for range tabs {
			strike(on, fyne.KeyTab)
			r.wait(30 * time.Millisecond)
		}
		strike(on, fyne.KeyReturn)
		r.wait(time.Second)
		meant := [3]int{}
		meant[tabs] = 1
		want(t, "pushed", pushed, meant)
	}
}

// A Return behind another is not meant for where that one has led.
func TestAReturnRightBehindAReturnPushesNothingNew(t *testing.T) {
	first, second := 0, 0
	next := NewButton("Confirm", count(&second))
	var on fyne.Canvas
	b := NewButton("Continue", func() { first++; on.Focus(next) })
	on = screen(t, b, next)
	r := watched(t, on, nil)
	on.Focus(b)
	r.wait(time.Second)
	strike(on, fyne.KeyReturn)
	r.wait(30 * time.Millisecond)
	strike(on, fyne.KeyReturn)
	r.wait(time.Second)
	want(t, "the first", first, 1)
	want(t, "the second", second, 0)
}

func TestAReturnInTheFirstMomentOfAStepThatCameByItselfPushesNothing(t *testing.T) {
	pushed := 0
	b, other := NewButton("Confirm", count(&pushed)), NewEntry()
	on := screen(t, other, b)
	r := watched(t, on, nil)
	on.Focus(other)
	r.wait(time.Second)
	on.Focus(b) // an answer has come
	r.wait(200*time.Millisecond).types("\r", 0)
	want(t, "too soon", pushed, 0)
	r.types("\r", 0)
	want(t, "later", pushed, 1)
	on.Focus(other)
	Stepped()
	on.Focus(b)
	strike(on, fyne.KeySpace)
	r.wait(time.Second)
	want(t, "Space too soon", pushed, 1)
}

func TestWhatIsTypedWithNothingInFocusIsTypedWhereItBelongs(t *testing.T) {
	m := NewMokID()
	sent := ""
	m.OnSubmitted = func(v string) { sent = v }
	on := screen(t, m)
	r := watched(t, on, m)
	on.Unfocus()
	r.types("100000014\r", 150*time.Millisecond)
	want(t, "submitted", sent, "100000014")
}

func TestACommandWaitsAndIsNoneInAReading(t *testing.T) {
	ran := 0
	e := NewEntry()
	on := screen(t, e)
	r := watched(t, on, nil)
	on.Focus(e)
	r.wait(time.Second)
	Command(fyne.KeyD, count(&ran))
	r.wait(100 * time.Millisecond)
	want(t, "by hand", ran, 1)
	r.wait(time.Second)
	Command(fyne.KeyB, count(&ran)) // STX
	r.types("100000014", 4*time.Millisecond)
	want(t, "before a reading", ran, 1)
	if len(r.read) != 1 || r.read[0] != "\x02100000014" {
		t.Errorf("read %q", r.read)
	}
}

func TestAPasteIsNoReading(t *testing.T) {
	m := NewMokID()
	sent := ""
	m.OnSubmitted = func(v string) { sent = v }
	on := screen(t, m)
	r := watched(t, on, nil)
	on.Focus(m)
	r.wait(time.Second)
	paste(on, "SI05 8074720-100000014-200")
	strike(on, fyne.KeyReturn)
	r.wait(200 * time.Millisecond)
	want(t, "submitted", sent, "SI05 8074720-100000014-200")
	want(t, "readings", len(r.read), 0)
}

func TestADigitsKeyThatWritesNothingTellsOfNumLock(t *testing.T) {
	e := NewEntry()
	on := screen(t, e)
	r := watched(t, on, nil)
	on.Focus(e)
	for _, key := range []struct {
		code int
		rune string
		off  int
	}{{11, "", 0}, {11, "2", 0}, {79, "7", 0}, {79, "", 1}, {80, "", 2}} { // a dead key, the digit above the letters, the keypad
		e.TypedKey(&fyne.KeyEvent{Name: "7", Physical: fyne.HardwareKey{ScanCode: key.code}})
		write(on, key.rune)
		r.beat()
		want(t, "NumLock is off", r.off, key.off)
	}
}
