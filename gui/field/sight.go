package field

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Lost tells whether the control of ours that has the focus on c can't be seen: it was hidden, or taken out of the window. Fyne leaves
// it the focus. No control of this package acts on a key then; the first one takes the focus away.
func Lost(c fyne.Canvas) bool {
	focused := c.Focused()
	return focused != nil && focused == lastFocused && !shows(c, focused)
}

// unseen tells whether a control gets keys though nobody can see it.
func unseen(on fyne.Focusable) bool {
	c := focusedOn(on)
	return c != nil && !shows(c, on)
}

// pass takes the focus from a control that is unseen, and gives a key to whoever is in charge.
func pass(on fyne.Focusable, ev *fyne.KeyEvent) {
	if c := focusedOn(on); c != nil {
		c.Unfocus()
		forwardOn(c, ev)
	}
}

// focusedOn is the canvas on which a control has the focus; nil is none. Fyne doesn't know the canvas of what it hasn't drawn yet, and
// forgets that of what is gone.
func focusedOn(on fyne.Focusable) fyne.Canvas {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if w.Canvas().Focused() == on {
			return w.Canvas()
		}
	}
	return nil
}

// shows tells whether a control that has the focus on c can be seen there: in the panel on top, or in the window. What Fyne itself lays
// over the window can't be looked into; its controls are Fyne's own.
func shows(c fyne.Canvas, on fyne.Focusable) bool {
	if m := topModal(c); m != nil {
		return holds(m.popup, on)
	}
	return c.Overlays().Top() != nil || holds(c.Content(), on)
}

// holds tells whether a control is in a tree, and it and all around it visible.
func holds(in fyne.CanvasObject, control fyne.Focusable) bool {
	if in == nil || !in.Visible() {
		return false
	}
	return in == control.(fyne.CanvasObject) || slices.ContainsFunc(inside(in), func(o fyne.CanvasObject) bool { return holds(o, control) })
}

// inside are the parts of what may hold a control.
func inside(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *Scroll:
		return []fyne.CanvasObject{o.Content}
	case *container.ThemeOverride:
		return []fyne.CanvasObject{o.Content}
	case *widget.PopUp:
		return []fyne.CanvasObject{o.Content}
	case drawn:
		return o.objects()
	}
	return nil
}
