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

func TestAReversalThatACrashLeftUnsentIsTold(t *testing.T) {
	office := flowtest.NewOffice()
	needs, kept, _ := flowtest.Needs(office)
	kept.Records = append(kept.Records, journal.Record{
		Kind: journal.Intent, ID: flowtest.Match, Task: "reversal", MokID: "100000014", Amount: money.EUR(5000), Session: flowtest.Drawer,
		Desk: "DESK-1", Staff: "1001", At: flowtest.Start,
	})
	c := start(t, needs)
	reversalAt(t, c, reversal.NeverSent)
	if c.State().Panel != flow.PanelReversal {
		t.Errorf("the clerk sees %s", c.State().Panel)
	}
	opened(t, c, flow.OpenNotReversed)
	c.Do(flow.CommandClose)
	says(t, c.Drawer.State().Problem, "drawer.open-items")
	c.Resume(c.OpenItems()[0].ID)
	c.Do(flow.CommandReversal) // whoever begins again has read it
	reversalAt(t, c, reversal.AskingSlip)
	opened(t, c)
	kinds(t, kept, journal.Intent, journal.Dropped)
}

func TestAJournalThatFailsHaltsTheReversal(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept := reversing(t, office, client.ReversalWrongAmount)
	kept.FailAt = 1
	c.Reversal.Confirm()
	reversalAt(t, c, reversal.Halted)
	says(t, c.Reversal.State().Problem, "journal.reversal")
	if office.Asked["reverse"] != 0 {
		t.Error("a reversal was sent that is not on disk")
	}
}

func TestAReversalThatHasNoPlaceInTheJournalIsNotSent(t *testing.T) {
	for _, reason := range []client.ReversalReason{client.ReversalWrongAmount, client.ReversalWrongCard} {
		office := flowtest.NewOffice()
		c, kept := reversing(t, office, reason)
		kept.Refuse = flowtest.ErrNoRoom
		c.Reversal.Confirm()
		reversalAt(t, c, reversal.Confirming)
		says(t, c.Reversal.State().Problem, "journal.full")
		if len(office.Sent) != 0 || c.Approval.State().Open() || c.Reversal.State().Reason != reason {
			t.Error("something was sent, somebody is asked, or the reason is lost")
		}
	}
}

// A reversal that was not sent is sent again or given up; no cash goes out either way.
func TestAReversalThatWasNotSentCanBeGivenUp(t *testing.T) {
	office := flowtest.NewOffice()
	office.Reversals = reversalAnswer(client.NotSent, client.Reversal{})
	c, kept := reversing(t, office, client.ReversalWrongAmount)
	c.Reversal.Confirm()
	opened(t, c, flow.OpenNotReversed)
	c.GiveReversalUp()
	reversalAt(t, c, reversal.Idle)
	opened(t, c)
	kinds(t, kept, journal.Intent, journal.Sending, journal.Cancelled)
}

// A reading never takes the place of a reversal that is half done, without a question.
func TestAReadingAsksBeforeItLeavesAReversal(t *testing.T) {
	office := flowtest.NewOffice()
	c, _ := reversing(t, office, client.ReversalWrongAmount)
	job := c.Read("100000014")
	if job == nil || job.Why.Key != "reading.leaves.reversal" {
		t.Fatalf("%+v", job)
	}
	job.Leave()
	reversalAt(t, c, reversal.Idle)
	if c.Card.State().MokID != "100000014" {
		t.Error("the card that was read is not shown")
	}
}
