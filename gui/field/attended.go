package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// activity is told of each use of the window; see OnActivity.
var activity = func() {}

// OnActivity sets who is told that somebody uses the window: a key in a control of ours or with nothing focused, a text that a hand
// changes, the pointer that moves or presses, the wheel. There is one window, so there is one.
func OnActivity(told func()) { activity = told }

// Used tells that the window was used in a way that none of our controls sees, such as a choice from Fyne's menu.
func Used() { activity() }

// Attended is content under which the use of the pointer is noticed, wherever in the window. What is laid over the window, as a Modal
// is, needs one of its own: Fyne then looks nowhere else.
func Attended(content fyne.CanvasObject) *fyne.Container {
	g := &ground{}
	g.ExtendBaseWidget(g)
	return container.New(overGround{}, g, content)
}

// ground lies under everything and takes what no control above it wants. It draws nothing.
type ground struct {
	widget.BaseWidget
	hand
}

// Cursor is asked at each move of the pointer, of all that lies under it: unlike a Hoverable it takes the move from nobody.
func (g *ground) Cursor() desktop.Cursor {
	activity()
	return desktop.DefaultCursor
}

// Scrolled is the wheel where nothing scrolls.
func (g *ground) Scrolled(*fyne.ScrollEvent) { activity() }

// CreateRenderer draws nothing.
func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}

// overGround lays content on the ground, which reaches beyond it on all sides, as far as any window does: a panel over the window is
// used by a pointer beside it, too.
type overGround struct{}

// beyond is more than any screen is wide.
const beyond = 20000

// Layout gives the content all the size.
func (overGround) Layout(o []fyne.CanvasObject, s fyne.Size) {
	place(o[0], -beyond, -beyond, s.Width+2*beyond, s.Height+2*beyond)
	place(o[1], 0, 0, s.Width, s.Height)
}

// MinSize is the content's.
func (overGround) MinSize(o []fyne.CanvasObject) fyne.Size { return o[1].MinSize() }

// hand is the part of a control that notices a press of the pointer.
type hand struct{}

// MouseDown notes that somebody is there.
func (hand) MouseDown(*desktop.MouseEvent) { activity() }

// MouseUp notes it, too.
func (hand) MouseUp(*desktop.MouseEvent) { activity() }

// wheel is laid over what scrolls to take the turns of the wheel, and hands them on. Fyne tells its own scrolls from their wheels
// by nothing: OnScrolled is called also when the program scrolls. It draws nothing.
type wheel struct {
	widget.BaseWidget
	to func(*fyne.ScrollEvent)
}

func newWheel(to func(*fyne.ScrollEvent)) *wheel {
	w := &wheel{to: to}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled notes that somebody is there.
func (w *wheel) Scrolled(ev *fyne.ScrollEvent) {
	activity()
	w.to(ev)
}

// CreateRenderer draws nothing.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}

var (
	_ desktop.Cursorable = (*ground)(nil)
	_ desktop.Mouseable  = (*ground)(nil)
	_ fyne.Scrollable    = (*ground)(nil)
	_ fyne.Scrollable    = (*wheel)(nil)
)
