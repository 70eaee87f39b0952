package ident

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestWhatMayBeACardsNumber(t *testing.T) {
	for situation, text := range map[string]string{
		"alone": "4000001234567899", "in fours": "4000 0012 3456 7899", "hyphens": "4000-0012-3456-7899", "dots": "4000.0012.3456.7899", "slashes": "4000/0012/3456/7899",
		"commas": "4000,0012,3456,7899", "underscores": "4000_0012_3456_7899", "another keyboard's hyphens": "4000'0012'3456'7899", "no-break blanks": "4000\u00a00012\u202f3456\u00a07899",
		"dashes": "4000–0012—3456−7899", "separators mixed": "4000 - 0012 / 3456.7899", "one by one": "4 0 0 0 0 0 1 2 3 4 5 6 7 8 9 9", "in pairs with commas": "40,00,00,12,34,56,78,99",
		"behind a name": "Ana 4000001234567899", "behind a word": "PAN4000001234567899", "before a word": "4000001234567899Ana", "a magnetic stripe": "%B4000001234567899^NOVAK/ANA^29", "the second track": ";4000001234567899=2912",
		"invisible marks": "\u200b4000\u200b0012\ufeff3456\u20607899", "soft hyphens": "4000\u00ad0012\u00ad3456\u00ad7899", "a tab": "4000\t0012\t3456\t7899", "line ends": "4000\r\n0012\r\n3456\r\n7899", "a control": "4000\x000012\x1d34567899",
		"full-width digits": "４０００００１２３４５６７８９９", "Arabic digits": "٤٠٠٠٠٠١٢٣٤٥٦٧٨٩٩", "two scripts": "4000 0012 ٣٤٥٦ ７８９９",
		"twelve digits": "400000123456", "nineteen": "4000001234567899123", "two of them": "40000012345678994000001234567899", "after two decimals": "50,00,4000001234567899", "with two decimals": "4000001234567899,00",
		"no check digit": "4000001234567890", "with its date": "4000001234567899 12/28 123", "as part of a hash": "a400000123456789b", "a UUID with a word before": "x40000000-0000-4000-8000-000000000012",
	} {
		if !HoldsCardNumber(text) {
			t.Errorf("%s: %q stays", situation, text)
		}
		if shown := HideNumbers(text, "…"); strings.Contains(shown, "0012") || strings.Contains(shown, "3456") {
			t.Errorf("%s: %q is shown as %q", situation, text, shown)
		}
	}
}

func TestWhatIsNoCardsNumber(t *testing.T) {
	for situation, text := range map[string]string{
		"nothing": "", "a MOK ID": "100 000 014", "two MOK IDs apart": `{"a":"100000014","b":"100000022"}`, "the largest amount": "999.999.999,99", "an amount too large": "1000000000,00",
		"an address": "Trg revolucije 1-3, 4000 Kranj", "a street of numbers": "Cesta 4. julija 12 b", "a telephone": "01 477 20 00", "from abroad": "+386 (0)1 477-20-00", "a time": "2026-11-05T12:00:00Z", "a day": "29. 11. 2026",
		"a write's id": "40000000-0000-4000-8000-000000000012", "in a body": `{"id":"40000000-0000-4000-8000-000000000012","seq":7}`, "a trace": "a4000001234567899000000123456789",
		"a hash": strings.Repeat("1234567890abcdef", 4), "an address on the net": "127.0.0.1:43127", "no text": "\xff\xfe\x00",
	} {
		if HoldsCardNumber(text) {
			t.Errorf("%s: %q is taken for a card's number", situation, text)
		}
	}
}

func TestNoNumberLongerThanAMokIDIsRepeated(t *testing.T) {
	for text, want := range map[string]string{
		"100000014": "100000014", "desk order 4000001234567899": "desk order …", "1234567890": "…", "a 4000 0012 34 z": "a … z", "--amount=50,00": "--amount=50,00",
		"4000001234567899 and 4000001234567899": "… and …", "id 40000000-0000-4000-8000-000000000012": "id 40000000-0000-4000-8000-000000000012",
	} {
		if got := HideNumbers(text, "…"); got != want {
			t.Errorf("%q is repeated as %q, want %q", text, got, want)
		}
	}
}

func TestAPathMayHaveALongNumberInIt(t *testing.T) {
	for text, want := range map[string]bool{
		"/home/ana/20261129123456/nalogi": false, `C:\nalogi\20261129123456`: false, "seznam 20261129123456.csv": false, "20261129123456.xlsx": false, "seznam.csv": false,
		"4000001234567899": true, "4000 0012 3456 7899": true, "4000/0012/3456/7899": true, "kartica 4000001234567899": true, "4000001234567899.": true, "4000.0012.3456.7899": true,
		"a.b 4000001234567899": true,
	} {
		if PathHoldsCardNumber(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

// A number is drawn, spread out and put into any words: it is always found, and nothing of it is repeated.
func TestACardsNumberIsFoundHoweverItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`[0-9]{12,19}`).Draw(t, "number")
		var spread strings.Builder
		for i, d := range number {
			if i > 0 {
				spread.WriteString(rapid.SampledFrom([]string{"", "", " ", "-", ".", "/", "\u00a0", "\u200b", " - ", "–", "'", "\t"}).Draw(t, "between"))
			}
			spread.WriteRune(d)
		}
		words := rapid.StringMatching(`[A-Za-zčšžđć:;]{1,9}`)
		text := words.Draw(t, "before") + " " + spread.String() + " " + words.Draw(t, "behind")
		if !HoldsCardNumber(text) {
			t.Fatalf("%q stays", text)
		}
		if shown := HideNumbers(text, "…"); strings.ContainsFunc(shown, unicode.IsDigit) {
			t.Fatalf("%q is shown as %q", text, shown)
		}
	})
}

// The oracle counts digits without any separator known: what has fewer than twelve in all holds no card's number.
func FuzzHoldsCardNumber(f *testing.F) {
	for _, s := range []string{"4000001234567899", "50,00", "a1b2", "40000000-0000-4000-8000-000000000012", "\xff4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		digits := 0
		for _, r := range text {
			if unicode.Is(unicode.Nd, r) {
				digits++
			}
		}
		if HoldsCardNumber(text) && digits < shortestCard {
			t.Errorf("%q has %d digits", text, digits)
		}
		hidden := HideNumbers(text, "…")
		if HoldsCardNumber(hidden) {
			t.Errorf("%q is shown as %q", text, hidden)
		}
		if digits <= longestShown && hidden != text {
			t.Errorf("%q is shown as %q", text, hidden)
		}
	})
}
