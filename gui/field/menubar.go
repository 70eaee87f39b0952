package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Menu is a title of the menu bar and what stands below it.
type Menu struct {
	Title string
	Items []MenuItem
}

// MenuItem is a command of a menu.
type MenuItem struct {
	Title string
	Key   fyne.KeyName // gives the command with Ctrl
	Chord string       // the same in letters: "Ctrl+T"
	// Off tells whether the item is drawn as one that can't be done now; nil is never. It can be chosen all the same, and then says why.
	Off func() bool
	Do  func()
}

// MenuBar is a window's menu, drawn in our colours: the toolkit's own paints the keys at a fifth of the ink. It stands in the window
// above everything, and takes the keys of its commands once it is installed. A click, Alt with the letter that is underlined in
// a title, F10 and the left Alt alone open it; they, Escape, Tab and a click elsewhere leave it. While it is open, what had the
// focus keeps it behind the menu, with its text and its selection. Behind a panel and behind what the toolkit lays over the window it
// stays shut.
//
// The arrows, Home and End go round as on Windows; a letter goes to the next item that begins with it, and Return gives the command:
// a letter alone gives none, for a hand reader types letters.
type MenuBar struct {
	widget.BaseWidget
	// OnLeft is called whenever the menu was left, before a command that was chosen is given.
	OnLeft func()

	canvas fyne.Canvas
	menus  []Menu
	keys   []fyne.Shortcut // what the canvas was told
	drop   *menuDrop       // while the clerk is in the menu
	at     int             // the title that is chosen then
	over   int             // the title that is pointed at, -1 for none

	ground, mark canvas.Rectangle
	titles       []menuTitle
}

// bar is the menu bar that keys go to. There is one window, so there is one.
var bar *MenuBar

// barOn is the menu bar of a canvas, nil when it has none.
func barOn(c fyne.Canvas) *MenuBar {
	if bar != nil && c != nil && bar.canvas == c {
		return bar
	}
	return nil
}

// NewMenuBar makes one without menus.
func NewMenuBar() *MenuBar {
	m := &MenuBar{over: -1}
	m.ExtendBaseWidget(m)
	return m
}

// Set shows other menus, as after a change of language, and leaves what is open.
func (m *MenuBar) Set(menus []Menu) {
	m.Leave()
	m.menus, m.over, m.at = menus, -1, 0
	m.titles = titlesOf(menus)
	m.listen()
	m.Refresh()
}

// Menus is what it shows.
func (m *MenuBar) Menus() []Menu { return m.menus }

// Active tells whether the clerk is in the menu.
func (m *MenuBar) Active() bool { return m.drop != nil }

// MenuOpen tells whether a menu bar is in use on c: then the focus waits behind it.
func MenuOpen(c fyne.Canvas) bool {
	m := barOn(c)
	return m != nil && m.Active()
}

// Toggle goes into the menu, to its first title, or leaves it.
func (m *MenuBar) Toggle() {
	if m.Active() {
		m.Leave()
		return
	}
	m.enter(0, false)
}

// enter goes into the menu at a title, and lets its items down if down is wanted.
func (m *MenuBar) enter(at int, down bool) {
	switch {
	case m.Active():
		m.drop.show(at, down)
		return
	case m.canvas == nil || m.canvas.Overlays().Top() != nil || at >= len(m.menus):
		return
	}
	m.drop = newMenuDrop(m)
	m.canvas.Overlays().Add(m.drop)
	m.canvas.Focus(m.drop)
	m.drop.show(at, down)
}

// Leave shuts the menu; what had the focus has it again.
func (m *MenuBar) Leave() {
	if !m.Active() {
		return
	}
	m.canvas.Overlays().Remove(m.drop)
	m.drop = nil
	m.Refresh()
	if m.OnLeft != nil {
		m.OnLeft()
	}
}

// Away shuts the menu because the window was left, as by Alt+Tab: the Alt that comes up then means nothing here.
func (m *MenuBar) Away() {
	altAlone = false
	m.Leave()
}

// leaveMenu shuts the menu of a canvas, if one is open.
func leaveMenu(c fyne.Canvas) {
	if m := barOn(c); m != nil {
		m.Leave()
	}
}

// give leaves the menu and gives an item's command.
func (m *MenuBar) give(item MenuItem) {
	m.Leave()
	if item.Do != nil {
		item.Do()
	}
}

// MouseDown opens the menu whose title is clicked: at the press, for at the release the toolkit has taken the focus away.
func (m *MenuBar) MouseDown(ev *desktop.MouseEvent) {
	activity()
	altAlone = false
	if at := m.titleAt(ev.Position.X); at >= 0 {
		m.enter(at, true)
	}
}

// MouseUp changes nothing.
func (m *MenuBar) MouseUp(*desktop.MouseEvent) {}

// MouseIn shows which title is pointed at.
func (m *MenuBar) MouseIn(ev *desktop.MouseEvent) { m.point(m.titleAt(ev.Position.X)) }

// MouseMoved shows which title is pointed at.
func (m *MenuBar) MouseMoved(ev *desktop.MouseEvent) { m.point(m.titleAt(ev.Position.X)) }

// MouseOut takes that back.
func (m *MenuBar) MouseOut() { m.point(-1) }

func (m *MenuBar) point(at int) {
	if m.over != at {
		m.over = at
		m.Refresh()
	}
}

var (
	_ desktop.Mouseable = (*MenuBar)(nil)
	_ desktop.Hoverable = (*MenuBar)(nil)
)
