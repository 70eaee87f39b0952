package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// A panic in work that was on its way: its ending never comes, and no step may wait for it for ever.
func TestWorkThatBreaksLeavesNoStepWaiting(t *testing.T) {
	steps := []struct {
		do   func(c *flow.Counter)
		want func(c *flow.Counter) bool
	}{
		{func(c *flow.Counter) { c.SignIn.Submit("1001", "2468") }, func(c *flow.Counter) bool { return c.SignIn.State().Step == flow.SignInAsking }},
		{func(c *flow.Counter) { c.LookUp("100000014") }, func(c *flow.Counter) bool { return c.Card.State().Step == flow.CardEmpty }},
		{func(c *flow.Counter) { c.TopUp.Match("481205") }, func(c *flow.Counter) bool { return c.TopUp.State().Step == flow.TopUpAskingMatch }},
		{func(c *flow.Counter) { c.TopUp.Quote("50") }, func(c *flow.Counter) bool { return c.TopUp.State().Step == flow.TopUpAskingAmount }},
		{func(c *flow.Counter) { c.TopUp.Tender("50"); c.TopUp.Confirm() }, func(c *flow.Counter) bool { return c.TopUp.State().Step == flow.TopUpLocked }},
	}
	for broken := range steps {
		office := flowtest.NewOffice()
		needs, kept, _ := flowtest.Needs(office)
		held := &flowtest.Held{}
		needs.Tasks = held
		c := flow.NewCounter(needs)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		held.Release()
		for i, s := range steps[:broken+1] {
			if i == 2 {
				c.BeginTopUp()
			}
			s.do(c)
			if i < broken {
				held.Release()
			}
		}
		c.Broke()
		if !steps[broken].want(c) {
			t.Errorf("step %d waits: sign-in %s, card %s, top-up %s", broken, c.SignIn.State().Step, c.Card.State().Step, c.TopUp.State().Step)
		}
		if broken == 4 && kept.Records[len(kept.Records)-1].Kind != journal.Intent {
			t.Errorf("the journal holds %v", kept.Kinds())
		}
	}
}
