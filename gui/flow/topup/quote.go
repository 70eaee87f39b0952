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
	if !t.form.may(Quote) {
		return
	}
	if m := task.CardNumber(typed); m != nil {
		t.set(func(j *Job) { j.Typed = "" })
		t.say(m)
		return
	}
	amount, err := money.Parse(typed)
	t.set(func(j *Job) { j.Typed = typed })
	if err != nil {
		t.say(task.AmountProblem(err))
		return
	}
	if amount.Cents <= 0 {
		t.say(task.Say("amount.zero"))
		return
	}
	if !t.host.Standing().Room.Takes(amount) {
		t.say(t.noRoom(amount))
		return
	}
	if t.List.blocked(amount, amount) {
		t.say(task.Say("topup.blocked"))
		return
	}
	t.quote(Quote, amount)
}

func (t *Flow) quote(i Intent, amount money.Amount) {
	t.job().Amount = amount
	t.form.follow(i, t.saying(nil))
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
		t.form.answer(AskingAmount, t.saying(task.Say("topup.blocked")))
	case (requires(q, "payerName") || requires(q, "document")) && t.job().payerID == "":
		t.form.answer(AskingPayer, t.saying(nil))
	default:
		t.readBack()
	}
}

// notQuoted goes back to the question that the office's refusal concerns.
func (t *Flow) notQuoted(err error) {
	if client.CodeOf(err) == client.CodeMatchRequired {
		t.refuse(AskingMatch, err)
		return
	}
	t.refuse(AskingAmount, err)
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
