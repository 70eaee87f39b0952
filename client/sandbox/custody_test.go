package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// custodyOf freezes a change of hands of a desk's drawer, made by this clerk. edit, if not nil, may change the body before.
func (c *counter) custodyOf(d *testDesk, kind, maker string, counted int64, edit func(map[string]any)) (id string, body []byte) {
	c.t.Helper()
	id = newID()
	m := map[string]any{"id": id, "drawerSessionId": d.session, "kind": kind, "counted": eur(counted), "approvalId": newID(), "staff": maker, "desk": d.name}
	if kind != "forcedClose" {
		m["toSessionId"] = newID()
	}
	if edit != nil {
		edit(m)
	}
	return id, bytesOf(c.t, m)
}

// consents has the second person agree to a change of hands, with the sum that stands in it.
func (c *counter) consents(body []byte, edit func(map[string]any)) answered {
	c.t.Helper()
	what := fieldsOf(c.t, body)
	return c.approve(what["approvalId"].(string), "custody", body, func(m map[string]any) {
		delete(m, "mokId")
		m["amount"] = what["counted"]
		if edit != nil {
			edit(m)
		}
	})
}

func (c *counter) putCustody(body []byte) answered {
	c.t.Helper()
	what := fieldsOf(c.t, body)
	return c.send("PUT", "/v1/drawer-sessions/"+what["drawerSessionId"].(string)+"/custody/"+what["id"].(string), body)
}

// branch is a desk with Ana's drawer of a hundred euros, and the others of the house beside it.
type branch struct {
	d            *testDesk
	boris, vesna *counter
}

func openBranch(t *testing.T) branch { return branchAt(openCounter(t, Options{})) }

func branchAt(c *counter) branch {
	return branch{c.desk("okence-1"), c.as("1002", "1357", "okence-1"), c.as("2001", "8642", "okence-1")}
}

func TestADrawerPassesIntoOtherHands(t *testing.T) {
	for _, row := range []struct {
		kind, maker, owner string // who goes on with the cash; nobody after a forced close
		loaded, counted    int64
		by, second         func(branch) *counter
	}{
		{"handOver", "1001", "1002", 2000, 12000, func(b branch) *counter { return b.d.counter }, func(b branch) *counter { return b.boris }},
		{"handOver", "1001", "1002", 0, 9990, func(b branch) *counter { return b.d.counter }, func(b branch) *counter { return b.boris }},
		{"takeOver", "1002", "1002", 2000, 12001, func(b branch) *counter { return b.boris }, func(b branch) *counter { return b.vesna }},
		{"forcedClose", "1002", "", 2000, 12000, func(b branch) *counter { return b.boris }, func(b branch) *counter { return b.vesna }},
		{"forcedClose", "2001", "", 2000, 11000, func(b branch) *counter { return b.vesna }, func(b branch) *counter { return b.boris }},
		{"forcedClose", "2001", "", 0, 0, func(b branch) *counter { return b.vesna }, func(b branch) *counter { return b.boris }},
	} {
		t.Run(row.kind, func(t *testing.T) {
			b := openBranch(t)
			if row.loaded > 0 {
				b.d.load(tryCard, "481205", row.loaded).is(t, 201, "")
			}
			_, body := row.by(b).custodyOf(b.d, row.kind, row.maker, row.counted, func(m map[string]any) {
				if row.kind == "forcedClose" {
					m["desk"] = "okence-9"
				}
			})
			row.second(b).consents(body, nil).is(t, 201, "")
			a := row.by(b).putCustody(body).is(t, 201, "")
			expected := 10000 + row.loaded
			if a.text("state") != "posted" || a.cents("closed", "expected") != expected || a.cents("closed", "difference") != row.counted-expected ||
				a.number("closed", "closeNumber") != 1 || a.text("closed", "closedBy", "staff") != row.maker || a.text("closed", "closedBy", "kind") != row.kind ||
				a.text("closed", "closedBy", "approver") != a.text("approver") || a.text("opened", "staff") != row.owner {
				t.Errorf("passed as %v", a)
			}
			for _, again := range []answered{row.by(b).putCustody(body).is(t, 200, ""), b.d.get("/v1/drawer-sessions/"+b.d.session+"/custody/"+a.text("id")).is(t, 200, "")} {
				if !bytes.Equal(again.raw, a.raw) {
					t.Errorf("told again: %v", again)
				}
			}
			now := b.boris.get("/v1/drawer-sessions/current")
			if row.owner == "" {
				if now.at("session") != nil {
					t.Errorf("somebody goes on: %v", now)
				}
			} else if now.text("session", "staff") != row.owner || now.cents("session", "total") != row.counted || now.text("session", "takenFrom", "staff") != "1001" {
				t.Errorf("goes on as %v", now)
			}
			told := b.d.as("1001", "2468", "okence-7").get("/v1/drawer-sessions/current")
			if away := row.kind != "handOver"; (told.at("taken") != nil) != away || away && told.text("taken", "closedBy", "staff") != row.maker {
				t.Errorf("Ana is told: %v", told)
			}
			if z := b.d.get("/v1/drawer-sessions/"+b.d.session+"/report?kind=z").is(t, 200, ""); z.text("session", "closedBy", "kind") != row.kind {
				t.Errorf("its Z: %v", z)
			}
			late := b.d.closeDrawer(expected).is(t, 201, "session-closed")
			if again := b.boris.send("PUT", "/v1/drawer-sessions/"+b.d.session+"/close", map[string]any{"id": b.d.session, "desk": b.d.name, "staff": "1001", "counted": eur(expected)}).is(t, 200, "session-closed"); !bytes.Equal(again.raw, late.raw) {
				t.Errorf("the late close again: %v", again)
			}
			if err := b.d.office.Verify(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTheClerkIsToldOfATakenDrawerUntilTheNextOne(t *testing.T) {
	b := openBranch(t)
	_, body := b.boris.custodyOf(b.d, "takeOver", "1002", 10000, nil)
	b.vesna.consents(body, nil).is(t, 201, "")
	b.boris.putCustody(body).is(t, 201, "")
	ana := &testDesk{counter: b.d.as("1001", "2468", "okence-7"), name: "okence-7", staff: "1001"}
	for range 2 {
		if now := ana.get("/v1/drawer-sessions/current"); now.text("taken", "id") != b.d.session {
			t.Errorf("told: %v", now)
		}
	}
	if now := b.boris.get("/v1/drawer-sessions/current"); now.at("taken") != nil {
		t.Errorf("Boris is told of another's: %v", now)
	}
	ana.openDrawer(500).is(t, 201, "")
	if now := ana.get("/v1/drawer-sessions/current"); now.at("taken") != nil {
		t.Errorf("told for ever: %v", now)
	}
}

func TestChangesOfHandsAreRefused(t *testing.T) {
	b := openBranch(t)
	maja := b.d.as("3001", "9753", "okence-1")
	closed := b.d.as("1001", "2468", "okence-3").desk("okence-3")
	closed.closeDrawer(10000).is(t, 201, "")
	for name, row := range map[string]struct {
		code, kind, maker string
		by, second        *counter
		edit, agreed      func(map[string]any)
	}{
		"for a clerk of nobody's":          {"forbidden-office", "takeOver", "3001", b.boris, nil, nil, nil},
		"of a session that nobody opened":  {"session-unknown", "takeOver", "1002", b.boris, b.vesna, func(m map[string]any) { m["drawerSessionId"] = newID() }, nil},
		"of one that is closed":            {"session-closed", "forcedClose", "1002", b.boris, b.vesna, func(m map[string]any) { m["drawerSessionId"] = closed.session }, nil},
		"of another's by hand-over":        {"session-not-yours", "handOver", "1002", b.boris, b.vesna, nil, nil},
		"taken over at another desk":       {"session-not-yours", "takeOver", "1002", b.boris, b.vesna, func(m map[string]any) { m["desk"] = "okence-2" }, nil},
		"of one's own by force":            {"session-yours", "forcedClose", "1001", b.d.counter, b.vesna, nil, nil},
		"without a second person":          {"approval-unknown", "takeOver", "1002", b.boris, nil, nil, nil},
		"by two who are no supervisor":     {"supervisor-required", "forcedClose", "1002", b.boris, b.d.as("1001", "2468", "okence-1"), nil, nil},
		"sent by the second person":        {"same-person", "takeOver", "1002", b.vesna, b.vesna, nil, nil},
		"agreed to with another sum":       {"approval-mismatch", "takeOver", "1002", b.boris, b.vesna, nil, func(m map[string]any) { m["amount"] = eur(10001) }},
		"agreed to as another act":         {"approval-mismatch", "takeOver", "1002", b.boris, b.vesna, nil, func(m map[string]any) { m["act"] = "settlement" }},
		"into a session that is there":     {"drawer-already-open", "handOver", "1001", b.d.counter, b.boris, func(m map[string]any) { m["toSessionId"] = b.d.session }, nil},
		"with its owner as second, forced": {"same-person", "forcedClose", "2001", b.vesna, b.d.as("1001", "2468", "okence-1"), nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, body := row.by.custodyOf(b.d, row.kind, row.maker, 10000, row.edit)
			if row.second != nil {
				row.second.consents(body, row.agreed).is(t, 201, "")
			}
			code := row.code
			if row.kind == "forcedClose" && name == "by two who are no supervisor" {
				code = "same-person" // Ana is the owner
			}
			first := row.by.putCustody(body).is(t, 201, code)
			if again := row.by.putCustody(body).is(t, 200, code); !bytes.Equal(again.raw, first.raw) {
				t.Errorf("again: %v", again)
			}
			if now := b.d.get("/v1/drawer-sessions/current"); now.text("session", "id") != b.d.session || now.cents("session", "total") != 10000 {
				t.Errorf("the drawer is %v", now)
			}
		})
	}
	_, body := b.boris.custodyOf(b.d, "handOver", "1001", 10000, nil)
	maja.consents(body, nil).is(t, 403, "forbidden")
	maja.putCustody(body).is(t, 403, "forbidden")
	for name, edit := range map[string]func(map[string]any){
		"a hand-over to no session":        func(m map[string]any) { delete(m, "toSessionId") },
		"a forced close into a session":    func(m map[string]any) { m["kind"] = "forcedClose" },
		"no approval":                      func(m map[string]any) { delete(m, "approvalId") },
		"no such kind":                     func(m map[string]any) { m["kind"] = "gift" },
		"less than nothing":                func(m map[string]any) { m["counted"] = eur(-1) },
		"a reason that nobody has":         func(m map[string]any) { m["reason"] = "because" },
		"an amount of another currency":    func(m map[string]any) { m["counted"] = map[string]any{"amount": 1, "currency": "USD"} },
		"a session that is no id":          func(m map[string]any) { m["toSessionId"] = "x" },
		"a clerk who is no clerk's number": func(m map[string]any) { m["staff"] = "Ana" },
	} {
		id, body := b.boris.custodyOf(b.d, "handOver", "1001", 10000, edit)
		if a := b.boris.send("PUT", "/v1/drawer-sessions/"+b.d.session+"/custody/"+id, body); a.status != 400 {
			t.Errorf("%s: %v", name, a)
		}
	}
}

func TestTwoClerksWithoutASupervisorEndNobodysDrawer(t *testing.T) {
	b := openBranch(t)
	if err := b.d.office.AddStaff(t.Context(), "1003", "Cene", "7531", Clerk); err != nil {
		t.Fatal(err)
	}
	cene := b.d.as("1003", "7531", "okence-1")
	_, body := b.boris.custodyOf(b.d, "forcedClose", "1002", 10000, nil)
	cene.consents(body, nil).is(t, 201, "")
	b.boris.putCustody(body).is(t, 201, "supervisor-required")
}

// A close that another clerk's token brings first keeps nothing: its owner's same bytes still close.
func TestACloseIsItsOwnersToBring(t *testing.T) {
	b := openBranch(t)
	path, body := "/v1/drawer-sessions/"+b.d.session+"/close", map[string]any{"id": b.d.session, "desk": b.d.name, "staff": "1001", "counted": eur(10000)}
	for range 2 {
		b.boris.send("PUT", path, body).is(t, 403, "owner-required")
		b.vesna.send("PUT", path, body).is(t, 403, "owner-required")
	}
	first := b.d.send("PUT", path, body).is(t, 201, "")
	if again := b.boris.send("PUT", path, body).is(t, 200, ""); !bytes.Equal(again.raw, first.raw) || first.text("state") != "closed" {
		t.Errorf("%v, then %v", first, again)
	}
}

// Whoever ends a drawer at once with others: one of them does.
func TestADrawerIsEndedOnce(t *testing.T) {
	b := openBranch(t)
	var sends []func() answered
	for i := range 6 {
		if i == 0 {
			sends = append(sends, func() answered { return b.d.closeDrawer(10000) })
			continue
		}
		kind, maker, by, second := "takeOver", "1002", b.boris, b.vesna
		if i%2 == 0 {
			kind, maker, by, second = "handOver", "1001", b.d.counter, b.boris
		}
		_, body := by.custodyOf(b.d, kind, maker, 10000, nil)
		second.consents(body, nil).is(t, 201, "")
		sends = append(sends, func() answered { return by.putCustody(body) })
	}
	answers := make([]answered, len(sends))
	var all sync.WaitGroup
	for i, send := range sends {
		all.Go(func() { answers[i] = send() })
	}
	all.Wait()
	ended := 0
	for _, a := range answers {
		switch {
		case a.status == http.StatusCreated && (a.text("state") == "posted" || a.text("state") == "closed"):
			ended++
		case a.text("code") != "session-closed":
			t.Errorf("%v", a)
		}
	}
	if ended != 1 {
		t.Errorf("the drawer was ended %d times", ended)
	}
	if err := b.d.office.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// The branch's list tells every open drawer, and no other.
func TestASupervisorSeesEveryOpenDrawer(t *testing.T) {
	b := openBranch(t)
	b.d.load(tryCard, "481205", 2000).is(t, 201, "")
	other := &testDesk{counter: b.boris, name: "okence-2", staff: "1002"}
	other.openDrawer(700).is(t, 201, "")
	b.d.as("1001", "2468", "okence-3").desk("okence-3").closeDrawer(10000).is(t, 201, "")
	b.boris.get("/v1/drawers").is(t, 403, "forbidden")
	seen, cursor := "", ""
	for range 2 {
		page := b.vesna.get("/v1/drawers?limit=1"+cursor).is(t, 200, "")
		items := page.at("items").([]any)
		if len(items) != 1 {
			t.Fatalf("%v", page)
		}
		session := items[0].(map[string]any)["session"].(map[string]any)
		seen += session["desk"].(string) + " " + session["staff"].(string) + " "
		if next := page.text("nextCursor"); next != "" {
			cursor = "&cursor=" + next
		} else {
			cursor = ""
		}
	}
	if seen != "okence-1 1001 okence-2 1002 " || cursor != "" {
		t.Errorf("seen %q, then %q", seen, cursor)
	}
}

// The rules stand in the database: no code above it can give cash to two, or to nobody.
func TestTheDatabaseKeepsCashInOneHand(t *testing.T) {
	b := openBranch(t)
	_, body := b.boris.custodyOf(b.d, "takeOver", "1002", 10000, nil)
	b.vesna.consents(body, nil).is(t, 201, "")
	b.boris.putCustody(body).is(t, 201, "")
	_, next := b.vesna.custodyOf(b.d, "takeOver", "2001", 10000, nil) // agreed to, and not sent
	b.d.consents(next, nil).is(t, 201, "")
	const agreed = `UPDATE approvals SET used_by = subject WHERE used_by IS NULL`
	like := func(session, into, approval string) string {
		return `INSERT INTO custody SELECT (SELECT max(subject) FROM approvals WHERE maker = '2001'), ` + session + `, kind, reason, counted, ` + into +
			`, state, at, staff, desk, ` + approval + `, NULL FROM custody`
	}
	const fresh = `(SELECT id FROM approvals WHERE maker = '2001')`
	for _, row := range []struct {
		why     string
		queries []string
	}{
		{"never changed", []string{`UPDATE custody SET counted = 1`}},
		{"stays", []string{`DELETE FROM custody`}},
		{"not closed", []string{agreed, strings.Replace(like("to_session", "NULL", fresh), "kind", "'forcedClose'", 1)}},
		{"nobody goes on", []string{agreed, like("session", "'x'", fresh)}},
		{"nobody goes on", []string{agreed, like("session", "session", fresh)}},
		{"not of this one", []string{agreed, like("session", "to_session", "approval")}},
		{"not of this one", []string{like("session", "to_session", fresh)}},
		{"UNIQUE", []string{agreed, like("session", "to_session", fresh)}},
	} {
		if err := exec(b.d.office, row.queries...); err == nil || !strings.Contains(err.Error(), row.why) {
			t.Errorf("%q: want it refused (%s), got %v", row.queries, row.why, err)
		}
	}
}

func TestTheAuditFindsCashInNobodysHands(t *testing.T) {
	for what, tamper := range map[string]string{
		"a change of hands and its answer are not both there": `UPDATE custody SET counted = counted + 1`,
		"a session was ended by nobody, or twice": `INSERT INTO writes (act, id, fingerprint, answer, at, sender)
			SELECT 'drawer-close', session, randomblob(32), '{"staff":"1001"}', at, '1001' FROM custody`,
		"a session was begun by nobody, or twice":                 `DELETE FROM writes WHERE act = 'drawer-open'`,
		"cash did not go from hand to hand as it was counted":     `UPDATE custody SET staff = '2001'`,
		"an entry passes cash on for no change of hands":          `UPDATE entries SET kind = 'drawerHandOver' WHERE kind = 'drawerFloat'`,
		"a drawer does not hold its float and what came and went": `UPDATE drawer_sessions SET float = float + 1 WHERE closed_at IS NULL`,
	} {
		t.Run(what, func(t *testing.T) {
			o, err := Open(t.Context(), Options{Now: clockAt(noon).now})
			if err != nil {
				t.Fatal(err)
			}
			defer o.Close()
			b := branchAt(&counter{t: t, office: o, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}})
			_, body := b.boris.custodyOf(b.d, "takeOver", "1002", 10000, nil)
			b.vesna.consents(body, nil).is(t, 201, "")
			b.boris.putCustody(body).is(t, 201, "")
			if err := withoutRules(b.d.office, []string{tamper}); err != nil {
				t.Fatal(err)
			}
			if err := o.Verify(t.Context()); !errors.Is(err, ErrAudit) || !strings.HasSuffix(err.Error(), what) {
				t.Errorf("the audit says %v", err)
			}
		})
	}
}

// The lines of both sessions tell of the cash that went from the one to the other.
func TestADrawersLinesTellThatItPassedOn(t *testing.T) {
	b := openBranch(t)
	b.d.load(tryCard, "481205", 2000).is(t, 201, "")
	_, body := b.d.custodyOf(b.d, "handOver", "1001", 11990, nil)
	b.boris.consents(body, nil).is(t, 201, "")
	next := b.d.putCustody(body).is(t, 201, "").text("opened", "id")
	kinds := func(c *counter, session string) (lines []string) {
		for _, line := range c.list("/v1/drawer-sessions/"+session+"/operations", "") {
			lines = append(lines, fmt.Sprint(line["kind"], " ", line["amount"].(map[string]any)["amount"]))
		}
		return lines
	}
	for session, want := range map[string]struct {
		by    *counter
		lines []string
	}{
		b.d.session: {b.d.counter, []string{"close 11990", "topUp 2000", "opening 10000"}},
		next:        {b.boris, []string{"opening 11990"}},
	} {
		if got := kinds(want.by, session); !slices.Equal(got, want.lines) {
			t.Errorf("the lines are %q, want %q", got, want.lines)
		}
	}
}
