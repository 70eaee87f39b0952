package sandbox

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAQuoteSaysWhatATopUpCostsAndLeaves(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	for _, row := range []struct {
		mokID, six              string
		cents, fee, after, left int64
		required                []any
	}{
		{tryCard, "481205", 2000, 0, 6230, 245770, []any{}},
		{tryCard, "481205", 100, 0, 4330, 245770, []any{}},
		{tryCard, "481205", 24999, 0, 29229, 245770, []any{}},
		{tryCard, "481205", 25000, 0, 29230, 245770, []any{"payerName"}},
		{tryCard, "481205", 50000, 0, 54230, 245770, []any{"payerName"}},
		{tryCard, "481205", 50001, 0, 54231, 245770, []any{"payerName", "approval"}},
		{tryCard, "481205", 100000, 0, 104230, 245770, []any{"payerName", "approval"}},
		{"100000113", "121212", 1000, 150, 2870, 248130, []any{}},
		{"100000022", "730144", 500, 0, 250000, 500, []any{}},
	} {
		q := d.quote(row.mokID, row.six, row.cents).is(t, 201, "")
		if q.cents("fee") != row.fee || q.cents("total") != row.cents+row.fee || q.cents("balanceAfter") != row.after || q.cents("limitsLeft", "balance") != row.left {
			t.Errorf("%s, %d cents: %v", row.mokID, row.cents, q)
		}
		if diff := cmp.Diff(row.required, q.at("required")); diff != "" {
			t.Errorf("%s, %d cents: %s", row.mokID, row.cents, diff)
		}
		if q.text("expiresAt") != stamp(d.office.now().Add(10*time.Minute)) {
			t.Errorf("lives until %s", q.text("expiresAt"))
		}
	}
}

func TestQuotesAreRefused(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	for _, row := range []struct {
		name, mokID, six string
		cents            int64
		code             string
		left             int64
	}{
		{"too little", tryCard, "481205", 99, "amount-too-small", -1},
		{"too much at once", tryCard, "481205", 100001, "limit-exceeded", 100000},
		{"over the balance", "100000022", "730144", 501, "limit-exceeded", 500},
		{"expired", "100000030", "402913", 1000, "card-not-loadable", -1},
		{"locked by the holder", "100000048", "518820", 1000, "card-not-loadable", -1},
		{"lost", "100000055", "293047", 1000, "card-not-loadable", -1},
		{"not activated", "100000063", "866401", 1000, "card-not-loadable", -1},
		{"replaced", "100000071", "174590", 1000, "card-not-loadable", -1},
		{"stolen", "100000121", "337719", 1000, "card-not-loadable", -1},
		{"locked by a clerk", "100000139", "345678", 1000, "card-not-loadable", -1},
	} {
		t.Run(row.name, func(t *testing.T) {
			if a := d.quote(row.mokID, row.six, row.cents).is(t, 409, row.code); a.cents("limitLeft") != row.left {
				t.Errorf("left: %v", a)
			}
		})
	}
	ask := func(mokID string, body map[string]any) answered {
		return d.send("POST", "/v1/cards/"+mokID+"/top-up-quotes", body)
	}
	match := d.matchID("100000089", "555010")
	ask(tryCard, map[string]any{"amount": eur(1000)}).is(t, 409, "match-required")
	ask(tryCard, map[string]any{"amount": eur(1000), "matchId": match}).is(t, 409, "match-required")
	ask(tryCard, map[string]any{"amount": eur(1000), "matchId": newID()}).is(t, 409, "match-required")
	ask("999999999", map[string]any{"amount": eur(1000), "matchId": match}).is(t, 404, "card-not-found")
	c.clock.move(15*time.Minute - time.Millisecond)
	ask("100000089", map[string]any{"amount": eur(1000), "matchId": match}).is(t, 201, "")
	c.clock.move(time.Millisecond)
	ask("100000089", map[string]any{"amount": eur(1000), "matchId": match}).is(t, 409, "match-required")
	c.as("3001", "9753", "m").send("POST", "/v1/cards/"+tryCard+"/top-up-quotes", map[string]any{"amount": eur(1000)}).is(t, 403, "forbidden")
}

// The day and the month end at the office's midnight, also when another day begins elsewhere.
func TestLimitsOfTheDayAndTheMonth(t *testing.T) {
	c := openCounter(t, Options{TokenLife: 1000 * time.Hour})
	clock := func(month time.Month, day, hour, minute int) {
		c.clock.move(time.Date(2026, month, day, hour, minute, 0, 0, c.office.zone).Sub(c.clock.now()))
	}
	clock(3, 29, 0, 30) // the clocks go forward this night
	d := c.desk("okence-1")
	left := func() [2]int64 {
		q := d.quote("100000089", "555010", 100)
		if q.status != 201 {
			return [2]int64{q.cents("limitLeft"), -1}
		}
		return [2]int64{q.cents("limitsLeft", "day"), q.cents("limitsLeft", "month")}
	}
	spend := func() { // what was loaded is spent again, so that the balance is no limit
		t.Helper()
		err := c.office.store.write(t.Context(), func(x *tx) error {
			card, _, err := x.readCard("100000089", c.office.now())
			if err != nil {
				return err
			}
			return x.postEvents(card.account, []event{{c.office.now().UnixMilli(), entryPurchase, firstShop, -card.balance + 100}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	person := newID()
	d.send("PUT", "/v1/persons/"+person, map[string]any{"id": person, "role": "payer", "name": "Ana Kos", "document": nil}).is(t, 201, "")
	load := func(cents int64) answered {
		defer spend()
		id, body := d.topUpOf(d.quote("100000089", "555010", cents).is(t, 201, ""), func(m map[string]any) { m["payerId"] = person })
		return d.put(id, body).is(t, 201, "")
	}
	before := left()
	monthBefore := before[1]
	load(50000)
	load(49900)
	if got := left(); got != [2]int64{100, monthBefore - 99900} {
		t.Errorf("after 999 euros: %v", got)
	}
	d.quote("100000089", "555010", 101).is(t, 409, "limit-exceeded")
	clock(3, 29, 23, 59)
	if got := left(); got[0] != 100 {
		t.Errorf("a minute before midnight: %v", got)
	}
	clock(3, 30, 0, 0)
	if got := left(); got[0] != 100000 {
		t.Errorf("at midnight: %v", got)
	}
	load(50000)
	load(50000)
	clock(3, 31, 23, 0)
	rest := left()
	if rest != [2]int64{100000, monthBefore - 199900} {
		t.Fatalf("on the last day: %v", rest)
	}
	load(50000)
	if most := left(); most[1] != rest[1]-50000 {
		t.Errorf("the month's rest: %v", most)
	}
	clock(4, 1, 0, 0)
	if got := left(); got != [2]int64{100000, 300000} {
		t.Errorf("in a new month: %v", got)
	}
}

func TestThreeTopUpsTodayLeaveLessForToday(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	if q := d.quote(todayCard, "909090", 1000).is(t, 201, ""); q.cents("limitsLeft", "day") != 90000 {
		t.Errorf("left today: %v", q)
	}
}

func TestAnotherDesksOpenQuoteAndALikeTopUpAreTold(t *testing.T) {
	c := openCounter(t, Options{})
	one, two := c.desk("okence-1"), c.desk("okence-2")
	first := one.quote(tryCard, "481205", 3000).is(t, 201, "")
	if first.at("otherOpenQuote") != nil || first.at("similar") != nil {
		t.Errorf("warned of nothing: %v", first)
	}
	since := stamp(c.office.now())
	c.clock.move(time.Minute)
	warned := two.quote(tryCard, "481205", 2000).is(t, 201, "")
	if warned.text("otherOpenQuote", "desk") != "okence-1" || warned.cents("otherOpenQuote", "amount") != 3000 || warned.text("otherOpenQuote", "since") != since {
		t.Errorf("not warned of the quote: %v", warned)
	}
	if a := two.quote("100000089", "555010", 2000); a.at("otherOpenQuote") != nil {
		t.Errorf("warned of another card's quote: %v", a)
	}
	id, body := one.topUpOf(first, nil)
	posted := one.put(id, body).is(t, 201, "")
	again := two.quote(tryCard, "481205", 3000).is(t, 201, "")
	if again.at("otherOpenQuote") != nil {
		t.Errorf("warned of a quote that is used: %v", again)
	}
	if again.text("similar", "receiptNumber") != posted.text("receiptNumber") || again.cents("similar", "amount") != 3000 || again.text("similar", "at") != posted.text("bookedAt") {
		t.Errorf("not warned of a like top-up: %v", again)
	}
	if a := two.quote(tryCard, "481205", 3001); a.at("similar") != nil {
		t.Errorf("another amount is no like top-up: %v", a)
	}
	c.clock.move(15 * time.Minute)
	if a := one.quote(tryCard, "481205", 3000); a.at("similar") != nil || a.at("otherOpenQuote") != nil {
		t.Errorf("a quarter of an hour later: %v", a)
	}
}
