package topup

import (
	"errors"
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
	step := AskingAmount
	if stands {
		step = ReadBack
	}
	if !t.ready(func(why *task.Message) { t.form.answer(step, t.saying(why)) }) {
		return
	}
	if stands {
		t.form.answer(step, t.saying(task.Say("topup.quote-renewed")))
		return
	}
	t.form.intending = true
	t.item().Begin(t.write(t.needs.NewID()), t.intended)
}

// ready reports that cash may be asked for and sent: by a clerk whose token lasts, into a drawer that is known and has room for it.
// Else say is given why not.
func (t *Flow) ready(say func(why *task.Message)) bool {
	switch now := t.host.Standing(); {
	case !now.Lasts:
		say(task.Say("topup.sign-in-first"))
		t.host.TokenLost()
		return false
	case now.Stopped != nil:
		say(now.Stopped)
		return false
	case !now.DrawerOpen:
		say(task.Say("topup.no-drawer"))
		return false
	case !now.Room.Takes(t.job().Quote.Total):
		say(t.noRoom(t.job().Quote.Total))
		return false
	}
	return true
}

// noRoom says that the drawer may not take a sum: what the clerk can do, and of an intention that cash may lie on the counter.
func (t *Flow) noRoom(sum money.Amount) *task.Message {
	key, blind, room := "topup.no-room", "topup.no-room.blind", t.host.Standing().Room
	if t.item().ID != "" {
		key, blind = "topup.no-room.cash", "topup.no-room.cash.blind"
	}
	if room.Blind {
		return task.Say(blind, "Sum", sum)
	}
	return task.Say(key, "Sum", sum, "Left", money.EUR(max(0, room.Left.Cents)))
}

// intended shows the read-back, unless the clerk has gone meanwhile.
func (t *Flow) intended(err error) {
	leaving := t.form.leaving
	t.form.intending, t.form.leaving = false, false
	switch {
	case err != nil && !t.out.Refused(err): // the desk has stopped
	case leaving:
		t.form.follow(Leave, t.saying(nil))
	case err == nil:
		t.form.answer(ReadBack, t.saying(nil))
	default:
		t.form.answer(AskingAmount, t.saying(task.RefusedBecause(err, t.needs.Phone)))
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

// largestNote is the largest note of the euro, in cents. Nobody gives a note too many, so change is always less: more is a slip of the keys,
// or a code that was read.
const largestNote = 500_00

// Tender takes the cash given, as typed; empty means exactly the total.
func (t *Flow) Tender(typed string) {
	if !t.form.may(Tender) {
		return
	}
	if m := task.CardNumber(typed); m != nil {
		t.say(m)
		return
	}
	total := t.job().Quote.Total
	given := total
	if strings.TrimSpace(typed) != "" {
		var err error
		if given, err = money.Parse(typed); err != nil {
			t.say(task.AmountProblem(err))
			return
		}
	}
	change, err := given.Sub(total)
	if err != nil || change.Cents < 0 {
		t.say(task.Say("topup.tendered.too-small", "Total", total))
		return
	}
	if change.Cents >= largestNote {
		t.say(task.Say("topup.tendered.too-large", "Total", total, "Change", change))
		return
	}
	t.job().Tendered, t.job().Change = given, change
	t.form.follow(Tender, t.saying(nil))
}

// Confirm sends the top-up, once; where a second person must agree, that person is asked first. A second Enter finds another step and does nothing.
func (t *Flow) Confirm() {
	if !t.form.may(Confirm) || !t.ready(t.say) {
		return
	}
	if ending(t.job().Quote, t.host.Standing().Now) {
		t.quote(renew, t.job().Amount)
		return
	}
	if t.State().NeedsApproval() {
		t.form.follow(second, approve(t))
		return
	}
	t.form.follow(Confirm, func() { t.send(nil) })
}

// send sends the top-up; a is the second person's agreement to its bytes, nil where none is wanted.
func (t *Flow) send(a *agreement) {
	request := requestOf(t.item(), t.host.Standing(), t.needs.Desk)
	if a != nil {
		request.ApprovalID = a.id
	}
	t.item().Send(t.write(t.item().ID), func(seq int64, prev string) ([]byte, error) {
		request.Seq, request.Prev = seq, prev
		body, err := request.Encode()
		return body, errors.Join(err, a.binds(body))
	}, func(error) { // it certainly is not on disk: the clerk hands the cash back
		t.form.answer(AskingAmount, t.saying(task.Say("journal.refused.unsent", "Phone", t.needs.Phone)))
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
