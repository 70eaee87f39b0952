package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/upn"
)

func (c *Counter) wireSignIn() {
	c.SignIn.Entered = c.entered
	c.SignIn.Left = func() {
		c.leaveForms(c.sees)
		c.set(func(s *CounterState) { s.SignedIn, s.Panel, s.Notice = false, PanelCard, nil })
	}
}

func (c *Counter) wireCard() {
	c.Card.TokenLost = c.tokenLost
	c.Card.Account = func() upn.Account { return c.account }
	c.Card.FullView = func() bool { return c.state.Me.Can(client.MayReadCards) }
}

func (c *Counter) wireTopUp() {
	c.TopUp.TokenLost = c.tokenLost
	c.TopUp.Drawer = c.Drawer.Open
	c.TopUp.OfficeNow = c.officeNow
	c.TopUp.Clerk = func() (string, bool) {
		return c.state.Me.Staff.Number, c.SignIn.Lasts(c.officeNow())
	}
	c.TopUp.Ended = func() {
		c.leaveStalePage()
		c.Card.Refresh()
		c.Drawer.Refresh()
		c.count()
	}
	c.TopUp.Settled = func(was TopUpState, _ client.TopUp) {
		c.count()
		c.refuse(Say("counter.settled."+string(was.Step), "Short", was.ShortID(), "Amount", was.Amount))
	}
	c.TopUp.Decorate = c.decorate
	c.TopUp.Seen = c.seesTopUp
}

func (c *Counter) wireLock() {
	c.Lock.TokenLost = c.tokenLost
	c.Lock.Staff = func() string { return c.state.Me.Staff.Number }
	c.Lock.Seen = func() bool { return c.sees(PanelLock) }
	c.Lock.Ended = func() {
		c.Card.Refresh()
		c.count()
	}
	c.Lock.Settled = func(now LockState) {
		c.count()
		c.refuse(Say("counter.lock-settled."+string(now.Step), "MokID", GroupMokID(now.MokID)))
	}
}

func (c *Counter) wireDrawer() {
	c.Drawer.TokenLost = c.tokenLost
	c.Drawer.Staff = func() string { return c.state.Me.Staff.Number }
	c.Drawer.Decorate = c.decorate
	c.Drawer.Changed = c.drawerChanged
	c.Drawer.MayClose = c.mayClose
}

// mayClose refuses a close while anything is unresolved.
func (c *Counter) mayClose() *Message {
	n := len(c.OpenItems())
	switch {
	case c.outbox.Halted():
		return Say("journal.drawer")
	case n > 0:
		return Say("drawer.open-items", "Count", n)
	case len(c.state.Differences) > 0 && !c.state.DifferencesRead:
		return Say("drawer.differences", "Count", len(c.state.Differences))
	case !c.TopUp.State().Ended():
		return Say("counter.finish-first")
	}
	return nil
}

// decorate adds to a slip what only the counter knows. A receipt names the clerk who took the cash, by number
// if that was somebody else.
func (c *Counter) decorate(s *Slip) {
	s.Clerk, s.Office, s.Choices = c.state.Me.Staff.Alias, c.state.Me.Office.Name, c.Settings.Choices()
	if s.Kind == SlipReceipt && s.TopUp.Staff != "" && s.TopUp.Staff != c.state.Me.Staff.Number {
		s.Clerk = s.TopUp.Staff
	}
}
