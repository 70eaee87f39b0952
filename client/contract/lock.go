package contract

import (
	"bytes"
	"net/http"
	"slices"
	"testing"
)

func lockParts() []part {
	return []part{
		{"LockRejections", (*suite).lockRejections},
		{"LockRejectedForEver", (*suite).lockRejectedForEver},
		{"LockBodies", (*suite).lockBodies},
		{"Lock", (*suite).locks},
		{"LockByMinimalClerk", (*suite).lockByMinimalClerk},
		{"LockInFlight", (*suite).lockInFlight},
		{"LocksAtOnce", (*suite).locksAtOnce},
	}
}

// stoppable is the n-th of the cards that may be locked for good, from 0; each part has its own.
func (s *suite) stoppable(t *testing.T, n int) Card {
	t.Helper()
	s.needs(t, n < len(s.office.Stoppable), "one more card that may be locked for good (-cards-stoppable)")
	c := s.office.Stoppable[n]
	if state := s.card(t, c.MokID).State; state != "active" {
		t.Fatalf("card %s, given to be locked, is %s already", c.MokID, state)
	}
	return c
}

// lockWrite is a lock as the journal holds it.
type lockWrite struct {
	id   string
	body lockBody
	raw  []byte
}

// lock freezes the lock of a card on its holder's word.
func (d *desk) lock(mokID string, change ...func(*lockBody)) lockWrite {
	body := lockBody{newID(), mokID, "lost", "holderInPerson", "document", d.staff.Number, d.name}
	for _, edit := range change {
		edit(&body)
	}
	return lockWrite{body.ID, body, bytesOf(body)}
}

func (d *desk) lockRequest(w lockWrite) request {
	return request{method: http.MethodPut, path: "/v1/locks/" + w.id, token: d.token, body: w.raw}
}

func (d *desk) sendLock(t *testing.T, w lockWrite) answer {
	t.Helper()
	return d.s.send(t, d.lockRequest(w))
}

func (d *desk) askLock(t *testing.T, id string) lock {
	t.Helper()
	var state lock
	d.s.get(t, d.token, "/v1/locks/"+id, "").want(t, 200).into(t, &state)
	return state
}

// lockEnded holds the ending of a lock against what was sent.
func (s *suite) lockEnded(t *testing.T, a answer, w lockWrite, state, code string) lock {
	t.Helper()
	var got lock
	a.into(t, &got)
	if got.State == "rejected" {
		s.seen.rejection(got.Code)
	}
	if got.State != state || got.Code != code {
		t.Fatalf("want it %s %s\n%v", state, code, a)
	}
	if got.ID != w.id || got.MokID != w.body.MokID {
		t.Fatalf("the ending does not repeat id and card\n%v", a)
	}
	noCardNumber(t, a)
	return got
}

// locks: the card is stopped from the office's minute on, with no cent moved, and cannot be loaded by what was quoted before.
func (s *suite) locks(t *testing.T) {
	c := s.stoppable(t, 0)
	d, path := s.open(t), "/v1/cards/"+c.MokID
	before := s.get(t, d.token, path, "view=clerk").want(t, 200)
	open := d.write(d.quote(t, c, s.rules.Min))
	w := d.lock(c.MokID)
	first := d.sendLock(t, w).want(t, 201)
	got := s.lockEnded(t, first, w, "posted", "")
	if apart := first.date(t).Sub(got.LockedAt).Abs(); apart > slack {
		t.Errorf("lockedAt and Date are %s apart\n%v", apart, first)
	}
	if !got.ReportNeeded {
		t.Errorf("a lost card needs its loss report\n%v", first)
	}
	each(t,
		check{"the card says that it is locked, by whom and since when", func(t *testing.T) {
			a := s.get(t, d.token, path, "view=clerk").want(t, 200)
			var was, is card
			before.into(t, &was)
			a.into(t, &is)
			if is.State != "locked" || is.Reason != "clerk" || !is.StateSince.Equal(got.LockedAt) || is.Balance != was.Balance {
				t.Errorf("not locked by a clerk since %s, or the balance moved from %d\n%v", got.LockedAt, was.Balance.Amount, a)
			}
			for _, act := range []string{"top-up", "lock"} {
				if slices.Contains(is.Possible, act) {
					t.Errorf("%s is still possible\n%v", act, a)
				}
			}
			if a.header.Get("ETag") == before.header.Get("ETag") {
				t.Error("the ETag stood still while the card was locked")
			}
		}},
		check{"the same bytes: 200 and the same JSON; other bytes: 422", func(t *testing.T) {
			same(t, first, d.sendLock(t, w).want(t, 200))
			s.lockOtherBytes(t, d, w)
			same(t, first, d.sendLock(t, w).want(t, 200))
			same(t, first, s.get(t, d.token, "/v1/locks/"+w.id, "").want(t, 200))
		}},
		check{"a second lock, under its own id, is rejected", func(t *testing.T) {
			again := d.lock(c.MokID)
			a := d.sendLock(t, again).want(t, 201)
			if got := s.lockEnded(t, a, again, "rejected", "card-not-lockable"); got.CardState != "locked" {
				t.Errorf("it does not say that the card is locked\n%v", a)
			}
		}},
		check{"a top-up that was quoted before is rejected, for ever, and moves nothing", func(t *testing.T) {
			rejected := d.send(t, open).want(t, 201)
			s.ended(t, rejected, open, "rejected", "card-not-loadable")
			same(t, rejected, d.send(t, open).want(t, 200))
			if cash := d.cash(t); cash != 0 {
				t.Errorf("the drawer moved by %d", cash)
			}
			d.tryQuote(t, c.MokID, s.rules.Min, d.match(t, c)).refused(t, 409, "card-not-loadable")
		}},
	)
}

// lockByMinimalClerk: a finder's word is enough, and nothing of the card is shown.
func (s *suite) lockByMinimalClerk(t *testing.T) {
	s.needs(t, s.office.Minimal.Number != "", "a clerk without card.read (-staff-minimal)")
	c, d := s.stoppable(t, 1), s.desk(t, s.office.Minimal)
	w := d.lock(c.MokID, func(b *lockBody) { b.Reason, b.Reporter, b.Verification = "foundByThirdParty", "finder", "none" })
	first := d.sendLock(t, w).want(t, 201)
	s.lockEnded(t, first, w, "posted", "")
	same(t, first, d.sendLock(t, w).want(t, 200))
	same(t, first, s.get(t, d.token, "/v1/locks/"+w.id, "").want(t, 200))
	minimal := s.get(t, d.token, "/v1/cards/"+c.MokID, "").want(t, 200)
	onlyMinimal(t, minimal, c.MokID)
	if !bytes.Contains(minimal.body, []byte(`"lockable":false`)) {
		t.Errorf("it can be locked again\n%v", minimal)
	}
	again := d.lock(c.MokID)
	if got := s.lockEnded(t, d.sendLock(t, again).want(t, 201), again, "rejected", "card-not-lockable"); got.CardState != "" {
		t.Errorf("the rejection tells the state %s to a clerk who may not see cards", got.CardState)
	}
	if state := s.card(t, c.MokID).State; state != "locked" {
		t.Errorf("to a clerk who may see cards it is %s", state)
	}
}

// lockInFlight: while one copy is being worked on, the others are told so.
func (s *suite) lockInFlight(t *testing.T) {
	c, d := s.stoppable(t, 2), s.desk(t, s.office.Clerk)
	w := d.lock(c.MokID)
	first := s.held(t, "PUT /v1/locks/{id}", d.lockRequest(w), func() string { return d.askLock(t, w.id).State }, func() {})
	s.lockEnded(t, first.want(t, 201), w, "posted", "")
	same(t, first, d.sendLock(t, w).want(t, 200))
}

// locksAtOnce: two intentions in four copies each, at once: one stops the card, the other hears that it is stopped.
func (s *suite) locksAtOnce(t *testing.T) {
	c, d := s.stoppable(t, 3), s.desk(t, s.office.Clerk)
	writes := []lockWrite{d.lock(c.MokID), d.lock(c.MokID)}
	answers := s.together(t, 8, func(i int) request { return d.lockRequest(writes[i%2]) })
	ends, firsts := map[string]int{}, make([]int, 2)
	for _, w := range writes {
		var got lock
		d.sendLock(t, w).want(t, 200).into(t, &got)
		ends[got.State+got.Code+got.CardState]++
	}
	for i, a := range answers {
		switch a.status {
		case 409:
			a.refused(t, 409, "in-flight")
		case 201:
			firsts[i%2]++
		}
		if a.status != 409 {
			same(t, d.sendLock(t, writes[i%2]).want(t, 200), a)
		}
	}
	if ends["posted"] != 1 || ends["rejectedcard-not-lockablelocked"] != 1 {
		t.Errorf("two locks of one card ended as %v", ends)
	}
	if firsts[0] != 1 || firsts[1] != 1 {
		t.Errorf("%v copies of each were told to be the first", firsts)
	}
}
