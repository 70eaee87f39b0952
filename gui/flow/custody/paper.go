package custody

import (
	"strconv"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Slip is the paper of a drawer that has passed on, for both who give it and who take it.
type Slip struct {
	task.Letterhead
	Custody  client.Custody
	Reason   client.CustodyReason // "" when it is not known here any more
	Maker    string               // by alias, by number if that was somebody else than who prints it
	Approver string               // by alias, by number where it isn't known any more
}

// Kind names a change of hands.
func (Slip) Kind() task.SlipKind { return "custody" }

// Number is that of the close.
func (s Slip) Number() string { return strconv.FormatInt(s.Custody.Closed.CloseNumber, 10) }

// Paper prints, opens or saves the slip.
func (f *Flow) Paper(act task.PaperAct) {
	slip, ok := f.Slip()
	i := f.item()
	if !ok || i.Form.Paper.Step == task.PaperWorking {
		return
	}
	mine := func() bool { return f.item() == i }
	task.HandOut(f.needs, act, slip, task.Place{Paper: &i.Form.Paper, Mine: mine, Seen: mine, Draw: f.Redraw})
}

// Slip is that of the one on the screen, once it was posted; false before.
func (f *Flow) Slip() (task.Slip, bool) {
	s := f.State()
	if !s.May(Paper) || !s.Known() {
		return nil, false
	}
	head := f.needs.Head()
	head.Copy = s.Paper.Copies
	maker, approver := s.Answer.Staff, s.Answer.Approver
	if maker == f.host.Standing().Staff {
		maker = head.Clerk
	}
	if s.Approver.Number == approver && s.Approver.Alias != "" {
		approver = s.Approver.Alias
	}
	return Slip{Letterhead: head, Custody: s.Answer, Reason: s.Reason, Maker: maker, Approver: approver}, true
}
