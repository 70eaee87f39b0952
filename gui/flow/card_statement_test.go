package flow_test

import (
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// A statement holds every line of the days that are looked for, whatever else is, the oldest first; printed again it is a copy.
func TestAStatementIsWhole(t *testing.T) {
	office := withLines()
	c, _, papers := counter(t, office)
	c.Card.Find(card.Search{From: "1. 11. 2026", To: "30. 11. 2026", Kind: client.TransactionTopUp, Number: "KR-1"})
	c.Card.MakeStatement()
	want := client.TransactionQuery{From: time.Date(2026, 11, 1, 0, 0, 0, 0, time.Local), To: time.Date(2026, 12, 1, 0, 0, 0, 0, time.Local), Limit: 200}
	st := c.Card.State().Statement
	if office.LastLines != want || st.Step != card.StatementReady || st.Lines != 3 {
		t.Fatalf("asked for %+v: %+v", office.LastLines, st)
	}
	c.Do(flow.CommandPrint)
	c.Do(flow.CommandPrint)
	if len(papers.Printed) != 2 || papers.Printed[0].Head().Copy != 0 || papers.Printed[1].Head().Copy != 1 {
		t.Fatalf("printed %+v", papers.Printed)
	}
	slip := papers.Printed[0].(card.Statement)
	if slip.MokID != "100000014" || len(slip.Items) != 3 || slip.Items[0].ID != "t-1" || slip.Number() != "20261101-20261130" || slip.Head().Clerk != "Ana" {
		t.Errorf("%+v", slip)
	}
	c.Card.Find(card.Search{})
	if _, ok := c.Card.Slip(); ok {
		t.Error("it is there when other lines are looked for")
	}
}

// Without days a statement is of this month and the one before, by the office's clock.
func TestAStatementWithoutDaysIsOfTwoMonths(t *testing.T) {
	office := withLines()
	c, _, _ := counter(t, office)
	c.Card.MakeStatement()
	st := c.Card.State().Statement
	if st.From != time.Date(2026, 10, 1, 0, 0, 0, 0, time.Local) || st.To != time.Date(2026, 11, 22, 0, 0, 0, 0, time.Local) {
		t.Errorf("%s to %s", st.From, st.To)
	}
}

// What the office tells by half is no statement, and neither is one that comes for a card that has gone.
func TestAStatementThatIsNotWholeIsNone(t *testing.T) {
	office := withLines()
	c, _, _ := counter(t, office)
	office.ListErr = &client.Error{Code: client.CodeTimeout}
	c.Card.MakeStatement()
	if st := c.Card.State().Statement; st.Step != card.StatementFailed {
		t.Errorf("%+v", st)
	}
	says(t, c.Card.State().Statement.Problem, "problem.timeout")
	if _, ok := c.Card.Slip(); ok {
		t.Error("there is a paper of it")
	}

	b := newBench(t, flowtest.KeepsDrawersDay)
	b.Card.MakeStatement() // its answer waits
	b.to(flowtest.Does(b, flow.CommandNext))
	if st := b.Card.State(); st.Statement != (card.StatementState{}) || st.Step != card.Empty {
		t.Errorf("after the customer has gone %+v", st.Statement)
	}
	var none task.Slip
	if slip, ok := b.Card.Slip(); ok || slip != none {
		t.Error("there is a paper of another card")
	}
}
