package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

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
	f := &facts{box: container.NewVBox()}
	for range most {
		row := newFact()
		f.rows = append(f.rows, row)
		f.box.Add(row.box)
	}
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

// figure is a large amount with its label above.
type figure struct {
	label, value *field.Text
	box          *fyne.Container
}

func newFigure() *figure {
	f := &figure{label: field.NewMuted(""), value: field.NewFigure("")}
	f.box = container.NewVBox(f.label, f.value)
	return f
}

func (f *figure) set(label, value string) {
	f.label.SetText(label)
	f.value.SetText(value)
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
	return container.New(&readingWidth{}, container.NewVBox(objects...))
}

// readingWidth lays its one object out no wider than a line of text should be.
type readingWidth struct{}

func (readingWidth) most() float32 { return fynetheme.Size(theme.SizeReading) }

// Layout puts the object at the left.
func (r readingWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(fyne.NewSize(min(size.Width, r.most()), size.Height))
	}
}

// MinSize is the object's.
func (readingWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
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
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		y += o.Size().Height + g.gap()
	}
}

// MinSize is what the visible objects need.
func (g gapLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		size.Width = max(size.Width, least.Width)
		if size.Height > 0 {
			size.Height += g.gap()
		}
		size.Height += least.Height
	}
	return size
}
