package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
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

// BeginTopUp starts a top-up of the card shown.
func (c *Counter) BeginTopUp() {
	if !c.ready() {
		return
	}
	card := c.Card.State()
	switch {
	case !c.TopUp.State().Ended():
		c.show(PanelTopUp)
	case !c.state.Me.Can(client.MayTopUp):
		c.refuse(Say("counter.top-up-elsewhere"))
	case card.Step != CardShown:
		c.refuse(Say("counter.card-first"))
	default:
		c.TopUp.Begin(card.Card, card.May(client.ActTopUp))
		c.beganTopUp()
	}
}

// beganTopUp leads to the drawer when that is what is missing.
func (c *Counter) beganTopUp() {
	st := c.TopUp.State()
	switch {
	case st.Step == TopUpAskingMatch:
		c.show(PanelTopUp)
	case c.Drawer.State().Step == DrawerNone:
		c.show(PanelDrawer)
		c.Drawer.AskFloat()
		c.refuse(st.Problem)
		c.topUpNext = true
	default:
		c.refuse(st.Problem)
	}
}

// BackFromTopUp returns one question, or to the card when the job is left or over.
func (c *Counter) BackFromTopUp() {
	c.TopUp.Back()
	if c.TopUp.State().Step == TopUpIdle {
		c.show(PanelCard)
	}
}

// ShowDrawer shows the drawer; a top-up stays as it is meanwhile.
func (c *Counter) ShowDrawer() {
	if !c.ready() {
		return
	}
	if !c.state.Me.Can(client.MayUseDrawer) {
		c.refuse(Say("counter.no-drawer-here"))
		return
	}
	if c.TopUp.State().InFlight() && c.TopUp.State().Step == TopUpSending {
		c.refuse(Say("counter.finish-first"))
		return
	}
	c.show(PanelDrawer)
	if c.Drawer.State().Step == DrawerNone {
		c.Drawer.AskFloat()
	}
	c.Drawer.Refresh()
}

// drawerChanged goes on with the top-up that had to wait for the drawer.
func (c *Counter) drawerChanged() {
	c.count()
	if _, open := c.Drawer.Open(); open && c.topUpNext && c.Card.State().Step == CardShown {
		c.topUpNext = false
		c.BeginTopUp()
	}
}

// LeaveDrawer goes back to where the clerk was.
func (c *Counter) LeaveDrawer() {
	c.Drawer.Back()
	if c.TopUp.State().Step != TopUpIdle {
		c.show(PanelTopUp)
		return
	}
	c.show(PanelCard)
}

// ShowOpen lists what is not settled.
func (c *Counter) ShowOpen() {
	if c.ready() {
		c.show(PanelOpen)
	}
}

// ShowHelp shows the commands and their keys, also to whoever isn't signed in.
func (c *Counter) ShowHelp() {
	c.state.Notice = nil
	c.show(PanelHelp)
}

// ShowOrder opens a payment order, for the card on the screen if there is one. It works with nobody
// signed in and with the office down.
func (c *Counter) ShowOrder() {
	c.state.Notice, c.topUpNext = nil, false
	if c.TopUp.State().Step == TopUpSending {
		c.refuse(Say("counter.finish-first"))
		return
	}
	card := c.Card.State()
	shown := c.state.SignedIn && (card.Step == CardShown || card.Step == CardMinimal)
	if c.state.Panel != PanelOrder || !c.Order.State().Open {
		mokID := ""
		if shown {
			mokID = card.MokID
		}
		c.Order.Begin(mokID, shown)
	}
	c.show(PanelOrder)
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

// ShowSettings shows what the clerk may choose, and what program this is.
func (c *Counter) ShowSettings() {
	c.state.Notice = nil
	c.Settings.Begin()
	c.show(PanelSettings)
}

// LeaveFree leaves what needs nobody signed in: the order, the settings or the help page.
func (c *Counter) LeaveFree() {
	c.Order.Close()
	if c.state.SignedIn {
		c.ShowWork()
		return
	}
	c.show(PanelCard)
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

// Resume brings an open top-up back to the screen.
func (c *Counter) Resume(id string) {
	if !c.ready() || (c.TopUp.State().ID != id && !c.free()) {
		return
	}
	c.TopUp.Resume(id)
	c.show(PanelTopUp)
	c.count()
}

// HandedBack closes an intention that was never sent: the clerk has handed the cash back, or had taken none.
func (c *Counter) HandedBack(id string) {
	if !c.ready() {
		return
	}
	for i, item := range c.state.NeverSent {
		if item.First().ID != id {
			continue
		}
		if err := c.TopUp.DropNeverSent(item); err != nil {
			c.refuse(Say("journal.before"))
			return
		}
		rest := append([]journal.Item(nil), c.state.NeverSent[:i]...)
		c.state.NeverSent = append(rest, c.state.NeverSent[i+1:]...)
		c.count()
		return
	}
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
	case c.state.OpenCount > 0:
		return Say("counter.close.open-items", "Count", c.state.OpenCount)
	}
	return nil
}

// CloseDrawer leads to the count.
func (c *Counter) CloseDrawer() {
	c.ShowDrawer()
	if c.state.Panel == PanelDrawer {
		c.Drawer.AskCount()
	}
}

// Paper prints, opens or saves the slip that belongs to what is on the screen.
func (c *Counter) Paper(act PaperAct) {
	if !c.ready() {
		return
	}
	drawer := c.Drawer.State().Step == DrawerClosed && c.state.Panel == PanelDrawer
	_, slip := c.TopUp.slip()
	switch {
	case drawer:
		c.Drawer.Paper(act)
	case slip:
		c.show(PanelTopUp)
		c.TopUp.Paper(act)
	default:
		c.refuse(Say("counter.no-slip"))
	}
}
