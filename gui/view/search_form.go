package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// search is what is looked for in a list, as typed.
type search struct {
	typed       map[task.Field]string
	kind, state string // "" for any
}

// searchAsk is a field of a search: its label's key, and its hint's or "".
type searchAsk struct {
	field       task.Field
	label, hint string
}

// searchForm asks which lines of a list are wanted. Each field may be left as it is.
type searchForm struct {
	asks          []searchAsk
	kinds, states func() []field.Option
	find          func(search)

	entries     map[task.Field]*field.Entry
	rows        map[task.Field]*field.Row
	said        map[task.Field]*told
	kind, state *field.Choice
	ofKind      *field.Row
	ofState     *field.Row
	box         *fyne.Container
	open        bool // it was shown when it was drawn last
}

func newSearchForm(find func(search), leave func(), kinds, states func() []field.Option, asks ...searchAsk) *searchForm {
	v := &searchForm{
		asks: asks, kinds: kinds, states: states, find: find, entries: map[task.Field]*field.Entry{}, rows: map[task.Field]*field.Row{}, said: map[task.Field]*told{},
		kind: field.NewChoice(), state: field.NewChoice(), box: container.NewVBox(),
	}
	for _, a := range asks {
		e := field.NewEntry()
		e.OnSubmitted, e.OnEscape = func(string) { v.submit() }, leave
		v.entries[a.field], v.rows[a.field], v.said[a.field] = e, field.NewRow("", e), &told{}
		v.box.Add(v.rows[a.field])
	}
	v.ofKind, v.ofState = field.NewRow("", v.kind), field.NewRow("", v.state)
	for _, c := range []*field.Choice{v.kind, v.state} {
		c.OnSubmitted, c.OnEscape = func(string) { v.submit() }, leave
	}
	v.box.Add(v.ofKind)
	v.box.Add(v.ofState)
	return v
}

// submit looks for the lines that the fields say.
func (v *searchForm) submit() {
	s := search{map[task.Field]string{}, chosen(v.kind), chosen(v.state)}
	for at, e := range v.entries {
		s.typed[at] = e.Value()
	}
	v.find(s)
}

// anyOption is the first of a form's options: all there are.
const anyOption = "any"

func chosen(c *field.Choice) string {
	if code := c.Selected(); code != anyOption {
		return code
	}
	return ""
}

// draw fills the form with the search that is in use when it opens, and never while the clerk types.
func (v *searchForm) draw(open bool, inUse search, problem *task.Message, where task.Field) {
	for _, a := range v.asks {
		v.rows[a.field].SetLabel(text.Say(a.label))
		if a.hint != "" {
			v.rows[a.field].SetHint(text.Say(a.hint))
		}
	}
	v.ofKind.SetLabel(text.Say("history.kind"))
	v.ofState.SetLabel(text.Say("history.state"))
	every := field.Option{Code: anyOption, Label: text.Say("history.any")}
	v.kind.SetOptions(append([]field.Option{every}, v.kinds()...)...)
	v.state.SetOptions(append([]field.Option{every}, v.states()...)...)
	if open && !v.open {
		for at, e := range v.entries {
			e.SetText(inUse.typed[at])
		}
		v.kind.SetSelected(orAny(inUse.kind))
		v.state.SetSelected(orAny(inUse.state))
	}
	v.open = open
	for field, e := range v.entries {
		v.said[field].show(e, at(problem, field, where))
	}
	show(v.box, open)
}

func orAny(code string) string {
	if code == "" {
		return anyOption
	}
	return code
}

// natural is the field that is wrong, else the first.
func (v *searchForm) natural(problem *task.Message, where task.Field) fyne.Focusable {
	if e := v.entries[where]; e != nil && problem != nil {
		return e
	}
	return v.entries[v.asks[0].field]
}
