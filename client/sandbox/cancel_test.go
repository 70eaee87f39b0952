package sandbox

import (
	"bytes"
	"sync"
	"testing"
	"time"
)

func (d *testDesk) cancel(id, mokID string, cents int64) answered {
	d.t.Helper()
	return d.send("PUT", "/v1/top-ups/"+id+"/cancellation", map[string]any{"id": id, "mokId": mokID, "amount": eur(cents), "desk": d.name})
}

func TestATombstoneStopsEveryLateCopy(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	quote := d.quote(tryCard, "481205", 2000)
	id, body := d.topUpOf(quote, nil)
	held := d.balance(tryCard)
	first := d.cancel(id, tryCard, 2000).is(t, 201, "")
	if first.text("state") != "cancelled" || first.cents("amount") != 2000 || first.text("id") != id || first.at("seq") != nil {
		t.Errorf("cancelled as %v", first)
	}
	d.clock.move(time.Hour)
	for what, a := range map[string]answered{
		"the copy":                   d.put(id, body),
		"other bytes":                d.put(id, append([]byte(" "), body...)),
		"asked by id":                d.get("/v1/top-ups/" + id),
		"cancelled again":            d.cancel(id, tryCard, 2000),
		"the copy after all of that": d.put(id, body),
	} {
		if a.is(t, 200, ""); !bytes.Equal(a.raw, first.raw) {
			t.Errorf("%s: %v", what, a)
		}
	}
	d.cancel(id, tryCard, 2001).is(t, 422, "other-bytes")
	d.cancel(id, "100000089", 2000).is(t, 422, "other-bytes")
	if d.balance(tryCard) != held || d.drawer() != 10000 {
		t.Error("a cancelled top-up moved money")
	}
}

func TestACancellationTellsHowATopUpHadEnded(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	id, body := d.topUpOf(d.quote(tryCard, "481205", 2000), nil)
	posted := d.put(id, body).is(t, 201, "")
	for range 2 {
		if a := d.cancel(id, tryCard, 2000).is(t, 200, ""); !bytes.Equal(a.raw, posted.raw) {
			t.Errorf("after it posted: %v", a)
		}
	}
	d.cancel(id, tryCard, 1).is(t, 422, "other-bytes")
	id, body = d.topUpOf(d.quote(tryCard, "481205", 2000), func(m map[string]any) { m["tendered"] = eur(1) })
	rejected := d.put(id, body).is(t, 201, "tendered-too-small")
	if a := d.cancel(id, tryCard, 2000).is(t, 200, "tendered-too-small"); !bytes.Equal(a.raw, rejected.raw) {
		t.Errorf("after it was rejected: %v", a)
	}
	if a := d.get("/v1/top-ups/"+newID()).is(t, 200, ""); a.text("state") != "unseen" || len(a.json) != 2 {
		t.Errorf("an id that nobody sent: %v", a)
	}
	d.get("/v1/top-ups/1234").is(t, 400, "bad-request")
}

// While one copy is being worked on, others hear so; its cancellation has to wait as well.
func TestAnIDInFlight(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	id, body := d.topUpOf(d.quote(tryCard, "481205", 2000), nil)
	if err := c.office.Faults().Set("PUT /v1/top-ups/{id}", Fault{Kind: Slow, Delay: 20 * time.Second}); err != nil {
		t.Fatal(err)
	}
	var first answered
	var wg sync.WaitGroup
	wg.Go(func() { first = d.put(id, body) })
	for d.get("/v1/top-ups/"+id).text("state") != "inFlight" {
	}
	for _, a := range []answered{d.put(id, body), d.cancel(id, tryCard, 2000)} {
		if a.is(t, 409, "in-flight"); a.header.Get("Retry-After") != "1" {
			t.Errorf("come back when? %v", a.header)
		}
	}
	c.office.Faults().Clear()
	wg.Wait()
	first.is(t, 201, "")
	d.put(id, body).is(t, 200, "")
}

// A cancellation that is not one keeps nothing: the top-up still posts.
func TestACancellationThatIsNotOneIsNoTombstone(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	id, body := d.topUpOf(d.quote(tryCard, "481205", 2000), nil)
	whole := func() map[string]any {
		return map[string]any{"id": id, "mokId": tryCard, "amount": eur(2000), "desk": d.name}
	}
	for name, spoil := range map[string]func(map[string]any){
		"another id":       func(m map[string]any) { m["id"] = newID() },
		"no card":          func(m map[string]any) { delete(m, "mokId") },
		"a PAN for a card": func(m map[string]any) { m["mokId"] = "4111111111111111" },
		"no amount":        func(m map[string]any) { delete(m, "amount") },
		"zero":             func(m map[string]any) { m["amount"] = eur(0) },
		"a desk too long":  func(m map[string]any) { m["desk"] = "okence-okence-okence-okence-okence" },
		"one key more":     func(m map[string]any) { m["reason"] = "x" },
	} {
		m := whole()
		spoil(m)
		if a := d.send("PUT", "/v1/top-ups/"+id+"/cancellation", m); a.status != 400 {
			t.Errorf("%s: %v", name, a)
		}
	}
	d.send("PUT", "/v1/top-ups/1234/cancellation", whole()).is(t, 400, "bad-request")
	if a := d.put(id, body).is(t, 201, ""); a.text("state") != "posted" {
		t.Errorf("%v", a)
	}
}
