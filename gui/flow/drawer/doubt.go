package drawer

import (
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/task"
)

const (
	// noDrawerHolds is more than fits into a drawer whatever the office allows, in cents: ten thousand notes of a hundred euros. A sum
	// above it is asked about, never refused.
	noDrawerHolds = 1_000_000_00
	// near is what two sums may differ by and be near each other, in cents, however small they are.
	near = 20_00
	// A count is near what is expected within a tenth of it: a note too few is the clerk's to find, a digit too many or two that have
	// changed places are a slip of the keys. Floats differ from day to day: within half.
	countShare, floatShare = 10, 2
)

// judged completes a state by what the office wants of its drawers. What may not be seen is not in it.
func (d *Flow) judged(s State) State {
	house := d.host.Standing()
	switch s.Step {
	case None, Float, SureFloat, Opening, Closed: // no cash is expected now, or it may be told
	default:
		s.Blind = house.Blind || house.Counting
		s.Counting = house.Counting
	}
	s.ByNotes = house.Count != nil
	s.Doubts = d.doubts(s.Step, s.Sum)
	s.Differs = s.Step == SureFloat && Notes{d}.differs(s.Sum)
	s.Safe = house.Safe
	s.Advice = advice(s, house)
	if s.Blind {
		s.Session.Total = money.Amount{}
		s.Counted = s.Counted.blind()
	}
	return s
}

// doubts say why a sum that is asked about can't be right, and what it is compared with; none for a sum that may be.
func (d *Flow) doubts(step Step, sum money.Amount) (all []*task.Message) {
	house := d.host.Standing()
	switch most := house.Limits.DrawerLockout; {
	case step != SureFloat && step != SureCount:
		return nil
	case told(most) && most.Less(sum):
		all = append(all, task.Say("drawer.doubt.limit", "Sum", sum, "Most", most))
	case sum.Cents > noDrawerHolds:
		all = append(all, task.Say("drawer.doubt.holds", "Sum", sum))
	}
	last, expected := d.state.Previous, d.state.Session.Total
	switch {
	case step == SureFloat && last != nil && told(last.Counted) && far(sum, last.Counted, floatShare) && far(sum, last.Float, floatShare):
		all = append(all, task.Say("drawer.doubt.previous", "Sum", sum, "Counted", last.Counted, "Float", last.Float))
	case step == SureCount && d.state.Counted == nil && !house.Blind && told(expected) && far(sum, expected, countShare):
		difference, _ := sum.Sub(expected) // both are within an amount's bounds, and not below zero
		all = append(all, task.Say("drawer.doubt.expected", "Sum", sum, "Expected", expected, "Difference", difference))
	}
	return all
}

// told tells an amount that the office gave from one that it left out.
func told(a money.Amount) bool { return a.Currency != "" }

// far tells that two sums differ by more than a share of the second one; share 10 is a tenth.
func far(sum, from money.Amount, share int64) bool {
	difference := max(sum.Cents-from.Cents, from.Cents-sum.Cents)
	return difference > max(near, from.Cents/share)
}

// advice is what to do about a drawer that holds much; nil while it does not.
func advice(s State, house Standing) *task.Message {
	total := s.Session.Total
	if s.Step != Opened || !told(total) {
		return nil
	}
	for _, a := range []struct {
		from money.Amount
		key  string
	}{{house.Limits.DrawerLockout, "drawer.full"}, {house.Limits.DrawerWarning, "drawer.much"}} {
		key := a.key
		if house.Safe {
			key += ".safe"
		}
		switch {
		case !told(a.from) || total.Less(a.from):
		case s.Blind:
			return task.Say(key + ".blind")
		default:
			return task.Say(key, "Total", total, "From", a.from, "Most", house.Limits.DrawerLockout)
		}
	}
	return nil
}
