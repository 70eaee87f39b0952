package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// A crash before the act was sent leaves nothing to wait for: the approval is over on disk, and of the act the clerk is told.
func TestAnApprovalThatACrashLeftIsOver(t *testing.T) {
	for name, before := range map[string]func(*flow.Counter, *flowtest.Office){
		"asked": func(*flow.Counter, *flowtest.Office) {},
		"unknown": func(c *flow.Counter, office *flowtest.Office) {
			office.Approvals = approvalAnswer(client.Unknown, "")
			c.Approval.Submit(right)
		},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			c, kept := asked(t, office)
			before(c, office)
			again := onceMore(t, office, kept)
			again.SignIn.Submit("1001", "2468")
			reversalAt(t, again, reversal.NeverSent)
			opened(t, again, flow.OpenNotReversed)
			for _, item := range kept.Items() {
				if item.First().Task == approval.Task {
					t.Errorf("open in the journal: %+v", item)
				}
			}
			if last := kept.Records[len(kept.Records)-1]; name == "unknown" && (last.Kind != journal.Cancelled || last.Why != approval.WhyNoAct) {
				t.Errorf("%+v", last)
			}
			again.Do(flow.CommandNext)
			opened(t, again)
			if office.Asked["reverse"] != 0 {
				t.Error("the reversal was sent")
			}
		})
	}
}

// The office wants a second person, though it had not said so: the same is asked anew, under another id.
func TestARejectionForWantOfASecondPersonIsAskedAnew(t *testing.T) {
	for _, code := range []string{client.CodeApprovalRequired, client.CodeApprovalExpired, client.CodeApprovalUsed, client.CodeApprovalMismatch} {
		office := flowtest.NewOffice()
		office.Reversals = append(reversalAnswer(client.Rejected, client.Reversal{Code: code}), reversalAnswer(client.Posted, reversedWhole)...)
		office.Approvals = approvalAnswer(client.Posted, "")
		c, _ := reversing(t, office, client.ReversalWrongAmount)
		c.Reversal.Confirm()
		reversalAt(t, c, reversal.Rejected)
		says(t, c.Reversal.State().Problem, "problem."+code)
		first := c.Reversal.State().ID
		c.Reversal.Anew()
		reversalAt(t, c, reversal.Confirming)
		c.Reversal.Confirm()
		c.Approval.Submit(right)
		reversalAt(t, c, reversal.Posted)
		if c.Reversal.State().ID == first {
			t.Error("a rejected id was used again")
		}
	}
}

// A clerk whose own token ends while somebody else approves signs in again; the form is there.
func TestTheClerksTokenEndsWhileSomebodyApproves(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept := asked(t, office)
	office.DrawerErr = &client.Error{Status: 401, Code: client.CodeTokenExpired}
	c.Drawer.Refresh()
	if c.State().SignedIn {
		t.Fatal("still signed in")
	}
	office.DrawerErr = nil
	c.SignIn.Submit("1001", "2468")
	back(t, c, office)
	says(t, c.Reversal.State().Problem, "approval.clerk-gone")
	if len(kept.Items()) != 0 {
		t.Errorf("open in the journal: %+v", kept.Items())
	}
}

// An intention or an approval that can't be written stops the desk before anything of the act was sent.
func TestAJournalThatFailsAtAnApproval(t *testing.T) {
	for at, name := range map[int]string{1: "the act's intention", 2: "the approval's intention", 3: "its bytes", 4: "its ending"} {
		office := flowtest.NewOffice()
		office.Approvals = approvalAnswer(client.Posted, "")
		office.Reversals = reversalAnswer(client.Posted, reversedWhole)
		c, kept := reversing(t, office, client.ReversalWrongCard)
		kept.FailAt = at
		c.Reversal.Confirm()
		c.Approval.Submit(right)
		c.Approval.Leave()
		if !c.State().Halted || office.Asked["reverse"] != 0 || office.Beside != 0 {
			t.Errorf("%s: halted %v, %d reversals, %d tokens", name, c.State().Halted, office.Asked["reverse"], office.Beside)
		}
		if st := c.Reversal.State(); st.Stage != outbox.Halted {
			t.Errorf("%s: the reversal is at %s", name, st.Step)
		}
	}
}

// After a restart only the office knows who has approved: by number, on the slips of a reversal and of a top-up.
func TestASlipPrintedAfterARestartNamesTheSecondPerson(t *testing.T) {
	office := flowtest.NewOffice()
	office.Approvals = append(approvalAnswer(client.Posted, ""), approvalAnswer(client.Posted, "")...)
	whole := reversedWhole
	whole.Approver = "1003"
	office.Reversals = reversalAnswer(client.Posted, whole)
	office.ReversalAsks = office.Reversals
	c, kept := asked(t, office)
	c.Approval.Submit(right)
	again := onceMore(t, office, kept)
	again.SignIn.Submit("1001", "2468")
	again.Resume(kept.Records[0].ID)
	slip, printed := again.Reversal.Slip()
	if !printed || slip.(reversal.Slip).Approver != "1003" {
		t.Errorf("%v %+v", printed, slip)
	}

	office = flowtest.NewOffice()
	office.Approvals = approvalAnswer(client.Posted, "")
	office.TopUps = flowtest.Final(client.Posted, client.TopUp{Approver: "1003"})
	office.Asks = office.TopUps
	c, kept, _ = aboveLimit(t, office)
	c.Approval.Submit(right)
	at(t, c, topup.Posted)
	again = onceMore(t, office, kept)
	again.SignIn.Submit("1001", "2468")
	again.Resume(kept.Records[0].ID)
	slip, printed = again.TopUp.Slip()
	if !printed || slip.(topup.Receipt).Approver != "1003" {
		t.Errorf("%v %+v", printed, slip)
	}
}
