package outbox

import (
	"slices"
	"time"

	"cekr.kranj.si/desk/client/journal"
)

// Retiring is a journal that can let go of what has served its time.
type Retiring interface {
	Journal
	Compact(upTo int64) (dropped int64, err error)
}

// Retire lets the journal go of what ended more than keep ago and was confirmed by the office, and tells how
// many records went. While anything is open, or an ending was not read, nothing goes. It goes in the order of its
// ending, so that whatever stays keeps all that was said of it later: that a clerk has read it, and that the office
// has confirmed it. The age is reckoned against the last record, or against now if that is earlier: a PC whose clock
// has run ahead drops nothing too soon.
func Retire(j Retiring, of []Kind, now time.Time, keep time.Duration) (dropped int64, err error) {
	open, settled := j.Items(), j.Settled()
	busy := slices.ContainsFunc(open, func(item journal.Item) bool { return !isMark(item.First().Task) })
	if busy || len(settled) == 0 || slices.ContainsFunc(settled, trailOf(of, settled, open).unread) {
		return 0, nil
	}
	if last := settled[len(settled)-1].Ending.At; last.Before(now) {
		now = last
	}
	ended, confirmed, upTo := endedBy(settled, now), comparedUpTo(j), int64(0)
	for i, s := range settled {
		if s.Seq > confirmed || !ended[i].Before(now.Add(-keep)) {
			break
		}
		upTo = s.Ended
	}
	if upTo == 0 {
		return 0, nil
	}
	return j.Compact(upTo)
}

// endedBy is the time by which each has ended: its own, or, where the PC's clock was set back or ran ahead of now, that
// of a later one. It errs towards keeping.
func endedBy(settled []journal.Settled, now time.Time) []time.Time {
	times := make([]time.Time, len(settled))
	var latest time.Time
	for i, s := range settled {
		if at := s.Ending.At; !at.Before(latest) && !at.After(now) {
			times[i], latest = at, at
		}
	}
	for i, next := len(times)-1, now; i >= 0; i-- {
		if times[i].IsZero() {
			times[i] = next
		}
		next = times[i]
	}
	return times
}
