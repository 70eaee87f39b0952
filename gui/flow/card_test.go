package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

func ascii(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func TestACardIsShownAndThenItsTransactions(t *testing.T) {
	office := flowtest.NewOffice()
	office.Pages = []client.TransactionPage{
		{Items: []client.Transaction{{ID: "2", Amount: money.EUR(-100)}}, NextCursor: "more", AsOf: flowtest.Start},
		{Items: []client.Transaction{{ID: "1", Amount: money.EUR(500)}}, AsOf: flowtest.Start},
	}
	c, _, _ := counter(t, office)
	st := c.Card.State()
	if st.Card.PANLast4 != "1205" || len(st.Items) != 1 || st.List != card.ListKnown {
		t.Fatalf("%+v", st)
	}
	c.Card.MoreTransactions()
	c.Card.MoreTransactions()
	if st = c.Card.State(); len(st.Items) != 2 || st.Next != "" || office.Asked["transactions"] != 2 {
		t.Errorf("%d transactions after %d questions", len(st.Items), office.Asked["transactions"])
	}
}

func TestALookUpThatFindsNothing(t *testing.T) {
	for _, tt := range []struct {
		name, typed, says string
		err               error
		wipe              bool
	}{
		{name: "no such card", typed: "999999999", says: "problem.card-not-found"},
		{name: "office away", typed: "100000014", err: &client.Error{Code: client.CodeNoConnection}, says: "problem.no-connection"},
		{name: "the last six", typed: "481205", says: "recognise.lastSix"},
		{name: "a PAN is wiped", typed: "4111111111111111", says: "recognise.pan", wipe: true},
		{name: "too short", typed: "1234", says: "recognise.unclear"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.CardErr = tt.err
			needs, _, _ := flowtest.Needs(office)
			c := start(t, needs)
			c.LookUp(tt.typed)
			st := c.Card.State()
			says(t, st.Problem, tt.says)
			if st.Step != card.Empty || st.Wipe != tt.wipe {
				t.Errorf("%+v", st)
			}
		})
	}
}

func TestAnAnswerForAnEarlierCardIsDropped(t *testing.T) {
	b := newBench(t)
	other := b.office.Cards["100000014"]
	other.MokID = "100000022"
	b.office.Cards["100000022"] = other
	b.LookUp("100000014")
	b.LookUp("100000022")
	b.held.Release()
	if got := b.Card.State().Card.MokID; got != "100000022" {
		t.Errorf("the screen shows %s", got)
	}
}

func TestAListIsEmptyOnlyWhenTheOfficeSaysSo(t *testing.T) {
	office := flowtest.NewOffice()
	office.ListErr = &client.Error{Code: client.CodeTimeout}
	c, _, _ := counter(t, office)
	if st := c.Card.State(); st.List != card.ListFailed || st.ListProblem == nil {
		t.Errorf("a list that failed shows as %s", st.List)
	}
}

func TestAMunicipalCounterSeesOnlyThatACardExists(t *testing.T) {
	office := flowtest.NewOffice()
	office.MeAnswer.Capabilities = []client.Capability{client.MaySeeMinimal, client.MayLock}
	needs, _, _ := flowtest.Needs(office)
	c := start(t, needs)
	c.LookUp("100000014")
	st := c.Card.State()
	if st.Step != card.Minimal || !st.Minimal.Exists || st.Card.MokID != "" || office.Asked["card"] != 0 {
		t.Errorf("%+v, asked %v", st, office.Asked)
	}
}
