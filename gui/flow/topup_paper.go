package flow

// Paper prints, opens or saves the slip that belongs to the present step: the receipt of a posted
// top-up, or the confirmation that cash was received while the outcome is unknown.
func (t *TopUp) Paper(act PaperAct) {
	slip, ok := t.slip()
	if !ok || t.State().Paper.Step == PaperWorking {
		return
	}
	i, stage, copies := t.item(), t.item().Stage, slip.Copy
	t.set(func(j *TopUpJob) { j.Paper, j.paperAt = PaperState{Step: PaperWorking, Copies: copies}, stage })
	handOut(t.needs, act, slip, func(p PaperState) {
		if stage != i.Stage { // the slip of another stage says nothing of this one's
			return
		}
		p.Copies = copies
		if p.Step == PaperPrinted || p.Step == PaperSaved {
			p.Copies++
		}
		i.Form.Paper = p
		t.Redraw()
		follow(t.needs, p, func() bool { return t.item() == i && i.Form.Paper.of(p.Job) }, func(news *Message) {
			t.set(func(j *TopUpJob) { j.Paper.Message = news })
		})
	})
}

func (t *TopUp) slip() (Slip, bool) {
	s := t.State()
	now := t.host.Standing()
	base := Slip{TopUp: s.Answer, Card: s.Card, ID: s.ID, Amount: s.Amount, At: s.Since, Copy: s.Paper.Copies}
	base.Head(now.Head)
	switch {
	case s.Step == TopUpPosted && s.Known():
		base.Kind = SlipReceipt
		if by := s.Answer.Staff; by != "" && by != now.Staff {
			base.Clerk = by // who took the cash, by number if that was somebody else
		}
		return base, true
	case s.Step == TopUpUnknown:
		base.Kind, base.Amount = SlipCashReceived, s.Given()
		if due, known := s.Due(); known {
			base.Amount = due // the change is the customer's
		}
		return base, true
	}
	return Slip{}, false
}
