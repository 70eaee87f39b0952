package field

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// readers are the letters that hand readers send with a control key for line ends, tabs and backspaces.
const readers = "JMIH"

// mnemonics is for each title which of its letters opens it with Alt: the first that no title before it has and no reader sends; -1
// when there is none.
func mnemonics(titles []string) (at []int) {
	taken := readers
	for _, title := range titles {
		at = append(at, -1)
		for i, r := range []rune(strings.ToUpper(title)) {
			if r >= 'A' && r <= 'Z' && !strings.ContainsRune(taken, r) {
				at[len(at)-1], taken = i, taken+string(r)
				break
			}
		}
	}
	return at
}

// letter is the key that opens a title with Alt, empty for none.
func (t menuTitle) letter() fyne.KeyName {
	if t.mnemonic < 0 {
		return ""
	}
	return fyne.KeyName(strings.ToUpper(string([]rune(t.words.Text)[t.mnemonic])))
}

// Install gives the menu the keys of a canvas on which it is shown. Keys of a control come by TypedShortcut and by what a control
// hands on; those of none come here, and go on to whoever was told of them before.
func (m *MenuBar) Install(c fyne.Canvas) {
	bar, m.canvas = m, c
	typed := c.OnTypedKey()
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		switch {
		case ev.Name == fyne.KeyF10 && !repeated(ev.Name):
			inTurn(m.Toggle)
		case ev.Name != fyne.KeyF10 && typed != nil:
			typed(ev)
		}
	})
	if on, ok := c.(desktop.Canvas); ok {
		on.SetOnKeyDown(also(on.OnKeyDown(), func(key fyne.KeyName) { keyDown(nil, key) }))
		on.SetOnKeyUp(also(on.OnKeyUp(), keyUp))
	}
	m.listen()
}

// repeated tells whether a held key has acted already, on whatever had the focus.
func repeated(key fyne.KeyName) bool {
	p, down := held[key]
	return down && !fresh(p.on, key)
}

func also(first func(*fyne.KeyEvent), then func(fyne.KeyName)) func(*fyne.KeyEvent) {
	return func(ev *fyne.KeyEvent) {
		if first != nil {
			first(ev)
		}
		then(ev.Name)
	}
}

// listen tells the canvas the keys of the menus there are now.
func (m *MenuBar) listen() {
	if m.canvas == nil {
		return
	}
	for _, key := range m.keys {
		m.canvas.RemoveShortcut(key)
	}
	m.keys = nil
	for i, menu := range m.menus {
		if letter := m.titles[i].letter(); letter != "" {
			m.keys = append(m.keys, &desktop.CustomShortcut{KeyName: letter, Modifier: fyne.KeyModifierAlt})
		}
		for _, item := range menu.Items {
			m.keys = append(m.keys, chordsOf(item.Key)...)
		}
	}
	for _, key := range m.keys {
		m.canvas.AddShortcut(key, m.TypedShortcut)
	}
}

// chordsOf are the ways to press Ctrl with a key. On a keyboard of the United States plus is the equals sign's key with Shift.
func chordsOf(key fyne.KeyName) []fyne.Shortcut {
	const ctrl = fyne.KeyModifierShortcutDefault
	all := []fyne.Shortcut{&desktop.CustomShortcut{KeyName: key, Modifier: ctrl}}
	if key == fyne.KeyPlus {
		all = append(all, &desktop.CustomShortcut{KeyName: fyne.KeyEqual, Modifier: ctrl}, &desktop.CustomShortcut{KeyName: fyne.KeyEqual, Modifier: ctrl | fyne.KeyModifierShift})
	}
	return all
}

// TypedShortcut gives the command that has this key, or opens the menu whose letter it is.
func (m *MenuBar) TypedShortcut(s fyne.Shortcut) { m.takes(s) }

// takes is TypedShortcut, and reports false when the key is none of the menu's.
func (m *MenuBar) takes(s fyne.Shortcut) bool {
	chord, ok := s.(*desktop.CustomShortcut)
	if !ok {
		return false
	}
	for i, menu := range m.menus {
		if chord.Modifier == fyne.KeyModifierAlt && chord.KeyName == m.titles[i].letter() {
			inTurn(func() { m.enter(i, true) })
			return true
		}
		for _, item := range menu.Items {
			if slices.ContainsFunc(chordsOf(item.Key), func(c fyne.Shortcut) bool { return *c.(*desktop.CustomShortcut) == *chord }) {
				Command(item.Key, func() { m.give(item) })
				return true
			}
		}
	}
	return false
}

// commanded gives the menu the keys that the toolkit hands to a control alone, and reports whether it has taken them. The menu comes
// before the control, as it does with the toolkit's own.
func commanded(from fyne.CanvasObject, s fyne.Shortcut) bool {
	m := barOn(canvasOf(from))
	return m != nil && m.takes(s)
}

// modifiers are Ctrl, Alt and the like that are down now.
var modifiers = func() fyne.KeyModifier {
	if keyboard, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return keyboard.CurrentKeyModifiers()
	}
	return 0
}

// disabledChord hands on a key that is typed with Ctrl or Alt at a disabled entry: the toolkit makes it a bare key, and tells nobody
// else of it.
func disabledChord(at entryWidget, key fyne.KeyName) bool {
	down := modifiers()
	if down&^fyne.KeyModifierShift == 0 {
		return false
	}
	chord := &desktop.CustomShortcut{KeyName: key, Modifier: down}
	return commanded(at, chord) || meaning(chord) != 0 && gateShortcut(at, chord)
}

// altAlone tells that the left Alt is down and nothing else was pressed since. The right one writes characters on our keyboards.
var altAlone bool

func altDown(key fyne.KeyName) {
	altAlone = key == desktop.KeyAltLeft && modifiers()&^fyne.KeyModifierAlt == 0
}

// altUp goes into the menu, or leaves it, when Alt was pressed for nothing else.
func altUp(key fyne.KeyName) {
	if alone := altAlone; key == desktop.KeyAltLeft {
		altAlone = false
		if alone && bar != nil {
			inTurn(bar.Toggle)
		}
	}
}
