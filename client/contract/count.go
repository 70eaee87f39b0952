package contract

import (
	"net/http"
	"slices"
	"testing"
)

func countParts() []part {
	return []part{
		{"Count", (*suite).counts},
		{"CountRejections", (*suite).countRejections},
		{"CountBodies", (*suite).countBodies},
		{"Settlement", (*suite).settlements},
		{"DrawerReport", (*suite).drawerReports},
	}
}

// countWrite is a count as the journal holds it.
type countWrite struct {
	body countBody
	raw  []byte
}

// count freezes a count of this desk's drawer, all of it in coins of a cent and notes of five euros.
func (d *desk) count(cents int64, change ...func(*countBody)) countWrite {
	body := countBody{newID(), d.drawer, []denomination{{500, cents / 500}, {1, cents % 500}}, eur(cents), d.name, d.staff.Number}
	for _, edit := range change {
		edit(&body)
	}
	return countWrite{body, bytesOf(body)}
}

func (w countWrite) path() string {
	return "/v1/drawer-sessions/" + w.body.DrawerSessionID + "/counts/" + w.body.ID
}

func (d *desk) sendCount(t *testing.T, w countWrite) answer {
	t.Helper()
	return d.s.put(t, d.token, w.path(), w.raw)
}

// countEnded holds the ending of a count against what was sent.
func (s *suite) countEnded(t *testing.T, a answer, w countWrite, state, code string) count {
	t.Helper()
	var got count
	a.into(t, &got)
	if got.State == "rejected" {
		s.seen.rejection(got.Code)
	}
	if got.State != state || got.Code != code {
		t.Fatalf("want it %s %s\n%v", state, code, a)
	}
	if got.ID != w.body.ID || got.DrawerSessionID != w.body.DrawerSessionID || got.Counted != w.body.Counted || got.Staff != w.body.Staff {
		t.Fatalf("the ending does not repeat id, session, count and clerk\n%v", a)
	}
	return got
}

// counts: a drawer is counted twice at most, nothing moves, and the close repeats the last count.
func (s *suite) counts(t *testing.T) {
	s.gives(t, "count")
	d := s.open(t)
	w := d.count(d.float - 10)
	first := d.sendCount(t, w).want(t, 201)
	if got := s.countEnded(t, first, w, "posted", ""); got.Expected != eur(d.float) || got.Difference != eur(-10) || got.CountsLeft != 1 || !slices.Equal(got.Denominations, w.body.Denominations) {
		t.Errorf("counted 10 cents too little\n%v", first)
	}
	each(t,
		check{"the same bytes: 200 and the same JSON; asked, the same", func(t *testing.T) {
			same(t, first, d.sendCount(t, w).want(t, 200))
			same(t, first, s.get(t, d.token, w.path(), "").want(t, 200))
			if moved := d.cash(t); moved != 0 {
				t.Errorf("the drawer moved by %d", moved)
			}
		}},
		check{"another count under the id: 422", func(t *testing.T) {
			other := d.count(d.float, func(b *countBody) { b.ID = w.body.ID })
			d.sendCount(t, other).refused(t, 422, "other-bytes")
		}},
		check{"the recount is the last one", func(t *testing.T) {
			again := d.count(d.float)
			if got := s.countEnded(t, d.sendCount(t, again).want(t, 201), again, "posted", ""); got.CountsLeft != 0 || got.Difference != eur(0) {
				t.Errorf("after a second count %+v", got)
			}
			third := d.count(d.float)
			s.countEnded(t, d.sendCount(t, third).want(t, 201), third, "rejected", "count-limit")
		}},
		check{"a close with another sum is rejected, one with the last count is not", func(t *testing.T) {
			s.drawerRejected(t, d.token, "/v1/drawer-sessions/"+d.drawer+"/close", bytesOf(closingBody{d.drawer, d.name, d.staff.Number, eur(d.float - 10), ""}), "count-mismatch")
			d.closeDrawer(t, d.float)
		}},
	)
}

func (s *suite) countRejections(t *testing.T) {
	s.gives(t, "count")
	d := s.open(t)
	rejects := func(code string, w countWrite) func(*testing.T) {
		return func(t *testing.T) {
			first := d.sendCount(t, w).want(t, 201)
			s.countEnded(t, first, w, "rejected", code)
			same(t, first, d.sendCount(t, w).want(t, 200))
			same(t, first, s.get(t, d.token, w.path(), "").want(t, 200))
		}
	}
	each(t,
		check{"for a clerk of nobody's", rejects("forbidden-office", d.count(0, func(b *countBody) { b.Staff = nobodysNumber }))},
		check{"of another desk's drawer", rejects("session-not-yours", d.count(0, func(b *countBody) { b.Desk = "CT-elsewhere" }))},
		check{"of a drawer that nobody opened", rejects("session-unknown", d.count(0, func(b *countBody) { b.DrawerSessionID = newID() }))},
		check{"of a closed drawer", func(t *testing.T) {
			closed := s.open(t)
			closed.closeDrawer(t, closed.float)
			w := closed.count(0)
			s.countEnded(t, closed.sendCount(t, w).want(t, 201), w, "rejected", "session-closed")
		}},
	)
}

// countBodies: notes and coins that aren't the sum, or aren't any, are refused, and leave the id free.
func (s *suite) countBodies(t *testing.T) {
	s.gives(t, "count")
	d := s.open(t)
	w := d.count(1000)
	for name, notes := range map[string][]denomination{
		"another sum":               {{1000, 2}},
		"a note that doesn't exist": {{250, 4}},
		"a note twice":              {{500, 1}, {500, 1}},
		"fewer than none":           {{500, 3}, {100, -5}},
	} {
		t.Run(name, func(t *testing.T) {
			body := w.body
			body.Denominations = notes
			s.send(t, request{method: http.MethodPut, path: w.path(), token: d.token, body: bytesOf(body), invalid: true}).refused(t, 400, "bad-request")
		})
	}
	s.countEnded(t, d.sendCount(t, w).want(t, 201), w, "posted", "")
	id := newID()
	opening := bytesOf(map[string]any{"id": id, "desk": s.newDesk(), "staff": d.staff.Number, "float": eur(250), "floatReason": "toSafe", "denominations": []denomination{{200, 1}, {50, 1}}})
	var opened session
	if s.put(t, d.token, "/v1/drawer-sessions/"+id, opening).want(t, 201).into(t, &opened); opened.State != "open" || opened.Total != eur(250) {
		t.Errorf("opened by notes and coins: %+v", opened)
	}
}

// drawerReports: the figures of a session are those of its writes, and X and Z agree.
func (s *suite) drawerReports(t *testing.T) {
	s.gives(t, "report")
	d := s.open(t)
	path := "/v1/drawer-sessions/" + d.drawer + "/report"
	s.get(t, d.token, path, "kind=z").refused(t, 409, "session-open")
	s.get(t, d.token, "/v1/drawer-sessions/"+newID()+"/report", "kind=x").refused(t, 404, "session-unknown")
	s.send(t, request{method: http.MethodGet, path: path, query: "kind=y", token: d.token, invalid: true}).refused(t, 400, "bad-request")
	paid := d.posts(t, d.next(t))
	moved := int64(0)
	if s.capable("movement") {
		for _, cents := range []int64{-3000, 700} {
			w := d.move(cents)
			s.movementEnded(t, d.sendMovement(t, w).want(t, 201), w, "posted", "")
			moved += cents
		}
	}
	x := d.report(t, "x")
	if x.TopUps.Count != 1 || x.TopUps.Sum != paid.Amount || x.Fees.Sum != paid.Fee || x.Movements.Sum != eur(moved) || x.Expected != eur(d.float+paid.Total.Amount+moved) {
		t.Errorf("X tells other figures than the desk's own: %+v", x)
	}
	if x.Expected != d.now(t).Session.Total {
		t.Errorf("X expects %d, the session's total is %d", x.Expected.Amount, d.now(t).Session.Total.Amount)
	}
	closed := d.closeDrawer(t, x.Expected.Amount-5)
	z := d.report(t, "z")
	if z.Session.CloseNumber != closed.CloseNumber || z.Expected != closed.Expected || z.Expected != x.Expected || z.TopUps != x.TopUps || z.Movements != x.Movements {
		t.Errorf("Z is another one than X and the close: %+v", z)
	}
}

// report reads a report, which must add up.
func (d *desk) report(t *testing.T, kind string) drawerReport {
	t.Helper()
	var r drawerReport
	a := d.s.get(t, d.token, "/v1/drawer-sessions/"+d.drawer+"/report", "kind="+kind).want(t, 200)
	a.into(t, &r)
	sum := r.Session.Float.Amount + r.TopUps.Sum.Amount + r.Fees.Sum.Amount - r.Reversals.Sum.Amount + r.Movements.Sum.Amount
	if r.Kind != kind || r.Expected.Amount != sum || r.Movements.Sum.Amount != r.ChangeBrought.Sum.Amount+r.PickUps.Sum.Amount+r.Corrections.Sum.Amount {
		t.Fatalf("the report does not add up\n%v", a)
	}
	return r
}

// settlements: a close with a difference above the tolerance needs a second person's agreement to its exact bytes.
func (s *suite) settlements(t *testing.T) {
	m, _ := s.readMe(t, s.office.Clerk)
	s.needs(t, m.Limits.DifferenceTolerance.Currency != "", "an office that tells a differenceTolerance")
	s.approver(t)
	most := m.Limits.DifferenceTolerance.Amount
	closing := func(d *desk, counted int64, approvalID string) frozen {
		return frozen{"drawer-sessions", d.drawer, bytesOf(closingBody{d.drawer, d.name, d.staff.Number, eur(counted), approvalID})}
	}
	// agreed is the second person's word on a close of the desk, given with a change.
	agreed := func(t *testing.T, d *desk, counted int64, change ...func(*approvalBody)) frozen {
		id := newID()
		f := closing(d, counted, id)
		amount := eur(counted)
		typed := func(b *approvalBody) { b.Amount = &amount }
		s.agree(t, agreement(t, id, "settlement", f, append([]func(*approvalBody){typed}, change...)...))
		return f
	}
	each(t,
		check{"the tolerance itself needs nobody", func(t *testing.T) {
			d := s.open(t)
			d.closeDrawer(t, d.float+most)
		}},
		check{"a cent more, over or short, is rejected without one, and closes with one", func(t *testing.T) {
			for _, difference := range []int64{most + 1, -most - 1} {
				d := s.open(t)
				counted := max(0, d.float+difference)
				if counted > d.float+difference { // the float is smaller than the tolerance
					continue
				}
				path := "/v1/drawer-sessions/" + d.drawer + "/close"
				s.drawerRejected(t, d.token, path, closing(d, counted, "").raw, "approval-required")
				f := agreed(t, d, counted)
				var got session
				first := s.put(t, d.token, path, f.raw).want(t, 201)
				if first.into(t, &got); got.State != "closed" || got.Difference != eur(difference) {
					t.Fatalf("agreed to, it is not closed\n%v", first)
				}
				same(t, first, s.put(t, d.token, path, f.raw).want(t, 200))
			}
		}},
		check{"nothing at all in the drawer closes with one, too", func(t *testing.T) {
			d := s.open(t)
			if d.float <= most {
				t.Skip("the float is not above the tolerance")
			}
			f := agreed(t, d, 0)
			s.put(t, d.token, "/v1/drawer-sessions/"+d.drawer+"/close", f.raw).want(t, 201)
		}},
		check{"an agreement is to one close, its bytes and its count", func(t *testing.T) {
			d := s.open(t)
			counted := d.float + most + 1
			path := "/v1/drawer-sessions/" + d.drawer + "/close"
			s.drawerRejected(t, d.token, path, closing(d, counted, newID()).raw, "approval-unknown")
			s.drawerRejected(t, d.token, path, agreed(t, d, counted, func(b *approvalBody) { b.Amount.Amount++ }).raw, "approval-mismatch")
			s.drawerRejected(t, d.token, path, agreed(t, d, counted, func(b *approvalBody) { b.SubjectID = newID() }).raw, "approval-mismatch")
			f := agreed(t, d, counted)
			s.put(t, d.token, path, f.raw).want(t, 201)
		}},
	)
}
