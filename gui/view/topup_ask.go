package view

import (
	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/text"
)

// lastSix is how many digits of the PAN are matched.
const lastSix = 6

// matchPage asks for the last six digits, from the card in the customer's hand.
type matchPage struct {
	intro  *field.Paragraph
	six    *field.Digits
	row    *field.Row
	ask    *field.Button
	cancel *field.Button
	box    *fyne.Container
	step   topup.Step
	said   told
}

func newMatchPage(c *flow.Counter) *matchPage {
	p := &matchPage{intro: sentence(), six: field.NewDigits(lastSix)}
	p.six.Unsaid = true
	p.row = field.NewRow("", p.six)
	send := func() {
		if six, ok := p.six.Take(); ok {
			c.TopUp.Match(six)
		}
	}
	p.six.OnSubmitted = func(string) { send() }
	p.six.OnRefused = func() { p.six.SetError(text.Say("topup.six.wrong")) }
	p.six.OnEscape = c.BackFromTopUp
	p.ask = field.NewPrimary("", send)
	p.cancel = field.NewButton("", c.BackFromTopUp)
	p.ask.OnCancel, p.cancel.OnCancel = c.BackFromTopUp, c.BackFromTopUp
	p.box = gapped(p.intro, p.row, buttons(p.ask, p.cancel))
	return p
}

// draw keeps the digits only while they are typed or on their way.
func (p *matchPage) draw(s topup.State) {
	show(p.box, s.Step.Question() == topup.AskingMatch)
	if (s.Step == topup.AskingMatch && p.step != topup.AskingMatch) || partOf(s.Step) != 0 {
		p.six.Clear()
	}
	p.step = s.Step
	p.intro.SetText(text.Say("topup.six.intro"))
	p.row.SetLabel(text.Say("topup.six"))
	p.row.SetHint(text.Say("topup.six.hint"))
	p.said.show(p.six, at(s.Problem, s.Field, task.FieldLastSix))
	p.ask.SetText(text.Say("topup.six.ask"))
	p.ask.SetEnabled(s.May(topup.Match))
	p.cancel.SetText(text.Say("button.cancel"))
}

// amountPage asks how much.
type amountPage struct {
	amount *field.Amount
	row    *field.Row
	ask    *field.Button
	back   *field.Button
	box    *fyne.Container
	said   told
	asked  bool // it was asked when it was drawn last
}

func newAmountPage(c *flow.Counter) *amountPage {
	p := &amountPage{amount: field.NewAmount()}
	p.row = field.NewRow("", p.amount)
	send := func() {
		if typed, ok := p.amount.Take(); ok {
			c.TopUp.Quote(typed)
		}
	}
	p.amount.OnSubmitted = func(string) { send() }
	p.amount.OnEscape = c.BackFromTopUp
	p.ask = field.NewPrimary("", send)
	p.back = field.NewButton("", c.BackFromTopUp)
	p.ask.OnCancel, p.back.OnCancel = c.BackFromTopUp, c.BackFromTopUp
	p.box = gapped(p.row, buttons(p.ask, p.back))
	return p
}

func (p *amountPage) draw(s topup.State) {
	show(p.box, s.Step.Question() == topup.AskingAmount)
	p.row.SetLabel(text.Say("topup.amount"))
	p.row.SetHint(text.Say("topup.amount.hint"))
	asks := s.Step.Question() == topup.AskingAmount
	if s.Step == topup.Idle || s.Step == topup.Matching || asks && !p.asked {
		p.amount.SetText(s.Typed)
	}
	p.asked = asks
	p.said.show(p.amount, at(s.Problem, s.Field, task.FieldAmount))
	p.ask.SetText(text.Say("topup.amount.ask"))
	p.ask.SetEnabled(s.May(topup.Quote))
	p.back.SetText(text.Say("button.back"))
}

// payerPage asks who hands the cash over, when the office wants to know.
type payerPage struct {
	intro    *field.Paragraph
	name     *field.Entry
	kind     *field.Choice
	last     *field.Digits
	nameRow  *field.Row
	kindRow  *field.Row
	lastRow  *field.Row
	ask      *field.Button
	back     *field.Button
	box      *fyne.Container
	document bool
	said     told
}

// lastThree is how many digits of a document's number the office keeps.
const lastThree = 3

func newPayerPage(c *flow.Counter) *payerPage {
	p := &payerPage{intro: sentence(), name: field.NewEntry(), kind: field.NewChoice(), last: field.NewDigits(lastThree)}
	p.nameRow, p.kindRow, p.lastRow = field.NewRow("", p.name), field.NewRow("", p.kind), field.NewRow("", p.last)
	send := func() {
		name, ok := p.name.Take()
		if !ok {
			return
		}
		payer := topup.Payer{Name: name}
		if p.document {
			payer.Document, payer.Last3 = client.DocumentKind(p.kind.Selected()), p.last.Text
		}
		c.TopUp.NamePayer(payer)
	}
	p.name.OnSubmitted = func(string) {
		if p.document {
			p.name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			return
		}
		send()
	}
	p.last.OnSubmitted = func(string) { send() }
	p.name.OnEscape, p.last.OnEscape, p.kind.OnEscape = c.BackFromTopUp, c.BackFromTopUp, c.BackFromTopUp
	p.ask = field.NewPrimary("", send)
	p.back = field.NewButton("", c.BackFromTopUp)
	p.ask.OnCancel, p.back.OnCancel = c.BackFromTopUp, c.BackFromTopUp
	p.box = gapped(p.intro, p.nameRow, p.kindRow, p.lastRow, buttons(p.ask, p.back))
	return p
}

func (p *payerPage) draw(s topup.State) {
	show(p.box, s.Step.Question() == topup.AskingPayer)
	p.document = s.NeedsDocument()
	p.intro.SetText(text.Say("topup.payer.intro"))
	p.nameRow.SetLabel(text.Say("topup.payer"))
	p.kindRow.SetLabel(text.Say("topup.payer.kind"))
	p.lastRow.SetLabel(text.Say("topup.payer.last-three"))
	p.kind.SetOptions(
		field.Option{Code: string(client.DocumentIdentityCard), Label: text.Say("topup.payer.kind.identityCard")},
		field.Option{Code: string(client.DocumentPassport), Label: text.Say("topup.payer.kind.passport")},
		field.Option{Code: string(client.DocumentOther), Label: text.Say("topup.payer.kind.other")},
	)
	show(p.kindRow, p.document)
	show(p.lastRow, p.document)
	if s.Step == topup.Idle || s.Step == topup.Matching {
		p.name.Clear()
		p.last.Clear()
		p.kind.SetSelected("")
	}
	p.said.show(p.name, at(s.Problem, s.Field, task.FieldPayer))
	p.ask.SetText(text.Say("topup.payer.ask"))
	p.ask.SetEnabled(s.May(topup.NamePayer))
	p.back.SetText(text.Say("button.back"))
}
