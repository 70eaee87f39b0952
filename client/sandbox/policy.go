package sandbox

import "cekr.kranj.si/desk/client/money"

// policy is what the office allows, in cents.
type policy struct {
	topUpMin, topUpMax           int64 // one top-up
	balanceMax, dayMax, monthMax int64 // of a card
	payerNameFrom                int64 // from this amount on the payer has to be named
	drawerWarning, drawerLockout int64
}

func readPolicy(t *tx) (p policy, err error) {
	_, err = t.row(`SELECT top_up_min, top_up_max, balance_max, day_max, month_max, payer_name_from, drawer_warning, drawer_lockout
		FROM policy`, nil, &p.topUpMin, &p.topUpMax, &p.balanceMax, &p.dayMax, &p.monthMax, &p.payerNameFrom, &p.drawerWarning, &p.drawerLockout)
	return p, err
}

type limitsWire struct {
	TopUpMin      money.Amount `json:"topUpMin"`
	TopUpMax      money.Amount `json:"topUpMax"`
	DrawerWarning money.Amount `json:"drawerWarning"`
	DrawerLockout money.Amount `json:"drawerLockout"`
}

func (p policy) wire() limitsWire {
	return limitsWire{TopUpMin: money.EUR(p.topUpMin), TopUpMax: money.EUR(p.topUpMax),
		DrawerWarning: money.EUR(p.drawerWarning), DrawerLockout: money.EUR(p.drawerLockout)}
}
