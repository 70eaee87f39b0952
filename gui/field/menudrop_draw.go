package field

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/gui/theme"
)

// menuLine is an item as it is drawn: what it does at the left, its keys at the right.
type menuLine struct {
	words, chord *canvas.Text
	off          bool
}

// linesOf asks each item once whether it can be done, so that nothing changes under the clerk's eyes.
func linesOf(items []MenuItem) (all []menuLine) {
	for _, item := range items {
		off := item.Off != nil && item.Off()
		style := fyne.TextStyle{Italic: off} // told by more than its colour
		all = append(all, menuLine{
			words: &canvas.Text{Text: item.Title, TextStyle: style},
			chord: &canvas.Text{Text: item.Chord, TextStyle: style},
			off:   off,
		})
	}
	return all
}

// CreateRenderer draws the items.
func (d *menuDrop) CreateRenderer() fyne.WidgetRenderer {
	d.ExtendBaseWidget(d)
	return render(d)
}

func (d *menuDrop) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{&d.face, &d.mark}
	for _, l := range d.lines {
		all = append(all, l.words, l.chord)
	}
	return all
}

// min is nothing: it is as large as the window.
func (d *menuDrop) min() fyne.Size { return fyne.Size{} }

func (d *menuDrop) paint() {
	d.face.Hidden, d.mark.Hidden = !d.down, d.item < 0
	d.face.FillColor, d.face.StrokeColor = colour(d, fynetheme.ColorNameMenuBackground), colour(d, theme.ColorBorder)
	d.face.StrokeWidth = size(d, theme.SizeBorder)
	for i, l := range d.lines {
		ground, ink := d.colours(i)
		if i == d.item {
			d.mark.FillColor, d.mark.StrokeColor, d.mark.StrokeWidth = colour(d, ground), color.Transparent, 0
			if l.off {
				d.mark.StrokeColor, d.mark.StrokeWidth = colour(d, theme.ColorRing), size(d, theme.SizeRing)
			}
		}
		for _, t := range []*canvas.Text{l.words, l.chord} {
			t.Color, t.TextSize = colour(d, ink), size(d, fynetheme.SizeNameText)
		}
	}
}

// colours names the ground and the ink of an item.
func (d *menuDrop) colours(i int) (ground, ink fyne.ThemeColorName) {
	ground, ink = fynetheme.ColorNameMenuBackground, fynetheme.ColorNameForeground
	if d.lines[i].off {
		return ground, fynetheme.ColorNameDisabled
	}
	if i == d.item {
		return fynetheme.ColorNamePrimary, fynetheme.ColorNameForegroundOnPrimary
	}
	return ground, ink
}

// step is the height of an item.
func (d *menuDrop) step() float32 {
	return fyne.MeasureText("0", size(d, fynetheme.SizeNameText), fyne.TextStyle{}).Height + 2*size(d, fynetheme.SizeNamePadding)
}

// box is where the items lie: below their title, and within the window.
func (d *menuDrop) box() (at fyne.Position, s fyne.Size) {
	words, chord := float32(0), float32(0)
	for _, l := range d.lines {
		words, chord = max(words, l.words.MinSize().Width), max(chord, l.chord.MinSize().Width)
	}
	across, edge := d.bar.across(), size(d, theme.SizeBorder)
	s = fyne.NewSize(words+chord+4*across, d.step()*float32(len(d.lines))+2*edge)
	at = d.origin().AddXY(d.bar.titles[d.bar.at].left, d.bar.Size().Height)
	at.X = max(min(at.X, d.Size().Width-s.Width), 0)
	return at, s
}

// origin is where the bar lies, seen from here.
func (d *menuDrop) origin() fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	return at(d.bar).Subtract(at(d))
}

func (d *menuDrop) layout(fyne.Size) {
	if !d.down {
		return
	}
	at, s := d.box()
	place(&d.face, at.X, at.Y, s.Width, s.Height)
	across, edge, step := d.bar.across(), size(d, theme.SizeBorder), d.step()
	for i, l := range d.lines {
		top := at.Y + edge + step*float32(i)
		if i == d.item {
			place(&d.mark, at.X+edge, top, s.Width-2*edge, step)
		}
		words, chord := l.words.MinSize(), l.chord.MinSize()
		place(l.words, at.X+across, top+(step-words.Height)/2, words.Width, words.Height)
		place(l.chord, at.X+s.Width-across-chord.Width, top+(step-chord.Height)/2, chord.Width, chord.Height)
	}
}

// inside tells whether a place lies on what is let down.
func (d *menuDrop) inside(p fyne.Position) bool {
	if !d.down {
		return false
	}
	at, s := d.box()
	return p.X >= at.X && p.X < at.X+s.Width && p.Y >= at.Y && p.Y < at.Y+s.Height
}

// itemAt is the item at a place, -1 for none.
func (d *menuDrop) itemAt(p fyne.Position) int {
	if !d.inside(p) {
		return -1
	}
	at, _ := d.box()
	i := int((p.Y - at.Y - size(d, theme.SizeBorder)) / d.step())
	return min(max(i, 0), len(d.lines)-1)
}

// titleAt is the title of the bar at a place, -1 for none.
func (d *menuDrop) titleAt(p fyne.Position) int {
	if p = p.Subtract(d.origin()); p.Y < 0 || p.Y >= d.bar.Size().Height {
		return -1
	}
	return d.bar.titleAt(p.X)
}
