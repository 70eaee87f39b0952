package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// unfinished is a set of jobs that may stand half done at the counter.
type unfinished uint

const (
	cashStopped       unfinished = 1 << iota // a top-up whose journal failed
	cashSending                              // a top-up is on its way
	cashInFlight                             // a top-up's outcome is not settled
	cashCounted                              // said aloud: cash lies on the desk
	cashNotSent                              // a top-up that certainly never left, of which the clerk decides
	formAsking                               // the office looks at a top-up's form
	cashAsking                               // any answer about a top-up is awaited
	cashBegun                                // a top-up that has not ended
	drawerBusy                               // an answer about the drawer is awaited
	lockSending                              // a lock is on its way
	lockBusy                                 // any answer about a lock is awaited
	lockUnsettled                            // a lock's outcome is not settled
	movementSending                          // a movement of cash is on its way
	movementBusy                             // any answer about a movement is awaited
	movementUnsettled                        // a movement's outcome is not settled
	countSending                             // a count of the drawer is on its way
	countBusy                                // any answer about a count is awaited
	countUnsettled                           // a count's outcome is not settled
	reversalSending                          // a reversal is on its way
	reversalBusy                             // any answer about a reversal is awaited
	reversalUnsettled                        // a reversal's outcome is not settled
	unlockSending                            // an unlock is on its way
	unlockBusy                               // any answer about an unlock is awaited
	unlockUnsettled                          // an unlock's outcome is not settled
	custodySending                           // a drawer's passing on is on its way
	custodyBusy                              // any answer about one is awaited
	custodyUnsettled                         // the outcome of one is not settled
	approvalAsked                            // a second person is asked for
	ordersUnderWay                           // a list of payment orders is being made
)

// What must be finished first, by what a command does to it.
const (
	// beforeShowing: how a write ended is read on its own panel. It takes seconds.
	beforeShowing = cashSending | reversalSending | lockSending | unlockSending | movementSending | custodySending | countSending | approvalAsked
	// beforeLeaving: cash that lies on the desk belongs to the job on the screen.
	beforeLeaving = beforeShowing | cashCounted | cashNotSent | formAsking
	// beforeSignOut: no answer may come to nobody.
	beforeSignOut = beforeLeaving | drawerBusy
	// beforeCover: behind a cover nobody sees an answer; what is counted waits there for the same clerk.
	beforeCover = cashAsking | reversalBusy | drawerBusy | lockBusy | unlockBusy | movementBusy | custodyBusy | countBusy | approvalAsked | ordersUnderWay
)

// stand is one job that may stand half done: where, and what closing the window would mean ("" if nothing).
type stand struct {
	unfinished
	at      Panel
	closing string
	is      func(*Counter) bool
}

// stands are all of them, the more urgent before the less.
var stands = []stand{
	{cashStopped, PanelTopUp, "counter.close.halted", func(c *Counter) bool { return c.TopUp.State().Stage == outbox.Halted && c.TopUp.State().ID != "" }},
	{cashSending, PanelTopUp, "counter.close.in-flight", topUpIs(outbox.Sending)},
	{cashInFlight, PanelTopUp, "counter.close.in-flight", func(c *Counter) bool { return c.TopUp.State().InFlight() }},
	{cashCounted, PanelTopUp, "counter.close.read-back", func(c *Counter) bool {
		s := c.TopUp.State()
		return s.Offers(topup.Tender) || s.Offers(topup.Confirm) || s.Step == topup.Approving
	}},
	{cashNotSent, PanelTopUp, "", topUpIs(outbox.NotSent)},
	{formAsking, PanelTopUp, "", func(c *Counter) bool { return c.TopUp.State().Step.Waits() }},
	{cashAsking, PanelTopUp, "", func(c *Counter) bool { return c.TopUp.State().Busy() }},
	{cashBegun, PanelTopUp, "", func(c *Counter) bool { return !c.TopUp.State().Ended() }},
	{reversalSending, PanelReversal, "counter.close.reversal", func(c *Counter) bool { return c.Reversal.State().Stage == outbox.Sending }},
	{approvalAsked, PanelTopUp, "counter.close.approval", approves(client.ApproveTopUp)},
	{approvalAsked, PanelReversal, "counter.close.approval", approves(client.ApproveReversal)},
	{approvalAsked, PanelUnlock, "counter.close.approval", approves(client.ApproveUnlock)},
	{approvalAsked, PanelCustody, "counter.close.approval", approves(client.ApproveCustody)},
	{approvalAsked, PanelDrawer, "counter.close.approval", approves(client.ApproveSettlement)},
	{reversalBusy, PanelReversal, "", func(c *Counter) bool { return c.Reversal.State().Busy() }},
	{reversalUnsettled, PanelReversal, "counter.close.reversal", func(c *Counter) bool { return !c.Reversal.State().Ended() }},
	{drawerBusy, PanelDrawer, "counter.close.drawer", func(c *Counter) bool { return c.Drawer.State().Busy }},
	{lockSending, PanelLock, "counter.close.lock", func(c *Counter) bool { return c.Lock.State().Stage == outbox.Sending }},
	{lockBusy, PanelLock, "", func(c *Counter) bool { return c.Lock.State().Busy() }},
	{lockUnsettled, PanelLock, "counter.close.lock", func(c *Counter) bool { return !c.Lock.State().Ended() }},
	{unlockSending, PanelUnlock, "counter.close.unlock", func(c *Counter) bool { return c.Unlock.State().Stage == outbox.Sending }},
	{unlockBusy, PanelUnlock, "", func(c *Counter) bool { return c.Unlock.State().Busy() }},
	{unlockUnsettled, PanelUnlock, "counter.close.unlock", func(c *Counter) bool { return !c.Unlock.State().Ended() }},
	{movementSending, PanelMovement, "counter.close.movement", func(c *Counter) bool { return c.Movement.State().Stage == outbox.Sending }},
	{movementBusy, PanelMovement, "", func(c *Counter) bool { return c.Movement.State().Busy() }},
	{movementUnsettled, PanelMovement, "counter.close.movement", func(c *Counter) bool { return !c.Movement.State().Ended() }},
	{custodySending, PanelCustody, "counter.close.custody", func(c *Counter) bool { return c.Custody.State().Stage == outbox.Sending }},
	{custodyBusy, PanelCustody, "", func(c *Counter) bool { return c.Custody.State().Busy() }},
	{custodyUnsettled, PanelCustody, "counter.close.custody", func(c *Counter) bool { return !c.Custody.State().Ended() }},
	{countSending, PanelCount, "counter.close.count", func(c *Counter) bool { return c.Count.State().Stage == outbox.Sending }},
	{countBusy, PanelCount, "", func(c *Counter) bool { return c.Count.State().Busy() }},
	{countUnsettled, PanelCount, "counter.close.count", func(c *Counter) bool { return !c.Count.State().Ended() }},
	{ordersUnderWay, PanelOrders, "counter.close.orders", func(c *Counter) bool { return c.Orders.State().Busy() }},
}

func topUpIs(at outbox.Stage) func(*Counter) bool {
	return func(c *Counter) bool { return c.TopUp.State().Stage == at }
}

// approves reports that a second person is asked about such an act.
func approves(act client.ApprovalAct) func(*Counter) bool {
	return func(c *Counter) bool { s := c.Approval.State(); return s.Open() && s.Act == act }
}

// waitsFor is where the first of some jobs stands half done.
func (c *Counter) waitsFor(first unfinished) (at Panel, waits bool) {
	for _, s := range stands {
		if first&s.unfinished != 0 && s.is(c) {
			return s.at, true
		}
	}
	return "", false
}

// ClosingAsks says what closing the window now would mean; nil when nothing is in the way.
func (c *Counter) ClosingAsks() *task.Message {
	for _, s := range stands {
		if s.closing != "" && s.is(c) {
			return task.Say(s.closing, "Amount", c.TopUp.State().Amount)
		}
	}
	if n := len(c.OpenItems()); n > 0 {
		return task.Say("counter.close.open-items", "Count", n)
	}
	return nil
}
