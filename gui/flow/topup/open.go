package topup

import (
	"context"
	"slices"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Check asks the office what became of the top-up on the screen, or for what the journal doesn't keep of its ending.
func (t *Flow) Check() {
	if t.State().Ended() {
		t.learn()
		return
	}
	t.item().Check()
}

// SendAgain sends the same bytes under the same id once more.
func (t *Flow) SendAgain() { t.item().SendAgain() }

// GiveBack asks the office for a tombstone; the cash leaves only when it answers cancelled. When nothing was ever sent,
// no tombstone is needed.
func (t *Flow) GiveBack() { t.item().GiveBack() }

// CheckParked asks for every open item that is not on the screen what became of it.
func (t *Flow) CheckParked() { t.queue.CheckParked() }

// CheckSoon lets the next CheckParked ask about everything.
func (t *Flow) CheckSoon() { t.queue.CheckSoon() }

// OpenItems counts the top-ups that are not settled or whose ending nobody has read, and sums them.
func (t *Flow) OpenItems() (count int, sum money.Amount) {
	sum = money.EUR(0)
	items := t.OpenList()
	for _, s := range items {
		if more, err := sum.Add(s.Amount); err == nil {
			sum = more
		}
	}
	return len(items), sum
}

// OpenList is every top-up whose outcome is not known or was not read, the one on the screen last.
func (t *Flow) OpenList() []State {
	var list []State
	for _, i := range t.queue.Open() {
		if i.Stage != outbox.NeverSent {
			list = append(list, stateOf(i))
		}
	}
	return list
}

// NeverSent are the intentions that a crash left before anything was sent: the clerk hands the cash back, if any was
// taken.
func (t *Flow) NeverSent() []State {
	var list []State
	for _, i := range t.queue.Parked() {
		if i.Stage == outbox.NeverSent {
			list = append(list, stateOf(i))
		}
	}
	return list
}

// HandedBack closes an intention that was never sent: the clerk has handed the cash back, or had taken none. failed is
// called when the disk doesn't take that.
func (t *Flow) HandedBack(id string, failed func()) { t.queue.CloseNeverSent(id, failed) }

// blocked says that the same card is open at this desk with that amount or that total: a second one would
// be a double, whichever of the two the customer names.
func (t *Flow) blocked(amount, total money.Amount) bool {
	for _, i := range t.queue.Parked() {
		s := stateOf(i)
		due, known := s.Due()
		if !known {
			due = s.Amount
		}
		same := func(a money.Amount) bool { return a == s.Amount || a == due }
		if i.Stage != outbox.NeverSent && i.MokID == t.job().Card.MokID && (same(amount) || same(total)) {
			return true
		}
	}
	return false
}

// Resume brings an item back to the screen: an open one is asked about, of an ended one the clerk reads how
// it ended and prints its receipt. It also shows any other top-up of this desk that the journal still knows.
func (t *Flow) Resume(id string) {
	if !t.State().Ended() {
		return
	}
	if t.item().ID == id {
		t.Redraw()
		return
	}
	i := t.queue.Find(id)
	switch {
	case i == nil:
		t.reopen(id)
	case i.Stage == outbox.NeverSent:
	default:
		t.Release(true)
		t.queue.Resume(id)
		t.Check()
	}
}

// Recover takes up what a crash or a restart left open, and what ended without a clerk having read it.
func (t *Flow) Recover() {
	_ = t.queue.Recover(restore) // nothing is closed by itself, so nothing can fail
	for _, i := range t.queue.Parked() {
		asCopy(i, i.Recovered && i.Staff != "")
	}
}

// restore is what the journal knows of the card and of the cash. Whether the receipt of what a clerk saw end was
// printed is not known: the next print is a copy.
func restore(w outbox.Write, body []byte, note string) Job {
	j := Job{Card: client.Card{MokID: w.MokID}, Amount: w.Amount, Tendered: client.TenderedIn(body)}
	c := cashOf(note, w.Amount)
	if c.total.IsZero() {
		return j
	}
	j.Quote.Amount, j.Quote.Total, j.Tendered = w.Amount, c.total, c.given
	j.Quote.Fee, _ = c.total.Sub(w.Amount)
	j.Change, _ = c.given.Sub(c.total)
	return j
}

// recentMost is how many of the last top-ups are listed: a busy day's.
const recentMost = 50

// Recent lists the last top-ups of this desk that have ended, the newest first, as the journal knows them.
func (t *Flow) Recent() []State {
	var list []State
	settled := t.journal.Settled()
	for i := len(settled) - 1; i >= 0 && len(list) < recentMost; i-- {
		if isEnded(settled[i]) {
			list = append(list, stateOf(t.fromSettled(settled[i])))
		}
	}
	return list
}

func isEnded(s journal.Settled) bool {
	return s.Ending.Task == Task && Kind.Told(s.Ending)
}

func (t *Flow) fromSettled(s journal.Settled) *item {
	return asCopy(t.queue.FromSettled(s, false, restore), s.Ending.Staff != "")
}

// asCopy says of what a clerk saw end that the next print is a copy.
func asCopy(i *item, seen bool) *item {
	if seen {
		i.Form.Paper.Copies, i.Form.paperAt = 1, i.Stage
	}
	return i
}

// reopen shows a top-up of the journal that has ended, with the receipt that the office knows of.
func (t *Flow) reopen(id string) {
	settled := t.journal.Settled()
	at := slices.IndexFunc(settled, func(s journal.Settled) bool { return s.Ending.ID == id && isEnded(s) })
	if at < 0 {
		return
	}
	t.Release(true)
	t.queue.Reopen(asCopy(t.fromSettled(settled[at]), true))
	t.learn()
}

// learn asks the office for what the journal doesn't keep: the receipt, and the last digits of the card.
func (t *Flow) learn() {
	i := t.item()
	i.Learn(func(ctx context.Context) func() {
		card, err := t.office.Card(ctx, i.MokID)
		return func() {
			if err == nil && card.MokID == i.MokID {
				i.Form.Card.PANLast4 = card.PANLast4
			}
		}
	})
}

// read is the outcome on the screen, if there is one that a clerk has read; seen says that it lies before the
// clerk's eyes.
func (t *Flow) Read(seen bool) []outbox.Write {
	t.item().Acknowledged = t.printed()
	return t.queue.Read(seen)
}
