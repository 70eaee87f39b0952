package field

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/gui/theme"
)

// Button is a push button for hands on a keyboard: Return, keypad Enter and Space push it, once for
// each press of the key, never by a held key's repeats; Escape calls OnCancel; the arrows move to
// the control before or after. While disabled it does nothing at all, except that Escape still
// reaches the panel or window around it. After a push the focus stays where OnTapped put it, and
// on the button itself if nowhere else: it is never lost.
type Button struct {
	widget.DisableableWidget

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
func (b *Button) TypedRune(rune) {}

// KeyDown notes the start of a press.
func (b *Button) KeyDown(ev *fyne.KeyEvent) { keyDown(b, ev.Name) }

// KeyUp notes the end of a press.
func (b *Button) KeyUp(ev *fyne.KeyEvent) { keyUp(ev.Name) }

// FocusGained shows the ring.
func (b *Button) FocusGained() {
	b.focused = true
	lastFocused = b
	b.Refresh()
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

// CreateRenderer draws the button.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return render(b)
}

func (b *Button) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{&b.face, &b.over, &b.icon, &b.label, &b.ring}
}

// colours names the button's ground and ink.
func (b *Button) colours() (ground, ink fyne.ThemeColorName) {
	if b.Disabled() {
		return fynetheme.ColorNameDisabledButton, fynetheme.ColorNameDisabled
	}
	switch b.Importance {
	case widget.HighImportance:
		return fynetheme.ColorNamePrimary, fynetheme.ColorNameForegroundOnPrimary
	case widget.DangerImportance:
		return fynetheme.ColorNameError, fynetheme.ColorNameForegroundOnError
	case widget.SuccessImportance:
		return fynetheme.ColorNameSuccess, fynetheme.ColorNameForegroundOnSuccess
	case widget.WarningImportance:
		return fynetheme.ColorNameWarning, fynetheme.ColorNameForegroundOnWarning
	case widget.LowImportance:
		return "", fynetheme.ColorNamePrimary
	}
	return fynetheme.ColorNameButton, fynetheme.ColorNameForeground
}

func (b *Button) paint() {
	ground, ink := b.colours()
	b.face.FillColor, b.face.StrokeColor, b.face.StrokeWidth = color.Transparent, color.Transparent, 0
	if ground != "" {
		b.face.FillColor = colour(b, ground)
	}
	if ground == fynetheme.ColorNameButton || ground == fynetheme.ColorNameDisabledButton {
		b.face.StrokeColor, b.face.StrokeWidth = colour(b, theme.ColorBorder), size(b, theme.SizeBorder)
	}
	b.over.FillColor = color.Transparent
	if b.hovered && !b.Disabled() {
		b.over.FillColor = colour(b, fynetheme.ColorNameHover)
	}
	radius := size(b, fynetheme.SizeNameButtonRadius)
	b.face.CornerRadius, b.over.CornerRadius, b.ring.CornerRadius = radius, radius, radius+b.margin()
	ringIn(&b.ring, b, b.focused && !b.Disabled(), false)

	b.label.Text = b.Text
	b.label.Color = colour(b, ink)
	b.label.TextSize = size(b, fynetheme.SizeNameText)
	b.label.TextStyle = fyne.TextStyle{Bold: true}
	b.label.Alignment = fyne.TextAlignCenter
	b.icon.FillMode = canvas.ImageFillContain
	b.icon.Resource = nil
	b.icon.Hidden = b.Icon == nil
	if b.Icon != nil {
		b.icon.Resource = fynetheme.NewColoredResource(b.Icon, ink)
	}
	b.icon.Refresh()
}

// margin is the room around the face in which the ring is drawn.
func (b *Button) margin() float32 { return size(b, theme.SizeRing) + 1 }

// inside is the size of icon and caption together, and of the icon with the gap after it.
func (b *Button) inside() (all fyne.Size, icon float32) {
	all = b.label.MinSize()
	if b.Icon != nil {
		icon = size(b, fynetheme.SizeNameInlineIcon)
		all.Height = max(all.Height, icon)
		if b.Text != "" {
			icon += size(b, fynetheme.SizeNamePadding)
		}
		all.Width += icon
	}
	return all, icon
}

func (b *Button) min() fyne.Size {
	all, _ := b.inside()
	pad := size(b, fynetheme.SizeNameInnerPadding)
	return all.AddWidthHeight(2*(b.margin()+2*pad), 2*(b.margin()+pad))
}

func (b *Button) layout(s fyne.Size) {
	m := b.margin()
	place(&b.face, m, m, s.Width-2*m, s.Height-2*m)
	place(&b.over, m, m, s.Width-2*m, s.Height-2*m)
	half := size(b, theme.SizeRing) / 2
	place(&b.ring, half, half, s.Width-2*half, s.Height-2*half)
	all, icon := b.inside()
	left := (s.Width - all.Width) / 2
	edge := size(b, fynetheme.SizeNameInlineIcon)
	place(&b.icon, left, (s.Height-edge)/2, edge, edge)
	place(&b.label, left+icon, (s.Height-b.label.MinSize().Height)/2, all.Width-icon, b.label.MinSize().Height)
}
