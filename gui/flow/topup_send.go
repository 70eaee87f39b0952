package flow

import (
	"context"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
)

// NamePayer sends who pays to the office, apart from the top-up and before it.
func (t *TopUp) NamePayer(p Payer) {
	if t.state.Step != TopUpAskingPayer {
		return
	}
	p.Name, p.Last3 = norm.NFC.String(strings.TrimSpace(p.Name)), strings.TrimSpace(p.Last3)
	t.set(func(s *TopUpState) { s.Payer = p })
	if p.Name == "" {
		t.problem(TopUpAskingPayer, FieldPayer, Say("topup.payer.name"))
		return
	}
	if t.state.NeedsDocument() && (p.Document == "" || !digitsBetween(p.Last3, 3, 3)) {
		t.problem(TopUpAskingPayer, FieldPayer, Say("topup.payer.document"))
		return
	}
	person := client.Person{ID: t.needs.NewID(), Role: "payer", Name: p.Name}
	if p.Document != "" {
		person.Document = &client.Document{Kind: p.Document, Last3: p.Last3}
	}
	t.problem(TopUpNamingPayer, FieldNone, nil)
	t.run(writeLimit, func(ctx context.Context) func() {
		out := t.needs.Office.PutPerson(ctx, person)
		return func() { t.named(person.ID, out) }
	})
}

// named goes on only when the office has the payer; a name sent twice under two ids harms nobody.
func (t *TopUp) named(id string, out client.Outcome[client.PersonRef]) {
	if out.Verdict != client.Posted {
		t.refuse(TopUpAskingPayer, FieldPayer, out.Err)
		return
	}
	t.payerID = id
	t.readBack()
}

// readBack writes the intention to disk and then shows it: no cash is taken before it is on disk.
func (t *TopUp) readBack() {
	if _, lasts := t.Clerk(); !lasts {
		t.problem(TopUpAskingAmount, FieldAmount, Say("topup.sign-in-first"))
		t.TokenLost()
		return
	}
	if t.state.ID != "" { // the quote was renewed under an intention that stands
		t.problem(TopUpReadBack, FieldTendered, Say("topup.quote-renewed"))
		return
	}
	id := t.needs.NewID()
	of := t.promise(id)
	t.run(writeLimit, func(context.Context) func() {
		err := t.promises.intend(of)
		return func() {
			if err != nil {
				t.problem(TopUpLocked, FieldNone, Say("journal.before"))
				return
			}
			t.set(func(s *TopUpState) { s.ID = id })
			t.problem(TopUpReadBack, FieldTendered, nil)
		}
	})
}

func (t *TopUp) promise(id string) promise {
	staff, _ := t.Clerk()
	drawer, _ := t.Drawer()
	return promise{
		task: taskTopUp, id: id, mokID: t.state.Card.MokID, amount: t.state.Amount,
		staff: staff, session: drawer.ID,
	}
}

// drop says on disk that the intention is abandoned before anything was sent, and goes to the next step;
// then, if not nil, says why. The id is gone at once: until the disk has it, the form takes nothing.
func (t *TopUp) drop(next TopUpStep, then func()) {
	if t.state.ID == "" {
		return // is being dropped
	}
	of := t.promise(t.state.ID)
	t.set(func(s *TopUpState) { s.ID = "" })
	t.run(writeLimit, func(context.Context) func() {
		err := t.promises.end(of, journal.Dropped, "clerk")
		return func() {
			switch {
			case err != nil:
				t.problem(TopUpLocked, FieldNone, Say("journal.before"))
			case next == TopUpIdle:
				t.reset()
				t.Redraw()
			default:
				t.problem(next, FieldAmount, nil)
			}
			if err == nil && then != nil {
				then()
			}
		}
	})
}

// Tender takes the cash given, as typed; empty means exactly the total.
func (t *TopUp) Tender(typed string) {
	if t.state.Step != TopUpReadBack || t.state.ID == "" {
		return
	}
	given := t.state.Quote.Total
	if strings.TrimSpace(typed) != "" {
		var err error
		if given, err = money.Parse(typed); err != nil {
			t.problem(TopUpReadBack, FieldTendered, amountProblem(err))
			return
		}
	}
	change, err := given.Sub(t.state.Quote.Total)
	if err != nil || change.Cents < 0 {
		t.problem(TopUpReadBack, FieldTendered, Say("topup.tendered.too-small", "Total", t.state.Quote.Total))
		return
	}
	t.set(func(s *TopUpState) { s.Tendered, s.Change = given, change })
	t.problem(TopUpConfirming, FieldNone, nil)
}

// Confirm sends the top-up, once. A second Enter finds another step and does nothing.
func (t *TopUp) Confirm() {
	if t.state.Step != TopUpConfirming || t.state.ID == "" {
		return
	}
	if _, lasts := t.Clerk(); !lasts {
		t.problem(TopUpConfirming, FieldNone, Say("topup.sign-in-first"))
		t.TokenLost()
		return
	}
	if t.quoteEnding() {
		t.quote(t.state.Amount)
		return
	}
	t.set(func(s *TopUpState) {
		s.Step, s.Problem, s.Since = TopUpSending, nil, t.needs.Now()
	})
	t.send()
}

// quoteMargin keeps a quote from ending while the request is on its way.
const quoteMargin = 15 * time.Second

func (t *TopUp) quoteEnding() bool {
	return t.state.Quote.ExpiresAt.Sub(t.OfficeNow()) < quoteMargin
}

func (t *TopUp) send() {
	of, request := t.promise(t.state.ID), t.request()
	t.run(writeLimit, func(ctx context.Context) func() {
		body, err := t.promises.sending(of, func(seq int64, prev string) ([]byte, error) {
			request.Seq, request.Prev = seq, prev
			return request.Encode()
		})
		if err != nil {
			return t.lock
		}
		out := t.needs.Office.TopUp(ctx, client.Sending{ID: of.id, Amount: of.amount, Body: body, First: true})
		err = t.settle(of, out)
		return func() {
			t.body = body
			t.answered(out, err)
		}
	})
}

func (t *TopUp) request() client.TopUpRequest {
	staff, _ := t.Clerk()
	drawer, _ := t.Drawer()
	return client.TopUpRequest{
		ID: t.state.ID, MokID: t.state.Card.MokID, Amount: t.state.Amount, QuoteID: t.state.Quote.QuoteID,
		DrawerSessionID: drawer.ID, Staff: staff, Desk: t.needs.Desk, Tendered: t.state.Tendered,
		PayerID: t.payerID,
	}
}

// settle keeps a final answer on disk. Unknown and not sent stay open.
func (t *TopUp) settle(of promise, out client.Outcome[client.TopUp]) error {
	switch out.Verdict {
	case client.Posted:
		return t.promises.end(of, journal.Posted, "")
	case client.Rejected:
		return t.promises.end(of, journal.Rejected, out.Answer.Code)
	case client.Cancelled:
		return t.promises.end(of, journal.Cancelled, "")
	}
	return nil
}

// answered shows the verdict. A journal that failed after a final answer doesn't change the answer, but
// it must be said: this desk takes no more cash until it is started again.
func (t *TopUp) answered(out client.Outcome[client.TopUp], journalErr error) {
	var problem *Message
	if journalErr != nil {
		problem = Say("journal.after")
	}
	step := map[client.Verdict]TopUpStep{
		client.Posted: TopUpPosted, client.Rejected: TopUpRejected, client.Cancelled: TopUpCancelled,
		client.NotSent: TopUpNotSent,
	}[out.Verdict]
	switch step {
	case "":
		t.unknown(out)
		return
	case TopUpNotSent:
		t.problem(TopUpNotSent, FieldNone, Say("topup.not-sent.why"))
		return
	case TopUpRejected:
		if problem == nil {
			problem = Reason(out.Answer.Code, out.Answer.TraceID)
		}
	}
	t.stop()
	t.set(func(s *TopUpState) {
		s.Step, s.Answer, s.Asking, s.Problem, s.Field = step, out.Answer, AskNothing, problem, FieldNone
	})
	t.Ended()
}
