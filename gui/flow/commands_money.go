package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// BeginTopUp starts a top-up of the card shown.
func (c *Counter) BeginTopUp() {
	if !c.frame.ready() {
		return
	}
	shown := c.Card.State()
	switch {
	case !c.TopUp.State().Ended():
		c.frame.show(PanelTopUp)
	case c.Lock.State().Step == lock.Sending: // its outcome must be read before anybody goes on
		c.frame.finishFirst(PanelLock)
	case c.outbox.Halted():
		c.frame.refuse(task.Say("journal.halted"))
	case c.outbox.Full():
		c.frame.refuse(task.Say("journal.full", "Phone", c.needs.Phone))
	case !c.state.Me.Can(client.MayTopUp):
		c.frame.refuse(task.Say("counter.top-up-elsewhere"))
	case shown.Step != card.Shown:
		c.frame.refuse(task.Say("counter.card-first"))
	default:
		c.TopUp.Release(c.frame.sees(PanelTopUp))
		c.TopUp.Begin(shown.Card, shown.May(client.ActTopUp))
		c.beganTopUp()
	}
}

// beganTopUp leads to the drawer when that is what is missing.
func (c *Counter) beganTopUp() {
	st := c.TopUp.State()
	switch {
	case st.Step == topup.AskingMatch:
		c.frame.show(PanelTopUp)
	case c.Drawer.State().Step == drawer.None:
		c.frame.show(PanelDrawer)
		c.Drawer.AskFloat()
		c.frame.refuse(st.Problem)
		c.topUpNext = true
	case c.Drawer.State().Step == drawer.Unasked && c.Drawer.State().Problem != nil: // why nobody knows of a drawer
		c.frame.refuse(c.Drawer.State().Problem)
	default:
		c.frame.refuse(st.Problem)
	}
}

// BackFromTopUp returns one question, or to the card when the job is left or over.
func (c *Counter) BackFromTopUp() {
	c.TopUp.Back()
	if c.TopUp.State().Step == topup.Idle {
		c.frame.show(PanelCard)
	}
}

// ShowDrawer shows the drawer; a top-up stays as it is meanwhile.
func (c *Counter) ShowDrawer() {
	if !c.frame.ready() {
		return
	}
	if !c.state.Me.Can(client.MayUseDrawer) {
		c.frame.refuse(task.Say("counter.no-drawer-here"))
		return
	}
	if c.TopUp.State().InFlight() && c.TopUp.State().Step == topup.Sending {
		c.frame.refuse(task.Say("counter.finish-first"))
		return
	}
	c.frame.show(PanelDrawer)
	if c.Drawer.State().Step != drawer.Closed { // of a closing the clerk reads the difference first
		c.Drawer.AskFloat()
	}
	c.Drawer.Refresh()
}

// LeaveDrawer goes back to where the clerk was.
func (c *Counter) LeaveDrawer() {
	closed := c.Drawer.State().Step == drawer.Closed
	c.Drawer.Back()
	c.frame.count()
	if closed && c.Drawer.State().Step == drawer.Unsure { // another opening or closing waits to be settled
		return
	}
	if c.TopUp.State().Step != topup.Idle {
		c.frame.show(PanelTopUp)
		return
	}
	c.frame.show(PanelCard)
}

// CloseDrawer compares the journal with the office once more, and then leads to the count.
func (c *Counter) CloseDrawer() {
	c.ShowDrawer()
	if c.state.Panel != PanelDrawer || c.Drawer.State().Step != drawer.Opened || c.state.Comparing {
		return
	}
	c.compare.compare(func() {
		if c.state.Panel == PanelDrawer {
			c.Drawer.AskCount()
		}
	})
}

// Paper prints, opens or saves the slip that belongs to what is on the screen.
func (c *Counter) Paper(act task.PaperAct) {
	if !c.frame.ready() {
		return
	}
	drawer := c.Drawer.State().Step == drawer.Closed && c.state.Panel == PanelDrawer
	_, slip := c.TopUp.Slip()
	switch {
	case drawer:
		c.Drawer.Paper(act)
	case slip:
		c.frame.show(PanelTopUp)
		c.TopUp.Paper(act)
	default:
		c.frame.refuse(task.Say("counter.no-slip"))
	}
}
