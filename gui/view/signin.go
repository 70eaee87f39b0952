package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/signin"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// signIn is the screen on which a clerk signs in.
type signIn struct {
	flow     *signin.Flow
	training bool

	title   *field.Text
	intro   *field.Paragraph
	number  *field.Digits
	pin     *field.PIN
	numbers *field.Row
	pins    *field.Row
	enter   *field.Button
	demo    *field.Paragraph
	offline *field.Paragraph  // what works while the office is out of reach; the shell knows
	page    fyne.CanvasObject // the form alone
	box     fyne.CanvasObject

	asked      string // the number the state held when it was drawn last
	numberSaid told
	pinSaid    told
}

// staffDigits is the most a staff number has by the contract.
const staffDigits = 8

func newSignIn(f *signin.Flow, training bool) *signIn {
	v := &signIn{
		flow: f, training: training, title: field.NewTitle(""), intro: sentence(),
		number: field.NewDigits(staffDigits), pin: field.NewPIN(), demo: sentence(), offline: sentence(),
	}
	v.numbers, v.pins = field.NewRow("", v.number), field.NewRow("", v.pin)
	v.enter = field.NewPrimary("", v.submit)
	v.pin.OnSubmitted = func(string) { v.submit() }
	v.number.OnSubmitted = func(string) { v.leaveNumber() }
	v.page = form(v.title, v.intro, v.numbers, v.pins, buttons(v.enter), v.offline, v.demo)
	v.offline.Hide()
	v.box = field.NewVScroll(container.NewCenter(v.page))
	f.Draw = v.draw
	return v
}

// leaveNumber goes on to the PIN; with the PIN typed already, Enter signs in.
func (v *signIn) leaveNumber() {
	if v.pin.Text != "" {
		v.submit()
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(v.pin); c != nil {
		c.Focus(v.pin)
	}
}

// submit wipes the PIN before anything else happens with it.
func (v *signIn) submit() {
	pin := v.pin.Text
	v.pin.Clear()
	if number, ok := v.number.Take(); ok {
		v.flow.Submit(number, pin)
	}
}

func (v *signIn) draw(s signin.State) {
	v.title.SetText(text.Say("signin.title"))
	v.numbers.SetLabel(text.Say("signin.number"))
	v.pins.SetLabel(text.Say("signin.pin"))
	v.enter.SetText(text.Say("signin.enter"))
	v.demo.SetText(text.Say("signin.demo"))
	show(v.demo, v.training)
	if s.Number != v.asked {
		v.asked = s.Number
		v.number.SetText(s.Number)
	}
	v.numberSaid.show(v.number, at(s.Problem, s.Field, task.FieldNumber))
	v.pinSaid.show(v.pin, at(s.Problem, s.Field, task.FieldPIN))
	v.intro.SetText(introOf(s))
	v.enter.SetEnabled(s.Step == signin.Asking)
}

// introOf is what stands above the fields.
func introOf(s signin.State) string {
	switch {
	case s.Problem != nil && s.Field == task.FieldNone:
		return say(s.Problem)
	case s.Step == signin.Sending:
		return text.Say("signin.sending")
	}
	return text.Say("signin.intro")
}

// natural is where the focus belongs: the number, or the PIN when the number is there.
func (v *signIn) natural() fyne.Focusable {
	if v.flow.State().Number != "" && v.flow.State().Field != task.FieldNumber {
		return v.pin
	}
	return v.number
}
