package cashtest

import (
	"fmt"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func errDifference(desk string, cents int64) error {
	return fmt.Errorf("desk %s: the close is off by %d cents", desk, cents)
}

// begin takes the next customer, or what is open.
func (k *Clerk) begin(st topup.State) {
	c := k.counter
	if st.Step != topup.Idle {
		k.wants = Card{}
		c.Do(flow.CommandNext)
		return
	}
	if k.undoing() || k.unlocking() || k.pinging() || k.lock() || k.moves() || k.settles() || k.wantsReversal() {
		return
	}
	open := k.resumable()
	switch {
	case len(open) > 0 && (k.tidy || k.guest || k.chance.in(300)):
		c.Resume(one(k.chance, open...))
	case k.guest:
		c.Do(flow.CommandSignOut)
	case k.often && !k.tidy && k.counting.in(300):
		k.countsEarly()
	case k.wants != Card{}:
		k.serve()
	case k.jobs > 0:
		k.jobs--
		k.wants, k.amount = one(k.chance, k.cards...), one(k.chance, "5", "5", "20", "20,50", "120", "250", "480")
		if k.seconds && k.second.in(400) {
			k.amount = one(k.second, "500,01", "700")
		}
	case k.tidy && k.last && len(k.books.Open()) == 0:
		k.close()
	}
}

// resumable are the ids of the open items that the clerk takes up from the list: top-ups and locks.
func (k *Clerk) resumable() (ids []string) {
	for _, item := range k.counter.OpenItems() {
		if item.Kind != flow.OpenNeverSent && item.Kind != flow.OpenDrawer {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// serve brings the customer's card to the screen and begins.
func (k *Clerk) serve() {
	c := k.counter
	shown := c.Card.State()
	switch {
	case shown.Step == card.Looking:
	case shown.Step != card.Shown || shown.MokID != k.wants.MokID:
		c.LookUp(k.wants.MokID)
	case k.locks && shown.May(client.ActLock) && k.chance.in(400):
		k.books.pings++
		k.ping.Send(shown.MokID, c.State().Me.Staff.Number)
	case k.locks && shown.May(client.ActLock):
		c.Do(flow.CommandLock)
	case k.wantsUnlock():
		c.Do(flow.CommandUnlock)
	case !shown.May(client.ActTopUp):
		k.wants = Card{} // locked meanwhile: the customer goes
		c.Do(flow.CommandNext)
	default:
		c.Do(flow.CommandTopUp)
	}
}

func (k *Clerk) askAmount(st topup.State) {
	c := k.counter
	if st.Problem != nil && k.chance.in(500) { // over the limit, blocked, no answer: the customer gives up at some point
		k.wants = Card{}
		c.Do(flow.CommandNext)
		return
	}
	c.TopUp.Quote(k.amount)
}

// count takes the cash.
func (k *Clerk) count() {
	c := k.counter
	switch {
	case k.chance.in(60):
		c.TopUp.Back()
	case k.chance.in(30):
		c.TopUp.Leave()
	default:
		c.TopUp.Tender(one(k.chance, "", "500"))
	}
}

func (k *Clerk) confirm() {
	c := k.counter
	if k.chance.in(40) {
		c.TopUp.Back()
		return
	}
	c.TopUp.Confirm()
	if k.chance.in(200) {
		c.TopUp.Confirm()
	}
}

// unknown takes one of the ways out, or leaves it open for now.
func (k *Clerk) unknown(st topup.State) {
	c := k.counter
	if st.Asking != outbox.AskNothing {
		return
	}
	if st.Step == topup.NotSent {
		one(k.chance, c.TopUp.SendAgain, c.TopUp.GiveBack)()
		return
	}
	ways := []func(){c.TopUp.Check, c.TopUp.SendAgain, c.TopUp.GiveBack, func() {}}
	if !k.tidy {
		ways = append(ways, flowtest.Does(c, flow.CommandNext))
	}
	one(k.chance, ways...)()
}

// lock goes on with the lock of a card, if one is on the screen.
func (k *Clerk) lock() bool {
	c := k.counter
	st := c.Lock.State()
	switch st.Step {
	case lock.Asking:
		c.Lock.Fill(lock.Form{Reason: client.ReasonLost, Reporter: client.ReporterHolder, Verification: client.VerifiedByDocument})
	case lock.Confirming:
		c.Lock.Confirm()
	case lock.Unknown, lock.NotSent:
		if st.Asking == outbox.AskNothing {
			one(k.chance, c.Lock.Check, c.Lock.SendAgain, c.GiveLockUp)()
		}
	case lock.Posted:
		c.BackFromLock()
	case lock.Rejected, lock.NeverSent:
		c.Do(flow.CommandNext)
	case lock.Idle:
		return false
	}
	return true
}

// close counts the drawer and closes it: it must hold the float and the cash that was kept.
func (k *Clerk) close() {
	c := k.counter
	switch c.Drawer.State().Step {
	case drawer.Opened:
		k.countsNotes(k.cash())
	case drawer.SureCount:
		c.Drawer.Confirm()
	}
}

// evening lets the clerk settle what is open, on a network without faults.
func (k *Clerk) evening() { k.tidy = true }
