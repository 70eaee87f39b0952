package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/signin"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// A panic in work that was on its way: its ending never comes, and no step may wait for it for ever.
func TestWorkThatBreaksLeavesNoStepWaiting(t *testing.T) {
	steps := []struct {
		do   func(c *flow.Counter)
		want func(c *flow.Counter) bool
	}{
		{func(c *flow.Counter) { c.SignIn.Submit("1001", "2468") }, func(c *flow.Counter) bool { return c.SignIn.State().Step == signin.Asking }},
		{func(c *flow.Counter) { c.LookUp("100000014") }, func(c *flow.Counter) bool { return c.Card.State().Step == card.Empty }},
		{func(c *flow.Counter) { c.TopUp.Match("481205") }, func(c *flow.Counter) bool { return c.TopUp.State().Step == topup.AskingMatch }},
		{func(c *flow.Counter) { c.TopUp.Quote("50") }, func(c *flow.Counter) bool { return c.TopUp.State().Step == topup.AskingAmount }},
		{func(c *flow.Counter) { c.TopUp.Tender("50"); c.TopUp.Confirm() }, func(c *flow.Counter) bool { return c.TopUp.State().Step == topup.Locked }},
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
				c.Do(flow.CommandTopUp)
			}
			s.do(c)
			if i < broken {
				held.Release()
			}
		}
		held.Break()
		c.Broke()
		if !steps[broken].want(c) {
			t.Errorf("step %d waits: sign-in %s, card %s, top-up %s", broken, c.SignIn.State().Step, c.Card.State().Step, c.TopUp.State().Step)
		}
		if broken == 4 && kept.Records[len(kept.Records)-1].Kind != journal.Intent {
			t.Errorf("the journal holds %v", kept.Kinds())
		}
	}
}

// Work of another flow breaks while money is on its way: the top-up waits for its own ending, and gets it.
func TestWorkThatBreaksLocksNoOtherTasksTopUp(t *testing.T) {
	for name, elsewhere := range map[string]func(b *bench){
		"a card's list":   func(b *bench) { b.Card.Refresh() },
		"a drawer asked":  func(b *bench) { b.Drawer.Refresh() },
		"a settings page": func(b *bench) { b.Do(flow.CommandSettings) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.office.TopUps = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
			b.LookUp("100000014")
			b.held.Release()
			b.to(flowtest.Does(b, flow.CommandTopUp), func() { b.TopUp.Match("481205") }, func() { b.TopUp.Quote("50") }, func() { b.TopUp.Tender("50") })
			elsewhere(b)
			b.held.Break()
			b.TopUp.Confirm()
			b.Broke()
			at(t, b.Counter, topup.Sending)
			b.held.Release()
			at(t, b.Counter, topup.Posted)
		})
	}
}

// A question about one top-up breaks in the background; the one on the screen is another.
func TestABackgroundQuestionThatBreaksLocksNotTheScreen(t *testing.T) {
	b := newBench(t)
	b.office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	b.LookUp("100000014")
	b.held.Release()
	b.to(flowtest.Does(b, flow.CommandTopUp), func() { b.TopUp.Match("481205") }, func() { b.TopUp.Quote("50") }, func() { b.TopUp.Tender("50") }, b.TopUp.Confirm)
	b.Do(flow.CommandNext)
	b.TopUp.List.CheckParked()
	b.held.Break()
	b.office.TopUps = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
	b.LookUp("100000014")
	b.held.Release()
	b.to(flowtest.Does(b, flow.CommandTopUp), func() { b.TopUp.Match("481205") }, func() { b.TopUp.Quote("20") }, func() { b.TopUp.Tender("20") })
	b.TopUp.Confirm()
	b.Broke()
	b.held.Release()
	at(t, b.Counter, topup.Posted)
	opened(t, b.Counter, flow.OpenUnknown)
	b.office.Asks = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-2"})
	b.TopUp.List.CheckParked() // it no longer waits for the ending that never came
	b.held.Release()
	opened(t, b.Counter, flow.OpenPosted)
}

// The clerk reads at the field that was asked for that the answer will not come.
func TestAQuestionThatBreaksIsAskedAgainAtItsField(t *testing.T) {
	for step, field := range map[topup.Step]task.Field{
		topup.Matching: task.FieldLastSix, topup.Quoting: task.FieldAmount, topup.NamingPayer: task.FieldPayer,
	} {
		b := newBench(t)
		ways()[step](b)
		b.held.Break()
		b.Broke()
		st := b.TopUp.State()
		says(t, st.Problem, "problem.unreadable")
		if st.Field != field || st.Step != step.Question() {
			t.Errorf("%s: at %s, field %q", step, st.Step, st.Field)
		}
	}
}

// Whether the intention is on disk nobody knows: a second one might follow it.
func TestAnIntentionThatBreaksWhileItIsWrittenStopsTheTopUp(t *testing.T) {
	b := newBench(t)
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match)
	b.quote()
	b.held.Next() // the quote is there, the intention is on its way to the disk
	b.held.Break()
	b.Broke()
	at(t, b.Counter, topup.Locked)
	b.to(b.quote, b.tender, b.TopUp.Confirm, b.TopUp.Leave)
	at(t, b.Counter, topup.Locked)
	kinds(t, b.kept)
}
