package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
)

// Jobs are what the help page says of a clerk's day, in its order: the catalogue's help.job.NAME.
var Jobs = []string{"signin", "card", "drawer", "topup", "outcome", "next", "lock", "reversal", "order", "orders", "open", "cover"}

// help tells how a day at the counter goes, and shows the table of commands.
type help struct {
	title, keys *field.Text
	jobs        []*field.Paragraph
	intro       *field.Paragraph
	page, table *fyne.Container
	reader      *field.Reader
	back        *field.Button
	box         fyne.CanvasObject
	drawn       string // the language of what stands there
}

func newHelp(c *flow.Counter) *help {
	v := &help{title: field.NewTitle(""), keys: field.NewTitle(""), table: container.New(helpColumns{}), intro: sentence()}
	v.page = gapped()
	for range Jobs {
		said := sentence()
		v.jobs = append(v.jobs, said)
		v.page.Add(said)
	}
	for _, o := range []fyne.CanvasObject{v.keys, v.intro, field.NewHScroll(v.table)} {
		v.page.Add(o)
	}
	v.back = field.NewButton("", c.LeaveFree)
	v.back.OnCancel = c.LeaveFree
	v.reader = field.NewReader(column(v.page))
	v.reader.OnEscape = c.LeaveFree
	v.box = container.NewBorder(v.title, buttons(v.back), nil, nil, v.reader)
	return v
}

func (v *help) panel() panel {
	return panel{
		name: flow.PanelHelp, box: v.box, draw: v.draw, also: []flow.Panel{counter}, lazy: true,
		focus: func() fyne.Focusable { return v.reader },
	}
}

func (v *help) draw() {
	if v.drawn == text.Lang() {
		return
	}
	v.drawn = text.Lang()
	v.title.SetText(text.Say("help.title"))
	v.reader.Name = v.title.Text()
	for i, job := range Jobs {
		v.jobs[i].SetText(text.Say("help.number", text.Values{"Number": i + 1, "What": text.Say("help.job." + job)}))
	}
	v.keys.SetText(text.Say("help.keys"))
	v.intro.SetText(text.Say("help.intro"))
	v.back.SetText(text.Say("button.back"))
	v.table.RemoveAll()
	for _, item := range flow.Menu() {
		keys := field.NewText(Chord(item.Key))
		keys.Style = fyne.TextStyle{Bold: true}
		v.table.Add(keys)
		v.table.Add(field.NewText(text.Say("command." + string(item.Command))))
		v.table.Add(field.NewMuted(text.Say("command." + string(item.Command) + ".help")))
	}
	v.page.Refresh() // what wraps is as high as its new words need
	v.reader.Refresh()
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
