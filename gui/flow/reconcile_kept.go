package flow

import (
	"strconv"
	"strings"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
)

// kept is a write as the journal has it, to be held against the office's list.
type kept struct {
	id, mokID string
	amount    money.Amount
	seq       int64
	state     string // posted, rejected, cancelled, open or unsent
}

// States of a kept write besides the office's own.
const (
	keptOpen   = "open"
	keptUnsent = "unsent"
)

var keptStates = map[journal.Kind]string{
	journal.Posted: string(client.Posted), journal.Rejected: string(client.Rejected), journal.Cancelled: string(client.Cancelled),
	journal.Dropped: keptUnsent,
}

// keptOf is what the journal has of a task, by id. What is open is read first: an item may end between the two
// looks, and would be in neither if the second were for open ones.
func keptOf(j Journal, task string) map[string]kept {
	all := map[string]kept{}
	for _, item := range j.Items() {
		first := item.First()
		if first.Task != task {
			continue
		}
		k := kept{first.ID, first.MokID, first.Amount, item.Last().Seq, keptOpen}
		if item.NeverSent() {
			k.state = keptUnsent
		}
		all[first.ID] = k
	}
	for _, s := range j.Settled() {
		if s.Ending.Task == task {
			all[s.Ending.ID] = kept{s.Ending.ID, s.Ending.MokID, s.Ending.Amount, s.Seq, keptStates[s.Ending.Kind]}
		}
	}
	return all
}

const comparedNote = "seq-"

// comparedUpTo is the number up to which the office has confirmed this journal before. Without a mark it is
// all that was compacted: only what was confirmed ever is.
func comparedUpTo(j Journal) int64 {
	next, _ := j.Next()
	upTo, least := int64(0), next
	for _, item := range j.Items() { // before what is settled, as in keptOf
		if seq := item.Last().Seq; seq > 0 {
			least = min(least, seq)
		}
	}
	for _, s := range j.Settled() {
		if s.Ending.Task == markCompared {
			upTo = max(upTo, comparedIn(s.Ending.Note, next))
		}
		if s.Seq > 0 {
			least = min(least, s.Seq)
		}
	}
	return max(upTo, least-1)
}

// comparedIn reads a mark's note; a number that this journal never gave is none.
func comparedIn(note string, next int64) int64 {
	digits, found := strings.CutPrefix(note, comparedNote)
	n, err := strconv.ParseInt(digits, 10, 64)
	if !found || err != nil || n < 0 || n >= next {
		return 0
	}
	return n
}
