package contract

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func lateParts() []part {
	return []part{
		{"LateClosedSession", (*suite).lateClosedSession},
		{"LateExpiredQuote", (*suite).lateExpiredQuote},
		{"LateOtherClerk", (*suite).lateOtherClerk},
		{"LateAfterSignOut", (*suite).lateAfterSignOut},
	}
}

// lateClosedSession: a re-send does not fail because the drawer was closed since.
func (s *suite) lateClosedSession(t *testing.T) {
	d := s.open(t)
	w := d.next(t)
	first := d.send(t, w).want(t, 201)
	s.ended(t, first, w, "posted", "")
	closed := d.closeDrawer(t, d.float+w.body.Tendered.Amount)
	same(t, first, d.send(t, w).want(t, 200))
	if closed.Difference.Amount != 0 {
		t.Errorf("the drawer was expected to hold float + total, and %d are missing", closed.Difference.Amount)
	}
}

// lateExpiredQuote: judged as of first arrival, the quote's life counts then and never again.
func (s *suite) lateExpiredQuote(t *testing.T) {
	s.needs(t, s.office.Advance != nil, "a clock that can be moved")
	d := s.open(t)
	arrived, delayed := d.next(t), d.next(t)
	first := d.send(t, arrived).want(t, 201)
	s.ended(t, first, arrived, "posted", "")
	s.office.Advance(10*time.Minute + time.Second)
	same(t, first, d.send(t, arrived).want(t, 200))
	d.rejects(t, delayed, "quote-unknown") // its first arrival is after the quote's end
}

// lateOtherClerk: another clerk's token brings the frozen bytes, again or for the first time.
func (s *suite) lateOtherClerk(t *testing.T) {
	s.needs(t, s.office.Second.Number != "", "a second clerk (-staff2)")
	d := s.open(t)
	second := s.signIn(t, s.office.Second, d.name).Token
	w := d.next(t)
	first := d.send(t, w).want(t, 201)
	s.ended(t, first, w, "posted", "")
	same(t, first, s.put(t, second, "/v1/top-ups/"+w.id, w.raw).want(t, 200))

	lost := d.next(t)
	a := s.put(t, second, "/v1/top-ups/"+lost.id, lost.raw).want(t, 201)
	if got := s.ended(t, a, lost, "posted", ""); got.Staff != d.staff.Number {
		t.Errorf("the top-up is put down to %s; the body says whose drawer it is", got.Staff)
	}
	if cash := d.cash(t); cash != 2*s.rules.Min {
		t.Errorf("the drawer moved by %d", cash)
	}
	other := s.desk(t, s.office.Second) // the PC that takes a dead one's place
	same(t, first, s.get(t, other.token, "/v1/top-ups/"+w.id, "").want(t, 200))
	var seen topUpPage
	s.get(t, other.token, "/v1/desks/"+d.name+"/top-ups", "").want(t, 200).into(t, &seen)
	if diff := cmp.Diff(d.list(t, nil), seen); diff != "" || len(seen.Items) != 2 {
		t.Errorf("another desk sees another list of desk %s (-own +other):\n%s", d.name, diff)
	}
}

// lateAfterSignOut: the token that sent it is dead, the id is not.
func (s *suite) lateAfterSignOut(t *testing.T) {
	d := s.open(t)
	w := d.next(t)
	first := d.send(t, w).want(t, 201)
	s.send(t, request{method: http.MethodDelete, path: "/v1/sign-ins/current", token: d.token}).want(t, 204)
	d.send(t, w).refused(t, 401, "token-expired")
	d.token = s.signIn(t, d.staff, d.name).Token
	same(t, first, d.send(t, w).want(t, 200))
}
