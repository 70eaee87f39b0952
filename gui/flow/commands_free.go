package flow

import (
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// ShowHelp shows the commands and their keys, also to whoever isn't signed in.
func (c *Counter) ShowHelp() {
	c.state.Notice = nil
	c.frame.show(PanelHelp)
}

// ShowOrder opens a payment order, for the card on the screen if there is one. It works with nobody
// signed in and with the office down.
func (c *Counter) ShowOrder() {
	c.state.Notice, c.topUpNext = nil, false
	if c.TopUp.State().Step == topup.Sending {
		c.frame.refuse(task.Say("counter.finish-first"))
		return
	}
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

// ShowOrders asks for a list of cards to make payment orders of, or shows the list that is being made. It works as ShowOrder does.
func (c *Counter) ShowOrders() {
	c.state.Notice, c.topUpNext = nil, false
	if c.TopUp.State().Step == topup.Sending {
		c.frame.refuse(task.Say("counter.finish-first"))
		return
	}
	c.frame.show(PanelOrders)
}

// BackFromOrders goes back one step, or leaves the list.
func (c *Counter) BackFromOrders() {
	if !c.Orders.Back() {
		c.LeaveFree()
	}
}

// ShowPage shows what would be printed as large as the window, or goes back from it.
func (c *Counter) ShowPage() {
	c.state.Notice = nil
	if c.state.Panel == PanelPage {
		c.BackFromPage()
		return
	}
	slip, ok := c.pages.pageSlip()
	if !ok {
		c.frame.refuse(task.Say("counter.no-page"))
		return
	}
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

// pageSlip is the slip that belongs to the panel, or to the one that the page was opened from.
func (p pages) pageSlip() (task.Slip, bool) {
	panel := p.c.state.Panel
	if panel == PanelPage {
		panel = p.c.Page.State().From
	}
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

// ShowSettings shows what the clerk may choose, and what program this is.
func (c *Counter) ShowSettings() {
	c.state.Notice = nil
	c.Settings.Begin()
	c.frame.show(PanelSettings)
}

// LeaveFree leaves what needs nobody signed in: the order, the settings or the help page.
func (c *Counter) LeaveFree() {
	c.Order.Close()
	if c.state.SignedIn {
		c.ShowWork()
		return
	}
	c.frame.show(PanelCard)
}
