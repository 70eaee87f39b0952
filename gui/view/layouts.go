package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/theme"
)

// form is a panel of entries, wide enough for its sentences.
func form(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(formWidth{}, field.NewPanel(gapped(objects...)))
}

// formWidth gives its one object two thirds of a line of reading.
type formWidth struct{}

// Layout gives the object all there is.
func (formWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(size)
}

// MinSize is the form's width and the height its wrapped sentences need in it.
func (formWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := fynetheme.Size(theme.SizeReading) * 2 / 3
	if o := objects[0]; o.Size().Width != width {
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
	}
	return fyne.NewSize(width, objects[0].MinSize().Height)
}

// column keeps what is read at a width that can be read, at the left.
func column(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(atMost{part: 1, bar: true}, gapped(objects...))
}

// wide is a column for what stands side by side.
func wide(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(atMost{part: 2, bar: true}, gapped(objects...))
}

// atMost lays its one object out at the left, no wider than this part of a line of reading. With a bar that tells of more it leaves room at
// the right: the bar would lie over a focus ring.
type atMost struct {
	part float32
	bar  bool
}

// Layout puts the object at the left.
func (r atMost) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if r.bar {
		size.Width -= fynetheme.Size(theme.SizeGap)
	}
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(fyne.NewSize(min(size.Width, fynetheme.Size(theme.SizeReading)*r.part), size.Height))
	}
}

// MinSize is the object's.
func (atMost) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}

// gapped is a column with the theme's gap between its objects instead of the padding.
func gapped(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(gapLayout{}, objects...)
}

type gapLayout struct{}

func (gapLayout) gap() float32 { return fynetheme.Size(theme.SizeGap) }

// Layout stacks the visible objects at their own heights.
func (g gapLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		inset, height := g.inset(o), g.height(o, size.Width)
		o.Move(fyne.NewPos(-inset, y-inset))
		o.Resize(fyne.NewSize(size.Width+2*inset, height+2*inset))
		y += height + g.gap()
	}
}

// inset is the padding that Fyne's label has on each side, and that a column does without, so that
// sentences stand flush with everything else.
func (gapLayout) inset(o fyne.CanvasObject) float32 {
	if _, label := o.(*field.Paragraph); label {
		return fynetheme.Size(fynetheme.SizeNameInnerPadding)
	}
	return 0
}

func (g gapLayout) height(o fyne.CanvasObject, width float32) float32 {
	inset := g.inset(o)
	if width > 0 && o.Size().Width != width+2*inset {
		o.Resize(fyne.NewSize(width+2*inset, o.MinSize().Height)) // what wraps has its height from its width
	}
	return max(o.MinSize().Height-2*inset, 0)
}

// MinSize is what the visible objects need.
func (g gapLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size.Width = max(size.Width, o.MinSize().Width-2*g.inset(o))
		if size.Height > 0 {
			size.Height += g.gap()
		}
		size.Height += g.height(o, 0)
	}
	return size
}

// wrapLayout puts objects beside each other and goes on in a new line where the width ends: buttons and
// badges must all be there at 200 % text too.
type wrapLayout struct {
	width float32
	loose bool // with the gap of groups between the objects
}

func (w *wrapLayout) gap() float32 {
	if w.loose {
		return fynetheme.Size(theme.SizeGap)
	}
	return fynetheme.Size(fynetheme.SizeNamePadding)
}

// Layout places the visible objects at their own sizes.
func (w *wrapLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w.width = size.Width
	w.each(objects, func(o fyne.CanvasObject, at fyne.Position) {
		o.Move(at)
		o.Resize(o.MinSize())
	})
}

// each gives the visible objects their places, and says how high they are together.
func (w *wrapLayout) each(objects []fyne.CanvasObject, place func(fyne.CanvasObject, fyne.Position)) float32 {
	x, y, line := float32(0), float32(0), float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if x > 0 && w.width > 0 && x+size.Width > w.width {
			x, y, line = 0, y+line+w.gap(), 0
		}
		place(o, fyne.NewPos(x, y))
		x += size.Width + w.gap()
		line = max(line, size.Height)
	}
	return y + line
}

// MinSize is as wide as the widest object, and as high as the lines of the width last laid out.
func (w *wrapLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	widest := float32(0)
	height := w.each(objects, func(o fyne.CanvasObject, _ fyne.Position) { widest = max(widest, o.MinSize().Width) })
	return fyne.NewSize(widest, height)
}

// sideLayout gives the card's column a third of the width and the panels the rest.
type sideLayout struct{}

// Layout places the two.
func (sideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := fynetheme.Size(theme.SizeGap)
	side := max(size.Width*0.32, objects[0].MinSize().Width)
	if !objects[0].Visible() {
		side, gap = 0, 0
	}
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(side, size.Height))
	objects[1].Move(fyne.NewPos(side+gap, 0))
	objects[1].Resize(fyne.NewSize(max(size.Width-side-gap, 0), size.Height))
}

// MinSize is enough for both.
func (sideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	if !objects[0].Visible() {
		return b
	}
	return fyne.NewSize(a.Width+b.Width+fynetheme.Size(theme.SizeGap), max(a.Height, b.Height))
}

// besideLayout gives what is typed two fifths of the width, and what comes of it the rest.
type besideLayout struct{}

// Layout places the two.
func (besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := fynetheme.Size(theme.SizeGap) * 1.5
	left := max(size.Width*0.42, objects[0].MinSize().Width)
	if !objects[1].Visible() {
		left = size.Width
	}
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(left, size.Height))
	objects[1].Move(fyne.NewPos(left+gap, 0))
	objects[1].Resize(fyne.NewSize(max(size.Width-left-gap, 0), size.Height))
}

// MinSize is enough for what is typed; what comes of it is scrolled in the height that there is.
func (besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(a.Width+b.Width+fynetheme.Size(theme.SizeGap)*1.5, a.Height)
}

// besideBar keeps its one object clear of a scroll's bar, which Fyne draws over what is scrolled.
type besideBar struct{}

func (besideBar) bar() float32 { return fynetheme.Size(fynetheme.SizeNameScrollBar) }

// Layout leaves the bar's width at the right.
func (b besideBar) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(max(size.Width-b.bar(), 0), size.Height))
}

// MinSize is the object's and the bar's.
func (b besideBar) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(b.bar(), 0)
}

// factLayout gives the label what it needs and the value the rest, without a label's own padding.
type factLayout struct{ width float32 }

func (f *factLayout) room(objects []fyne.CanvasObject, width float32) (left, inset float32) {
	inset = fynetheme.Size(fynetheme.SizeNameInnerPadding)
	return min(objects[0].MinSize().Width, width/2) + fynetheme.Size(theme.SizeGap), inset
}

// Layout places label and value.
func (f *factLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	left, inset := f.room(objects, size.Width)
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(left, objects[0].MinSize().Height))
	objects[1].Move(fyne.NewPos(left-inset, -inset))
	objects[1].Resize(fyne.NewSize(size.Width-left+2*inset, size.Height+2*inset))
}

// MinSize is as high as the value wraps at the width last laid out.
func (f *factLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	left, inset := f.room(objects, f.width)
	if f.width > 0 {
		objects[1].Resize(fyne.NewSize(f.width-left+2*inset, objects[1].MinSize().Height))
	}
	return fyne.NewSize(objects[0].MinSize().Width, max(objects[1].MinSize().Height-2*inset, objects[0].MinSize().Height))
}

// frameLayout draws a frame around a page, with a banner at its top. The ground inside is the toolkit's, which clears the window in its
// colour: each further layer of that size costs as much as all else in the window.
type frameLayout struct{ banner fyne.CanvasObject }

// Layout places what lies under the banner, the left, the right and the lower edge, and the page.
func (f frameLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	edge := fynetheme.Size(theme.SizeFrame)
	top := f.banner.MinSize().Height + fynetheme.Size(fynetheme.SizeNamePadding)
	for i, at := range [][4]float32{
		{0, 0, s.Width, top}, {0, top, edge, s.Height - top}, {s.Width - edge, top, edge, s.Height - top},
		{edge, s.Height - edge, s.Width - 2*edge, edge}, {edge, 0, s.Width - 2*edge, s.Height - edge},
	} {
		o[i].Move(fyne.NewPos(at[0], at[1]))
		o[i].Resize(fyne.NewSize(at[2], at[3]))
	}
}

// MinSize is the page's and the edges.
func (frameLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	edge := fynetheme.Size(theme.SizeFrame)
	return o[len(o)-1].MinSize().AddWidthHeight(2*edge, edge)
}

// overList puts what scrolls above a list: as high as its content, but the list keeps two fifths of the height. A hidden list leaves it all.
type overList struct{}

// MinSize is the room of both, whatever scrolls.
func (overList) MinSize(objects []fyne.CanvasObject) fyne.Size {
	top, list := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(top.Width, list.Width), top.Height+list.Height)
}

// Layout gives the list what the part above it doesn't need.
func (overList) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top, list := objects[0], objects[1]
	high := size.Height
	if list.Visible() {
		high = max(min(top.(*field.Scroll).Content.MinSize().Height, size.Height*3/5), 0)
	}
	top.Move(fyne.NewPos(0, 0))
	top.Resize(fyne.NewSize(size.Width, high))
	list.Move(fyne.NewPos(0, high))
	list.Resize(fyne.NewSize(size.Width, max(size.Height-high, 0)))
}

// underList is overList with the list above.
type underList struct{ overList }

// Layout gives the list what the part below it doesn't need.
func (underList) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	list, foot := objects[0], objects[1]
	high := min(foot.(*field.Scroll).Content.MinSize().Height, size.Height*3/5)
	list.Move(fyne.NewPos(0, 0))
	list.Resize(fyne.NewSize(size.Width, max(size.Height-high, 0)))
	foot.Move(fyne.NewPos(0, size.Height-high))
	foot.Resize(fyne.NewSize(size.Width, max(high, 0)))
}
