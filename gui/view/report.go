package view

import (
	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/report"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// reportPanel shows a drawer's figures, X or Z.
type reportPanel struct {
	counter *flow.Counter

	title   *field.Text
	banner  *field.Banner
	problem *problem
	facts   *facts
	unknown *problem
	paper   *field.Paragraph

	print, open, save, table, again, back *field.Button
	box                                   fyne.CanvasObject
}

func newReport(c *flow.Counter, give give) *reportPanel {
	leave := give.to(flow.CommandDrawer)
	v := &reportPanel{
		counter: c, title: field.NewTitle(""), banner: field.NewBanner(theme.Neutral, "", ""), problem: newProblem(), facts: newFacts(20), unknown: newProblem(), paper: sentence(),
	}
	v.print, v.open, v.save = give.primary(flow.CommandPrint), give.button(flow.CommandView), give.button(flow.CommandSave)
	v.table = field.NewButton("", c.Report.SaveTable)
	v.again = field.NewButton("", c.Report.Ask)
	v.back = field.NewButton("", leave)
	row := []*field.Button{v.print, v.open, v.save, v.table, v.again, v.back}
	for _, b := range row {
		b.OnCancel = leave
	}
	v.box = field.NewVScroll(column(gapped(v.title, v.banner, v.problem.box, v.unknown.box, buttons(row...), v.paper, v.facts.box)))
	return v
}

func (v *reportPanel) panel() panel {
	return panel{
		name: flow.PanelReport, box: v.box, draw: func() { v.draw(v.counter.Report.State()) }, focus: v.natural,
		stage:  func() string { return string(v.counter.Report.State().Step) },
		follow: func(changed func()) { v.counter.Report.Draw = func(report.State) { changed() } },
	}
}

var reportLooks = map[report.Step]theme.State{report.Asking: theme.Info, report.Shown: theme.OK, report.Failed: theme.Danger}

func (v *reportPanel) draw(s report.State) {
	kind := "x"
	if s.Kind == client.ReportZ {
		kind = "z"
	}
	v.title.SetText(text.Say("report.title." + kind))
	look, known := reportLooks[s.Step]
	if show(v.banner, known); known {
		v.banner.Set(look, text.Say("report.step."+string(s.Step), text.Values{"AsOf": s.Report.AsOf}), "")
	}
	v.problem.set(say(s.Problem))
	unknown := ""
	if s.Step == report.Shown && s.Unknown.Count > 0 {
		unknown = text.Say("report.unknown", text.Values{"Count": s.Unknown.Count, "Sum": s.Unknown.Sum})
	}
	v.unknown.set(unknown)
	if s.Step == report.Shown {
		v.facts.set(reportFacts(s.Report)...)
	} else {
		v.facts.set()
	}
	v.paper.SetText(say(s.Paper.Message))
	show(v.paper, s.Step == report.Shown && s.Paper.Message != nil)
	v.drawButtons(s)
	field.Fit(v.box)
}

// reportFacts are the figures, line by line, in the order of the formula.
func reportFacts(r client.DrawerReport) []string {
	d := r.Session
	line := func(key string, l client.ReportLine) []string {
		return []string{text.Say("report." + key), text.Say("report.line", text.Values{"Count": l.Count, "Sum": l.Sum})}
	}
	facts := []string{text.Say("drawer.opened-at"), moment(d.OpenedAt)}
	if r.Kind == client.ReportZ {
		facts = append([]string{text.Say("drawer.number"), text.Number(int(d.CloseNumber))}, facts...)
		facts = append(facts, text.Say("drawer.closed-at"), moment(d.ClosedAt))
	}
	facts = append(facts, markFacts(d)...)
	facts = append(facts, text.Say("drawer.float"), amount(d.Float))
	facts = append(facts, line("top-ups", r.TopUps)...)
	facts = append(facts, line("fees", r.Fees)...)
	facts = append(facts, line("reversals", client.ReportLine{Count: r.Reversals.Count, Sum: out(r.Reversals.Sum)})...)
	facts = append(facts, line("change-brought", r.ChangeBrought)...)
	facts = append(facts, line("pick-ups", r.PickUps)...)
	if r.Corrections.Count > 0 {
		facts = append(facts, line("corrections", r.Corrections)...)
	}
	facts = append(facts, text.Say("drawer.expected"), amount(r.Expected))
	if r.InFlight.Count > 0 {
		facts = append(facts, line("in-flight", r.InFlight)...)
	}
	if d.State == client.DrawerClosed {
		facts = append(facts, text.Say("drawer.count"), amount(d.Counted), text.Say("drawer.difference"), signed(d.Difference))
	}
	return facts
}

// out is a sum that went out, with its sign.
func out(a money.Amount) money.Amount {
	a.Cents = -a.Cents
	return a
}

func (v *reportPanel) drawButtons(s report.State) {
	v.print.SetText(caption(flow.CommandPrint))
	v.open.SetText(caption(flow.CommandView))
	v.save.SetText(caption(flow.CommandSave))
	v.table.SetText(text.Say("report.table"))
	v.again.SetText(text.Say("report.again"))
	v.back.SetText(text.Say("button.back"))
	for _, b := range []*field.Button{v.print, v.open, v.save, v.table} {
		show(b, s.Step == report.Shown)
	}
	show(v.again, s.Step != report.Asking)
}

func (v *reportPanel) natural() fyne.Focusable {
	switch v.counter.Report.State().Step {
	case report.Shown:
		return v.print
	case report.Failed:
		return v.again
	}
	return v.back
}
