package field

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestAPathTakesItsCompletionAtTheEndOnly(t *testing.T) {
	app := test.NewTempApp(t)
	p := NewPath()
	w := test.NewTempWindow(t, p)
	w.Canvas().Focus(p)
	heard := ""
	p.OnChanged = func(value string) { heard = value }
	test.Type(p, "/home/a")
	press := func(key fyne.KeyName) { p.TypedKey(&fyne.KeyEvent{Name: key}) }
	press(fyne.KeyRight)
	if p.Value() != "/home/a" {
		t.Errorf("without an offer it is %q", p.Value())
	}
	p.Offer("/home/ana/")
	press(fyne.KeyLeft)
	press(fyne.KeyRight) // only moves the cursor
	if p.Value() != "/home/a" {
		t.Errorf("in the middle it is %q", p.Value())
	}
	press(fyne.KeyRight)
	if p.Value() != "/home/ana/" || heard != "/home/ana/" {
		t.Errorf("at the end it is %q, heard %q", p.Value(), heard)
	}
	test.Type(p, "x")
	if p.Value() != "/home/ana/x" {
		t.Errorf("typed on it is %q", p.Value())
	}
	taken := ""
	p.OnPaste = func(text string) bool { taken = text; return text == "1\t2\n" }
	for text, want := range map[string]string{"1\t2\n": "/home/ana/x"} {
		app.Clipboard().SetContent(text)
		p.TypedShortcut(&fyne.ShortcutPaste{Clipboard: app.Clipboard()})
		if p.Value() != want || taken != text {
			t.Errorf("pasted %q: %q, given %q", text, p.Value(), taken)
		}
	}
	app.Clipboard().SetContent(" y\n")
	p.TypedShortcut(&fyne.ShortcutPaste{Clipboard: app.Clipboard()})
	if p.Value() != "/home/ana/xy" {
		t.Errorf("what is not taken is pasted: %q", p.Value())
	}
}
