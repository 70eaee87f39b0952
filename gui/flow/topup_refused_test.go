package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// A top-up that nobody has told of a drawer, a clerk or a card begins nothing.
func TestATopUpOnItsOwnTakesNoCash(t *testing.T) {
	office := flowtest.NewOffice()
	needs, kept, _ := flowtest.Needs(office)
	top, around := alone(needs, nil)
	top.Begin(office.Cards["100000014"], true)
	says(t, top.State().Problem, "topup.no-drawer")
	around.standing = topup.Standing{Drawer: *office.DrawerNow.Session, DrawerOpen: true}
	top.Begin(office.Cards["100000014"], true)
	top.Match("481205")
	top.Quote("50")
	says(t, top.State().Problem, "topup.sign-in-first")
	kinds(t, kept)
	if step := top.State().Step; step != topup.AskingAmount {
		t.Errorf("it is at %s", step)
	}
}

func TestAHaltedDeskBeginsNoTopUpWhoeverAsks(t *testing.T) {
	c, _, kept := unknown(t)
	c.Do(flow.CommandNext)
	kept.FailAt = 1
	c.LookUp("100000014")
	quote(c, "20")
	if !c.State().Halted {
		t.Fatal("not halted")
	}
	needs, _, _ := flowtest.Needs(flowtest.NewOffice())
	needs.Journal = kept
	top, around := alone(needs, nil)
	around.standing = topup.Standing{Staff: "1001", Lasts: true, Drawer: client.DrawerSession{ID: flowtest.Drawer}, DrawerOpen: true}
	card := client.Card{MokID: "100000022"}
	top.Begin(card, true)
	top.Match("481205")
	top.Quote("20")
	says(t, top.State().Problem, "journal.before")
	top.Begin(card, true)
	if step := top.State().Step; step != topup.Halted {
		t.Errorf("a locked form begins anew, at %s", step)
	}
}

// An intention whose cash may lie on the counter is dropped on disk when the form is left while its quote is renewed.
func TestLeavingWhileAQuoteIsRenewedDropsTheIntention(t *testing.T) {
	b := renewing(t)
	b.TopUp.Leave()
	b.TopUp.Back() // the dropping is on its way to the disk
	b.held.Release()
	at(t, b.Counter, topup.Idle)
	kinds(t, b.kept, journal.Intent, journal.Dropped)
}

func TestGivingBackWhatWasNotSentIsDoneOnce(t *testing.T) {
	b := newBench(t)
	b.sent(client.NotSent)
	b.TopUp.GiveBack()
	b.TopUp.GiveBack()
	b.TopUp.SendAgain()
	b.held.Release()
	at(t, b.Counter, topup.Cancelled)
	kinds(t, b.kept, journal.Intent, journal.Sending, journal.Cancelled)
	if b.office.Asked["top-up"] != 1 {
		t.Error("what is being given back is sent again")
	}
}

func TestAnUnknownOutcomeIsNotLeftForATopUpOfTheList(t *testing.T) {
	b := newBench(t)
	b.sent(client.NotSent)
	b.TopUp.Resume("another")
	at(t, b.Counter, topup.NotSent)
}

func TestATopUpThatEndedOtherwiseThanTheJournalSaysIsTold(t *testing.T) {
	office := flowtest.NewOffice()
	kept := wrote(journal.Posted)
	worked(kept)
	c := restarted(t, office, kept, "1001")
	office.Asks = flowtest.Final(client.Rejected, client.TopUp{Code: "limit-exceeded"})
	c.Resume(idOf(1))
	says(t, c.TopUp.State().Problem, "topup.differs")
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, Err: &client.Error{Status: 401, Code: client.CodeTokenExpired}}}
	c.TopUp.Check()
	if c.State().SignedIn {
		t.Error("the token has expired, and nobody is asked to sign in again")
	}
}

// A drawer that was closed after a top-up shows that a clerk went on: the ending was read.
func TestWhatEndedBeforeADrawerWasClosedIsNotToldAgain(t *testing.T) {
	for kind, told := range map[journal.Kind]bool{journal.Posted: false, journal.Rejected: true} {
		kept := wrote(journal.Posted)
		for _, k := range []journal.Kind{journal.Intent, journal.Sending, kind} {
			r := journal.Record{
				Kind: k, ID: idOf(50), Task: "drawer-close", Session: flowtest.Drawer, Amount: money.EUR(25000), Desk: "DESK-1",
				Staff: "1001", At: flowtest.Start,
			}
			if k == journal.Sending {
				r.Body = []byte(`{}`)
			}
			kept.Records = append(kept.Records, r)
		}
		c := restarted(t, flowtest.NewOffice(), kept, "1001")
		if got := len(c.OpenItems()) > 0; got != told {
			t.Errorf("a close that was %s: told %v, want %v", kind, got, told)
		}
	}
}
