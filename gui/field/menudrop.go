package field

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// menuDrop is what lies over the window while the clerk is in the menu: it has the keys and the pointer, and shows the items of one
// title.
type menuDrop struct {
	widget.BaseWidget
	bar  *MenuBar
	down bool // the items are shown
	item int  // the item that is chosen, -1 for none

	face, mark canvas.Rectangle
	lines      []menuLine
}

func newMenuDrop(m *MenuBar) *menuDrop {
	d := &menuDrop{bar: m, item: -1}
	d.ExtendBaseWidget(d)
	return d
}

// show goes to a title, with its items or without; of the items the first is chosen.
func (d *menuDrop) show(at int, down bool) {
	d.bar.at, d.down, d.item = at, down, -1
	d.lines = nil
	if down {
		d.lines = linesOf(d.items())
		d.item = 0
	}
	d.bar.Refresh()
	d.Refresh()
}

func (d *menuDrop) items() []MenuItem { return d.bar.menus[d.bar.at].Items }

// choose goes to an item.
func (d *menuDrop) choose(item int) {
	if d.item != item {
		d.item = item
		d.Refresh()
	}
}

// Tapped gives the command under the pointer. On a title it opens that menu or shuts its own, anywhere else it leaves.
func (d *menuDrop) Tapped(ev *fyne.PointEvent) {
	activity()
	touch()
	if item := d.itemAt(ev.Position); item >= 0 {
		d.bar.give(d.items()[item])
		return
	}
	switch at := d.titleAt(ev.Position); {
	case at >= 0 && (at != d.bar.at || !d.down):
		d.show(at, true)
	case !d.inside(ev.Position):
		d.bar.Leave()
	}
}

// TappedSecondary leaves, as a click elsewhere does.
func (d *menuDrop) TappedSecondary(ev *fyne.PointEvent) { d.Tapped(ev) }

// MouseIn is a move.
func (d *menuDrop) MouseIn(ev *desktop.MouseEvent) { d.MouseMoved(ev) }

// MouseMoved chooses the item that is pointed at, and goes from one open menu to the next.
func (d *menuDrop) MouseMoved(ev *desktop.MouseEvent) {
	activity()
	if item := d.itemAt(ev.Position); item >= 0 {
		d.choose(item)
	} else if at := d.titleAt(ev.Position); d.down && at >= 0 && at != d.bar.at {
		d.show(at, true)
	}
}

// MouseOut leaves the chosen as it is: the keys go on from there.
func (d *menuDrop) MouseOut() {}

// TypedKey acts on keys; see MenuBar.
func (d *menuDrop) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case gateKey(d, ev):
	case ev.Name == fyne.KeyEscape:
		if !fresh(d, ev.Name) {
			return
		}
		if d.down { // first the items, then the menu
			d.show(d.bar.at, false)
			return
		}
		d.bar.Leave()
	case ev.Name == fyne.KeyTab, ev.Name == fyne.KeyF10:
		if fresh(d, ev.Name) {
			d.bar.Leave()
		}
	case isReturn(ev.Name):
		if fresh(d, ev.Name) {
			d.enter()
		}
	case ev.Name == fyne.KeyLeft, ev.Name == fyne.KeyRight:
		d.show(round(d.bar.at, ev.Name == fyne.KeyRight, len(d.bar.menus)), d.down)
	case !d.down:
		d.open(ev.Name)
	default:
		d.move(ev.Name)
	}
}

// enter gives the command that is chosen, or lets the items down.
func (d *menuDrop) enter() {
	switch {
	case !d.down:
		d.show(d.bar.at, true)
	case d.item >= 0 && d.item < len(d.items()):
		d.bar.give(d.items()[d.item])
	}
}

// open acts on keys while no items are shown.
func (d *menuDrop) open(key fyne.KeyName) {
	switch key {
	case fyne.KeyDown:
		d.show(d.bar.at, true)
	case fyne.KeyUp:
		d.show(d.bar.at, true)
		d.choose(len(d.items()) - 1)
	case fyne.KeyHome:
		d.show(0, false)
	case fyne.KeyEnd:
		d.show(len(d.bar.menus)-1, false)
	}
}

// move acts on keys while items are shown.
func (d *menuDrop) move(key fyne.KeyName) {
	switch key {
	case fyne.KeyDown, fyne.KeyUp:
		d.choose(round(d.item, key == fyne.KeyDown, len(d.items())))
	case fyne.KeyHome:
		d.choose(0)
	case fyne.KeyEnd:
		d.choose(len(d.items()) - 1)
	}
}

// round is the next of n after at, or the one before it; the first follows the last.
func round(at int, on bool, n int) int {
	step := n - 1
	if on {
		step = 1
	}
	return (at + step) % n
}

// TypedRune goes to the next item that begins with a letter; without items it opens the menu that has it underlined.
func (d *menuDrop) TypedRune(r rune) {
	if gateRune(d, r) {
		return
	}
	if !d.down {
		for i, t := range d.bar.titles {
			if t.letter() == fyne.KeyName(unicode.ToUpper(r)) {
				d.show(i, true)
				return
			}
		}
		return
	}
	items := d.items()
	for n := range items {
		at := (d.item + 1 + n) % len(items)
		for _, first := range items[at].Title {
			if unicode.ToUpper(first) == unicode.ToUpper(r) {
				d.choose(at)
				return
			}
			break
		}
	}
}

// AcceptsTab is fyne.Tabbable's: Tab leaves the menu.
func (d *menuDrop) AcceptsTab() bool { return true }

// KeyDown notes the start of a press.
func (d *menuDrop) KeyDown(ev *fyne.KeyEvent) { keyDown(d, ev.Name) }

// KeyUp notes the end of a press.
func (d *menuDrop) KeyUp(ev *fyne.KeyEvent) { keyUp(ev.Name) }

// FocusGained changes nothing: as long as it is there, it has the keys.
func (d *menuDrop) FocusGained() {}

// FocusLost changes nothing; a window that is left shuts its menu itself.
func (d *menuDrop) FocusLost() {}

var (
	_ fyne.Tappable          = (*menuDrop)(nil)
	_ fyne.SecondaryTappable = (*menuDrop)(nil)
	_ fyne.Tabbable          = (*menuDrop)(nil)
	_ desktop.Keyable        = (*menuDrop)(nil)
	_ desktop.Hoverable      = (*menuDrop)(nil)
)
