package topup

import (
	"context"
	"slices"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Check asks the office what became of the top-up on the screen, or for what the journal doesn't keep of its ending.
func (t *Flow) Check() {
	switch st := t.State(); {
	case !st.May(Check):
	case st.Ended():
		t.learn()
	default:
		t.item().Check()
	}
}

// SendAgain sends the same bytes under the same id once more.
func (t *Flow) SendAgain() { t.item().SendAgain() }

// GiveBack asks the office for a tombstone; the cash leaves only when it answers cancelled. When nothing was ever sent,
// no tombstone is needed.
func (t *Flow) GiveBack() { t.item().GiveBack() }

// Resume brings an item back to the screen: an open one is asked about, of an ended one the clerk reads how
// it ended and prints its receipt. It also shows any other top-up of this desk that the journal still knows.
func (t *Flow) Resume(id string) {
	if !t.form.may(Resume) {
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

// reopen shows a top-up of the journal that has ended, with the receipt that the office knows of.
func (t *Flow) reopen(id string) {
	settled := t.journal.Settled()
	at := slices.IndexFunc(settled, func(s journal.Settled) bool { return s.Ending.ID == id && isEnded(s) })
	if at < 0 {
		return
	}
	t.Release(true)
	t.queue.Reopen(asCopy(t.List.fromSettled(settled[at]), true))
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

// Read is the outcome on the screen, if there is one that a clerk has read; seen says that it lies before the
// clerk's eyes.
func (t *Flow) Read(seen bool) []outbox.Write {
	t.item().Acknowledged = printed(t.State())
	return t.queue.Read(seen)
}
