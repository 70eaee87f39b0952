package drawer

import "cekr.kranj.si/desk/gui/flow/task"

// Paper prints, opens or saves the slip of a close.
func (d *Flow) Paper(act task.PaperAct) {
	if !d.may(Paper) || d.state.Paper.Step == task.PaperWorking {
		return
	}
	copies := d.state.Paper.Copies
	d.set(func(s *State) { s.Paper = task.PaperState{Step: task.PaperWorking, Copies: copies} })
	slip := d.Slip()
	mine := func() bool { return d.state.Step == Closed && d.state.Session.ID == slip.ID }
	task.HandOut(d.needs, act, slip, func(p task.PaperState) {
		if !mine() {
			return
		}
		p.Copies = copies
		if p.Step == task.PaperPrinted || p.Step == task.PaperSaved {
			p.Copies++
		}
		d.set(func(s *State) { s.Paper = p })
		task.Follow(d.needs, p, func() bool { return mine() && d.state.Paper.Of(p.Job) }, func(news *task.Message) {
			d.set(func(s *State) { s.Paper.Message = news })
		})
	})
}

// Slip is the close of the session, as it stands.
func (d *Flow) Slip() task.Slip {
	s := task.Slip{Kind: task.SlipDrawerClose, Drawer: d.state.Session, ID: d.state.Session.ID, Copy: d.state.Paper.Copies}
	_, head := d.host.Clerk()
	s.Head(head)
	return s
}
