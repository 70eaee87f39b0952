package ident

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// What is passed over at a glance holds no number that a closer look would find.
func TestNoCardNumberIsPassedOverAtAGlance(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 9))
	alphabets := [][]rune{
		[]rune("0123456789"), []rune("0123456789 -.,/_"), []rune("0123456789abcdef-"), []rune("01234567890123456789\":,{}aT"),
		[]rune("0123456789 \"aČ٣٤\u200b\u00a0\x00"),
	}
	found, glanced := 0, 0
	for range 50_000 {
		alphabet := alphabets[chance.IntN(len(alphabets))]
		text := make([]rune, chance.IntN(60))
		for i := range text {
			text[i] = alphabet[chance.IntN(len(alphabet))]
		}
		closer := slices.ContainsFunc(runs(string(text)), func(r run) bool { return r.digits >= shortestCard })
		if HoldsCardNumber(string(text)) != closer {
			t.Fatalf("%q: %v at a glance", string(text), !closer)
		}
		if closer {
			found++
		} else if !mayHold(string(text)) {
			glanced++
		}
	}
	if found < 5_000 || glanced < 5_000 {
		t.Errorf("%d held a number, %d were passed over", found, glanced)
	}
}
