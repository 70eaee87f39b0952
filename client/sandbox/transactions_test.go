package sandbox

import (
	"encoding/json"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// statement reads a card's whole statement, page by page.
func (c *counter) statement(mokID, query string) []map[string]any {
	c.t.Helper()
	lines := []map[string]any{}
	for cursor := ""; ; {
		a := c.get("/v1/cards/"+mokID+"/transactions?"+query+cursor).is(c.t, 200, "")
		for _, item := range a.at("items").([]any) {
			lines = append(lines, item.(map[string]any))
		}
		if a.at("nextCursor") == nil {
			return lines
		}
		cursor = "&cursor=" + a.text("nextCursor")
	}
}

func centsOf(line map[string]any, key string) int64 {
	n, _ := line[key].(map[string]any)["amount"].(json.Number).Int64()
	return n
}

func TestAStatementRunsFromTheBalanceBackToZero(t *testing.T) {
	c := openCounter(t, Options{}).as("1001", "2468", "a")
	for _, card := range demoCards {
		lines := c.statement(card.mokID, "limit=7")
		balance := c.balance(card.mokID)
		last := stamp(c.office.now())
		seen := map[any]bool{}
		for _, line := range lines {
			if centsOf(line, "balanceAfter") != balance {
				t.Fatalf("%s: after %v the balance is not %d", card.mokID, line, balance)
			}
			balance -= centsOf(line, "amount")
			at, _ := time.Parse(time.RFC3339, line["bookedAt"].(string))
			before, _ := time.Parse(time.RFC3339, last)
			if at.After(before) {
				t.Errorf("%s: %v comes after %s", card.mokID, line, last)
			}
			last = line["bookedAt"].(string)
			if seen[line["id"]] {
				t.Errorf("%s: line %v twice", card.mokID, line["id"])
			}
			seen[line["id"]] = true
		}
		if balance != 0 {
			t.Errorf("%s: begins with %d", card.mokID, balance)
		}
		if diff := cmp.Diff(lines, c.statement(card.mokID, "limit=200")); diff != "" {
			t.Errorf("%s: other lines on longer pages: %s", card.mokID, diff)
		}
	}
}

func TestAStatementOfAPeriod(t *testing.T) {
	c := openCounter(t, Options{}).as("1001", "2468", "a")
	all := c.statement(tryCard, "limit=200")
	middle := all[len(all)/2]["bookedAt"].(string)
	at, _ := time.Parse(time.RFC3339, middle)
	newer, older := 0, 0
	for _, line := range all {
		if when, _ := time.Parse(time.RFC3339, line["bookedAt"].(string)); when.Before(at) {
			older++
		} else {
			newer++
		}
	}
	escape := url.QueryEscape
	if got := c.statement(tryCard, "limit=3&from="+escape(middle)); len(got) != newer {
		t.Errorf("from (with): %d lines, want %d", len(got), newer)
	}
	if got := c.statement(tryCard, "limit=3&to="+escape(middle)); len(got) != older {
		t.Errorf("to (without): %d lines, want %d", len(got), older)
	}
	inUTC := at.Add(time.Microsecond).UTC().Format(time.RFC3339Nano)
	if got := c.statement(tryCard, "from="+escape(inUTC)); len(got) != newer-1 {
		t.Errorf("a moment later: %d lines", len(got))
	}
	if got := c.statement(tryCard, "from="+escape(middle)+"&to="+escape(middle)); len(got) != 0 {
		t.Errorf("an empty period has %d lines", len(got))
	}
	for _, bad := range []string{"from=yesterday", "to=2026-03-01", "from=2026-03-02T00:00:00%2B01:00&to=2026-03-01T00:00:00%2B01:00", "limit=0", "limit=201", "cursor=abc", "cursor="} {
		c.get("/v1/cards/"+tryCard+"/transactions?"+bad).is(t, 400, "bad-request")
	}
	cursor := c.get("/v1/cards/" + tryCard + "/transactions?limit=1").text("nextCursor")
	c.get("/v1/cards/100000089/transactions?limit=1&cursor="+cursor).is(t, 400, "bad-request")
	c.get("/v1/cards/999999999/transactions").is(t, 404, "card-not-found")
}

func TestPagesStayWhatTheyAreWhenNewLinesCome(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	all := d.statement(tryCard, "limit=200")
	first := d.get("/v1/cards/" + tryCard + "/transactions?limit=4")
	d.load(tryCard, "481205", 500).is(t, 201, "")
	second := d.get("/v1/cards/" + tryCard + "/transactions?limit=4&cursor=" + first.text("nextCursor")).at("items").([]any)
	for i, line := range second {
		if diff := cmp.Diff(all[4+i], line.(map[string]any)); diff != "" {
			t.Errorf("line %d of the second page: %s", i, diff)
		}
	}
}

func TestPlacesAreNamedInTheLanguageAskedFor(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	d.load(tryCard, "481205", 500).is(t, 201, "")
	for language, want := range map[string]string{"sl": "Okence NLB, Kranj", "en": "NLB counter, Kranj"} {
		if got := d.with("Accept-Language", language).statement(tryCard, "limit=200")[0]["place"]; got != want {
			t.Errorf("%s: %v", language, got)
		}
	}
}

// A clock that is set back must not make a statement run backwards.
func TestAStatementNeverGoesBackInTime(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	first := d.load(tryCard, "481205", 500).is(t, 201, "")
	d.clock.move(-3 * time.Minute)
	second := d.load(tryCard, "481205", 700).is(t, 201, "")
	if second.text("bookedAt") < first.text("bookedAt") {
		t.Errorf("%s is before %s", second.text("bookedAt"), first.text("bookedAt"))
	}
}

func TestAPersonIsKeptAndNeverGivenBack(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	id := newID()
	person := map[string]any{"id": id, "role": "payer", "name": "Žiga Đurić", "document": map[string]any{"kind": "identityCard", "last3": "41X"}}
	for _, status := range []int{201, 200} {
		a := d.send("PUT", "/v1/persons/"+id, person).is(t, status, "")
		if diff := cmp.Diff(map[string]any{"id": id, "role": "payer", "sentBy": "1001"}, a.json); diff != "" {
			t.Error(diff)
		}
	}
	person["name"] = "Žiga Djurić"
	d.send("PUT", "/v1/persons/"+id, person).is(t, 422, "other-bytes")
	for _, bad := range []map[string]any{
		{"role": "king"}, {"name": ""}, {"name": "a\u202eb"}, {"name": "Ana ☺"}, {"name": "🇸🇮 Ana"}, {"name": "123"}, {"document": map[string]any{"kind": "card", "last3": "123"}}, {"document": "none"},
		{"document": map[string]any{"kind": "passport", "last3": "1234"}}, {"document": map[string]any{"kind": "passport"}},
	} {
		id := newID()
		body := map[string]any{"id": id, "role": "payer", "name": "Ana", "document": nil}
		for key, value := range bad {
			body[key] = value
		}
		d.send("PUT", "/v1/persons/"+id, body).is(t, 400, "bad-request")
	}
	maja := d.as("3001", "9753", "m")
	reporter := newID()
	maja.send("PUT", "/v1/persons/"+reporter, map[string]any{"id": reporter, "role": "reporter", "name": "Ana", "document": nil}).is(t, 201, "")
}
