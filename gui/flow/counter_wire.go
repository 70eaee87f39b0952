package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/upn"
)

// What each flow needs of the counter around it: one small interface a flow.
type (
	outboxHost struct{ c *Counter }
	signInHost struct{ c *Counter }
	cardHost   struct{ c *Counter }
	topUpHost  struct{ c *Counter }
	lockHost   struct{ c *Counter }
	drawerHost struct{ c *Counter }
	orderHost  struct{ c *Counter }
)

func (h outboxHost) Staff() string { return h.c.staff() }
func (h outboxHost) Halted()       { h.c.stopped() }

func (h signInHost) Entered(me client.Me, same bool) { h.c.entered(me, same) }

func (h signInHost) Left() {
	h.c.leaveForms(h.c.sees)
	h.c.set(func(s *CounterState) { s.SignedIn, s.Panel, s.Notice = false, PanelCard, nil })
}

func (h cardHost) Account() upn.Account { return h.c.account }
func (h cardHost) FullView() bool       { return h.c.state.Me.Can(client.MayReadCards) }
func (h cardHost) TokenLost()           { h.c.tokenLost() }

func (h topUpHost) Seen() bool { return h.c.sees(PanelTopUp) }
func (h topUpHost) TokenLost() { h.c.tokenLost() }

func (h topUpHost) Standing() TopUpStanding {
	now := h.c.officeNow()
	drawer, open := h.c.Drawer.Open()
	return TopUpStanding{
		Staff: h.c.staff(), Lasts: h.c.SignIn.Lasts(now), Drawer: drawer, DrawerOpen: open, Now: now, Head: h.c.head(),
	}
}

func (h topUpHost) Ended(now TopUpState, hidden bool) {
	h.c.leaveStalePage()
	h.c.Card.Refresh()
	h.c.Drawer.Refresh()
	h.c.count()
	if hidden {
		h.c.refuse(Say("counter.settled."+string(now.Step), "Short", now.ShortID(), "Amount", now.Amount))
	}
}

func (h lockHost) Staff() string { return h.c.staff() }
func (h lockHost) Seen() bool    { return h.c.sees(PanelLock) }
func (h lockHost) TokenLost()    { h.c.tokenLost() }

func (h lockHost) Ended(now LockState, hidden bool) {
	h.c.Card.Refresh()
	h.c.count()
	if hidden {
		h.c.refuse(Say("counter.lock-settled."+string(now.Step), "MokID", ident.GroupMokID(now.MokID)))
	}
}

func (h drawerHost) Clerk() (string, Letterhead) { return h.c.staff(), h.c.head() }
func (h drawerHost) MayClose() *Message          { return h.c.mayClose() }
func (h drawerHost) Changed()                    { h.c.drawerChanged() }
func (h drawerHost) TokenLost()                  { h.c.tokenLost() }

func (h orderHost) Account() (upn.Account, bool) { return h.c.account, h.c.known || !h.c.needs.Assumed }
func (h orderHost) Head() Letterhead             { return h.c.head() }
func (h orderHost) Choose(edit func(*Choices))   { h.c.Settings.Change(edit) }

// staff is the number of the clerk signed in.
func (c *Counter) staff() string { return c.state.Me.Staff.Number }

// head is what every slip of the clerk signed in bears.
func (c *Counter) head() Letterhead {
	l := Letterhead{Clerk: c.state.Me.Staff.Alias, Office: c.state.Me.Office.Name, Choices: c.Settings.Choices()}
	if c.known {
		l.Account = c.account
	}
	return l
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
