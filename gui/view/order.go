package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// orderPanel is the panel of a UPN payment order.
type orderPanel struct {
	counter *flow.Counter

	title *field.Text
	about *field.Badge
	mokID *field.MokID
	sum   *field.Amount
	lines map[task.Field]*field.Entry // every other field
	rows  map[task.Field]*field.Row
	said  map[task.Field]*told
	paper *field.Paragraph

	print, open, save, accept, back *field.Button
	box                             fyne.CanvasObject
	turn                            int

	// Beside the entries, what would be printed.
	says          *field.Paragraph
	layout, large *field.Button
	sheet         *sheet
	place         *field.Scroll
	shown         string // the layout that the place was scrolled for
}

func newOrder(c *flow.Counter, give give) *orderPanel {
	v := &orderPanel{
		counter: c, title: field.NewTitle(""), about: field.NewBadge(theme.Info, ""),
		mokID: field.NewMokID(), sum: field.NewAmount(), paper: sentence(),
		lines: map[task.Field]*field.Entry{}, rows: map[task.Field]*field.Row{}, said: map[task.Field]*told{},
	}
	fields := order.Fields()
	for _, f := range fields {
		if f != task.FieldMokID && f != task.FieldAmount {
			v.lines[f] = field.NewEntry()
		}
		v.typed(f).OnEscape = c.LeaveFree
		v.rows[f], v.said[f] = field.NewRow("", v.entry(f)), &told{}
	}
	v.mokID.OnLeft = func(typed string) { v.refuseCard(typed) }
	v.mokID.OnSubmitted = func(typed string) {
		if !v.refuseCard(typed) {
			v.mokID.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		}
	}
	v.typed(fields[len(fields)-1]).OnSubmitted = func(string) { give(flow.CommandPrint) }
	v.print, v.open, v.save = give.primary(flow.CommandPrint), give.button(flow.CommandView), give.button(flow.CommandSave)
	v.accept = field.NewButton("", func() { c.Order.Accept(v.form()) })
	v.back = field.NewButton("", c.LeaveFree)
	v.layout = field.NewButton("", func() { c.Order.ChooseLayout(nextLayout(c.Settings.Choices())) })
	v.large = give.button(flow.CommandPage)
	row := []*field.Button{v.print, v.open, v.save, v.accept, v.back}
	for _, b := range append([]*field.Button{v.layout, v.large}, row...) {
		b.OnCancel = c.LeaveFree
	}
	entries := container.NewVBox()
	for _, f := range fields {
		entries.Add(v.rows[f])
	}
	v.paper.TextStyle = fyne.TextStyle{Bold: true}
	v.says, v.sheet = sentence(), newSheet(c.Order.Room)
	v.place = field.NewVScroll(v.sheet)
	beside := container.NewBorder(gapped(buttons(v.layout, v.large), v.paper, v.says), nil, nil, nil, v.place)
	v.box = container.New(besideLayout{}, field.NewVScroll(container.New(besideBar{}, gapped(v.title, v.about, entries, buttons(row...)))), beside)
	v.follow()
	return v
}

// follow lets the page follow what is typed.
func (v *orderPanel) follow() {
	for _, f := range order.Fields() {
		v.typed(f).OnChanged = func(string) { v.counter.Order.Typed(v.form()) }
	}
}

// wipeable is an entry whose text can be taken away, with what Undo would bring back.
type wipeable interface {
	selectable
	Clear()
}

// entry is the entry of a field.
func (v *orderPanel) entry(f task.Field) wipeable {
	switch f {
	case task.FieldMokID:
		return v.mokID
	case task.FieldAmount:
		return v.sum
	}
	return v.lines[f]
}

// typed is the entry of a field as what is typed into.
func (v *orderPanel) typed(f task.Field) *field.Entry {
	switch f {
	case task.FieldMokID:
		return &v.mokID.Entry
	case task.FieldAmount:
		return &v.sum.Entry
	}
	return v.lines[f]
}

func (v *orderPanel) form() order.Form {
	form := order.Form{MokID: v.mokID.Value(), Amount: v.sum.Text}
	for f, line := range v.lines {
		*form.At(f) = line.Text
	}
	return form
}

func (v *orderPanel) refuseCard(typed string) bool {
	return refuseCard(v.mokID, typed, v.counter.Account())
}

// hand gives the form on, unless a field has wiped a card's number and is empty for that.
func (v *orderPanel) hand(act task.PaperAct) {
	for _, f := range order.Fields() {
		if _, ok := v.typed(f).Take(); !ok {
			return
		}
	}
	v.counter.Order.Hand(act, v.form())
}

func (v *orderPanel) panel() panel {
	return panel{
		name: flow.PanelOrder, box: v.box, draw: func() { v.draw(v.counter.Order.State()) }, focus: v.natural, hand: v.hand,
		stage: func() string {
			s := v.counter.Order.State()
			return fmt.Sprint(s.Turn, s.First(), s.Paper.Step)
		},
		follow: func(changed func()) { v.counter.Order.Draw = func(order.State) { changed() } },
	}
}

func (v *orderPanel) draw(s order.State) {
	v.title.SetText(text.Say("order.title"))
	state, word := theme.Warning, text.Say("order.unverified")
	if s.Verified {
		state, word = theme.OK, text.Say("order.verified")
	}
	v.about.Set(state, word)
	if s.Turn != v.turn {
		v.turn = s.Turn
		v.mokID.SetText(s.Form.MokID)
		v.sum.SetText(s.Form.Amount)
		for f, line := range v.lines {
			line.SetText(s.Form.Of(f))
		}
	}
	for _, f := range order.Fields() {
		if r := s.Problems[f]; r != nil && r != v.said[f].last && s.Form.Of(f) == "" {
			v.entry(f).Clear() // what was typed may have been a PAN; what is typed since is not
		}
		v.rows[f].SetLabel(text.Say("order.field." + string(f)))
		v.said[f].show(v.entry(f), s.Problems[f])
	}
	v.rows[task.FieldAmount].SetHint(text.Say("order.amount.hint"))
	v.rows[task.FieldPayer].SetHint(text.Say("order.payer.hint"))
	v.print.SetText(caption(flow.CommandPrint))
	v.open.SetText(caption(flow.CommandView))
	v.save.SetText(caption(flow.CommandSave))
	v.accept.SetText(text.Say("order.accept"))
	v.back.SetText(text.Say("button.back"))
	show(v.accept, len(s.Proposals) > 0)
	v.drawPaper(s)
	v.drawPage(s)
	field.Fit(v.box)
	if s.Page.Image != nil && s.Page.Layout != v.shown {
		v.shown = s.Page.Layout
		v.place.ScrollToBottom() // where the form is
	}
}

func (v *orderPanel) drawPage(s order.State) {
	v.layout.SetText(text.Say("order.layout", text.Values{"Paper": layoutName(v.counter.Settings.Choices())}))
	v.large.SetText(caption(flow.CommandPage))
	v.says.SetText(pageSays(s.Page, text.Say("order.page."+s.Page.Layout)))
	v.sheet.set(s.Page)
}

func (v *orderPanel) drawPaper(s order.State) {
	said := say(s.Paper.Message)
	if s.Paper.Made() && !s.WithCode {
		said = text.Say("order.without-code", text.Values{"Done": said})
	}
	v.paper.SetText(said)
	show(v.paper, said != "")
}

// natural is the first field with a problem, else the first that is empty, else the print button.
func (v *orderPanel) natural() fyne.Focusable {
	s := v.counter.Order.State()
	if f := s.First(); f != task.FieldNone {
		return v.entry(f)
	}
	if s.Form.MokID == "" {
		return v.mokID
	}
	if s.Paper.Step == task.PaperNone {
		return v.sum
	}
	return v.print
}
