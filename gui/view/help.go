package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
)

// help shows the table of commands.
type help struct {
	title *field.Text
	table *fyne.Container
	intro fyne.CanvasObject
	back  *field.Button
	box   fyne.CanvasObject
	words func(string)
}

func newHelp(c *flow.Counter) *help {
	intro := sentence()
	v := &help{title: field.NewTitle(""), table: container.New(helpColumns{}), intro: intro, words: intro.SetText}
	v.back = field.NewButton("", c.LeaveFree)
	v.back.OnCancel = c.LeaveFree
	v.box = container.NewVScroll(gapped(v.title, intro, container.NewHScroll(v.table), buttons(v.back)))
	return v
}

func (v *help) panel() panel {
	return panel{
		name: flow.PanelHelp, box: v.box, draw: v.draw, also: []flow.Panel{counter}, lazy: true,
		focus: func() fyne.Focusable { return v.back },
	}
}

func (v *help) draw() {
	v.title.SetText(text.Say("help.title"))
	v.words(text.Say("help.intro"))
	v.back.SetText(text.Say("button.back"))
	v.table.RemoveAll()
	for _, item := range flow.Menu() {
		keys := field.NewText(Chord(item.Key))
		keys.Style = fyne.TextStyle{Bold: true}
		v.table.Add(keys)
		v.table.Add(field.NewText(text.Say("command." + string(item.Command))))
		v.table.Add(field.NewMuted(text.Say("command." + string(item.Command) + ".help")))
	}
	v.box.Refresh()
}

// helpColumns lays threes of objects out as rows; each column is as wide as its widest object.
type helpColumns struct{}

const helpWidth = 3

func (helpColumns) columns(objects []fyne.CanvasObject) (widths [helpWidth]float32, height float32) {
	for i, o := range objects {
		size := o.MinSize()
		widths[i%helpWidth] = max(widths[i%helpWidth], size.Width)
		height = max(height, size.Height)
	}
	return widths, height + gapLayout{}.gap()/2
}

// Layout places the rows.
func (h helpColumns) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	widths, height := h.columns(objects)
	gap := gapLayout{}.gap()
	for i, o := range objects {
		x := float32(0)
		for _, w := range widths[:i%helpWidth] {
			x += w + gap
		}
		o.Move(fyne.NewPos(x, float32(i/helpWidth)*height))
		o.Resize(fyne.NewSize(widths[i%helpWidth], height))
	}
}

// MinSize is that of all rows.
func (h helpColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	widths, height := h.columns(objects)
	gap := gapLayout{}.gap()
	return fyne.NewSize(widths[0]+widths[1]+widths[2]+2*gap, height*float32((len(objects)+helpWidth-1)/helpWidth))
}
