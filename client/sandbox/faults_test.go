package sandbox

import (
	"bytes"
	"context"
	"net/http"
	"sync"
	"testing"
	"time"
)

const topUpRoute = "PUT /v1/top-ups/{id}"

func (c *counter) fault(route string, fault Fault) {
	c.t.Helper()
	if err := c.office.Faults().Set(route, fault); err != nil {
		c.t.Fatal(err)
	}
}

// What a desk sees of each fault, and what has happened at the office all the same.
func TestEachFault(t *testing.T) {
	for _, row := range []struct {
		kind    FaultKind
		status  int // 0: no whole answer
		media   string
		handled bool
	}{
		{Slow, 201, "application/json", true},
		{DropBefore, 0, "", false},
		{CommitThenDrop, 0, "", true},
		{Status500, 500, "application/problem+json", false},
		{CommitThen500, 500, "application/problem+json", true},
		{Status503, 503, "text/plain; charset=utf-8", false},
		{Garbage, 200, "application/json", true},
		{CutBody, 0, "", true},
		{Foreign200, 200, "text/html; charset=utf-8", false},
	} {
		t.Run(string(row.kind), func(t *testing.T) {
			d := openCounter(t, Options{}).desk("okence-1")
			before := d.balance(tryCard)
			id, body := d.topUpOf(d.quote(tryCard, "481205", 2000), nil)
			d.fault(topUpRoute, Fault{Kind: row.kind, Delay: time.Millisecond, Times: 1})
			a, err := d.try("PUT", "/v1/top-ups/"+id, body)
			if (err != nil) != (row.status == 0) || err == nil && (a.status != row.status || a.header.Get("Content-Type") != row.media) {
				t.Errorf("the desk sees %v %v (%v)", a, a.header, err)
			}
			if row.status == 200 && a.json != nil {
				t.Errorf("an answer that can be read: %v", a)
			}
			want := map[bool]string{true: "posted", false: "unseen"}[row.handled]
			if got := d.get("/v1/top-ups/" + id).text("state"); got != want {
				t.Errorf("the top-up is %s, want %s", got, want)
			}
			again := d.put(id, body) // the fault was for one request
			if wantStatus := map[bool]int{true: 200, false: 201}[row.handled]; again.status != wantStatus {
				t.Errorf("sent again: %v", again)
			}
			if got := d.balance(tryCard); got != before+2000 {
				t.Errorf("the card got %d", got-before)
			}
			if got := d.office.Requests(id); got != 2 {
				t.Errorf("%d requests were counted", got)
			}
		})
	}
}

func TestFaultsMeetReadsAsWell(t *testing.T) {
	c := openCounter(t, Options{}).as("1001", "2468", "a")
	c.client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // else a read is repeated below us
	const route = "GET /v1/cards/{mokId}"
	for _, kind := range FaultKinds() {
		c.fault(route, Fault{Kind: kind, Times: 1})
		a, err := c.try("GET", "/v1/cards/"+tryCard, nil)
		if kind == Slow {
			if err != nil || a.status != 200 {
				t.Errorf("slow: %v %v", a, err)
			}
		} else if err == nil && a.text("mokId") != "" {
			t.Errorf("%s: the card came through: %v", kind, a)
		}
		c.get("/v1/cards/"+tryCard).is(t, 200, "")
	}
}

func TestAFaultLastsUntilItIsSpentOrCleared(t *testing.T) {
	c := openCounter(t, Options{})
	const route = "GET /v1/health"
	c.fault(route, Fault{Kind: Status500, Times: 2})
	for _, want := range []int{500, 500, 200} {
		if a := c.get("/v1/health"); a.status != want {
			t.Errorf("want %d, got %v", want, a)
		}
	}
	c.fault(route, Fault{Kind: Status503})
	for range 5 {
		if a := c.get("/v1/health"); a.status != 503 || a.header.Get("Retry-After") == "" {
			t.Errorf("got %v", a)
		}
	}
	c.get("/v1/payment-order-account").is(t, 200, "") // another route
	c.office.Faults().Clear()
	c.get("/v1/health").is(t, 200, "")
	for _, err := range []error{c.office.Faults().Set("GET /v1/healthy", Fault{Kind: Slow}), c.office.Faults().Set(route, Fault{Kind: "funny"})} {
		if err == nil {
			t.Error("a fault that cannot be was set")
		}
	}
}

func TestRequestsAreCountedByIDAndAct(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	id, body := d.topUpOf(d.quote(tryCard, "481205", 2000), nil)
	for range 3 {
		d.put(id, body)
	}
	d.cancel(id, tryCard, 2000)
	d.get("/v1/top-ups/" + id)
	d.closeDrawer(12000)
	for key, want := range map[string]int{id: 3, id + "/cancellation": 1, d.session: 1, d.session + "/close": 1, newID(): 0} {
		if got := d.office.Requests(key); got != want {
			t.Errorf("%s: %d, want %d", key, got, want)
		}
	}
}

// An office that is open for long does not count for ever: what came first is forgotten, however often it came.
func TestOnlyTheLastIDsAreCounted(t *testing.T) {
	c := openCounter(t, Options{})
	arrive := func(id string) {
		r, _ := http.NewRequest("PUT", "/v1/top-ups/"+id, nil)
		r.SetPathValue("id", id)
		c.office.faults.count(r, topUpRoute)
	}
	var ids []string
	for range 2*maxCounted + 500 {
		ids = append(ids, newID())
		arrive(ids[len(ids)-1])
		arrive(ids[0]) // the first comes again and again, also after it was forgotten
		arrive(ids[len(ids)-1])
	}
	if n := len(c.office.faults.requests.of); n != maxCounted || len(c.office.faults.requests.order) != maxCounted {
		t.Errorf("%d ids are kept", n)
	}
	for i, id := range ids {
		want := 0
		if i > len(ids)-maxCounted {
			want = 2
		}
		if got := c.office.Requests(id); i > 0 && got != want && i != len(ids)-maxCounted {
			t.Fatalf("id %d of %d: %d, want %d", i, len(ids), got, want)
		}
	}
}

// A copy that is stuck on its way lands after the cancellation, and posts nothing.
func TestAStuckCopyLandsAfterTheCancellation(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	id, body := d.topUpOf(d.quote(tryCard, "481205", 2000), nil)
	before := d.balance(tryCard)
	c.fault(topUpRoute, Fault{Kind: DropBefore, Times: 1})
	if _, err := d.try("PUT", "/v1/top-ups/"+id, body); err == nil {
		t.Fatal("the connection held")
	}
	tombstone := d.cancel(id, tryCard, 2000).is(t, 201, "")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if a := d.put(id, body); a.status == 200 && !bytes.Equal(a.raw, tombstone.raw) || a.status != 200 && a.status != 409 {
				t.Errorf("a late copy: %v", a)
			}
		})
	}
	wg.Wait()
	if d.balance(tryCard) != before {
		t.Error("a late copy posted")
	}
}

// A desk that has gone away is no reason not to do what it asked for.
func TestASlowWriteIsDoneThoughTheDeskHasGone(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	for range 20 {
		id, body := d.topUpOf(d.quote(tryCard, "481205", 100), nil)
		c.fault(topUpRoute, Fault{Kind: Slow, Delay: 20 * time.Second, Times: 1})
		ctx, leave := context.WithCancel(t.Context())
		r, _ := http.NewRequestWithContext(ctx, "PUT", c.base+"/v1/top-ups/"+id, bytes.NewReader(body))
		r.Header = http.Header{"Authorization": {"Bearer " + d.token}, "Content-Type": {"application/json"}}
		gone := make(chan error)
		go func() { _, err := exchange(c.client, r); gone <- err }()
		for d.get("/v1/top-ups/"+id).text("state") != "inFlight" {
		}
		leave()
		if err := <-gone; err == nil {
			t.Error("the desk waited")
		}
		c.office.Faults().Clear()
		a := d.get("/v1/top-ups/" + id)
		for a.text("state") == "inFlight" {
			a = d.get("/v1/top-ups/" + id)
		}
		if a.text("state") != "posted" {
			t.Fatalf("after the desk left: %v", a)
		}
	}
}
