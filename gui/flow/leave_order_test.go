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
		"next customer": flowtest.Give(flow.CommandNext),
		"card":          flowtest.Give(flow.CommandWork),
		"look up":       func(c *flow.Counter) { c.LookUp("100000014") },
		"drawer":        flowtest.Give(flow.CommandDrawer),
		"open items":    flowtest.Give(flow.CommandOpen),
		"settings":      flowtest.Give(flow.CommandSettings),
		"help":          flowtest.Give(flow.CommandHelp),
		"list":          flowtest.Give(flow.CommandOrders),
	} {
		c, _, _ := counter(t, flowtest.NewOffice())
		c.SignIn.Submit("1001", "2468")
		c.Do(flow.CommandOrder)
		c.Order.Typed(order.Form{MokID: "100000014", Name: "Jana Novak"})
		c.Do(flow.CommandPage)
		c.BackFromPage()
		if !c.Order.State().Open {
			t.Fatalf("%s: the large page has closed the order", name)
		}
		if leave(c); c.Order.State().Open {
			t.Errorf("%s: the order is still kept", name)
		}
	}
}
