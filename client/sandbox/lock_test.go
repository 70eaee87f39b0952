package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// lockOf freezes the lock of a card on its holder's word. edit, if not nil, may change the body before.
func (c *counter) lockOf(mokID string, edit func(map[string]any)) (id string, body []byte) {
	c.t.Helper()
	id = newID()
	m := map[string]any{"id": id, "mokId": mokID, "reason": "lost", "reporter": "holderInPerson", "verification": "document",
		"staff": "1001", "desk": "okence-1"}
	if edit != nil {
		edit(m)
	}
	body, err := json.Marshal(m)
	if err != nil {
		c.t.Fatal(err)
	}
	return id, body
}

func (c *counter) putLock(id string, body []byte) answered {
	c.t.Helper()
	return c.send("PUT", "/v1/locks/"+id, body)
}

// lock does it all at once.
func (c *counter) lock(mokID string) answered {
	c.t.Helper()
	return c.putLock(c.lockOf(mokID, nil))
}

func TestALockStopsTheCardFromTheOfficesMinute(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	before, cash := d.get("/v1/cards/"+tryCard), d.drawer()
	quote := d.quote(tryCard, "481205", 2000).is(t, 201, "")
	c.clock.move(time.Minute)
	a := d.lock(tryCard).is(t, 201, "")
	want := map[string]any{"id": a.text("id"), "mokId": tryCard, "state": "posted", "lockNumber": "Z-2026-000001",
		"lockedAt": stamp(c.office.now()), "reportNeeded": true, "walletTokensStopped": nil, "traceId": a.header.Get("Trace-Id")}
	if diff := cmp.Diff(want, a.json); diff != "" {
		t.Error(diff)
	}
	after := d.get("/v1/cards/"+tryCard).is(t, 200, "")
	if after.text("state") != "locked" || after.text("stateReason") != "clerk" || after.text("stateSince") != a.text("lockedAt") {
		t.Errorf("the card says %v", after)
	}
	if diff := cmp.Diff([]any{"unlock", "loss-report", "order"}, after.at("possible")); diff != "" {
		t.Error(diff)
	}
	if after.header.Get("ETag") == before.header.Get("ETag") {
		t.Error("the card changed, its ETag did not")
	}
	if d.get("/v1/cards/"+tryCard+"?view=minimal").at("lockable") != false {
		t.Error("it can be locked again")
	}
	id, body := d.topUpOf(quote, nil)
	for _, status := range []int{201, 200} {
		d.put(id, body).is(t, status, "card-not-loadable")
	}
	d.quote(tryCard, "481205", 2000).is(t, 409, "card-not-loadable")
	if after.cents("balance") != before.cents("balance") || d.drawer() != cash {
		t.Error("a lock moved money")
	}
}

func TestAReportMustFollowALossOrATheft(t *testing.T) {
	c := openCounter(t, Options{})
	ana, o := c.as("1001", "2468", "okence-1"), c.office
	for i, reason := range []string{"lost", "stolen", "foundByThirdParty", "suspiciousActivity", "compromised", "captured", "damaged",
		"endUserRequest", "issuerRequest", "other"} {
		if err := exec(o, `UPDATE cards SET state = 'active' WHERE mok_id = '`+tryCard+`'`); err != nil {
			t.Fatal(err)
		}
		a := ana.putLock(ana.lockOf(tryCard, func(m map[string]any) { m["reason"] = reason })).is(t, 201, "")
		if a.at("reportNeeded") != (i < 2) {
			t.Errorf("%s: %v", reason, a)
		}
	}
}

func TestALocksIDIsKeptForEver(t *testing.T) {
	c := openCounter(t, Options{TokenLife: 100 * 24 * time.Hour})
	ana, boris := c.as("1001", "2468", "okence-1"), c.as("1002", "1357", "okence-2")
	for mokID, code := range map[string]string{tryCard: "", "100000055": "card-not-lockable", "999999999": "card-not-found"} {
		id, body := ana.lockOf(mokID, nil)
		if got := boris.get("/v1/locks/"+id).is(t, 200, ""); got.text("state") != "unseen" || got.text("id") != id || len(got.json) != 2 {
			t.Errorf("before: %v", got)
		}
		first := ana.putLock(id, body).is(t, 201, code)
		c.clock.move(24 * time.Hour)
		for what, again := range map[string]answered{
			"again": ana.putLock(id, body), "by another clerk": boris.putLock(id, body), "asked": boris.get("/v1/locks/" + id),
		} {
			if again.is(t, 200, code); !bytes.Equal(again.raw, first.raw) {
				t.Errorf("%s: %s", what, cmp.Diff(first.json, again.json))
			}
		}
		for _, other := range [][]byte{append([]byte(" "), body...), bytes.Replace(body, []byte("lost"), []byte("stolen"), 1)} {
			ana.putLock(id, other).is(t, 422, "other-bytes")
		}
		if again := ana.putLock(id, body).is(t, 200, code); !bytes.Equal(again.raw, first.raw) {
			t.Errorf("after other bytes: %v", again)
		}
	}
}

func TestLocksAreRejectedInTheContractsOrder(t *testing.T) {
	c := openCounter(t, Options{})
	ana, maja := c.as("1001", "2468", "okence-1"), c.as("3001", "9753", "obcina-1")
	stranger := func(m map[string]any) { m["staff"] = "9999" }
	for _, row := range []struct {
		name, mokID, code, state string
		edit                     func(map[string]any)
	}{
		{"card before clerk", "999999999", "card-not-found", "", stranger},
		{"clerk before state", "100000055", "forbidden-office", "", stranger},
		{"a clerk nobody knows", tryCard, "forbidden-office", "", stranger},
		{"expired", "100000030", "card-not-lockable", "expired", nil},
		{"locked by its holder", "100000048", "card-not-lockable", "locked", nil},
		{"locked by a clerk", "100000139", "card-not-lockable", "locked", nil},
		{"lost", "100000055", "card-not-lockable", "lost", nil},
		{"stolen", "100000121", "card-not-lockable", "stolen", nil},
		{"replaced", "100000071", "card-not-lockable", "replaced", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			for who, state := range map[*counter]string{ana: row.state, maja: ""} {
				a := who.putLock(who.lockOf(row.mokID, row.edit)).is(t, 201, row.code)
				want := map[string]any{"id": a.text("id"), "mokId": row.mokID, "state": "rejected", "code": row.code, "traceId": a.header.Get("Trace-Id")}
				if state != "" {
					want["cardState"] = state
				}
				switch {
				case who == maja:
					want["sentBy"] = "3001"
				case row.edit != nil:
					want["sentBy"] = "1001"
				}
				if diff := cmp.Diff(want, a.json); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
	if got := ana.get("/v1/cards/" + tryCard).text("state"); got != "active" {
		t.Errorf("rejected locks left the card %s", got)
	}
}

func TestACardOverItsLastMonthHasExpired(t *testing.T) {
	c := openCounter(t, Options{TokenLife: 20 * 365 * 24 * time.Hour})
	ana := c.as("1001", "2468", "okence-1")
	c.clock.move(10 * 365 * 24 * time.Hour)
	if a := ana.lock(tryCard).is(t, 201, "card-not-lockable"); a.text("cardState") != "expired" {
		t.Errorf("%v", a)
	}
}

func TestAMunicipalClerkLocksAndSeesNothing(t *testing.T) {
	c := openCounter(t, Options{})
	maja := c.as("3001", "9753", "obcina-1")
	finder := func(m map[string]any) {
		m["reason"], m["reporter"], m["verification"], m["staff"] = "foundByThirdParty", "finder", "none", "3001"
	}
	a := maja.putLock(maja.lockOf(tryCard, finder)).is(t, 201, "")
	if len(a.json) != 8 || a.at("reportNeeded") != false {
		t.Errorf("%v", a)
	}
	second := maja.putLock(maja.lockOf(tryCard, finder)).is(t, 201, "card-not-lockable")
	if second.at("cardState") != nil {
		t.Errorf("a clerk who may not see cards is told the state: %v", second)
	}
	want := map[string]any{"mokId": tryCard, "exists": true, "lockable": false}
	if diff := cmp.Diff(want, maja.get("/v1/cards/"+tryCard).json); diff != "" {
		t.Error(diff)
	}
	if got := c.as("1001", "2468", "okence-1").get("/v1/cards/" + tryCard).text("state"); got != "locked" {
		t.Errorf("the card is %s", got)
	}
}

// A card that is still in the post can be stopped. The lock remembers what it was.
func TestACardThatWasNeverActivatedCanBeLocked(t *testing.T) {
	c := openCounter(t, Options{})
	ana := c.as("1001", "2468", "okence-1")
	id := ana.lock("100000063").is(t, 201, "").text("id")
	var was string
	err := c.office.store.read(t.Context(), func(t *tx) error {
		_, err := t.row(`SELECT card_was FROM locks WHERE id = ?`, args(id), &was)
		return err
	})
	if err != nil || was != cardNotActivated {
		t.Errorf("the card was %q, %v", was, err)
	}
}

func TestLockNumbersHaveNoGaps(t *testing.T) {
	ana := openCounter(t, Options{}).as("1001", "2468", "okence-1")
	for i, mokID := range []string{tryCard, "100000089", "100000097"} {
		ana.lock("999999999").is(t, 201, "card-not-found")
		if a := ana.lock(mokID).is(t, 201, ""); a.text("lockNumber") != fmt.Sprintf("Z-2026-%06d", i+1) {
			t.Errorf("%v", a)
		}
		ana.lock(mokID).is(t, 201, "card-not-lockable")
	}
}

func TestALockInFlight(t *testing.T) {
	c := openCounter(t, Options{})
	ana := c.as("1001", "2468", "okence-1")
	id, body := ana.lockOf(tryCard, nil)
	c.fault("PUT /v1/locks/{id}", Fault{Kind: Slow, Delay: 20 * time.Second, Times: 1})
	var first answered
	var wg sync.WaitGroup
	wg.Go(func() { first = ana.putLock(id, body) })
	for ana.get("/v1/locks/"+id).text("state") != "inFlight" {
	}
	if a := ana.putLock(id, body).is(t, 409, "in-flight"); a.header.Get("Retry-After") != "1" {
		t.Errorf("come back when? %v", a.header)
	}
	c.office.Faults().Clear()
	wg.Wait()
	if again := ana.putLock(id, body).is(t, 200, ""); !bytes.Equal(again.raw, first.is(t, 201, "").raw) {
		t.Errorf("%v", again)
	}
}

// Locks and top-ups of one card at the same moment: one lock stops it, and what it holds at the end was loaded before.
func TestLocksAndTopUpsAtOnce(t *testing.T) {
	c := openCounter(t, Options{})
	const desks = 6
	before := c.as("1001", "2468", "x").balance(tryCard)
	at, quotes := make([]*testDesk, desks), make([]answered, desks)
	for i := range desks {
		at[i] = c.desk(fmt.Sprintf("okence-%d", i))
		quotes[i] = at[i].quote(tryCard, "481205", 1000).is(t, 201, "")
	}
	locks, loads := make([]answered, desks), make([]answered, desks)
	var wg sync.WaitGroup
	for i, d := range at {
		wg.Go(func() { locks[i] = d.lock(tryCard) })
		wg.Go(func() { loads[i] = d.put(d.topUpOf(quotes[i], nil)) })
	}
	wg.Wait()
	ends, loaded := map[string]int{}, int64(0)
	for i := range desks {
		ends[locks[i].text("state")+locks[i].text("cardState")]++
		switch loads[i].text("code") {
		case "":
			loaded += 1000
		case "card-not-loadable":
		default:
			t.Errorf("%v", loads[i])
		}
	}
	if ends["posted"] != 1 || ends["rejectedlocked"] != desks-1 {
		t.Errorf("the locks ended as %v", ends)
	}
	if got := c.as("1001", "2468", "y").balance(tryCard); got != before+loaded {
		t.Errorf("the card went from %d to %d, %d were posted", before, got, loaded)
	}
}

func TestBodiesOfLocksThatAreNotTaken(t *testing.T) {
	ana := openCounter(t, Options{}).as("1001", "2468", "okence-1")
	for what, edit := range map[string]func(map[string]any){
		"/reason":       func(m map[string]any) { m["reason"] = "Lost" },
		"/reporter":     func(m map[string]any) { m["reporter"] = "Živa Kalan" },
		"/verification": func(m map[string]any) { delete(m, "verification") },
		"/noteId":       func(m map[string]any) { m["noteId"] = "she said so" },
		"/note":         func(m map[string]any) { m["note"] = "she said so" },
		"/staff":        func(m map[string]any) { m["staff"] = "Ana" },
		"/mokId":        func(m map[string]any) { m["mokId"] = "4111111111111111" },
		"/id":           func(m map[string]any) { m["id"] = newID() },
	} {
		id, body := ana.lockOf(tryCard, edit)
		a := ana.putLock(id, body).is(t, 400, "bad-request")
		if !bytes.Contains(a.raw, []byte(`"`+what+`:`)) {
			t.Errorf("%s: %v", what, a)
		}
		if got := ana.get("/v1/locks/" + id).text("state"); got != "unseen" {
			t.Errorf("%s: the id is %s", what, got)
		}
	}
	id, body := ana.lockOf(tryCard, func(m map[string]any) { m["noteId"] = newID() })
	ana.putLock(id, body).is(t, 201, "")
}

// A locked card is not topped up by the demonstration either.
func TestAnotherDayLeavesALockedCardAlone(t *testing.T) {
	dir, clock := t.TempDir(), clockAt(noon)
	newest := func(ana *counter) any {
		return ana.get("/v1/cards/"+todayCard+"/transactions?limit=1").is(t, 200, "").at("items")
	}
	var before any
	inFolder(t, dir, clock.now, func(c *counter) {
		ana := c.as("1001", "2468", "okence-1")
		ana.lock(todayCard).is(t, 201, "")
		before = newest(ana)
	})
	clock.move(24 * time.Hour)
	inFolder(t, dir, clock.now, func(c *counter) {
		if diff := cmp.Diff(before, newest(c.as("1001", "2468", "okence-1"))); diff != "" {
			t.Errorf("the locked card's newest line: %s", diff)
		}
	})
}

// A clock that was set back does not lock a card before it was as it was.
func TestALockDoesNotGoBackInTime(t *testing.T) {
	c := openCounter(t, Options{})
	since := c.as("1001", "2468", "okence-1").get("/v1/cards/" + tryCard).text("stateSince")
	c.clock.move(-100 * 24 * time.Hour)
	if a := c.as("1001", "2468", "okence-1").lock(tryCard).is(t, 201, ""); a.text("lockedAt") != since {
		t.Errorf("active since %s, %v", since, a)
	}
}

// Every role may lock, so no sign-in can show that the right is asked for.
func TestLocksAskForTheRightToLock(t *testing.T) {
	asked := 0
	for _, r := range contractRoutes() {
		if strings.HasSuffix(r.pattern, " /v1/locks/{id}") && r.needs == capLock {
			asked++
		}
	}
	if asked != 2 {
		t.Errorf("%d of two routes ask for it", asked)
	}
}
