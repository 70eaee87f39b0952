package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// entered begins a clerk's work: the half-typed form is kept only for the clerk who typed it, and money
// on its way is kept for whoever comes.
func (c *Counter) entered(me client.Me, same bool) {
	c.state.Me, c.state.SignedIn = me, true
	if !same {
		if m := c.abandoned(); m != nil {
			c.state.Notice = m
		}
		c.leaveForms(func(Panel) bool { return false })
		c.state.Notice, c.state.Panel = c.waiting(c.state.Notice), PanelCard
	}
	c.showOnItsWay()
	c.Drawer.Forget()
	c.Draw(c.State())
	if me.Can(client.MayUseDrawer) {
		c.Drawer.Refresh()
	}
	c.goOnAsking()
}

// showOnItsWay brings what the office owes an answer about before the clerk's eyes.
func (c *Counter) showOnItsWay() {
	switch {
	case c.TopUp.State().Open() || c.TopUp.State().Step == topup.Locked:
		c.state.Panel = PanelTopUp
	case c.Lock.State().Open():
		c.state.Panel = PanelLock
	}
}

// goOnAsking takes the questions up again that waited for somebody to be signed in.
func (c *Counter) goOnAsking() {
	c.TopUp.Check()
	c.Lock.Check()
	c.Drawer.Check()
	c.checkOpen()
	c.compareAtStart()
}

// waiting tells the clerk who comes what is not settled at this desk, after what is more urgent.
func (c *Counter) waiting(first *task.Message) *task.Message {
	if n := len(c.OpenItems()); first == nil && n > 0 {
		return task.Say("counter.waiting", "Count", n)
	}
	return first
}

// abandoned tells the next clerk of a top-up that was read back and never sent.
func (c *Counter) abandoned() *task.Message {
	switch st := c.TopUp.State(); {
	case st.Step == topup.ReadBack, st.Step == topup.Confirming, st.Step == topup.Quoting && st.ID != "":
		return task.Say("counter.abandoned", "Amount", st.Amount, "MokID", ident.GroupMokID(st.Card.MokID))
	}
	return nil
}

// leaveForms empties the screen; read says whether the clerk who leaves has seen what stands on a panel.
func (c *Counter) leaveForms(read func(Panel) bool) {
	c.TopUp.Release(read(PanelTopUp))
	c.Card.Clear()
	c.Order.Close()
	c.Orders.Close()
	c.Page.Close()
	c.Lock.Hand(read(PanelLock))
	c.Drawer.Forget()
	c.count()
}

// tokenLost covers the counter, unless the token was that of a session that is over.
func (c *Counter) tokenLost() {
	if !c.SignIn.Past() {
		c.cover(task.Say("signin.again"))
	}
}

// cover hides the counter behind the sign-in; what is half typed stays for the same clerk.
func (c *Counter) cover(why *task.Message) {
	if c.Page.State().From != PanelOrder { // whose page needs nobody signed in
		c.BackFromPage()
	}
	c.SignIn.Again(why)
	c.set(func(s *CounterState) { s.SignedIn, s.Notice = false, nil })
}

// Idle covers the counter because nobody has touched it. It never interrupts a request with money: then
// it reports false, and is called again later.
func (c *Counter) Idle() bool { return c.coverUnlessBusy(task.Say("signin.idle")) }

// Cover is the clerk's own wish to cover the counter.
func (c *Counter) Cover() {
	if c.ready() && !c.coverUnlessBusy(task.Say("signin.covered")) {
		c.refuse(task.Say("counter.finish-first"))
	}
}

func (c *Counter) coverUnlessBusy(why *task.Message) bool {
	if c.TopUp.State().Busy() || c.Drawer.State().Busy || c.Lock.State().Busy() || c.Orders.State().Busy() {
		return false
	}
	c.forgetPayers()
	if c.state.SignedIn {
		c.cover(why)
	}
	return true
}

// forgetPayers puts away what holds payers' names, also where nobody is signed in: orders need nobody.
func (c *Counter) forgetPayers() {
	c.Order.Close()
	c.Orders.Close()
	c.Page.Close()
	switch c.state.Panel {
	case PanelOrder, PanelOrders, PanelPage:
		c.show(PanelCard)
	}
}
