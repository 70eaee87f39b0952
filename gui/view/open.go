package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// open lists what is not settled: top-ups whose outcome is not known, and intentions that a crash left
// before anything was sent.
type open struct {
	counter *flow.Counter

	title *field.Text
	intro *widget.Label
	rows  *fyne.Container
	back  *field.Button
	first fyne.Focusable
	box   fyne.CanvasObject
}

func newOpen(c *flow.Counter) *open {
	v := &open{counter: c, title: field.NewTitle(""), intro: sentence(), rows: container.NewVBox()}
	v.back = field.NewButton("", c.ShowWork)
	v.back.OnCancel = c.ShowWork
	v.box = container.NewVScroll(column(gapped(v.title, v.intro, v.rows, buttons(v.back))))
	return v
}

// draw builds the rows anew: there are few of them, on a bad day a dozen.
func (v *open) draw() {
	v.title.SetText(text.Say("open.title"))
	v.back.SetText(text.Say("button.back"))
	v.rows.RemoveAll()
	v.first = nil
	for _, s := range v.counter.TopUp.OpenList() {
		v.add(theme.Warning, text.Say("open.unknown", text.Values{
			"Short": s.ShortID(), "Amount": s.Amount, "MokID": flow.GroupMokID(s.Card.MokID), "Since": s.Since,
		}), text.Say("open.resume"), func() { v.counter.Resume(s.ID) })
	}
	for _, item := range v.counter.State().NeverSent {
		r := item.First()
		v.add(theme.Info, text.Say("open.never-sent", text.Values{
			"Short": flow.ShortID(r.ID), "Amount": r.Amount, "MokID": flow.GroupMokID(r.MokID), "Since": r.At.Local(),
		}), text.Say("open.handed-back"), func() { v.counter.HandedBack(r.ID) })
	}
	v.intro.SetText(text.Say("open.intro"))
	if v.first == nil {
		v.intro.SetText(text.Say("open.none"))
	}
	v.box.Refresh()
}

func (v *open) add(state theme.State, words, act string, do func()) {
	label := sentence()
	label.SetText(words)
	b := field.NewButton(act, do)
	b.OnCancel = v.counter.ShowWork
	if v.first == nil {
		b.SetImportance(widget.HighImportance)
		v.first = b
	}
	badge := field.NewBadge(state, text.Say("open.state."+string(state)))
	v.rows.Add(field.NewPanel(container.NewBorder(container.NewHBox(badge), nil, nil, container.NewVBox(b), label)))
}

// natural is the first thing to settle.
func (v *open) natural() fyne.Focusable {
	if v.first != nil {
		return v.first
	}
	return v.back
}
