package contract

import "testing"

func cancellationParts() []part {
	return []part{
		{"CancelUnseen", (*suite).cancelUnseen},
		{"CancelEnded", (*suite).cancelEnded},
		{"CancelOtherBytes", (*suite).cancelOtherBytes},
		{"CancelRace", (*suite).cancelRace},
	}
}

// cancelUnseen: the tombstone stands before the write, and the late write never posts.
func (s *suite) cancelUnseen(t *testing.T) {
	d, mokID := s.open(t), s.office.Card.MokID
	w := d.next(t)
	balance := s.balance(t, mokID)
	first := d.cancel(t, w).want(t, 201)
	s.ended(t, first, w, "cancelled", "")
	same(t, first, d.cancel(t, w).want(t, 200))
	if got := d.ask(t, w.id); got.State != "cancelled" || got.Amount != w.body.Amount {
		t.Errorf("asked by id it is %s of %d", got.State, got.Amount.Amount)
	}
	for range 2 {
		late := d.send(t, w).want(t, 200)
		s.ended(t, late, w, "cancelled", "")
	}
	same(t, first, d.cancel(t, w).want(t, 200))
	if b, c := s.balance(t, mokID), d.cash(t); b != balance || c != 0 {
		t.Fatalf("a cancelled top-up posted: the card went from %d to %d, the drawer by %d", balance, b, c)
	}
	d.posts(t, d.write(quote{QuoteID: w.body.QuoteID, MokID: mokID, Amount: w.body.Amount, Total: w.body.Tendered})) // the quote is free
}

// cancelEnded: what had ended stays ended, and the cancellation tells how.
func (s *suite) cancelEnded(t *testing.T) {
	d := s.open(t)
	each(t,
		check{"posted", func(t *testing.T) {
			w := d.next(t)
			first := d.send(t, w).want(t, 201)
			s.ended(t, first, w, "posted", "")
			for range 2 {
				same(t, first, d.cancel(t, w).want(t, 200))
			}
			same(t, first, d.send(t, w).want(t, 200))
			if cash := d.cash(t); cash != w.body.Tendered.Amount {
				t.Errorf("after the cancellation the drawer has moved by %d: a posted top-up is never undone by it", cash)
			}
		}},
		check{"rejected", func(t *testing.T) {
			w := d.next(t, func(b *topUpBody) { b.QuoteID = newID() })
			first := d.send(t, w).want(t, 201)
			s.ended(t, first, w, "rejected", "quote-unknown")
			same(t, first, d.cancel(t, w).want(t, 200))
			same(t, first, d.send(t, w).want(t, 200))
		}},
	)
}

// cancelOtherBytes: a cancellation of another card or amount under the same id is an alarm and does nothing.
func (s *suite) cancelOtherBytes(t *testing.T) {
	d := s.open(t)
	another := func(w write) map[string]write {
		amount, card := w, w
		amount.body.Amount.Amount++
		card.body.MokID = unknownMokID
		return map[string]write{"amount": amount, "card": card}
	}
	posted, cancelled := d.next(t), d.next(t)
	d.posts(t, posted)
	d.cancel(t, cancelled).want(t, 201)
	for _, w := range []write{posted, cancelled} {
		for what, wrong := range another(w) {
			if a := d.cancel(t, wrong); a.status != 422 {
				t.Errorf("another %s: want 422\n%v", what, a)
			}
		}
	}
	if got := d.ask(t, posted.id).State; got != "posted" {
		t.Errorf("the posted top-up is %s", got)
	}
	if got := d.ask(t, cancelled.id).State; got != "cancelled" {
		t.Errorf("the cancelled top-up is %s", got)
	}
}

// cancelRace: a write and its cancellation at the same moment end in one and the same way.
func (s *suite) cancelRace(t *testing.T) {
	d := s.open(t)
	var posted int64
	for range 6 {
		w := d.next(t)
		answers := s.together(t, 4, func(i int) request {
			if i%2 == 0 {
				return d.cancelRequest(w)
			}
			return d.sendRequest(w)
		})
		end := d.settled(t, w)
		for _, a := range answers {
			if a.status == 409 {
				a.refused(t, 409, "in-flight")
				continue
			}
			s.ended(t, a, w, end.State, "")
		}
		if end.State == "posted" {
			posted += end.Total.Amount
		}
	}
	if cash := d.cash(t); cash != posted {
		t.Errorf("%d cents are said to be posted, the drawer moved by %d", posted, cash)
	}
}

// settled sends a frozen top-up until it has ended. A 409 may outlast the race by a moment.
func (d *desk) settled(t *testing.T, w write) topUp {
	t.Helper()
	for range 100 {
		if a := d.send(t, w); a.status != 409 {
			var end topUp
			a.into(t, &end)
			return end
		}
	}
	t.Fatalf("id %s is in flight for ever", w.id)
	return topUp{}
}
