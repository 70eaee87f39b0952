package field

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A focused control gets such keys from the toolkit, and the window only when it doesn't want any.
func TestEveryKeyOfTheMenuWorksWhateverHasTheFocus(t *testing.T) {
	for name, focus := range map[string]func(c *counterMenu){
		"an entry":           func(c *counterMenu) { c.Focus(c.entry) },
		"a button":           func(c *counterMenu) { c.Focus(c.button) },
		"a choice":           func(c *counterMenu) { c.Focus(c.choice) },
		"nothing":            func(c *counterMenu) { c.Unfocus() },
		"the menu":           func(c *counterMenu) { c.bar.Toggle() },
		"the items":          func(c *counterMenu) { c.bar.enter(1, true) },
		"an entry not drawn": func(c *counterMenu) { c.Focus(c.entry); c.entry.Hide() },
	} {
		t.Run(name, func(t *testing.T) {
			c := withMenu(t)
			focus(c)
			c.chord(fyne.KeyModifierAlt, "P")
			want(t, "Alt and letter", c.where(), "Program/Barve")
			c.bar.Leave()
			focus(c)
			c.chord(fyne.KeyModifierShortcutDefault, "T")
			want(t, "given", strings.Join(c.given, ","), "Polnitev")
			want(t, "the menu", c.where(), "")
			for _, other := range []fyne.KeyName{"J", "M", "I", "H", "A", "C", "V", "X", "Z", "Y", "5"} {
				c.chord(fyne.KeyModifierShortcutDefault, other)
				c.chord(fyne.KeyModifierAlt, other)
			}
			want(t, "commands given", len(c.given), 1)
		})
	}
}

// At a disabled entry that has the focus the toolkit turns a chord into a bare key.
func TestAKeyOfTheMenuWorksAtAnEntryThatWaits(t *testing.T) {
	c := withMenu(t)
	write(c, "50")
	c.entry.SetEnabled(false)
	down := fyne.KeyModifier(0)
	before := modifiers
	modifiers = func() fyne.KeyModifier { return down }
	t.Cleanup(func() { modifiers = before })
	strike(c, fyne.KeyT)
	want(t, "given by the bare key", len(c.given), 0)
	down = fyne.KeyModifierShortcutDefault
	strike(c, fyne.KeyT)
	want(t, "given", strings.Join(c.given, ","), "Polnitev")
	down = fyne.KeyModifierAlt
	strike(c, fyne.KeyP)
	want(t, "the menu", c.where(), "Program/Barve")
	want(t, "the text", c.entry.Value(), "50")
}

func TestTheEntrysOwnKeysStayItsOwn(t *testing.T) {
	c := withMenu(t)
	paste(c, "Žiga Čuk")
	c.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	want(t, "selected", c.entry.SelectedText(), "Žiga Čuk")
	strike(c, fyne.KeyEnd)
	c.chord(fyne.KeyModifierShortcutDefault, fyne.KeyLeft) // a word to the left
	want(t, "the cursor", c.entry.CursorColumn, 5)
}

func TestAltAloneGoesIntoTheMenuAndLeavesIt(t *testing.T) {
	c := withMenu(t)
	c.alt()
	want(t, "the menu", c.where(), "Stranka")
	c.alt()
	want(t, "the menu", c.where(), "")

	c.alt(fyne.Key0, fyne.Key1, fyne.Key3) // a reader that types a code by Alt and the keypad
	want(t, "after Alt and digits", c.where(), "")
	c.alt(desktop.KeyShiftLeft) // the change of the keyboard's layout
	want(t, "after Alt and Shift", c.where(), "")
	c.goes(desktop.KeyAltRight, true)
	c.goes(desktop.KeyAltRight, false) // AltGr, which writes @
	want(t, "after AltGr", c.where(), "")
	c.goes(desktop.KeyAltLeft, true)
	c.bar.Away() // the window was left by Alt+Tab
	c.goes(desktop.KeyAltLeft, false)
	want(t, "after Alt and Tab", c.where(), "")
	c.goes(desktop.KeyAltLeft, true)
	c.click(fyne.NewPos(5, 5))
	c.goes(desktop.KeyAltLeft, false)
	want(t, "after Alt and a click on a title", c.where(), "Stranka/Naslednja stranka")

	before := modifiers
	modifiers = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	t.Cleanup(func() { modifiers = before })
	c.bar.Leave()
	c.alt()
	want(t, "after Shift and Alt", c.where(), "")
}

// Plus has a key of its own on a Slovene keyboard and on every keypad; on one of the United States it is the equals sign's with Shift.
func TestPlusIsPressedOnEveryKeyboard(t *testing.T) {
	for name, press := range map[string]struct {
		key fyne.KeyName
		mod fyne.KeyModifier
	}{
		"Slovene, or a keypad":      {fyne.KeyPlus, fyne.KeyModifierShortcutDefault},
		"United States":             {fyne.KeyEqual, fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift},
		"United States, no Shift":   {fyne.KeyEqual, fyne.KeyModifierShortcutDefault},
		"equals, and nothing of it": {fyne.KeyEqual, fyne.KeyModifierAlt},
	} {
		given := 0
		c := withMenu(t)
		c.bar.Set([]Menu{{Title: "Program", Items: []MenuItem{{Title: "Večje", Key: fyne.KeyPlus, Do: func() { given++ }}}}})
		c.chord(press.mod, press.key)
		want(t, name, given == 1, press.mod != fyne.KeyModifierAlt)
	}
}
