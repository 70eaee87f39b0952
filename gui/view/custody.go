package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/custody"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// custodyPanel is the panel of a drawer that passes into other hands.
type custodyPanel struct {
	counter *flow.Counter

	title   *field.Text
	banner  *field.Banner
	problem *problem
	intro   *field.Paragraph
	whose   *facts
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

	next, confirm, check, again, anew, giveUp, print, open, save, done, back *field.Button
	box                                                                      fyne.CanvasObject
	drawn                                                                    string // the question that was drawn last
	said                                                                     told
}

func newCustody(c *flow.Counter, give give) *custodyPanel {
	v := &custodyPanel{
		counter: c, title: field.NewTitle(""), banner: field.NewBanner(theme.Neutral, "", ""), problem: newProblem(), intro: sentence(), whose: newFacts(4),
		sum: field.NewAmount(), reason: field.NewChoice(), large: newFigure(), words: sentence(), facts: newFacts(8), paper: sentence(),
	}
	v.words.TextStyle = fyne.TextStyle{Bold: true}
	v.row, v.why = field.NewRow("", v.sum), field.NewRow("", v.reason)
	v.form = container.NewVBox(v.row, v.why)
	v.asked = container.NewVBox(v.large.box, v.words)
	v.reason.OnSubmitted = func(string) { v.fill() }
	v.sum.OnEscape, v.reason.OnEscape = c.Hands.Back, c.Hands.Back
	v.next = field.NewPrimary("", v.fill)
	v.confirm = field.NewPrimary("", c.Custody.Confirm)
	v.check = field.NewPrimary("", c.Custody.Check)
	v.again = field.NewButton("", c.Custody.SendAgain)
	v.anew = field.NewButton("", c.Custody.Anew)
	v.giveUp = field.NewButton("", c.Hands.GiveUp)
	v.print, v.open, v.save = give.primary(flow.CommandPrint), give.button(flow.CommandView), give.button(flow.CommandSave)
	v.done = field.NewButton("", c.Hands.Leave)
	v.back = field.NewButton("", c.Hands.Back)
	row := []*field.Button{v.next, v.confirm, v.check, v.again, v.anew, v.giveUp, v.print, v.open, v.save, v.done, v.back}
	for _, b := range row {
		b.OnCancel = c.Hands.Back
	}
	v.box = field.NewVScroll(column(gapped(v.title, v.banner, v.problem.box, v.whose.box, v.asked, v.facts.box, v.intro, v.form, buttons(row...), v.paper)))
	return v
}

func (v *custodyPanel) fill() {
	if typed, ok := v.sum.Take(); ok {
		v.counter.Custody.Fill(typed, client.CustodyReason(v.reason.Selected()))
	}
}

// custodyLooks is the state of the banner at each step that has one.
var custodyLooks = map[custody.Step]theme.State{
	custody.Confirming: theme.Info, custody.Approving: theme.Info, custody.Sending: theme.Info, custody.Posted: theme.OK, custody.Rejected: theme.Danger,
	custody.NotSent: theme.Danger, custody.Unknown: theme.Warning, custody.Halted: theme.Danger, custody.NeverSent: theme.Danger,
}

func (v *custodyPanel) panel() panel {
	return panel{
		name: flow.PanelCustody, box: v.box, draw: func() { v.draw(v.counter.Custody.State()) }, focus: v.natural,
		stage: func() string {
			s := v.counter.Custody.State()
			return fmt.Sprint(s.Step, s.ID, s.Known(), s.Field, s.Problem != nil && (s.Step == custody.Asking || s.Step == custody.Confirming))
		},
		follow: func(changed func()) { v.counter.Custody.Draw = func(custody.State) { changed() } },
	}
}

// kindOf is a key's ending by the kind of a change of hands; one that only the office knows is told as a forced close.
func kindOf(s custody.State) string {
	if s.Kind == "" {
		return string(client.ForcedClose)
	}
	return string(s.Kind)
}

func (v *custodyPanel) draw(s custody.State) {
	v.title.SetText(text.Say("custody.title." + kindOf(s)))
	look, known := custodyLooks[s.Step]
	if show(v.banner, known); known {
		v.banner.Set(look, text.Say("custody.step."+string(s.Step)), "")
	}
	problem := ""
	if s.Field == task.FieldNone {
		problem = say(s.Problem)
	}
	v.problem.set(problem)
	v.drawForm(s)
	v.intro.SetText(v.says(s))
	show(v.intro, s.Step != custody.Idle)
	v.drawFacts(s)
	v.paper.SetText(say(s.Paper.Message))
	show(v.paper, s.Step == custody.Posted && s.Paper.Message != nil)
	v.drawButtons(s)
	field.Fit(v.box)
}

func (v *custodyPanel) says(s custody.State) string {
	switch {
	case s.Step == custody.Idle:
		return ""
	case s.Asking != outbox.AskNothing:
		return text.Say("custody.asking." + string(s.Asking))
	case s.Step == custody.Posted && !s.Known():
		return text.Say("custody.says.posted.unknown")
	case s.Step == custody.Asking || s.Step == custody.Confirming || s.Step == custody.Posted:
		return text.Say("custody.says." + string(s.Step) + "." + kindOf(s))
	}
	return text.Say("custody.says." + string(s.Step))
}

// drawForm empties the form when another drawer is asked about, and lets stand what the clerk mends.
func (v *custodyPanel) drawForm(s custody.State) {
	asking := s.Step == custody.Asking
	show(v.form, asking)
	v.row.SetLabel(text.Say("custody.counted"))
	v.row.SetHint(text.Say("drawer.count.hint"))
	v.why.SetLabel(text.Say("custody.reason"))
	v.reason.SetOptions(options("custody.reason.", client.CustodyReasons(s.Kind))...)
	now := ""
	if asking {
		now = string(s.Kind) + s.Session.ID
	}
	if asking && now != v.drawn {
		v.sum.Clear()
		v.sum.SetText(s.Typed)
		v.reason.SetSelected(string(s.Reason))
	}
	v.drawn = now
	var wrong *task.Message
	if asking && s.Field == task.FieldCount {
		wrong = s.Problem
	}
	v.said.show(v.sum, wrong)
}

// drawFacts says whose drawer it is. What was expected is told once it is final.
func (v *custodyPanel) drawFacts(s custody.State) {
	var whose []string
	if d := s.Session; d.ID != "" {
		whose = append(whose, text.Say("drawer.clerk"), d.Staff, text.Say("custody.desk"), d.Desk, text.Say("drawer.opened-at"), moment(d.OpenedAt))
	}
	v.whose.set(whose...)
	past := s.Step != custody.Asking && s.Step != custody.Idle
	if show(v.asked, past); !past {
		v.facts.set()
		return
	}
	v.large.set(text.Say("custody.counted"), amount(s.Counted))
	v.words.SetText(s.Counted.Words(text.Lang()))
	var pairs []string
	if s.Reason != "" {
		pairs = append(pairs, text.Say("custody.reason"), text.Say("custody.reason."+string(s.Reason)))
	}
	if s.Step == custody.Posted && s.Known() {
		d := s.Answer.Closed
		pairs = append(pairs, text.Say("drawer.number"), text.Number(int(d.CloseNumber)), text.Say("drawer.closed-at"), moment(s.Answer.BookedAt),
			text.Say("drawer.expected"), amount(d.Expected), text.Say("drawer.difference"), signed(d.Difference),
			text.Say("custody.second"), s.Answer.Approver)
	}
	v.facts.set(pairs...)
}

func (v *custodyPanel) drawButtons(s custody.State) {
	v.next.SetText(text.Say("movement.next"))
	v.confirm.SetText(text.Say("custody.confirm." + kindOf(s)))
	v.check.SetText(text.Say("topup.check"))
	v.again.SetText(text.Say("topup.again"))
	v.anew.SetText(text.Say("custody.anew"))
	v.giveUp.SetText(text.Say("custody.give-up"))
	v.print.SetText(caption(flow.CommandPrint))
	v.open.SetText(caption(flow.CommandView))
	v.save.SetText(caption(flow.CommandSave))
	v.back.SetText(text.Say("button.back"))
	slip := s.May(custody.Paper) && s.Known()
	open := s.Offers(custody.SendAgain)
	done, importance := text.Say("movement.done"), widget.MediumImportance
	if open {
		done = text.Say("topup.park")
	}
	if !open && !slip && s.Known() {
		importance = widget.HighImportance
	}
	v.done.SetText(done)
	v.done.SetImportance(importance)
	for b, intent := range map[*field.Button]custody.Intent{
		v.next: custody.Fill, v.confirm: custody.Confirm, v.check: custody.Check, v.again: custody.SendAgain, v.anew: custody.Anew, v.giveUp: custody.GiveUp,
	} {
		show(b, s.Offers(intent))
		b.SetEnabled(s.May(intent))
	}
	for _, b := range []*field.Button{v.print, v.open, v.save} {
		show(b, slip)
	}
	show(v.done, s.Stage.MayPark())
	show(v.back, s.Offers(custody.Back) && !s.Stage.MayPark())
}

// natural is where the focus belongs: the count, the confirmation, the slip; asking again when nothing is certain.
func (v *custodyPanel) natural() fyne.Focusable {
	s := v.counter.Custody.State()
	switch {
	case s.Offers(custody.Check):
		return v.check
	case s.Offers(custody.Fill) && s.Problem != nil && s.Field == task.FieldNone:
		return v.reason
	case s.Offers(custody.Fill):
		return v.sum
	case s.Offers(custody.Confirm):
		return v.confirm
	case s.Offers(custody.SendAgain):
		return v.again
	case s.May(custody.Paper) && s.Known():
		return v.print
	case s.Stage.MayPark():
		return v.done
	}
	return nil
}
