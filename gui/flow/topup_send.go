package flow

import (
	"context"
	"errors"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
)

// readBack writes the intention to disk and then shows it: no cash is taken before it is on disk.
func (t *TopUp) readBack() {
	stands := t.state.ID != "" // the quote was renewed under an intention whose cash may lie on the counter
	step, field := TopUpAskingAmount, FieldAmount
	if stands {
		step, field = TopUpReadBack, FieldTendered
	}
	if !t.ready(step, field) {
		return
	}
	if stands {
		t.problem(TopUpReadBack, FieldTendered, Say("topup.quote-renewed"))
		return
	}
	id := t.needs.NewID()
	of := t.promise(id)
	t.intending = true
	t.run(writeLimit, func(context.Context) func() {
		err := t.promises.intend(of)
		return func() { t.intended(id, err) }
	})
}

// ready reports that cash may be asked for and sent: by a clerk whose token lasts, into a drawer that is known.
// Else it says at a step why not.
func (t *TopUp) ready(step TopUpStep, field Field) bool {
	if _, lasts := t.Clerk(); !lasts {
		t.problem(step, field, Say("topup.sign-in-first"))
		t.TokenLost()
		return false
	}
	if _, open := t.Drawer(); !open {
		t.problem(step, field, Say("topup.no-drawer"))
		return false
	}
	return true
}

// intended shows the read-back, unless the clerk has gone meanwhile.
func (t *TopUp) intended(id string, err error) {
	leaving := t.leaving
	t.intending, t.leaving = false, false
	why := t.promises.refused(err, t.needs.Phone)
	switch {
	case why != nil && leaving:
		t.reset()
		t.Redraw()
		return
	case why != nil:
		t.problem(TopUpAskingAmount, FieldAmount, why)
		return
	case err != nil:
		t.problem(TopUpLocked, FieldNone, Say("journal.before"))
		return
	}
	t.state.ID = id
	t.readings.wentOn()
	if leaving {
		t.state.Step = TopUpReadBack
		t.drop(TopUpIdle, nil)
		return
	}
	t.problem(TopUpReadBack, FieldTendered, nil)
}

func (t *TopUp) promise(id string) promise {
	staff, _ := t.Clerk()
	drawer, _ := t.Drawer()
	return promise{
		task: taskTopUp, id: id, mokID: t.state.Card.MokID, amount: t.state.Amount,
		staff: staff, session: drawer.ID, cash: cash{t.state.Quote.Total, t.state.Tendered},
	}
}

// drop says on disk that the intention is abandoned before anything was sent, and goes to the next step;
// then, if not nil, says why. If the disk fails, it is certain all the same that nothing was sent.
func (t *TopUp) drop(next TopUpStep, then func()) {
	of := t.promise(t.state.ID)
	t.set(func(s *TopUpState) { s.Asking = AskDrop })
	t.run(writeLimit, func(context.Context) func() {
		err := t.promises.end(of, journal.Dropped, noteClerk)
		return func() {
			t.set(func(s *TopUpState) { s.Asking = AskNothing })
			if err != nil {
				t.problem(TopUpLocked, FieldNone, Say("journal.unsent"))
				return
			}
			t.readings.has(of) // by the clerk who dropped it
			t.dropped(next)
			if then != nil {
				then()
			}
		}
	})
}

func (t *TopUp) dropped(next TopUpStep) {
	if next == TopUpIdle {
		t.reset()
		t.Redraw()
		return
	}
	t.set(func(s *TopUpState) { s.ID = "" })
	t.problem(next, FieldAmount, nil)
}

// Tender takes the cash given, as typed; empty means exactly the total.
func (t *TopUp) Tender(typed string) {
	if t.state.Step != TopUpReadBack || t.state.Asking != AskNothing {
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
	if t.state.Step != TopUpConfirming || t.state.Asking != AskNothing {
		return
	}
	if !t.ready(TopUpConfirming, FieldNone) {
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
		trip := t.road.send(ctx, of, func(seq int64, prev string) ([]byte, error) {
			request.Seq, request.Prev = seq, prev
			return request.Encode()
		})
		return func() {
			t.body = trip.body
			if trip.before != nil {
				t.notWritten(trip.before)
				return
			}
			t.answered(trip.out, trip.after)
		}
	})
}

// notWritten stops before anything was sent. Bytes that may be on disk must not go back as cash before a
// restart has found out; of bytes that certainly are not, the clerk gives the cash back.
func (t *TopUp) notWritten(why error) {
	switch {
	case !errors.Is(why, errUnwritten):
		t.problem(TopUpLocked, FieldNone, Say("journal.during"))
	case t.promises.halted():
		t.problem(TopUpLocked, FieldNone, Say("journal.unsent"))
	default:
		t.drop(TopUpAskingAmount, func() {
			t.problem(TopUpAskingAmount, FieldAmount, Say("journal.refused.unsent", "Phone", t.needs.Phone))
		})
	}
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
