package flow_test

import (
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// renewing is a top-up whose cash lies on the counter while its quote, which was about to end, is renewed.
func renewing(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.office.QuoteAnswer.ExpiresAt = flowtest.Start.Add(time.Second)
	b.confirming()
	b.TopUp.Confirm()
	at(t, b.Counter, topup.Quoting)
	return b
}

func TestNobodySignsOutWhileAnIntentionStands(t *testing.T) {
	b := renewing(t)
	b.Do(flow.CommandSignOut)
	if !b.State().SignedIn {
		t.Error("signed out with a customer's cash on the counter")
	}
	says(t, b.State().Notice, "counter.finish-first")
}

func TestASignInThatIsAboutToEndLeavesTheReadBackStanding(t *testing.T) {
	b := renewing(t)
	b.office.Skew = 8 * time.Hour // the token's time is over by the office's clock
	b.held.Release()
	at(t, b.Counter, topup.ReadBack)
	says(t, b.TopUp.State().Problem, "topup.sign-in-first")
	if b.TopUp.State().ID == "" {
		t.Error("the intention is forgotten")
	}
}

func TestTheNextClerkIsToldOfCashOnTheCounterWhileAQuoteIsRenewed(t *testing.T) {
	b := renewing(t)
	b.office.CardErr = &client.Error{Status: 401, Code: client.CodeTokenExpired}
	b.Card.Refresh()
	b.held.Release() // the quote comes, and the card's answer asks for a sign-in
	b.office.CardErr = nil
	b.to(func() { b.SignIn.Submit("1002", "1357") })
	at(t, b.Counter, topup.Idle)
	says(t, b.State().Notice, "counter.abandoned")
	kinds(t, b.kept, journal.Intent, journal.Dropped)
}

func TestWhoLeavesWhileAnIntentionIsWrittenDropsIt(t *testing.T) {
	b := newBench(t)
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match)
	b.quote()
	b.held.Next() // the quote is there, the intention is on its way to the disk
	at(t, b.Counter, topup.Quoting)
	b.TopUp.Leave()
	b.held.Release()
	at(t, b.Counter, topup.Idle)
	kinds(t, b.kept, journal.Intent, journal.Dropped)
}

func TestAQuestionThatWasLeftChangesNothing(t *testing.T) {
	b := newBench(t)
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match)
	b.quote()
	b.TopUp.Leave()
	b.held.Release()
	at(t, b.Counter, topup.Idle)
	kinds(t, b.kept)
}

func TestTheOfficesTimeIsTakenFromItsLastAnswer(t *testing.T) {
	b := newBench(t)
	b.confirming()
	b.office.Skew = -24 * time.Hour // the PC's clock has jumped; nobody has asked for the office's health since
	b.office.QuoteAnswer.ExpiresAt = flowtest.Start.Add(-24*time.Hour + 10*time.Minute)
	b.answers(client.Posted)
	b.to(b.TopUp.Confirm)
	at(t, b.Counter, topup.Posted)
}

// drawerless is a counter at which no drawer is open.
func drawerless(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.office.DrawerNow = client.DrawerNow{AsOf: flowtest.Start}
	b.to(b.Drawer.Forget, b.Drawer.Refresh, b.Drawer.AskFloat)
	return b
}

func drawerAt(t *testing.T, b *bench, want drawer.Step) {
	t.Helper()
	if got := b.Drawer.State().Step; got != want {
		t.Fatalf("the drawer is at %s, want %s", got, want)
	}
}

func TestAnOpeningUnderWayIsNotForgotten(t *testing.T) {
	b := drawerless(t)
	b.Drawer.OpenWith("200")
	b.Drawer.Forget()
	drawerAt(t, b, drawer.Opening)
	b.Do(flow.CommandSignOut)
	if !b.State().SignedIn {
		t.Error("signed out while the drawer was being opened")
	}
	b.held.Release()
	drawerAt(t, b, drawer.Unknown)
}

func TestAnAnswerAboutTheTimeBeforeAnOpeningChangesNothing(t *testing.T) {
	b := drawerless(t)
	b.Drawer.Refresh()
	b.Drawer.OpenWith("200")
	b.held.Next() // what was asked first: no session
	drawerAt(t, b, drawer.Opening)
}

func TestEveryOpenWriteOfTheDrawerIsTakenUp(t *testing.T) {
	office := flowtest.NewOffice()
	needs, kept, _ := flowtest.Needs(office)
	for _, id := range []string{"00000001-0000-4000-8000-000000000000", "00000002-0000-4000-8000-000000000000"} {
		r := journal.Record{Kind: journal.Intent, ID: id, Task: "drawer-open", Amount: money.EUR(20000), Desk: "DESK-1", Staff: "1001", Session: id, At: flowtest.Start}
		s := r
		s.Kind, s.Body = journal.Sending, []byte("{}")
		kept.Records = append(kept.Records, r, s)
	}
	office.Opens = []client.Outcome[client.DrawerSession]{
		{Verdict: client.Rejected, Answer: client.DrawerSession{Code: "drawer-already-open"}},
		{Verdict: client.Posted, Answer: client.DrawerSession{ID: "00000002-0000-4000-8000-000000000000", Staff: "1001", State: client.DrawerOpen}},
	}
	c := start(t, needs)
	for range 2 {
		if c.Drawer.State().Step != drawer.Unknown {
			t.Fatalf("the drawer is at %s", c.Drawer.State().Step)
		}
		c.Drawer.SendAgain()
	}
	if len(kept.Items()) != 0 {
		t.Errorf("%d writes are left open", len(kept.Items()))
	}
}

func TestOtherBytesUnderTheDrawersIdAreForSupport(t *testing.T) {
	b := drawerless(t)
	b.office.Opens = []client.Outcome[client.DrawerSession]{{Verdict: client.Unknown, Alarm: true,
		Err: &client.Error{Status: 422, Code: client.CodeOtherBytes}}}
	b.to(func() { b.Drawer.OpenWith("200") })
	drawerAt(t, b, drawer.Unknown)
	says(t, b.Drawer.State().Problem, "drawer.alarm")
}

func TestTheFloatIsAskedForAsSoonAsTheOfficeHasTold(t *testing.T) {
	b := newBench(t)
	b.office.DrawerNow = client.DrawerNow{AsOf: flowtest.Start}
	b.Drawer.Forget()
	b.Do(flow.CommandDrawer)
	drawerAt(t, b, drawer.Unasked)
	b.held.Release()
	drawerAt(t, b, drawer.Float)
}
