package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Scroll is a place that shows a part of what is larger. Its wheel counts as use of the window; a program that scrolls does not.
type Scroll struct{ container.Scroll }

// NewVScroll scrolls content up and down.
func NewVScroll(content fyne.CanvasObject) *Scroll {
	return newScroll(container.ScrollVerticalOnly, content)
}

// NewHScroll scrolls content to the sides.
func NewHScroll(content fyne.CanvasObject) *Scroll {
	return newScroll(container.ScrollHorizontalOnly, content)
}

func newScroll(direction container.ScrollDirection, content fyne.CanvasObject) *Scroll {
	s := &Scroll{}
	s.Direction, s.Content = direction, content
	s.ExtendBaseWidget(s)
	return s
}

// Scrolled is a turn of the wheel.
func (s *Scroll) Scrolled(ev *fyne.ScrollEvent) {
	activity()
	s.Scroll.Scrolled(ev)
}

// fit gives the content the size it needs now.
func (s *Scroll) fit() {
	if s.Content.Size() != s.Content.MinSize().Max(s.Size()) {
		s.Refresh()
	}
}

// List is Fyne's list of many rows; its keys and its wheel count as use of the window. Box is what stands on the screen.
type List struct {
	widget.List
	Box fyne.CanvasObject

	Name string           // what is listed, for a screen reader
	Say  func(int) string // what a row says to one; nil is nothing

	OnEscape func()
	at       int // the row that the arrows have come to
}

// NewList makes a list of count rows, each made by row and filled by fill.
func NewList(count func() int, row func() fyne.CanvasObject, fill func(int, fyne.CanvasObject)) *List {
	l := &List{List: widget.List{Length: count, CreateItem: row, UpdateItem: fill}}
	l.ExtendBaseWidget(l)
	l.OnSelected = func(int) { activity() }
	l.OnHighlighted = func(at int) { l.at = at }
	l.Box = container.NewStack(l, newWheel(func(ev *fyne.ScrollEvent) {
		l.ScrollToOffset(l.GetScrollOffset() - ev.Scrolled.DY)
	}))
	return l
}

// KeyDown notes the start of a press.
func (l *List) KeyDown(ev *fyne.KeyEvent) { keyDown(l, ev.Name) }

// TypedKey chooses the row that the arrows have come to on Return and Enter, as on Space.
func (l *List) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case ev.Name == fyne.KeyEscape && l.OnEscape != nil:
		l.OnEscape()
	case ev.Name == fyne.KeyReturn, ev.Name == fyne.KeyEnter:
		if l.at < l.Length() {
			l.Select(l.at)
		}
	default:
		l.List.TypedKey(ev)
	}
}

// KeyUp notes the end of a press.
func (l *List) KeyUp(ev *fyne.KeyEvent) { keyUp(ev.Name) }

var (
	_ fyne.Scrollable = (*Scroll)(nil)
	_ desktop.Keyable = (*List)(nil)
)
