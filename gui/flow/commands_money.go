package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// topUpStands shows the top-up that has not ended.
func topUpStands(c *Counter) bool {
	if c.TopUp.State().Ended() {
		return false
	}
	c.frame.show(PanelTopUp)
	return true
}

// beginTopUp starts a top-up of the card on the screen, and leads to the drawer when that is what is missing.
func beginTopUp(c *Counter) {
	shown := c.Card.State()
	c.TopUp.Release(c.frame.sees(PanelTopUp))
	c.TopUp.Begin(shown.Card, shown.May(client.ActTopUp))
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

// showDrawer shows the drawer; a top-up stays as it is meanwhile.
func showDrawer(c *Counter) {
	c.frame.show(PanelDrawer)
	if c.Drawer.State().Step != drawer.Closed { // of a closing the clerk reads the difference first
		c.Drawer.AskFloat()
	}
	c.Drawer.Refresh()
}

// LeaveDrawer goes back to where the clerk was: from the question whether a sum is right to the sum, which still stands there.
func (c *Counter) LeaveDrawer() {
	if st := c.Drawer.State(); st.May(drawer.Confirm) {
		c.Drawer.Back()
		if st.Step == drawer.SureCount && st.Counted != nil { // the count stands there as it was accepted
			c.frame.show(PanelCount)
		}
		return
	}
	closed := c.Drawer.State().Step == drawer.Closed
	c.Drawer.Back()
	c.frame.count()
	if closed && c.Drawer.State().Step == drawer.Unknown { // another opening or closing waits to be settled
		return
	}
	showWork(c)
}

// closeDrawer compares the journal with the office once more, and then leads to the count.
func closeDrawer(c *Counter) {
	showDrawer(c)
	if c.Drawer.State().Step != drawer.Opened || c.state.Comparing {
		return
	}
	c.compare.compare(func() {
		if c.state.Panel == PanelDrawer {
			c.Drawer.AskCount()
		}
	})
}
