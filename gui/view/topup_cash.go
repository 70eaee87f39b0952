package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// readBackPage shows what will be done, large, with the sentence to say aloud, and takes the cash.
type readBackPage struct {
	warning *problem
	second  *field.Paragraph // that one must approve
	note    *problem
	mokID   *figure
	amount  *figure
	words   *field.Paragraph
	facts   *facts
	aloud   *field.Paragraph
	given   *field.Amount
	row     *field.Row
	next    *field.Button
	back    *field.Button
	box     *fyne.Container
	said    told
}

func newReadBackPage(c *flow.Counter) *readBackPage {
	p := &readBackPage{
		warning: newProblem(), second: sentence(), note: newProblem(), mokID: newFigure(), amount: newFigure(), words: sentence(), facts: newFacts(6),
		aloud: sentence(), given: field.NewAmount(),
	}
	p.words.TextStyle = fyne.TextStyle{Bold: true}
	p.row = field.NewRow("", p.given)
	send := func() {
		if given, ok := p.given.Take(); ok {
			c.TopUp.Tender(given)
		}
	}
	p.given.OnSubmitted = func(string) { send() }
	p.given.OnEscape = c.BackFromTopUp
	p.next = field.NewPrimary("", send)
	p.back = field.NewButton("", c.BackFromTopUp)
	p.next.OnCancel, p.back.OnCancel = c.BackFromTopUp, c.BackFromTopUp
	said := field.NewPanel(p.aloud)
	large := container.New(&wrapLayout{loose: true}, p.mokID.box, p.amount.box)
	p.box = gapped(p.note.box, p.warning.box, p.second, large, p.words, p.facts.box, said, p.row, buttons(p.next, p.back))
	return p
}

func (p *readBackPage) draw(s topup.State) {
	show(p.box, s.Step == topup.ReadBack)
	if s.Step == topup.Idle || partOf(s.Step) < 2 {
		p.given.Clear()
	}
	if s.Step != topup.ReadBack {
		return
	}
	q := s.Quote
	p.warning.set(warnings(q))
	show(p.second, s.NeedsApproval())
	p.second.SetText(text.Say("topup.approve.ahead"))
	renewed := s.Problem != nil && s.Problem.Key == "topup.quote-renewed"
	note := ""
	if renewed {
		note = say(s.Problem)
	}
	p.note.set(note)
	p.mokID.set(text.Say("card.mok-id"), ident.GroupMokID(s.Card.MokID))
	p.amount.set(text.Say("topup.read-back.amount"), amount(s.Amount))
	p.words.SetText(s.Amount.Words(text.Lang()))
	p.facts.set(
		text.Say("card.number"), text.Say("card.last-four", text.Values{"Four": s.Card.PANLast4}),
		text.Say("topup.fee"), amount(q.Fee),
		text.Say("topup.total"), amount(q.Total),
		text.Say("topup.balance-after"), amount(q.BalanceAfter),
		text.Say("topup.left-today"), amount(q.LimitsLeft.Day),
	)
	p.aloud.SetText(text.Say("topup.aloud", text.Values{
		"Words": s.Amount.Words(text.Lang()), "Four": s.Card.PANLast4, "Total": q.Total,
	}))
	p.row.SetLabel(text.Say("topup.tendered"))
	p.row.SetHint(text.Say("topup.tendered.hint"))
	wrong := at(s.Problem, s.Field, task.FieldTendered)
	if renewed {
		wrong = nil
	}
	p.said.show(p.given, wrong)
	p.next.SetText(text.Say("topup.tendered.next"))
	p.back.SetText(text.Say("button.back"))
}

// warnings tells of another desk at the same card, and of a top-up like this one a moment ago.
func warnings(q client.Quote) string {
	switch {
	case q.OtherOpenQuote != nil:
		return text.Say("topup.other-desk", text.Values{"Desk": q.OtherOpenQuote.Desk, "Amount": q.OtherOpenQuote.Amount})
	case q.Similar != nil:
		return text.Say("topup.similar", text.Values{
			"Amount": q.Similar.Amount, "At": text.Time(q.Similar.At), "Number": q.Similar.ReceiptNumber,
		})
	}
	return ""
}

// confirmPage shows the change due and waits for the last Enter, and then for a second person where one must agree.
type confirmPage struct {
	problem *problem
	facts   *facts
	change  *figure
	words   *field.Paragraph
	confirm *field.Button
	back    *field.Button
	box     *fyne.Container
}

func newConfirmPage(c *flow.Counter) *confirmPage {
	p := &confirmPage{problem: newProblem(), facts: newFacts(4), change: newFigure(), words: sentence()}
	p.confirm = field.NewPrimary("", c.TopUp.Confirm)
	p.back = field.NewButton("", c.BackFromTopUp)
	p.confirm.OnCancel, p.back.OnCancel = c.BackFromTopUp, c.BackFromTopUp
	p.box = gapped(p.problem.box, p.facts.box, p.change.box, p.words, buttons(p.confirm, p.back))
	return p
}

func (p *confirmPage) draw(s topup.State) {
	shown := s.Step == topup.Confirming || s.Step == topup.Approving
	show(p.box, shown)
	if !shown {
		return
	}
	p.problem.set(say(s.Problem))
	p.facts.set(
		text.Say("card.mok-id"), ident.GroupMokID(s.Card.MokID),
		text.Say("topup.read-back.amount"), amount(s.Amount),
		text.Say("topup.total"), amount(s.Quote.Total),
		text.Say("topup.tendered"), amount(s.Tendered),
	)
	p.change.set(text.Say("topup.change"), amount(s.Change))
	p.change.value.SetColor(theme.OK.Text())
	intro, confirm := "topup.confirm.intro", "topup.confirm"
	if s.NeedsApproval() {
		intro, confirm = "topup.approve.intro", "topup.approve"
	}
	p.words.SetText(text.Say(intro))
	p.confirm.SetText(text.Say(confirm))
	p.confirm.SetEnabled(s.May(topup.Confirm))
	p.back.SetEnabled(s.May(topup.Back))
	p.back.SetText(text.Say("button.back"))
}
