package topup

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Quote takes the amount as typed and asks the office what it costs and whether it fits the limits.
func (t *Flow) Quote(typed string) {
	if !t.at(AskingAmount) {
		return
	}
	if m := task.CardNumber(typed); m != nil {
		t.set(func(j *Job) { j.Typed = "" })
		t.problem(AskingAmount, task.FieldAmount, m)
		return
	}
	amount, err := money.Parse(typed)
	t.set(func(j *Job) { j.Typed = typed })
	if err != nil {
		t.problem(AskingAmount, task.FieldAmount, task.AmountProblem(err))
		return
	}
	if amount.Cents <= 0 {
		t.problem(AskingAmount, task.FieldAmount, task.Say("amount.zero"))
		return
	}
	if t.List.blocked(amount, amount) {
		t.problem(AskingAmount, task.FieldAmount, task.Say("topup.blocked"))
		return
	}
	t.quote(amount)
}

func (t *Flow) quote(amount money.Amount) {
	t.set(func(j *Job) { j.Step, j.Amount, j.Problem, j.Field = Quoting, amount, nil, task.FieldNone })
	mokID, match := t.job().Card.MokID, t.job().match.MatchID
	t.item().Run(outbox.ReadLimit, func(ctx context.Context) func() {
		q, err := t.office.QuoteTopUp(ctx, mokID, client.QuoteRequest{Amount: amount, MatchID: match})
		return func() { t.quoted(q, err) }
	})
}

func (t *Flow) quoted(q client.Quote, err error) {
	if err != nil {
		t.notQuoted(err)
		return
	}
	t.set(func(j *Job) { j.Quote, j.Problem = q, nil })
	switch {
	case t.item().ID == "" && t.List.blocked(q.Amount, q.Total):
		t.problem(AskingAmount, task.FieldAmount, task.Say("topup.blocked"))
	case requires(q, "approval"):
		t.problem(AskingAmount, task.FieldAmount, task.Say("topup.needs-approval"))
	case (requires(q, "payerName") || requires(q, "document")) && t.job().payerID == "":
		t.problem(AskingPayer, task.FieldPayer, nil)
	default:
		t.readBack()
	}
}

// notQuoted goes back to the question that the office's refusal concerns. An intention that stood when
// a quote was to be renewed is dropped first: its cash was not sent and is handed back.
func (t *Flow) notQuoted(err error) {
	step, field := AskingAmount, task.FieldAmount
	if client.CodeOf(err) == client.CodeMatchRequired {
		step, field = AskingMatch, task.FieldLastSix
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
func (s State) NeedsDocument() bool { return requires(s.Quote, "document") }
