package wiring

import (
	"fmt"
	"slices"
	"strconv"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/orders"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/custody"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/report"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/settings"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/paper"
)

// sheet makes the paper of a flow's slip: a case and a function each. A paper to print on that there is not is an *Error.
func (p *papers) sheet(s task.Slip) (sheet, error) {
	switch s := s.(type) {
	case topup.Receipt:
		return p.receipt(s)
	case topup.CashReceived:
		return p.cashReceived(s)
	case drawer.CloseSlip:
		return p.drawerClose(s)
	case report.Slip:
		return p.report(s)
	case card.Statement:
		return p.statement(s)
	case movement.Slip:
		return p.movement(s)
	case custody.Slip:
		return p.custody(s)
	case reversal.Slip:
		return p.reversal(s)
	case reversal.Correction:
		return p.correction(s)
	case order.Slip:
		return p.order(s)
	case settings.Calibration:
		return p.calibration(s)
	}
	return sheet{}, fmt.Errorf("wiring: no paper for a %T", s)
}

// stamps reports that a paper bears the stamp of practice: at the training counter, and where the office says that it is for practice.
func (p *papers) stamps(head task.Letterhead) bool { return p.training || head.Practice }

func (p *papers) receipt(s topup.Receipt) (sheet, error) {
	t, account := s.TopUp, s.Account
	if account == (upn.Account{}) {
		account = p.account
	}
	r := paper.Receipt{
		Number: t.ReceiptNumber, BookedAt: t.BookedAt, Office: s.Office, Desk: t.Desk, Staff: s.Clerk, Approver: s.Approver,
		MokID: t.MokID, PANLast4: s.PANLast4, Amount: t.Amount, Fee: t.Fee, Total: t.Total,
		Tendered: t.Tendered, Change: t.Change, BalanceAfter: &t.BalanceAfter, TopUpID: t.ID,
		Lang: s.Choices.Paper(), Training: p.stamps(s.Letterhead), Copy: s.Copy,
	}
	if reference, err := upn.CardReference(account, t.MokID); err == nil {
		r.Reference = reference.Printed()
	}
	return slipSheet(s.Choices, r)
}

func (p *papers) cashReceived(s topup.CashReceived) (sheet, error) {
	return slipSheet(s.Choices, paper.CashReceived{
		ShortID: task.ShortID(s.TopUpID), At: s.At, Office: s.Office, Desk: p.desk, Staff: s.Clerk, MokID: s.MokID,
		Amount: s.Cash, Lang: s.Choices.Paper(), Training: p.stamps(s.Letterhead), Copy: s.Copy,
	})
}

func (p *papers) drawerClose(s drawer.CloseSlip) (sheet, error) {
	d := s.Session
	sum, err := d.Expected.Sub(d.Float)
	if err != nil {
		return sheet{}, err
	}
	return slipSheet(s.Choices, counted(s.Counted, paper.DrawerClose{
		Number: strconv.FormatInt(d.CloseNumber, 10), SessionID: d.ID, Office: s.Office, Desk: d.Desk, Staff: s.Clerk,
		OpenedAt: d.OpenedAt, ClosedAt: d.ClosedAt, Float: d.Float, TopUps: d.TopUps, TopUpsSum: sum,
		Expected: d.Expected, Counted: d.Counted, Difference: d.Difference, Approver: s.Approver,
		Lang: s.Choices.Paper(), Training: p.stamps(s.Letterhead), Copy: s.Copy,
	}))
}

// counted is a close's slip with its notes and coins, if those are known.
func counted(c *drawer.Counted, slip paper.DrawerClose) paper.DrawerClose {
	if c == nil {
		return slip
	}
	slip.First, slip.Reason = c.First, string(c.Reason)
	for _, d := range c.Notes {
		slip.Notes = append(slip.Notes, paper.Pieces{Value: money.EUR(d.Value), Count: d.Pieces})
	}
	return slip
}

func (p *papers) movement(s movement.Slip) (sheet, error) {
	m := s.Movement
	return slipSheet(s.Choices, paper.Movement{
		Number: m.Number, At: m.BookedAt, Office: s.Office, Desk: p.desk, Staff: s.Clerk, Into: m.Kind == client.ChangeBrought, Amount: s.Amount,
		Reason: string(s.Reason), Session: m.DrawerSessionID, Lang: s.Choices.Paper(), Training: p.stamps(s.Letterhead), Copy: s.Copy,
	})
}

func (p *papers) custody(s custody.Slip) (sheet, error) {
	c, d := s.Custody, s.Custody.Closed
	to := ""
	if c.Opened != nil {
		to = c.Opened.Staff
	}
	return slipSheet(s.Choices, paper.Custody{
		Kind: string(c.Kind), Number: strconv.FormatInt(d.CloseNumber, 10), At: c.BookedAt, Office: s.Office, Desk: d.Desk, From: d.Staff, To: to,
		Maker: s.Maker, Second: s.Approver, Reason: string(s.Reason), Counted: d.Counted, Expected: d.Expected, Difference: d.Difference, Session: d.ID,
		Lang: s.Choices.Paper(), Training: p.stamps(s.Letterhead), Copy: s.Copy,
	})
}

func (p *papers) reversal(s reversal.Slip) (sheet, error) {
	r := s.Reversal
	return slipSheet(s.Choices, paper.Reversal{
		Number: r.ReceiptNumber, Of: s.Of, BookedAt: r.BookedAt, Office: s.Office, Desk: p.desk, Staff: s.Clerk, Approver: s.Approver,
		MokID: r.MokID, Amount: r.Amount, Fee: r.Fee, Total: r.Total, BalanceAfter: r.BalanceAfter, ReversalID: r.ID,
		Lang: s.Choices.Paper(), Training: p.stamps(s.Letterhead), Copy: s.Copy,
	})
}

func (p *papers) correction(s reversal.Correction) (sheet, error) {
	return slipSheet(s.Choices, paper.Correction{
		Number: s.Reversal.CorrectionNumber, Of: s.Of, At: s.At, Office: s.Office, Desk: p.desk, Staff: s.Clerk,
		MokID: s.Reversal.MokID, Amount: s.Reversal.Amount, Lang: s.Choices.Paper(), Training: p.stamps(s.Letterhead), Copy: s.Copy,
	})
}

func (p *papers) order(s order.Slip) (sheet, error) {
	if p.stamps(s.Letterhead) {
		s.Order.Purpose = orders.TrainingPurpose
	}
	return formSheet(s.Choices, func(l paper.Layout, o paper.Offset) paper.Document {
		return paper.Order{
			UPN: s.Order, MokID: s.MokID, At: s.At, Unverified: !s.Verified, Assumed: s.Assumed, Lang: s.Choices.Paper(),
			Training: p.stamps(s.Letterhead), Layout: l, Offset: o,
		}
	})
}

// calibration is for the pre-printed form that the clerk chose, or the usual one.
func (p *papers) calibration(s settings.Calibration) (sheet, error) {
	return formSheet(s.Choices, func(l paper.Layout, o paper.Offset) paper.Document {
		if blanks := paper.Blanks(); !slices.Contains(blanks, l) {
			l = blanks[0]
		}
		return paper.Calibration{Layout: l, Offset: o, At: s.At, Lang: s.Choices.Language}
	})
}
