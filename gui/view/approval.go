package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// approvalModal asks a second person, over whatever the clerk has on the screen. It draws a field for each that the sign-in asks for, and
// one for each value that is typed again.
type approvalModal struct {
	flow   *approval.Flow
	canvas fyne.Canvas

	intro   *field.Paragraph
	problem *problem
	fields  map[task.Field]approvalField
	order   []task.Field
	said    map[task.Field]*told

	approve, check, again, cancel *field.Button
	modal                         *field.Modal
	box                           fyne.CanvasObject // what is scrolled in large text
	step                          approval.Step
}

// approvalField is an entry of the questions.
type approvalField interface {
	selectable
	fyne.Focusable
	Value() string
	SetText(string)
	SetEnabled(bool)
}

func newApproval(f *approval.Flow, on fyne.Canvas) *approvalModal {
	v := &approvalModal{
		flow: f, canvas: on, intro: sentence(), problem: newProblem(), fields: map[task.Field]approvalField{}, said: map[task.Field]*told{},
		order: append(f.Asks(), task.FieldMokID, task.FieldAmount),
	}
	v.approve = field.NewPrimary("", v.submit)
	v.check = field.NewPrimary("", f.Check)
	v.again = field.NewButton("", f.SendAgain)
	v.cancel = field.NewButton("", f.Leave)
	f.Draw = v.draw
	return v
}

// build makes the questions anew for another second person: nothing that one has typed is left for the next.
func (v *approvalModal) build(s approval.State) *field.Modal {
	body := gapped(v.intro, v.problem.box)
	for _, name := range v.order {
		if name == task.FieldAmount && !s.HasAmount || name == task.FieldMokID && !s.HasCard {
			continue
		}
		f := v.entry(name)
		v.fields[name], v.said[name] = f, &told{}
		row := field.NewRow(text.Say("approval.field."+string(name)), f)
		if name == task.FieldMokID || name == task.FieldAmount {
			row.SetHint(text.Say(hintKey(s, name)))
		}
		body.Add(row)
	}
	body.Add(buttons(v.approve, v.check, v.again, v.cancel))
	edge := fynetheme.Size(theme.SizeGap) // the fields' rings, and the bar that tells of more
	v.box = container.New(inWindow{v.canvas}, field.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, edge, edge), body)))
	m := field.NewModal(theme.Warning, text.Say("approval.title."+string(s.Act)), v.box)
	m.OnEscape = v.flow.Leave
	for _, b := range []*field.Button{v.approve, v.check, v.again, v.cancel} {
		b.OnCancel = v.flow.Leave
	}
	m.First = v.first()
	return m
}

// hintKey says where a value that is typed again comes from: cash in a drawer is counted.
func hintKey(s approval.State, name task.Field) string {
	if name == task.FieldAmount && !s.Act.OnCard() {
		return "approval.hint.count"
	}
	return "approval.hint." + string(name)
}

// entry is the field of a question, with the wires that all of them have.
func (v *approvalModal) entry(name task.Field) approvalField {
	wire := func(e *field.Entry) {
		e.OnChanged = func(string) { v.flow.Touch() }
		e.OnSubmitted = func(string) { v.next(name) }
		e.OnEscape = v.flow.Leave
	}
	switch name {
	case task.FieldNumber:
		f := field.NewDigits(staffDigits)
		wire(&f.Entry)
		return f
	case task.FieldPIN:
		f := field.NewPIN()
		wire(&f.Entry)
		return f
	case task.FieldMokID:
		f := field.NewMokID()
		wire(&f.Entry)
		return f
	}
	f := field.NewAmount()
	wire(&f.Entry)
	return f
}

// next goes on to the next question that has no answer yet; behind the last, Enter approves.
func (v *approvalModal) next(name task.Field) {
	after := false
	for _, other := range v.order {
		f, asked := v.fields[other]
		if after && asked && f.Value() == "" {
			v.canvas.Focus(f)
			return
		}
		after = after || other == name
	}
	v.submit()
}

func (v *approvalModal) first() fyne.Focusable {
	for _, name := range v.order {
		if f, asked := v.fields[name]; asked {
			return f
		}
	}
	return nil
}

// submit wipes the PIN before anything else happens with it.
func (v *approvalModal) submit() {
	typed := approval.Typed{Person: map[task.Field]string{}}
	for name, f := range v.fields {
		switch name {
		case task.FieldMokID:
			typed.MokID = f.Value()
		case task.FieldAmount:
			typed.Amount = f.Value()
		default:
			typed.Person[name] = f.Value()
		}
	}
	if pin, asked := v.fields[task.FieldPIN]; asked {
		pin.(*field.PIN).Clear()
	}
	v.flow.Submit(typed)
}

func (v *approvalModal) draw(s approval.State) {
	switch {
	case !s.Open() && v.modal != nil:
		v.modal.Hide()
		v.modal, v.fields, v.step = nil, map[task.Field]approvalField{}, approval.Closed
		return
	case !s.Open():
		return
	case v.modal == nil || !v.modal.Shown():
		v.modal = v.build(s)
		v.drawButtons(s)
		v.modal.Show(v.canvas)
	}
	v.intro.SetText(text.Say("approval.says."+string(s.Step), text.Values{"Maker": s.Maker}))
	v.problem.set(say(at(s.Problem, s.Field, task.FieldNone)))
	v.drawFields(s)
	v.drawButtons(s)
	v.modal.Fit()
	v.focus(s)
	v.step = s.Step
}

func (v *approvalModal) drawButtons(s approval.State) {
	v.approve.SetText(text.Say("approval.approve"))
	v.check.SetText(text.Say("topup.check"))
	v.again.SetText(text.Say("topup.again"))
	v.cancel.SetText(text.Say("approval.cancel"))
	asks := s.Step == approval.Asking || s.Step == approval.Entering
	show(v.approve, asks)
	v.approve.SetEnabled(s.May(approval.Submit))
	show(v.check, s.Offers(approval.Check))
	v.check.SetEnabled(s.May(approval.Check))
	show(v.again, s.Offers(approval.SendAgain))
	v.again.SetEnabled(s.May(approval.SendAgain))
	show(v.cancel, s.Offers(approval.Leave))
}

func (v *approvalModal) drawFields(s approval.State) {
	asking := s.Step == approval.Asking
	for name, f := range v.fields {
		f.SetEnabled(asking)
		v.said[name].show(f, at(s.Problem, s.Field, name))
	}
	if f, asked := v.fields[task.FieldMokID]; asked && s.MokID == "" && s.Field == task.FieldMokID {
		f.SetText("") // it may have been a card's number
	}
}

// focus goes to what is wrong, or to what can be done.
func (v *approvalModal) focus(s approval.State) {
	switch f, wrong := v.fields[s.Field]; {
	case s.Step == v.step && s.Step != approval.Asking:
	case s.Step == approval.Asking && wrong && s.Problem != nil:
		v.canvas.Focus(f)
	case s.Step == approval.Asking && v.step != approval.Asking && v.step != "":
		if pin, asked := v.fields[task.FieldPIN]; asked && v.step != approval.Closed {
			v.canvas.Focus(pin)
		}
	case s.Step == approval.Unknown:
		v.canvas.Focus(v.check)
	case s.Step == approval.Halted:
		v.canvas.Focus(v.cancel)
	}
}

// inWindow gives its one scroll the height of what it scrolls, as far as the window has it.
type inWindow struct{ canvas fyne.Canvas }

// Layout gives the scroll all there is.
func (inWindow) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// MinSize leaves a part of the window to the heading.
func (l inWindow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	const part = 0.75
	content := objects[0].(*field.Scroll).Content.MinSize()
	return fyne.NewSize(content.Width, min(content.Height, l.canvas.Size().Height*part))
}
