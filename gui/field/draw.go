package field

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"cekr.kranj.si/desk/gui/theme"
)

// drawn is a widget that paints itself from canvas objects it keeps; renderer serves them all.
type drawn interface {
	objects() []fyne.CanvasObject
	layout(size fyne.Size)
	min() fyne.Size
	paint() // set every colour, size and text anew from the theme and the widget's state
}

type renderer struct{ drawn }

func render(d drawn) fyne.WidgetRenderer {
	d.paint()
	return renderer{d}
}

func (r renderer) Objects() []fyne.CanvasObject { return r.objects() }
func (r renderer) Layout(size fyne.Size)        { r.layout(size) }
func (r renderer) MinSize() fyne.Size           { return r.min() }
func (r renderer) Destroy()                     {}

// Refresh paints, lays out again (the words may have another width now) and shows it.
func (r renderer) Refresh() {
	r.paint()
	if o, ok := r.drawn.(fyne.CanvasObject); ok {
		r.layout(o.Size())
		canvas.Refresh(o)
	}
}

// themed is any widget that knows its theme.
type themed interface{ Theme() fyne.Theme }

func colour(w themed, name fyne.ThemeColorName) color.Color {
	return w.Theme().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
}

func size(w themed, name fyne.ThemeSizeName) float32 { return w.Theme().Size(name) }

// place moves and resizes in one go.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// ringIn draws a ring inside the edge of a control: in the focus colour when focused, in the
// error's when there is an error, otherwise none.
func ringIn(ring *canvas.Rectangle, w themed, focused, wrong bool) {
	ring.FillColor = color.Transparent
	ring.StrokeWidth = size(w, theme.SizeRing)
	switch {
	case wrong:
		ring.StrokeColor = colour(w, theme.Danger.Text())
	case focused:
		ring.StrokeColor = colour(w, theme.ColorRing)
	default:
		ring.StrokeColor, ring.StrokeWidth = color.Transparent, 0
	}
}
