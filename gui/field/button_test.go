package field

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

func TestButtonIsPushedByReturnEnterAndSpace(t *testing.T) {
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace} {
		pushes := 0
		b := NewButton("Da", count(&pushes))
		c := screen(t, b)
		c.FocusNext()
		strike(c, key)
		want(t, string(key)+" pushes", pushes, 1)
		b.TypedKey(&fyne.KeyEvent{Name: key}) // the test driver's way, with no press before it
		want(t, string(key)+" typed alone", pushes, 2)
		want(t, "the focus after a push", c.Focused(), fyne.Focusable(b))
	}
}

func TestAHeldKeyPushesOnce(t *testing.T) {
	pushes := 0
	c := screen(t, NewButton("Da", count(&pushes)))
	c.FocusNext()
	hold(c, fyne.KeyReturn)
	repeat(c, fyne.KeyReturn)
	repeat(c, fyne.KeyReturn)
	want(t, "pushes while held", pushes, 1)
	strike(c, fyne.KeyReturn)
	want(t, "pushes after a second press", pushes, 2)
}

func TestAKeyHeldInOneControlDoesNothingInTheNext(t *testing.T) {
	pushes := 0
	b := NewButton("Potrdi", count(&pushes))
	e := NewEntry()
	c := screen(t, e, b)
	e.OnSubmitted = func(string) { c.Focus(b) }
	c.Focus(e)
	hold(c, fyne.KeyEnter)
	repeat(c, fyne.KeyEnter)
	want(t, "pushes by the repeats", pushes, 0)
	strike(c, fyne.KeyEnter)
	want(t, "pushes by a press of its own", pushes, 1)
}

func TestADisabledButtonDoesNothing(t *testing.T) {
	pushes, cancels, above := 0, 0, 0
	b := NewButton("Da", count(&pushes))
	b.OnCancel = count(&cancels)
	c := screen(t, b)
	c.FocusNext()
	b.SetEnabled(false)
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			above++
		}
	})
	strike(c, fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyEscape)
	test.Tap(b)
	want(t, "pushes", pushes, 0)
	want(t, "cancels", cancels, 0)
	want(t, "Escape seen by the window", above, 1)
	b.SetEnabled(true)
	c.Focus(b)
	strike(c, fyne.KeyReturn)
	want(t, "pushes when enabled again", pushes, 1)
}

func TestEscapeCancelsOrReachesTheWindow(t *testing.T) {
	cancels, above := 0, 0
	b := NewButton("Da", nil)
	c := screen(t, b)
	c.SetOnTypedKey(func(*fyne.KeyEvent) { above++ })
	c.FocusNext()
	strike(c, fyne.KeyEscape)
	want(t, "the window's Escapes", above, 1)
	b.OnCancel = count(&cancels)
	strike(c, fyne.KeyEscape)
	want(t, "the button's Escapes", cancels, 1)
	want(t, "the window's Escapes then", above, 1)
}

func TestArrowsMoveBetweenButtons(t *testing.T) {
	a, b := NewButton("Ne", nil), NewButton("Da", nil)
	c := screen(t, a, b)
	c.Focus(a)
	for _, s := range []struct {
		key  fyne.KeyName
		then *Button
	}{{fyne.KeyRight, b}, {fyne.KeyLeft, a}, {fyne.KeyDown, b}, {fyne.KeyUp, a}} {
		strike(c, s.key)
		want(t, string(s.key), c.Focused(), fyne.Focusable(s.then))
	}
}

func TestAMousePushFocusesTheButtonAndKeepsWhatItFocuses(t *testing.T) {
	e := NewEntry()
	b := NewButton("Da", nil)
	c := screen(t, e, b)
	test.Tap(b)
	want(t, "the focus", c.Focused(), fyne.Focusable(b))
	b.OnTapped = func() { c.Focus(e) }
	test.Tap(b)
	want(t, "the focus it chose", c.Focused(), fyne.Focusable(e))
}

func TestButtonIsDrawnForEachImportance(t *testing.T) {
	b := NewButton("Da", nil)
	screen(t, b)
	seen := map[any]widget.Importance{}
	for _, i := range []widget.Importance{
		widget.MediumImportance, widget.HighImportance, widget.LowImportance, widget.DangerImportance,
		widget.SuccessImportance, widget.WarningImportance,
	} {
		b.SetImportance(i)
		r, g, bl, a := b.face.FillColor.RGBA()
		face := [4]uint32{r, g, bl, a}
		if before, ok := seen[face]; ok {
			t.Errorf("importance %v looks like %v", i, before)
		}
		seen[face] = i
	}
	b.SetText("Ne")
	want(t, "the caption drawn", b.label.Text, "Ne")
}

func TestOnlyTheFocusedButtonHasARing(t *testing.T) {
	a, b := NewButton("Ne", nil), NewButton("Da", nil)
	c := screen(t, a, b)
	c.Focus(a)
	want(t, "the focused one's ring", a.ring.StrokeWidth, 2)
	want(t, "the other's ring", b.ring.StrokeWidth, 0)
	c.Focus(b)
	want(t, "the ring after the focus left", a.ring.StrokeWidth, 0)
}
