package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// topUp is the panel of a top-up: a heading, where the job stands, and the page of its step.
type topUp struct {
	counter *flow.Counter

	title    *field.Text
	progress *progress
	busy     *widget.Label
	match    *matchPage
	amount   *amountPage
	payer    *payerPage
	readBack *readBackPage
	confirm  *confirmPage
	outcome  *outcomePage
	box      fyne.CanvasObject
}

func newTopUp(c *flow.Counter) *topUp {
	v := &topUp{
		counter: c, title: field.NewTitle(""), progress: newProgress(), busy: sentence(),
		match: newMatchPage(c), amount: newAmountPage(c), payer: newPayerPage(c),
		readBack: newReadBackPage(c), confirm: newConfirmPage(c), outcome: newOutcomePage(c),
	}
	pages := gapped(v.match.box, v.amount.box, v.payer.box, v.readBack.box, v.confirm.box, v.outcome.box)
	v.box = container.NewVScroll(column(v.title, v.progress.box, pages, v.busy))
	return v
}

func (v *topUp) draw(s flow.TopUpState) {
	v.title.SetText(text.Say("topup.title", text.Values{"MokID": ident.GroupMokID(s.Card.MokID)}))
	v.progress.draw(s.Step)
	v.busy.SetText(busyWith(s))
	show(v.busy, v.busy.Text != "")
	v.match.draw(s)
	v.amount.draw(s)
	v.payer.draw(s)
	v.readBack.draw(s)
	v.confirm.draw(s)
	v.outcome.draw(s)
	v.box.Refresh()
}

// busyWith says which answer of the office is awaited.
func busyWith(s flow.TopUpState) string {
	if s.Asking != flow.AskNothing {
		return text.Say("topup.asking." + string(s.Asking))
	}
	switch s.Step {
	case flow.TopUpMatching, flow.TopUpQuoting, flow.TopUpNamingPayer:
		return text.Say("topup.busy." + string(s.Step))
	}
	return ""
}

// natural is where the focus belongs at the present step.
func (v *topUp) natural() fyne.Focusable {
	switch v.counter.TopUp.State().Step {
	case flow.TopUpAskingMatch:
		return v.match.six
	case flow.TopUpAskingAmount:
		return v.amount.amount
	case flow.TopUpAskingPayer:
		return v.payer.name
	case flow.TopUpReadBack:
		return v.readBack.given
	case flow.TopUpConfirming:
		return v.confirm.confirm
	case flow.TopUpMatching, flow.TopUpQuoting, flow.TopUpNamingPayer, flow.TopUpSending:
		return nil
	}
	return v.outcome.natural()
}

// progress shows the four parts of the job, and which of them is the present one.
type progress struct {
	parts []*field.Text
	box   fyne.CanvasObject
}

func newProgress() *progress {
	p := &progress{}
	row := container.New(&wrapLayout{})
	for range progressParts {
		t := field.NewText("")
		t.Color = theme.ColorMuted
		p.parts = append(p.parts, t)
		row.Add(container.NewPadded(t))
	}
	p.box = row
	return p
}

var progressParts = []string{"topup.part.card", "topup.part.amount", "topup.part.cash", "topup.part.done"}

func (p *progress) draw(step flow.TopUpStep) {
	now := partOf(step)
	for i, t := range p.parts {
		mark := "topup.part.later"
		switch {
		case i < now:
			mark = "topup.part.past"
		case i == now:
			mark = "topup.part.now"
		}
		t.Style, t.Color = fyne.TextStyle{Bold: i == now}, theme.ColorMuted
		if i == now {
			t.Color = fynetheme.ColorNamePrimary
		}
		t.SetText(text.Say(mark, text.Values{"Number": i + 1, "Part": text.Say(progressParts[i])}))
		t.Refresh()
	}
}

func partOf(step flow.TopUpStep) int {
	switch step {
	case flow.TopUpAskingMatch, flow.TopUpMatching:
		return 0
	case flow.TopUpAskingAmount, flow.TopUpQuoting, flow.TopUpAskingPayer, flow.TopUpNamingPayer:
		return 1
	case flow.TopUpReadBack, flow.TopUpConfirming:
		return 2
	}
	return 3
}
