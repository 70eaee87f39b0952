package sandbox

import (
	"time"

	"cekr.kranj.si/desk/client/money"
)

// policy is what the office allows, in cents.
type policy struct {
	topUpMin, topUpMax           int64 // one top-up
	balanceMax, dayMax, monthMax int64 // of a card
	payerNameFrom                int64 // from this amount on the payer has to be named
	drawerWarning, drawerLockout int64
	topUpApprovedMax             int64         // one top-up, with a second person
	approvalLife                 time.Duration // of a second person's agreement
	reversalWindow               time.Duration // so long after a top-up its reversal is not late
	reversalApprovalFrom         int64         // from this amount on a reversal needs a second person
	differenceTolerance          int64         // up to this difference a clerk closes a drawer alone
	reversalBelow                int64         // so far below zero a reversal may bring a card
}

func readPolicy(t *tx) (p policy, err error) {
	var approval, window int64
	_, err = t.row(`SELECT top_up_min, top_up_max, balance_max, day_max, month_max, payer_name_from, drawer_warning, drawer_lockout,
		top_up_approved_max, approval_minutes, reversal_minutes, reversal_approval_from, reversal_below, difference_tolerance FROM policy`, nil,
		&p.topUpMin, &p.topUpMax, &p.balanceMax, &p.dayMax, &p.monthMax, &p.payerNameFrom, &p.drawerWarning, &p.drawerLockout,
		&p.topUpApprovedMax, &approval, &window, &p.reversalApprovalFrom, &p.reversalBelow, &p.differenceTolerance)
	p.approvalLife, p.reversalWindow = time.Duration(approval)*time.Minute, time.Duration(window)*time.Minute
	return p, err
}

type limitsWire struct {
	TopUpMin      money.Amount `json:"topUpMin"`
	TopUpMax      money.Amount `json:"topUpMax"`
	DrawerWarning money.Amount `json:"drawerWarning"`
	DrawerLockout money.Amount `json:"drawerLockout"`

	TopUpApprovedMax     money.Amount `json:"topUpApprovedMax"`
	ReversalApprovalFrom money.Amount `json:"reversalApprovalFrom"`
	DifferenceTolerance  money.Amount `json:"differenceTolerance"`
}

// largest is the most that one top-up may be, with whatever it requires.
func (p policy) largest() int64 { return max(p.topUpMax, p.topUpApprovedMax) }

func (p policy) wire() limitsWire {
	return limitsWire{TopUpMin: money.EUR(p.topUpMin), TopUpMax: money.EUR(p.topUpMax),
		DrawerWarning: money.EUR(p.drawerWarning), DrawerLockout: money.EUR(p.drawerLockout),
		TopUpApprovedMax: money.EUR(p.largest()), ReversalApprovalFrom: money.EUR(p.reversalApprovalFrom),
		DifferenceTolerance: money.EUR(p.differenceTolerance)}
}
