package cashtest

import (
	"fmt"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/count"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// countsNotes goes on with the count of the drawer, by notes and coins, until it leads to the question of the close. cents is what lies in
// the drawer; now and then the clerk miscounts, and counts once more.
func (k *Clerk) countsNotes(cents int64) {
	c := k.counter
	switch st := c.Count.State(); st.Step {
	case count.Idle, count.Rejected:
		c.Do(flow.CommandClose)
	case count.Asking:
		if st.First == nil && st.Typed.Empty() && k.counting.in(300) {
			cents += 500
			k.lastCount = k.lastCount || k.hasCounted()
		}
		k.fillsCount(cents)
	case count.Counted:
		k.seesCount(st)
		switch {
		case st.Asking != outbox.AskNothing:
		case !st.Known():
			c.Count.Check()
		case (!st.Agrees || st.Moved) && st.May(count.Recount):
			c.Count.Recount()
		default:
			c.Count.Accept(client.DifferenceReasons()[0])
		}
	case count.Unknown:
		k.settlesCount(st)
	}
}

// settles goes on with a count whose outcome is not known; false when there is none.
func (k *Clerk) settles() bool {
	st := k.counter.Count.State()
	if st.Step == count.Unknown {
		k.settlesCount(st)
	}
	return st.Step == count.Unknown || st.Step == count.Sending
}

// settlesCount asks about a count whose outcome is not known, or sends it again.
func (k *Clerk) settlesCount(st count.State) {
	if st.Asking == outbox.AskNothing {
		one(k.counting, k.counter.Count.Check, k.counter.Count.SendAgain)()
	}
}

// countsEarly counts a drawer in the middle of the day, once, and goes on working.
func (k *Clerk) countsEarly() {
	c := k.counter
	c.Do(flow.CommandClose)
	if st := c.Count.State(); st.Step == count.Asking && st.First == nil && k.counting.in(500) {
		k.fillsCount(k.cash())
		return
	}
	c.BackFromCount()
}

// seesCount is what the clerk reads of a count: after the first, one is left.
func (k *Clerk) seesCount(st count.State) {
	session, open := k.counter.Drawer.Open()
	if open && st.Known() && st.Left == 0 && k.countedNow[session.ID] == 1 && !k.countedBefore[session.ID] {
		k.books.contradictions = append(k.books.contradictions, fmt.Errorf("desk %s: the drawer was counted once, and no count is left", k.books.Desk))
	}
}

// hasCounted tells whether the clerk has counted the open drawer in an earlier life of the program, and may have no third count.
func (k *Clerk) hasCounted() bool {
	session, _ := k.counter.Drawer.Open()
	return k.countedBefore[session.ID]
}

func (k *Clerk) fillsCount(cents int64) {
	session, _ := k.counter.Drawer.Open()
	k.countedNow[session.ID]++
	flowtest.TypeNotes(cents, k.counter.Count.Type)
	k.counter.Count.Fill()
}

// cash is what lies in the drawer, in cents.
func (k *Clerk) cash() int64 { return max(0, k.float+k.books.Kept()+k.books.Carried()) }
