package model

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// cashFault is what must never happen to money, "" if it has not.
func (it item) cashFault() string {
	switch {
	case it.posts > 1:
		return "posted twice"
	case it.posts > 0 && it.cash == back:
		return "posted, and the cash was handed back"
	case it.posts > 0 && it.cash == none:
		return "posted, and no cash was taken"
	case it.posts == 0 && it.cash == kept:
		return "the customer went with a receipt, and the office has not posted"
	}
	return ""
}

// falseWord is what the desk must never say, "" if it does not.
func (it item) falseWord(journalFailed bool) string {
	wire := it.sends > 0 || it.abandoned == send || it.at == worked || it.at == out
	never := it.office == unseen && !wire // no byte has left, or none that still counts
	switch {
	case it.disk == intent && !never:
		return "INTENT alone, and the office may see it"
	case (it.disk == posted || it.step == showsPosted) && it.office != hasPosted:
		return "the desk says posted, the office does not"
	case (it.disk == rejected || it.step == showsRejected) && it.office != hasRejected:
		return "the desk says rejected, the office does not"
	case (it.disk == cancelled || it.step == showsCancelled) && it.office != hasCancelled && !never:
		return "the desk says cancelled, and the office may yet post"
	case it.disk == dropped && !never:
		return "the desk dropped it, and the office may see it"
	case it.step == halted && !journalFailed:
		return "the form has halted, and the journal works"
	}
	return ""
}

// wrong is what must never be, "" if the state is right.
func (w *world) wrong(s state) string {
	for _, it := range s.of {
		if fault := it.cashFault(); fault != "" {
			return fault
		}
		if word := it.falseWord(s.halted[0] || s.halted[1]); word != "" && !w.onlyCash {
			return word
		}
	}
	return ""
}

// settled tells that nothing is open, and no cash lies about whose clerk was not told where it belongs.
func (s state) settled() bool {
	for _, it := range s.of {
		if it.cash == held || it.disk == intent || it.disk == sending {
			return false
		}
	}
	return true
}

// found is what a search came to.
type found struct {
	states, moves int
	depth         int
	trouble       string // "" if all is well
	by            []move // the shortest way to it
	at            []state
	took          time.Duration
}

// search is a walk over all states, breadth first.
type search struct {
	w     *world
	index map[uint64]uint32
	keys  []uint64
	from  []uint32
	by    []move
	depth []uint16
	// back are the moves without a fault, the other way round: in the order of coming, each state's as a chain.
	head []int32
	back []link
}

type link struct {
	from uint32
	next int32
}

// search looks at every state that can be reached, and stops at the first that is wrong. Then it looks for
// those from which nothing leads to a settled one, even if no fault comes any more.
func (w *world) search() (f found) {
	began := time.Now()
	x := &search{w: w, index: map[uint64]uint32{}}
	x.meet(state{}.key(), 0, move{}, 0)
	for n := uint32(0); int(n) < len(x.keys) && f.trouble == ""; n++ {
		s := stateOf(x.keys[n])
		if f.trouble = w.wrong(s); f.trouble != "" {
			x.retrace(&f, n)
			break
		}
		w.next(s, func(by move, to state) {
			f.moves++
			met := x.meet(to.key(), n, by, x.depth[n]+1)
			if !by.fault(s, w) {
				x.back = append(x.back, link{n, x.head[met]})
				x.head[met] = int32(len(x.back) - 1)
			}
		})
	}
	if f.trouble == "" {
		if n, stuck := x.stuck(); stuck {
			f.trouble = "no way leads out of it"
			x.retrace(&f, n)
		}
	}
	f.states, f.depth, f.took = len(x.keys), int(x.depth[len(x.depth)-1]), time.Since(began)
	return f
}

// meet gives the number of a state; a new one gets the next. The two intentions are alike: which of them is
// where makes no other state.
func (x *search) meet(key uint64, from uint32, by move, depth uint16) uint32 {
	alike := min(key, stateOf(key).turned().key())
	n, known := x.index[alike]
	if !known {
		n = uint32(len(x.keys))
		x.index[alike] = n
		x.keys, x.from, x.by = append(x.keys, key), append(x.from, from), append(x.by, by)
		x.depth, x.head = append(x.depth, depth), append(x.head, -1)
	}
	return n
}

// stuck gives the first state from which no way without faults leads to a settled one.
func (x *search) stuck() (uint32, bool) {
	well := make([]bool, len(x.keys))
	var open []uint32
	for n, k := range x.keys {
		if stateOf(k).settled() {
			well[n] = true
			open = append(open, uint32(n))
		}
	}
	for len(open) > 0 {
		n := open[len(open)-1]
		open = open[:len(open)-1]
		for l := x.head[n]; l >= 0; l = x.back[l].next {
			if from := x.back[l].from; !well[from] {
				well[from] = true
				open = append(open, from)
			}
		}
	}
	n := slices.Index(well, false)
	return uint32(max(n, 0)), n >= 0
}

func (x *search) retrace(f *found, n uint32) {
	for ; x.depth[n] > 0; n = x.from[n] {
		f.by, f.at = append(f.by, x.by[n]), append(f.at, stateOf(x.keys[n]))
	}
	slices.Reverse(f.by)
	slices.Reverse(f.at)
}

func (f found) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d states, %d moves, %d deep, %v", f.states, f.moves, f.depth, f.took.Round(time.Millisecond))
	if f.trouble == "" {
		return b.String()
	}
	fmt.Fprintf(&b, "\n%s, by %d moves:", f.trouble, len(f.by))
	for i, by := range f.by {
		fmt.Fprintf(&b, "\n  %2d  %s\n      [%v]", i+1, by, f.at[i].of[by.item])
	}
	return b.String()
}

func night() bool { return os.Getenv("DESK_TESTS") == "night" || os.Getenv("DESK_TESTS") == "release" }

// TestCashIsSafeInEveryOrder looks at all there is. Each world has everything once: alone an intention meets all of it, two at
// one desk share screen, journal and crashes, two at two desks share the office.
func TestCashIsSafeInEveryOrder(t *testing.T) {
	for _, tt := range []struct {
		name  string
		night bool
		w     world
	}{
		{"one intention", false, world{only: true, late: 2}},
		{"two at one desk", false, world{late: 1, plain: true, calm: true}},
		{"two at two desks", false, world{desk: [2]uint8{0, 1}, late: 1, plain: true, calm: true}},
		{"two at one desk, the disk fails", true, world{late: 1, plain: true}},
		{"two at one desk, with background checks", true, world{late: 1, calm: true}},
		{"two at one desk, two late copies", true, world{late: 2, plain: true, calm: true}},
		{"two at two desks, the disk fails", true, world{desk: [2]uint8{0, 1}, late: 1, plain: true}},
		{"two at two desks, two late copies", true, world{desk: [2]uint8{0, 1}, late: 2, plain: true, calm: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.night && !night() {
				return
			}
			tt.w.program = asked(t)
			f := tt.w.search()
			t.Log(f)
			if f.trouble != "" {
				t.Fail()
			}
		})
	}
}
