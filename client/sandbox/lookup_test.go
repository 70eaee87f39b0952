package sandbox

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// seen is an entry of the record, without its time.
type seen struct{ staff, desk, view, trace string }

// whoSaw reads the whole record of a card, in pages of a size.
func (c *counter) whoSaw(mokID string, size int) (all []seen) {
	c.t.Helper()
	for cursor := ""; ; {
		p := c.get(fmt.Sprintf("/v1/cards/%s/look-ups?limit=%d%s", mokID, size, cursor)).is(c.t, 200, "")
		items := p.at("items").([]any)
		if len(items) > size {
			c.t.Fatalf("%d entries on a page of %d", len(items), size)
		}
		for _, item := range items {
			text := func(key string) string { return item.(map[string]any)[key].(string) }
			all = append(all, seen{text("staff"), text("desk"), text("view"), text("traceId")})
		}
		next := p.text("nextCursor")
		if next == "" {
			return all
		}
		cursor = "&cursor=" + next
	}
}

// Whoever is shown a card stands in its record, the last first; who is refused or finds nothing doesn't.
func TestEachLookUpIsRecorded(t *testing.T) {
	c := openCounter(t, Options{})
	ana, maja, vesna := c.as("1001", "2468", "okence-1"), c.as("3001", "9753", "obcina-1"), c.as("2001", "8642", "vodja")
	if got := vesna.whoSaw(tryCard, 50); len(got) != 0 {
		t.Errorf("nobody looked, and the record holds %v", got)
	}
	path := "/v1/cards/" + tryCard
	var want []seen
	for _, look := range []struct {
		by                *counter
		staff, desk, view string
		path              string
	}{
		{ana, "1001", "okence-1", "clerk", path},
		{ana, "1001", "okence-1", "clerk", path + "?view=clerk"},
		{ana, "1001", "okence-1", "minimal", path + "?view=minimal"},
		{maja, "3001", "obcina-1", "minimal", path},
		{ana, "1001", "okence-1", "transactions", path + "/transactions?limit=1"},
		{vesna, "2001", "vodja", "clerk", path},
	} {
		trace := look.by.get(look.path).is(t, 200, "").header.Get("Trace-Id")
		want = append([]seen{{look.staff, look.desk, look.view, trace}}, want...)
		ana.get("/v1/cards/100000022").is(t, 200, "")
	}
	maja.get(path+"?view=clerk").is(t, 403, "forbidden")
	maja.get(path+"/transactions").is(t, 403, "forbidden")
	ana.get(path+"?view=all").is(t, 400, "bad-request")
	ana.get(path+"/transactions?limit=0").is(t, 400, "bad-request")
	for _, size := range []int{1, 2, 50} {
		if diff := cmp.Diff(want, vesna.whoSaw(tryCard, size), cmp.AllowUnexported(seen{})); diff != "" {
			t.Errorf("in pages of %d (-want +recorded):\n%s", size, diff)
		}
	}
}

// Who looked is told to supervisors of the bank, of cards that there are.
func TestTheRecordIsForSupervisors(t *testing.T) {
	c := openCounter(t, Options{})
	path := "/v1/cards/" + tryCard + "/look-ups"
	c.as("1001", "2468", "a").get(path).is(t, 403, "forbidden")
	c.as("3001", "9753", "m").get(path).is(t, 403, "forbidden")
	vesna := c.as("2001", "8642", "v")
	vesna.get("/v1/cards/999999999/look-ups").is(t, 404, "card-not-found")
	for _, bad := range []string{"/v1/cards/1/look-ups", path + "?limit=201", path + "?cursor=x"} {
		vesna.get(bad).is(t, 400, "bad-request")
	}
	vesna.get("/v1/cards/" + tryCard)
	vesna.get("/v1/cards/" + tryCard)
	vesna.get("/v1/cards/100000022")
	cursor := vesna.get(path + "?limit=1").text("nextCursor")
	vesna.get("/v1/cards/100000022/look-ups?cursor="+cursor).is(t, 400, "bad-request")
	c.clock.move(time.Hour)
	vesna = c.as("2001", "8642", "v")
	if first := vesna.get(path).at("items").([]any)[0].(map[string]any)["at"]; first != stamp(noon.In(c.office.zone)) {
		t.Errorf("looked up at %v", first)
	}
}

// What cannot be recorded is not shown: whichever statement fails, a card that was shown stands in the record.
func TestNothingIsShownThatWasNotRecorded(t *testing.T) {
	for _, path := range []string{"/v1/cards/" + tryCard, "/v1/cards/" + tryCard + "?view=minimal", "/v1/cards/" + tryCard + "/transactions"} {
		c := openCounter(t, Options{})
		ana, vesna := c.as("1001", "2468", "a"), c.as("2001", "8642", "v")
		shown := 0
		for n := 1; ; n++ {
			done := c.office.deny(t, n)
			a := ana.get(path)
			reached := done() >= n
			c.office.deny(t, 0)
			if a.status == 200 {
				shown++
			}
			if got := len(vesna.whoSaw(tryCard, 200)); got != shown {
				t.Fatalf("%s, statement %d: shown %d times, recorded %d times", path, n, shown, got)
			}
			if !reached {
				break
			}
		}
	}
}
