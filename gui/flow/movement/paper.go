package movement

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Slip is the slip that goes with the cash of a posted movement, for both who hand it over and who take it.
type Slip struct {
	task.Letterhead
	Movement client.Movement
	Reason   client.MovementReason // "" when it is not known here any more
	Amount   money.Amount          // without a sign
}

// Kind names a movement.
func (Slip) Kind() task.SlipKind { return "movement" }

// Number is the office's.
func (s Slip) Number() string { return s.Movement.Number }

// Paper prints, opens or saves the slip of a movement.
func (m *Flow) Paper(act task.PaperAct) {
	slip, ok := m.Slip()
	i := m.queue.Shown()
	if !ok || i.Form.Paper.Step == task.PaperWorking {
		return
	}
	mine := func() bool { return m.queue.Shown() == i }
	task.HandOut(m.needs, act, slip, task.Place{Paper: &i.Form.Paper, Mine: mine, Seen: mine, Draw: m.Redraw})
}

// Slip is that of the movement on the screen, once it was posted; false before.
func (m *Flow) Slip() (task.Slip, bool) {
	s, head := m.State(), m.needs.Head()
	head.Copy = s.Paper.Copies
	if by := s.Answer.Staff; by != "" && by != m.host.Standing().Staff {
		head.Clerk = by // whose drawer it was, by number if that was somebody else
	}
	return Slip{Letterhead: head, Movement: s.Answer, Reason: s.Reason, Amount: s.Amount}, s.May(Paper) && s.Known()
}
