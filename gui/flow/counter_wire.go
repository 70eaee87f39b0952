package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
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

func (h topUpHost) Standing() topup.Standing {
	now := h.c.officeNow()
	drawer, open := h.c.Drawer.Open()
	return topup.Standing{
		Staff: h.c.staff(), Lasts: h.c.SignIn.Lasts(now), Drawer: drawer, DrawerOpen: open, Now: now, Head: h.c.head(),
	}
}

func (h topUpHost) Ended(now topup.State, hidden bool) {
	h.c.leaveStalePage()
	h.c.Card.Refresh()
	h.c.Drawer.Refresh()
	h.c.count()
	if hidden {
		h.c.refuse(task.Say("counter.settled."+string(now.Step), "Short", now.ShortID(), "Amount", now.Amount))
	}
}

func (h lockHost) Staff() string { return h.c.staff() }
func (h lockHost) Seen() bool    { return h.c.sees(PanelLock) }
func (h lockHost) TokenLost()    { h.c.tokenLost() }

func (h lockHost) Ended(now lock.State, hidden bool) {
	h.c.Card.Refresh()
	h.c.count()
	if hidden {
		h.c.refuse(task.Say("counter.lock-settled."+string(now.Step), "MokID", ident.GroupMokID(now.MokID)))
	}
}

func (h drawerHost) Clerk() (string, task.Letterhead) { return h.c.staff(), h.c.head() }
func (h drawerHost) MayClose() *task.Message          { return h.c.mayClose() }
func (h drawerHost) Changed()                         { h.c.drawerChanged() }
func (h drawerHost) TokenLost()                       { h.c.tokenLost() }

func (h orderHost) Account() (upn.Account, bool)    { return h.c.account, h.c.known || !h.c.needs.Assumed }
func (h orderHost) Head() task.Letterhead           { return h.c.head() }
func (h orderHost) Choose(edit func(*task.Choices)) { h.c.Settings.Change(edit) }

// staff is the number of the clerk signed in.
func (c *Counter) staff() string { return c.state.Me.Staff.Number }

// head is what every slip of the clerk signed in bears.
func (c *Counter) head() task.Letterhead {
	l := task.Letterhead{Clerk: c.state.Me.Staff.Alias, Office: c.state.Me.Office.Name, Choices: c.Settings.Choices()}
	if c.known {
		l.Account = c.account
	}
	return l
}

// mayClose refuses a close while anything is unresolved.
func (c *Counter) mayClose() *task.Message {
	n := len(c.OpenItems())
	switch {
	case c.outbox.Halted():
		return task.Say("journal.drawer")
	case n > 0:
		return task.Say("drawer.open-items", "Count", n)
	case len(c.state.Differences) > 0 && !c.state.DifferencesRead:
		return task.Say("drawer.differences", "Count", len(c.state.Differences))
	case !c.TopUp.State().Ended():
		return task.Say("counter.finish-first")
	}
	return nil
}
