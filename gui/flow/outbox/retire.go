package outbox

import (
	"cmp"
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
	open, settled, facts := j.Items(), j.Settled(), j.Facts()
	all := pastOf(settled, facts)
	if len(open) > 0 || len(all) == 0 || slices.ContainsFunc(settled, trailOf(of, settled, open, facts).unread) {
		return 0, nil
	}
	if last := all[len(all)-1].at; last.Before(now) {
		now = last
	}
	over, confirmed, upTo := overBy(all, now), comparedUpTo(j), int64(0)
	for i, p := range all {
		if p.seq > confirmed || !over[i].Before(now.Add(-keep)) {
			break
		}
		upTo = p.place
	}
	if upTo == 0 {
		return 0, nil
	}
	return j.Compact(upTo)
}

// past is what a journal may let go of: an ending or a fact, at its place.
type past struct {
	place int64
	at    time.Time
	seq   int64 // that the office must have confirmed; 0 for none
}

// pastOf is all of it, in its order.
func pastOf(settled []journal.Settled, facts []journal.Fact) []past {
	all := make([]past, 0, len(settled)+len(facts))
	for _, s := range settled {
		all = append(all, past{s.Ended, s.Ending.At, s.Seq})
	}
	for _, f := range facts {
		all = append(all, past{f.Place, f.At, 0})
	}
	slices.SortFunc(all, func(a, b past) int { return cmp.Compare(a.place, b.place) })
	return all
}

// overBy is the time by which each was over: its own, or, where the PC's clock was set back or ran ahead of now, that
// of a later one. It errs towards keeping.
func overBy(all []past, now time.Time) []time.Time {
	times := make([]time.Time, len(all))
	var latest time.Time
	for i, p := range all {
		if !p.at.Before(latest) && !p.at.After(now) {
			times[i], latest = p.at, p.at
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
