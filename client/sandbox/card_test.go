package sandbox

import (
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestTheOfficeKnowsTheDemonstrationCards(t *testing.T) {
	c := openCounter(t, Options{}).as("1001", "2468", "okence-1")
	for _, want := range demoCards {
		t.Run(want.mokID+" "+want.state, func(t *testing.T) {
			a := c.get("/v1/cards/"+want.mokID).is(t, 200, "")
			if a.text("state") != want.state || a.cents("balance") != want.balance || a.text("panLast4") != want.lastSix[2:] {
				t.Errorf("got %v", a)
			}
			if locked := want.state == cardLocked; locked != (a.at("stateReason") != nil) {
				t.Errorf("stateReason belongs to locked cards: %v", a)
			}
			if a.text("replacedBy") != want.replacedBy {
				t.Errorf("replaced by %v", a.at("replacedBy"))
			}
			if (want.holder == "") != (a.at("holder") == nil) || a.text("holder", "masked") != mask(want.holder) {
				t.Errorf("holder %v", a.at("holder"))
			}
			if want.state != cardNotActivated && want.state != cardReplaced && len(c.get("/v1/cards/"+want.mokID+"/transactions").at("items").([]any)) < 3 {
				t.Error("no statement to show")
			}
		})
	}
}

func TestTheLongNameHasSixtyLettersAndEverySign(t *testing.T) {
	letters, seen := 0, map[rune]bool{}
	for _, r := range longName {
		seen[r] = true
		if r != ' ' {
			letters++
		}
	}
	if letters != 60 {
		t.Errorf("%d letters", letters)
	}
	for _, r := range "čšžćđ" {
		if !seen[r] {
			t.Errorf("no %c", r)
		}
	}
}

func TestAHolderIsMaskedToFirstLetters(t *testing.T) {
	for name, want := range map[string]string{"": "", "Žiga Kos": "Ž••• K•••", "Đurđa": "Đ•••", "  Ana   Novak Kos ": "A••• N••• K•••"} {
		if got := mask(name); got != want || !utf8.ValidString(got) {
			t.Errorf("mask(%q) = %q", name, got)
		}
	}
}

func TestWhoMaySeeWhat(t *testing.T) {
	c := openCounter(t, Options{})
	ana, maja := c.as("1001", "2468", "a"), c.as("3001", "9753", "m")
	minimal := map[string]any{"mokId": tryCard, "exists": true, "lockable": true}
	for _, path := range []string{"", "?view=minimal"} {
		if diff := cmp.Diff(minimal, maja.get("/v1/cards/"+tryCard+path).is(t, 200, "").json); diff != "" {
			t.Errorf("a municipal clerk sees more or less: %s", diff)
		}
	}
	maja.get("/v1/cards/"+tryCard+"?view=clerk").is(t, 403, "forbidden")
	maja.get("/v1/cards/"+tryCard+"/transactions").is(t, 403, "forbidden")
	if diff := cmp.Diff(minimal, ana.get("/v1/cards/"+tryCard+"?view=minimal").is(t, 200, "").json); diff != "" {
		t.Error(diff)
	}
	if a := ana.get("/v1/cards/" + tryCard); a.at("exists") != nil || a.at("balance") == nil {
		t.Errorf("without a view a bank's clerk gets %v", a)
	}
	ana.get("/v1/cards/"+tryCard+"?view=all").is(t, 400, "bad-request")
	for path, code := range map[string]string{"/v1/cards/999999999": "card-not-found", "/v1/cards/999999999?view=minimal": "card-not-found"} {
		ana.get(path).is(t, 404, code)
	}
	for _, bad := range []string{"10000001", "1000000145", "10000001a", "%31%30%30"} {
		ana.get("/v1/cards/"+bad).is(t, 400, "bad-request")
	}
	for mokID, lockable := range map[string]bool{tryCard: true, "100000063": true, "100000055": false, "100000048": false, "100000030": false} {
		if got := maja.get("/v1/cards/" + mokID).at("lockable"); got != lockable {
			t.Errorf("%s lockable %v", mokID, got)
		}
	}
}

func TestWhatCanBeDoneWithACard(t *testing.T) {
	c := openCounter(t, Options{})
	ana, vesna := c.as("1001", "2468", "a"), c.as("2001", "8642", "v")
	for _, row := range []struct {
		mokID            string
		clerk, supervise []any
	}{
		{tryCard, []any{"top-up", "lock", "loss-report", "order"}, []any{"top-up", "lock", "loss-report", "order"}},
		{"100000139", []any{"unlock", "loss-report", "order"}, []any{"unlock", "loss-report", "order"}},
		{"100000048", []any{"loss-report", "order"}, []any{"loss-report", "order"}}, // the holder's own lock
		{"100000055", []any{}, []any{}},
		{"100000121", []any{}, []any{}},
		{"100000030", []any{}, []any{}},
		{"100000063", []any{"lock"}, []any{"lock"}},
		{"100000071", []any{}, []any{}},
	} {
		if diff := cmp.Diff(row.clerk, ana.get("/v1/cards/"+row.mokID).at("possible")); diff != "" {
			t.Errorf("%s: a clerk %s", row.mokID, diff)
		}
		if diff := cmp.Diff(row.supervise, vesna.get("/v1/cards/"+row.mokID).at("possible")); diff != "" {
			t.Errorf("%s: a supervisor %s", row.mokID, diff)
		}
	}
}

func TestNamesComeInTheLanguageAskedFor(t *testing.T) {
	c := openCounter(t, Options{}).as("1001", "2468", "a")
	for language, want := range map[string]string{"": "Osebna kartica CeKR", "sl": "Osebna kartica CeKR", "en": "Personal CeKR card",
		"en-GB,en;q=0.9,sl;q=0.8": "Personal CeKR card", "de,sl;q=0.5,en;q=0.4": "Osebna kartica CeKR", "de": "Osebna kartica CeKR",
		"en;q=nonsense": "Osebna kartica CeKR"} {
		if got := c.with("Accept-Language", language).get("/v1/cards/"+tryCard).text("kind", "name"); got != want {
			t.Errorf("%q: %q", language, got)
		}
	}
}

func TestACardExpiresWithItsLastMonth(t *testing.T) {
	c := openCounter(t, Options{TokenLife: 20 * 365 * 24 * time.Hour}).as("1001", "2468", "a")
	a := c.get("/v1/cards/" + tryCard)
	last, err := time.Parse("2006-01", a.text("expires"))
	if err != nil {
		t.Fatal(err)
	}
	over := time.Date(last.Year(), last.Month()+1, 1, 0, 0, 0, 0, c.office.zone)
	c.clock.move(over.Sub(c.clock.now()) - time.Millisecond)
	if a := c.get("/v1/cards/" + tryCard); a.text("state") != "active" {
		t.Errorf("a moment before the end: %v", a)
	}
	c.clock.move(time.Millisecond)
	a = c.get("/v1/cards/" + tryCard)
	if a.text("state") != "expired" || a.text("stateSince") != stamp(over) {
		t.Errorf("at the end: %v", a)
	}
	if got := c.get("/v1/cards/100000048").text("state"); got != "expired" {
		t.Errorf("a locked card is %s when its months are over", got)
	}
}

func TestACardsETagMovesWithItsContentOnly(t *testing.T) {
	d := openCounter(t, Options{}).desk("a")
	first := d.get("/v1/cards/" + tryCard).header.Get("ETag")
	d.clock.move(time.Minute)
	if again := d.get("/v1/cards/" + tryCard).header.Get("ETag"); first == "" || again != first {
		t.Errorf("nothing changed: %q, %q", first, again)
	}
	d.load(tryCard, "481205", 2000).is(t, 201, "")
	if moved := d.get("/v1/cards/" + tryCard).header.Get("ETag"); moved == first {
		t.Error("the balance changed, the ETag did not")
	}
	if tag := d.get("/v1/cards/" + tryCard + "?view=minimal").header.Get("ETag"); tag != "" {
		t.Errorf("the minimal view has the ETag %s", tag)
	}
}
