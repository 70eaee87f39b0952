package field

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/gui/theme"
)

// Option is one of a Choice: a code for the program and words for people.
type Option struct{ Code, Label string }

// Choice is a short list of which one may be chosen. It is one stop for Tab. The arrows choose the
// option above or below and stay at the ends, Space chooses the first when there is none yet, and
// the digits 1 to 9 choose by place. Return and Enter call OnSubmitted or, when that is nil, go to
// the next control; Escape as in an Entry.
type Choice struct {
	widget.DisableableWidget
	fault
	titled
	hand

	OnChanged   func(code string) // after the clerk chose another; never after SetSelected
	OnSubmitted func(code string) // the code is empty when nothing is chosen
	OnNext      func()
	OnEscape    func()

	options []Option
	chosen  int // -1 for none
	focused bool
	ring    canvas.Rectangle
	marks   []*canvas.Image
	lines   []*canvas.Text
}

// NewChoice makes a choice with nothing chosen.
func NewChoice(options ...Option) *Choice {
	c := &Choice{chosen: -1}
	c.ExtendBaseWidget(c)
	c.SetOptions(options...)
	return c
}

// SetOptions changes the options; what was chosen stays chosen if its code is still there.
func (c *Choice) SetOptions(options ...Option) {
	if slices.Equal(c.options, options) {
		return
	}
	code := c.Selected()
	c.options, c.chosen = options, -1
	c.marks, c.lines = nil, nil
	for i, o := range options {
		if o.Code == code && code != "" {
			c.chosen = i
		}
		c.marks = append(c.marks, &canvas.Image{FillMode: canvas.ImageFillContain})
		c.lines = append(c.lines, &canvas.Text{})
	}
	c.Refresh()
}

// Selected is the code chosen, empty for none.
func (c *Choice) Selected() string {
	if c.chosen < 0 {
		return ""
	}
	return c.options[c.chosen].Code
}

// SetSelected chooses the option of that code; an unknown or empty one means none. It calls nothing
// back.
func (c *Choice) SetSelected(code string) {
	at := -1
	for i, o := range c.options {
		if o.Code == code {
			at = i
		}
	}
	if c.chosen != at {
		c.chosen = at
		c.Refresh()
	}
}

// SetError is Field's.
func (c *Choice) SetError(sentence string) {
	if c.fault.set(sentence) {
		c.Refresh()
	}
}

func (c *Choice) textSize() fyne.ThemeSizeName { return "" }

// choose is the clerk's hand on option i.
func (c *Choice) choose(i int) {
	if c.Disabled() || i < 0 || i >= len(c.options) || i == c.chosen {
		return
	}
	c.chosen = i
	c.SetError("")
	c.Refresh()
	if c.OnChanged != nil {
		c.OnChanged(c.Selected())
	}
}

// TypedKey acts on keys; see Choice.
func (c *Choice) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case gateKey(c, ev):
	case unseen(c):
		pass(c, ev)
	case ev.Name == fyne.KeyEscape:
		if !fresh(c, ev.Name) {
			return
		}
		if c.OnEscape != nil {
			c.OnEscape()
			return
		}
		forward(c, ev)
	case isReturn(ev.Name):
		if fresh(c, ev.Name) && !c.Disabled() {
			c.submit()
		}
	case ev.Name == fyne.KeySpace:
		c.choose(max(c.chosen, 0))
	case ev.Name == fyne.KeyUp, ev.Name == fyne.KeyLeft:
		c.choose(max(c.chosen-1, 0))
	case ev.Name == fyne.KeyDown, ev.Name == fyne.KeyRight:
		c.choose(min(c.chosen+1, len(c.options)-1))
	default:
		forward(c, ev)
	}
}

func (c *Choice) submit() {
	switch {
	case c.OnSubmitted != nil:
		c.OnSubmitted(c.Selected())
	case c.OnNext != nil:
		c.OnNext()
	default:
		step(c, false)
	}
}

// TypedRune chooses by place for 1 to 9.
func (c *Choice) TypedRune(r rune) {
	if !gateRune(c, r) && r >= '1' && r <= '9' && !unseen(c) {
		c.choose(int(r - '1'))
	}
}

// Tapped chooses the option under the pointer.
func (c *Choice) Tapped(ev *fyne.PointEvent) {
	if c.Disabled() || len(c.options) == 0 {
		return
	}
	touch()
	if on := canvasOf(c); on != nil {
		on.Focus(c)
	}
	c.choose(int((ev.Position.Y - c.margin()) / c.step()))
}

// KeyDown notes the start of a press.
func (c *Choice) KeyDown(ev *fyne.KeyEvent) { keyDown(c, ev.Name) }

// KeyUp notes the end of a press.
func (c *Choice) KeyUp(ev *fyne.KeyEvent) { keyUp(ev.Name) }

// FocusGained shows the ring.
func (c *Choice) FocusGained() {
	c.focused = true
	c.Refresh()
	gained(c)
}

// FocusLost hides the ring.
func (c *Choice) FocusLost() {
	c.focused = false
	c.Refresh()
}

// CreateRenderer draws the list.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	return render(c)
}

func (c *Choice) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{}
	for i := range c.options {
		all = append(all, c.marks[i], c.lines[i])
	}
	return append(all, &c.ring)
}

func (c *Choice) paint() {
	ink := fynetheme.ColorNameForeground
	if c.Disabled() {
		ink = fynetheme.ColorNameDisabled
	}
	for i, o := range c.options {
		mark := fynetheme.IconNameRadioButton
		if i == c.chosen {
			mark = fynetheme.IconNameRadioButtonChecked
		}
		c.marks[i].Resource = fynetheme.NewColoredResource(c.Theme().Icon(mark), ink)
		c.marks[i].Refresh()
		c.lines[i].Text, c.lines[i].Color = o.Label, colour(c, ink)
		c.lines[i].TextSize = size(c, fynetheme.SizeNameText)
		c.lines[i].TextStyle = fyne.TextStyle{Bold: i == c.chosen}
	}
	c.ring.CornerRadius = size(c, fynetheme.SizeNameInputRadius)
	ringIn(&c.ring, c, c.focused && !c.Disabled(), c.sentence != "")
}

func (c *Choice) margin() float32 {
	return size(c, theme.SizeRing) + size(c, fynetheme.SizeNamePadding)
}

// step is the height of one option.
func (c *Choice) step() float32 {
	line := fyne.MeasureText("0", size(c, fynetheme.SizeNameText), fyne.TextStyle{Bold: true}).Height
	return max(line, size(c, fynetheme.SizeNameInlineIcon)) + size(c, fynetheme.SizeNamePadding)
}

func (c *Choice) min() fyne.Size {
	wide := float32(0)
	for _, o := range c.options { // bold, so that choosing does not widen it
		wide = max(wide, fyne.MeasureText(o.Label, size(c, fynetheme.SizeNameText), fyne.TextStyle{Bold: true}).Width)
	}
	icon := size(c, fynetheme.SizeNameInlineIcon) + 2*size(c, fynetheme.SizeNamePadding)
	return fyne.NewSize(icon+wide+2*c.margin(), c.step()*float32(len(c.options))+2*c.margin())
}

func (c *Choice) layout(s fyne.Size) {
	half := c.ring.StrokeWidth / 2
	place(&c.ring, half, half, s.Width-2*half, s.Height-2*half)
	m, icon := c.margin(), size(c, fynetheme.SizeNameInlineIcon)
	left := m + icon + 2*size(c, fynetheme.SizeNamePadding)
	for i := range c.options {
		top, words := m+c.step()*float32(i), c.lines[i].MinSize()
		place(c.marks[i], m, top+(c.step()-icon)/2, icon, icon)
		place(c.lines[i], left, top+(c.step()-words.Height)/2, s.Width-left-m, words.Height)
	}
}

var (
	_ Field           = (*Choice)(nil)
	_ fyne.Tappable   = (*Choice)(nil)
	_ desktop.Keyable = (*Choice)(nil)
)
