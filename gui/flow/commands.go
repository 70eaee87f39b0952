package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// refuse says why a command does nothing now.
func (c *Counter) refuse(m *task.Message) {
	c.set(func(s *CounterState) { s.Notice = m })
}

// ready reports whether a command may run at all, and takes the last notice away.
func (c *Counter) ready() bool {
	if !c.state.SignedIn {
		return false
	}
	c.state.Notice, c.topUpNext = nil, false
	return true
}

func (c *Counter) show(p Panel) {
	if p != PanelPage {
		c.Page.Close()
	}
	if p != PanelOrders && !c.Orders.State().Busy() {
		c.Orders.Close() // a list's rows must not stay behind another panel
	}
	if p != PanelOrder && p != PanelPage && c.Order.State().Open {
		c.Order.Close() // nor a payer's name
	}
	c.set(func(s *CounterState) { s.Panel = p })
}

// free leaves a top-up that may be left. While cash is being counted or sent it refuses.
func (c *Counter) free() bool {
	switch c.TopUp.State().Step {
	case topup.ReadBack, topup.Confirming, topup.Sending, topup.NotSent, topup.NamingPayer, topup.Matching, topup.Quoting:
		c.show(PanelTopUp)
		c.refuse(task.Say("counter.finish-first"))
		return false
	}
	if c.Lock.State().Step == lock.Sending {
		c.show(PanelLock)
		c.refuse(task.Say("counter.finish-first"))
		return false
	}
	c.Lock.Leave()
	c.leaveTopUp()
	c.count()
	return true
}

// leaveTopUp takes a top-up that may be left off the screen. An outcome that lay hidden behind another panel
// may not have been read, and stays among the open items.
func (c *Counter) leaveTopUp() { c.TopUp.Release(c.seesTopUp()) }

func (c *Counter) seesTopUp() bool { return c.sees(PanelTopUp) }

// sees reports that a panel lies before a clerk's eyes.
func (c *Counter) sees(p Panel) bool { return c.state.SignedIn && c.state.Panel == p }

// NextCustomer empties the counter for the next customer.
func (c *Counter) NextCustomer() {
	if !c.ready() || !c.free() {
		return
	}
	c.Card.Clear()
	c.show(PanelCard)
}

// LookUp takes what was typed into the MOK ID field.
func (c *Counter) LookUp(text string) {
	if !c.ready() || !c.free() {
		return
	}
	c.show(PanelCard)
	c.Card.Enter(text)
}

// BeginLock asks why the card on the screen is to be locked, or shows the lock that is open.
func (c *Counter) BeginLock() {
	if !c.ready() {
		return
	}
	shown := c.Card.State()
	lockable := shown.May(client.ActLock) || (shown.Step == card.Minimal && shown.Minimal.Lockable)
	open, isOpen := c.Lock.OpenFor(shown.MokID)
	switch {
	case c.Lock.State().Step == lock.Sending, c.Lock.State().Step == lock.Halted:
		c.show(PanelLock)
	case isOpen:
		c.resumeLock(open)
	case c.outbox.Halted():
		c.refuse(task.Say("journal.no-lock"))
	case !c.state.Me.Can(client.MayLock):
		c.refuse(task.Say("counter.no-lock-here"))
	case shown.Step != card.Shown && shown.Step != card.Minimal:
		c.refuse(task.Say("counter.card-first"))
	case !lockable:
		c.refuse(task.Say("counter.not-lockable"))
	default:
		if c.free() {
			c.Lock.Begin(shown.MokID)
			c.show(PanelLock)
		}
	}
}

// BackFromLock goes back one question, or to the card. A lock that is open stays open.
func (c *Counter) BackFromLock() {
	c.Lock.Back()
	if c.Lock.State().Step != lock.Asking {
		c.ShowWork()
	}
	c.count()
}

// GiveLockUp ends a lock that certainly was not sent, and goes back to the card, which is not locked.
func (c *Counter) GiveLockUp() {
	if c.ready() {
		c.Lock.GiveUp()
		c.ShowWork()
	}
}

// ShowWork goes back to the job: the top-up if there is one, else the card.
func (c *Counter) ShowWork() {
	if !c.ready() {
		return
	}
	if c.TopUp.State().Step != topup.Idle {
		c.show(PanelTopUp)
		return
	}
	c.show(PanelCard)
}

// SignOut ends the clerk's session. It waits for a request that is on its way with money.
func (c *Counter) SignOut() {
	if !c.ready() {
		return
	}
	switch st := c.TopUp.State(); {
	case st.Step == topup.ReadBack, st.Step == topup.Confirming, st.Step == topup.NotSent,
		st.Busy() && st.Step != topup.Unknown:
		c.finishFirst(PanelTopUp)
	case c.Lock.State().Step == lock.Sending:
		c.finishFirst(PanelLock)
	case c.Drawer.State().Busy:
		c.finishFirst(PanelDrawer)
	default:
		c.SignIn.SignOut()
	}
}

func (c *Counter) finishFirst(at Panel) {
	c.show(at)
	c.refuse(task.Say("counter.finish-first"))
}

// ClosingAsks says what closing the window now would mean; nil when nothing is in the way.
func (c *Counter) ClosingAsks() *task.Message {
	st := c.TopUp.State()
	switch {
	case st.Step == topup.Locked && st.ID != "":
		return task.Say("counter.close.locked", "Amount", st.Amount)
	case st.InFlight():
		return task.Say("counter.close.in-flight", "Amount", st.Amount)
	case st.Step == topup.ReadBack || st.Step == topup.Confirming:
		return task.Say("counter.close.read-back", "Amount", st.Amount)
	case c.Drawer.State().Busy:
		return task.Say("counter.close.drawer")
	case !c.Lock.State().Ended():
		return task.Say("counter.close.lock")
	case c.Orders.State().Busy():
		return task.Say("counter.close.orders")
	case len(c.OpenItems()) > 0:
		return task.Say("counter.close.open-items", "Count", len(c.OpenItems()))
	}
	return nil
}
