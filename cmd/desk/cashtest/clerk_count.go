package cashtest

import (
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
		}
		flowtest.TypeNotes(cents, c.Count.Type)
		c.Count.Fill()
	case count.Counted:
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
		flowtest.TypeNotes(k.cash(), c.Count.Type)
		c.Count.Fill()
		return
	}
	c.BackFromCount()
}

// cash is what lies in the drawer, in cents.
func (k *Clerk) cash() int64 { return max(0, k.float+k.books.Kept()+k.books.Carried()) }
