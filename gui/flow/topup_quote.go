package flow

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
)

// Quote takes the amount as typed and asks the office what it costs and whether it fits the limits.
func (t *TopUp) Quote(typed string) {
	if !t.at(TopUpAskingAmount) {
		return
	}
	if m := cardNumber(typed); m != nil {
		t.set(func(j *TopUpJob) { j.Typed = "" })
		t.problem(TopUpAskingAmount, FieldAmount, m)
		return
	}
	amount, err := money.Parse(typed)
	t.set(func(j *TopUpJob) { j.Typed = typed })
	if err != nil {
		t.problem(TopUpAskingAmount, FieldAmount, amountProblem(err))
		return
	}
	if amount.Cents <= 0 {
		t.problem(TopUpAskingAmount, FieldAmount, Say("amount.zero"))
		return
	}
	if t.blocked(amount, amount) {
		t.problem(TopUpAskingAmount, FieldAmount, Say("topup.blocked"))
		return
	}
	t.quote(amount)
}

func (t *TopUp) quote(amount money.Amount) {
	t.set(func(j *TopUpJob) { j.Step, j.Amount, j.Problem, j.Field = TopUpQuoting, amount, nil, FieldNone })
	mokID, match := t.job().Card.MokID, t.job().match.MatchID
	t.item().Run(readLimit, func(ctx context.Context) func() {
		q, err := t.office.QuoteTopUp(ctx, mokID, client.QuoteRequest{Amount: amount, MatchID: match})
		return func() { t.quoted(q, err) }
	})
}

func (t *TopUp) quoted(q client.Quote, err error) {
	if err != nil {
		t.notQuoted(err)
		return
	}
	t.set(func(j *TopUpJob) { j.Quote, j.Problem = q, nil })
	switch {
	case t.item().ID == "" && t.blocked(q.Amount, q.Total):
		t.problem(TopUpAskingAmount, FieldAmount, Say("topup.blocked"))
	case requires(q, "approval"):
		t.problem(TopUpAskingAmount, FieldAmount, Say("topup.needs-approval"))
	case (requires(q, "payerName") || requires(q, "document")) && t.job().payerID == "":
		t.problem(TopUpAskingPayer, FieldPayer, nil)
	default:
		t.readBack()
	}
}

// notQuoted goes back to the question that the office's refusal concerns. An intention that stood when
// a quote was to be renewed is dropped first: its cash was not sent and is handed back.
func (t *TopUp) notQuoted(err error) {
	step, field := TopUpAskingAmount, FieldAmount
	if client.CodeOf(err) == client.CodeMatchRequired {
		step, field = TopUpAskingMatch, FieldLastSix
	}
	if t.item().ID != "" {
		t.abandon(step, func() { t.refuse(step, field, err) })
		return
	}
	t.refuse(step, field, err)
}

func requires(q client.Quote, what string) bool {
	for _, r := range q.Required {
		if string(r) == what {
			return true
		}
	}
	return false
}

// NeedsDocument reports that the office wants the payer's document as well as the name.
func (s TopUpState) NeedsDocument() bool { return requires(s.Quote, "document") }
