package reversal

import (
	"cmp"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Slip is the paper of a posted reversal: what the customer signs for the cash.
type Slip struct {
	task.Letterhead
	Reversal client.Reversal
	Of       string // the number of the top-up's receipt; "" where it isn't known any more
	Approver string // the second person's alias, or number; "" for none
}

// Kind names a storno's slip.
func (Slip) Kind() task.SlipKind { return "reversal" }

// Number is the office's.
func (s Slip) Number() string { return s.Reversal.ReceiptNumber }

// Correction is the paper of a reversal that the bank will correct: no cash was handed out.
type Correction struct {
	task.Letterhead
	Reversal client.Reversal
	Of       string    // the number of the top-up's receipt; "" where it isn't known any more
	At       time.Time // when it was asked for, by the PC's clock
}

// Kind names a correction's slip.
func (Correction) Kind() task.SlipKind { return "correction" }

// Number is the office's.
func (c Correction) Number() string { return c.Reversal.CorrectionNumber }

// Paper prints, opens or saves the slip that belongs to the present step.
func (r *Flow) Paper(act task.PaperAct) {
	slip, ok := r.Slip()
	if !ok || r.State().Paper.Step == task.PaperWorking {
		return
	}
	i, stage := r.item(), r.item().Stage
	i.Form.paperAt = stage
	task.HandOut(r.needs, act, slip, task.Place{
		Paper: &i.Form.Paper, Draw: r.Redraw,
		Mine: func() bool { return stage == i.Stage }, // the slip of another stage says nothing of this one's
		Seen: func() bool { return r.item() == i },
	})
}

// Slip is the one that belongs to the present step; false if none does.
func (r *Flow) Slip() (task.Slip, bool) {
	s, head := r.State(), r.needs.Head()
	head.Copy = s.Paper.Copies
	switch {
	case s.Step == Posted && s.Known():
		return Slip{Letterhead: head, Reversal: s.Answer, Of: s.Found.TopUp.ReceiptNumber, Approver: cmp.Or(s.Approver, s.Answer.Approver)}, true
	case s.Step == Corrected:
		c := s.AtBank
		return Correction{Letterhead: head, Reversal: client.Reversal{ID: c.ReversalID, CorrectionNumber: c.Number, MokID: c.MokID, Amount: c.Amount},
			Of: s.Found.TopUp.ReceiptNumber, At: c.OpenedAt}, true
	case s.Correction() != "":
		return Correction{Letterhead: head, Reversal: s.Answer, Of: s.Found.TopUp.ReceiptNumber, At: s.Since}, true
	}
	return nil, false
}
