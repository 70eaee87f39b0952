package contract

import (
	"net/http"
	"testing"
)

// nobodysNumber is a staff number that no office gives.
const nobodysNumber = "99999999"

func drawerParts() []part {
	return []part{
		{"Drawer", (*suite).drawers},
		{"DrawerWrites", (*suite).drawerWrites},
		{"DrawerRejections", (*suite).drawerRejections},
		{"DrawerNumbers", (*suite).drawerNumbers},
	}
}

// drawers: one session from the float to the count.
func (s *suite) drawers(t *testing.T) {
	d := s.desk(t, s.office.Clerk)
	if now := d.now(t); now.Session != nil || now.Previous != nil {
		t.Errorf("a desk that nobody used has a drawer: %+v", now)
	}
	opened := d.openDrawer(t, 12345)
	if opened.Float != eur(12345) || opened.Total != eur(12345) || opened.TopUps != 0 || opened.Desk != d.name || opened.Staff != d.staff.Number {
		t.Errorf("opened otherwise than asked: %+v", opened)
	}
	a := s.get(t, d.token, "/v1/drawer-sessions/current", "").want(t, 200) // the token's own desk
	var own drawerNow
	a.into(t, &own)
	if own.Session == nil || own.Session.ID != d.drawer {
		t.Errorf("without a desk's name the current session is not that of the token's desk\n%v", a)
	}
	tag := a.header.Get("ETag")
	if again := s.get(t, d.token, "/v1/drawer-sessions/current", "").header.Get("ETag"); tag == "" || tag != again {
		t.Errorf("an open session's ETag is %q, then %q", tag, again)
	}
	d.posts(t, d.next(t))
	if moved := s.get(t, d.token, "/v1/drawer-sessions/current", "").header.Get("ETag"); moved == tag {
		t.Error("the ETag stood still while the total moved")
	}
	total := d.now(t).Session.Total.Amount
	closed := d.closeDrawer(t, total-30)
	if closed.Counted != eur(total-30) || closed.Expected != eur(total) || closed.Difference != eur(-30) || closed.TopUps != 1 || closed.Float != eur(12345) {
		t.Errorf("closed with other figures than counted %d, expected %d: %+v", total-30, total, closed)
	}
	if closed.ClosedAt.Before(closed.OpenedAt) || !closed.OpenedAt.Equal(opened.OpenedAt) {
		t.Errorf("opened %s, closed %s", closed.OpenedAt, closed.ClosedAt)
	}
	now := d.now(t)
	if now.Session != nil || now.Previous == nil || now.Previous.ID != d.drawer || now.Previous.CloseNumber != closed.CloseNumber {
		t.Errorf("after the close the desk's drawer is %+v", now)
	}
}

// drawerWrites: opening and close keep the rules of writes.
func (s *suite) drawerWrites(t *testing.T) {
	d := s.desk(t, s.office.Clerk)
	id := newID()
	opening := bytesOf(openingBody{id, d.name, d.staff.Number, eur(5000)})
	path := "/v1/drawer-sessions/" + id
	first := s.put(t, d.token, path, opening).want(t, 201)
	d.drawer, d.float = id, 5000
	each(t,
		check{"the same opening again", func(t *testing.T) { same(t, first, s.put(t, d.token, path, opening).want(t, 200)) }},
		check{"another float under the id", func(t *testing.T) {
			s.put(t, d.token, path, bytesOf(openingBody{id, d.name, d.staff.Number, eur(5001)})).refused(t, 422, "other-bytes")
		}},
		check{"the replay tells the opening, also when the total has moved", func(t *testing.T) {
			d.posts(t, d.next(t))
			same(t, first, s.put(t, d.token, path, opening).want(t, 200))
		}},
		check{"the close again, and another count", func(t *testing.T) {
			closing := bytesOf(closingBody{id, d.name, d.staff.Number, eur(5000), ""})
			done := s.put(t, d.token, path+"/close", closing).want(t, 201)
			same(t, done, s.put(t, d.token, path+"/close", closing).want(t, 200))
			s.put(t, d.token, path+"/close", bytesOf(closingBody{id, d.name, d.staff.Number, eur(4999), ""})).refused(t, 422, "other-bytes")
			same(t, done, s.put(t, d.token, path+"/close", closing).want(t, 200))
		}},
		check{"the opening again after the close opens nothing", func(t *testing.T) {
			same(t, first, s.put(t, d.token, path, opening).want(t, 200))
			if now := d.now(t); now.Session != nil {
				t.Errorf("the replay of an opening opened the drawer again: %+v", now.Session)
			}
		}},
		check{"copies at once", func(t *testing.T) { s.drawerAtOnce(t) }},
	)
}

func (s *suite) drawerAtOnce(t *testing.T) {
	d := s.desk(t, s.office.Clerk)
	d.drawer = newID()
	body := bytesOf(openingBody{d.drawer, d.name, d.staff.Number, eur(0)})
	var firsts int
	for _, a := range s.together(t, 6, func(int) request {
		return request{method: http.MethodPut, path: "/v1/drawer-sessions/" + d.drawer, token: d.token, body: body}
	}) {
		if a.status == 409 {
			a.refused(t, 409, "in-flight")
			continue
		}
		if a.status == 201 {
			firsts++
		}
		var got session
		if a.into(t, &got); got.State != "open" {
			t.Errorf("a copy of the opening is %s\n%v", got.State, a)
		}
	}
	if firsts != 1 {
		t.Errorf("%d of 6 copies were told to be the first", firsts)
	}
}

// drawerRejected puts a write of the drawer that must be rejected with a code, and stay so.
func (s *suite) drawerRejected(t *testing.T, token, path string, body []byte, code string) answer {
	t.Helper()
	first := s.put(t, token, path, body).want(t, 201)
	var got session
	if first.into(t, &got); got.State != "rejected" || got.Code != code {
		t.Fatalf("want it rejected: %s\n%v", code, first)
	}
	s.seen.rejection(got.Code)
	same(t, first, s.put(t, token, path, body).want(t, 200))
	return first
}

func (s *suite) drawerRejections(t *testing.T) {
	each(t,
		check{"a second session at a desk, also after the first is closed", func(t *testing.T) {
			d := s.open(t)
			second := newID()
			body := bytesOf(openingBody{second, d.name, d.staff.Number, eur(100)})
			first := s.drawerRejected(t, d.token, "/v1/drawer-sessions/"+second, body, "drawer-already-open")
			d.closeDrawer(t, d.float)
			same(t, first, s.put(t, d.token, "/v1/drawer-sessions/"+second, body).want(t, 200))
			if now := d.now(t); now.Session != nil {
				t.Errorf("the rejected opening opened the drawer: %+v", now.Session)
			}
			d.openDrawer(t, 100) // with a new id
		}},
		check{"a drawer for a clerk of nobody's", func(t *testing.T) {
			d, id := s.desk(t, s.office.Clerk), newID()
			s.drawerRejected(t, d.token, "/v1/drawer-sessions/"+id, bytesOf(openingBody{id, d.name, nobodysNumber, eur(100)}), "forbidden-office")
			d.openDrawer(t, 100) // the desk is free
		}},
		check{"closing what nobody opened", func(t *testing.T) {
			d := s.desk(t, s.office.Clerk)
			id := newID()
			s.drawerRejected(t, d.token, "/v1/drawer-sessions/"+id+"/close", bytesOf(closingBody{id, d.name, d.staff.Number, eur(0), ""}), "session-unknown")
		}},
		check{"closing another desk's session", func(t *testing.T) {
			d, other := s.open(t), s.desk(t, s.office.Clerk)
			s.drawerRejected(t, other.token, "/v1/drawer-sessions/"+d.drawer+"/close",
				bytesOf(closingBody{d.drawer, other.name, d.staff.Number, eur(d.float), ""}), "session-not-yours")
			if now := d.now(t); now.Session == nil || now.Session.State != "open" {
				t.Error("the rejected close closed the session")
			}
			d.closeDrawer(t, d.float) // the id is the session's: the refusal binds its own bytes only
			if now := d.now(t); now.Session != nil {
				t.Error("whose session it is could not close it after another's rejected close")
			}
		}},
	)
}

// drawerNumbers: close numbers run without gaps.
func (s *suite) drawerNumbers(t *testing.T) {
	one, two := s.open(t), s.open(t)
	first := one.closeDrawer(t, one.float).CloseNumber
	second := two.closeDrawer(t, two.float).CloseNumber
	if second <= first || s.office.Alone && second != first+1 {
		t.Errorf("two closes in a row have the numbers %d and %d", first, second)
	}
}
