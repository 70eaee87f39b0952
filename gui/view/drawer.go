package view

import (
	"cmp"

	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// drawerPanel is the panel of the clerk's cash.
type drawerPanel struct {
	counter *flow.Counter

	title   *field.Text
	banner  *field.Banner
	facts   *facts
	advice  *problem
	ask     *drawerSure
	intro   *field.Paragraph
	problem *problem
	sum     *field.Amount
	row     *field.Row
	table   *notesTable
	paper   *field.Paragraph

	send, sure, again, close, safe, change, report, print, open, save, back *field.Button
	handOver, takeOver, force                                               *field.Button
	box                                                                     fyne.CanvasObject
	step                                                                    drawer.Step
	said                                                                    told
}

func newDrawer(c *flow.Counter, give give) *drawerPanel {
	v := &drawerPanel{
		counter: c, title: field.NewTitle(""), banner: field.NewBanner(theme.Neutral, "", ""), facts: newFacts(12),
		advice: newNews(), ask: newDrawerSure(), intro: sentence(), problem: newProblem(), sum: field.NewAmount(), paper: sentence(),
	}
	v.row = field.NewRow("", v.sum)
	v.sum.OnSubmitted = func(string) { v.submit() }
	v.table = newNotesTable(c.Drawer.Notes.Type, c.LeaveDrawer)
	v.send = field.NewPrimary("", v.submit)
	v.sure = field.NewPrimary("", v.confirm)
	v.ask.reason.OnSubmitted = func(string) { v.confirm() }
	v.ask.reason.OnEscape = c.LeaveDrawer
	v.again = field.NewPrimary("", c.Drawer.SendAgain)
	v.close, v.safe, v.change = give.button(flow.CommandClose), give.button(flow.CommandSafe), give.button(flow.CommandChange)
	v.report = give.button(flow.CommandReport)
	v.handOver = field.NewButton("", func() { c.Do(flow.CommandHandOver) })
	v.takeOver = field.NewButton("", func() { c.Do(flow.CommandTakeOver) })
	v.force = field.NewButton("", func() { c.Do(flow.CommandForceClose) })
	v.print, v.open, v.save = give.primary(flow.CommandPrint), give.button(flow.CommandView), give.button(flow.CommandSave)
	v.back = field.NewButton("", c.LeaveDrawer)
	v.sum.OnEscape = c.LeaveDrawer
	row := []*field.Button{v.send, v.sure, v.again, v.print, v.open, v.save, v.back, v.close, v.safe, v.change, v.report, v.handOver, v.takeOver, v.force}
	for _, b := range row {
		b.OnCancel = c.LeaveDrawer
	}
	page := gapped(v.title, v.banner, v.problem.box, v.advice.box, v.facts.box, v.ask.box, v.intro, v.row, v.table.box, buttons(row...), v.paper)
	v.box = field.NewVScroll(column(page))
	return v
}

// confirm says that the sum is right, and why where that is asked.
func (v *drawerPanel) confirm() {
	if v.counter.Drawer.State().Differs {
		v.counter.Drawer.Notes.Confirm(client.FloatReason(v.ask.reason.Selected()))
		return
	}
	v.counter.Drawer.Confirm()
}

func (v *drawerPanel) submit() {
	if asksNotes(v.counter.Drawer.State()) {
		v.counter.Drawer.Notes.Open()
		return
	}
	typed, ok := v.sum.Take()
	switch {
	case !ok:
	case v.counter.Drawer.State().May(drawer.OpenWith):
		v.counter.Drawer.OpenWith(typed)
	default:
		v.counter.Drawer.CloseWith(typed)
	}
}

// drawerLooks is the state of the banner at each step.
var drawerLooks = map[drawer.Step]theme.State{
	drawer.Opened: theme.OK, drawer.Count: theme.OK, drawer.Unknown: theme.Warning,
	drawer.Foreign: theme.Warning, drawer.Halted: theme.Danger, drawer.Closed: theme.Info,
	drawer.Opening: theme.Info, drawer.Closing: theme.Info, drawer.SureFloat: theme.Warning, drawer.SureCount: theme.Info,
}

func (v *drawerPanel) panel() panel {
	return panel{
		name: flow.PanelDrawer, box: v.box, draw: func() { v.draw(v.counter.Drawer.State()) }, focus: v.natural, also: []flow.Panel{counter},
		stage: func() string {
			s := v.counter.Drawer.State()
			return fmt.Sprint(s.Step, s.Wrong)
		},
		follow: func(changed func()) { v.counter.Drawer.Draw = func(drawer.State) { changed() } },
	}
}

func (v *drawerPanel) draw(s drawer.State) {
	v.title.SetText(text.Say("drawer.title"))
	look, known := drawerLooks[s.Step]
	if !known {
		look = theme.Neutral
	}
	if s.Advice != nil || len(s.Doubts) > 0 {
		look = theme.Warning
	}
	v.banner.Set(look, text.Say("drawer.step."+string(s.Step)), "")
	v.advice.set(cmp.Or(say(s.Advice), takenNews(s.Taken)))
	v.drawFacts(s)
	v.ask.draw(s)
	v.drawQuestion(s)
	asks := asksSum(s)
	problem := ""
	if !asksNotes(s) && (!asks || s.Field == task.FieldNone) {
		problem = say(s.Problem)
	}
	v.problem.set(problem)
	v.drawButtons(s, asks)
	v.paper.SetText(say(s.Paper.Message))
	show(v.paper, s.Step == drawer.Closed && s.Paper.Message != nil)
	v.step = s.Step
	field.Fit(v.box)
}

// takenNews says who ended the clerk's last drawer, and when; "" where nobody did.
func takenNews(d *client.DrawerSession) string {
	if d == nil || d.ClosedBy == nil {
		return ""
	}
	return text.Say("drawer.taken."+string(d.ClosedBy.Kind), text.Values{
		"Desk": d.Desk, "At": d.ClosedAt, "Staff": d.ClosedBy.Staff, "Approver": d.ClosedBy.Approver, "Counted": d.Counted, "Difference": d.Difference,
	})
}

// markFacts say who ended a session, where its clerk did not, and whose drawer it began with.
func markFacts(d client.DrawerSession) (facts []string) {
	if by := d.ClosedBy; by != nil {
		facts = append(facts, text.Say("drawer.closed-by"), text.Say("drawer.closed-by."+string(by.Kind), text.Values{"Staff": by.Staff, "Approver": by.Approver, "Desk": by.Desk}))
	}
	if from := d.TakenFrom; from != nil {
		facts = append(facts, text.Say("drawer.taken-from"), from.Staff)
	}
	return facts
}

// asksSum reports that the float or the count is to be typed.
func asksSum(s drawer.State) bool { return s.May(drawer.OpenWith) || s.May(drawer.CloseWith) }

// asksNotes reports that the float is to be typed by notes and coins.
func asksNotes(s drawer.State) bool { return s.ByNotes && s.May(drawer.OpenWith) }

func (v *drawerPanel) drawQuestion(s drawer.State) {
	asks := asksSum(s)
	sending := s.Step == drawer.Opening || s.Step == drawer.Closing
	comparing := s.Step == drawer.Opened && v.counter.State().Comparing
	show(v.row, asks && !asksNotes(s) || sending && !s.ByNotes)
	v.table.draw(asksNotes(s), s.Notes, s.Problem, s.Wrong)
	show(v.intro, asks || comparing || s.Before != nil)
	if asks && s.Step != v.step && s.Problem == nil {
		v.sum.Clear()
		v.sum.SetText(s.Typed) // what the clerk mends
	}
	which := "drawer.count"
	if s.Step == drawer.Float || s.Step == drawer.Opening {
		which = "drawer.float"
	}
	intro := text.Say(which + ".intro")
	switch {
	case asksNotes(s) && s.Before == nil:
		intro = text.Say("drawer.float.intro.notes")
	case comparing:
		intro = text.Say("drawer.comparing")
	case s.Before != nil:
		intro = say(s.Before)
	}
	v.intro.SetText(intro)
	v.row.SetLabel(text.Say(which))
	v.row.SetHint(text.Say(which + ".hint"))
	v.send.SetText(text.Say(which + ".send"))
	var wrong *task.Message
	if asks && s.Field != task.FieldNone {
		wrong = s.Problem
	}
	v.said.show(v.sum, wrong)
}

// drawFacts hides what is expected while the clerk counts: who sees the sum counts towards it.
func (v *drawerPanel) drawFacts(s drawer.State) {
	d := s.Session
	switch s.Step {
	case drawer.Opened:
		total := ""
		if !s.Blind {
			total = amount(d.Total)
		}
		v.facts.set(openFacts(d, total)...)
	case drawer.SureCount, drawer.Closing:
		v.facts.set(append(openFacts(d, ""), countFacts(s)...)...)
	case drawer.Count:
		v.facts.set(openFacts(d, "")...)
	case drawer.Foreign:
		v.facts.set(text.Say("drawer.clerk"), d.Staff, text.Say("drawer.opened-at"), moment(d.OpenedAt))
	case drawer.Closed:
		v.facts.set(append(closeFacts(d), countFacts(s)...)...)
	default:
		v.facts.set(v.previousFacts(s.Previous)...)
	}
}

// countFacts are of a count by notes and coins: what was counted before, and why there is a difference.
func countFacts(s drawer.State) (facts []string) {
	if s.Counted == nil || s.Counted.Session != s.Session.ID {
		return nil
	}
	if s.Counted.First != nil {
		facts = append(facts, text.Say("count.first"), amount(*s.Counted.First))
	}
	if s.Step == drawer.SureCount && !s.Blind {
		facts = append(facts, text.Say("drawer.difference"), signed(s.Counted.Difference))
	}
	if s.Counted.Reason != "" {
		facts = append(facts, text.Say("count.reason"), text.Say("count.reason."+string(s.Counted.Reason)))
	}
	return facts
}

func closeFacts(d client.DrawerSession) []string {
	return []string{
		text.Say("drawer.number"), text.Number(int(d.CloseNumber)), text.Say("drawer.closed-at"), moment(d.ClosedAt),
		text.Say("drawer.float"), amount(d.Float), text.Say("drawer.top-ups"), text.Number(d.TopUps),
		text.Say("drawer.expected"), amount(d.Expected), text.Say("drawer.count"), amount(d.Counted),
		text.Say("drawer.difference"), signed(d.Difference),
	}
}

func openFacts(d client.DrawerSession, total string) []string {
	return append(markFacts(d), []string{
		text.Say("drawer.opened-at"), moment(d.OpenedAt), text.Say("drawer.float"), amount(d.Float),
		text.Say("drawer.top-ups"), text.Number(d.TopUps), text.Say("drawer.total"), total,
	}...)
}

// previousFacts are of the desk's last close: what was counted, for the next float, and to the clerk whose close it
// was also what the office makes of it.
func (v *drawerPanel) previousFacts(d *client.DrawerSession) []string {
	if d == nil {
		return nil
	}
	facts := []string{
		text.Say("drawer.previous"), moment(d.ClosedAt), text.Say("drawer.previous.counted"), amount(d.Counted),
	}
	if own, is := v.counter.Drawer.OwnClose(); is {
		facts = append(facts, text.Say("drawer.number"), text.Number(int(own.CloseNumber)),
			text.Say("drawer.expected"), amount(own.Expected), text.Say("drawer.difference"), signed(own.Difference))
	}
	return facts
}

func (v *drawerPanel) drawButtons(s drawer.State, asks bool) {
	slip := s.May(drawer.Paper)
	v.again.SetText(text.Say("drawer.again"))
	v.close.SetText(caption(flow.CommandClose))
	v.safe.SetText(caption(flow.CommandSafe))
	v.change.SetText(caption(flow.CommandChange))
	v.report.SetText(caption(flow.CommandReport))
	v.print.SetText(caption(flow.CommandPrint))
	v.open.SetText(caption(flow.CommandView))
	v.save.SetText(caption(flow.CommandSave))
	v.handOver.SetText(text.Say("drawer.hand-over"))
	v.takeOver.SetText(text.Say("drawer.take-over"))
	v.force.SetText(text.Say("drawer.force-close"))
	v.back.SetText(text.Say("button.back"))
	if which := sureKeys[s.Step]; which != "" {
		v.sure.SetImportance(widget.HighImportance)
		if len(s.Doubts) > 0 {
			v.sure.SetImportance(widget.MediumImportance)
		}
		send := "drawer.sure." + which + ".send"
		if s.Second && s.Step == drawer.SureCount {
			send = "drawer.sure.second"
		}
		v.sure.SetText(text.Say(send))
		v.back.SetText(text.Say("drawer.sure.edit"))
	}
	for b, visible := range map[*field.Button]bool{
		v.send: asks, v.sure: s.May(drawer.Confirm), v.again: s.Offers(drawer.SendAgain), v.close: s.May(drawer.AskCount),
		v.safe: s.Safe && s.Step == drawer.Opened, v.change: s.Safe && s.Step == drawer.Opened,
		v.report:   (s.Step == drawer.Opened || s.Step == drawer.Closed) && v.counter.Can(flow.CommandReport),
		v.handOver: s.Step == drawer.Opened && v.counter.Can(flow.CommandHandOver),
		v.takeOver: s.Step == drawer.Foreign && v.counter.Can(flow.CommandTakeOver), v.force: s.Step == drawer.Foreign && v.counter.Can(flow.CommandForceClose),
		v.print: slip, v.open: slip, v.save: slip, v.back: !s.Busy,
	} {
		show(b, visible)
		b.SetEnabled(!s.Busy)
	}
}

// natural is where the focus belongs at the present step: of a sum that can't be right it is the way back.
func (v *drawerPanel) natural() fyne.Focusable {
	switch s := v.counter.Drawer.State(); {
	case asksNotes(s):
		return v.table.natural(s.Wrong)
	case asksSum(s):
		return v.sum
	case s.May(drawer.Confirm) && s.Differs:
		return v.ask.reason
	case s.May(drawer.Confirm) && len(s.Doubts) == 0:
		return v.sure
	case s.Offers(drawer.SendAgain):
		return v.again
	case s.May(drawer.Paper):
		return v.print
	}
	return v.back
}
