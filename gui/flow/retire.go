package flow

import (
	"slices"
	"time"

	"cekr.kranj.si/desk/client/journal"
)

// Retiring is a journal that can let go of what has served its time.
type Retiring interface {
	Journal
	Compact(before time.Time) (dropped int64, err error)
}

// Retire lets the journal go of what ended more than keep ago and was confirmed by the office, and tells how
// many records went. While anything is open, or an ending was not read, nothing goes. The age is reckoned
// against the last record, or against now if that is earlier: a PC whose clock has run ahead drops nothing
// too soon.
func Retire(j Retiring, now time.Time, keep time.Duration) (dropped int64, err error) {
	open, settled := j.Items(), j.Settled()
	busy := slices.ContainsFunc(open, func(item journal.Item) bool { return !isMark(item.First().Task) })
	if busy || len(settled) == 0 || slices.ContainsFunc(settled, trailOf(settled, open).unread) {
		return 0, nil
	}
	if last := settled[len(settled)-1].Ending.At; last.Before(now) {
		now = last
	}
	before, upTo := now.Add(-keep), comparedUpTo(j)
	for _, s := range settled {
		if s.Seq > upTo && s.Ending.At.Before(before) {
			before = s.Ending.At
		}
	}
	if !slices.ContainsFunc(settled, func(s journal.Settled) bool { return s.Ending.At.Before(before) }) {
		return 0, nil
	}
	return j.Compact(before)
}
