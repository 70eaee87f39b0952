package flow_test

import (
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// withLines is an office whose card has a top-up and two purchases, and that looks for lines.
func withLines() *flowtest.Office {
	office := flowtest.NewOffice()
	flowtest.KeepsDrawersDay(office)
	line := func(id string, kind client.TransactionKind) client.Transaction {
		return client.Transaction{ID: id, Kind: kind, BookedAt: flowtest.Start, Amount: money.EUR(100), BalanceAfter: money.EUR(100)}
	}
	office.Pages = []client.TransactionPage{{AsOf: flowtest.Start, Items: []client.Transaction{line("t-3", client.TransactionTopUp), line("t-2", client.TransactionPurchase), line("t-1", client.TransactionPurchase)}}}
	return office
}

// A card's lines are looked for at the office, page by page by the same question, and shown all again.
func TestACardsLinesAreLookedForAtTheOffice(t *testing.T) {
	office := withLines()
	c, _, _ := counter(t, office)
	c.Card.Narrow()
	if !c.Card.State().Searching {
		t.Fatal("the clerk is not asked")
	}
	s := card.Search{From: "1. 3. 2026", To: "2.3.2026", Kind: client.TransactionTopUp, State: client.TransactionStanding, Number: " kr-1 "}
	c.Card.Find(s)
	want := client.TransactionQuery{From: time.Date(2026, 3, 1, 0, 0, 0, 0, time.Local), To: time.Date(2026, 3, 3, 0, 0, 0, 0, time.Local), Kind: client.TransactionTopUp,
		State: client.TransactionStanding, ReceiptNumber: "KR-1", Limit: 50}
	st := c.Card.State()
	if office.LastLines != want || st.Searching || st.Search != s || st.List != card.ListKnown {
		t.Errorf("asked for %+v: %+v", office.LastLines, st.Search)
	}
	c.Card.Refresh()
	if office.LastLines != want {
		t.Errorf("refreshed, it asks for %+v", office.LastLines)
	}
	if !c.Card.LeaveSearch() || office.LastLines != (client.TransactionQuery{Limit: 50}) || c.Card.State().Search.Narrows() || c.Card.LeaveSearch() {
		t.Errorf("all again asks for %+v", office.LastLines)
	}
	c.Card.Find(s)
	c.LookUp("100000014")
	if office.LastLines != (client.TransactionQuery{Limit: 50}) {
		t.Errorf("the next look-up asks for %+v", office.LastLines)
	}
}

func TestACardsSearchThatIsNotUnderstoodIsSaidAtItsField(t *testing.T) {
	for name, tt := range map[string]struct {
		s   card.Search
		at  task.Field
		key string
	}{
		"a day that there is not": {card.Search{From: "31. 2. 2026"}, task.FieldFrom, "history.bad-day"},
		"an end before the start": {card.Search{From: "2. 3. 2026", To: "1. 3. 2026"}, task.FieldTo, "history.bad-day"},
		"no number of a slip":     {card.Search{Number: "ž"}, task.FieldReceipt, "history.bad-number"},
		"what may be a PAN":       {card.Search{To: "4111111111111111"}, task.FieldTo, "field.card-number"},
	} {
		t.Run(name, func(t *testing.T) {
			office := withLines()
			c, _, _ := counter(t, office)
			asked := office.Asked["transactions"]
			c.Card.Narrow()
			c.Card.Find(tt.s)
			if st := c.Card.State(); !st.Searching || st.SearchField != tt.at || office.Asked["transactions"] != asked {
				t.Errorf("%+v", st)
			}
			says(t, c.Card.State().SearchProblem, tt.key)
			if c.Card.LeaveSearch(); c.Card.State().Searching || len(c.Card.State().Items) != 3 {
				t.Error("leaving it loses the lines")
			}
		})
	}
}

// An office that does not look for lines is not asked to: it would give others too.
func TestAnOfficeThatDoesNotSearchIsNotAsked(t *testing.T) {
	office := withLines()
	office.MeAnswer.Capabilities = []client.Capability{client.MayReadCards}
	c, _, _ := counter(t, office)
	c.Card.Narrow()
	c.Card.Find(card.Search{Kind: client.TransactionTopUp})
	if st := c.Card.State(); st.Searching || st.Search.Narrows() || office.LastLines != (client.TransactionQuery{Limit: 50}) {
		t.Errorf("%+v, asked for %+v", st, office.LastLines)
	}
}
