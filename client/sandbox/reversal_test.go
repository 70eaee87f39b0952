package sandbox

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAReversalMovesCardDrawerAndFeeBack(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	for n, row := range []struct {
		mokID, six string
		cents, fee int64
		slip       string
	}{{tryCard, "481205", 2000, 0, "S-2026-000001"}, {"100000113", "121212", 1000, 150, "S-2026-000002"}} {
		card, drawer := d.balance(row.mokID), d.drawer()
		posted := d.load(row.mokID, row.six, row.cents).is(t, 201, "")
		id, body := d.reversalOf(posted, nil)
		a := d.putReversal(id, body).is(t, 201, "")
		want := map[string]any{"id": id, "topUpId": posted.text("id"), "mokId": row.mokID, "state": "posted", "receiptNumber": row.slip,
			"bookedAt": stamp(d.office.now()), "traceId": a.header.Get("Trace-Id")}
		for key, value := range want {
			if a.at(key) != value {
				t.Errorf("%s is %v, not %v", key, a.at(key), value)
			}
		}
		if a.cents("amount") != row.cents || a.cents("fee") != row.fee || a.cents("total") != row.cents+row.fee || a.cents("balanceAfter") != card {
			t.Errorf("the storno says %v", a)
		}
		if d.balance(row.mokID) != card || d.drawer() != drawer {
			t.Errorf("the card holds %d, not %d; the drawer %d, not %d", d.balance(row.mokID), card, d.drawer(), drawer)
		}
		for _, again := range []answered{d.putReversal(id, body).is(t, 200, ""), d.get("/v1/reversals/"+id).is(t, 200, "")} {
			if string(again.raw) != string(a.raw) {
				t.Errorf("again: %v", again)
			}
		}
		if got := d.get("/v1/drawer-sessions/current").at("session"); got.(map[string]any)["reversals"].(interface{ String() string }).String() != []string{"1", "2"}[n] {
			t.Errorf("the drawer counts %v", got)
		}
		d.putReversal(id, []byte(strings.Replace(string(body), "wrongAmount", "double", 1))).is(t, 422, "other-bytes")
	}
}

// Nothing is deleted: card, desk and drawer show both lines.
func TestBothLinesStay(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	posted := d.load(tryCard, "481205", 2000).is(t, 201, "")
	kept := d.load(tryCard, "481205", 500).is(t, 201, "")
	undone := d.reverse(posted, nil).is(t, 201, "")
	lines := c.as("1001", "2468", "x").statement(tryCard, "limit=3")
	type line struct{ kind, topUp, slip, by any }
	got := []line{}
	for _, l := range lines {
		got = append(got, line{l["kind"], l["topUpId"], l["receiptNumber"], l["reversedBy"]})
	}
	want := []line{{"reversal", posted.text("id"), undone.text("receiptNumber"), nil}, {"topUp", kept.text("id"), kept.text("receiptNumber"), nil},
		{"topUp", posted.text("id"), posted.text("receiptNumber"), undone.text("receiptNumber")}}
	if len(got) < 3 {
		t.Fatalf("the statement is %v", lines)
	}
	if diff := cmp.Diff(want, got[:3], cmp.AllowUnexported(line{})); diff != "" {
		t.Error(diff)
	}
	items := d.get("/v1/desks/okence-1/top-ups").at("items").([]any)
	first, second := items[0].(map[string]any), items[1].(map[string]any)
	told, _ := first["reversal"].(map[string]any)
	if told["id"] != undone.text("id") || told["receiptNumber"] != undone.text("receiptNumber") || told["staff"] != "1001" || second["reversal"] != nil {
		t.Errorf("the desk's list tells %v and %v", first, second)
	}
	if again := d.get("/v1/top-ups/" + posted.text("id")); string(again.raw) != string(posted.raw) {
		t.Errorf("the answer to the top-up has become %v", again)
	}
}

// A wrong top-up that was undone is no load of the day, and no warning to the right one.
func TestWhatWasUndoneCountsInNoLimit(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	before := d.quote(tryCard, "481205", 500).is(t, 201, "")
	d.reverse(d.load(tryCard, "481205", 500).is(t, 201, ""), nil).is(t, 201, "")
	after := d.quote(tryCard, "481205", 500).is(t, 201, "")
	if after.cents("limitsLeft", "day") != before.cents("limitsLeft", "day") || after.at("similar") != nil {
		t.Errorf("before %v, after %v", before, after)
	}
}

func TestReversalsAreRejected(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	posted := d.load(tryCard, "481205", 2000).is(t, 201, "")
	undone := d.load(tryCard, "481205", 700).is(t, 201, "")
	slip := d.reverse(undone, nil).is(t, 201, "").text("receiptNumber")
	id, body := d.topUpOf(d.quote(tryCard, "481205", 500), func(m map[string]any) { m["tendered"] = eur(1) })
	rejected := d.put(id, body).is(t, 201, "tendered-too-small")
	two := &testDesk{counter: c.as("1002", "1357", "okence-2"), name: "okence-2", staff: "1002"}
	two.openDrawer(0)
	two.closeDrawer(0)
	card, cash := d.balance(tryCard), d.drawer()
	for code, edit := range map[string]func(map[string]any){
		"top-up-unknown":    func(m map[string]any) { m["topUpId"] = newID() },
		"top-up-mismatch":   func(m map[string]any) { m["amount"] = eur(1999) },
		"forbidden-office":  func(m map[string]any) { m["staff"] = "3001" },
		"top-up-not-posted": func(m map[string]any) { m["topUpId"], m["amount"] = rejected.text("id"), eur(500) },
		"already-reversed":  func(m map[string]any) { m["topUpId"], m["amount"] = undone.text("id"), eur(700) },
		"session-unknown":   func(m map[string]any) { m["drawerSessionId"] = newID() },
		"session-not-yours": func(m map[string]any) { m["staff"] = "1002" },
		"session-closed":    func(m map[string]any) { m["drawerSessionId"], m["desk"], m["staff"] = two.session, "okence-2", "1002" },
		"approval-required": func(m map[string]any) { m["reason"] = "wrongCard" },
		"approval-unknown":  func(m map[string]any) { m["approvalId"] = newID() },
	} {
		id, body := d.reversalOf(posted, edit)
		a := d.putReversal(id, body).is(t, 201, code)
		if a.text("state") != "rejected" || a.at("correctionNumber") != nil || (a.text("reversedBy") == slip) != (code == "already-reversed") {
			t.Errorf("%s: %v", code, a)
		}
		if again := d.putReversal(id, body).is(t, 200, code); string(again.raw) != string(a.raw) {
			t.Errorf("%s again: %v", code, again)
		}
	}
	if d.balance(tryCard) != card || d.drawer() != cash {
		t.Error("a rejection moved money")
	}
	c.as("3001", "9753", "m").send("PUT", "/v1/reversals/"+newID(), map[string]any{}).is(t, 403, "forbidden")
}

// A second person is needed when it is much, or late, or out of another drawer than the one that took the cash.
func TestWhenAReversalNeedsASecondPerson(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	two := &testDesk{counter: c.as("1002", "1357", "okence-2"), name: "okence-2", staff: "1002"}
	two.openDrawer(50000)
	for name, row := range map[string]struct {
		cents int64
		wait  time.Duration
		at    *testDesk
		needs bool
	}{
		"little, at once":            {19999, 30 * time.Minute, d, false},
		"much":                       {20000, 0, d, true},
		"late":                       {100, 30*time.Minute + time.Millisecond, d, true},
		"out of another open drawer": {100, 0, two, true},
	} {
		t.Run(name, func(t *testing.T) {
			posted := d.load(tryCard, "481205", row.cents).is(t, 201, "")
			c.clock.move(row.wait)
			offer := row.at.get("/v1/top-ups?receiptNumber="+posted.text("receiptNumber")).is(t, 200, "")
			if offer.at("offer", "needsApproval") != row.needs || offer.text("offer", "way") != "now" {
				t.Errorf("offered: %v", offer.at("offer"))
			}
			if row.needs {
				row.at.reverse(posted, nil).is(t, 201, "approval-required")
				row.at.reverseApproved(posted, nil).is(t, 201, "")
			} else {
				row.at.reverse(posted, nil).is(t, 201, "")
			}
		})
	}
}

// Two desks undo one top-up at the same moment: one posts, whichever.
func TestOfTwoReversalsOnePosts(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	two := &testDesk{counter: c.as("1002", "1357", "okence-2"), name: "okence-2", staff: "1002"}
	two.openDrawer(50000)
	for range 5 {
		card, cash := d.balance(tryCard), d.drawer()+two.drawer()
		posted := d.load(tryCard, "481205", 2000).is(t, 201, "")
		approval := newID()
		far, farBody := two.reversalOf(posted, func(m map[string]any) { m["approvalId"] = approval })
		c.as("2001", "8642", "okence-2").approve(approval, "reversal", farBody, nil).is(t, 201, "")
		near, nearBody := d.reversalOf(posted, nil)
		answers := make([]answered, 2)
		var wg sync.WaitGroup
		wg.Go(func() { answers[0] = d.putReversal(near, nearBody) })
		wg.Go(func() { answers[1] = two.putReversal(far, farBody) })
		wg.Wait()
		ends := map[string]int{}
		for _, a := range answers {
			ends[a.text("state")+a.text("code")]++
		}
		if diff := cmp.Diff(map[string]int{"posted": 1, "rejectedalready-reversed": 1}, ends); diff != "" {
			t.Error(diff)
		}
		if d.balance(tryCard) != card || d.drawer()+two.drawer() != cash {
			t.Error("money was made or lost")
		}
	}
}

// What no counter can undo is passed to the bank once, under one number, whoever asks.
func TestACorrectionIsOpenedOnceAndEndsOnce(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	posted := d.load("100000113", "121212", 1000).is(t, 201, "")
	d.closeDrawer(11150)
	d.openDrawer(10000)
	found := func() answered { return d.get("/v1/top-ups?id="+posted.text("id")).is(t, 200, "") }
	if a := found(); a.text("offer", "way") != "correction" || a.text("offer", "code") != "reversal-window-over" || a.at("correction") != nil {
		t.Errorf("offered: %v", a)
	}
	first := d.reverse(posted, nil).is(t, 201, "reversal-window-over")
	number := first.text("correctionNumber")
	if number != "P-2026-000001" || d.reverse(posted, nil).is(t, 201, "reversal-window-over").text("correctionNumber") != number {
		t.Errorf("%v", first)
	}
	ask := func() answered { return d.get("/v1/corrections/"+number).is(t, 200, "") }
	want := map[string]any{"number": number, "topUpId": posted.text("id"), "reversalId": first.text("id"), "mokId": "100000113", "amount": posted.at("amount"),
		"total": posted.at("total"), "state": "open", "openedAt": stamp(c.office.now())}
	if diff := cmp.Diff(want, ask().json); diff != "" {
		t.Error(diff)
	}
	balance := d.balance("100000113")
	if err := c.office.EndCorrection(t.Context(), number, true); err != nil {
		t.Fatal(err)
	}
	if got := ask(); got.text("state") != "paid" || got.text("endedAt") == "" || d.balance("100000113") != balance-1000 {
		t.Errorf("%v, and the card went from %d to %d", got, balance, d.balance("100000113"))
	}
	if a := d.reverse(posted, nil).is(t, 201, "already-reversed"); a.text("reversedBy") != number {
		t.Errorf("%v", a)
	}
	if a := found(); a.text("offer", "way") != "none" || a.text("correction", "state") != "paid" {
		t.Errorf("%v", a)
	}
	if err := c.office.EndCorrection(t.Context(), number, false); !errors.Is(err, ErrNoCorrection) {
		t.Errorf("ended twice: %v", err)
	}
	d.get("/v1/corrections/P-2026-000009").is(t, 404, "correction-unknown")
	d.get("/v1/corrections/P_1").is(t, 400, "bad-request")
}

// The money has been spent: the office decides whether a storno may bring the card below zero, and says so.
func TestAReversalOfMoneyThatWasSpent(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	posted := d.load(tryCard, "481205", 2000).is(t, 201, "")
	c.spend(tryCard, d.balance(tryCard)-500)
	found := func() answered {
		return d.get("/v1/top-ups?receiptNumber="+posted.text("receiptNumber")).is(t, 200, "")
	}
	if a := found(); a.text("offer", "way") != "correction" || a.text("offer", "code") != "balance-too-low" || a.at("offer", "belowZero") != true {
		t.Errorf("offered: %v", a)
	}
	number := d.reverse(posted, nil).is(t, 201, "balance-too-low").text("correctionNumber")
	c.policy("reversal_below", 1499)
	d.reverse(posted, nil).is(t, 201, "balance-too-low")
	c.policy("reversal_below", 1500)
	if a := found(); a.text("offer", "way") != "now" || a.at("offer", "belowZero") != true {
		t.Errorf("offered: %v", a)
	}
	if a := d.reverse(posted, nil).is(t, 201, ""); a.cents("balanceAfter") != -1500 || d.balance(tryCard) != -1500 {
		t.Errorf("%v", a)
	}
	if a := d.get("/v1/corrections/" + number); a.text("state") != "withdrawn" {
		t.Errorf("the correction beside it: %v", a)
	}
	if a := d.load(tryCard, "481205", 500).is(t, 201, ""); a.cents("balanceAfter") != -1000 {
		t.Errorf("loaded, it holds %v", a)
	}
}

func TestADrawerPaysNoMoreThanItHolds(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	posted := d.load(tryCard, "481205", 2000).is(t, 201, "")
	two := &testDesk{counter: c.as("1002", "1357", "okence-2"), name: "okence-2", staff: "1002"}
	if a := two.get("/v1/top-ups?receiptNumber=" + posted.text("receiptNumber")); a.text("offer", "way") != "none" || a.text("offer", "code") != "session-unknown" {
		t.Errorf("offered without a drawer: %v", a)
	}
	two.openDrawer(1999)
	if a := two.get("/v1/top-ups?receiptNumber=" + posted.text("receiptNumber")); a.text("offer", "way") != "none" || a.text("offer", "code") != "drawer-too-small" {
		t.Errorf("offered: %v", a)
	}
	two.reverseApproved(posted, nil).is(t, 201, "drawer-too-small")
}

func TestATopUpIsFoundByOneOfItsNames(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	posted := d.load(tryCard, "481205", 2000).is(t, 201, "")
	id, slip := posted.text("id"), posted.text("receiptNumber")
	boris := c.as("1002", "1357", "okence-9")
	for _, query := range []string{"id=" + id, "receiptNumber=" + slip} {
		if a := boris.get("/v1/top-ups?"+query).is(t, 200, ""); a.text("topUp", "id") != id || a.cents("topUp", "total") != 2000 || a.text("topUp", "desk") != "okence-1" {
			t.Errorf("%s: %v", query, a)
		}
	}
	for _, query := range []string{"", "id=" + id + "&receiptNumber=" + slip, "id=1", "receiptNumber=", "receiptNumber=a%20b"} {
		boris.get("/v1/top-ups?"+query).is(t, 400, "bad-request")
	}
	for _, query := range []string{"id=" + newID(), "receiptNumber=KR-2026-999999"} {
		boris.get("/v1/top-ups?"+query).is(t, 404, "top-up-unknown")
	}
	c.as("3001", "9753", "m").get("/v1/top-ups?id="+id).is(t, 403, "forbidden")
}
