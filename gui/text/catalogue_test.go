package text

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cekr.kranj.si/desk/assets"
)

// message is one entry of a catalogue: its forms by plural name, only "other" when it has none.
type message map[string]string

func catalogue(t *testing.T, name string) map[string]message {
	t.Helper()
	raw, err := assets.Text.ReadFile("text/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(raw, &entries); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	all := make(map[string]message, len(entries))
	for key, entry := range entries {
		var plain string
		if json.Unmarshal(entry, &plain) == nil {
			all[key] = message{"": plain}
			continue
		}
		var forms message
		if err := json.Unmarshal(entry, &forms); err != nil {
			t.Fatalf("%s: %s: %v", name, key, err)
		}
		all[key] = forms
	}
	return all
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// pairs are the catalogues of every other language, each with the Slovene one.
func pairs() (all [][2]string) {
	for _, other := range Languages()[1:] {
		all = append(all, [2]string{Slovene, other}, [2]string{"fyne." + Slovene, "fyne." + other})
	}
	return all
}

func TestEveryLanguageHasTheSameKeys(t *testing.T) {
	for _, pair := range pairs() {
		one, other := catalogue(t, pair[0]), catalogue(t, pair[1])
		for _, key := range sorted(one) {
			if _, ok := other[key]; !ok {
				t.Errorf("%s has %q, %s has not", pair[0], key, pair[1])
			}
		}
		for _, key := range sorted(other) {
			if _, ok := one[key]; !ok {
				t.Errorf("%s has %q, %s has not", pair[1], key, pair[0])
			}
		}
	}
}

func TestKeysAreOfPlaceAndMeaning(t *testing.T) {
	for _, key := range sorted(catalogue(t, Slovene)) {
		if !keyShape.MatchString(key) {
			t.Errorf("%q is not like place.meaning", key)
		}
	}
}

func TestEveryPluralHasTheFormsOfItsLanguage(t *testing.T) {
	forms := map[string][]string{Slovene: {"few", "one", "other", "two"}, English: {"one", "other"}}
	for _, lang := range Languages() {
		wanted := forms[lang]
		for key, m := range catalogue(t, lang) {
			if _, plain := m[""]; plain {
				continue
			}
			if got := sorted(m); !slices.Equal(got, wanted) {
				t.Errorf("%s: %s has the forms %v, wants %v", lang, key, got, wanted)
			}
		}
	}
}

func TestAMessageThatCountsCountsInEveryLanguage(t *testing.T) {
	for _, pair := range pairs() {
		other := catalogue(t, pair[1])
		for key, m := range catalogue(t, pair[0]) {
			_, plain := m[""]
			if _, plainToo := other[key][""]; plain != plainToo {
				t.Errorf("%s has plural forms in %s or %s only", key, pair[0], pair[1])
			}
		}
	}
}

var named = regexp.MustCompile(`{{\s*\.(\w+)\s*}}`)

func values(m message) []string {
	found := map[string]bool{}
	for _, form := range m {
		for _, match := range named.FindAllStringSubmatch(form, -1) {
			found[match[1]] = true
		}
	}
	return sorted(found)
}

func TestAValueNamedInOneLanguageIsNamedInEveryOther(t *testing.T) {
	for _, pair := range pairs() {
		other := catalogue(t, pair[1])
		for key, m := range catalogue(t, pair[0]) {
			one, two := values(m), values(other[key])
			// "One card" may do without its number.
			if _, plain := m[""]; !plain {
				one, two = without(one, "Count"), without(two, "Count")
			}
			if !slices.Equal(one, two) {
				t.Errorf("%s names %v in %s, %v in %s", key, one, pair[0], two, pair[1])
			}
		}
	}
}

func without(all []string, name string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == name })
}

func TestSentencesAreWhole(t *testing.T) {
	for _, lang := range Languages() {
		for key, m := range catalogue(t, lang) {
			for form, s := range m {
				at := lang + ": " + key + " " + form
				switch {
				case s == "":
					t.Errorf("%s is empty", at)
				case strings.TrimSpace(s) != s:
					t.Errorf("%s begins or ends with a space", at)
				case strings.Contains(s, "  ") && !strings.Contains(s, "\n"): // a table for a terminal may align
					t.Errorf("%s has two spaces together", at)
				case strings.Count(s, "{{") != len(named.FindAllString(s, -1)):
					t.Errorf("%s has braces that are no named value", at)
				case strings.Contains(s, "..."):
					t.Errorf("%s has three dots where … belongs", at)
				}
			}
		}
	}
}

func TestEveryMessageCanBeSaid(t *testing.T) {
	for _, lang := range Languages() {
		for key, m := range catalogue(t, lang) {
			given := Values{}
			for _, name := range values(m) {
				given[name] = "vrednost"
			}
			for _, count := range []int{0, 1, 2, 3, 5, 101, 102, 1003} {
				given["Count"] = count
				if said := In(lang).Say(key, given); strings.ContainsAny(said, "‹›") || strings.Contains(said, "{{") {
					t.Errorf("%s: %s with %d: %s", lang, key, count, said)
				}
			}
		}
	}
}
