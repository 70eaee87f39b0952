package view

import (
	"cmp"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/unlock"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// unlockPanel is the panel of undoing a clerk's lock of a card.
type unlockPanel struct {
	counter *flow.Counter

	title   *field.Text
	banner  *field.Banner
	intro   *field.Paragraph
	problem *problem
	facts   *facts
	reason  *field.Choice
	row     *field.Row

	next, confirm, check, again, giveUp, anew, done, back *field.Button
	box                                                   fyne.CanvasObject
	step                                                  unlock.Step
}

func newUnlock(c *flow.Counter) *unlockPanel {
	v := &unlockPanel{
		counter: c, title: field.NewTitle(""), banner: field.NewBanner(theme.Neutral, "", ""), intro: sentence(),
		problem: newProblem(), facts: newFacts(4), reason: field.NewChoice(),
	}
	v.row = field.NewRow("", v.reason)
	v.reason.OnEscape = c.BackFromUnlock
	v.reason.OnSubmitted = func(string) { v.fill() }
	v.next = field.NewPrimary("", v.fill)
	v.confirm = field.NewPrimary("", c.Unlock.Confirm)
	v.check = field.NewPrimary("", c.Unlock.Check)
	v.again = field.NewButton("", c.Unlock.SendAgain)
	v.giveUp = field.NewButton("", c.GiveUnlockUp)
	v.anew = field.NewPrimary("", c.Unlock.Anew)
	v.done = field.NewPrimary("", func() { c.Do(flow.CommandNext) })
	v.back = field.NewButton("", c.BackFromUnlock)
	row := []*field.Button{v.next, v.back, v.confirm, v.check, v.again, v.giveUp, v.anew, v.done}
	for _, b := range row {
		b.OnCancel = c.BackFromUnlock
	}
	v.box = field.NewVScroll(column(gapped(v.title, v.banner, v.problem.box, v.intro, v.row, v.facts.box, buttons(row...))))
	return v
}

func (v *unlockPanel) fill() { v.counter.Unlock.Fill(client.UnlockReason(v.reason.Selected())) }

// unlockLooks is the state of the banner at each step that has one.
var unlockLooks = map[unlock.Step]theme.State{
	unlock.Confirming: theme.Warning, unlock.Approving: theme.Info, unlock.Sending: theme.Info, unlock.Posted: theme.OK,
	unlock.Rejected: theme.Danger, unlock.NotSent: theme.Warning, unlock.Unknown: theme.Warning, unlock.Halted: theme.Danger,
	unlock.NeverSent: theme.Warning,
}

func (v *unlockPanel) panel() panel {
	return panel{
		name: flow.PanelUnlock, box: v.box, draw: func() { v.draw(v.counter.Unlock.State()) }, focus: v.natural,
		stage: func() string {
			s := v.counter.Unlock.State()
			return fmt.Sprint(s.Step, s.ID, s.Known())
		},
		follow: func(changed func()) { v.counter.Unlock.Draw = func(unlock.State) { changed() } },
	}
}

func (v *unlockPanel) draw(s unlock.State) {
	v.title.SetText(text.Say("unlock.title", text.Values{"MokID": ident.GroupMokID(s.MokID)}))
	look, known := unlockLooks[s.Step]
	show(v.banner, known)
	if known {
		v.banner.Set(look, text.Say("unlock.step."+string(s.Step)), "")
	}
	v.problem.set(say(s.Problem))
	v.drawReason(s)
	v.intro.SetText(unlockSays(s))
	show(v.intro, s.Step != unlock.Idle)
	v.drawFacts(s)
	v.drawButtons(s)
	v.step = s.Step
	field.Fit(v.box)
}

func unlockSays(s unlock.State) string {
	switch {
	case s.Step == unlock.Idle:
		return ""
	case s.Step == unlock.Posted && !s.Known() && s.Asking == outbox.AskNothing:
		return text.Say("unlock.says.posted.unknown")
	case s.Asking != outbox.AskNothing:
		return text.Say("unlock.asking." + string(s.Asking))
	}
	return text.Say("unlock.says." + string(s.Step))
}

// drawReason empties the choice when a new unlock is asked for.
func (v *unlockPanel) drawReason(s unlock.State) {
	v.row.SetLabel(text.Say("lock.reason"))
	v.reason.SetOptions(options("unlock.reason.", client.UnlockReasons())...)
	asking := s.Step == unlock.Asking
	show(v.row, asking)
	if asking && v.step != unlock.Asking && v.step != unlock.Confirming {
		v.reason.SetSelected("")
	}
}

func (v *unlockPanel) drawFacts(s unlock.State) {
	if s.Step == unlock.Asking || s.Step == unlock.Idle {
		v.facts.set()
		return
	}
	pairs := []string{text.Say("card.mok-id"), ident.GroupMokID(s.MokID)}
	if s.Reason != "" {
		pairs = append(pairs, text.Say("lock.reason"), text.Say("unlock.reason."+string(s.Reason)))
	}
	if s.Step == unlock.Posted {
		if s.Known() {
			pairs = append(pairs, text.Say("unlock.at"), moment(s.Answer.UnlockedAt))
		}
		if by := cmp.Or(s.Approver, s.Answer.Approver); by != "" {
			pairs = append(pairs, text.Say("paper.reversal.approver"), by)
		}
	}
	v.facts.set(pairs...)
}

func (v *unlockPanel) drawButtons(s unlock.State) {
	v.next.SetText(text.Say("lock.next"))
	v.confirm.SetText(text.Say("unlock.confirm"))
	v.check.SetText(text.Say("topup.check"))
	v.again.SetText(text.Say("topup.again"))
	v.giveUp.SetText(text.Say("unlock.give-up"))
	v.anew.SetText(text.Say("unlock.anew"))
	open := s.Offers(unlock.SendAgain)
	done, importance := caption(flow.CommandNext), widget.HighImportance
	if open {
		done = text.Say("topup.park")
	}
	if open || !s.Known() || s.Offers(unlock.Anew) {
		importance = widget.MediumImportance
	}
	v.done.SetText(done)
	v.done.SetImportance(importance)
	v.back.SetText(text.Say("button.back"))
	for b, intent := range map[*field.Button]unlock.Intent{
		v.next: unlock.Fill, v.confirm: unlock.Confirm, v.check: unlock.Check, v.again: unlock.SendAgain, v.giveUp: unlock.GiveUp, v.anew: unlock.Anew,
	} {
		show(b, s.Offers(intent))
		b.SetEnabled(s.May(intent))
	}
	show(v.done, s.Stage.MayPark())
	show(v.back, s.Offers(unlock.Back) && !s.Stage.MayPark())
}

// natural is what the clerk does next.
func (v *unlockPanel) natural() fyne.Focusable {
	s := v.counter.Unlock.State()
	switch {
	case s.Offers(unlock.Check):
		return v.check
	case s.Offers(unlock.Fill):
		return v.reason
	case s.Offers(unlock.Confirm):
		return v.confirm
	case s.Offers(unlock.SendAgain):
		return v.again
	case s.Offers(unlock.Anew):
		return v.anew
	case s.Stage.MayPark():
		return v.done
	}
	return nil
}
