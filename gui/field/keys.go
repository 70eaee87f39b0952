package field

import "fyne.io/fyne/v2"

// held remembers for each key that is down which of our controls was focused when it went down, and
// whether the press has acted. An operating system repeats a held key without a new press, and
// Fyne passes repeats on like presses: without this, a Return held a moment too long in the amount
// would open the confirmation and confirm it.
var held = map[fyne.KeyName]*press{}

type press struct {
	on    fyne.Focusable
	acted bool
	typed bool // it has come as a key; what comes again is the system's repeat
}

// acting is the press of the key that is being done, when that has waited; its key may be up by now.
var acting *press

func keyDown(on fyne.Focusable, key fyne.KeyName) {
	held[key] = &press{on: on}
	if watching != nil {
		watching.touched, watching.presses = true, watching.presses+1
	}
	altDown(key)
	activity()
}

// moved is told of each control of ours that gets the focus; see OnFocus.
var moved = func(fyne.CanvasObject) {}

// OnFocus sets who is told which control has got the focus, so that a place that scrolls can show it. There is one window, so there is one.
func OnFocus(told func(fyne.CanvasObject)) { moved = told }

// gained notes that a control has the focus.
func gained(on interface {
	fyne.Focusable
	fyne.CanvasObject
}) {
	if lastFocused != on { // or it comes back from another window
		Stepped()
	}
	lastFocused = on
	moved(on)
}

func keyUp(key fyne.KeyName) {
	delete(held, key)
	altUp(key)
}

// fresh tells whether a typed key may act on the control: true once for each press that began
// there. A key nobody saw going down (Fyne's test driver types without pressing) may act.
func fresh(on fyne.Focusable, key fyne.KeyName) bool {
	p, down := held[key]
	if acting != nil {
		p, down = acting, true
	}
	if !down {
		return true
	}
	if p.on != on || p.acted {
		return false
	}
	p.acted = true
	return true
}

// isReturn is true for Return and for the keypad's Enter, which Fyne keeps apart.
func isReturn(key fyne.KeyName) bool { return key == fyne.KeyReturn || key == fyne.KeyEnter }

// forward hands a key that the control has no use for to whoever is in charge: the panel on top if
// one is open, else the window's own handler.
func forward(from fyne.CanvasObject, ev *fyne.KeyEvent) {
	if c := canvasOf(from); c != nil {
		forwardOn(c, ev)
	}
}

func forwardOn(c fyne.Canvas, ev *fyne.KeyEvent) {
	if m := topModal(c); m != nil {
		m.key(ev)
		return
	}
	if handler := c.OnTypedKey(); handler != nil && c.Overlays().Top() == nil {
		handler(ev)
	}
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// step moves the focus to the next control, or back to the one before.
func step(from fyne.CanvasObject, back bool) {
	c := canvasOf(from)
	switch {
	case c == nil:
	case back:
		c.FocusPrevious()
	default:
		c.FocusNext()
	}
}
