package field

import (
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
