// Package model is desk and office in the small, looked at whole: every order in which two top-ups can be sent,
// asked about, given back, lost, held up, doubled, and met by crashes of desk, office and disk.
//
// House rules of this room: only tests. The states bear the names that the program gives them. What the program can
// answer itself is asked of it and not written down again: the journal says which record may follow which, the
// client says what an answer proves, the embedded office says what it answers; and paths of the model are walked
// through flow, client, journal and office themselves. A rule that is broken on purpose must be found out.
package model

import (
	"fmt"
	"strings"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// kinds are what the desk's disk says last of an id; the first is an id that it has not met.
var kinds = [...]journal.Kind{"", journal.Intent, journal.Sending, journal.Posted, journal.Rejected, journal.Cancelled, journal.Dropped}

const (
	unmet = iota
	intent
	sending
	posted
	rejected
	cancelled
	dropped
)

// steps are where the desk has the id: on its screen, beside it, or not at all.
var steps = [...]topup.Step{
	topup.Idle, topup.ReadBack, topup.Confirming, topup.Sending, topup.Unknown, topup.NotSent,
	topup.Posted, topup.Rejected, topup.Cancelled, topup.Halted, "parked", "neverSent", "gone", "down",
}

const (
	idle       = iota // before
	readBack          // INTENT is on disk
	confirming        // the cash lies on the counter
	onWay             // flow.TopUpSending
	unknown
	notSent
	showsPosted
	showsRejected
	showsCancelled
	halted    // the journal failed
	parked    // open, and not on the screen
	neverSent // an INTENT that a crash left; listed for the clerk to hand the cash back
	gone      // the desk, started again, does not speak of it
	down      // the desk does not run
)

// asks are the questions under way about an id.
var asks = [...]string{"", "send", string(outbox.AskAgain), string(outbox.AskCheck), string(outbox.AskGiveBack)}

const (
	nothing = iota
	send
	again
	check
	giveBack
)

// places are where a question is. From answered on it is the verdict that will come of the answer.
var places = [...]string{"", "journaled", "on its way", "worked on", "→ unknown", "→ notSent", "→ posted", "→ rejected", "→ cancelled"}

const (
	nowhere = iota
	queued  // on disk, no byte on the wire
	out
	worked
	answered
)

// verdicts stand in the order of the places.
var verdicts = [...]client.Verdict{client.Unknown, client.NotSent, client.Posted, client.Rejected, client.Cancelled}

const (
	isUnknown = iota
	isNotSent
	isPosted
	isRejected
	isCancelled
)

// offices are what the office keeps under the id.
var offices = [...]string{client.StateUnseen, "posted", "rejected", "cancelled", "posted another amount"}

const (
	unseen = iota
	hasPosted
	hasRejected
	hasCancelled
	hasOther // only if bytes were changed
)

var cashes = [...]string{"none", "held", "handed back", "kept"}

const (
	none = iota
	held
	back
	kept // the clerk was told posted, and the customer has gone
)

// item is one intention, all over: disk, screen, wire, office, and the cash.
type item struct {
	disk, step uint8
	call, at   uint8 // the question of the screen
	behind     uint8 // where a question of CheckParked is
	cash       uint8
	office     uint8
	posts      uint8 // how often the card was loaded
	abandoned  uint8 // what the office works on for nobody: send or giveBack
	sends      uint8 // copies of the body that are still under way
	cancels    uint8 // copies of a cancellation
}

// state is two intentions, and which desks' journals have failed since they were opened.
type state struct {
	of     [2]item
	halted [2]bool
}

var widths = [...]uint{3, 4, 3, 4, 4, 2, 3, 2, 3, 2, 1}

func (it *item) fields() [11]*uint8 {
	return [...]*uint8{&it.disk, &it.step, &it.call, &it.at, &it.behind, &it.cash, &it.office, &it.posts, &it.abandoned, &it.sends, &it.cancels}
}

// turned has the intentions the other way round.
func (s state) turned() state {
	s.of[0], s.of[1] = s.of[1], s.of[0]
	s.halted[0], s.halted[1] = s.halted[1], s.halted[0]
	return s
}

// key is the state in 64 bits.
func (s state) key() (k uint64) {
	for i := range s.of {
		for n, f := range s.of[i].fields() {
			k = k<<widths[n] | uint64(*f)
		}
		k <<= 1
		if s.halted[i] {
			k |= 1
		}
	}
	return k
}

func stateOf(k uint64) (s state) {
	for i := len(s.of) - 1; i >= 0; i-- {
		s.halted[i] = k&1 == 1
		k >>= 1
		all := s.of[i].fields()
		for n := len(all) - 1; n >= 0; n-- {
			*all[n] = uint8(k & (1<<widths[n] - 1))
			k >>= widths[n]
		}
	}
	return s
}

func (it item) String() string {
	var b strings.Builder
	disk := string(kinds[it.disk])
	if disk == "" {
		disk = "-"
	}
	fmt.Fprintf(&b, "disk %s, desk %s", disk, steps[it.step])
	if it.call != nothing {
		fmt.Fprintf(&b, " (%s %s)", asks[it.call], places[it.at])
	}
	if it.behind != nowhere {
		fmt.Fprintf(&b, " (background check %s)", places[it.behind])
	}
	fmt.Fprintf(&b, ", cash %s, office %s", cashes[it.cash], offices[it.office])
	if it.abandoned != nothing {
		fmt.Fprintf(&b, " working on a late %s", asks[it.abandoned])
	}
	if it.posts > 1 {
		fmt.Fprintf(&b, " %d times", it.posts)
	}
	if it.sends+it.cancels > 0 {
		fmt.Fprintf(&b, ", late copies: %d of the body, %d of the cancellation", it.sends, it.cancels)
	}
	return b.String()
}
