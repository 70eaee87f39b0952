package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/order"
)

// A payer's name lives as long as its order is before the clerk's eyes, large or small.
func TestAnOrderIsForgottenOnceTheClerkGoesElsewhere(t *testing.T) {
	for name, leave := range map[string]func(c *flow.Counter){
		"next customer": (*flow.Counter).NextCustomer,
		"card":          (*flow.Counter).ShowWork,
		"look up":       func(c *flow.Counter) { c.LookUp("100000014") },
		"drawer":        (*flow.Counter).ShowDrawer,
		"open items":    (*flow.Counter).ShowOpen,
		"settings":      (*flow.Counter).ShowSettings,
		"help":          (*flow.Counter).ShowHelp,
		"list":          (*flow.Counter).ShowOrders,
	} {
		c, _, _ := counter(t, flowtest.NewOffice())
		c.SignIn.Submit("1001", "2468")
		c.ShowOrder()
		c.Order.Typed(order.Form{MokID: "100000014", Name: "Jana Novak"})
		c.ShowPage()
		c.BackFromPage()
		if !c.Order.State().Open {
			t.Fatalf("%s: the large page has closed the order", name)
		}
		if leave(c); c.Order.State().Open {
			t.Errorf("%s: the order is still kept", name)
		}
	}
}
