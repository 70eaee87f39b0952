package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// lockPanel is the panel of locking a card.
type lockPanel struct {
	counter *flow.Counter

	title   *field.Text
	banner  *field.Banner
	intro   *field.Paragraph
	problem *problem
	facts   *facts

	reason, reporter, verification *field.Choice
	rows                           [3]*field.Row
	form                           *fyne.Container

	next, confirm, check, again, giveUp, unlock, done, back *field.Button
	box                                                     fyne.CanvasObject
	step                                                    lock.Step
}

func newLock(c *flow.Counter, give give) *lockPanel {
	v := &lockPanel{
		counter: c, title: field.NewTitle(""), banner: field.NewBanner(theme.Neutral, "", ""), intro: sentence(),
		problem: newProblem(), facts: newFacts(6),
		reason: field.NewChoice(), reporter: field.NewChoice(), verification: field.NewChoice(),
	}
	v.form = container.New(&wrapLayout{loose: true})
	for i, choice := range v.choices() {
		choice.OnEscape = c.BackFromLock
		v.rows[i] = field.NewRow("", choice)
		v.form.Add(v.rows[i])
	}
	v.verification.OnSubmitted = func(string) { v.fill() }
	v.next = field.NewPrimary("", v.fill)
	v.confirm = field.NewPrimary("", c.Lock.Confirm)
	v.confirm.SetImportance(widget.DangerImportance)
	v.check = field.NewPrimary("", c.Lock.Check)
	v.again = field.NewButton("", c.Lock.SendAgain)
	v.giveUp = field.NewButton("", c.GiveLockUp)
	v.unlock = give.button(flow.CommandUnlock)
	v.done = field.NewPrimary("", func() { c.Do(flow.CommandNext) })
	v.back = field.NewButton("", c.BackFromLock)
	row := []*field.Button{v.next, v.back, v.confirm, v.check, v.again, v.giveUp, v.done, v.unlock}
	for _, b := range row {
		b.OnCancel = c.BackFromLock
	}
	v.box = field.NewVScroll(wide(v.title, v.banner, v.problem.box, v.intro, v.form, v.facts.box, buttons(row...)))
	return v
}

func (v *lockPanel) choices() []*field.Choice {
	return []*field.Choice{v.reason, v.reporter, v.verification}
}

func (v *lockPanel) fill() {
	v.counter.Lock.Fill(lock.Form{
		Reason: client.LockReason(v.reason.Selected()), Reporter: client.Reporter(v.reporter.Selected()),
		Verification: client.Verification(v.verification.Selected()),
	})
}

// lockLooks is the state of the banner at each step that has one.
var lockLooks = map[lock.Step]theme.State{
	lock.Confirming: theme.Warning, lock.Sending: theme.Info, lock.Posted: theme.OK,
	lock.Rejected: theme.Danger, lock.NotSent: theme.Danger, lock.Unknown: theme.Warning,
	lock.Halted: theme.Danger, lock.NeverSent: theme.Danger,
}

func (v *lockPanel) panel() panel {
	return panel{
		name: flow.PanelLock, box: v.box, draw: func() { v.draw(v.counter.Lock.State()) }, focus: v.natural,
		also: []flow.Panel{flow.PanelCard}, // which says whether a mistake can be undone
		stage: func() string {
			s := v.counter.Lock.State()
			return fmt.Sprint(s.Step, s.ID, s.Known())
		},
		follow: func(changed func()) { v.counter.Lock.Draw = func(lock.State) { changed() } },
	}
}

func (v *lockPanel) draw(s lock.State) {
	v.title.SetText(text.Say("lock.title", text.Values{"MokID": ident.GroupMokID(s.MokID)}))
	look, known := lockLooks[s.Step]
	show(v.banner, known)
	if known {
		v.banner.Set(look, text.Say("lock.step."+string(s.Step)), "")
	}
	v.problem.set(say(s.Problem))
	asking := s.Step == lock.Asking
	show(v.form, asking)
	v.drawForm(asking)
	v.intro.SetText(v.says(s))
	show(v.intro, s.Step != lock.Idle)
	v.drawFacts(s)
	v.drawButtons(s)
	v.step = s.Step
	field.Fit(v.box)
}

func (v *lockPanel) says(s lock.State) string {
	switch s.Step {
	case lock.Idle:
		return ""
	case lock.Posted:
		switch {
		case s.Answer.ReportNeeded:
			return text.Say("lock.says.posted.report")
		case s.Known():
		case s.Asking != outbox.AskNothing:
			return text.Say("lock.asking.number")
		default:
			return text.Say("lock.says.posted.unknown")
		}
	}
	if s.Asking != outbox.AskNothing {
		return text.Say("lock.asking." + string(s.Asking))
	}
	return text.Say("lock.says." + string(s.Step))
}

// drawForm empties the choices when a new lock is asked for.
func (v *lockPanel) drawForm(asking bool) {
	for i, name := range []string{"reason", "reporter", "verification"} {
		v.rows[i].SetLabel(text.Say("lock." + name))
	}
	v.reason.SetOptions(options("lock.reason.", client.LockReasons())...)
	v.reporter.SetOptions(options("lock.reporter.", client.Reporters())...)
	v.verification.SetOptions(options("lock.verification.", client.Verifications())...)
	if asking && v.step != lock.Asking && v.step != lock.Confirming {
		for _, choice := range v.choices() {
			choice.SetSelected("")
		}
	}
}

// options are codes of the contract with their words.
func options[T ~string](prefix string, codes []T) []field.Option {
	var all []field.Option
	for _, code := range codes {
		all = append(all, field.Option{Code: string(code), Label: text.Say(prefix + string(code))})
	}
	return all
}

func (v *lockPanel) drawFacts(s lock.State) {
	if s.Step == lock.Asking || s.Step == lock.Idle {
		v.facts.set()
		return
	}
	pairs := []string{text.Say("card.mok-id"), ident.GroupMokID(s.MokID)}
	if s.Form.Reason != "" {
		pairs = append(pairs,
			text.Say("lock.reason"), text.Say("lock.reason."+string(s.Form.Reason)),
			text.Say("lock.reporter"), text.Say("lock.reporter."+string(s.Form.Reporter)),
			text.Say("lock.verification"), text.Say("lock.verification."+string(s.Form.Verification)))
	}
	if s.Step == lock.Posted && s.Known() {
		pairs = append(pairs, text.Say("lock.at"), moment(s.Answer.LockedAt), text.Say("lock.number"), s.Answer.LockNumber)
	}
	v.facts.set(pairs...)
}

func (v *lockPanel) drawButtons(s lock.State) {
	v.next.SetText(text.Say("lock.next"))
	v.confirm.SetText(text.Say("lock.confirm"))
	v.check.SetText(text.Say("topup.check"))
	v.again.SetText(text.Say("topup.again"))
	v.giveUp.SetText(text.Say("lock.give-up"))
	open := s.Offers(lock.SendAgain)
	done, importance := caption(flow.CommandNext), widget.HighImportance
	if open {
		done = text.Say("topup.park")
	}
	if open || !s.Known() {
		importance = widget.MediumImportance
	}
	v.done.SetText(done)
	v.done.SetImportance(importance)
	v.back.SetText(text.Say("button.back"))
	for b, intent := range map[*field.Button]lock.Intent{
		v.next: lock.Fill, v.confirm: lock.Confirm, v.check: lock.Check, v.again: lock.SendAgain, v.giveUp: lock.GiveUp,
	} {
		show(b, s.Offers(intent))
		b.SetEnabled(s.May(intent))
	}
	v.unlock.SetText(caption(flow.CommandUnlock))
	show(v.unlock, s.Step == lock.Posted && v.isShown(s) && v.counter.Refusal(flow.CommandUnlock) == nil)
	show(v.done, s.Stage.MayPark())
	show(v.back, s.Offers(lock.Back) && !s.Stage.MayPark())
}

// isShown reports that the card that was locked is the one on the screen: it is the one that a mistake is undone of.
func (v *lockPanel) isShown(s lock.State) bool { return v.counter.Card.State().MokID == s.MokID }

// natural is the safe choice: the way back before a lock, asking again when nothing is certain.
func (v *lockPanel) natural() fyne.Focusable {
	s := v.counter.Lock.State()
	switch {
	case s.Offers(lock.Check):
		return v.check
	case s.Offers(lock.Fill):
		return v.reason
	case s.Offers(lock.Confirm):
		return v.confirm
	case s.Offers(lock.SendAgain):
		return v.again
	case s.Stage.MayPark():
		return v.done
	}
	return nil
}
