package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Button is a push button for hands on a keyboard: Return, keypad Enter and Space push it, once for
// each press of the key, never by a held key's repeats; Escape calls OnCancel; the arrows move to
// the control before or after. While disabled it does nothing at all, except that Escape still
// reaches the panel or window around it. After a push the focus stays where OnTapped put it, and
// on the button itself if nowhere else: it is never lost.
type Button struct {
	widget.DisableableWidget
	hand

	Text       string
	Icon       fyne.Resource     // drawn before the text; nil for none
	Importance widget.Importance // High for the one natural step, Danger for what stops something, Low for links
	OnTapped   func()
	OnCancel   func() // nil hands Escape to the panel or window around

	focused, hovered bool
	face, ring       canvas.Rectangle
	over             canvas.Rectangle
	label            canvas.Text
	icon             canvas.Image
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ desktop.Keyable   = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
	_ desktop.Mouseable = (*Button)(nil)
)

// NewButton makes a button of ordinary importance.
func NewButton(text string, tapped func()) *Button {
	b := &Button{Text: text, OnTapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// NewPrimary makes the button of a screen's one natural next step.
func NewPrimary(text string, tapped func()) *Button {
	b := NewButton(text, tapped)
	b.Importance = widget.HighImportance
	return b
}

// SetText changes the caption.
func (b *Button) SetText(text string) {
	if b.Text != text {
		b.Text = text
		b.Refresh()
	}
}

// SetIcon changes the icon; nil takes it away.
func (b *Button) SetIcon(icon fyne.Resource) {
	b.Icon = icon
	b.Refresh()
}

// SetImportance changes how the button stands out.
func (b *Button) SetImportance(i widget.Importance) {
	if b.Importance != i {
		b.Importance = i
		b.Refresh()
	}
}

// SetEnabled enables or disables the button.
func (b *Button) SetEnabled(enabled bool) {
	if enabled {
		b.Enable()
	} else {
		b.Disable()
	}
}

// Tapped is a push by the mouse. See Button for where the focus goes.
func (b *Button) Tapped(*fyne.PointEvent) {
	if b.Disabled() {
		return
	}
	touch()
	if c := canvasOf(b); c != nil {
		c.Focus(b)
	}
	b.push()
}

func (b *Button) push() {
	if b.OnTapped != nil {
		b.OnTapped()
	}
}

// TypedKey acts on keys; see Button.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case gateKey(b, ev):
	case unseen(b):
		pass(b, ev)
	case ev.Name == fyne.KeyEscape:
		if !fresh(b, ev.Name) {
			return
		}
		if b.OnCancel != nil && !b.Disabled() {
			b.OnCancel()
			return
		}
		forward(b, ev)
	case isReturn(ev.Name), ev.Name == fyne.KeySpace:
		if fresh(b, ev.Name) && !b.Disabled() {
			b.push()
		}
	case ev.Name == fyne.KeyLeft, ev.Name == fyne.KeyUp:
		step(b, true)
	case ev.Name == fyne.KeyRight, ev.Name == fyne.KeyDown:
		step(b, false)
	default:
		forward(b, ev)
	}
}

// TypedRune takes no characters.
func (b *Button) TypedRune(r rune) { gateRune(b, r) }

// KeyDown notes the start of a press.
func (b *Button) KeyDown(ev *fyne.KeyEvent) { keyDown(b, ev.Name) }

// KeyUp notes the end of a press.
func (b *Button) KeyUp(ev *fyne.KeyEvent) { keyUp(ev.Name) }

// FocusGained shows the ring.
func (b *Button) FocusGained() {
	b.focused = true
	b.Refresh()
	gained(b)
}

// FocusLost hides the ring.
func (b *Button) FocusLost() {
	b.focused = false
	b.Refresh()
}

// MouseIn shows that the button is pointed at.
func (b *Button) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	b.Refresh()
}

// MouseMoved does nothing.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes back what MouseIn showed.
func (b *Button) MouseOut() {
	b.hovered = false
	b.Refresh()
}
