package flow

import (
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/task"
)

// showOrder opens a payment order, for the card on the screen if there is one. It works with nobody
// signed in and with the office down.
func showOrder(c *Counter) {
	if c.state.Panel == PanelPage && c.Page.State().From == PanelOrder {
		c.BackFromPage()
		return
	}
	c.orderWaits = false // whoever asks for an order gets one of their own
	shown := c.Card.State()
	known := c.state.SignedIn && (shown.Step == card.Shown || shown.Step == card.Minimal)
	if c.state.Panel != PanelOrder || !c.Order.State().Open {
		mokID := ""
		if known {
			mokID = shown.MokID
		}
		c.Order.Begin(mokID, known)
	}
	c.frame.show(PanelOrder)
}

// BackFromOrders goes back one step, or leaves the list.
func (c *Counter) BackFromOrders() {
	if !c.Orders.Back() {
		c.LeaveFree()
	}
}

// pageStands goes back from the large page, if that is shown.
func pageStands(c *Counter) bool {
	stands := c.state.Panel == PanelPage
	c.BackFromPage()
	return stands
}

func pageShown(c *Counter) bool {
	_, ok := c.pages.pageSlip()
	return ok
}

// showPage shows what would be printed as large as the window.
func showPage(c *Counter) {
	slip, _ := c.pages.pageSlip()
	from := c.state.Panel
	c.frame.show(PanelPage)
	c.Page.open(from, slip.Kind())
}

// BackFromPage goes back to where the page belongs.
func (c *Counter) BackFromPage() {
	if c.state.Panel == PanelPage {
		c.frame.show(c.Page.State().From)
	}
}

// pages are the slips that belong to what is on the screen.
type pages struct{ c *Counter }

// leaveStalePage goes back from a page whose slip is another one by now: a confirmation of cash is none any more once the office has
// answered.
func (p pages) leaveStalePage() {
	if slip, ok := p.pageSlip(); p.c.state.Panel == PanelPage && (!ok || slip.Kind() != p.c.Page.State().Kind) {
		p.c.BackFromPage()
	}
}

// belongTo is the panel, or the one that the large page was opened from.
func (p pages) belongTo() Panel {
	if p.c.state.Panel == PanelPage {
		return p.c.Page.State().From
	}
	return p.c.state.Panel
}

// pageSlip is the slip that belongs to the panel, or to the one that the page was opened from.
func (p pages) pageSlip() (task.Slip, bool) {
	panel := p.belongTo()
	if panel == PanelOrder {
		return p.c.Order.Draft()
	}
	if !p.c.state.SignedIn {
		return nil, false
	}
	slip, ok := task.Slip(nil), false
	switch {
	case panel == PanelDrawer && p.c.Drawer.State().Step == drawer.Closed:
		slip, ok = p.c.Drawer.Slip(), true
	case panel == PanelTopUp:
		slip, ok = p.c.TopUp.Slip()
	}
	return slip, ok
}

// LeaveFree leaves what needs nobody signed in: the order, the settings or the help page.
func (c *Counter) LeaveFree() {
	c.Order.Close()
	if c.state.SignedIn {
		c.Do(CommandWork)
		return
	}
	c.frame.show(PanelCard)
}

// slipShown reports that there is a slip to hand out.
func slipShown(c *Counter) bool {
	_, slip := c.TopUp.Slip()
	return slip || c.drawerSlip()
}

func (c *Counter) drawerSlip() bool {
	return c.Drawer.State().Step == drawer.Closed && c.pages.belongTo() == PanelDrawer
}

// handOut prints, opens or saves the receipt, confirmation or closing that belongs to what is on the screen.
func handOut(act task.PaperAct) func(*Counter) {
	return func(c *Counter) {
		c.BackFromPage() // which says how it went
		if c.drawerSlip() {
			c.Drawer.Paper(act)
			return
		}
		c.frame.show(PanelTopUp)
		c.TopUp.Paper(act)
	}
}
