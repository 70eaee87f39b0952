package flow_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// away is a counter with a top-up of 50 € whose outcome isn't known, parked, and its timers.
func away(t *testing.T) (*flow.Counter, *flowtest.Office, *flowtest.Journal, *flowtest.AtOnce) {
	t.Helper()
	c, office, kept, tasks := everyOutcome["a top-up"].unsure(t)
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	c.Do(flow.CommandNext)
	opened(t, c, flow.OpenUnknown)
	return c, office, kept, tasks
}

// withFee is a desk's office and journal, a top-up of 50 € and its fee of 1,50 € left open.
func withFee(t *testing.T) (*flowtest.Office, *flowtest.Journal) {
	t.Helper()
	office := flowtest.NewOffice()
	office.QuoteAnswer.Fee, office.QuoteAnswer.Total = money.EUR(150), money.EUR(5150)
	office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	c, kept, _ := counter(t, office)
	confirming(t, c)
	c.TopUp.Confirm()
	return office, kept
}

// printed is what another run of the program prints of the item that was left open, and that run.
func printed(t *testing.T, office *flowtest.Office, kept *flowtest.Journal, staff string) ([]task.Slip, *flow.Counter) {
	t.Helper()
	needs, _, papers := flowtest.Needs(office)
	needs.Journal = kept
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	c.SignIn.Submit(staff, "2468")
	c.Resume(c.OpenItems()[0].ID)
	c.Do(flow.CommandPrint)
	return papers.Printed, c
}

// restarted is another run of the program over the same journal, with a clerk signed in.
func restarted(t *testing.T, office *flowtest.Office, kept *flowtest.Journal, staff string) *flow.Counter {
	t.Helper()
	needs, _, _ := flowtest.Needs(office)
	needs.Journal = kept
	ids := needs.NewID
	run := "f"
	for _, r := range kept.Records {
		if strings.HasPrefix(r.ID, run) { // a restart before this one
			run = "e"
		}
	}
	needs.NewID = func() string { return run + ids()[1:] }
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	c.SignIn.Submit(staff, "2468")
	return c
}

func TestTheReceiptOfWhatEndedWhileNobodyLookedIsAnOriginal(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	needs, _, papers := flowtest.Needs(office)
	c := start(t, needs)
	c.LookUp("100000014")
	confirming(t, c)
	c.TopUp.Confirm()
	id := c.TopUp.State().ID
	c.Do(flow.CommandPrint) // the confirmation that cash was received is another slip
	c.Do(flow.CommandNext)
	office.Asks = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
	needs.Tasks.(*flowtest.AtOnce).Tick()
	c.Resume(id)
	c.Do(flow.CommandPrint)
	if r := flowtest.Of[topup.Receipt](papers.Printed); len(papers.Printed) != 2 || len(r) != 1 || r[0].Copy != 0 || r[0].TopUp.ReceiptNumber != "R-1" {
		t.Errorf("printed %+v", papers.Printed)
	}
}

func TestAfterACrashTheReceiptIsACopyWithTheCardsLastDigits(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1", Staff: "1001"})
	c, kept, _ := counter(t, office)
	confirming(t, c)
	c.TopUp.Confirm()
	office.Asks = office.TopUps
	slips, _ := printed(t, office, kept, "1002")
	receipts := flowtest.Of[topup.Receipt](slips)
	if len(receipts) != 1 {
		t.Fatal("no receipt is printed")
	}
	if got := receipts[0]; got.Copy != 1 || got.PANLast4 != "1205" || got.Clerk != "1001" {
		t.Errorf("copy %d of card %q by clerk %s", got.Copy, got.PANLast4, got.Clerk)
	}
}

func TestWithoutTheOfficeNoReceiptIsPrintedFromTheJournalAlone(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
	c, kept, _ := counter(t, office)
	confirming(t, c)
	c.TopUp.Confirm()
	office.Asks = flowtest.NotKnown(client.Unknown, client.CodeNoConnection)
	again := restarted(t, office, kept, "1001")
	again.Resume(again.OpenItems()[0].ID)
	says(t, again.TopUp.State().Problem, "topup.why.no-connection")
	again.Do(flow.CommandPrint)
	says(t, again.State().Notice, "counter.no-slip")
	office.Asks = office.TopUps
	again.TopUp.Check()
	if !again.TopUp.State().Known() {
		t.Error("asking again does not bring the receipt")
	}
}

func TestTheLastTopUpsOfTheDeskAreListedNewestFirst(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept, _ := counter(t, office)
	for _, verdict := range []client.Verdict{client.Posted, client.Rejected, client.Cancelled, client.Posted} {
		office.TopUps = flowtest.Final(verdict, client.TopUp{ReceiptNumber: "R-1", Code: "limit-exceeded"})
		c.LookUp("100000014")
		confirming(t, c)
		c.TopUp.Confirm()
	}
	c.Do(flow.CommandNext)
	var got []topup.Step
	for _, s := range c.TopUp.List.Recent() {
		got = append(got, s.Step)
	}
	want := []topup.Step{topup.Posted, topup.Cancelled, topup.Rejected, topup.Posted}
	if !slices.Equal(got, want) {
		t.Fatalf("listed %v, want %v", got, want)
	}
	before := len(kept.Records)
	office.Asks = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
	c.Resume(c.TopUp.List.Recent()[3].ID)
	at(t, c, topup.Posted)
	if st := c.TopUp.State(); st.Paper.Copies != 1 || !st.Known() {
		t.Errorf("%+v", st)
	}
	c.Do(flow.CommandNext)
	opened(t, c)
	if len(kept.Records) != before {
		t.Error("looking at a top-up that was read leaves a trace")
	}
}

func TestAClerkNeedNotWaitForTheOfficeBeforeTheNextCustomer(t *testing.T) {
	b := newBench(t)
	b.sent(client.Unknown)
	b.office.Asks = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
	b.TopUp.Check() // on its way
	b.Do(flow.CommandNext)
	at(t, b.Counter, topup.Idle)
	b.held.Release()
	opened(t, b.Counter, flow.OpenPosted)
	opened(t, restarted(t, b.office, b.kept, "1001"), flow.OpenPosted)
}

func TestTheCashConfirmationKnowsTheFeeAfterARestart(t *testing.T) {
	office, kept := withFee(t)
	slips, again := printed(t, office, kept, "1001")
	if cash := flowtest.Of[topup.CashReceived](slips); len(slips) != 1 || len(cash) != 1 || cash[0].Cash != money.EUR(5150) {
		t.Errorf("printed %+v", slips)
	}
	if st := again.TopUp.State(); st.Change != money.EUR(4850) || st.Tendered != money.EUR(10000) {
		t.Errorf("given %v, change %v", st.Tendered, st.Change)
	}
}

// The journal keeps UTC; the customer's paper and the clerk's list tell the time of this place, also after a restart.
func TestWhatAJournalGivesBackHasThisPlacesTime(t *testing.T) {
	here := time.Local
	time.Local = time.FixedZone("CET", 3600)
	t.Cleanup(func() { time.Local = here })
	office, kept := withFee(t)
	for i := range kept.Records { // as the journal's file gives them back
		kept.Records[i].At = kept.Records[i].At.UTC()
	}
	slips, _ := printed(t, office, kept, "1001")
	if at := flowtest.Of[topup.CashReceived](slips)[0].At; at.Format("15:04") != flowtest.Start.In(time.Local).Format("15:04") {
		t.Errorf("the customer's paper tells %v", at)
	}
}

func TestTheCashConfirmationOfAnOlderJournalTellsWhatWasPutDown(t *testing.T) {
	office, kept := withFee(t)
	kept.Records[1].Cash = journal.Cash{}
	slips, _ := printed(t, office, &flowtest.Journal{Records: kept.Records[:2]}, "1001")
	if cash := flowtest.Of[topup.CashReceived](slips); len(cash) != 1 || cash[0].Cash != money.EUR(10000) {
		t.Errorf("printed %+v", slips)
	}
}

func TestTheSameCardIsBlockedByAmountAndByTotal(t *testing.T) {
	office, kept := withFee(t)
	c := restarted(t, office, kept, "1001")
	for typed, want := range map[string]topup.Step{
		"50": topup.AskingAmount, "51,50": topup.AskingAmount, "48,50": topup.AskingAmount, "47": topup.ReadBack,
	} {
		c.LookUp("100000014")
		quote(c, typed)
		at(t, c, want)
		if want == topup.AskingAmount {
			says(t, c.TopUp.State().Problem, "topup.blocked")
		}
		c.TopUp.Leave()
	}
	for _, r := range kept.Records[2:] {
		if r.Kind == journal.Sending {
			t.Error("a double was sent")
		}
	}
}

func TestOpenItemsAreAskedForMoreAndMoreSeldom(t *testing.T) {
	c, office, _, tasks := away(t)
	var asked []int
	for range 12 {
		before := office.Asked["ask"]
		tasks.Tick()
		asked = append(asked, office.Asked["ask"]-before)
	}
	if want := []int{1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1}; !slices.Equal(asked, want) {
		t.Errorf("asked %v, want %v", asked, want)
	}
	before := office.Asked["ask"]
	c.Idle()
	c.SignIn.Submit("1001", "2468")
	if office.Asked["ask"] != before+1 {
		t.Error("after signing in again it does not go on asking by itself")
	}
}
