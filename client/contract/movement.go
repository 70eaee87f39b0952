package contract

import (
	"net/http"
	"slices"
	"testing"
)

func movementParts() []part {
	return []part{
		{"Movement", (*suite).movements},
		{"MovementRejections", (*suite).movementRejections},
		{"MovementBodies", (*suite).movementBodies},
		{"MovementsAtOnce", (*suite).movementsAtOnce},
	}
}

// gives leaves the test out unless the office gives its clerk a capability.
func (s *suite) gives(t *testing.T, capability string) {
	t.Helper()
	s.needs(t, s.capable(capability), "an office that gives "+capability)
}

// capable tells whether the office gives its clerk a capability.
func (s *suite) capable(of string) bool { return slices.Contains(s.rules.Capabilities, of) }

// movementWrite is a movement as the journal holds it.
type movementWrite struct {
	body movementBody
	raw  []byte
}

// move freezes a movement in this desk's drawer; cents have a sign.
func (d *desk) move(cents int64, change ...func(*movementBody)) movementWrite {
	body := movementBody{newID(), d.drawer, "pickUp", "overLimit", eur(cents), d.name, d.staff.Number}
	if cents > 0 {
		body.Kind, body.Reason = "changeBrought", "smallChange"
	}
	for _, edit := range change {
		edit(&body)
	}
	return movementWrite{body, bytesOf(body)}
}

func (w movementWrite) path() string {
	return "/v1/drawer-sessions/" + w.body.DrawerSessionID + "/movements/" + w.body.ID
}

func (d *desk) sendMovement(t *testing.T, w movementWrite) answer {
	t.Helper()
	return d.s.put(t, d.token, w.path(), w.raw)
}

// movementEnded holds the ending of a movement against what was sent.
func (s *suite) movementEnded(t *testing.T, a answer, w movementWrite, state, code string) movement {
	t.Helper()
	var got movement
	a.into(t, &got)
	if got.State == "rejected" {
		s.seen.rejection(got.Code)
	}
	if got.State != state || got.Code != code {
		t.Fatalf("want it %s %s\n%v", state, code, a)
	}
	if got.ID != w.body.ID || got.DrawerSessionID != w.body.DrawerSessionID || got.Amount != w.body.Amount || got.Kind != w.body.Kind || got.Staff != w.body.Staff {
		t.Fatalf("the ending does not repeat id, session, kind, amount and clerk\n%v", a)
	}
	return got
}

// movements: cash comes and goes once, the drawer's total with it, and the slips are numbered.
func (s *suite) movements(t *testing.T) {
	s.gives(t, "movement")
	d := s.open(t)
	w := d.move(-4000)
	first := d.sendMovement(t, w).want(t, 201)
	got := s.movementEnded(t, first, w, "posted", "")
	if got.Total != eur(d.float-4000) || d.cash(t) != -4000 {
		t.Errorf("the drawer moved by %d\n%v", d.cash(t), first)
	}
	if apart := first.date(t).Sub(got.BookedAt).Abs(); apart > slack {
		t.Errorf("bookedAt and Date are %s apart\n%v", apart, first)
	}
	each(t,
		check{"the same bytes: 200 and the same JSON, and nothing moves; other bytes: 422", func(t *testing.T) {
			same(t, first, d.sendMovement(t, w).want(t, 200))
			other := w
			other.body.Amount = eur(-4001)
			other.raw = bytesOf(other.body)
			d.sendMovement(t, other).refused(t, 422, "other-bytes")
			same(t, first, s.get(t, d.token, w.path(), "").want(t, 200))
			if moved := d.cash(t); moved != -4000 {
				t.Errorf("the drawer moved by %d", moved)
			}
		}},
		check{"change is brought, and the slip's number is another one", func(t *testing.T) {
			in := d.move(1500)
			a := d.sendMovement(t, in).want(t, 201)
			next := s.movementEnded(t, a, in, "posted", "")
			if next.Total != eur(d.float-2500) || d.cash(t) != -2500 || next.Number == got.Number {
				t.Errorf("the drawer moved by %d\n%v", d.cash(t), a)
			}
		}},
		check{"an id that nobody sent is unseen", func(t *testing.T) {
			var state movement
			s.get(t, d.token, d.move(-1).path(), "").want(t, 200).into(t, &state)
			if state.State != "unseen" {
				t.Errorf("it is %s", state.State)
			}
		}},
		check{"the close expects what is left, and an ending stays after it", func(t *testing.T) {
			if closed := d.closeDrawer(t, d.float-2500); closed.Expected != eur(d.float-2500) || closed.Difference != eur(0) {
				t.Errorf("closed with %+v", closed)
			}
			same(t, first, d.sendMovement(t, w).want(t, 200))
		}},
	)
}

func (s *suite) movementRejections(t *testing.T) {
	s.gives(t, "movement")
	d := s.open(t)
	rejects := func(code string, w movementWrite) func(*testing.T) {
		return func(t *testing.T) {
			first := d.sendMovement(t, w).want(t, 201)
			s.movementEnded(t, first, w, "rejected", code)
			same(t, first, d.sendMovement(t, w).want(t, 200))
			same(t, first, s.get(t, d.token, w.path(), "").want(t, 200))
			if moved := d.cash(t); moved != 0 {
				t.Errorf("the drawer moved by %d", moved)
			}
		}
	}
	each(t,
		check{"more than the drawer holds", rejects("drawer-too-small", d.move(-d.float-1))},
		check{"a correction without a second person", rejects("approval-required", d.move(-1, func(b *movementBody) { b.Kind, b.Reason = "correction", "mistake" }))},
		check{"for a clerk of nobody's", rejects("forbidden-office", d.move(-1, func(b *movementBody) { b.Staff = nobodysNumber }))},
		check{"out of another desk's drawer", rejects("session-not-yours", d.move(-1, func(b *movementBody) { b.Desk = "CT-elsewhere" }))},
		check{"out of a drawer that nobody opened", rejects("session-unknown", d.move(-1, func(b *movementBody) { b.DrawerSessionID = newID() }))},
		check{"out of a closed drawer", func(t *testing.T) {
			closed := s.open(t)
			closed.closeDrawer(t, closed.float)
			w := closed.move(-1)
			s.movementEnded(t, closed.sendMovement(t, w).want(t, 201), w, "rejected", "session-closed")
		}},
	)
}

// movementBodies: what is ill-formed is refused whole, and leaves the id free.
func (s *suite) movementBodies(t *testing.T) {
	s.gives(t, "movement")
	d := s.open(t)
	w := d.move(-100)
	for name, spoil := range map[string]func(*movementBody){
		"to the safe, into the drawer":  func(b *movementBody) { b.Amount = eur(100) },
		"change, out of the drawer":     func(b *movementBody) { b.Kind = "changeBrought" },
		"nothing":                       func(b *movementBody) { b.Amount = eur(0) },
		"another session than the path": func(b *movementBody) { b.DrawerSessionID = newID() },
		"another id than the path":      func(b *movementBody) { b.ID = newID() },
	} {
		t.Run(name, func(t *testing.T) {
			body := w.body
			spoil(&body)
			s.send(t, request{method: http.MethodPut, path: w.path(), token: d.token, body: bytesOf(body), invalid: true}).refused(t, 400, "bad-request")
		})
	}
	s.movementEnded(t, d.sendMovement(t, w).want(t, 201), w, "posted", "")
}

// movementsAtOnce: copies of one movement move once; more movements than the drawer holds move what it holds.
func (s *suite) movementsAtOnce(t *testing.T) {
	s.gives(t, "movement")
	d := s.open(t)
	one := d.move(-1000)
	s.together(t, 6, func(int) request {
		return request{method: http.MethodPut, path: one.path(), token: d.token, body: one.raw}
	})
	if moved := d.cash(t); moved != -1000 {
		t.Errorf("six copies of one movement moved %d", moved)
	}
	each := (d.float - 1000) / 2
	writes := make([]movementWrite, 5)
	for i := range writes {
		writes[i] = d.move(-each)
	}
	posted := 0
	for i, a := range s.together(t, len(writes), func(i int) request {
		return request{method: http.MethodPut, path: writes[i].path(), token: d.token, body: writes[i].raw}
	}) {
		var got movement
		if a.into(t, &got); got.State == "posted" {
			posted++
		} else {
			s.movementEnded(t, a, writes[i], "rejected", "drawer-too-small")
		}
	}
	if moved := d.cash(t); posted != 2 || moved != -1000-2*each {
		t.Errorf("%d movements posted, the drawer moved by %d", posted, moved)
	}
}
