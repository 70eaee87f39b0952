package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// movementPanel is the panel of cash between the drawer and the safe.
type movementPanel struct {
	counter *flow.Counter

	title   *field.Text
	banner  *field.Banner
	problem *problem
	intro   *field.Paragraph
	sum     *field.Amount
	row     *field.Row
	reason  *field.Choice
	why     *field.Row
	form    *fyne.Container
	large   *figure
	words   *field.Paragraph
	asked   *fyne.Container
	facts   *facts
	paper   *field.Paragraph

	next, confirm, check, again, giveUp, print, open, save, done, back *field.Button
	box                                                                fyne.CanvasObject
	drawn                                                              string // the question that was drawn last
	said                                                               told
}

func newMovement(c *flow.Counter, give give) *movementPanel {
	v := &movementPanel{
		counter: c, title: field.NewTitle(""), banner: field.NewBanner(theme.Neutral, "", ""), problem: newProblem(), intro: sentence(),
		sum: field.NewAmount(), reason: field.NewChoice(), large: newFigure(), words: sentence(), facts: newFacts(4), paper: sentence(),
	}
	v.words.TextStyle = fyne.TextStyle{Bold: true}
	v.row, v.why = field.NewRow("", v.sum), field.NewRow("", v.reason)
	v.form = container.NewVBox(v.row, v.why)
	v.asked = container.NewVBox(v.large.box, v.words)
	v.reason.OnSubmitted = func(string) { v.fill() }
	v.sum.OnEscape, v.reason.OnEscape = c.BackFromMovement, c.BackFromMovement
	v.next = field.NewPrimary("", v.fill)
	v.confirm = field.NewPrimary("", c.Movement.Confirm)
	v.check = field.NewPrimary("", c.Movement.Check)
	v.again = field.NewButton("", c.Movement.SendAgain)
	v.giveUp = field.NewButton("", c.GiveMovementUp)
	v.print, v.open, v.save = give.primary(flow.CommandPrint), give.button(flow.CommandView), give.button(flow.CommandSave)
	v.done = field.NewButton("", func() { c.Do(flow.CommandDrawer) })
	v.back = field.NewButton("", c.BackFromMovement)
	row := []*field.Button{v.next, v.confirm, v.check, v.again, v.giveUp, v.print, v.open, v.save, v.done, v.back}
	for _, b := range row {
		b.OnCancel = c.BackFromMovement
	}
	v.box = field.NewVScroll(column(gapped(v.title, v.banner, v.problem.box, v.asked, v.facts.box, v.intro, v.form, buttons(row...), v.paper)))
	return v
}

func (v *movementPanel) fill() {
	if typed, ok := v.sum.Take(); ok {
		v.counter.Movement.Fill(typed, client.MovementReason(v.reason.Selected()))
	}
}

// movementLooks is the state of the banner at each step that has one.
var movementLooks = map[movement.Step]theme.State{
	movement.Confirming: theme.Info, movement.Sending: theme.Info, movement.Posted: theme.OK, movement.Rejected: theme.Danger,
	movement.NotSent: theme.Danger, movement.Unknown: theme.Warning, movement.Halted: theme.Danger, movement.NeverSent: theme.Danger,
}

func (v *movementPanel) panel() panel {
	return panel{
		name: flow.PanelMovement, box: v.box, draw: func() { v.draw(v.counter.Movement.State()) }, focus: v.natural,
		stage: func() string {
			s := v.counter.Movement.State()
			return fmt.Sprint(s.Step, s.ID, s.Known(), s.Field, s.Step == movement.Asking && s.Problem != nil)
		},
		follow: func(changed func()) { v.counter.Movement.Draw = func(movement.State) { changed() } },
	}
}

// way is a key's ending by the way that the cash goes: to the safe, or from there.
func way(s movement.State) string {
	if s.Kind == client.ChangeBrought {
		return "in"
	}
	return "out"
}

func (v *movementPanel) draw(s movement.State) {
	v.title.SetText(text.Say("movement.title." + way(s)))
	look, known := movementLooks[s.Step]
	if show(v.banner, known); known {
		v.banner.Set(look, text.Say("movement.step."+string(s.Step)), "")
	}
	problem := ""
	if s.Field == task.FieldNone {
		problem = say(s.Problem)
	}
	v.problem.set(problem)
	v.drawForm(s)
	v.intro.SetText(v.says(s))
	show(v.intro, s.Step != movement.Idle)
	v.drawFacts(s)
	v.paper.SetText(say(s.Paper.Message))
	show(v.paper, s.Step == movement.Posted && s.Paper.Message != nil)
	v.drawButtons(s)
	field.Fit(v.box)
}

func (v *movementPanel) says(s movement.State) string {
	switch {
	case s.Step == movement.Idle:
		return ""
	case s.Asking == outbox.AskCheck && s.Step == movement.Posted:
		return text.Say("movement.asking.number")
	case s.Asking != outbox.AskNothing:
		return text.Say("movement.asking." + string(s.Asking))
	case s.Step == movement.Posted && !s.Known():
		return text.Say("movement.says.posted.unknown")
	}
	return text.Say("movement.says." + string(s.Step) + "." + way(s))
}

// drawForm empties the form when a new movement is asked for, and lets stand what the clerk mends.
func (v *movementPanel) drawForm(s movement.State) {
	asking := s.Step == movement.Asking
	show(v.form, asking)
	v.row.SetLabel(text.Say("movement.amount"))
	v.row.SetHint(text.Say("movement.amount.hint"))
	v.why.SetLabel(text.Say("movement.reason"))
	v.reason.SetOptions(options("movement.reason.", client.MovementReasons(s.Kind))...)
	now := ""
	if asking {
		now = way(s)
	}
	if asking && now != v.drawn {
		v.sum.Clear()
		v.sum.SetText(s.Typed)
		v.reason.SetSelected(string(s.Reason))
	}
	v.drawn = now
	var wrong *task.Message
	if asking && s.Field == task.FieldAmount {
		wrong = s.Problem
	}
	v.said.show(v.sum, wrong)
}

func (v *movementPanel) drawFacts(s movement.State) {
	past := s.Step != movement.Asking && s.Step != movement.Idle
	if show(v.asked, past); !past {
		v.facts.set()
		return
	}
	v.large.set(text.Say("movement.sum."+way(s)), amount(s.Amount))
	v.words.SetText(s.Amount.Words(text.Lang()))
	var pairs []string
	if s.Reason != "" {
		pairs = append(pairs, text.Say("movement.reason"), text.Say("movement.reason."+string(s.Reason)))
	}
	if s.Step == movement.Posted && s.Known() {
		pairs = append(pairs, text.Say("movement.number"), s.Answer.Number, text.Say("movement.at"), moment(s.Answer.BookedAt))
	}
	v.facts.set(pairs...)
}

func (v *movementPanel) drawButtons(s movement.State) {
	v.next.SetText(text.Say("movement.next"))
	v.confirm.SetText(text.Say("movement.confirm." + way(s)))
	v.check.SetText(text.Say("topup.check"))
	v.again.SetText(text.Say("topup.again"))
	v.giveUp.SetText(text.Say("movement.give-up"))
	v.print.SetText(caption(flow.CommandPrint))
	v.open.SetText(caption(flow.CommandView))
	v.save.SetText(caption(flow.CommandSave))
	v.back.SetText(text.Say("button.back"))
	slip := s.May(movement.Paper) && s.Known()
	open := s.Offers(movement.SendAgain)
	done, importance := text.Say("movement.done"), widget.MediumImportance
	if open {
		done = text.Say("topup.park")
	}
	if !open && !slip && s.Known() {
		importance = widget.HighImportance
	}
	v.done.SetText(done)
	v.done.SetImportance(importance)
	for b, intent := range map[*field.Button]movement.Intent{
		v.next: movement.Fill, v.confirm: movement.Confirm, v.check: movement.Check, v.again: movement.SendAgain, v.giveUp: movement.GiveUp,
	} {
		show(b, s.Offers(intent))
		b.SetEnabled(s.May(intent))
	}
	for _, b := range []*field.Button{v.print, v.open, v.save} {
		show(b, slip)
	}
	show(v.done, s.Stage.MayPark())
	show(v.back, s.Offers(movement.Back) && !s.Stage.MayPark())
}

// natural is where the focus belongs: the sum, the confirmation, the slip; asking again when nothing is certain.
func (v *movementPanel) natural() fyne.Focusable {
	s := v.counter.Movement.State()
	switch {
	case s.Offers(movement.Check):
		return v.check
	case s.Offers(movement.Fill) && s.Problem != nil && s.Field == task.FieldNone:
		return v.reason
	case s.Offers(movement.Fill):
		return v.sum
	case s.Offers(movement.Confirm):
		return v.confirm
	case s.Offers(movement.SendAgain):
		return v.again
	case s.May(movement.Paper) && s.Known():
		return v.print
	case s.Stage.MayPark():
		return v.done
	}
	return nil
}
