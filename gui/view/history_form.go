package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/history"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// historyForm asks which lines of a drawer's day are wanted. Each field may be left as it is.
type historyForm struct {
	counter *flow.Counter

	number, day, from, to *field.Entry
	kind, state           *field.Choice
	rows                  map[task.Field]*field.Row
	said                  map[task.Field]*told
	box                   *fyne.Container
	open                  bool // it was shown when it was drawn last
}

func newHistoryForm(c *flow.Counter) *historyForm {
	v := &historyForm{
		counter: c, number: field.NewEntry(), day: field.NewEntry(), from: field.NewEntry(), to: field.NewEntry(),
		kind: field.NewChoice(), state: field.NewChoice(), said: map[task.Field]*told{},
	}
	v.rows = map[task.Field]*field.Row{
		task.FieldReceipt: field.NewRow("", v.number), task.FieldDay: field.NewRow("", v.day), task.FieldFrom: field.NewRow("", v.from), task.FieldTo: field.NewRow("", v.to),
		fieldKind: field.NewRow("", v.kind), fieldState: field.NewRow("", v.state),
	}
	for at, e := range v.entries() {
		v.said[at] = &told{}
		e.OnSubmitted = func(string) { v.submit() }
		e.OnEscape = c.BackFromHistory
	}
	v.kind.OnSubmitted, v.state.OnSubmitted = func(string) { v.submit() }, func(string) { v.submit() }
	v.kind.OnEscape, v.state.OnEscape = c.BackFromHistory, c.BackFromHistory
	v.box = container.NewVBox(v.rows[task.FieldReceipt], v.rows[task.FieldDay], v.rows[task.FieldFrom], v.rows[task.FieldTo], v.rows[fieldKind], v.rows[fieldState])
	return v
}

// The choices of the form, which can't be wrong.
const (
	fieldKind  task.Field = "kind"
	fieldState task.Field = "state"
)

func (v *historyForm) entries() map[task.Field]*field.Entry {
	return map[task.Field]*field.Entry{task.FieldReceipt: v.number, task.FieldDay: v.day, task.FieldFrom: v.from, task.FieldTo: v.to}
}

// submit looks for the lines that the fields say.
func (v *historyForm) submit() {
	v.counter.History.Find(history.Filter{
		Number: v.number.Value(), Day: v.day.Value(), From: v.from.Value(), To: v.to.Value(),
		Kind: client.OperationKind(chosen(v.kind)), State: chosen(v.state),
	})
}

// anyOption is the first of a form's options: all there are.
const anyOption = "any"

func chosen(c *field.Choice) string {
	if code := c.Selected(); code != anyOption {
		return code
	}
	return ""
}

// draw fills the form with the filter that is in use when it comes, and never while the clerk types.
func (v *historyForm) draw(s history.State) {
	v.rows[task.FieldReceipt].SetLabel(text.Say("history.number"))
	v.rows[task.FieldReceipt].SetHint(text.Say("history.number.hint"))
	v.rows[task.FieldDay].SetLabel(text.Say("history.day"))
	v.rows[task.FieldDay].SetHint(text.Say("history.day.hint"))
	v.rows[task.FieldFrom].SetLabel(text.Say("history.from"))
	v.rows[task.FieldTo].SetLabel(text.Say("history.to"))
	v.rows[fieldKind].SetLabel(text.Say("history.kind"))
	v.rows[fieldState].SetLabel(text.Say("history.state"))
	every := field.Option{Code: anyOption, Label: text.Say("history.any")}
	v.kind.SetOptions(append([]field.Option{every}, options("history.kind.", client.OperationKinds())...)...)
	v.state.SetOptions(append([]field.Option{every}, options("history.state.", []string{client.OperationPosted, client.OperationRejected})...)...)
	open := s.Step == history.Filtering
	if open && !v.open {
		f := s.Filter
		v.number.SetText(f.Number)
		v.day.SetText(f.Day)
		v.from.SetText(f.From)
		v.to.SetText(f.To)
		v.kind.SetSelected(orAny(string(f.Kind)))
		v.state.SetSelected(orAny(f.State))
	}
	v.open = open
	for field, e := range v.entries() {
		v.said[field].show(e, at(s.Problem, field, s.Field))
	}
	show(v.box, open)
}

func orAny(code string) string {
	if code == "" {
		return anyOption
	}
	return code
}

// natural is the field that is wrong, else the number: most who look for one line have its slip in the hand.
func (v *historyForm) natural(s history.State) fyne.Focusable {
	if e := v.entries()[s.Field]; e != nil && s.Problem != nil {
		return e
	}
	return v.number
}
