package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/assets"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/theme"
)

// sentence is a paragraph that wraps.
func sentence() *field.Paragraph { return field.NewParagraph() }

// problem is a paragraph that says what went wrong, with an icon beside it.
type problem struct {
	label *field.Paragraph
	box   *fyne.Container
}

func newProblem() *problem {
	p := &problem{label: sentence()}
	p.label.Importance = widget.DangerImportance
	icon := widget.NewIcon(fynetheme.NewErrorThemedResource(fynetheme.ErrorIcon()))
	p.box = container.NewBorder(nil, nil, icon, nil, p.label)
	return p
}

// newNews is a paragraph of news, or of why a command does nothing. Whole however long it is: cash may hang on
// its last word.
func newNews() *problem {
	p := &problem{label: sentence()}
	p.label.Importance = widget.HighImportance
	p.label.TextStyle = fyne.TextStyle{Bold: true}
	icon := widget.NewIcon(fynetheme.NewPrimaryThemedResource(fynetheme.InfoIcon()))
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
	width := fynetheme.Size(theme.SizeReading) * 0.45
	picture.SetMinSize(fyne.NewSize(width, width*0.63)) // the proportions of ISO/IEC 7810 ID-1
	return container.New(atMost{part: 0.45}, picture)
}

// show shows or hides, and reports whether that changed anything.
func show(o fyne.CanvasObject, visible bool) (changed bool) { return field.Show(o, visible) }

// fact is a label and its value in one line, the value flush right; a long value wraps.
type fact struct {
	label *field.Text
	value *field.Paragraph
	box   *fyne.Container
}

func newFact() *fact {
	f := &fact{label: field.NewMuted(""), value: sentence()}
	f.value.TextStyle = fyne.TextStyle{Bold: true}
	f.value.Alignment = fyne.TextAlignTrailing
	f.box = container.New(&factLayout{}, f.label, f.value)
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
	f.box = container.New(atMost{part: 2.0 / 3}, list)
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
		show(f.rows[used].box, true)
		used++
	}
	for _, row := range f.rows[used:] {
		show(row.box, false)
	}
	field.Fit(f.box)
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

// buttons is a row of buttons, the natural one leftmost, as they are reached by Tab.
func buttons(all ...*field.Button) *fyne.Container {
	row := container.New(&wrapLayout{})
	for _, b := range all {
		row.Add(b)
	}
	return row
}
