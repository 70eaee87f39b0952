package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// resumed is a desk after a crash; the clerk has a posted top-up on the screen, and its receipt is being asked for.
func resumed(t *testing.T) (*bench, string) {
	t.Helper()
	b := newBench(t)
	b.kept = wrote(journal.Posted)
	b.office.Listed = []client.TopUp{has(1, 1, client.Posted)}
	b.starts()
	b.to(b.ana)
	b.office.Asks = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
	b.Resume(idOf(1))
	return b, idOf(1)
}

func TestAReceiptThatWasLeftWhileItWasAskedForIsAskedForAgain(t *testing.T) {
	b, id := resumed(t)
	b.Do(flow.CommandDrawer) // away from it, before the office has answered
	b.Do(flow.CommandNext)
	b.held.Release()
	opened(t, b.Counter, flow.OpenPosted)
	b.to(func() { b.Resume(id) })
	if st := b.TopUp.State(); st.Asking != outbox.AskNothing || st.Answer.ReceiptNumber != "R-1" {
		t.Errorf("%+v", st)
	}
	b.to(func() { b.Do(flow.CommandPrint) })
	if len(b.papers.Printed) != 1 {
		t.Error("the receipt can't be printed")
	}
}

func TestASlipThatIsPrintedWhileItsItemIsParkedCanBePrintedAgain(t *testing.T) {
	b := newBench(t)
	b.sent(client.Unknown)
	id := b.TopUp.State().ID
	b.Do(flow.CommandPrint)
	b.Do(flow.CommandNext) // it is still being printed
	b.to(func() { b.Resume(id) }, func() { b.Do(flow.CommandPrint) })
	if len(b.papers.Printed) != 2 || b.papers.Printed[1].Head().Copy != 1 {
		t.Errorf("%+v; printed %+v", b.TopUp.State().Paper, b.papers.Printed)
	}
}

// One is parked; the next is posted and read; then the first is taken up, posted and read. The program closes.
func TestTwoEndingsReadInARowAreBothReadAfterAnOrderlyClose(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = append(flowtest.NotKnown(client.Unknown, client.CodeTimeout), flowtest.Final(client.Rejected, client.TopUp{})...)
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	c, kept, _ := counter(t, office)
	confirming(t, c)
	c.TopUp.Confirm()
	first := c.TopUp.State().ID
	c.Do(flow.CommandNext)
	c.LookUp("100000014")
	quote(c, "20")
	c.TopUp.Tender("")
	c.TopUp.Confirm()
	at(t, c, topup.Rejected)
	c.Do(flow.CommandNext)
	office.Asks = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
	c.Resume(first)
	at(t, c, topup.Posted)
	c.Do(flow.CommandNext)
	c.Stop()
	opened(t, restarted(t, office, kept, "1001"))
}

// The drawer's session must be known when cash is asked for and when it is sent.
func TestATopUpWaitsForTheDrawerAfterASignIn(t *testing.T) {
	b := newBench(t)
	b.confirming()
	b.Do(flow.CommandCover)
	b.SignIn.Submit("1001", "2468")
	b.held.Next() // signed in; the office has not told of the drawer yet
	b.TopUp.Confirm()
	at(t, b.Counter, topup.Confirming)
	says(t, b.TopUp.State().Problem, "topup.no-drawer")
	b.answers(client.Posted)
	b.held.Release()
	b.to(b.TopUp.Confirm)
	at(t, b.Counter, topup.Posted)
}

func TestNoCashIsAskedForWhenTheDrawerHasGone(t *testing.T) {
	b := newBench(t)
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match)
	b.office.DrawerNow = client.DrawerNow{AsOf: flowtest.Start}
	b.to(b.Drawer.Refresh, b.quote)
	at(t, b.Counter, topup.AskingAmount)
	says(t, b.TopUp.State().Problem, "topup.no-drawer")
	kinds(t, b.kept)
}
