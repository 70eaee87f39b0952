package topup

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// List is the desk's top-ups besides the one that is worked on: what is open, what was not read, and what has ended.
type List struct{ t *Flow }

// CheckParked asks for every open item that is not on the screen what became of it.
func (l List) CheckParked() { l.t.queue.CheckParked() }

// CheckSoon lets the next CheckParked ask about everything.
func (l List) CheckSoon() { l.t.queue.CheckSoon() }

// Open is every top-up whose outcome is not known or was not read, the one on the screen last.
func (l List) Open() []State {
	var list []State
	for _, i := range l.t.queue.Open() {
		if i.Stage != outbox.NeverSent {
			list = append(list, stateOf(i))
		}
	}
	return list
}

// NeverSent are the intentions that a crash left before anything was sent: the clerk hands the cash back, if any was
// taken.
func (l List) NeverSent() []State {
	var list []State
	for _, i := range l.t.queue.Parked() {
		if i.Stage == outbox.NeverSent {
			list = append(list, stateOf(i))
		}
	}
	return list
}

// HandedBack closes an intention that was never sent: the clerk has handed the cash back, or had taken none. failed is
// called when the disk doesn't take that.
func (l List) HandedBack(id string, failed func()) { l.t.queue.CloseNeverSent(id, failed) }

// blocked says that the same card is open at this desk with that amount or that total: a second one would
// be a double, whichever of the two the customer names.
func (l List) blocked(amount, total money.Amount) bool {
	for _, i := range l.t.queue.Parked() {
		s := stateOf(i)
		due, known := s.Due()
		if !known {
			due = s.Amount
		}
		same := func(a money.Amount) bool { return a == s.Amount || a == due }
		if i.Stage != outbox.NeverSent && i.MokID == l.t.job().Card.MokID && (same(amount) || same(total)) {
			return true
		}
	}
	return false
}

// Recover takes up what a crash or a restart left open, and what ended without a clerk having read it. The error is the
// journal's.
func (l List) Recover() error {
	err := l.t.queue.Recover(restore)
	for _, i := range l.t.queue.Parked() {
		asCopy(i, i.Recovered && i.Staff != "")
	}
	return err
}

// recentMost is how many of the last top-ups are listed: a busy day's.
const recentMost = 50

// Recent lists the last top-ups of this desk that have ended, the newest first, as the journal knows them.
func (l List) Recent() []State {
	var list []State
	settled := l.t.journal.Settled()
	for i := len(settled) - 1; i >= 0 && len(list) < recentMost; i-- {
		if isEnded(settled[i]) {
			list = append(list, stateOf(l.fromSettled(settled[i])))
		}
	}
	return list
}

func isEnded(s journal.Settled) bool {
	return s.Ending.Task == Task && Kind.Acknowledges(s.Ending)
}

func (l List) fromSettled(s journal.Settled) *item {
	return asCopy(l.t.queue.FromSettled(s, false, restore), s.Ending.Staff != "")
}

// asCopy says of what a clerk saw end that the next print is a copy.
func asCopy(i *item, seen bool) *item {
	if seen {
		i.Form.Paper.Copies, i.Form.paperAt = 1, i.Stage
	}
	return i
}

// restore is what the journal knows of the card and of the cash. Whether the receipt of what a clerk saw end was
// printed is not known: the next print is a copy.
func restore(w outbox.Write, body []byte) Job {
	j := Job{Card: client.Card{MokID: w.MokID}, Amount: w.Amount, Tendered: client.TenderedIn(body)}
	if w.Cash == (journal.Cash{}) {
		return j
	}
	of := func(cents int64) money.Amount { return money.Amount{Cents: cents, Currency: w.Amount.Currency} }
	j.Quote.Amount, j.Quote.Total, j.Tendered = w.Amount, of(w.Cash.Total), of(w.Cash.Given)
	j.Quote.Fee = of(w.Cash.Total - w.Amount.Cents)
	j.Change = of(w.Cash.Given - w.Cash.Total)
	return j
}
