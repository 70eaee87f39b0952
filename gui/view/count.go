package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/count"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// countPanel is the panel of a drawer's count by notes and coins.
type countPanel struct {
	counter *flow.Counter

	title   *field.Text
	banner  *field.Banner
	problem *problem
	facts   *facts
	notes   *field.Paragraph
	intro   *field.Paragraph
	table   *notesTable
	reason  *field.Choice
	why     *field.Row
	form    *fyne.Container

	send, accept, recount, check, again, back *field.Button
	box                                       fyne.CanvasObject
	drawn                                     string // the count whose reason was drawn last
}

func newCount(c *flow.Counter) *countPanel {
	v := &countPanel{
		counter: c, title: field.NewTitle(""), banner: field.NewBanner(theme.Neutral, "", ""), problem: newProblem(), facts: newFacts(4),
		notes: sentence(), intro: sentence(), reason: field.NewChoice(),
	}
	v.table = newNotesTable(c.Count.Type, c.BackFromCount)
	v.why = field.NewRow("", v.reason)
	v.form = container.NewVBox(v.why)
	accept := func() { c.Count.Accept(client.DifferenceReason(v.reason.Selected())) }
	v.reason.OnSubmitted = func(string) { accept() }
	v.reason.OnEscape = c.BackFromCount
	v.send = field.NewPrimary("", c.Count.Fill)
	v.accept = field.NewPrimary("", accept)
	v.recount = field.NewButton("", c.Count.Recount)
	v.check = field.NewPrimary("", c.Count.Check)
	v.again = field.NewButton("", c.Count.SendAgain)
	v.back = field.NewButton("", c.BackFromCount)
	row := []*field.Button{v.send, v.check, v.again, v.recount, v.accept, v.back}
	for _, b := range row {
		b.OnCancel = c.BackFromCount
	}
	v.box = field.NewVScroll(column(gapped(v.title, v.banner, v.problem.box, v.facts.box, v.notes, v.intro, v.table.box, v.form, buttons(row...))))
	return v
}

func (v *countPanel) panel() panel {
	return panel{
		name: flow.PanelCount, box: v.box, draw: func() { v.draw(v.counter.Count.State()) }, focus: v.natural, also: []flow.Panel{flow.PanelDrawer},
		stage: func() string {
			s := v.counter.Count.State()
			return fmt.Sprint(s.Step, s.ID, s.First != nil, s.Known(), s.At, s.Problem != nil)
		},
		follow: func(changed func()) { v.counter.Count.Draw = func(count.State) { changed() } },
	}
}

// look is the state of the banner, and its words: of a count that is kept, whether it agrees.
func (v *countPanel) look(s count.State) (theme.State, string) {
	key := string(s.Step)
	look := map[count.Step]theme.State{
		count.Asking: theme.Info, count.Sending: theme.Info, count.Unknown: theme.Warning, count.Rejected: theme.Danger, count.Halted: theme.Danger,
	}[s.Step]
	switch {
	case s.Step == count.Asking && s.First != nil:
		key = "again"
	case s.Step == count.Counted && !s.Known():
		look = theme.Info
	case s.Step == count.Counted && s.Agrees:
		look, key = theme.OK, "agrees"
	case s.Step == count.Counted:
		look, key = theme.Warning, "differs"
	}
	return look, text.Say("count.step." + key)
}

func (v *countPanel) draw(s count.State) {
	v.title.SetText(text.Say("count.title"))
	if show(v.banner, s.Step != count.Idle); s.Step != count.Idle {
		look, words := v.look(s)
		v.banner.Set(look, words, "")
	}
	asks := s.Step == count.Asking
	problem := ""
	if !asks {
		problem = say(s.Problem)
	}
	v.problem.set(problem)
	v.drawFacts(s)
	v.intro.SetText(v.says(s))
	show(v.intro, s.Step != count.Idle)
	v.table.draw(asks, s.Typed, s.Problem, s.At)
	v.drawReason(s)
	v.drawButtons(s)
	field.Fit(v.box)
}

func (v *countPanel) says(s count.State) string {
	switch {
	case s.Asking != outbox.AskNothing:
		return text.Say("count.asking." + string(s.Asking))
	case s.Step == count.Counted && !s.Known():
		return text.Say("count.says.unlearned")
	case s.Step == count.Counted && s.Moved && s.Left > 0:
		return text.Say("count.says.moved")
	case s.Step == count.Counted && s.Agrees:
		return text.Say("count.says.agrees")
	case s.Step == count.Counted && s.Left > 0:
		return text.Say("count.says.differs")
	case s.Step == count.Counted:
		return text.Say("count.says.last")
	case s.Step == count.Asking && s.First != nil:
		return text.Say("count.says.again")
	}
	return text.Say("count.says." + string(s.Step))
}

func (v *countPanel) drawFacts(s count.State) {
	past := s.Step != count.Asking && s.Step != count.Idle
	var pairs []string
	if s.First != nil {
		pairs = append(pairs, text.Say("count.first"), amount(*s.First))
	}
	notes := ""
	if past {
		pairs = append(pairs, text.Say("count.sum"), amount(s.Sum))
		notes = notesFacts(s.Notes)
	}
	if s.Step == count.Counted && s.Known() && !s.Blind {
		pairs = append(pairs, text.Say("drawer.expected"), amount(s.Answer.Expected), text.Say("drawer.difference"), signed(s.Answer.Difference))
	}
	v.facts.set(pairs...)
	v.notes.SetText(notes)
	show(v.notes, notes != "")
}

func (v *countPanel) drawReason(s count.State) {
	asks := s.Offers(count.Accept) && !s.Agrees
	show(v.form, asks)
	v.why.SetLabel(text.Say("count.reason"))
	v.reason.SetOptions(options("count.reason.", client.DifferenceReasons())...)
	if s.ID != v.drawn {
		v.reason.SetSelected(string(s.Reason))
	}
	v.drawn = s.ID
}

func (v *countPanel) drawButtons(s count.State) {
	v.send.SetText(text.Say("count.send"))
	v.accept.SetText(text.Say("count.accept"))
	v.recount.SetText(text.Say("count.recount"))
	v.check.SetText(text.Say("topup.check"))
	v.again.SetText(text.Say("topup.again"))
	v.back.SetText(text.Say("button.back"))
	better := s.Offers(count.Recount) && s.Known() && (!s.Agrees || s.Moved)
	first, second := widget.HighImportance, widget.MediumImportance
	if better {
		first, second = second, first
	}
	v.accept.SetImportance(first)
	v.recount.SetImportance(second)
	for b, intent := range map[*field.Button]count.Intent{
		v.send: count.Fill, v.accept: count.Accept, v.recount: count.Recount, v.check: count.Check, v.again: count.SendAgain, v.back: count.Back,
	} {
		show(b, s.Offers(intent))
		b.SetEnabled(s.May(intent))
	}
}

// natural is where the focus belongs: the table, the count once more where it doesn't agree, the way on where it does.
func (v *countPanel) natural() fyne.Focusable {
	s := v.counter.Count.State()
	switch {
	case s.Offers(count.Fill):
		return v.table.natural(s.At)
	case s.Offers(count.Check):
		return v.check
	case s.Offers(count.SendAgain):
		return v.again
	case s.Offers(count.Recount) && (!s.Agrees || s.Moved) && s.Problem == nil:
		return v.recount
	case s.Offers(count.Accept) && !s.Agrees:
		return v.reason
	case s.Offers(count.Accept):
		return v.accept
	case s.Offers(count.Back):
		return v.back
	}
	return nil
}
