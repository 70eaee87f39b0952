package upn

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestShorteningsAreProposed(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"Žiga Čuk", 33, "Žiga Čuk"},
		{"  Žiga   C\u030cuk ", 33, "Žiga Čuk"},
		{"Aleksandra Marija Novak Kovačič-Žnidaršič", 33, "Aleksandra M. N. Kovačič-Žnidarši"},
		{"Ana Marija Elizabeta Novak Kovačič", 33, "Ana Marija Elizabeta N. Kovačič"},
		{"Ulica narodnega heroja Staneta Žagarja 127a", 42, "Ul. narodnega heroja Staneta Žagarja 127a"},
		{"Ulica narodnega heroja Staneta Žagarja 127a", 33, "Ul. narodnega heroja S. Ž. 127a"},
		{"Cesta talcev, Številka 10 a", 20, "C. talcev, Št. 10 a"},
		{"GROẞE STRAẞE 1", 33, "GROßE STRAßE 1"},
		{"Spodnja ulica 1", 13, "Sp. ulica 1"},
		{"O’Connor – Peña", 33, "O'Connor - Pena"},
		{"Trgovina „Pri Åsi“ za 5 €…", 42, `Trgovina "Pri Asi" za 5 EUR...`},
		{"Ørsted Bjørn", 33, "Orsted Bjorn"},
		{"Nguyễn Văn A", 33, "Nguyen Văn A"}, // ă is in the set, ễ isn't
		{"Donaudampfschifffahrtsgesellschaft mbH", 10, "Donaudampf"},
		{"Občina Kranj", 8, "Občina"},
	} {
		got, ok := Shorten(c.text, c.limit)
		if !ok || got != c.want {
			t.Errorf("%q in %d: %q, %v, want %q", c.text, c.limit, got, ok, c.want)
		}
	}
}

func TestNoShorteningForWhatHasNoNearCharacter(t *testing.T) {
	for _, text := range []string{"", "  ", "Иван Иванов", "李小龍", "Ana 🚀", "Ana\u202eNovak", "a\u3164b", "Ana\xff"} {
		if got, ok := Shorten(text, 33); ok || got != "" {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// shortable draws texts of words that have a usual short form, in small letters, with a capital and in capitals.
func shortable() *rapid.Generator[string] {
	var words []string
	for word := range usual {
		words = append(words, word, strings.ToTitle(word), string(unicode.ToUpper([]rune(word)[0]))+string([]rune(word)[1:]))
	}
	slices.Sort(words)
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(words), 1, 8), func(words []string) string { return strings.Join(words, " ") })
}

func TestProposalsAlwaysFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("abčšžéñ’ Ulica cesta.1"))), shortable()).Draw(t, "text")
		limit := rapid.IntRange(1, 50).Draw(t, "limit")
		proposal, ok := Shorten(text, limit)
		if ok != (proposal != "") {
			t.Fatalf("%q, %v", proposal, ok)
		}
		if !ok {
			return
		}
		bytes, err := appendText(nil, proposal, limit)
		if err != nil || decode(bytes) != proposal || utf8.RuneCountInString(proposal) > limit {
			t.Fatalf("%q in %d: %q, %v", text, limit, proposal, err)
		}
		if again, ok := Shorten(proposal, limit); !ok || again != proposal {
			t.Fatalf("%q becomes %q", proposal, again)
		}
	})
}
