package flow

import (
	"cekr.kranj.si/desk/client"
)

// refuse says why a command does nothing now.
func (c *Counter) refuse(m *Message) {
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
	case TopUpReadBack, TopUpConfirming, TopUpSending, TopUpNotSent, TopUpNamingPayer, TopUpMatching, TopUpQuoting:
		c.show(PanelTopUp)
		c.refuse(Say("counter.finish-first"))
		return false
	}
	if c.Lock.State().Step == LockSending {
		c.show(PanelLock)
		c.refuse(Say("counter.finish-first"))
		return false
	}
	c.Lock.Leave()
	c.leaveTopUp()
	c.count()
	return true
}

// leaveTopUp takes a top-up that may be left off the screen. An outcome that lay hidden behind another panel
// may not have been read, and stays among the open items.
func (c *Counter) leaveTopUp() { c.TopUp.release(c.seesTopUp()) }

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
	card := c.Card.State()
	lockable := card.May(client.ActLock) || (card.Step == CardMinimal && card.Minimal.Lockable)
	open, isOpen := c.Lock.openFor(card.MokID)
	switch {
	case c.Lock.State().Step == LockSending, c.Lock.State().Step == LockHalted:
		c.show(PanelLock)
	case isOpen:
		c.resumeLock(open)
	case c.outbox.Halted():
		c.refuse(Say("journal.no-lock"))
	case !c.state.Me.Can(client.MayLock):
		c.refuse(Say("counter.no-lock-here"))
	case card.Step != CardShown && card.Step != CardMinimal:
		c.refuse(Say("counter.card-first"))
	case !lockable:
		c.refuse(Say("counter.not-lockable"))
	default:
		if c.free() {
			c.Lock.Begin(card.MokID)
			c.show(PanelLock)
		}
	}
}

// BackFromLock goes back one question, or to the card. A lock that is open stays open.
func (c *Counter) BackFromLock() {
	c.Lock.Back()
	if c.Lock.State().Step != LockAsking {
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
	if c.TopUp.State().Step != TopUpIdle {
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
	case st.Step == TopUpReadBack, st.Step == TopUpConfirming, st.Step == TopUpNotSent,
		st.Busy() && st.Step != TopUpUnknown:
		c.finishFirst(PanelTopUp)
	case c.Lock.State().Step == LockSending:
		c.finishFirst(PanelLock)
	case c.Drawer.State().Busy:
		c.finishFirst(PanelDrawer)
	default:
		c.SignIn.SignOut()
	}
}

func (c *Counter) finishFirst(at Panel) {
	c.show(at)
	c.refuse(Say("counter.finish-first"))
}

// ClosingAsks says what closing the window now would mean; nil when nothing is in the way.
func (c *Counter) ClosingAsks() *Message {
	st := c.TopUp.State()
	switch {
	case st.Step == TopUpLocked && st.ID != "":
		return Say("counter.close.locked", "Amount", st.Amount)
	case st.InFlight():
		return Say("counter.close.in-flight", "Amount", st.Amount)
	case st.Step == TopUpReadBack || st.Step == TopUpConfirming:
		return Say("counter.close.read-back", "Amount", st.Amount)
	case c.Drawer.State().Busy:
		return Say("counter.close.drawer")
	case !c.Lock.State().Ended():
		return Say("counter.close.lock")
	case c.Orders.State().Busy():
		return Say("counter.close.orders")
	case len(c.OpenItems()) > 0:
		return Say("counter.close.open-items", "Count", len(c.OpenItems()))
	}
	return nil
}
