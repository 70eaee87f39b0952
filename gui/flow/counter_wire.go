package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/branch"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/count"
	"cekr.kranj.si/desk/gui/flow/custody"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/flow/unlock"
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

	reversalHost struct{ c *Counter }
	approvalHost struct{ c *Counter }
	movementHost struct{ c *Counter }
	unlockHost   struct{ c *Counter }
	custodyHost  struct{ c *Counter }
	branchHost   struct{ c *Counter }
	countHost    struct{ c *Counter }
)

func (h outboxHost) Staff() string { return h.c.desk.staff() }
func (h outboxHost) Halted()       { h.c.frame.halted() }

func (h signInHost) Entered(me client.Me, same bool) { h.c.desk.entered(me, same) }

func (h signInHost) Left() {
	h.c.desk.leaveForms(h.c.frame.sees)
	h.c.frame.set(func(s *CounterState) { s.SignedIn, s.Panel, s.Notice = false, PanelCard, nil })
}

func (h cardHost) Account() upn.Account { return h.c.account }
func (h cardHost) FullView() bool       { return h.c.state.Me.Can(client.MayReadCards) }
func (h cardHost) Searches() bool       { return h.c.state.Me.Can(client.MayHistory) }
func (h cardHost) TokenLost()           { h.c.desk.tokenLost() }

func (h topUpHost) Seen() bool { return h.c.frame.sees(PanelTopUp) }
func (h topUpHost) TokenLost() { h.c.desk.tokenLost() }

func (h topUpHost) Standing() topup.Standing {
	now := h.c.line.now()
	drawer, open := h.c.Drawer.Open()
	return topup.Standing{
		Staff: h.c.desk.staff(), Lasts: h.c.SignIn.Lasts(now), Drawer: drawer, DrawerOpen: open, Room: h.c.room(), Now: now,
		Stopped: h.c.line.stopped(),
	}
}

func (h topUpHost) Ended(now topup.State, hidden bool) {
	h.c.pages.leaveStalePage()
	h.c.Card.Refresh()
	h.c.Drawer.Refresh()
	h.c.frame.count()
	if hidden {
		h.c.frame.refuse(task.Say("counter.settled."+string(now.Step), "Short", now.ShortID(), "Amount", now.Amount))
	}
}

func (h lockHost) Staff() string { return h.c.desk.staff() }
func (h lockHost) Seen() bool    { return h.c.frame.sees(PanelLock) }
func (h lockHost) TokenLost()    { h.c.desk.tokenLost() }

func (h lockHost) Ended(now lock.State, hidden bool) {
	h.c.Card.Refresh()
	h.c.frame.count()
	if hidden {
		h.c.frame.refuse(task.Say("counter.lock-settled."+string(now.Step), "MokID", ident.GroupMokID(now.MokID)))
	}
}

func (h unlockHost) Seen() bool { return h.c.frame.sees(PanelUnlock) }
func (h unlockHost) TokenLost() { h.c.desk.tokenLost() }

func (h unlockHost) Standing() unlock.Standing {
	return unlock.Standing{Staff: h.c.desk.staff(), Lasts: h.c.SignIn.Lasts(h.c.line.now()), Stopped: h.c.line.stopped()}
}

func (h unlockHost) Ended(now unlock.State, hidden bool) {
	h.c.Card.Refresh()
	h.c.frame.count()
	if hidden {
		h.c.frame.refuse(task.Say("counter.unlock-settled."+string(now.Step), "MokID", ident.GroupMokID(now.MokID)))
	}
}

func (h movementHost) Seen() bool { return h.c.frame.sees(PanelMovement) }
func (h movementHost) TokenLost() { h.c.desk.tokenLost() }

func (h movementHost) Standing() movement.Standing {
	drawer, open := h.c.Drawer.Open()
	return movement.Standing{
		Staff: h.c.desk.staff(), Drawer: drawer, DrawerOpen: open, Blind: h.c.state.Me.BlindClose, Stopped: h.c.line.stopped(),
	}
}

func (h movementHost) Ended(now movement.State, hidden bool) {
	h.c.pages.leaveStalePage()
	h.c.Drawer.Refresh()
	h.c.frame.count()
	if hidden {
		h.c.frame.refuse(task.Say("counter.movement-settled."+string(now.Step), "Short", task.ShortID(now.ID), "Amount", now.Amount))
	}
}

func (h countHost) TokenLost() { h.c.desk.tokenLost() }

func (h countHost) Standing() count.Standing {
	drawer, open := h.c.Drawer.Open()
	return count.Standing{
		Staff: h.c.desk.staff(), Drawer: drawer, DrawerOpen: open, Blind: h.c.state.Me.BlindClose, Seen: h.c.frame.sees(PanelCount), Stopped: h.c.line.stopped(),
	}
}

func (h countHost) Ended(now count.State, hidden bool) {
	h.c.Drawer.Refresh()
	h.c.frame.count()
	if hidden {
		h.c.frame.refuse(task.Say("counter.count-settled."+string(now.Step), "Short", task.ShortID(now.ID), "Amount", now.Sum))
	}
}

// Accepted asks at the drawer whether the count is right: its close is final.
func (h countHost) Accepted(r count.Result) {
	h.c.frame.show(PanelDrawer)
	h.c.Drawer.Notes.Close(drawer.Counted{
		Session: r.Session, Sum: r.Sum, First: r.First, Notes: r.Notes, Difference: r.Difference, Agrees: r.Difference.IsZero(), Reason: r.Reason,
	})
}

func (h reversalHost) Seen() bool { return h.c.frame.sees(PanelReversal) }
func (h reversalHost) TokenLost() { h.c.desk.tokenLost() }

func (h reversalHost) Standing() reversal.Standing {
	drawer, _ := h.c.Drawer.Open()
	return reversal.Standing{
		Staff: h.c.desk.staff(), Drawer: drawer.ID, Lasts: h.c.SignIn.Lasts(h.c.line.now()), Stopped: h.c.line.stopped(),
	}
}

func (h reversalHost) Ended(now reversal.State, hidden bool) {
	h.c.pages.leaveStalePage()
	h.c.Card.Refresh()
	h.c.Drawer.Refresh()
	h.c.frame.count()
	if hidden {
		h.c.frame.refuse(task.Say("counter.reversal-settled."+string(now.Step), "Short", now.ShortID(), "Amount", now.Amount))
	}
}

func (h custodyHost) Seen() bool { return h.c.frame.sees(PanelCustody) }
func (h custodyHost) TokenLost() { h.c.desk.tokenLost() }

func (h custodyHost) Standing() custody.Standing {
	return custody.Standing{
		Staff: h.c.desk.staff(), Lasts: h.c.SignIn.Lasts(h.c.line.now()), Stopped: h.c.line.stopped(), Unsettled: drawerHost(h).unsettled(h.c.Custody.State().ID),
	}
}

func (h custodyHost) Ended(now custody.State, hidden bool) {
	h.c.pages.leaveStalePage()
	h.c.Drawer.Refresh()
	if h.c.Branch.State().Step != branch.Idle {
		h.c.Branch.Ask()
	}
	h.c.frame.count()
	if hidden {
		h.c.frame.refuse(task.Say("counter.custody-settled."+string(now.Step), "Short", task.ShortID(now.ID)))
	}
}

func (h branchHost) TokenLost() { h.c.desk.tokenLost() }

func (h branchHost) Standing() branch.Standing {
	return branch.Standing{Staff: h.c.desk.staff(), Limits: h.c.state.Me.Limits, Blind: h.c.state.Me.BlindClose}
}

func (h approvalHost) Staff() string { return h.c.desk.staff() }

func (h drawerHost) TokenLost() { h.c.desk.tokenLost() }

func (h drawerHost) Standing() drawer.Standing {
	now := drawer.Standing{
		Staff: h.c.desk.staff(), Limits: h.c.state.Me.Limits, Blind: h.c.state.Me.BlindClose, Safe: h.c.state.Me.Can(client.MayMoveCash),
		Counting: h.c.Count.Counting(), Stopped: h.c.line.stopped(),
	}
	if h.c.state.Me.Can(client.MayCount) {
		now.Count = h.count
	}
	return now
}

func (h orderHost) Account() (upn.Account, bool)    { return h.c.account, h.c.known || !h.c.needs.Assumed }
func (h orderHost) Choose(edit func(*task.Choices)) { h.c.Settings.Change(edit) }

// staff is the number of the clerk signed in.
func (a attendance) staff() string { return a.c.state.Me.Staff.Number }

// head is what every slip of the clerk signed in bears.
func (a attendance) head() task.Letterhead {
	l := task.Letterhead{Clerk: a.c.state.Me.Staff.Alias, Office: a.c.state.Me.Office.Name, Choices: a.c.Settings.Choices(), Practice: a.c.state.Practice}
	if a.c.state.SlipLanguage != "" {
		l.Choices.PaperLanguage = a.c.state.SlipLanguage
	}
	if a.c.known {
		l.Account = a.c.account
	}
	return l
}

// count leads to the count by notes and coins.
func (h drawerHost) count() {
	h.c.Count.Begin()
	h.c.frame.show(PanelCount)
}

// MayClose refuses a close while anything is unresolved.
func (h drawerHost) MayClose() *task.Message { return h.unsettled("") }

// unsettled says what is unresolved that hangs on the clerk's drawer, but for one item. What another clerk has closed waits for that
// clerk, and is in nobody else's way.
func (h drawerHost) unsettled(but string) *task.Message {
	n := 0
	for _, item := range h.c.OpenItems() {
		if item.ID != but && !h.c.Drawer.Others.Has(item.ID) {
			n++
		}
	}
	switch {
	case h.c.outbox.Halted():
		return task.Say("journal.drawer")
	case n > 0:
		return task.Say("drawer.open-items", "Count", n)
	case len(h.c.state.Differences) > 0 && !h.c.state.DifferencesRead:
		return task.Say("drawer.differences", "Count", len(h.c.state.Differences))
	}
	if _, waits := h.c.waitsFor(cashBegun); waits {
		return task.Say("counter.finish-first")
	}
	return nil
}

// taken tells the clerk whose drawer others have ended by whom, and when.
func (h drawerHost) taken(s client.DrawerSession) {
	by := s.ClosedBy
	h.c.frame.refuse(task.Say("drawer.taken."+string(by.Kind), "Desk", s.Desk, "At", s.ClosedAt, "Staff", by.Staff, "Approver", by.Approver,
		"Counted", s.Counted, "Difference", s.Difference))
}

// Changed goes on with the top-up that had to wait for the drawer.
func (h drawerHost) Changed() {
	if st := h.c.Drawer.State(); st.Step == drawer.Closed {
		h.c.Count.Serve(st.Session.ID)
	}
	h.c.frame.count()
	if _, open := h.c.Drawer.Open(); open && h.c.topUpNext && h.c.Card.State().Step == card.Shown {
		h.c.topUpNext = false
		h.c.Do(CommandTopUp)
	}
}
