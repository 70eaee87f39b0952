package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"cekr.kranj.si/desk/gui/field/reading"
)

// gateKey takes a key that came for a control, or for none, and reports false when the control is to act on it.
func gateKey(on fyne.Focusable, ev *fyne.KeyEvent) bool {
	g := watching
	if g == nil || g.passing {
		return false
	}
	g.number = g.number || len(ev.Name) == 1 && ev.Name >= "0" && ev.Name <= "9" && ev.Physical.ScanCode >= keypad
	kind, means := kindOf(on, ev.Name)
	if kind == writes {
		return g.watch.Reading()
	}
	down, now := held[ev.Name], g.Now()
	repeat := down != nil && down.typed
	if down != nil {
		down.typed = true
		g.waiting = append(g.waiting, down)
	}
	g.watch.Key(reading.Key{
		Kind: kind, Rune: means, Repeat: repeat, Stray: !g.shows(on), Secret: isSecret(on),
		Do: func() {
			if !pushes(ev.Name) || !g.tooSoon(now) {
				g.typeKey(ev, down)
			}
		},
	}, now)
	return true
}

// keypad is where the keypad's digits begin among the codes of keys, on every system; those above the letters come before. A digit
// there that writes nothing may be a dead key.
const keypad = 71

// writes is the kind of keys whose character comes apart, and of Shift and its like.
const writes = reading.Kind(-1)

// kindOf is what a key does at a control, and what it means in a reading.
func kindOf(on fyne.Focusable, key fyne.KeyName) (reading.Kind, rune) {
	switch key {
	case fyne.KeyReturn, fyne.KeyEnter:
		return reading.Acts, '\r'
	case fyne.KeyTab:
		return reading.Acts, '\t'
	case fyne.KeyEscape:
		return reading.Acts, '\x1b'
	case fyne.KeySpace:
		if _, shows := on.(keeper); !shows && on != nil {
			return reading.Acts, ' '
		}
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyInsert,
		fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown:
		return reading.Moves, 0
	}
	if isFunction(key) {
		return reading.Moves, 0
	}
	return writes, 0
}

// pushes tells the keys that push a button or end an entry.
func pushes(key fyne.KeyName) bool { return isReturn(key) || key == fyne.KeySpace }

// gateRune takes a character that came for a control, or for none, and reports false when the control is to act on it.
func gateRune(on fyne.Focusable, r rune) bool {
	g := watching
	if g == nil || g.passing {
		return false
	}
	g.number = false
	repeat := g.presses == 0 && r == g.written
	g.presses, g.written = 0, r
	k := reading.Key{Kind: reading.Shows, Rune: r, Repeat: repeat, Stray: !g.shows(on), Secret: isSecret(on)}
	_, chooses := on.(*Choice)
	switch {
	case r == ' ' && on != nil && k.Stray: // its key has come already
		return true
	case r == '\r', r == '\n', chooses && r >= '1' && r <= '9':
		k.Kind = reading.Acts
	}
	now := g.Now()
	k.Do = func() {
		if !isLineEnd(r) || !g.tooSoon(now) {
			g.typeRune(r)
		}
	}
	g.watch.Key(k, now)
	return true
}

func isLineEnd(r rune) bool { return r == '\r' || r == '\n' }

// gateShortcut takes a chord that came for a control, or for none, and reports false when the control is to act on it.
func gateShortcut(on fyne.Focusable, s fyne.Shortcut) bool {
	g := watching
	if g == nil || g.passing {
		return false
	}
	g.watch.Key(reading.Key{Kind: reading.Acts, Rune: meaning(s), Stray: !g.shows(on), Do: func() { g.typeShortcut(on, s) }}, g.Now())
	return true
}

// Command runs a command of the menu whose chord is Ctrl with key, unless that is a control character of a reading.
func Command(key fyne.KeyName, run func()) {
	g := watching
	if g == nil || g.passing {
		run()
		return
	}
	chord := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
	g.watch.Key(reading.Key{Kind: reading.Acts, Rune: meaning(chord), Do: func() { g.pass(run) }}, g.Now())
}

// inTurn does what a hand alone asks for, after the keys before it that still wait.
func inTurn(do func()) {
	g := watching
	if g == nil || g.passing {
		do()
		return
	}
	g.watch.Key(reading.Key{Kind: reading.Moves, Do: func() { g.pass(do) }}, g.Now())
}

// meaning is the control character that a reader means by a chord; 0 is none. Ctrl+J is a line feed.
func meaning(s fyne.Shortcut) rune {
	chord, ok := s.(*desktop.CustomShortcut)
	if !ok || len(chord.KeyName) != 1 || chord.KeyName < "A" || chord.KeyName > "Z" {
		return 0
	}
	return rune(chord.KeyName[0] - 'A' + 1)
}

// shows tells whether a character that comes for a control, or for none, is shown somewhere.
func (g *gate) shows(on fyne.Focusable) bool {
	if on == nil {
		return !ModalOpen(g.Canvas) && g.Loose() != nil
	}
	k, ok := on.(keeper)
	return ok && !k.Disabled()
}

// isSecret tells whether nine digits may be somebody's PIN there.
func isSecret(on fyne.Focusable) bool {
	_, ok := on.(*PIN)
	return ok
}

// typeKey gives a key to whatever has the focus; down is its press.
func (g *gate) typeKey(ev *fyne.KeyEvent, down *press) {
	before := acting
	acting = down
	defer func() { acting = before }()
	g.waiting = after(g.waiting, down)
	if !pushes(ev.Name) && ev.Name != fyne.KeyEscape {
		from := g.Canvas.Focused()
		defer func() { g.follow(from) }()
	}
	g.pass(func() {
		on := g.Canvas.Focused()
		switch {
		case ev.Name == fyne.KeyTab && !MenuOpen(g.Canvas):
			g.Canvas.FocusNext()
		case on != nil:
			on.TypedKey(ev)
		case g.Canvas.OnTypedKey() != nil:
			g.Canvas.OnTypedKey()(ev)
		}
	})
}

// after is what was pressed after a press; all of it, if that isn't there.
func after(presses []*press, done *press) []*press {
	for i, p := range presses {
		if p == done {
			return presses[i+1:]
		}
	}
	return presses
}

// follow lets what was pressed behind a Tab or an arrow act where that has led: the hand meant it there.
func (g *gate) follow(from fyne.Focusable) {
	to := g.Canvas.Focused()
	for _, p := range g.waiting {
		if p.on == from && !p.acted {
			p.on = to
		}
	}
}

// typeRune gives a character to whatever has the focus.
func (g *gate) typeRune(r rune) {
	g.pass(func() {
		if on := g.Canvas.Focused(); on != nil {
			g.keep(on)
			on.TypedRune(r)
		} else if handler := g.Canvas.OnTypedRune(); handler != nil {
			handler(r)
		}
	})
}

// typeShortcut gives a chord to whatever has the focus, else to whom it came for: a menu of the mouse may just have closed.
func (g *gate) typeShortcut(came fyne.Focusable, s fyne.Shortcut) {
	to, ok := g.Canvas.Focused().(fyne.Shortcutable)
	if !ok {
		to, ok = came.(fyne.Shortcutable)
	}
	if ok {
		g.pass(func() { to.TypedShortcut(s) })
	}
}

// looseKey acts on a key that came while nothing has the focus: a Return shows where the focus belongs.
func (g *gate) looseKey(ev *fyne.KeyEvent) {
	if gateKey(nil, ev) || !isReturn(ev.Name) {
		return
	}
	if to := g.Loose(); to != nil {
		g.Canvas.Focus(to)
	}
}

// looseRune types a character where it belongs that came while nothing has the focus.
func (g *gate) looseRune(r rune) {
	if gateRune(nil, r) {
		return
	}
	if to := g.Loose(); to != nil {
		g.Canvas.Focus(to)
		g.keep(to)
		to.TypedRune(r)
	}
}

// takesTab tells whether Tab comes to the controls as a key, for it may be how a reader ends what it types. Shift+Tab never is.
func takesTab() bool {
	if watching == nil {
		return false
	}
	keyboard, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return !ok || keyboard.CurrentKeyModifiers()&fyne.KeyModifierShift == 0
}

// AcceptsTab is fyne.Tabbable's.
func (e *Entry) AcceptsTab() bool { return takesTab() }

// AcceptsTab is fyne.Tabbable's.
func (b *Button) AcceptsTab() bool { return takesTab() }

// AcceptsTab is fyne.Tabbable's.
func (c *Choice) AcceptsTab() bool { return takesTab() }

// AcceptsTab is fyne.Tabbable's.
func (r *Reader) AcceptsTab() bool { return takesTab() }
