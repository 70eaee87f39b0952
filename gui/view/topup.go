package view

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// topUp is the panel of a top-up: a heading, where the job stands, and the page of its step.
type topUp struct {
	counter *flow.Counter

	title    *field.Text
	progress *progress
	busy     *field.Paragraph
	match    *matchPage
	amount   *amountPage
	payer    *payerPage
	readBack *readBackPage
	confirm  *confirmPage
	outcome  *outcomePage
	box      fyne.CanvasObject
}

func newTopUp(c *flow.Counter, give give) *topUp {
	v := &topUp{
		counter: c, title: field.NewTitle(""), progress: newProgress(), busy: sentence(),
		match: newMatchPage(c), amount: newAmountPage(c), payer: newPayerPage(c),
		readBack: newReadBackPage(c), confirm: newConfirmPage(c), outcome: newOutcomePage(c, give),
	}
	pages := gapped(v.match.box, v.amount.box, v.payer.box, v.readBack.box, v.confirm.box, v.outcome.box)
	v.box = field.NewVScroll(column(v.title, v.progress.box, pages, v.busy))
	return v
}

func (v *topUp) panel() panel {
	return panel{
		name: flow.PanelTopUp, box: v.box, draw: func() { v.draw(v.counter.TopUp.State()) }, focus: v.natural,
		stage: func() string {
			s := v.counter.TopUp.State()
			return fmt.Sprint(s.Step, s.Paper.Step, s.Paper.Copies, s.ID, s.Known())
		},
		follow: func(changed func()) { v.counter.TopUp.Draw = func(topup.State) { changed() } },
	}
}

func (v *topUp) draw(s topup.State) {
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
	field.Fit(v.box)
}

// busyWith says which answer of the office is awaited.
func busyWith(s topup.State) string {
	if s.Asking != outbox.AskNothing {
		return text.Say("topup.asking." + string(s.Asking))
	}
	if s.Step.Waits() {
		return text.Say("topup.busy." + string(s.Step))
	}
	return ""
}

// natural is where the focus belongs at the present step.
func (v *topUp) natural() fyne.Focusable {
	switch s := v.counter.TopUp.State(); {
	case s.Offers(topup.Match):
		return v.match.six
	case s.Offers(topup.Quote):
		return v.amount.amount
	case s.Offers(topup.NamePayer):
		return v.payer.name
	case s.Offers(topup.Tender):
		return v.readBack.given
	case s.Offers(topup.Confirm), s.Step == topup.Approving:
		return v.confirm.confirm
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

func (p *progress) draw(step topup.Step) {
	now := partOf(step)
	for i, t := range p.parts {
		mark := "topup.part.later"
		switch {
		case i < now:
			mark = "topup.part.past"
		case i == now:
			mark = "topup.part.now"
		}
		ink := theme.ColorMuted
		if i == now {
			ink = fynetheme.ColorNamePrimary
		}
		t.SetText(text.Say(mark, text.Values{"Number": i + 1, "Part": text.Say(progressParts[i])}))
		t.SetColor(ink)
		t.SetBold(i == now)
	}
}

func partOf(step topup.Step) int {
	switch step.Question() {
	case topup.AskingMatch:
		return 0
	case topup.AskingAmount, topup.AskingPayer:
		return 1
	case topup.ReadBack, topup.Confirming, topup.Approving:
		return 2
	}
	return 3
}
