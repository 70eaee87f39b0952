package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// frame is what stands around the panels: which one is shown, and what is said above it.
type frame struct{ c *Counter }

// refuse says why a command does nothing now.
func (f frame) refuse(m *task.Message) {
	f.set(func(s *CounterState) { s.Notice = m })
}

// ready reports whether a command may run at all, and takes the last notice away.
func (f frame) ready() bool {
	if !f.c.state.SignedIn {
		return false
	}
	f.c.state.Notice, f.c.topUpNext = nil, false
	return true
}

func (f frame) show(p Panel) {
	if p != PanelPage {
		f.c.Page.Close()
	}
	if p != PanelOrders && !f.c.Orders.State().Busy() {
		f.c.Orders.Close() // a list's rows must not stay behind another panel
	}
	if p != PanelOrder && p != PanelPage && f.c.Order.State().Open {
		f.c.Order.Close() // nor a payer's name
	}
	f.set(func(s *CounterState) { s.Panel = p })
}

// free leaves a top-up that may be left. While cash is being counted or sent it refuses.
func (f frame) free() bool {
	switch f.c.TopUp.State().Step {
	case topup.ReadBack, topup.Confirming, topup.Sending, topup.NotSent, topup.NamingPayer, topup.Matching, topup.Quoting:
		f.show(PanelTopUp)
		f.refuse(task.Say("counter.finish-first"))
		return false
	}
	if f.c.Lock.State().Step == lock.Sending {
		f.show(PanelLock)
		f.refuse(task.Say("counter.finish-first"))
		return false
	}
	f.c.Lock.Leave()
	f.c.TopUp.Release(f.sees(PanelTopUp))
	f.count()
	return true
}

// sees reports that a panel lies before a clerk's eyes.
func (f frame) sees(p Panel) bool { return f.c.state.SignedIn && f.c.state.Panel == p }

// NextCustomer empties the counter for the next customer.
func (c *Counter) NextCustomer() {
	if !c.frame.ready() || !c.frame.free() {
		return
	}
	c.Card.Clear()
	c.frame.show(PanelCard)
}

// LookUp takes what was typed into the MOK ID field.
func (c *Counter) LookUp(text string) {
	if !c.frame.ready() || !c.frame.free() {
		return
	}
	c.frame.show(PanelCard)
	c.Card.Enter(text)
}

// BeginLock asks why the card on the screen is to be locked, or shows the lock that is open.
func (c *Counter) BeginLock() {
	if !c.frame.ready() {
		return
	}
	shown := c.Card.State()
	lockable := shown.May(client.ActLock) || (shown.Step == card.Minimal && shown.Minimal.Lockable)
	open, isOpen := c.Lock.OpenFor(shown.MokID)
	switch {
	case c.Lock.State().Step == lock.Sending, c.Lock.State().Step == lock.Halted:
		c.frame.show(PanelLock)
	case isOpen:
		resumeLock(c, open)
	case c.outbox.Halted():
		c.frame.refuse(task.Say("journal.no-lock"))
	case !c.state.Me.Can(client.MayLock):
		c.frame.refuse(task.Say("counter.no-lock-here"))
	case shown.Step != card.Shown && shown.Step != card.Minimal:
		c.frame.refuse(task.Say("counter.card-first"))
	case !lockable:
		c.frame.refuse(task.Say("counter.not-lockable"))
	default:
		if c.frame.free() {
			c.Lock.Begin(shown.MokID)
			c.frame.show(PanelLock)
		}
	}
}

// BackFromLock goes back one question, or to the card. A lock that is open stays open.
func (c *Counter) BackFromLock() {
	c.Lock.Back()
	if c.Lock.State().Step != lock.Asking {
		c.ShowWork()
	}
	c.frame.count()
}

// GiveLockUp ends a lock that certainly was not sent, and goes back to the card, which is not locked.
func (c *Counter) GiveLockUp() {
	if c.frame.ready() {
		c.Lock.GiveUp()
		c.ShowWork()
	}
}

// ShowWork goes back to the job: the top-up if there is one, else the card.
func (c *Counter) ShowWork() {
	if !c.frame.ready() {
		return
	}
	if c.TopUp.State().Step != topup.Idle {
		c.frame.show(PanelTopUp)
		return
	}
	c.frame.show(PanelCard)
}

// SignOut ends the clerk's session. It waits for a request that is on its way with money.
func (c *Counter) SignOut() {
	if !c.frame.ready() {
		return
	}
	switch st := c.TopUp.State(); {
	case st.Step == topup.ReadBack, st.Step == topup.Confirming, st.Step == topup.NotSent,
		st.Busy() && st.Step != topup.Unknown:
		c.frame.finishFirst(PanelTopUp)
	case c.Lock.State().Step == lock.Sending:
		c.frame.finishFirst(PanelLock)
	case c.Drawer.State().Busy:
		c.frame.finishFirst(PanelDrawer)
	default:
		c.SignIn.SignOut()
	}
}

func (f frame) finishFirst(at Panel) {
	f.show(at)
	f.refuse(task.Say("counter.finish-first"))
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
