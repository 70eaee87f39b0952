package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/reversal"
)

func reversalAnswer(v client.Verdict, answer client.Reversal) []client.Outcome[client.Reversal] {
	out := client.Outcome[client.Reversal]{Verdict: v, Answer: answer}
	if !v.Final() {
		out.Err = &client.Error{Code: client.CodeTimeout}
	}
	return []client.Outcome[client.Reversal]{out}
}

var reversedWhole = client.Reversal{
	MokID: "100000014", Fee: money.EUR(150), Total: money.EUR(5150), ReceiptNumber: "KR-2026-000124", BookedAt: flowtest.Start, BalanceAfter: money.EUR(-70),
}

// reversing stands before the last Enter, with a top-up found by its receipt's number.
func reversing(t *testing.T, office *flowtest.Office, reason client.ReversalReason) (*flow.Counter, *flowtest.Journal) {
	t.Helper()
	c, kept, _ := counter(t, office)
	c.Do(flow.CommandReversal)
	reversalAt(t, c, reversal.AskingSlip)
	c.Reversal.FindSlip(" kr-2026-000123 ")
	reversalAt(t, c, reversal.Asking)
	c.Reversal.Fill(reason)
	reversalAt(t, c, reversal.Confirming)
	return c, kept
}

func reversalAt(t *testing.T, c *flow.Counter, want reversal.Step) {
	t.Helper()
	if st := c.Reversal.State(); st.Step != want {
		t.Fatalf("the reversal is at %s, want %s; problem %v", st.Step, want, st.Problem)
	}
}

// onceMore is the counter after a restart, with nobody signed in.
func onceMore(t *testing.T, office *flowtest.Office, kept *flowtest.Journal) *flow.Counter {
	t.Helper()
	needs, _, _ := flowtest.Needs(office)
	needs.Journal = kept
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryVerdictOnAReversalHasItsStep(t *testing.T) {
	for _, tt := range []struct {
		verdict client.Verdict
		want    reversal.Step
		journal []journal.Kind
	}{
		{client.Posted, reversal.Posted, []journal.Kind{journal.Intent, journal.Sending, journal.Posted}},
		{client.Rejected, reversal.Rejected, []journal.Kind{journal.Intent, journal.Sending, journal.Rejected}},
		{client.Unknown, reversal.Unknown, []journal.Kind{journal.Intent, journal.Sending}},
		{client.NotSent, reversal.NotSent, []journal.Kind{journal.Intent, journal.Sending}},
	} {
		t.Run(string(tt.verdict), func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Reversals = reversalAnswer(tt.verdict, client.Reversal{Code: "drawer-too-small", Total: money.EUR(5150)})
			c, kept := reversing(t, office, client.ReversalWrongAmount)
			c.Reversal.Confirm()
			c.Reversal.Confirm()
			reversalAt(t, c, tt.want)
			kinds(t, kept, tt.journal...)
			if office.Asked["reverse"] != 1 {
				t.Errorf("%d requests after a double Enter", office.Asked["reverse"])
			}
			sent := kept.Records[1]
			if sent.Seq != 0 || sent.Session != flowtest.Drawer || sent.Amount != money.EUR(5000) || sent.MokID != "100000014" {
				t.Errorf("%+v", sent)
			}
			if _, slip := c.Reversal.Slip(); slip != (tt.verdict == client.Posted) {
				t.Errorf("a slip at %s: %v", tt.verdict, slip)
			}
			if open := len(c.OpenItems()); (open > 0) == tt.verdict.Final() {
				t.Errorf("%d items are open after %s", open, tt.verdict)
			}
		})
	}
}

// Whoever points at the top-up points by reference: the receipt on the screen, the card's list, the desk's last, or a number.
func TestATopUpIsFoundByReferenceAlone(t *testing.T) {
	line := client.Transaction{ID: "t-9", TopUpID: flowtest.Posted, Kind: client.TransactionTopUp, ReceiptNumber: "KR-2026-000123", Amount: money.EUR(5000), BookedAt: flowtest.Start}
	for name, tt := range map[string]struct {
		point func(c *flow.Counter)
		want  client.TopUpQuery
	}{
		"by number": {func(c *flow.Counter) {
			c.Do(flow.CommandReversal)
			c.Reversal.FindSlip("kr-2026-000777")
		}, client.TopUpQuery{ReceiptNumber: "KR-2026-000777"}},
		"of the card's list": {func(c *flow.Counter) {
			c.Do(flow.CommandReversal)
			c.Reversal.Find(c.Undoables()[0].ID)
		}, client.TopUpQuery{ID: flowtest.Posted}},
		"on the screen": {func(c *flow.Counter) {
			readBack(t, c)
			c.TopUp.Tender("")
			c.TopUp.Confirm()
			c.Do(flow.CommandReversal)
		}, client.TopUpQuery{ID: "00000001-0000-4000-8000-000000000000"}},
		"of the desk's last": {func(c *flow.Counter) {
			readBack(t, c)
			c.TopUp.Tender("")
			c.TopUp.Confirm()
			c.Do(flow.CommandNext)
			c.Do(flow.CommandReversal)
			c.Reversal.Find(c.Undoables()[0].ID)
		}, client.TopUpQuery{ID: "00000001-0000-4000-8000-000000000000"}},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Pages[0].Items = []client.Transaction{line}
			office.TopUps = flowtest.Final(client.Posted, client.TopUp{Total: money.EUR(5000), Tendered: money.EUR(5000), ReceiptNumber: "R-1"})
			c, _, _ := counter(t, office)
			tt.point(c)
			reversalAt(t, c, reversal.Asking)
			if office.LastFind != tt.want {
				t.Errorf("looked for %+v, want %+v", office.LastFind, tt.want)
			}
			if c.State().Panel != flow.PanelReversal {
				t.Errorf("the clerk sees %s", c.State().Panel)
			}
		})
	}
}

// What can't be undone is told before anybody promises cash, with the number that stands for it; nothing typed is lost.
func TestWhatCannotBeUndoneIsSaidBeforeAnythingIsSent(t *testing.T) {
	for name, tt := range map[string]struct {
		set  func(*flowtest.Office)
		says string
	}{
		"reversed": {func(o *flowtest.Office) { o.Found.TopUp.Reversal = &client.ReversalLine{ReceiptNumber: "KR-1"} }, "reversal.already"},
		"not posted": {func(o *flowtest.Office) {
			o.Found.Offer = client.ReversalOffer{Way: client.OfferNone, Code: "top-up-not-posted"}
		}, "problem.top-up-not-posted"},
		"nobody knows": {func(o *flowtest.Office) { o.FindErr = &client.Error{Status: 404, Code: client.CodeTopUpUnknown} }, "problem.top-up-unknown"},
		"no answer":    {func(o *flowtest.Office) { o.FindErr = &client.Error{Code: client.CodeTimeout} }, "problem.timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			tt.set(office)
			c, kept, _ := counter(t, office)
			c.Do(flow.CommandReversal)
			c.Reversal.FindSlip("KR-2026-000123")
			reversalAt(t, c, reversal.AskingSlip)
			st := c.Reversal.State()
			says(t, st.Problem, tt.says)
			if st.Typed != "KR-2026-000123" {
				t.Errorf("typed is now %q", st.Typed)
			}
			if len(kept.Records) != 0 || len(office.Sent) != 0 {
				t.Error("something was written or sent")
			}
		})
	}
}

func TestACardsNumberIsNoReceiptsNumber(t *testing.T) {
	office := flowtest.NewOffice()
	c, _, _ := counter(t, office)
	c.Do(flow.CommandReversal)
	c.Reversal.FindSlip("4111 1111 1111 1111")
	says(t, c.Reversal.State().Problem, "field.card-number")
	if c.Reversal.State().Typed != "" || office.Asked["find"] != 0 {
		t.Error("a card's number was kept or sent")
	}
	c.Reversal.FindSlip(" ")
	says(t, c.Reversal.State().Problem, "reversal.no-number")
}

func TestAReversalIsRefusedWhereItCannotBe(t *testing.T) {
	for name, tt := range map[string]struct {
		set  func(*flowtest.Office)
		says string
	}{
		"no right": {func(o *flowtest.Office) {
			o.MeAnswer.Capabilities = []client.Capability{client.MayReadCards, client.MayUseDrawer}
		}, "counter.no-reversal-here"},
		"drawer closed": {func(o *flowtest.Office) { o.DrawerNow.Session = nil }, "reversal.no-drawer"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			tt.set(office)
			needs, _, _ := flowtest.Needs(office)
			c := start(t, needs)
			c.Do(flow.CommandReversal)
			says(t, c.State().Notice, tt.says)
			reversalAt(t, c, reversal.Idle)
		})
	}
}

// A drawer that was closed elsewhere meanwhile hands nothing out, and the form stays.
func TestAReversalNeedsTheDrawerUntilTheLastEnter(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept := reversing(t, office, client.ReversalWrongAmount)
	office.DrawerNow.Session = nil
	c.Drawer.Refresh()
	c.Reversal.Confirm()
	reversalAt(t, c, reversal.Confirming)
	says(t, c.Reversal.State().Problem, "reversal.no-drawer")
	kinds(t, kept)
}

func TestAnUnknownReversalSurvivesARestartAndIsAskedFor(t *testing.T) {
	office := flowtest.NewOffice()
	office.Reversals = reversalAnswer(client.Unknown, client.Reversal{})
	c, kept := reversing(t, office, client.ReversalWrongAmount)
	c.Reversal.Confirm()
	opened(t, c, flow.OpenReversal)
	if c.State().OpenSum != money.EUR(0) {
		t.Errorf("%v of a customer's cash are counted", c.State().OpenSum)
	}
	again := onceMore(t, office, kept)
	if again.State().OpenCount != 1 || again.ClosingAsks() == nil {
		t.Error("the open reversal is not counted")
	}
	office.ReversalAsks = reversalAnswer(client.Posted, reversedWhole)
	again.SignIn.Submit("1002", "1357")
	reversalAt(t, again, reversal.Posted)
	if total, known := again.Reversal.State().Total(); !known || total != money.EUR(5150) {
		t.Errorf("the clerk hands out %v, %v", total, known)
	}
	if last := kept.Records[len(kept.Records)-1]; last.Kind != journal.Posted || last.Staff != "1001" {
		t.Errorf("%+v", last)
	}
}

func TestAnUnknownReversalIsSentAgainWithTheSameBytes(t *testing.T) {
	office := flowtest.NewOffice()
	office.Reversals = reversalAnswer(client.Unknown, client.Reversal{})
	c, kept := reversing(t, office, client.ReversalWrongAmount)
	c.Reversal.Confirm()
	office.Reversals = reversalAnswer(client.Posted, reversedWhole)
	c.Reversal.SendAgain()
	reversalAt(t, c, reversal.Posted)
	if len(office.Sent) != 2 || string(office.Sent[0]) != string(office.Sent[1]) {
		t.Error("other bytes were sent the second time")
	}
	kinds(t, kept, journal.Intent, journal.Sending, journal.Sending, journal.Posted)
}

// Two storni of one top-up at this desk: the second one leads to the first, whose outcome isn't known.
func TestASecondReversalOfATopUpLeadsToTheOpenOne(t *testing.T) {
	office := flowtest.NewOffice()
	office.Reversals = reversalAnswer(client.Unknown, client.Reversal{})
	c, kept := reversing(t, office, client.ReversalWrongAmount)
	c.Reversal.Confirm()
	first := c.Reversal.State().ID
	c.Do(flow.CommandNext)
	c.Do(flow.CommandReversal)
	reversalAt(t, c, reversal.AskingSlip)
	c.Reversal.FindSlip("KR-2026-000123")
	if st := c.Reversal.State(); st.Step != reversal.Unknown || st.ID != first {
		t.Errorf("%s is at %s", st.ID, st.Step)
	}
	kinds(t, kept, journal.Intent, journal.Sending)
}

// Two storni of one top-up at two desks: the office takes one, and the other clerk reads whose.
func TestTheOtherDesksReversalIsTold(t *testing.T) {
	office := flowtest.NewOffice()
	office.Reversals = reversalAnswer(client.Rejected, client.Reversal{Code: client.CodeAlreadyReversed, ReversedBy: "KR-2026-000200"})
	c, _ := reversing(t, office, client.ReversalWrongAmount)
	c.Reversal.Confirm()
	reversalAt(t, c, reversal.Rejected)
	says(t, c.Reversal.State().Problem, "reversal.already")
	if c.Reversal.State().Problem.Values["Number"] != "KR-2026-000200" {
		t.Errorf("%+v", c.Reversal.State().Problem)
	}
}

// What the bank corrects has a number, which the customer gets on paper; no cash goes out.
func TestACorrectionHasItsNumberAndItsSlip(t *testing.T) {
	office := flowtest.NewOffice()
	office.Found.Offer = client.ReversalOffer{Way: client.OfferCorrection, Code: "reversal-window-over"}
	office.Reversals = reversalAnswer(client.Rejected, client.Reversal{Code: "reversal-window-over", CorrectionNumber: "P-2026-0042", MokID: "100000014"})
	c, kept, papers := counter(t, office)
	c.Do(flow.CommandReversal)
	c.Reversal.FindSlip("KR-2026-000123")
	c.Reversal.Fill(client.ReversalWrongCard)
	if c.Reversal.State().NeedsApproval() {
		t.Error("a second person is called for what the bank corrects")
	}
	c.Reversal.Confirm()
	reversalAt(t, c, reversal.Rejected)
	says(t, c.Reversal.State().Problem, "problem.reversal-window-over")
	c.Do(flow.CommandPrint)
	slip, is := papers.Printed[len(papers.Printed)-1].(reversal.Correction)
	if !is || slip.Number() != "P-2026-0042" || slip.Of != "KR-2026-000123" {
		t.Errorf("%+v", papers.Printed)
	}
	again := onceMore(t, office, kept) // nobody knows whether the clerk had read it
	office.ReversalAsks = office.Reversals
	again.SignIn.Submit("1001", "2468")
	opened(t, again, flow.OpenReversalRejected)
	again.Resume(again.OpenItems()[0].ID)
	if got := again.Reversal.State().Correction(); got != "P-2026-0042" {
		t.Errorf("after a restart the number is %q", got)
	}
}

func TestAPrintedSlipIsACopyTheNextTime(t *testing.T) {
	office := flowtest.NewOffice()
	office.Reversals = reversalAnswer(client.Posted, reversedWhole)
	needs, _, papers := flowtest.Needs(office)
	c := start(t, needs)
	c.Do(flow.CommandReversal)
	c.Reversal.FindSlip("KR-2026-000123")
	c.Reversal.Fill(client.ReversalWrongAmount)
	c.Reversal.Confirm()
	for copies := range 3 {
		c.Do(flow.CommandPrint)
		slip := papers.Printed[len(papers.Printed)-1].(reversal.Slip)
		if slip.Copy != copies || slip.Of != "KR-2026-000123" || slip.Reversal.Total != money.EUR(5150) {
			t.Errorf("print %d: %+v", copies, slip)
		}
	}
}

// An outcome behind another panel is told there, and stays among the open items until a clerk has read it.
func TestAReversalThatEndsBehindAnotherPanelIsTold(t *testing.T) {
	for _, tt := range []struct {
		verdict client.Verdict
		kind    flow.OpenKind
	}{{client.Posted, flow.OpenReversed}, {client.Rejected, flow.OpenReversalRejected}} {
		office := flowtest.NewOffice()
		office.Reversals = reversalAnswer(client.Unknown, client.Reversal{})
		c, kept := reversing(t, office, client.ReversalWrongAmount)
		c.Reversal.Confirm()
		c.Do(flow.CommandDrawer)
		office.ReversalAsks = reversalAnswer(tt.verdict, client.Reversal{Code: "drawer-too-small", Total: money.EUR(5150)})
		c.Reversal.Check()
		says(t, c.State().Notice, "counter.reversal-settled."+string(tt.verdict))
		opened(t, c, tt.kind)
		again := onceMore(t, office, kept)
		again.SignIn.Submit("1001", "2468")
		opened(t, again, tt.kind)
		again.Resume(again.OpenItems()[0].ID)
		again.Do(flow.CommandNext)
		opened(t, again)
	}
}
