package flow_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/drawer"
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
		{func(c *flow.Counter) { c.TopUp.Tender("50"); c.TopUp.Confirm() }, func(c *flow.Counter) bool { return c.TopUp.State().Step == topup.Halted }},
	}
	for broken := range steps {
		b := benchAt(t, flowtest.NewOffice())
		c := b.Counter
		for i, s := range steps[:broken+1] {
			if i == 2 {
				c.Do(flow.CommandTopUp)
			}
			s.do(c)
			if i < broken {
				b.held.Release()
			}
		}
		b.held.Break()
		c.Panicked()
		if !steps[broken].want(c) {
			t.Errorf("step %d waits: sign-in %s, card %s, top-up %s", broken, c.SignIn.State().Step, c.Card.State().Step, c.TopUp.State().Step)
		}
		if broken == 4 && b.kept.Records[len(b.kept.Records)-1].Kind != journal.Intent {
			t.Errorf("the journal holds %v", b.kept.Kinds())
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
			b.confirming()
			elsewhere(b)
			b.held.Break()
			b.TopUp.Confirm()
			b.Panicked()
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
	b.confirming()
	b.to(b.TopUp.Confirm)
	b.Do(flow.CommandNext)
	b.TopUp.List.CheckParked()
	b.held.Break()
	b.office.TopUps = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
	b.LookUp("100000014")
	b.held.Release()
	b.to(flowtest.Does(b, flow.CommandTopUp), func() { b.TopUp.Match("481205") }, func() { b.TopUp.Quote("20") }, func() { b.TopUp.Tender("20") })
	b.TopUp.Confirm()
	b.Panicked()
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
		b.Panicked()
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
	b.Panicked()
	at(t, b.Counter, topup.Halted)
	b.to(b.quote, b.tender, b.TopUp.Confirm, b.TopUp.Leave)
	at(t, b.Counter, topup.Halted)
	kinds(t, b.kept)
}

// Whatever the paper: that it is being made is not said for ever, and it can be asked for again.
func TestASlipThatBreaksIsSaidToHaveFailedAndIsMadeOnceMore(t *testing.T) {
	for name, slip := range map[string]struct {
		begin func(b *bench)
		print func(b *bench)
		paper func(b *bench) *task.Message
	}{
		"a receipt": {
			func(b *bench) { b.sent(client.Posted) }, func(b *bench) { b.Do(flow.CommandPrint) },
			func(b *bench) *task.Message { return b.TopUp.State().Paper.Message },
		},
		"a confirmation of cash": {
			func(b *bench) { b.sent(client.Unknown) }, func(b *bench) { b.Do(flow.CommandPrint) },
			func(b *bench) *task.Message { return b.TopUp.State().Paper.Message },
		},
		"a close": {
			func(b *bench) {
				b.office.Closes = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: client.DrawerClosed})
				drawerWays()[drawer.Closed](b)
			},
			func(b *bench) { b.Drawer.Paper(task.PaperPrint) },
			func(b *bench) *task.Message { return b.Drawer.State().Paper.Message },
		},
		"an order": {
			func(b *bench) { b.Do(flow.CommandOrder) }, func(b *bench) { b.Order.Hand(task.PaperPrint, fullOrder) },
			func(b *bench) *task.Message { return b.Order.State().Paper.Message },
		},
		"a calibration page": {
			func(b *bench) { b.Do(flow.CommandSettings) }, func(b *bench) { b.Settings.Calibrate(b.Settings.Choices()) },
			func(b *bench) *task.Message { return b.Settings.State().Done },
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			slip.begin(b)
			b.held.Release()
			slip.print(b)
			says(t, slip.paper(b), "slip.working")
			b.held.Break()
			b.Panicked()
			says(t, slip.paper(b), "slip.failed.other")
			b.to(func() { slip.print(b) })
			says(t, slip.paper(b), "slip.printed")
		})
	}
}

func TestASlipThatBreaksWhileItsTopUpIsParkedIsMadeOnceMore(t *testing.T) {
	b := newBench(t)
	b.sent(client.Unknown)
	id := b.TopUp.State().ID
	b.Do(flow.CommandPrint)
	b.Do(flow.CommandNext)
	b.held.Break()
	b.Panicked()
	b.to(func() { b.Resume(id) })
	says(t, b.TopUp.State().Paper.Message, "slip.failed.other")
	b.to(func() { b.Do(flow.CommandPrint) })
	says(t, b.TopUp.State().Paper.Message, "slip.printed")
}

func TestABundleThatBreaksIsNotBeingMade(t *testing.T) {
	b := newBench(t)
	b.to(flowtest.Does(b, flow.CommandSettings))
	b.Settings.Bundle()
	says(t, b.Settings.State().Done, "settings.bundling")
	b.held.Break()
	b.Panicked()
	if said := b.Settings.State().Done; said != nil {
		t.Errorf("it says %v", said)
	}
}

// A flow that hands slips out and forgets those that broke would say for ever that one is being made.
func TestEveryFlowThatHandsOutForgetsNoSlipThatBroke(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("*", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	hands, forgets := map[string]bool{}, map[string]bool{}
	for _, path := range files {
		code, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		room := filepath.Dir(path)
		hands[room] = hands[room] || strings.Contains(string(code), "task.HandOut(")
		forgets[room] = forgets[room] || strings.Contains(strings.ToLower(string(code)), "paper.panicked()")
	}
	n := 0
	for room, does := range hands {
		if does {
			n++
			if !forgets[room] {
				t.Errorf("%s hands slips out, and never asks whether one broke", room)
			}
		}
	}
	if n < 4 {
		t.Errorf("%d flows hand slips out", n)
	}
}
