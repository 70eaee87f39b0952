package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// attendance is a clerk's coming and going.
type attendance struct{ c *Counter }

// entered begins a clerk's work: the half-typed form is kept only for the clerk who typed it, and money
// on its way is kept for whoever comes.
func (a attendance) entered(me client.Me, same bool) {
	a.c.state.Me, a.c.state.SignedIn = me, true
	a.c.line.hear(&a.c.me, me.Practice)
	if !same {
		if m := a.abandoned(); m != nil {
			a.c.state.Notice = m
		}
		a.c.state.SlipLanguage = ""
		a.leaveForms(func(Panel) bool { return false })
		a.c.state.Notice, a.c.state.Panel = a.waiting(a.c.state.Notice), PanelCard
	}
	a.resume()
	a.showOnItsWay()
	a.c.Drawer.Forget()
	a.c.Draw(a.c.State())
	if me.Can(client.MayUseDrawer) {
		a.c.Drawer.Refresh()
	}
	a.goOnAsking()
}

// showOnItsWay brings what the office owes an answer about before the clerk's eyes.
func (a attendance) showOnItsWay() {
	switch {
	case a.c.TopUp.State().Open() || a.c.TopUp.State().Step == topup.Halted:
		a.c.state.Panel = PanelTopUp
	case a.c.Reversal.State().Open():
		a.c.state.Panel = PanelReversal
	case a.c.Lock.State().Open():
		a.c.state.Panel = PanelLock
	case a.c.Unlock.State().Open():
		a.c.state.Panel = PanelUnlock
	case a.c.Movement.State().Open():
		a.c.state.Panel = PanelMovement
	case a.c.Custody.State().Open():
		a.c.state.Panel = PanelCustody
	case !a.c.Count.State().Ended():
		a.c.state.Panel = PanelCount
	}
}

// goOnAsking takes the questions up again that waited for somebody to be signed in.
func (a attendance) goOnAsking() {
	for _, w := range a.c.writes() {
		w.check()
	}
	a.c.compare.checkOpen()
	a.c.compare.compareAtStart()
}

// waiting tells the clerk who comes what is not settled at this desk, after what is more urgent.
func (a attendance) waiting(first *task.Message) *task.Message {
	if n := len(a.c.OpenItems()); first == nil && n > 0 {
		return task.Say("counter.waiting", "Count", n)
	}
	return first
}

// abandoned tells the next clerk of a top-up that was read back and never sent.
func (a attendance) abandoned() *task.Message {
	if st := a.c.TopUp.State(); st.Stage == outbox.Begun {
		return task.Say("counter.abandoned", "Amount", st.Amount, "MokID", ident.GroupMokID(st.Card.MokID))
	}
	return nil
}

// leaveForms empties the screen; read says whether the clerk who leaves has seen what stands on a panel.
func (a attendance) leaveForms(read func(Panel) bool) {
	a.c.TopUp.Release(read(PanelTopUp))
	a.c.Card.Clear()
	a.c.Order.Close()
	a.c.Orders.Close()
	a.c.Page.Close()
	a.c.Lock.Hand(read(PanelLock))
	a.c.Unlock.Hand(read(PanelUnlock))
	a.c.Movement.Hand(read(PanelMovement))
	a.c.Count.Leave()
	a.c.Reversal.Hand(read(PanelReversal))
	a.c.Drawer.Forget()
	a.c.Custody.Hand(read(PanelCustody))
	a.c.Report.Forget()
	a.c.Branch.Forget()
	a.c.History.Forget()
	a.c.frame.count()
}

// tokenLost covers the counter, unless the token was that of a session that is over.
func (a attendance) tokenLost() {
	if !a.c.SignIn.Past() {
		a.cover(task.Say("signin.again"))
	}
}

// cover hides the counter behind the sign-in; what is half typed stays for the same clerk.
func (a attendance) cover(why *task.Message) {
	if a.c.Page.State().From != PanelOrder { // whose page needs nobody signed in
		a.c.BackFromPage()
	}
	a.c.Approval.Close(task.Say("approval.clerk-gone"))
	a.c.SignIn.Again(why)
	a.c.frame.set(func(s *CounterState) { s.SignedIn, s.Notice = false, nil })
}

// Idle covers the counter because nobody has touched it. It never interrupts a request with money: then
// it reports false, and is called again later.
func (c *Counter) Idle() bool { return c.desk.coverUnlessBusy(task.Say("signin.idle")) }

// cover is the clerk's own wish to cover the counter.
func cover(c *Counter) { c.desk.coverUnlessBusy(task.Say("signin.covered")) }

func (a attendance) coverUnlessBusy(why *task.Message) bool {
	if _, waits := a.c.waitsFor(beforeCover); waits {
		return false
	}
	a.park()
	if a.c.state.SignedIn {
		a.cover(why)
	}
	return true
}

// park takes what holds payers' names off the screen, also where nobody is signed in: orders need nobody. An order that
// a clerk has half typed waits, unseen, for that clerk.
func (a attendance) park() {
	a.c.orderWaits = (a.c.state.SignedIn || a.c.orderWaits) && a.c.Order.State().Open
	if !a.c.orderWaits {
		a.c.Order.Close()
	}
	a.c.Orders.Close()
	a.c.Page.Close()
	switch a.c.state.Panel {
	case PanelOrder, PanelOrders, PanelPage:
		a.c.frame.set(func(s *CounterState) { s.Panel = PanelCard }) // to show it would close the order
	}
}

// resume brings the order that waited before the clerk who typed it.
func (a attendance) resume() {
	if a.c.orderWaits && a.c.Order.State().Open {
		a.c.state.Panel = PanelOrder
	}
	a.c.orderWaits = false
}
