package flow_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// counter is a counter with Ana signed in, her drawer open and card 100000014 on the screen.
func counter(t *testing.T, office *flowtest.Office) (*flow.Counter, *flowtest.Journal, *flowtest.Papers) {
	t.Helper()
	needs, kept, papers := flowtest.Needs(office)
	c := start(t, needs)
	c.LookUp("100 000 014")
	if c.Card.State().Step != flow.CardShown {
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

// readBack brings a top-up of 50 € to the read-back.
func readBack(t *testing.T, c *flow.Counter) {
	t.Helper()
	c.BeginTopUp()
	c.TopUp.Match("481205")
	c.TopUp.Quote("50")
	at(t, c, flow.TopUpReadBack)
}

// confirming brings it to the last Enter.
func confirming(t *testing.T, c *flow.Counter) {
	t.Helper()
	readBack(t, c)
	c.TopUp.Tender("100")
	at(t, c, flow.TopUpConfirming)
}

func at(t *testing.T, c *flow.Counter, want flow.TopUpStep) {
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

func says(t *testing.T, m *flow.Message, key string) {
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
	at(t, c, flow.TopUpPosted)
	kinds(t, kept, journal.Intent, journal.Sending, journal.Posted)

	c.Paper(flow.PaperPrint)
	c.Paper(flow.PaperPrint)
	if len(papers.Printed) != 2 || papers.Printed[0].Copy != 0 || papers.Printed[1].Copy != 1 {
		t.Errorf("the second print is not marked as the first copy: %+v", papers.Printed)
	}
	if got := papers.Printed[0]; got.Kind != flow.SlipReceipt || got.Clerk != "Ana" {
		t.Errorf("printed %+v", got)
	}

	c.NextCustomer()
	at(t, c, flow.TopUpIdle)
	if c.Card.State().Step != flow.CardEmpty {
		t.Error("the card of the last customer is still on the screen")
	}
}

func TestTheBytesSentAreTheBytesKept(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = flowtest.Final(client.Posted, client.TopUp{})
	c, kept, _ := counter(t, office)
	confirming(t, c)
	c.TopUp.Confirm()

	sent := kept.Records[1]
	if string(sent.Body) != string(office.Sent[0]) {
		t.Error("the journal keeps other bytes than those sent")
	}
	var body client.TopUpRequest
	if err := json.Unmarshal(office.Sent[0], &body); err != nil {
		t.Fatal(err)
	}
	want := client.TopUpRequest{
		ID: sent.ID, MokID: "100000014", Amount: money.EUR(5000), QuoteID: flowtest.Quote, DrawerSessionID: flowtest.Drawer,
		Staff: "1001", Desk: "DESK-1", Seq: 1, Tendered: money.EUR(10000),
	}
	if body != want {
		t.Errorf("sent %+v, want %+v", body, want)
	}
}

func TestADoubleEnterSendsOneRequest(t *testing.T) {
	office := flowtest.NewOffice()
	needs, _, _ := flowtest.Needs(office)
	held := &flowtest.Held{}
	needs.Tasks = held
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	held.Release()
	for _, step := range []func(){
		func() { c.SignIn.Submit("1001", "2468") }, func() { c.LookUp("100000014") }, c.BeginTopUp,
		func() { c.TopUp.Match("481205") }, func() { c.TopUp.Quote("50") }, func() { c.TopUp.Tender("") },
	} {
		step()
		held.Release()
	}
	c.TopUp.Confirm()
	c.TopUp.Confirm()
	if n := held.Waiting(); n != 1 {
		t.Fatalf("%d requests are on their way after a double Enter", n)
	}
	held.Release()
	if n := office.Asked["top-up"]; n != 1 {
		t.Errorf("the office got %d requests", n)
	}
}

func TestNothingIsTakenBeforeItIsOnDisk(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept, _ := counter(t, office)
	kept.FailAt = 1
	c.BeginTopUp()
	c.TopUp.Match("481205")
	c.TopUp.Quote("50")
	at(t, c, flow.TopUpLocked)
	says(t, c.TopUp.State().Problem, "journal.before")
}

func TestAJournalThatFailsWhileSendingLocksTheForm(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept, _ := counter(t, office)
	confirming(t, c)
	kept.FailAt = 1
	c.TopUp.Confirm()
	at(t, c, flow.TopUpLocked)
	says(t, c.TopUp.State().Problem, "journal.during")
	if office.Asked["top-up"] != 0 {
		t.Error("a top-up was sent that is not on disk")
	}
	for name, intent := range map[string]func(){
		"confirm": c.TopUp.Confirm, "back": c.TopUp.Back, "leave": c.TopUp.Leave, "again": c.TopUp.SendAgain,
		"give back": c.TopUp.GiveBack, "check": c.TopUp.Check, "begin": c.BeginTopUp,
	} {
		intent()
		if c.TopUp.State().Step != flow.TopUpLocked {
			t.Errorf("%s leads out of the locked form", name)
		}
	}
}

func TestAFinalAnswerStandsEvenIfTheJournalFailsAfterIt(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = flowtest.Final(client.Posted, client.TopUp{})
	c, kept, _ := counter(t, office)
	confirming(t, c)
	kept.FailAt = 2
	c.TopUp.Confirm()
	at(t, c, flow.TopUpPosted)
	says(t, c.TopUp.State().Problem, "journal.after")
}

func TestEveryVerdictHasItsStep(t *testing.T) {
	for _, tt := range []struct {
		verdict client.Verdict
		want    flow.TopUpStep
		journal []journal.Kind
	}{
		{client.Posted, flow.TopUpPosted, []journal.Kind{journal.Intent, journal.Sending, journal.Posted}},
		{client.Rejected, flow.TopUpRejected, []journal.Kind{journal.Intent, journal.Sending, journal.Rejected}},
		{client.Cancelled, flow.TopUpCancelled, []journal.Kind{journal.Intent, journal.Sending, journal.Cancelled}},
		{client.Unknown, flow.TopUpUnknown, []journal.Kind{journal.Intent, journal.Sending}},
		{client.NotSent, flow.TopUpNotSent, []journal.Kind{journal.Intent, journal.Sending}},
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

func TestLastSixOfAnotherCardLeadNowhere(t *testing.T) {
	office := flowtest.NewOffice()
	office.MatchAnswer = client.Match{AttemptsLeft: 3}
	c, _, _ := counter(t, office)
	c.BeginTopUp()
	c.TopUp.Match("111111")
	at(t, c, flow.TopUpAskingMatch)
	says(t, c.TopUp.State().Problem, "topup.six.other-card")
	if got := c.TopUp.State().Problem.Values["Count"]; got != 3 {
		t.Errorf("attempts left: %v", got)
	}
	c.TopUp.Quote("50")
	at(t, c, flow.TopUpAskingMatch)
}

func TestOnlySixDigitsAreSentToBeMatched(t *testing.T) {
	for typed, sent := range map[string]string{
		"481205": "481205", "481 205": "481205", "48-12-05\r": "481205",
		"48120": "", "4812055": "", "48120a": "", "": "", "４８１２０５": "", "4111111111111111": "",
	} {
		office := flowtest.NewOffice()
		c, _, _ := counter(t, office)
		c.BeginTopUp()
		c.TopUp.Match(typed)
		if office.LastSix != sent {
			t.Errorf("%q sends %q, want %q", typed, office.LastSix, sent)
		}
	}
}

func TestATopUpNeedsWhatItNeeds(t *testing.T) {
	noDrawer := func(o *flowtest.Office) { o.DrawerNow = client.DrawerNow{} }
	foreign := func(o *flowtest.Office) { o.DrawerNow.Session.Staff = "1002" }
	locked := func(o *flowtest.Office) {
		card := o.Cards["100000014"]
		card.State, card.Possible = client.CardLocked, []client.Act{client.ActUnlock}
		o.Cards["100000014"] = card
	}
	municipal := func(o *flowtest.Office) {
		o.MeAnswer.Capabilities = []client.Capability{client.MayReadCards, client.MayUseDrawer}
	}
	for name, tt := range map[string]struct {
		set   func(*flowtest.Office)
		panel flow.Panel
		says  string
	}{
		"a drawer":           {noDrawer, flow.PanelDrawer, "topup.no-drawer"},
		"the clerk's own":    {foreign, flow.PanelCard, "topup.no-drawer"},
		"a loadable card":    {locked, flow.PanelCard, "topup.not-allowed"},
		"an office that may": {municipal, flow.PanelCard, "counter.top-up-elsewhere"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			tt.set(office)
			c, kept, _ := counter(t, office)
			c.BeginTopUp()
			if st := c.TopUp.State().Step; st != flow.TopUpIdle {
				t.Errorf("the top-up began: %s", st)
			}
			if c.State().Panel != tt.panel {
				t.Errorf("panel %s, want %s", c.State().Panel, tt.panel)
			}
			says(t, c.State().Notice, tt.says)
			if len(kept.Records) != 0 {
				t.Error("something was promised")
			}
		})
	}
}

func TestAmountsThatAreNotClear(t *testing.T) {
	for typed, key := range map[string]string{
		"": "amount.empty", "0": "amount.zero", "1.250": "amount.ambiguous", "50,5": "amount.ambiguous",
		"-5": "amount.negative", "abc": "amount.notANumber",
	} {
		office := flowtest.NewOffice()
		c, _, _ := counter(t, office)
		c.BeginTopUp()
		c.TopUp.Match("481205")
		c.TopUp.Quote(typed)
		at(t, c, flow.TopUpAskingAmount)
		says(t, c.TopUp.State().Problem, key)
		if c.TopUp.State().Field != flow.FieldAmount || c.TopUp.State().Typed != typed {
			t.Errorf("%q: what was typed is lost or the problem has no field", typed)
		}
		if office.Asked["quote"] != 0 {
			t.Errorf("%q was sent to the office", typed)
		}
	}
}

func TestTheOfficesRefusalOfAQuote(t *testing.T) {
	left := money.EUR(500)
	for name, tt := range map[string]struct {
		err  error
		step flow.TopUpStep
		says string
	}{
		"limit":   {&client.Error{Status: 409, Code: "limit-exceeded", LimitLeft: &left}, flow.TopUpAskingAmount, "problem.limit-left"},
		"lapsed":  {&client.Error{Status: 409, Code: "match-required"}, flow.TopUpAskingMatch, "problem.match-required"},
		"offline": {&client.Error{Code: client.CodeNoConnection}, flow.TopUpAskingAmount, "problem.no-connection"},
		"unknown": {&client.Error{Status: 418, Code: "teapot", TraceID: "aa"}, flow.TopUpAskingAmount, "problem.unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.QuoteErr = tt.err
			c, _, _ := counter(t, office)
			c.BeginTopUp()
			c.TopUp.Match("481205")
			c.TopUp.Quote("50")
			at(t, c, tt.step)
			says(t, c.TopUp.State().Problem, tt.says)
			if c.TopUp.State().Typed != "50" {
				t.Error("the amount typed is lost")
			}
		})
	}
}

func TestCashThatIsNotEnough(t *testing.T) {
	c, _, _ := counter(t, flowtest.NewOffice())
	readBack(t, c)
	c.TopUp.Tender("49,99")
	at(t, c, flow.TopUpReadBack)
	says(t, c.TopUp.State().Problem, "topup.tendered.too-small")
	c.TopUp.Tender("")
	at(t, c, flow.TopUpConfirming)
	if st := c.TopUp.State(); !st.Change.IsZero() || st.Tendered != money.EUR(5000) {
		t.Errorf("an empty field means the exact total; got %+v", st)
	}
}

func TestLeavingBeforeSendingIsOnDisk(t *testing.T) {
	c, kept, _ := counter(t, flowtest.NewOffice())
	readBack(t, c)
	c.TopUp.Back()
	at(t, c, flow.TopUpAskingAmount)
	kinds(t, kept, journal.Intent, journal.Dropped)

	c.TopUp.Quote("60")
	at(t, c, flow.TopUpReadBack)
	if first, second := kept.Records[0].ID, kept.Records[2].ID; first == second {
		t.Error("the id of a dropped intention was used for another amount")
	}
}

func TestTheOfficeWantsToKnowThePayer(t *testing.T) {
	office := flowtest.NewOffice()
	office.QuoteAnswer.Required = []client.Requirement{client.NeedsPayerName}
	office.TopUps = flowtest.Final(client.Posted, client.TopUp{})
	c, kept, _ := counter(t, office)
	c.BeginTopUp()
	c.TopUp.Match("481205")
	c.TopUp.Quote("50")
	at(t, c, flow.TopUpAskingPayer)
	c.TopUp.NamePayer(flow.Payer{Name: "  "})
	says(t, c.TopUp.State().Problem, "topup.payer.name")

	office.Person = client.Outcome[client.PersonRef]{Verdict: client.Unknown, Err: &client.Error{Code: client.CodeTimeout}}
	c.TopUp.NamePayer(flow.Payer{Name: "Žiga Čuk"})
	at(t, c, flow.TopUpAskingPayer)
	if c.TopUp.State().Payer.Name != "Žiga Čuk" {
		t.Error("the name typed is lost")
	}

	office.Person = client.Outcome[client.PersonRef]{Verdict: client.Posted}
	c.TopUp.NamePayer(flow.Payer{Name: "Žiga Čuk"})
	at(t, c, flow.TopUpReadBack)
	c.TopUp.Tender("")
	c.TopUp.Confirm()
	var body client.TopUpRequest
	if err := json.Unmarshal(office.Sent[0], &body); err != nil {
		t.Fatal(err)
	}
	if body.PayerID != office.LastPerson.ID {
		t.Errorf("the top-up names payer %q, the office knows %q", body.PayerID, office.LastPerson.ID)
	}
	for _, r := range kept.Records {
		if raw, _ := json.Marshal(r); strings.Contains(string(raw)+string(r.Body), "Čuk") {
			t.Error("a name stands in the journal")
		}
	}
}

func TestATokenThatEndsSoonIsRenewedBeforeCash(t *testing.T) {
	office := flowtest.NewOffice()
	office.Lifetime = 4 * time.Minute
	c, kept, _ := counter(t, office)
	c.BeginTopUp()
	c.TopUp.Match("481205")
	c.TopUp.Quote("50")
	if len(kept.Records) != 0 || c.State().SignedIn {
		t.Fatal("cash would be taken on a token that ends in four minutes")
	}
	office.Lifetime = 8 * time.Hour
	c.SignIn.Submit("1001", "2468")
	at(t, c, flow.TopUpAskingAmount)
	c.TopUp.Quote(c.TopUp.State().Typed)
	at(t, c, flow.TopUpReadBack)
}

func TestAQuoteAboutToEndIsRenewedUnderTheSameIntention(t *testing.T) {
	office := flowtest.NewOffice()
	office.QuoteAnswer.ExpiresAt = flowtest.Start.Add(10 * time.Second)
	office.TopUps = flowtest.Final(client.Posted, client.TopUp{})
	c, kept, _ := counter(t, office)
	confirming(t, c)
	office.QuoteAnswer.QuoteID, office.QuoteAnswer.ExpiresAt = "00000000-0000-4000-8000-0000000000a2", flowtest.Start.Add(10*time.Minute)
	c.TopUp.Confirm()
	at(t, c, flow.TopUpReadBack)
	says(t, c.TopUp.State().Problem, "topup.quote-renewed")
	c.TopUp.Tender("100")
	c.TopUp.Confirm()
	at(t, c, flow.TopUpPosted)
	kinds(t, kept, journal.Intent, journal.Sending, journal.Posted)
}

func TestAQuoteThatCannotBeRenewedDropsTheIntention(t *testing.T) {
	office := flowtest.NewOffice()
	office.QuoteAnswer.ExpiresAt = flowtest.Start
	c, kept, _ := counter(t, office)
	confirming(t, c)
	office.QuoteErr = &client.Error{Status: 409, Code: client.CodeCardNotLoadable}
	c.TopUp.Confirm()
	at(t, c, flow.TopUpAskingAmount)
	says(t, c.TopUp.State().Problem, "problem.card-not-loadable")
	kinds(t, kept, journal.Intent, journal.Dropped)
}

func TestAnOddCodeOfTheOfficeStillEndsTheID(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = flowtest.Final(client.Rejected, client.TopUp{Code: "new_code, " + strings.Repeat("x", 80)})
	c, kept, _ := counter(t, office)
	confirming(t, c)
	c.TopUp.Confirm()
	at(t, c, flow.TopUpRejected)
	says(t, c.TopUp.State().Problem, "problem.rejected")
	if note := kept.Records[2].Note; len(note) != 64 || strings.ContainsAny(note, "_, ") {
		t.Errorf("the journal is given %q", note)
	}
}
