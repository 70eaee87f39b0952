package flow

import (
	"strings"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
)

// check makes the slip of a form, or says at each field what is wrong with it.
func (o *Order) check(form OrderForm) (slip Slip, ok bool) {
	slip, j := o.judge(form)
	for _, field := range j.wipe {
		*form.at(field) = ""
	}
	o.typed = form
	o.set(func(s *OrderState) { s.Form, s.Problems, s.Proposals = form, j.problems, j.proposals })
	o.page.wish()
	return slip, len(j.problems) == 0
}

// judged is what is wrong with a form.
type judged struct {
	problems  map[Field]*Message
	proposals map[Field]string
	wipe      []Field // what stands there may be a card's number, and must not stay
}

// judge makes the slip of a form as far as it goes.
func (o *Order) judge(form OrderForm) (Slip, judged) {
	j := judged{problems: map[Field]*Message{}, proposals: map[Field]string{}}
	account, known := o.Account()
	r := Recognise(form.MokID, account)
	if r.MokID == "" {
		j.problems[FieldMokID] = orderMokID(r)
		if r.Refused() {
			j.wipe = append(j.wipe, FieldMokID)
		}
	}
	amount, err := orderAmount(form.Amount)
	if err != nil {
		j.problems[FieldAmount] = amountProblem(err)
	}
	order := upn.Order{Code: account.Code, Purpose: account.Purpose, PayeeIBAN: account.IBAN, Payee: account.Payee}
	if r.MokID != "" {
		if order, err = upn.CardOrder(account, r.MokID); err != nil {
			j.problems[FieldMokID] = Say("order.account")
		}
	}
	order.Amount = amount
	order.Payer = upn.Party{Name: form.Name, Street: form.Street, Town: form.Town}
	judgeTexts(order, j.problems, j.proposals)
	for _, field := range []Field{FieldAmount, FieldPayer, FieldStreet, FieldTown} {
		if card := cardNumber(*form.at(field)); card != nil {
			j.problems[field], j.wipe = card, append(j.wipe, field)
			delete(j.proposals, field)
		}
	}
	slip := Slip{
		Kind: SlipOrder, Order: order, MokID: r.MokID, Verified: o.card != "" && r.MokID == o.card, Assumed: !known,
		At: o.needs.Now(), ID: r.MokID,
	}
	o.Decorate(&slip)
	return slip, j
}

func orderMokID(r Recognised) *Message {
	if m := r.Message(); m != nil {
		return m
	}
	return Say("order.mok-id.missing")
}

func orderAmount(typed string) (money.Amount, error) {
	if strings.TrimSpace(typed) == "" {
		return money.Amount{}, nil
	}
	return money.Parse(typed)
}

// judgeTexts says what is wrong with the payer's lines. What isn't one of them is the office's or the
// administrator's, and can't be mended at the counter.
func judgeTexts(order upn.Order, problems map[Field]*Message, proposals map[Field]string) {
	lines := map[upn.Field]struct {
		field Field
		text  string
	}{
		upn.PayerName:   {FieldPayer, order.Payer.Name},
		upn.PayerStreet: {FieldStreet, order.Payer.Street},
		upn.PayerTown:   {FieldTown, order.Payer.Town},
	}
	for _, e := range order.Problems() {
		line, payers := lines[e.Field]
		switch {
		case e.Rule == upn.Missing:
		case e.Field == upn.Amount:
			problems[FieldAmount] = Say("amount.tooLarge")
		case !payers && problems[FieldMokID] == nil:
			problems[FieldMokID] = Say("order.account")
		case payers:
			problems[line.field] = lineProblem(e)
			if proposal, ok := upn.Shorten(line.text, upn.MaxLine); ok && proposal != line.text {
				proposals[line.field] = proposal
				problems[line.field] = Say("order.proposal", "At", e.At+1, "Proposal", proposal)
			}
		}
	}
}

func lineProblem(e *upn.Error) *Message {
	switch e.Rule {
	case upn.TooLong, upn.Charset, upn.Hidden:
		return Say("order.line."+string(e.Rule), "At", e.At+1)
	}
	return Say("order.line.form", "At", e.At+1)
}
