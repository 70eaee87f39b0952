package drawer

import (
	"strconv"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/task"
)

// CloseSlip is the slip of a closed session.
type CloseSlip struct {
	task.Letterhead
	Session client.DrawerSession
	// Counted is the count by notes and coins; nil for a sum, and where it isn't known any more. Approver is the second person's alias.
	Counted  *Counted
	Approver string
}

// Kind names a close.
func (CloseSlip) Kind() task.SlipKind { return "drawerClose" }

// Number is the office's of the close.
func (c CloseSlip) Number() string { return strconv.FormatInt(c.Session.CloseNumber, 10) }

// Paper prints, opens or saves the slip of a close.
func (d *Flow) Paper(act task.PaperAct) {
	slip, ok := d.Slip()
	if !ok || !d.may(Paper) || d.state.Paper.Step == task.PaperWorking {
		return
	}
	id := d.state.Session.ID
	mine := func() bool { return d.state.Step == Closed && d.state.Session.ID == id }
	task.HandOut(d.needs, act, slip, task.Place{Paper: &d.state.Paper, Mine: mine, Seen: mine, Draw: d.Redraw})
}

// Slip is the close of the session, as it stands; false while it isn't closed.
func (d *Flow) Slip() (task.Slip, bool) {
	head := d.needs.Head()
	head.Copy = d.state.Paper.Copies
	slip := CloseSlip{Letterhead: head, Session: d.state.Session, Approver: d.state.Approver}
	if c := d.state.Counted; c != nil && c.Session == slip.Session.ID {
		slip.Counted = c
	}
	return slip, d.State().Step == Closed
}
