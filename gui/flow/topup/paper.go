package topup

import "cekr.kranj.si/desk/gui/flow/task"

// Paper prints, opens or saves the slip that belongs to the present step: the receipt of a posted
// top-up, or the confirmation that cash was received while the outcome is unknown.
func (t *Flow) Paper(act task.PaperAct) {
	slip, ok := t.Slip()
	if !ok || t.State().Paper.Step == task.PaperWorking {
		return
	}
	i, stage, copies := t.item(), t.item().Stage, slip.Copy
	t.set(func(j *Job) { j.Paper, j.paperAt = task.PaperState{Step: task.PaperWorking, Copies: copies}, stage })
	task.HandOut(t.needs, act, slip, func(p task.PaperState) {
		if stage != i.Stage { // the slip of another stage says nothing of this one's
			return
		}
		p.Copies = copies
		if p.Step == task.PaperPrinted || p.Step == task.PaperSaved {
			p.Copies++
		}
		i.Form.Paper = p
		t.Redraw()
		task.Follow(t.needs, p, func() bool { return t.item() == i && i.Form.Paper.Of(p.Job) }, func(news *task.Message) {
			t.set(func(j *Job) { j.Paper.Message = news })
		})
	})
}

func (t *Flow) Slip() (task.Slip, bool) {
	s := t.State()
	now := t.host.Standing()
	base := task.Slip{TopUp: s.Answer, Card: s.Card, ID: s.ID, Amount: s.Amount, At: s.Since, Copy: s.Paper.Copies}
	base.Head(now.Head)
	switch {
	case s.Step == Posted && s.Known():
		base.Kind = task.SlipReceipt
		if by := s.Answer.Staff; by != "" && by != now.Staff {
			base.Clerk = by // who took the cash, by number if that was somebody else
		}
		return base, true
	case s.Step == Unknown:
		base.Kind, base.Amount = task.SlipCashReceived, s.Given()
		if due, known := s.Due(); known {
			base.Amount = due // the change is the customer's
		}
		return base, true
	}
	return task.Slip{}, false
}
