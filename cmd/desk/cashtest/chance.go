package cashtest

import (
	"encoding/hex"
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// chance is a stream of random numbers for one use, so that what one part draws never changes another's.
type chance struct{ *rand.Rand }

func newChance(seed uint64, of string) chance {
	h := fnv.New64a()
	_, _ = h.Write([]byte(of))
	return chance{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// in reports true so many times in a thousand.
func (c chance) in(perMille int) bool { return c.IntN(1000) < perMille }

// between gives a time from least to most.
func (c chance) between(least, most time.Duration) time.Duration {
	return least + time.Duration(c.Int64N(int64(most-least)+1))
}

// uuid is a random UUID (version 4).
func (c chance) uuid() string {
	var b [16]byte
	for i := range b {
		b[i] = byte(c.Uint32())
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// one gives one of several.
func one[T any](c chance, of ...T) T { return of[c.IntN(len(of))] }
