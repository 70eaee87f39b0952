package flow_test

import (
	"slices"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// counter is a counter with Ana signed in, her drawer open and card 100000014 on the screen.
func counter(t *testing.T, office *flowtest.Office) (*flow.Counter, *flowtest.Journal, *flowtest.Papers) {
	t.Helper()
	needs, kept, papers := flowtest.Needs(office)
	c := start(t, needs)
	c.LookUp("100 000 014")
	if c.Card.State().Step != card.Shown {
		t.Fatalf("the card is not shown: %+v", c.Card.State())
	}
	return c, kept, papers
}

func start(t *testing.T, needs flow.Needs) *flow.Counter {
	t.Helper()
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	c.SignIn.Submit("1001", "2468")
	if !c.State().SignedIn {
		t.Fatalf("not signed in: %+v", c.SignIn.State())
	}
	return c
}

// quote asks for a top-up of the card on the screen.
func quote(c *flow.Counter, typed string) {
	c.Do(flow.CommandTopUp)
	c.TopUp.Match("481205")
	c.TopUp.Quote(typed)
}

// readBack brings a top-up of 50 € to the read-back.
func readBack(t *testing.T, c *flow.Counter) {
	t.Helper()
	quote(c, "50")
	at(t, c, topup.ReadBack)
}

// confirming brings it to the last Enter.
func confirming(t *testing.T, c *flow.Counter) {
	t.Helper()
	readBack(t, c)
	c.TopUp.Tender("100")
	at(t, c, topup.Confirming)
}

func at(t *testing.T, c *flow.Counter, want topup.Step) {
	t.Helper()
	if st := c.TopUp.State(); st.Step != want {
		t.Fatalf("the top-up is at %s, want %s; problem %v", st.Step, want, st.Problem)
	}
}

func kinds(t *testing.T, kept *flowtest.Journal, want ...journal.Kind) {
	t.Helper()
	if got := kept.Kinds(); !slices.Equal(got, want) {
		t.Errorf("the journal holds %v, want %v", got, want)
	}
}

func says(t *testing.T, m *task.Message, key string) {
	t.Helper()
	if m == nil || m.Key != key {
		t.Errorf("it says %v, want %s", m, key)
	}
}

func TestATopUpIsPostedAndPrinted(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1", BalanceAfter: money.EUR(9230)})
	c, kept, papers := counter(t, office)

	confirming(t, c)
	if change := c.TopUp.State().Change; change != money.EUR(5000) {
		t.Errorf("change of 100 € for 50 € is %v", change)
	}
	c.TopUp.Confirm()
	at(t, c, topup.Posted)
	kinds(t, kept, whole...)

	c.Do(flow.CommandPrint)
	c.Do(flow.CommandPrint)
	if len(papers.Printed) != 2 || papers.Printed[0].Head().Copy != 0 || papers.Printed[1].Head().Copy != 1 {
		t.Errorf("the second print is not marked as the first copy: %+v", papers.Printed)
	}
	if got := flowtest.Of[topup.Receipt](papers.Printed); len(got) != 2 || got[0].Clerk != "Ana" {
		t.Errorf("printed %+v", papers.Printed)
	}

	c.Do(flow.CommandNext)
	at(t, c, topup.Idle)
	if c.Card.State().Step != card.Empty {
		t.Error("the card of the last customer is still on the screen")
	}
}

func TestADoubleEnterSendsOneRequest(t *testing.T) {
	b := newBench(t)
	b.confirming()
	b.TopUp.Confirm()
	b.TopUp.Confirm()
	if n := b.held.Waiting(); n != 1 {
		t.Fatalf("%d requests are on their way after a double Enter", n)
	}
	b.held.Release()
	if n := b.office.Asked["top-up"]; n != 1 {
		t.Errorf("the office got %d requests", n)
	}
}

func TestEveryVerdictHasItsStep(t *testing.T) {
	for _, tt := range []struct {
		verdict client.Verdict
		want    topup.Step
		journal []journal.Kind
	}{
		{client.Posted, topup.Posted, whole},
		{client.Rejected, topup.Rejected, []journal.Kind{journal.Intent, journal.Sending, journal.Rejected}},
		{client.Cancelled, topup.Cancelled, []journal.Kind{journal.Intent, journal.Sending, journal.Cancelled}},
		{client.Unknown, topup.Unknown, []journal.Kind{journal.Intent, journal.Sending}},
		{client.NotSent, topup.NotSent, []journal.Kind{journal.Intent, journal.Sending}},
	} {
		t.Run(string(tt.verdict), func(t *testing.T) {
			office := flowtest.NewOffice()
			office.TopUps = []client.Outcome[client.TopUp]{{Verdict: tt.verdict, Err: &client.Error{Code: "timeout"}}}
			c, kept, _ := counter(t, office)
			confirming(t, c)
			c.TopUp.Confirm()
			at(t, c, tt.want)
			kinds(t, kept, tt.journal...)
		})
	}
}

// opened checks the kinds of everything that is open, and that the status line counts it.
func opened(t *testing.T, c *flow.Counter, want ...flow.OpenKind) {
	t.Helper()
	var got []flow.OpenKind
	for _, item := range c.OpenItems() {
		got = append(got, item.Kind)
	}
	if !slices.Equal(got, want) || c.State().OpenCount != len(want) {
		t.Errorf("open are %v (%d counted), want %v", got, c.State().OpenCount, want)
	}
}

// A receipt names the reference of the office's account, once the office has told it.
func TestAReceiptBearsTheOfficesAccount(t *testing.T) {
	for name, fails := range map[string]bool{"told": false, "not told": true} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Account = client.OrderAccount{IBAN: "SI56029000000200020", Model: "SI05", Prefix: "9074732", Suffix: "030"}
			if fails {
				office.Account = client.OrderAccount{}
			}
			office.TopUps = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
			needs, _, papers := flowtest.Needs(office)
			c := start(t, needs)
			c.LookUp("100000014")
			confirming(t, c)
			c.TopUp.Confirm()
			c.Do(flow.CommandPrint)
			if got := papers.Printed[0].Head().Account.Prefix; got != map[bool]string{false: "9074732", true: ""}[fails] {
				t.Errorf("the receipt's account has the prefix %q", got)
			}
		})
	}
}

// The PC's clock may be anything: outcomes and what is journaled are those of the right one.
func TestThePCsClockDecidesNothing(t *testing.T) {
	ljubljana := time.FixedZone("CEST", 7200)
	for _, pc := range []time.Time{
		flowtest.Start, flowtest.Start.Add(24 * time.Hour), flowtest.Start.Add(-24 * time.Hour), time.Unix(0, 0), time.Unix(1<<31, 0), time.Unix(1<<32, 0),
		time.Date(2026, 3, 29, 2, 30, 0, 0, ljubljana), time.Date(2026, 10, 25, 2, 30, 0, 0, ljubljana),
	} {
		for verdict, want := range map[client.Verdict]topup.Step{client.Posted: topup.Posted, client.Rejected: topup.Rejected, client.Unknown: topup.Unknown} {
			office := flowtest.NewOffice()
			office.Skew = flowtest.Start.Sub(pc)
			office.TopUps = []client.Outcome[client.TopUp]{{Verdict: verdict, Err: &client.Error{Code: client.CodeTimeout}}}
			needs, kept, _ := flowtest.Needs(office)
			now := pc
			needs.Now = func() time.Time { now = now.Add(-time.Second); return now } // and it runs backwards
			c := start(t, needs)
			c.LookUp("100000014")
			confirming(t, c)
			c.TopUp.Confirm()
			at(t, c, want)
			if n := len(kept.Records); n != 3 && verdict.Final() || n != 2 && !verdict.Final() {
				t.Errorf("%v, %s: the disk has %v", pc, verdict, kept.Kinds())
			}
		}
	}
}
