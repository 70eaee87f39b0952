package orders

import (
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/order"
)

// Check makes the order of a row's cells, or says what is wrong with them, as the window does with a form.
func Check(cells order.Form, account upn.Account) (made upn.Order, mokID string, bad *Problem) {
	c := order.Check(cells, account)
	if len(c.Problems) > 0 {
		return upn.Order{}, "", &Problem{Reasons: c.Problems}
	}
	return c.Order, c.MokID, nil
}
