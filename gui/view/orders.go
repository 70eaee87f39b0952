package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// orders is the panel of many payment orders from a list. What was pasted is never shown as it was: only what was understood of it.
type orders struct {
	counter *flow.Counter

	title *field.Text
	about *field.Badge
	intro *field.Paragraph
	path  *field.Path
	row   *field.Row
	said  told

	banner *field.Banner
	todo   *field.Paragraph
	facts  *facts
	readAs *field.Paragraph // encoding, header, and what is passed over
	sample *field.Paragraph
	bar    *widget.ProgressBar
	lines  *field.Paragraph // bad rows
	reader *field.Reader    // around them
	saved  *field.Paragraph // where the files are
	files  *fyne.Container
	opened *field.Paragraph

	read, make, cancel, other, back *field.Button
	box                             fyne.CanvasObject
	turn                            int
	listed                          []string // the files that have a button now
	opens                           []*field.Button
}

func newOrders(c *flow.Counter) *orders {
	v := &orders{
		counter: c, title: field.NewTitle(""), about: field.NewBadge(theme.Warning, ""), intro: sentence(), path: field.NewPath(),
		banner: field.NewBanner(theme.Info, "", ""), todo: sentence(), facts: newFacts(6), readAs: sentence(), sample: sentence(), bar: widget.NewProgressBar(),
		lines: sentence(), saved: sentence(), files: container.NewVBox(), opened: sentence(),
	}
	v.row = field.NewRow("", v.path)
	v.path.OnPaste = func(pasted string) bool {
		if !order.IsList(pasted) {
			return false
		}
		c.Orders.Paste(pasted)
		return true
	}
	v.path.OnChanged = c.Orders.Typed
	v.path.OnSubmitted = c.Orders.Read
	v.path.OnEscape = c.BackFromOrders
	v.read = field.NewPrimary("", func() {
		if path, ok := v.path.Take(); ok {
			c.Orders.Read(path)
		}
	})
	v.make = field.NewPrimary("", func() { c.Orders.Make(true) })
	v.cancel = field.NewButton("", c.Orders.Cancel)
	v.other = field.NewButton("", c.Orders.Close)
	v.back = field.NewButton("", c.BackFromOrders)
	row := []*field.Button{v.read, v.make, v.cancel, v.other, v.back}
	for _, b := range row {
		b.OnCancel = c.BackFromOrders
	}
	v.bar.TextFormatter = func() string { return "" } // the banner says it
	v.reader = field.NewReader(v.lines)
	v.reader.OnEscape = c.BackFromOrders
	left := field.NewVScroll(container.New(besideBar{}, column(
		v.title, v.about, v.intro, v.row, v.banner, v.todo, v.facts.box, v.readAs, v.sample, v.bar, buttons(row...), v.saved, v.files, v.opened,
	)))
	v.box = container.New(besideLayout{}, left, v.reader)
	return v
}

func (v *orders) panel() panel {
	return panel{
		name: flow.PanelOrders, box: v.box, draw: func() { v.draw(v.counter.Orders.State()) }, focus: v.natural,
		stage: func() string {
			s := v.counter.Orders.State()
			return fmt.Sprint(s.Turn, s.Step, s.Problem)
		},
		follow: func(changed func()) { v.counter.Orders.Draw = func(order.BatchState) { changed() } },
	}
}

func (v *orders) draw(s order.BatchState) {
	v.title.SetText(text.Say("batch.title"))
	v.about.Set(theme.Warning, text.Say("batch.unverified"))
	v.intro.SetText(text.Say("batch.intro"))
	asking := s.Step == order.BatchAsking
	show(v.intro, asking)
	show(v.row, asking)
	v.drawPath(s)
	v.drawBanner(s)
	v.drawFacts(s)
	v.drawBar(s)
	v.drawLines(s)
	v.drawFiles(s)
	v.drawButtons(s)
	field.Fit(v.box)
}

func (v *orders) drawPath(s order.BatchState) {
	v.row.SetLabel(text.Say("batch.path"))
	if s.Turn != v.turn {
		v.turn = s.Turn
		v.path.Clear()
		v.path.SetError("")
		v.said = told{}
	}
	hint, offered := text.Say("batch.path.hint"), ""
	if len(s.Options) > 0 && s.Options[0] != v.path.Value() {
		offered = s.Options[0]
		hint = text.Say("batch.path.only", text.Values{"Path": offered})
		if others := len(s.Options) - 1; others > 0 {
			hint = text.Say("batch.path.goes-on", text.Values{"Path": offered, "Count": others})
		}
	}
	v.path.Offer(offered)
	v.row.SetHint(hint)
	if s.Step == order.BatchAsking {
		v.said.show(v.path, s.Problem)
	}
}

func (v *orders) drawButtons(s order.BatchState) {
	v.read.SetText(text.Say("batch.check"))
	v.cancel.SetText(text.Say("batch.cancel"))
	v.other.SetText(text.Say("batch.another"))
	v.back.SetText(text.Say("button.back"))
	words, importance := "batch.make", widget.HighImportance
	if s.Report.Bad > 0 {
		words, importance = "batch.skip-and-make", widget.MediumImportance // consent is given by going there
	}
	v.make.SetText(text.Say(words, text.Values{"Count": s.Report.Good}))
	v.make.SetImportance(importance)
	show(v.read, s.Step == order.BatchAsking)
	show(v.make, s.Step == order.BatchChecked && s.Report.Good > 0)
	show(v.cancel, s.Busy())
	v.cancel.SetEnabled(!s.Cancelling)
	show(v.other, s.Step == order.BatchChecked || s.Step == order.BatchMade)
	show(v.back, s.Step == order.BatchAsking)
}

// natural is the place of the next step. With bad rows it is not the button that skips them.
func (v *orders) natural() fyne.Focusable {
	s := v.counter.Orders.State()
	switch {
	case s.Step == order.BatchAsking:
		return v.path
	case s.Busy():
		return v.cancel
	case s.Step == order.BatchChecked && s.Report.Good > 0 && s.Report.Bad == 0:
		return v.make
	case s.Step == order.BatchMade && len(v.opens) > 0:
		return v.opens[0]
	}
	return v.other
}
