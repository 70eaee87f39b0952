package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// lock is the panel of locking a card.
type lock struct {
	counter *flow.Counter

	title   *field.Text
	banner  *field.Banner
	intro   *widget.Label
	problem *problem
	facts   *facts

	reason, reporter, verification *field.Choice
	rows                           [3]*field.Row
	form                           *fyne.Container

	next, confirm, check, again, giveUp, done, back *field.Button
	box                                             fyne.CanvasObject
	step                                            flow.LockStep
}

func newLock(c *flow.Counter) *lock {
	v := &lock{
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
	v.done = field.NewPrimary("", c.NextCustomer)
	v.back = field.NewButton("", c.BackFromLock)
	row := []*field.Button{v.next, v.back, v.confirm, v.check, v.again, v.giveUp, v.done}
	for _, b := range row {
		b.OnCancel = c.BackFromLock
	}
	v.box = container.NewVScroll(gapped(v.title, v.banner, v.problem.box, v.intro, v.form, v.facts.box, buttons(row...)))
	return v
}

func (v *lock) choices() []*field.Choice {
	return []*field.Choice{v.reason, v.reporter, v.verification}
}

func (v *lock) fill() {
	v.counter.Lock.Fill(flow.LockForm{
		Reason: client.LockReason(v.reason.Selected()), Reporter: client.Reporter(v.reporter.Selected()),
		Verification: client.Verification(v.verification.Selected()),
	})
}

// lockLooks is the state of the banner at each step that has one.
var lockLooks = map[flow.LockStep]theme.State{
	flow.LockConfirming: theme.Warning, flow.LockSending: theme.Info, flow.LockPosted: theme.OK,
	flow.LockRejected: theme.Danger, flow.LockNotSent: theme.Danger, flow.LockUnknown: theme.Warning,
	flow.LockHalted: theme.Danger, flow.LockNeverSent: theme.Danger,
}

func (v *lock) draw(s flow.LockState) {
	v.title.SetText(text.Say("lock.title", text.Values{"MokID": ident.GroupMokID(s.MokID)}))
	look, known := lockLooks[s.Step]
	show(v.banner, known)
	if known {
		v.banner.Set(look, text.Say("lock.step."+string(s.Step)), "")
	}
	v.problem.set(say(s.Problem))
	asking := s.Step == flow.LockAsking
	show(v.form, asking)
	v.drawForm(asking)
	v.intro.SetText(v.says(s))
	show(v.intro, s.Step != flow.LockIdle)
	v.drawFacts(s)
	v.drawButtons(s)
	v.step = s.Step
	v.box.Refresh()
}

func (v *lock) says(s flow.LockState) string {
	switch s.Step {
	case flow.LockIdle:
		return ""
	case flow.LockPosted:
		switch {
		case s.Answer.ReportNeeded:
			return text.Say("lock.says.posted.report")
		case s.Known():
		case s.Asking != flow.AskNothing:
			return text.Say("lock.asking.number")
		default:
			return text.Say("lock.says.posted.unknown")
		}
	}
	if s.Asking != flow.AskNothing {
		return text.Say("lock.asking." + string(s.Asking))
	}
	return text.Say("lock.says." + string(s.Step))
}

// drawForm empties the choices when a new lock is asked for.
func (v *lock) drawForm(asking bool) {
	for i, name := range []string{"reason", "reporter", "verification"} {
		v.rows[i].SetLabel(text.Say("lock." + name))
	}
	v.reason.SetOptions(options("lock.reason.", client.LockReasons())...)
	v.reporter.SetOptions(options("lock.reporter.", client.Reporters())...)
	v.verification.SetOptions(options("lock.verification.", client.Verifications())...)
	if asking && v.step != flow.LockAsking && v.step != flow.LockConfirming {
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

func (v *lock) drawFacts(s flow.LockState) {
	if s.Step == flow.LockAsking || s.Step == flow.LockIdle {
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
	if s.Step == flow.LockPosted && s.Known() {
		pairs = append(pairs, text.Say("lock.at"), moment(s.Answer.LockedAt), text.Say("lock.number"), s.Answer.LockNumber)
	}
	v.facts.set(pairs...)
}

func (v *lock) drawButtons(s flow.LockState) {
	v.next.SetText(text.Say("lock.next"))
	v.confirm.SetText(text.Say("lock.confirm"))
	v.check.SetText(text.Say("topup.check"))
	v.again.SetText(text.Say("topup.again"))
	v.giveUp.SetText(text.Say("lock.give-up"))
	open := s.Step == flow.LockUnknown || s.Step == flow.LockNotSent
	v.done.SetText(key("command.next", "Ctrl+N"))
	v.done.SetImportance(widget.HighImportance)
	if open {
		v.done.SetText(text.Say("topup.park"))
		v.done.SetImportance(widget.MediumImportance)
	}
	if !s.Known() {
		v.done.SetImportance(widget.MediumImportance)
	}
	v.back.SetText(text.Say("button.back"))
	for b, visible := range map[*field.Button]bool{
		v.next: s.Step == flow.LockAsking, v.confirm: s.Step == flow.LockConfirming,
		v.check: s.Step == flow.LockUnknown || !s.Known(), v.again: open, v.giveUp: s.Step == flow.LockNotSent,
		v.done: s.Step == flow.LockPosted || s.Step == flow.LockRejected || s.Step == flow.LockNeverSent || open,
		v.back: s.Step == flow.LockAsking || s.Step == flow.LockConfirming,
	} {
		show(b, visible)
		b.SetEnabled(s.Asking == flow.AskNothing || b == v.done)
	}
}

// natural is the safe choice: the way back before a lock, asking again when nothing is certain.
func (v *lock) natural() fyne.Focusable {
	s := v.counter.Lock.State()
	if !s.Known() {
		return v.check
	}
	switch s.Step {
	case flow.LockAsking:
		return v.reason
	case flow.LockConfirming:
		return v.confirm
	case flow.LockUnknown:
		return v.check
	case flow.LockNotSent:
		return v.again
	case flow.LockPosted, flow.LockRejected, flow.LockNeverSent:
		return v.done
	}
	return nil
}
