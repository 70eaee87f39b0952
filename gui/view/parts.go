package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/assets"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/theme"
)

// sentence is a paragraph that wraps.
func sentence() *widget.Label {
	l := widget.NewLabel("")
	l.Wrapping = fyne.TextWrapWord
	return l
}

// problem is a paragraph that says what went wrong, with an icon beside it.
type problem struct {
	label *widget.Label
	box   *fyne.Container
}

func newProblem() *problem {
	p := &problem{label: sentence()}
	p.label.Importance = widget.DangerImportance
	icon := widget.NewIcon(fynetheme.NewErrorThemedResource(fynetheme.ErrorIcon()))
	p.box = container.NewBorder(nil, nil, icon, nil, p.label)
	return p
}

func (p *problem) set(text string) {
	p.label.SetText(text)
	show(p.box, text != "")
}

// cardBack is a picture of the card's back with both numbers marked.
func cardBack() fyne.CanvasObject {
	picture := canvas.NewImageFromResource(fyne.NewStaticResource("card-back.svg", assets.CardBack))
	picture.FillMode = canvas.ImageFillContain
	width := fynetheme.Size(theme.SizeReading) * 0.6
	picture.SetMinSize(fyne.NewSize(width, width*0.63)) // the proportions of ISO/IEC 7810 ID-1
	return container.New(atMost{0.6}, picture)
}

// show shows or hides.
func show(o fyne.CanvasObject, visible bool) {
	if visible {
		o.Show()
		return
	}
	o.Hide()
}

// fact is a label and its value in one line, the value flush right.
type fact struct {
	label, value *field.Text
	box          *fyne.Container
}

func newFact() *fact {
	f := &fact{label: field.NewMuted(""), value: field.NewText("")}
	f.value.Style = fyne.TextStyle{Bold: true}
	f.value.Align = fyne.TextAlignTrailing
	f.box = container.NewBorder(nil, nil, f.label, nil, f.value)
	return f
}

// facts is a column of labels and values. Set takes label, value, label, value; a pair without a value
// is left out.
type facts struct {
	rows []*fact
	box  *fyne.Container
}

func newFacts(most int) *facts {
	f := &facts{}
	list := container.NewVBox()
	for range most {
		row := newFact()
		f.rows = append(f.rows, row)
		list.Add(row.box)
	}
	f.box = container.New(atMost{2.0 / 3}, list)
	return f
}

func (f *facts) set(pairs ...string) {
	used := 0
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		f.rows[used].label.SetText(pairs[i])
		f.rows[used].value.SetText(pairs[i+1])
		f.rows[used].box.Show()
		used++
	}
	for _, row := range f.rows[used:] {
		row.box.Hide()
	}
	f.box.Refresh()
}

// figure is a large amount with its label above, flush left.
type figure struct {
	label, value *field.Text
	box          *fyne.Container
}

func newFigure() *figure {
	f := &figure{label: field.NewMuted(""), value: field.NewFigure("")}
	f.value.Align = fyne.TextAlignLeading
	f.box = container.NewVBox(f.label, f.value)
	return f
}

func (f *figure) set(label, value string) {
	f.label.SetText(label)
	f.value.SetText(value)
}

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

// buttons is a row of buttons, the natural one leftmost, as they are reached by Tab.
func buttons(all ...*field.Button) *fyne.Container {
	row := container.NewHBox()
	for _, b := range all {
		row.Add(b)
	}
	row.Add(layout.NewSpacer())
	return row
}

// column keeps what is read at a width that can be read, at the left.
func column(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(atMost{1}, gapped(objects...))
}

// atMost lays its one object out at the left, no wider than this part of a line of reading.
type atMost struct{ part float32 }

// Layout puts the object at the left.
func (r atMost) Layout(objects []fyne.CanvasObject, size fyne.Size) {
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
	if _, label := o.(*widget.Label); label {
		return fynetheme.Size(fynetheme.SizeNameInnerPadding)
	}
	return 0
}

func (g gapLayout) height(o fyne.CanvasObject, width float32) float32 {
	inset := g.inset(o)
	if inset > 0 && width > 0 && o.Size().Width != width+2*inset {
		o.Resize(fyne.NewSize(width+2*inset, o.MinSize().Height)) // a wrapped label's height follows its width
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
