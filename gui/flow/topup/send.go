package topup

import (
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// readBack writes the intention to disk and then shows it: no cash is taken before it is on disk.
func (t *Flow) readBack() {
	stands := t.item().ID != "" // the quote was renewed under an intention whose cash may lie on the counter
	step, field := AskingAmount, task.FieldAmount
	if stands {
		step, field = ReadBack, task.FieldTendered
	}
	if !t.ready(step, field) {
		return
	}
	if stands {
		t.problem(ReadBack, task.FieldTendered, task.Say("topup.quote-renewed"))
		return
	}
	t.intending = true
	t.item().Begin(t.write(t.needs.NewID()), t.intended)
}

// ready reports that cash may be asked for and sent: by a clerk whose token lasts, into a drawer that is known.
// Else it says at a step why not.
func (t *Flow) ready(step Step, field task.Field) bool {
	switch now := t.host.Standing(); {
	case !now.Lasts:
		t.problem(step, field, task.Say("topup.sign-in-first"))
		t.host.TokenLost()
		return false
	case !now.DrawerOpen:
		t.problem(step, field, task.Say("topup.no-drawer"))
		return false
	}
	return true
}

// intended shows the read-back, unless the clerk has gone meanwhile.
func (t *Flow) intended(err error) {
	leaving := t.leaving
	t.intending, t.leaving = false, false
	switch {
	case err == nil && leaving:
		t.abandon(Idle, nil)
	case err == nil:
		t.problem(ReadBack, task.FieldTendered, nil)
	case !t.out.Refused(err): // the desk has stopped
	case leaving:
		t.reset()
	default:
		t.problem(AskingAmount, task.FieldAmount, task.RefusedBecause(err, t.needs.Phone))
	}
}

// write is the intention as it stands now.
func (t *Flow) write(id string) outbox.Write {
	now, j := t.host.Standing(), t.job()
	return outbox.Write{
		ID: id, MokID: j.Card.MokID, Amount: j.Amount, Staff: now.Staff, Session: now.Drawer.ID,
		Cash: journal.Cash{Total: j.Quote.Total.Cents, Given: j.Tendered.Cents},
	}
}

// abandon says on disk that the intention is given up before anything was sent, and goes to the next step; then, if not
// nil, says why.
func (t *Flow) abandon(next Step, then func()) {
	i := t.item()
	i.Abandon(t.write(i.ID), func() {
		if next == Idle {
			t.reset()
		} else {
			t.problem(next, task.FieldAmount, nil)
		}
		if then != nil {
			then()
		}
	})
}

// Tender takes the cash given, as typed; empty means exactly the total.
func (t *Flow) Tender(typed string) {
	if !t.at(ReadBack) {
		return
	}
	if m := task.CardNumber(typed); m != nil {
		t.problem(ReadBack, task.FieldTendered, m)
		return
	}
	total := t.job().Quote.Total
	given := total
	if strings.TrimSpace(typed) != "" {
		var err error
		if given, err = money.Parse(typed); err != nil {
			t.problem(ReadBack, task.FieldTendered, task.AmountProblem(err))
			return
		}
	}
	change, err := given.Sub(total)
	if err != nil || change.Cents < 0 {
		t.problem(ReadBack, task.FieldTendered, task.Say("topup.tendered.too-small", "Total", total))
		return
	}
	t.set(func(j *Job) { j.Tendered, j.Change = given, change })
	t.problem(Confirming, task.FieldNone, nil)
}

// Confirm sends the top-up, once. A second Enter finds another step and does nothing.
func (t *Flow) Confirm() {
	if !t.at(Confirming) || !t.ready(Confirming, task.FieldNone) {
		return
	}
	if ending(t.job().Quote, t.host.Standing().Now) {
		t.quote(t.job().Amount)
		return
	}
	request := requestOf(t.item(), t.host.Standing(), t.needs.Desk)
	t.item().Send(t.write(t.item().ID), func(seq int64, prev string) ([]byte, error) {
		request.Seq, request.Prev = seq, prev
		return request.Encode()
	}, func(error) { // it certainly is not on disk: the clerk hands the cash back
		t.abandon(AskingAmount, func() {
			t.problem(AskingAmount, task.FieldAmount, task.Say("journal.refused.unsent", "Phone", t.needs.Phone))
		})
	})
}

// quoteMargin keeps a quote from ending while the request is on its way.
const quoteMargin = 15 * time.Second

func ending(q client.Quote, now time.Time) bool { return q.ExpiresAt.Sub(now) < quoteMargin }

func requestOf(i *item, now Standing, desk string) client.TopUpRequest {
	j := i.Form
	return client.TopUpRequest{
		ID: i.ID, MokID: j.Card.MokID, Amount: j.Amount, QuoteID: j.Quote.QuoteID, DrawerSessionID: now.Drawer.ID,
		Staff: now.Staff, Desk: desk, Tendered: j.Tendered, PayerID: j.payerID,
	}
}
