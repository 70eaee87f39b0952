package ident

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The oracles are the patterns of the contract, client/openapi.yaml.
var patterns = map[string]struct {
	is   func(string) bool
	form *regexp.Regexp
}{
	"desk":   {IsDesk, regexp.MustCompile(`^[A-Za-z0-9-]{1,32}$`)},
	"staff":  {IsStaff, regexp.MustCompile(`^[0-9]{4,8}$`)},
	"UUID":   {IsUUID, regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)},
	"MOK ID": {IsMokID, regexp.MustCompile(`^[0-9]{9}$`)},
}

func TestFormsAreThoseOfTheContract(t *testing.T) {
	for name, p := range patterns {
		rapid.Check(t, func(t *rapid.T) {
			text := rapid.StringMatching(p.form.String()).Draw(t, "good")
			if !p.is(text) {
				t.Fatalf("%s: %q is refused", name, text)
			}
			runes := []rune(text)
			at := rapid.IntRange(0, len(runes)-1).Draw(t, "at")
			runes[at] = rapid.OneOf(rapid.Rune(), rapid.RuneFrom([]rune("aAfFgG09-\n １"))).Draw(t, "other")
			for _, spoiled := range []string{string(runes), text + "\n", " " + text, text + text, text[1:], strings.ToUpper(text)} {
				if p.is(spoiled) != p.form.MatchString(spoiled) {
					t.Fatalf("%s: %q is %v", name, spoiled, p.is(spoiled))
				}
			}
		})
	}
}
