package text

import (
	"sync"
	"testing"
	"time"
)

const slovene = `{
  "cards.found": {"one": "Najdena je {{.Count}} kartica.", "two": "Najdeni sta {{.Count}} kartici.", "few": "Najdene so {{.Count}} kartice.", "other": "Najdenih je {{.Count}} kartic."},
  "greeting": "Dober dan, {{.Alias}}.",
  "paid": "Plačano: {{.Amount}}, {{.At}}, {{.Pieces}} kosov."
}`

func sample(t *testing.T, code, raw string) *Language {
	t.Helper()
	l, err := parse(code, []byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestSlovenePluralsHaveDualAndPaucal(t *testing.T) {
	l := sample(t, Slovene, slovene)
	for _, c := range []struct {
		count any
		want  string
	}{
		{0, "Najdenih je 0 kartic."},
		{1, "Najdena je 1 kartica."},
		{2, "Najdeni sta 2 kartici."},
		{3, "Najdene so 3 kartice."},
		{4, "Najdene so 4 kartice."},
		{5, "Najdenih je 5 kartic."},
		{11, "Najdenih je 11 kartic."},
		{100, "Najdenih je 100 kartic."},
		{101, "Najdena je 101 kartica."},
		{int64(102), "Najdeni sta 102 kartici."},
		{2002, "Najdeni sta 2.002 kartici."},
	} {
		if got := l.Say("cards.found", Values{"Count": c.count}); got != c.want {
			t.Errorf("%v: got %q, want %q", c.count, got, c.want)
		}
	}
}

func TestEnglishPlurals(t *testing.T) {
	l := sample(t, English, `{"cards": {"one": "{{.Count}} card", "other": "{{.Count}} cards"}}`)
	for count, want := range map[int]string{0: "0 cards", 1: "1 card", 2: "2 cards", 1001: "1,001 cards"} {
		if got := l.Say("cards", Values{"Count": count}); got != want {
			t.Errorf("%d: got %q, want %q", count, got, want)
		}
	}
}

// euros stands for an amount: anything that formats itself by language.
type euros int

func (e euros) Format(lang string) string { return lang + ":" + Number(int(e)) }

func TestValuesAreWrittenAsTheLanguageDoes(t *testing.T) {
	l := sample(t, Slovene, slovene)
	at := time.Date(2026, 11, 22, 14, 5, 0, 0, time.UTC)
	got := l.Say("paid", Values{"Amount": euros(5), "At": at}, Values{"Pieces": 1250})
	if want := "Plačano: sl:5, 22. 11. 2026 ob 14:05, 1.250 kosov."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWhatCannotBeSaidComesBackAsItsKey(t *testing.T) {
	l := sample(t, Slovene, slovene)
	for name, got := range map[string]string{
		"‹no.such.key›": l.Say("no.such.key"),
		"‹greeting›":    l.Say("greeting"),
		"‹cards.found›": l.Say("cards.found", Values{"Alias": "Ana"}),
		"‹paid›":        l.Say("paid", Values{"Amount": euros(1)}),
	} {
		if got != name {
			t.Errorf("got %q, want %q", got, name)
		}
	}
	if got := l.Say("cards.found", Values{"Count": "several"}); got != "‹cards.found›" {
		t.Errorf("a count that is no number: got %q", got)
	}
	if got := l.Say("greeting", Values{"Alias": "{{.Secret}}"}); got != "Dober dan, {{.Secret}}." {
		t.Errorf("a value is never read as a template: got %q", got)
	}
}

func TestUseChoosesTheCurrentLanguage(t *testing.T) {
	t.Cleanup(func() { Use(Slovene) })
	for tag, want := range map[string]string{
		"en": "en", "en_GB": "en", "en-US": "en", "sl": "sl", "sl-SI": "sl", "": "sl", "hr": "sl", "eng": "sl", "C": "sl",
	} {
		Use(tag)
		if Lang() != want {
			t.Errorf("Use(%q): current is %q, want %q", tag, Lang(), want)
		}
		if got := In(tag).Code(); got != want {
			t.Errorf("In(%q) is %q, want %q", tag, got, want)
		}
	}
	Use(English)
	if got := Date(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)); got != "2 Jan 2026" {
		t.Errorf("the package's own functions follow Use: got %q", got)
	}
}

func TestLanguagesMaySpeakFromManyGoroutines(t *testing.T) {
	l := sample(t, Slovene, slovene)
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			Use(Languages()[n%2])
			if got := l.Say("greeting", Values{"Alias": "Ana"}); got != "Dober dan, Ana." {
				t.Errorf("got %q", got)
			}
		})
	}
	all.Wait()
	Use(Slovene)
}

func TestDatesAndTimes(t *testing.T) {
	zone := time.FixedZone("CET", 3600)
	at := time.Date(2026, 11, 2, 9, 5, 59, 0, zone)
	for lang, want := range map[string][3]string{
		"sl": {"2. 11. 2026", "09:05", "2. 11. 2026 ob 09:05"},
		"en": {"2 Nov 2026", "09:05", "2 Nov 2026, 09:05"},
	} {
		l := In(lang)
		if got := [3]string{l.Date(at), l.Time(at), l.DateTime(at)}; got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
}

func TestNumbersAreGrouped(t *testing.T) {
	for n, want := range map[int][2]string{
		0:        {"0", "0"},
		7:        {"7", "7"},
		999:      {"999", "999"},
		1000:     {"1.000", "1,000"},
		123456:   {"123.456", "123,456"},
		12345678: {"12.345.678", "12,345,678"},
		-1000:    {"−1.000", "−1,000"},
		-999:     {"−999", "−999"},
	} {
		if got := [2]string{In("sl").Number(n), In("en").Number(n)}; got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}
