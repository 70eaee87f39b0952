package field

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/theme"
)

// TestMain runs all tests in one app, so that what is built before a window is shown has our theme.
func TestMain(m *testing.M) {
	test.NewApp().Settings().SetTheme(theme.New(theme.Settings{}))
	os.Exit(m.Run())
}

// screen shows objects under each other in a window of the test driver, in our theme.
func screen(t *testing.T, objects ...fyne.CanvasObject) fyne.Canvas {
	t.Helper()
	clear(held)
	lastFocused, shown = nil, nil
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Settings{}))
	w := test.NewTempWindow(t, container.NewVBox(objects...))
	w.Resize(fyne.NewSize(640, 480))
	return w.Canvas()
}

// strike is a whole key press as a real keyboard makes it: down, typed, up. Whatever has the focus at
// each moment gets it, and the window when nothing has.
func strike(c fyne.Canvas, keys ...fyne.KeyName) {
	for _, key := range keys {
		hold(c, key)
		if on, ok := c.Focused().(desktop.Keyable); ok {
			on.KeyUp(&fyne.KeyEvent{Name: key})
		}
	}
}

// hold presses a key and leaves it down.
func hold(c fyne.Canvas, key fyne.KeyName) {
	if on, ok := c.Focused().(desktop.Keyable); ok {
		on.KeyDown(&fyne.KeyEvent{Name: key})
	}
	repeat(c, key)
}

// repeat is what arrives again while a key stays down.
func repeat(c fyne.Canvas, key fyne.KeyName) {
	if on := c.Focused(); on != nil {
		on.TypedKey(&fyne.KeyEvent{Name: key})
	} else if handler := c.OnTypedKey(); handler != nil {
		handler(&fyne.KeyEvent{Name: key})
	}
}

// write types characters into what has the focus.
func write(c fyne.Canvas, text string) {
	for _, r := range text {
		if on := c.Focused(); on != nil {
			on.TypedRune(r)
		} else if handler := c.OnTypedRune(); handler != nil {
			handler(r)
		}
	}
}

// paste puts text on the clipboard and pastes it into what has the focus.
func paste(c fyne.Canvas, text string) {
	clipboard := fyne.CurrentApp().Clipboard()
	clipboard.SetContent(text)
	c.Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
}

func count(n *int) func() { return func() { *n++ } }

func want[T comparable](t *testing.T, what string, got, wanted T) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s: got %v, want %v", what, got, wanted)
	}
}

var returns = []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter}
