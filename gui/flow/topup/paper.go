package topup

import (
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Receipt is the slip of a posted top-up.
type Receipt struct {
	task.Letterhead
	TopUp    client.TopUp
	PANLast4 string // of the card; empty while the office has not told
	Approver string // the second person's alias; "" for none, and where it isn't known any more
}

// Kind names a receipt.
func (Receipt) Kind() task.SlipKind { return "receipt" }

// Number is the office's.
func (r Receipt) Number() string { return r.TopUp.ReceiptNumber }

// CashReceived is the slip for cash that was taken while nobody knows whether the top-up was posted.
type CashReceived struct {
	task.Letterhead
	TopUpID string
	MokID   string
	Cash    money.Amount // what the desk holds, the change already given
	At      time.Time    // when it was sent first
}

// Kind names a confirmation of cash.
func (CashReceived) Kind() task.SlipKind { return "cashReceived" }

// Number is the part of the top-up's id that is read out.
func (c CashReceived) Number() string { return task.ShortID(c.TopUpID) }

// Paper prints, opens or saves the slip that belongs to the present step: the receipt of a posted
// top-up, or the confirmation that cash was received while the outcome is unknown.
func (t *Flow) Paper(act task.PaperAct) {
	slip, ok := t.Slip()
	if !ok || t.State().Paper.Step == task.PaperWorking {
		return
	}
	i, stage := t.item(), t.item().Stage
	i.Form.paperAt = stage
	task.HandOut(t.needs, act, slip, task.Place{
		Paper: &i.Form.Paper, Draw: t.Redraw,
		Mine: func() bool { return stage == i.Stage }, // the slip of another stage says nothing of this one's
		Seen: func() bool { return t.item() == i },
	})
}

// Slip is the one that belongs to the present step; false if none does.
func (t *Flow) Slip() (task.Slip, bool) {
	s, head := t.State(), t.needs.Head()
	head.Copy = s.Paper.Copies
	switch {
	case s.Step == Posted && s.Known():
		if by := s.Answer.Staff; by != "" && by != t.host.Standing().Staff {
			head.Clerk = by // who took the cash, by number if that was somebody else
		}
		return Receipt{Letterhead: head, TopUp: s.Answer, PANLast4: s.Card.PANLast4, Approver: s.Approver}, true
	case s.Step == Unknown:
		cash := s.Given()
		if due, known := s.Due(); known {
			cash = due // the change is the customer's
		}
		return CashReceived{Letterhead: head, TopUpID: s.ID, MokID: s.Card.MokID, Cash: cash, At: s.Since}, true
	}
	return nil, false
}
