package flow

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
