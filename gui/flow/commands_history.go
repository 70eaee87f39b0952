package flow

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/history"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/report"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

type historyHost struct{ c *Counter }

func (h historyHost) TokenLost() { h.c.desk.tokenLost() }

// Whose sessions are shown: a clerk's own, and to who may audit all of this desk.
func (h historyHost) Whose() (staff, desk string) {
	if h.c.state.Me.Can(client.MayAudit) {
		return "", h.c.needs.Desk
	}
	return h.c.desk.staff(), ""
}

// Slip makes a line's paper from the office's own answer.
func (h historyHost) Slip(ctx context.Context, head task.Letterhead, of client.DrawerSession, line client.Operation) (task.Slip, error) {
	office := h.c.needs.Office
	if line.Staff != h.c.desk.staff() {
		head.Clerk = line.Staff // whose act it was, by number
	}
	switch line.Kind {
	case client.OperationTopUp:
		up, err := toldAgain(office.AskTopUp(ctx, line.ID, line.Amount))
		return topup.Receipt{Letterhead: head, TopUp: up}, err
	case client.OperationReversal:
		back, err := toldAgain(office.AskReversal(ctx, line.ID, line.MokID, line.Amount))
		return reversal.Slip{Letterhead: head, Reversal: back}, err
	case client.OperationMovement:
		moved, err := toldAgain(office.AskMovement(ctx, of.ID, line.ID, line.Amount))
		sum := money.EUR(max(line.Amount.Cents, -line.Amount.Cents))
		return movement.Slip{Letterhead: head, Movement: moved, Amount: sum}, err
	}
	figures, err := office.DrawerReport(ctx, of.ID, client.ReportZ)
	return report.Slip{Letterhead: head, Report: figures, Unknown: report.Unknown{Sum: money.EUR(0)}}, err
}

// toldAgain is the answer to a write that a list told to be posted. Any other is none.
func toldAgain[A any](o client.Outcome[A]) (A, error) {
	if o.Verdict == client.Posted {
		return o.Answer, nil
	}
	var none A
	if o.Err != nil {
		return none, o.Err
	}
	return none, &client.Error{Code: client.CodeForeignAnswer}
}

// showHistory asks which drawers there were and shows the last one's lines. Lines that were left are shown again, as is a table that is on its way.
func showHistory(c *Counter) {
	step := c.History.State().Step
	if step != history.Saving && (c.state.Panel == PanelHistory || step != history.Shown) {
		c.History.Begin()
	}
	c.frame.show(PanelHistory)
}

// BackFromHistory goes back one step, or to the drawer.
func BackFromHistory(c *Counter) {
	if !c.History.Back() {
		c.Do(CommandDrawer)
	}
}
