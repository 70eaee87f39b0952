package wiring

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/orders"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
)

// document is a flow's slip as the paper that it becomes. An unknown paper to print on is an *Error.
func (p *papers) document(s task.Slip) (paper.Document, error) {
	switch s.Kind {
	case task.SlipReceipt:
		return onFormat(s.Choices, p.receipt(s))
	case task.SlipCashReceived:
		return onFormat(s.Choices, p.cashReceived(s))
	case task.SlipDrawerClose:
		slip, err := p.drawerClose(s)
		if err != nil {
			return nil, err
		}
		return onFormat(s.Choices, slip)
	case task.SlipOrder:
		return p.order(s)
	case task.SlipCalibration:
		return p.calibration(s)
	}
	return nil, fmt.Errorf("wiring: no paper for slip %q", s.Kind)
}

func (p *papers) receipt(s task.Slip) paper.Receipt {
	t := s.TopUp
	account := s.Account
	if account == (upn.Account{}) {
		account = p.account
	}
	r := paper.Receipt{
		Number: t.ReceiptNumber, BookedAt: t.BookedAt, Office: s.Office, Desk: t.Desk, Staff: s.Clerk,
		MokID: t.MokID, PANLast4: s.Card.PANLast4, Amount: t.Amount, Fee: t.Fee, Total: t.Total,
		Tendered: t.Tendered, Change: t.Change, BalanceAfter: &t.BalanceAfter, TopUpID: t.ID,
		Lang: s.Choices.Paper(), Training: p.training, Copy: s.Copy,
	}
	if reference, err := upn.CardReference(account, t.MokID); err == nil {
		r.Reference = reference.Printed()
	}
	return r
}

func (p *papers) cashReceived(s task.Slip) paper.CashReceived {
	return paper.CashReceived{
		ShortID: task.ShortID(s.ID), At: s.At, Office: s.Office, Desk: p.desk, Staff: s.Clerk, MokID: s.Card.MokID,
		Amount: s.Amount, Lang: s.Choices.Paper(), Training: p.training, Copy: s.Copy,
	}
}

func (p *papers) drawerClose(s task.Slip) (paper.DrawerClose, error) {
	d := s.Drawer
	sum, err := d.Expected.Sub(d.Float)
	if err != nil {
		return paper.DrawerClose{}, err
	}
	return paper.DrawerClose{
		Number: strconv.FormatInt(d.CloseNumber, 10), SessionID: d.ID, Office: s.Office, Desk: d.Desk, Staff: s.Clerk,
		OpenedAt: d.OpenedAt, ClosedAt: d.ClosedAt, Float: d.Float, TopUps: d.TopUps, TopUpsSum: sum,
		Expected: d.Expected, Counted: d.Counted, Difference: d.Difference,
		Lang: s.Choices.Paper(), Training: p.training, Copy: s.Copy,
	}, nil
}

// order is on the paper that the clerk chose.
func (p *papers) order(s task.Slip) (paper.Document, error) {
	layout, err := layout(s.Choices)
	if err != nil {
		return nil, err
	}
	if p.training {
		s.Order.Purpose = orders.TrainingPurpose
	}
	return paper.Order{
		UPN: s.Order, MokID: s.MokID, At: s.At, Unverified: !s.Verified, Assumed: s.Assumed, Lang: s.Choices.Paper(),
		Training: p.training, Layout: layout, Offset: offset(s.Choices),
	}, nil
}

// calibration is for the pre-printed form that the clerk chose, or the usual one.
func (p *papers) calibration(s task.Slip) (paper.Document, error) {
	layout, err := layout(s.Choices)
	if err != nil {
		return nil, err
	}
	if blanks := paper.Blanks(); !slices.Contains(blanks, layout) {
		layout = blanks[0]
	}
	return paper.Calibration{Layout: layout, Offset: offset(s.Choices), At: s.At, Lang: s.Choices.Language}, nil
}

// onFormat is a slip on the paper for receipts.
func onFormat(c task.Choices, s paper.Slip) (paper.Document, error) {
	format, err := format(c)
	if err != nil {
		return nil, err
	}
	return paper.On(format, s), nil
}

// format is the paper for receipts as the clerk chose it.
func format(c task.Choices) (paper.Format, error) { return chosen(c.Receipt, paper.Formats()) }

// layout is the paper for orders as the clerk chose it.
func layout(c task.Choices) (paper.Layout, error) { return chosen(c.Layout, paper.Layouts()) }

// chosen is the paper of a name. What is kept on this PC may be of another version: an unknown paper is an error, never another paper.
func chosen[T ~string](name string, there []T) (T, error) {
	if !slices.Contains(there, T(name)) {
		return "", &Error{Key: "slip.failed.paper", Values: map[string]any{"Paper": name}}
	}
	return T(name), nil
}

// offset is the chosen printer's, in millimetres.
func offset(c task.Choices) paper.Offset {
	return paper.Offset{Right: float64(c.Offset.Right) / 10, Down: float64(c.Offset.Down) / 10}
}

// offsetOf is the administrator's for a printer, in tenths of a millimetre; none for another printer.
func offsetOf(b settings.Blank, printer string) task.Offset {
	if b.Printer != printer {
		return task.Offset{}
	}
	return task.Offset{Right: int(math.Round(b.Right * 10)), Down: int(math.Round(b.Down * 10))}
}
