package reading

import (
	"strings"
	"time"
)

// What the quickest hand needs. Fingers that roll over a keypad make a key in 35 ms and more; the fastest typists write 200 words a
// minute, 60 ms a key. Return lies apart, and behind it a hand goes on only when the eye has seen where.
const (
	handCharacter = 30 * time.Millisecond // from one character to the next
	handEnd       = 40 * time.Millisecond // from a character to Return
	handNext      = 60 * time.Millisecond // from Return to whatever follows
	// shortest is the least that a hand must need for a burst before the burst is judged: fingers that fall on neighbouring keys
	// together are quicker than any pace.
	shortest = 150 * time.Millisecond
	// fewest is how many characters a reading has at least: four digits and a Return may be a PIN, however quick.
	fewest = 5
)

const (
	// slowKey is the slowest reader's pace.
	slowKey = 30 * time.Millisecond
	// slowTag bounds the pace of a code's first letters, which mean nothing in any field: it only tells a reader from somebody who writes
	// them on purpose.
	slowTag = 80 * time.Millisecond
)

// mostMarks is how many keys are weighed: two seconds of a reader.
const mostMarks = 80

// burst is what came without a pause.
type burst struct {
	text  []rune
	keys  int // pressed
	chars int
	marks []mark
	first time.Time     // when the first key came
	need  time.Duration // what a hand would have needed for all
}

type mark struct {
	since, at time.Time     // pressed between these
	need      time.Duration // from the key before
	ends      bool          // ends a line, or is another control character
}

// isCharacter tells a key that writes, also where it chooses or pushes something, from one that ends a line.
func (k Key) isCharacter() bool { return k.Rune >= ' ' }

func (b *burst) add(k Key, since, at time.Time) {
	if k.Rune != 0 && len(b.text) < mostText {
		b.text = append(b.text, k.Rune)
	}
	if k.Repeat {
		return
	}
	if b.keys == 0 {
		b.first = at
	}
	b.keys++
	if k.isCharacter() {
		b.chars++
	}
	m := mark{since: since, at: at, ends: !k.isCharacter()}
	if n := len(b.marks); n > 0 {
		switch before := b.marks[n-1]; {
		case before.ends:
			m.need = handNext
		case m.ends:
			m.need = handEnd
		default:
			m.need = handCharacter
		}
	}
	b.need += m.need
	if len(b.marks) == mostMarks {
		b.marks = append(b.marks[:0], b.marks[1:]...)
	}
	b.marks = append(b.marks, m)
}

// isReading tells whether no hand can have typed the burst, whose last key is k.
func (b *burst) isReading(k Key) bool {
	if k.Repeat || b.chars < fewest {
		return false
	}
	return b.tooQuick() || b.isTag() || b.isBarCode(k.Secret)
}

// tooQuick tells whether the end of the burst, however slowly it was typed, was quicker than any hand.
func (b *burst) tooQuick() bool {
	last, need := b.marks[len(b.marks)-1], time.Duration(0)
	for i := len(b.marks) - 1; i > 0; i-- {
		need += b.marks[i].need
		if need >= shortest && last.at.Sub(b.marks[i-1].since) < need {
			return true
		}
	}
	return false
}

// tag begins a UPN code, behind what a reader may say before it.
const (
	tag       = "UPNQR"
	mostAhead = len(`]Q2\000004`)
)

// isTag tells whether the burst has just come to the end of a code's tag.
func (b *burst) isTag() bool {
	if len(b.text) > mostAhead+len(tag) || !strings.HasSuffix(strings.ToUpper(string(b.text)), tag) {
		return false
	}
	return b.atLeast() < slowTag*time.Duration(b.keys)
}

const (
	mokID       = 9 // digits of a card's bar code
	shortestBar = 8 // digits of the shortest bar code of goods
)

// isBarCode tells whether the burst is the bar code of a card, nine digits and a line's end, and a slow reader may have typed it while
// frames of any length hid how quickly. A hand may be meant, too; then it typed a MOK ID, and that is how it is taken. Where a PIN is
// asked for, it is any bar code: what a reader reads must not spend a clerk's tries.
func (b *burst) isBarCode(secret bool) bool {
	if b.chars != mokID && !(secret && b.chars >= shortestBar) {
		return false
	}
	last := b.marks[len(b.marks)-1]
	if b.keys != b.chars+1 || len(b.text) != b.keys || !last.ends || strings.Trim(string(b.text[:b.chars]), "0123456789") != "" {
		return false
	}
	return b.atLeast() <= slowKey*time.Duration(b.chars)
}

// atLeast is how long the burst took at least.
func (b *burst) atLeast() time.Duration { return b.marks[len(b.marks)-1].since.Sub(b.first) }

// suspicious tells whether the burst went on behind its nth key, and seems to be quicker than a hand: it is too short yet to tell, or
// long frames hide whether it is.
func (b *burst) suspicious(nth int) bool {
	return b.keys-nth >= 2 && b.marks[len(b.marks)-1].at.Sub(b.first) < b.need
}
