package sandbox

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// move moves cash in the desk's open drawer; cents have a sign.
func (d *testDesk) move(id, kind string, cents int64) answered {
	d.t.Helper()
	return d.moveOf(id, map[string]any{"id": id, "drawerSessionId": d.session, "kind": kind, "reason": "other", "amount": eur(cents), "staff": d.staff, "desk": d.name})
}

func (d *testDesk) moveOf(id string, body map[string]any) answered {
	d.t.Helper()
	return d.send("PUT", "/v1/drawer-sessions/"+d.session+"/movements/"+id, body)
}

func TestCashMovesBetweenDrawerAndSafe(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	first := newID()
	out := d.move(first, pickUp, -4000).is(t, 201, "")
	if out.text("state") != "posted" || out.cents("total") != 6000 || out.cents("amount") != -4000 || out.text("movementNumber") != "G-2026-000001" || d.drawer() != 6000 {
		t.Errorf("to the safe: %v, the drawer holds %d", out, d.drawer())
	}
	in := d.move(newID(), changeBrought, 500).is(t, 201, "")
	if in.cents("total") != 6500 || in.text("movementNumber") != "G-2026-000002" || d.drawer() != 6500 {
		t.Errorf("change brought: %v", in)
	}
	if again := d.move(first, pickUp, -4000).is(t, 200, ""); !bytes.Equal(again.raw, out.raw) || d.drawer() != 6500 {
		t.Errorf("again: %v", again)
	}
	d.move(first, pickUp, -4001).is(t, 422, "other-bytes")
	if asked := d.get("/v1/drawer-sessions/"+d.session+"/movements/"+first).is(t, 200, ""); !bytes.Equal(asked.raw, out.raw) {
		t.Errorf("asked: %v", asked)
	}
	if asked := d.get("/v1/drawer-sessions/"+d.session+"/movements/"+newID()).is(t, 200, ""); asked.text("state") != "unseen" {
		t.Errorf("asked about nothing: %v", asked)
	}
	d.clock.move(-time.Hour) // a drawer's movements stand in order, whatever the clock does
	if late := d.move(newID(), pickUp, -6500).is(t, 201, ""); late.text("bookedAt") < in.text("bookedAt") || late.cents("total") != 0 {
		t.Errorf("all of it: %v", late)
	}
	if end := d.closeDrawer(0).is(t, 201, ""); end.cents("expected") != 0 || end.cents("difference") != 0 {
		t.Errorf("closed as %v", end)
	}
}

func TestMovementsAreRefused(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	mine := d.session
	body := func(edit func(map[string]any)) (string, map[string]any) {
		id := newID()
		m := map[string]any{"id": id, "drawerSessionId": d.session, "kind": pickUp, "amount": eur(-100), "staff": "1001", "desk": d.name}
		edit(m)
		return id, m
	}
	for code, edit := range map[string]func(map[string]any){
		"drawer-too-small":  func(m map[string]any) { m["amount"] = eur(-10001) },
		"approval-required": func(m map[string]any) { m["kind"] = correction },
		"approval-unknown":  func(m map[string]any) { m["approvalId"] = newID() },
		"forbidden-office":  func(m map[string]any) { m["staff"] = "3001" },
		"session-not-yours": func(m map[string]any) { m["staff"] = "1002" },
	} {
		id, m := body(edit)
		first := d.moveOf(id, m).is(t, 201, code)
		d.move(newID(), changeBrought, 5000).is(t, 201, "") // the reason goes away
		d.move(newID(), pickUp, -5000).is(t, 201, "")
		if again := d.moveOf(id, m).is(t, 200, code); !bytes.Equal(again.raw, first.raw) {
			t.Errorf("%s, again: %v", code, again)
		}
	}
	id, other := body(func(m map[string]any) { m["desk"] = "okence-9" })
	d.moveOf(id, other).is(t, 201, "session-not-yours")
	for name, edit := range map[string]func(map[string]any){
		"to the safe, into the drawer": func(m map[string]any) { m["amount"] = eur(100) },
		"change, out of the drawer":    func(m map[string]any) { m["kind"] = changeBrought },
		"nothing":                      func(m map[string]any) { m["amount"] = eur(0) },
		"another session":              func(m map[string]any) { m["drawerSessionId"] = newID() },
		"another id":                   func(m map[string]any) { m["id"] = newID() },
		"a kind that there isn't":      func(m map[string]any) { m["kind"] = "gift" },
		"a reason that there isn't":    func(m map[string]any) { m["reason"] = "because" },
		"a reason that is empty":       func(m map[string]any) { m["reason"] = "" },
	} {
		id, m := body(edit)
		if a := d.moveOf(id, m); a.status != http.StatusBadRequest {
			t.Errorf("%s: %v", name, a)
		}
	}
	d.closeDrawer(10000).is(t, 201, "")
	d.move(newID(), pickUp, -1).is(t, 201, "session-closed")
	d.session = newID()
	d.move(newID(), pickUp, -1).is(t, 201, "session-unknown")
	d.session = mine
	town := &testDesk{counter: c.as("3001", "9753", "okence-1"), name: "okence-1", staff: "3001", session: mine}
	town.move(newID(), pickUp, -1).is(t, 403, "forbidden")
}

// What is said of movements and counts in the database, no code above it can break.
func TestTheDatabaseKeepsADrawersDay(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	d.move(newID(), pickUp, -100).is(t, 201, "")
	d.count(newID(), 5000, 5000, 1).is(t, 201, "")
	closed := openCounter(t, Options{}).desk("okence-2")
	closed.closeDrawer(10000).is(t, 201, "")
	for _, row := range []struct{ why, query string }{
		{"never changed", `UPDATE movements SET amount = -1`},
		{"stays", `DELETE FROM movements`},
		{"never changed", `UPDATE counts SET counted = 1`},
		{"stays", `DELETE FROM counts`},
		{"never changed", `UPDATE denominations SET pieces = 2`},
		{"stays", `DELETE FROM denominations`},
		{"CHECK", `INSERT INTO movements (id, session, kind, amount, state, at, staff, desk) VALUES ('x', 'y', 'pickUp', 1, 'rejected', 0, '1001', 'a')`},
		{"CHECK", `INSERT INTO movements (id, session, kind, amount, state, at, staff, desk) VALUES ('x', 'y', 'pickUp', -1, 'done', 0, '1001', 'a')`},
		{"not open", `INSERT INTO movements (id, session, kind, amount, state, at, staff, desk, number, entry) SELECT 'x', 'y', kind, amount, state, at, staff, desk, 'x', 1 FROM movements`},
		{"CHECK", `INSERT INTO counts SELECT 'x', session, 3, counted, expected, at FROM counts`},
		{"CHECK", `INSERT INTO denominations VALUES ('x', 300, 1)`},
	} {
		if err := exec(d.office, row.query); err == nil || !strings.Contains(err.Error(), row.why) {
			t.Errorf("%q: want it refused (%s), got %v", row.query, row.why, err)
		}
	}
	if err := exec(closed.office, `INSERT INTO counts SELECT 'x', id, 1, 0, 0, 0 FROM drawer_sessions`); err == nil || !strings.Contains(err.Error(), "not open") {
		t.Errorf("a count of a closed drawer: %v", err)
	}
}

func TestTheAuditFindsWhatWasDoneToADrawersDay(t *testing.T) {
	for tamper, what := range map[string]string{
		`DELETE FROM writes WHERE act = 'movement'`:                                                        "a movement and its answer are not both there",
		`UPDATE movements SET session = (SELECT id FROM drawer_sessions WHERE desk = 'b')`:                 "a posted movement is not in the ledger as it says",
		`UPDATE movements SET entry = 1; DELETE FROM movements; DELETE FROM writes WHERE act = 'movement'`: "an entry moves cash for no movement",
		`UPDATE offices SET last_movement = 7 WHERE id = 'nlb-kranj'`:                                      "movement numbers have a gap",
		`DELETE FROM counts`: "a count and its answer are not both there",
		`UPDATE denominations SET pieces = 3 WHERE about IN (SELECT id FROM counts)`:   "a count is not the sum of its notes and coins",
		`INSERT INTO denominations SELECT id, 100, 1 FROM drawer_sessions`:             "a float is not the sum of its notes and coins",
		`UPDATE drawer_sessions SET counted = counted + 1 WHERE closed_at IS NOT NULL`: "a close does not repeat the last count",
	} {
		t.Run(what, func(t *testing.T) {
			o, err := Open(t.Context(), Options{Now: clockAt(noon).now})
			if err != nil {
				t.Fatal(err)
			}
			defer o.Close()
			c := &counter{t: t, office: o, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}}
			c.desk("b")
			d := c.desk("a")
			d.move(newID(), pickUp, -1000).is(t, 201, "")
			d.count(newID(), 8000, 1000, 8).is(t, 201, "") // ten euros short
			d.closeDrawer(8000).is(t, 201, "")
			if err := o.Verify(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := withoutRules(o, strings.Split(tamper, "; ")); err != nil {
				t.Fatal(err)
			}
			if err = o.Verify(t.Context()); !errors.Is(err, ErrAudit) || !strings.HasSuffix(err.Error(), what) {
				t.Errorf("the audit says %v", err)
			}
		})
	}
	if got := len(drawerDayAudits); got != 8 {
		t.Errorf("%d audits of a drawer's day, tampering is tried for 8", got)
	}
}
