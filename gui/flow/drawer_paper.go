package flow

// Paper prints, opens or saves the slip of a close.
func (d *Drawer) Paper(act PaperAct) {
	if d.state.Step != DrawerClosed || d.state.Paper.Step == PaperWorking {
		return
	}
	copies := d.state.Paper.Copies
	d.set(func(s *DrawerState) { s.Paper = PaperState{Step: PaperWorking, Copies: copies} })
	slip := d.slip()
	mine := func() bool { return d.state.Step == DrawerClosed && d.state.Session.ID == slip.ID }
	handOut(d.needs, act, slip, func(p PaperState) {
		if !mine() {
			return
		}
		p.Copies = copies
		if p.Step == PaperPrinted || p.Step == PaperSaved {
			p.Copies++
		}
		d.set(func(s *DrawerState) { s.Paper = p })
		follow(d.needs, p, func() bool { return mine() && d.state.Paper.of(p.Job) }, func(news *Message) {
			d.set(func(s *DrawerState) { s.Paper.Message = news })
		})
	})
}

// slip is the close of the session, as it stands.
func (d *Drawer) slip() Slip {
	s := Slip{Kind: SlipDrawerClose, Drawer: d.state.Session, ID: d.state.Session.ID, Copy: d.state.Paper.Copies}
	_, head := d.host.Clerk()
	s.Head(head)
	return s
}
