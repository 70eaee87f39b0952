package field

import (
	"unicode"

	"fyne.io/fyne/v2"
)

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
	case ev.Name == fyne.KeyTab, ev.Name == fyne.KeyF10 && !repeated(ev.Name):
		d.bar.Leave()
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
