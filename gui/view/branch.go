package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/branch"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// branchPanel shows all open drawers of the branch to a supervisor.
type branchPanel struct {
	counter *flow.Counter
	canvas  fyne.Canvas

	title   *field.Text
	banner  *field.Banner
	problem *problem
	asOf    *field.Paragraph
	rows    *fyne.Container
	again   *field.Button
	back    *field.Button
	acts    map[string]fyne.Focusable // the rows' buttons, by session
	box     fyne.CanvasObject
	drawn   string // what stands there; the rows are built anew only when it is new
}

func newBranch(c *flow.Counter, on fyne.Canvas) *branchPanel {
	v := &branchPanel{
		counter: c, canvas: on, title: field.NewTitle(""), banner: field.NewBanner(theme.Neutral, "", ""), problem: newProblem(), asOf: sentence(), rows: container.NewVBox(),
	}
	v.again = field.NewButton("", c.Branch.Ask)
	v.back = field.NewButton("", v.toWork)
	v.again.OnCancel, v.back.OnCancel = v.toWork, v.toWork
	v.box = field.NewVScroll(column(gapped(v.title, v.banner, v.problem.box, v.asOf, v.rows, buttons(v.again, v.back))))
	return v
}

func (v *branchPanel) toWork() { v.counter.Do(flow.CommandWork) }

func (v *branchPanel) panel() panel {
	return panel{
		name: flow.PanelBranch, box: v.box, draw: func() { v.draw(v.counter.Branch.State()) }, focus: v.natural, lazy: true, also: []flow.Panel{counter},
		stage:  func() string { return string(v.counter.Branch.State().Step) },
		follow: func(changed func()) { v.counter.Branch.Draw = func(branch.State) { changed() } },
	}
}

// branchLooks are the states of the badges. Each has its own icon and word.
var branchLooks = map[branch.Level]theme.State{branch.Fine: theme.OK, branch.Much: theme.Warning, branch.Full: theme.Danger}

func (v *branchPanel) draw(s branch.State) {
	v.title.SetText(text.Say("branch.title"))
	v.again.SetText(text.Say("report.again"))
	v.back.SetText(text.Say("button.back"))
	v.problem.set(say(s.Problem))
	v.drawBanner(s)
	if now := fmt.Sprint(text.Lang(), s.Step, s.Blind, s.Rows); now != v.drawn {
		v.drawn = now
		v.drawRows(s)
	}
	field.Fit(v.box)
}

// drawBanner says how many drawers hold too much, and of when the figures are.
func (v *branchPanel) drawBanner(s branch.State) {
	show(v.banner, s.Step != branch.Idle)
	show(v.asOf, s.Step == branch.Shown)
	loud := s.Loud()
	switch {
	case s.Step == branch.Asking:
		v.banner.Set(theme.Info, text.Say("branch.step.asking"), "")
		return
	case loud > 0:
		v.banner.Set(theme.Warning, text.Say("branch.loud", text.Values{"Count": loud}), "")
	default:
		v.banner.Set(theme.OK, text.Say("branch.step.shown", text.Values{"Count": len(s.Rows)}), "")
	}
	key := "branch.as-of"
	if loud > 0 {
		key = "branch.as-of.loud"
	}
	v.asOf.SetText(text.Say(key, text.Values{"AsOf": s.AsOf}))
}

func (v *branchPanel) drawRows(s branch.State) {
	had := ""
	for session, b := range v.acts {
		if b == v.canvas.Focused() {
			had = session
		}
	}
	v.rows.RemoveAll()
	v.acts = map[string]fyne.Focusable{}
	for _, r := range s.Rows {
		v.add(r, s.Blind)
	}
	v.rows.Refresh()
	if had == "" {
		return
	}
	if b := v.acts[had]; b != nil {
		v.canvas.Focus(b)
		return
	}
	v.canvas.Focus(v.natural())
}

func (v *branchPanel) add(r branch.Row, blind bool) {
	d, label, key := r.Session, sentence(), "branch.row"
	if blind {
		key = "branch.row.blind"
	}
	label.SetText(text.Say(key, text.Values{
		"Desk": d.Desk, "Staff": d.Staff, "Since": d.OpenedAt, "Total": d.Total, "Moved": r.LastMovedAt, "TopUps": d.TopUps,
	}))
	body := container.NewVBox(label)
	if r.InFlight.Count > 0 {
		open := sentence()
		key := "branch.in-flight"
		if blind {
			key = "branch.in-flight.blind"
		}
		open.SetText(text.Say(key, text.Values{"Count": r.InFlight.Count, "Sum": r.InFlight.Sum}))
		body.Add(open)
	}
	badge := field.NewBadge(branchLooks[r.Level], text.Say("branch.level."+string(r.Level)))
	var right fyne.CanvasObject
	if !r.Own && v.counter.State().Me.Can(client.MayChangeHands) {
		b := field.NewButton(text.Say("branch.force"), func() { v.counter.Hands.ForceClose(d.ID) })
		b.OnCancel = v.toWork
		v.acts[d.ID] = b
		right = container.NewVBox(b)
	}
	v.rows.Add(field.NewPanel(container.NewBorder(container.NewHBox(badge), nil, nil, right, body)))
}

// natural is asking again: nobody's drawer is ended by a first Return.
func (v *branchPanel) natural() fyne.Focusable { return v.again }
