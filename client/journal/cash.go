package journal

import "cekr.kranj.si/desk/client/money"

// Cash is what the customer pays, in cents of the Amount's currency: Total with the fee, Given as it was put down.
// Both are 0 if it isn't known, or no cash was taken; else Amount ≤ Total ≤ Given ≤ money.Max.
type Cash struct{ Total, Given int64 }

// Fits tells whether it can be the cash for an amount.
func (c Cash) Fits(a money.Amount) bool {
	return c == Cash{} || a.Currency != "" && c.Total > 0 && a.Cents <= c.Total && c.Total <= c.Given && c.Given <= money.Max
}
