package sandbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestATopUpMovesCardAndDrawerByWhatTheQuoteSaid(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	for _, row := range []struct {
		mokID, six  string
		cents, paid int64
		fee, change int64
	}{
		{tryCard, "481205", 2000, 5000, 0, 3000},
		{tryCard, "481205", 100, 100, 0, 0},
		{"100000113", "121212", 1000, 2000, 150, 850},
	} {
		card, drawer := d.balance(row.mokID), d.drawer()
		id, body := d.topUpOf(d.quote(row.mokID, row.six, row.cents), func(m map[string]any) { m["tendered"] = eur(row.paid) })
		a := d.put(id, body).is(t, 201, "")
		if a.text("state") != "posted" || a.cents("fee") != row.fee || a.cents("change") != row.change || a.cents("total") != row.cents+row.fee ||
			a.cents("balanceAfter") != card+row.cents || a.at("gap") != false || a.number("seq") != d.seq || a.text("traceId") != a.header.Get("Trace-Id") {
			t.Errorf("%d cents: %v", row.cents, a)
		}
		if got := d.balance(row.mokID); got != card+row.cents {
			t.Errorf("the card holds %d", got)
		}
		if got := d.drawer(); got != drawer+row.cents+row.fee {
			t.Errorf("the drawer holds %d: it moves by the total, not by the notes given", got)
		}
		line := d.get("/v1/cards/" + row.mokID + "/transactions?limit=1").at("items").([]any)[0].(map[string]any)
		if line["kind"] != "topUp" || line["bookedAt"] != a.text("bookedAt") {
			t.Errorf("the statement begins with %v", line)
		}
	}
}

func TestTheFeeHasToBePaidInCash(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	for tendered, code := range map[int64]string{1000: "tendered-too-small", 1149: "tendered-too-small", 1150: ""} {
		id, body := d.topUpOf(d.quote("100000113", "121212", 1000), func(m map[string]any) { m["tendered"] = eur(tendered) })
		a := d.put(id, body).is(t, 201, code)
		if want := max(0, tendered-1150); a.cents("fee") != 150 || a.cents("total") != 1150 || a.cents("change") != want {
			t.Errorf("%d cents for 1150: %v", tendered, a)
		}
	}
}

func TestReceiptNumbersHaveNoGaps(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	for _, want := range []string{"KR-2026-000001", "KR-2026-000002"} {
		if a := d.load(tryCard, "481205", 500); a.text("receiptNumber") != want {
			t.Errorf("want %s: %v", want, a)
		}
		id, body := d.topUpOf(d.quote(tryCard, "481205", 500), func(m map[string]any) { m["tendered"] = eur(1) })
		d.put(id, body).is(t, 201, "tendered-too-small")
	}
}

func TestTheSameBytesGetTheSameAnswerForEver(t *testing.T) {
	c := openCounter(t, Options{TokenLife: 100 * 24 * time.Hour})
	d := c.desk("okence-1")
	id, body := d.topUpOf(d.quote(tryCard, "481205", 2000), nil)
	first := d.put(id, body).is(t, 201, "")
	held := d.balance(tryCard)
	again := func(what string, who *counter) {
		t.Helper()
		a := who.send("PUT", "/v1/top-ups/"+id, body).is(t, 200, "")
		if !bytes.Equal(a.raw, first.raw) {
			t.Errorf("%s: %s", what, cmp.Diff(first.json, a.json))
		}
	}
	again("at once", d.counter)
	again("by another clerk", c.as("1002", "1357", "okence-9"))
	d.closeDrawer(d.drawer()).is(t, 201, "")
	again("after the drawer closed", d.counter)
	c.clock.move(90 * 24 * time.Hour)
	again("after the quote expired", d.counter)
	for what, other := range map[string][]byte{
		"another amount": bytes.Replace(body, []byte(`2000`), []byte(`2001`), 1),
		"a space":        append([]byte(" "), body...),
	} {
		d.put(id, other).is(t, 422, "other-bytes")
		again("after "+what, d.counter)
	}
	if got := d.balance(tryCard); got != held {
		t.Errorf("copies moved the balance by %d", got-held)
	}
	if a := d.get("/v1/top-ups/"+id).is(t, 200, ""); !bytes.Equal(a.raw, first.raw) {
		t.Errorf("asked by id: %v", a)
	}
	d.send("PUT", "/v1/top-ups/"+newID(), body).is(t, 400, "bad-request")
}

func TestTopUpsAreRejectedInTheContractsOrder(t *testing.T) {
	c := openCounter(t, Options{})
	d, other := c.desk("okence-1"), c.desk("okence-2")
	closed := c.desk("okence-3")
	closed.closeDrawer(10000).is(t, 201, "")
	set := func(key string, value any) func(map[string]any) { return func(m map[string]any) { m[key] = value } }
	both := func(edits ...func(map[string]any)) func(map[string]any) {
		return func(m map[string]any) {
			for _, edit := range edits {
				edit(m)
			}
		}
	}
	noSession, noQuote, cheap := set("drawerSessionId", newID()), set("quoteId", newID()), set("tendered", eur(1))
	for _, row := range []struct {
		name, code string
		cents      int64
		edit       func(map[string]any)
		quoted     bool
	}{
		{"card before session", "card-not-found", 1000, both(set("mokId", "999999999"), noSession, noQuote), false},
		{"session before quote", "session-unknown", 1000, both(noSession, noQuote, cheap), false},
		{"a session of another desk", "session-not-yours", 1000, set("drawerSessionId", other.session), true},
		{"a session of another clerk", "session-not-yours", 1000, both(set("staff", "1002"), noQuote), false},
		{"a closed session", "session-closed", 1000, both(set("drawerSessionId", closed.session), set("desk", "okence-3")), true},
		{"quote before cash", "quote-unknown", 1000, both(noQuote, cheap), false},
		{"another amount", "quote-mismatch", 1000, both(set("amount", eur(1001)), cheap), false},
		{"another card", "quote-mismatch", 1000, set("mokId", "100000089"), false},
		{"payer before cash", "payer-required", 30000, cheap, true},
		{"an unknown payer", "person-unknown", 1000, both(set("payerId", newID()), cheap), true},
		{"too little cash", "tendered-too-small", 1000, set("tendered", eur(999)), true},
	} {
		t.Run(row.name, func(t *testing.T) {
			card, drawer := d.balance(tryCard), d.drawer()
			quote := d.quote(tryCard, "481205", row.cents).is(t, 201, "")
			id, body := d.topUpOf(quote, row.edit)
			first := d.put(id, body).is(t, 201, row.code)
			if first.text("state") != "rejected" || first.at("receiptNumber") != nil || first.at("balanceAfter") != nil || row.quoted != (first.at("total") != nil) {
				t.Errorf("rejected as %v", first)
			}
			if again := d.put(id, body).is(t, 200, row.code); !bytes.Equal(again.raw, first.raw) {
				t.Errorf("again: %v", again)
			}
			if d.balance(tryCard) != card || d.drawer() != drawer {
				t.Error("a rejection moved money")
			}
			if a := other.quote(tryCard, "481205", 100); a.at("otherOpenQuote") == nil {
				t.Error("a rejection used the quote up")
			}
		})
	}
}

func TestARejectionStaysWhenItsReasonHasGone(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	quote := d.quote(tryCard, "481205", 2000)
	d.closeDrawer(10000).is(t, 201, "")
	session := d.session
	d.session = newID()
	id, body := d.topUpOf(quote, nil)
	first := d.put(id, body).is(t, 201, "session-unknown")
	d.send("PUT", "/v1/drawer-sessions/"+d.session, map[string]any{"id": d.session, "desk": d.name, "staff": d.staff, "float": eur(0)}).is(t, 201, "")
	if again := d.put(id, body).is(t, 200, "session-unknown"); !bytes.Equal(again.raw, first.raw) {
		t.Errorf("again: %v", again)
	}
	if d.session == session || d.drawer() != 0 {
		t.Error("the rejected top-up reached a drawer")
	}
	another, body := d.topUpOf(quote, nil)
	d.put(another, body).is(t, 201, "")
}

func TestAQuoteServesOneTopUpWithinItsLife(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	used, late := d.quote(tryCard, "481205", 2000), d.quote(tryCard, "481205", 2000)
	id, body := d.topUpOf(used, nil)
	d.put(id, body).is(t, 201, "")
	second, body := d.topUpOf(used, nil)
	d.put(second, body).is(t, 201, "quote-mismatch")
	c.clock.move(10 * time.Minute)
	third, body := d.topUpOf(late, nil)
	d.put(third, body).is(t, 201, "quote-unknown")
}

func TestLimitsAreJudgedWhenTheTopUpArrives(t *testing.T) {
	c := openCounter(t, Options{})
	one, two := c.desk("okence-1"), c.desk("okence-2")
	a, b := one.quote("100000022", "730144", 500), two.quote("100000022", "730144", 500)
	id, body := one.topUpOf(a, nil)
	if got := one.put(id, body).is(t, 201, ""); got.cents("balanceAfter") != 250000 {
		t.Errorf("the card is full with %v", got)
	}
	id, body = two.topUpOf(b, nil)
	two.put(id, body).is(t, 201, "limit-exceeded")
}

// The cash of another clerk's drawer: the body says whose it is, the token who sends it.
func TestAnotherClerkMaySendForTheFirstTime(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	id, body := d.topUpOf(d.quote(tryCard, "481205", 2000), nil)
	if a := c.as("1002", "1357", "okence-1").send("PUT", "/v1/top-ups/"+id, body).is(t, 201, ""); a.text("staff") != "1001" {
		t.Errorf("put down to %v", a)
	}
	id, body = d.topUpOf(d.quote(tryCard, "481205", 2000), nil)
	c.as("3001", "9753", "okence-1").send("PUT", "/v1/top-ups/"+id, body).is(t, 403, "forbidden")
	d.put(id, body).is(t, 201, "") // nothing was kept under the id
}

func TestGapsInADesksNumbersAreFlaggedAndNeverRefused(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	hash := func(body []byte) string { sum := sha256.Sum256(body); return hex.EncodeToString(sum[:]) }
	put := func(seq int, prev string, gap bool) []byte {
		t.Helper()
		id, body := d.topUpOf(d.quote(tryCard, "481205", 100), func(m map[string]any) { m["seq"], m["prev"] = seq, prev })
		if a := d.put(id, body).is(t, 201, ""); a.text("state") != "posted" || a.at("gap") != gap {
			t.Errorf("number %d: want gap %v, got %v", seq, gap, a)
		}
		return body
	}
	first := put(1, "", false)
	second := put(2, hash(first), false)
	put(2, hash(first), true)             // the number is taken
	fourth := put(4, hash(second), true)  // the third is missing
	put(5, strings.Repeat("0", 64), true) // not the fourth's hash
	put(6, "", true)                      // no hash at all
	put(5, hash(fourth), true)            // taken
	put(1, strings.Repeat("0", 64), true) // a first has none before it
	page := d.get("/v1/desks/okence-1/top-ups").is(t, 200, "")
	if diff := cmp.Diff([]int64{1, 1, 2, 2, 4, 5, 5, 6}, seqs(page)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][2]int64{{3, 3}}, gaps(page)); diff != "" {
		t.Error(diff)
	}
}

// Eight desks on one card: every cent arrives, and no more than the limits allow.
func TestEightDesksOnOneCard(t *testing.T) {
	c := openCounter(t, Options{})
	const desks, each, cents = 8, 6, 2500
	before := c.as("1001", "2468", "x").balance(tryCard)
	var wg sync.WaitGroup
	posted := make([]int64, desks)
	for i := range desks {
		d := c.desk("okence-" + string(rune('1'+i)))
		wg.Go(func() {
			for range each {
				quote := d.quote(tryCard, "481205", cents)
				if quote.status == 409 {
					continue // the day is full
				}
				id, body := d.topUpOf(quote, nil)
				var copies sync.WaitGroup
				for range 2 {
					copies.Go(func() { d.try("PUT", "/v1/top-ups/"+id, body) })
				}
				copies.Wait()
				if a := d.put(id, body); a.text("state") == "posted" {
					posted[i] += a.cents("total")
				}
			}
			if got := d.drawer(); got != 10000+posted[i] {
				t.Errorf("drawer %d holds %d, posted were %d", i, got, posted[i])
			}
		})
	}
	wg.Wait()
	var sum int64
	for _, p := range posted {
		sum += p
	}
	if got := c.as("1001", "2468", "x").balance(tryCard) - before; got != sum || sum != 100000 {
		t.Errorf("the card got %d, the desks posted %d, the day allows 100000", got, sum)
	}
}
