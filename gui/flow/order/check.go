package order

import (
	"strings"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/flow/task"
)

// check makes the slip of a form, or says at each field what is wrong with it.
func (o *Flow) check(form Form) (slip task.Slip, ok bool) {
	slip, j := o.judge(form)
	for _, field := range j.wipe {
		*form.at(field) = ""
	}
	o.typed = form
	o.set(func(s *State) { s.Form, s.Problems, s.Proposals = form, j.problems, j.proposals })
	o.page.Wish()
	return slip, len(j.problems) == 0
}

// judged is what is wrong with a form.
type judged struct {
	problems  map[task.Field]*task.Message
	proposals map[task.Field]string
	wipe      []task.Field // what stands there may be a card's number, and must not stay
}

// judge makes the slip of a form as far as it goes.
func (o *Flow) judge(form Form) (task.Slip, judged) {
	j := judged{problems: map[task.Field]*task.Message{}, proposals: map[task.Field]string{}}
	account, known := o.host.Account()
	r := recognise.Recognise(form.MokID, account)
	if r.MokID == "" {
		j.problems[task.FieldMokID] = mokIDProblem(r)
		if r.Refused() {
			j.wipe = append(j.wipe, task.FieldMokID)
		}
	}
	amount, err := amountOf(form.Amount)
	if err != nil {
		j.problems[task.FieldAmount] = task.AmountProblem(err)
	}
	order := upn.Order{Code: account.Code, Purpose: account.Purpose, PayeeIBAN: account.IBAN, Payee: account.Payee}
	if r.MokID != "" {
		if order, err = upn.CardOrder(account, r.MokID); err != nil {
			j.problems[task.FieldMokID] = task.Say("order.account")
		}
	}
	order.Amount = amount
	order.Payer = upn.Party{Name: form.Name, Street: form.Street, Town: form.Town}
	judgeTexts(order, j.problems, j.proposals)
	for _, field := range []task.Field{task.FieldAmount, task.FieldPayer, task.FieldStreet, task.FieldTown} {
		if card := task.CardNumber(*form.at(field)); card != nil {
			j.problems[field], j.wipe = card, append(j.wipe, field)
			delete(j.proposals, field)
		}
	}
	slip := task.Slip{
		Kind: task.SlipOrder, Order: order, MokID: r.MokID, Verified: o.card != "" && r.MokID == o.card, Assumed: !known,
		At: o.needs.Now(), ID: r.MokID,
	}
	slip.Head(o.host.Head())
	return slip, j
}

func mokIDProblem(r recognise.Recognised) *task.Message {
	if m := r.Message(); m != nil {
		return m
	}
	return task.Say("order.mok-id.missing")
}

func amountOf(typed string) (money.Amount, error) {
	if strings.TrimSpace(typed) == "" {
		return money.Amount{}, nil
	}
	return money.Parse(typed)
}

// judgeTexts says what is wrong with the payer's lines. What isn't one of them is the office's or the
// administrator's, and can't be mended at the counter.
func judgeTexts(order upn.Order, problems map[task.Field]*task.Message, proposals map[task.Field]string) {
	lines := map[upn.Field]struct {
		field task.Field
		text  string
	}{
		upn.PayerName:   {task.FieldPayer, order.Payer.Name},
		upn.PayerStreet: {task.FieldStreet, order.Payer.Street},
		upn.PayerTown:   {task.FieldTown, order.Payer.Town},
	}
	for _, e := range order.Problems() {
		line, payers := lines[e.Field]
		switch {
		case e.Rule == upn.Missing:
		case e.Field == upn.Amount:
			problems[task.FieldAmount] = task.Say("amount.tooLarge")
		case !payers && problems[task.FieldMokID] == nil:
			problems[task.FieldMokID] = task.Say("order.account")
		case payers:
			problems[line.field] = lineProblem(e)
			if proposal, ok := upn.Shorten(line.text, upn.MaxLine); ok && proposal != line.text {
				proposals[line.field] = proposal
				problems[line.field] = task.Say("order.proposal", "At", e.At+1, "Proposal", proposal)
			}
		}
	}
}

func lineProblem(e *upn.Error) *task.Message {
	switch e.Rule {
	case upn.TooLong, upn.Charset, upn.Hidden:
		return task.Say("order.line."+string(e.Rule), "At", e.At+1)
	}
	return task.Say("order.line.form", "At", e.At+1)
}
