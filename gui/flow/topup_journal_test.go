package flow_test

import (
	"encoding/json"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

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

func TestNothingIsTakenBeforeItIsOnDisk(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept, _ := counter(t, office)
	kept.FailAt = 1
	quote(c, "50")
	at(t, c, topup.Halted)
	says(t, c.TopUp.State().Problem, "journal.before")
}

func TestAJournalThatFailsWhileSendingLocksTheForm(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept, _ := counter(t, office)
	confirming(t, c)
	kept.FailAt = 1
	c.TopUp.Confirm()
	at(t, c, topup.Halted)
	says(t, c.TopUp.State().Problem, "journal.during")
	if office.Asked["top-up"] != 0 {
		t.Error("a top-up was sent that is not on disk")
	}
	for name, intent := range map[string]func(){
		"confirm": c.TopUp.Confirm, "back": c.TopUp.Back, "leave": c.TopUp.Leave, "again": c.TopUp.SendAgain,
		"give back": c.TopUp.GiveBack, "check": c.TopUp.Check, "begin": flowtest.Does(c, flow.CommandTopUp),
	} {
		intent()
		if c.TopUp.State().Step != topup.Halted {
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
	at(t, c, topup.Posted)
	says(t, c.TopUp.State().Problem, "journal.after")
}

func TestLeavingBeforeSendingIsOnDisk(t *testing.T) {
	c, kept, _ := counter(t, flowtest.NewOffice())
	readBack(t, c)
	c.TopUp.Back()
	at(t, c, topup.AskingAmount)
	kinds(t, kept, journal.Intent, journal.Dropped)

	c.TopUp.Quote("60")
	at(t, c, topup.ReadBack)
	if first, second := kept.Records[0].ID, kept.Records[2].ID; first == second {
		t.Error("the id of a dropped intention was used for another amount")
	}
}

func TestAnOddCodeOfTheOfficeStillEndsTheID(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = flowtest.Final(client.Rejected, client.TopUp{Code: "new_code, " + strings.Repeat("x", 80)})
	c, kept, _ := counter(t, office)
	confirming(t, c)
	c.TopUp.Confirm()
	at(t, c, topup.Rejected)
	says(t, c.TopUp.State().Problem, "problem.rejected")
	if why := kept.Records[2].Why; len(why) != 64 || strings.ContainsAny(why, "_, ") {
		t.Errorf("the journal is given %q", why)
	}
}
