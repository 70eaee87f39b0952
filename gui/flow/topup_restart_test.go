package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func TestAnOpenItemSurvivesARestartAndAChangeOfClerk(t *testing.T) {
	c, office, kept := unknown(t)
	id := c.TopUp.State().ID
	needs, _, _ := flowtest.Needs(office)
	needs.Journal = kept
	again := flow.NewCounter(needs)
	if err := again.Start(); err != nil {
		t.Fatal(err)
	}
	again.SignIn.Submit("1002", "1357")
	if again.State().OpenCount != 1 {
		t.Fatalf("%d open items after a restart", again.State().OpenCount)
	}
	office.Asks = flowtest.Final(client.Posted, client.TopUp{})
	again.Resume(id)
	at(t, again, topup.Posted)
	if again.State().OpenCount != 0 {
		t.Error("a settled item is still counted")
	}
	last := kept.Records[len(kept.Records)-1]
	if last.Kind != journal.Posted || last.Staff != "1001" {
		t.Errorf("the ending names %s, the cash was taken by 1001: %+v", last.Staff, last.Kind)
	}
}

// The ending can be on disk and the program gone before anybody has read it: then nothing is open, and cash lies there.
func TestADeskThatStartsTellsHowTheLastTopUpEnded(t *testing.T) {
	ended := func(t *testing.T, c *flow.Counter, id string, want topup.Step) {
		t.Helper()
		list := c.TopUp.List.Open()
		if len(list) != 1 || list[0].ID != id || list[0].Step != want {
			t.Errorf("it lists %+v, want %s at %s", list, id, want)
		}
	}
	for verdict, step := range map[client.Verdict]topup.Step{
		client.Posted: topup.Posted, client.Rejected: topup.Rejected, client.Cancelled: topup.Cancelled,
	} {
		t.Run(string(verdict), func(t *testing.T) {
			office := flowtest.NewOffice()
			office.TopUps = flowtest.Final(verdict, client.TopUp{})
			c, kept, _ := counter(t, office)
			confirming(t, c)
			c.TopUp.Confirm()
			ended(t, again(t, office, kept), kept.Records[0].ID, step)
		})
	}
	dropped := func(t *testing.T) (*flow.Counter, *flowtest.Office, *flowtest.Journal) {
		office := flowtest.NewOffice()
		c, kept, _ := counter(t, office)
		confirming(t, c)
		c.TopUp.Leave()
		return c, office, kept
	}
	t.Run("dropped, and then a crash", func(t *testing.T) {
		_, office, kept := dropped(t)
		ended(t, again(t, office, kept), kept.Records[0].ID, topup.Cancelled)
	})
	t.Run("dropped, and the program was closed", func(t *testing.T) {
		c, office, kept := dropped(t)
		c.Stop()
		if list := again(t, office, kept).TopUp.List.Open(); len(list) != 0 {
			t.Errorf("it lists %+v", list)
		}
	})
	t.Run("not when another was begun since", func(t *testing.T) {
		office := flowtest.NewOffice()
		office.TopUps = flowtest.Final(client.Posted, client.TopUp{})
		c, kept, _ := counter(t, office)
		confirming(t, c)
		c.TopUp.Confirm()
		readBack(t, c)
		if list := again(t, office, kept).TopUp.List.Open(); len(list) != 0 {
			t.Errorf("it lists %+v", list)
		}
	})
}

// again is the desk started anew on what it kept.
func again(t *testing.T, office *flowtest.Office, kept *flowtest.Journal) *flow.Counter {
	t.Helper()
	needs, _, _ := flowtest.Needs(office)
	needs.Journal = kept
	return start(t, needs)
}

func TestAnIntentionAloneAfterACrashWasNeverSent(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept, _ := counter(t, office)
	readBack(t, c)
	needs, _, _ := flowtest.Needs(office)
	needs.Journal = kept
	again := start(t, needs)
	if n := len(again.State().NeverSent); n != 1 || again.State().OpenCount != 1 {
		t.Fatalf("%d intentions are told to the clerk", n)
	}
	again.HandedBack(again.State().NeverSent[0].ID)
	if again.State().OpenCount != 0 {
		t.Error("it is still open")
	}
	kinds(t, kept, journal.Intent, journal.Dropped)
}
