package flow_test

import (
	"errors"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
)

// watching is a counter with an order open, whose page is shown; work waits for release.
func watching(t *testing.T) (*flow.Counter, *flowtest.Held, *flowtest.Papers) {
	t.Helper()
	b := benchAt(t, flowtest.NewOffice())
	b.Do(flow.CommandOrder)
	b.Order.Room(700)
	pause(b.held)
	b.papers.Drawn = nil
	return b.Counter, b.held, b.papers
}

// drawnLast is the order whose page was drawn last.
func drawnLast(papers *flowtest.Papers) order.Slip {
	return papers.Drawn[len(papers.Drawn)-1].(order.Slip)
}

// pause is the clerk stopping for a moment, long enough for everything that is on its way.
func pause(held *flowtest.Held) {
	held.Tick()
	held.Release()
}

func TestThePageFollowsWhatIsTypedOnceTheClerkPauses(t *testing.T) {
	c, held, papers := watching(t)
	form := order.Form{}
	for _, r := range "100000014" {
		form.MokID += string(r)
		c.Order.Typed(form)
	}
	if len(papers.Drawn) != 0 || held.Waiting() != 0 {
		t.Fatalf("it is drawn while the clerk types: %d, %d", len(papers.Drawn), held.Waiting())
	}
	before := c.Order.State()
	pause(held)
	if len(papers.Drawn) != 1 || drawnLast(papers).MokID != "100000014" || drawnLast(papers).Draft {
		t.Fatalf("drawn %+v", papers.Drawn)
	}
	after := c.Order.State()
	if after.Page.Image == nil || after.Page.Image.Bounds().Dx() != 700 || after.Page.Drawing {
		t.Errorf("the page is %+v", after.Page)
	}
	if after.Turn != before.Turn || after.Form != before.Form || len(after.Problems) != 0 {
		t.Errorf("the form changed: %+v", after)
	}
	pause(held)
	if len(papers.Drawn) != 1 {
		t.Error("it is drawn again though nothing is typed")
	}
}

// What is typed while a page is drawn is drawn next; no more than one drawing is on its way.
func TestANewerPageComesAfterTheOneThatIsDrawn(t *testing.T) {
	c, held, papers := watching(t)
	typed := func(name string) {
		c.Order.Typed(order.Form{MokID: "100000014", Name: name})
		held.Tick()
	}
	typed("A")
	for _, name := range []string{"An", "Ana", "Ana Č"} {
		typed(name)
	}
	if !c.Order.State().Page.Drawing {
		t.Fatalf("nothing is being drawn: %+v", c.Order.State().Page)
	}
	held.Release()
	var names []string
	for _, s := range flowtest.Of[order.Slip](papers.Drawn) {
		names = append(names, s.Order.Payer.Name)
	}
	if len(names) != 2 || names[0] != "A" || names[1] != "Ana Č" || c.Order.State().Page.Drawing {
		t.Errorf("drawn %q", names)
	}
}

func TestAPageThatIsDrawnTooLateIsNotShown(t *testing.T) {
	c, held, _ := watching(t)
	c.Order.Typed(fullOrder)
	held.Tick()
	c.LeaveFree()
	held.Release()
	if p := c.Order.State().Page; p.Image != nil || p.Drawing {
		t.Errorf("after leaving there is %+v", p)
	}
	c.Do(flow.CommandOrder)
	if p := c.Order.State().Page; p.Image != nil {
		t.Error("a new order shows the page of the last one")
	}
}

func TestAnOrderThatIsNotRightIsShownWithoutWhatIsWrong(t *testing.T) {
	c, held, papers := watching(t)
	const pan = "4111 1111 1111 1111"
	for name, form := range map[string]order.Form{
		"no MOK ID": {Name: "Ana"}, "half a MOK ID": {MokID: "1000", Name: "Ana"}, "a PAN": {MokID: pan, Name: "Ana"},
		"amount": {MokID: "100000014", Amount: "1.250", Name: "Ana"}, "a PAN for a street": {MokID: "100000014", Name: "Ana", Street: pan},
		"a PAN for an amount": {MokID: "100000014", Name: "Ana", Amount: pan}, "Cyrillic": {MokID: "100000014", Name: "Ana", Town: "Крањ"},
	} {
		c.Order.Typed(form)
		pause(held)
		s := drawnLast(papers)
		if !s.Draft || !c.Order.State().Page.Draft || s.Order.Payer.Name != "Ana" || s.Order.Payer.Street != "" || s.Order.Payer.Town != "" || !s.Order.Amount.IsZero() {
			t.Errorf("%s: %+v", name, s)
		}
		if len(c.Order.State().Problems) != 0 {
			t.Errorf("%s: a problem is said before the clerk has finished", name)
		}
	}
}

func TestACardNumberInAnyFieldOfAnOrderIsRefusedAndWiped(t *testing.T) {
	for _, field := range []task.Field{task.FieldMokID, task.FieldAmount, task.FieldPayer, task.FieldStreet, task.FieldTown} {
		c, papers := ordering(t)
		c.Do(flow.CommandOrder)
		form := map[task.Field]order.Form{
			task.FieldMokID: {MokID: "4111111111111111"}, task.FieldAmount: {MokID: "100000014", Amount: "4111111111111111"},
			task.FieldPayer: {MokID: "100000014", Name: "4111-1111-1111-1111"}, task.FieldStreet: {MokID: "100000014", Street: "Ana 4111 1111 1111 1111"},
			task.FieldTown: {MokID: "100000014", Town: "411111111111"},
		}[field]
		c.Order.Hand(task.PaperPrint, form)
		st := c.Order.State()
		if len(papers.Printed) != 0 || st.Problems[field] == nil || st.Form.Of(field) != "" || len(st.Proposals) != 0 {
			t.Errorf("%s: %+v", field, st)
		}
	}
}

func TestAPageThatCannotBeDrawnSaysSo(t *testing.T) {
	c, held, papers := watching(t)
	papers.Err = errors.New("no ink")
	c.Order.Typed(fullOrder)
	pause(held)
	if p := c.Order.State().Page; p.Problem == nil || p.Problem.Key != "page.failed" || p.Image != nil {
		t.Errorf("%+v", p)
	}
	papers.Err = nil
	c.Order.Typed(order.Form{MokID: "100000014"})
	held.Tick()
	held.Break() // the drawing panics
	c.Panicked()
	if p := c.Order.State().Page; p.Problem == nil || p.Drawing {
		t.Errorf("a drawing that broke: %+v", p)
	}
}

func TestALayoutIsDrawnAndKeptAsItIs(t *testing.T) {
	c, held, papers := watching(t)
	var kept task.Choices
	c.Settings.Apply = func(chosen task.Choices) { kept = chosen }
	for _, want := range []string{"form", "blank", "napkin", "a4"} { // whoever makes the paper says which there are
		c.Order.ChooseLayout(want)
		pause(held)
		if s := drawnLast(papers); s.Choices.Layout != want || kept.Layout != want || c.Order.State().Page.Layout != want {
			t.Errorf("%s: drawn %s, kept %s", want, s.Choices.Layout, kept.Layout)
		}
	}
	c.Order.Close()
	if c.Order.ChooseLayout("form"); kept.Layout != "a4" {
		t.Errorf("without an order it is %s", kept.Layout)
	}
}

func TestTheLargePageBelongsToWhatIsOnTheScreen(t *testing.T) {
	c, held, papers := watching(t)
	c.Order.Typed(fullOrder)
	c.Do(flow.CommandPage)
	c.Page.Room(1200)
	pause(held)
	if c.State().Panel != flow.PanelPage || c.Page.State().Image == nil || drawnLast(papers).Order.Payer.Name != fullOrder.Name {
		t.Fatalf("%s, %+v", c.State().Panel, c.Page.State())
	}
	c.Do(flow.CommandOrder)
	if c.State().Panel != flow.PanelOrder || c.Page.State().Image != nil {
		t.Errorf("the command of the order leads to %s", c.State().Panel)
	}
	c.Order.Hand(task.PaperPrint, fullOrder)
	held.Release()
	if len(papers.Printed) != 1 {
		t.Error("what was typed is gone")
	}
	c.LeaveFree()
	c.Do(flow.CommandPage)
	if c.State().Panel != flow.PanelCard {
		t.Error("there is a page of nothing")
	}
}

// The large page of a cash confirmation would be a lie once the office has answered, and the answer must not lie hidden behind it.
func TestAnOutcomeComesOutFromBehindTheLargePage(t *testing.T) {
	for name, ends := range map[string]struct {
		outcome []client.Outcome[client.TopUp]
		panel   flow.Panel
	}{
		"posted":        {flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "2026-000123", BookedAt: flowtest.Start}), flow.PanelTopUp},
		"rejected":      {flowtest.Final(client.Rejected, client.TopUp{Code: "limit-exceeded"}), flow.PanelTopUp},
		"still unknown": {flowtest.NotKnown(client.Unknown, client.CodeTimeout), flow.PanelPage},
	} {
		office := flowtest.NewOffice()
		office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
		c, _, _ := counter(t, office)
		confirming(t, c)
		c.TopUp.Confirm()
		c.Do(flow.CommandPage)
		if c.State().Panel != flow.PanelPage {
			t.Fatalf("%s: no page is shown", name)
		}
		office.Asks = ends.outcome
		c.TopUp.Check()
		if at := c.State().Panel; at != ends.panel {
			t.Errorf("%s: the clerk sees %s", name, at)
		}
	}
}

func TestALostSignInComesOutFromBehindTheLargePageOfAReceipt(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	c, _, _ := counter(t, office)
	confirming(t, c)
	c.TopUp.Confirm()
	c.Do(flow.CommandPage)
	office.Asks = flowtest.NotKnown(client.Unknown, client.CodeTokenExpired)
	c.TopUp.Check()
	if at := c.State(); at.SignedIn || at.Panel != flow.PanelTopUp {
		t.Errorf("signed in %t, the clerk sees %s", at.SignedIn, at.Panel)
	}
}
