package flow

import (
	"cekr.kranj.si/desk/client"
)

// BeginTopUp starts a top-up of the card shown.
func (c *Counter) BeginTopUp() {
	if !c.ready() {
		return
	}
	card := c.Card.State()
	switch {
	case !c.TopUp.State().Ended():
		c.show(PanelTopUp)
	case c.Lock.State().Step == LockSending: // its outcome must be read before anybody goes on
		c.finishFirst(PanelLock)
	case c.outbox.Halted():
		c.refuse(Say("journal.halted"))
	case c.outbox.Full():
		c.refuse(Say("journal.full", "Phone", c.needs.Phone))
	case !c.state.Me.Can(client.MayTopUp):
		c.refuse(Say("counter.top-up-elsewhere"))
	case card.Step != CardShown:
		c.refuse(Say("counter.card-first"))
	default:
		c.leaveTopUp()
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
	case c.Drawer.State().Step == DrawerUnasked && c.Drawer.State().Problem != nil: // why nobody knows of a drawer
		c.refuse(c.Drawer.State().Problem)
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
	if c.Drawer.State().Step != DrawerClosed { // of a closing the clerk reads the difference first
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
	closed := c.Drawer.State().Step == DrawerClosed
	c.Drawer.Back()
	c.count()
	if closed && c.Drawer.State().Step == DrawerUnsure { // another opening or closing waits to be settled
		return
	}
	if c.TopUp.State().Step != TopUpIdle {
		c.show(PanelTopUp)
		return
	}
	c.show(PanelCard)
}

// CloseDrawer compares the journal with the office once more, and then leads to the count.
func (c *Counter) CloseDrawer() {
	c.ShowDrawer()
	if c.state.Panel != PanelDrawer || c.Drawer.State().Step != DrawerOpened || c.state.Comparing {
		return
	}
	c.compare(func() {
		if c.state.Panel == PanelDrawer {
			c.Drawer.AskCount()
		}
	})
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
