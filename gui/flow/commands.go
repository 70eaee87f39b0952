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
	if c.Lock.State().Busy() {
		c.show(PanelLock)
		c.refuse(Say("counter.finish-first"))
		return false
	}
	c.Lock.Back()
	c.TopUp.Leave()
	if c.TopUp.State().Step == TopUpUnknown { // an answer is awaited: it can't be left this instant
		c.refuse(Say("counter.finish-first"))
		return false
	}
	c.count()
	return true
}

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
	switch {
	case !c.Lock.State().Ended():
		c.show(PanelLock)
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
	switch c.TopUp.State().Step {
	case TopUpSending, TopUpReadBack, TopUpConfirming, TopUpNotSent:
		c.show(PanelTopUp)
		c.refuse(Say("counter.finish-first"))
	default:
		c.SignIn.SignOut()
	}
}

// ClosingAsks says what closing the window now would mean; nil when nothing is in the way.
func (c *Counter) ClosingAsks() *Message {
	st := c.TopUp.State()
	switch {
	case st.Step == TopUpSending || st.InFlight():
		return Say("counter.close.in-flight", "Amount", st.Amount)
	case st.Step == TopUpReadBack || st.Step == TopUpConfirming:
		return Say("counter.close.read-back", "Amount", st.Amount)
	case c.Drawer.State().Busy:
		return Say("counter.close.drawer")
	case !c.Lock.State().Ended():
		return Say("counter.close.lock")
	case c.Orders.State().Busy():
		return Say("counter.close.orders")
	case c.state.OpenCount > 0:
		return Say("counter.close.open-items", "Count", c.state.OpenCount)
	}
	return nil
}
