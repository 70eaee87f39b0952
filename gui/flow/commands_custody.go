package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/branch"
	"cekr.kranj.si/desk/gui/flow/custody"
	"cekr.kranj.si/desk/gui/flow/drawer"
)

// custodyStands shows the change of hands that is on its way, or that a second person is asked about.
func custodyStands(c *Counter) bool {
	st := c.Custody.State()
	stands := st.Busy() || st.Stage.InFlight() || st.Step == custody.Halted || st.Step == custody.NotSent
	if stands {
		c.frame.show(PanelCustody)
	}
	return stands
}

// foreign reports that another clerk's drawer is open at this desk.
func foreign(c *Counter) bool { return c.Drawer.State().Step == drawer.Foreign }

// passOn asks what was counted in the drawer at this desk.
func passOn(kind client.CustodyKind) func(*Counter) {
	return func(c *Counter) { c.Hands.begin(kind, c.Drawer.State().Session) }
}

// Hands is what a clerk does at the panels of drawers that pass into other hands.
type Hands struct{ c *Counter }

func (h Hands) begin(kind client.CustodyKind, of client.DrawerSession) {
	h.c.frame.leaveJob()
	h.c.Custody.Begin(kind, of)
	h.c.frame.show(PanelCustody)
}

// ForceClose closes the drawer of a row of the branch: another clerk's, by two people.
func (h Hands) ForceClose(session string) {
	c := h.c
	row, there := c.Branch.State().Find(session)
	if there && !row.Own && c.May(commandForceCloseOf) {
		h.begin(client.ForcedClose, row.Session)
	}
}

// Back goes back one question, or to where the drawer was seen. What is open stays open.
func (h Hands) Back() {
	h.c.Custody.Back()
	if h.c.Custody.State().Step == custody.Idle {
		h.Leave()
	}
	h.c.frame.count()
}

// Leave goes back to where the drawer was seen. What is open stays open.
func (h Hands) Leave() {
	if h.c.Branch.State().Step != branch.Idle {
		h.c.Do(CommandBranch)
		return
	}
	h.c.Do(CommandDrawer)
}

// GiveUp ends one that certainly was not sent: the drawer is whose it was.
func (h Hands) GiveUp() {
	if h.c.May(commandGiveUp) {
		h.c.Custody.GiveUp()
		h.Leave()
	}
}

// showBranch asks for the branch's drawers and shows them.
func showBranch(c *Counter) {
	c.Branch.Ask()
	c.frame.show(PanelBranch)
}
