package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// reversalPanel is the panel of undoing a top-up.
type reversalPanel struct {
	counter *flow.Counter

	title   *field.Text
	banner  *field.Banner
	todo    *field.Paragraph // what the clerk does with the cash
	sum     *figure
	problem *problem
	intro   *field.Paragraph
	slip    *reversalSlip
	facts   *facts
	reason  *field.Choice
	row     *field.Row
	paper   *field.Paragraph

	next, confirm, check, again, giveUp, anew, print, open, save, done, back *field.Button
	box                                                                      fyne.CanvasObject
	step                                                                     reversal.Step
}

func newReversal(c *flow.Counter, give give) *reversalPanel {
	v := &reversalPanel{
		counter: c, title: field.NewTitle(""), banner: field.NewBanner(theme.Neutral, "", ""), todo: sentence(), sum: newFigure(),
		problem: newProblem(), intro: sentence(), slip: newReversalSlip(c), facts: newFacts(12), reason: field.NewChoice(), paper: sentence(),
	}
	v.todo.TextStyle = fyne.TextStyle{Bold: true}
	v.row = field.NewRow("", v.reason)
	v.reason.OnEscape = c.BackFromReversal
	v.reason.OnSubmitted = func(string) { v.fill() }
	v.next = field.NewPrimary("", v.submit)
	v.confirm = field.NewPrimary("", c.Reversal.Confirm)
	v.confirm.SetImportance(widget.DangerImportance)
	v.check = field.NewPrimary("", c.Reversal.Check)
	v.again = field.NewButton("", c.Reversal.SendAgain)
	v.giveUp = field.NewButton("", c.GiveReversalUp)
	v.anew = field.NewPrimary("", c.Reversal.Anew)
	v.print, v.open, v.save = give.primary(flow.CommandPrint), give.button(flow.CommandView), give.button(flow.CommandSave)
	v.done = field.NewPrimary("", give.to(flow.CommandNext))
	v.back = field.NewButton("", c.BackFromReversal)
	row := []*field.Button{v.next, v.back, v.confirm, v.check, v.again, v.giveUp, v.anew, v.print, v.open, v.save, v.done}
	for _, b := range row {
		b.OnCancel = c.BackFromReversal
	}
	v.box = field.NewVScroll(column(gapped(v.title, v.banner, v.todo, v.sum.box, v.problem.box, v.intro, v.slip.number, v.row, v.facts.box,
		buttons(row...), v.slip.list, v.paper)))
	return v
}

func (v *reversalPanel) submit() {
	if v.counter.Reversal.State().May(reversal.Find) {
		v.slip.submit()
		return
	}
	v.fill()
}

func (v *reversalPanel) fill() {
	v.counter.Reversal.Fill(client.ReversalReason(v.reason.Selected()))
}

// reversalLooks is the state of the banner at each step that has one.
var reversalLooks = map[reversal.Step]theme.State{
	reversal.Confirming: theme.Warning, reversal.Approving: theme.Info, reversal.Sending: theme.Info, reversal.Posted: theme.OK,
	reversal.Rejected: theme.Danger, reversal.NotSent: theme.Danger, reversal.Unknown: theme.Warning, reversal.Halted: theme.Danger,
	reversal.NeverSent: theme.Danger, reversal.Corrected: theme.Info,
}

func (v *reversalPanel) panel() panel {
	return panel{
		name: flow.PanelReversal, box: v.box, draw: func() { v.draw(v.counter.Reversal.State()) }, focus: v.natural,
		stage: func() string {
			s := v.counter.Reversal.State()
			return fmt.Sprint(s.Step, s.ID, s.Known())
		},
		follow: func(changed func()) { v.counter.Reversal.Draw = func(reversal.State) { changed() } },
	}
}

func (v *reversalPanel) draw(s reversal.State) {
	v.title.SetText(text.Say("reversal.title"))
	look, known := reversalLooks[s.Step]
	step := string(s.Step)
	switch {
	case s.Step == reversal.Corrected:
		look, step = correctionLooks[s.AtBank.State], step+"."+string(s.AtBank.State)
	case s.Correction() != "" || s.Step == reversal.Confirming && s.Corrects():
		look, step = theme.Info, step+".correction"
	}
	show(v.banner, known)
	if known {
		v.banner.Set(look, text.Say("reversal.step."+step), "")
	}
	v.drawCash(s, step)
	v.slip.draw(s)
	problem := say(s.Problem)
	if s.Step == reversal.AskingSlip && s.Field == task.FieldReceipt {
		problem = "" // it stands at its field
	}
	v.problem.set(problem)
	v.drawReason(s)
	v.drawFacts(s)
	v.drawButtons(s)
	v.paper.SetText(say(s.Paper.Message))
	show(v.paper, s.Paper.Message != nil)
	v.step = s.Step
	field.Fit(v.box)
}

// correctionLooks are the states of the banner that tells how far a correction is.
var correctionLooks = map[client.CorrectionState]theme.State{
	client.CorrectionOpen: theme.Info, client.CorrectionPaid: theme.OK, client.CorrectionRefused: theme.Danger, client.CorrectionWithdrawn: theme.Neutral,
}

// drawCash says what the clerk does with the cash: it goes out on posted alone.
func (v *reversalPanel) drawCash(s reversal.State, step string) {
	total, known := s.Total()
	after := ""
	switch {
	case s.Step == reversal.Posted && !known:
		after = ".unknown"
	case s.Step == reversal.Posted && s.Recovered:
		after = ".after"
	}
	said := s.Step != reversal.Idle && s.Step != reversal.Looking && s.Step != reversal.AskingSlip && s.Step != reversal.Asking
	show(v.todo, said)
	if said {
		v.todo.SetText(text.Say("reversal.todo."+step+after, text.Values{
			"Amount": total, "Number": s.Correction(), "Phone": v.counter.Phone(), "Short": s.ShortID(),
		}))
	}
	show(v.sum.box, s.Step == reversal.Posted && known && after == "")
	v.sum.set(text.Say("reversal.total"), amount(total))
	intro := map[reversal.Step]string{
		reversal.AskingSlip: "reversal.intro.slip", reversal.Looking: "reversal.intro.looking", reversal.Asking: "reversal.intro.reason",
	}[s.Step]
	switch {
	case s.Asking != "":
		intro = "reversal.asking." + string(s.Asking)
	case s.Step == reversal.Confirming && s.NeedsApproval() && !s.Corrects():
		intro = "reversal.intro.approval"
	case s.Step == reversal.Confirming && s.Found.Offer.BelowZero:
		intro = "reversal.intro.below-zero"
	}
	if show(v.intro, intro != ""); intro != "" {
		v.intro.SetText(text.Say(intro))
	}
}

func (v *reversalPanel) drawReason(s reversal.State) {
	v.row.SetLabel(text.Say("reversal.reason"))
	v.reason.SetOptions(options("reversal.reason.", client.ReversalReasons())...)
	asking := s.Step == reversal.Asking
	show(v.row, asking)
	if asking && v.step != reversal.Asking && v.step != reversal.Confirming {
		v.reason.SetSelected("")
	}
}

func (v *reversalPanel) drawFacts(s reversal.State) {
	if s.MokID == "" || s.Step == reversal.AskingSlip || s.Step == reversal.Looking || s.Step == reversal.Idle {
		v.facts.set()
		return
	}
	t, a := s.Found.TopUp, s.Answer
	pairs := []string{text.Say("card.mok-id"), ident.GroupMokID(s.MokID), text.Say("reversal.of-amount"), amount(s.Amount)}
	if s.Step != reversal.Corrected && t.ID != "" {
		pairs = append(pairs,
			text.Say("topup.fee"), amount(t.Fee), text.Say("reversal.of"), t.ReceiptNumber,
			text.Say("reversal.of-at"), moment(t.BookedAt), text.Say("reversal.of-desk"), t.Desk, text.Say("reversal.of-staff"), t.Staff)
	}
	if s.Reason != "" && s.Step != reversal.Asking {
		pairs = append(pairs, text.Say("reversal.reason"), text.Say("reversal.reason."+string(s.Reason)))
	}
	switch {
	case s.Step == reversal.Posted && s.Known():
		pairs = append(pairs, text.Say("reversal.number"), a.ReceiptNumber, text.Say("reversal.at"), moment(a.BookedAt),
			text.Say("reversal.balance"), amount(a.BalanceAfter))
	case s.Step == reversal.Corrected:
		pairs = append(pairs, text.Say("reversal.correction"), s.Correction(), text.Say("reversal.corrected.total"), amount(s.AtBank.Total),
			text.Say("reversal.corrected.opened"), moment(s.AtBank.OpenedAt))
		if !s.AtBank.EndedAt.IsZero() {
			pairs = append(pairs, text.Say("reversal.corrected.ended"), moment(s.AtBank.EndedAt))
		}
	case s.Correction() != "":
		pairs = append(pairs, text.Say("reversal.correction"), s.Correction())
	}
	v.facts.set(pairs...)
}

func (v *reversalPanel) drawButtons(s reversal.State) {
	v.next.SetText(text.Say("lock.next"))
	v.confirm.SetText(confirmCaption(s))
	v.check.SetText(text.Say("topup.check"))
	v.again.SetText(text.Say("topup.again"))
	v.giveUp.SetText(text.Say("reversal.give-up"))
	v.anew.SetText(text.Say("reversal.anew"))
	v.print.SetText(caption(flow.CommandPrint))
	v.open.SetText(caption(flow.CommandView))
	v.save.SetText(caption(flow.CommandSave))
	open := s.Offers(reversal.SendAgain)
	done, importance := caption(flow.CommandNext), widget.MediumImportance
	if open {
		done = text.Say("topup.park")
	}
	_, slips := v.counter.Reversal.Slip()
	if !slips && !open && s.Known() && !s.Offers(reversal.Anew) {
		importance = widget.HighImportance
	}
	v.done.SetText(done)
	v.done.SetImportance(importance)
	v.back.SetText(text.Say("button.back"))
	for b, intent := range map[*field.Button]reversal.Intent{
		v.confirm: reversal.Confirm, v.check: reversal.Check, v.again: reversal.SendAgain, v.giveUp: reversal.GiveUp, v.anew: reversal.Anew,
	} {
		show(b, s.Offers(intent))
		b.SetEnabled(s.May(intent))
	}
	show(v.next, s.Offers(reversal.Find) || s.Offers(reversal.Fill))
	for _, b := range []*field.Button{v.print, v.open, v.save} {
		show(b, slips)
		b.SetEnabled(s.Paper.Step != task.PaperWorking)
	}
	show(v.done, s.Stage.MayPark() || s.Step == reversal.Corrected)
	show(v.back, s.Offers(reversal.Back) && !s.Stage.MayPark())
}

// confirmCaption says what the button does: it undoes, asks a second person, or asks the bank.
func confirmCaption(s reversal.State) string {
	switch {
	case s.Corrects():
		return text.Say("reversal.confirm.correction")
	case s.NeedsApproval():
		return text.Say("reversal.confirm.approval")
	}
	return text.Say("reversal.confirm")
}

// natural is what the clerk does next.
func (v *reversalPanel) natural() fyne.Focusable {
	s := v.counter.Reversal.State()
	switch {
	case s.Offers(reversal.Find):
		return v.slip.entry
	case s.Offers(reversal.Fill):
		return v.reason
	case s.Offers(reversal.Confirm):
		return v.confirm
	case s.Offers(reversal.Check):
		return v.check
	case s.Offers(reversal.SendAgain):
		return v.again
	case s.Offers(reversal.Anew):
		return v.anew
	case v.print.Visible():
		return v.print
	case v.done.Visible():
		return v.done
	}
	return nil
}
