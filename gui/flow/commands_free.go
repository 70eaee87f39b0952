package flow

import (
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
	known := c.state.SignedIn && cardShown(c)
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
	if from := p.handing(panel); from != nil && p.c.state.SignedIn {
		return from.Slip()
	}
	return nil, false
}

// handing is a flow that hands out slips.
type handing interface {
	// Slip is the one that belongs to the present step; false if none does.
	Slip() (task.Slip, bool)
	// Paper prints, opens or saves it.
	Paper(act task.PaperAct)
}

// handing is the flow whose slips belong to a panel; nil if none do. A further one is a line here.
func (p pages) handing(panel Panel) handing {
	switch panel {
	case PanelCard:
		return p.c.Card
	case PanelTopUp:
		return p.c.TopUp
	case PanelReversal:
		return p.c.Reversal
	case PanelDrawer:
		return p.c.Drawer
	case PanelMovement:
		return p.c.Movement
	case PanelReport:
		return p.c.Report
	case PanelCustody:
		return p.c.Custody
	case PanelHistory:
		return p.c.History
	}
	return nil
}

// slipAt is the panel whose slip is handed out now: the one on the screen, else the top-up's, wherever the clerk is.
func (p pages) slipAt() (at Panel, found bool) {
	for _, at = range []Panel{p.belongTo(), PanelTopUp} {
		if from := p.handing(at); from != nil {
			if _, found = from.Slip(); found {
				return at, true
			}
		}
	}
	return "", false
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
	_, found := c.pages.slipAt()
	return found
}

// handOut prints, opens or saves the slip that belongs to what is on the screen.
func handOut(act task.PaperAct) func(*Counter) {
	return func(c *Counter) {
		c.BackFromPage() // which says how it went
		if at, found := c.pages.slipAt(); found {
			c.frame.show(at)
			c.pages.handing(at).Paper(act)
		}
	}
}
