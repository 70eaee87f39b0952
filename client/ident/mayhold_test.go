package ident

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What is passed over at a glance holds no number that a closer look would find.
func TestNoCardNumberIsPassedOverAtAGlance(t *testing.T) {
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.StringMatching(`([0-9]{1,5}[-. ,/_"a:]?){1,8}`), rapid.StringMatching(`[0-9a-f-]{1,60}`),
			rapid.StringOf(rapid.RuneFrom([]rune("0123456789 -.,/_\"aČ٣\u200b\u00a0"))), rapid.String(),
		).Draw(t, "text")
		closer := slices.ContainsFunc(runs(text), func(r run) bool { return r.digits >= shortestCard })
		if closer {
			found++
		}
		if HoldsCardNumber(text) != closer {
			t.Fatalf("%q: %v at a glance", text, !closer)
		}
	})
	if found == 0 {
		t.Error("no text held one")
	}
}
