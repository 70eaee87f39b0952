package flow_test

import (
	"encoding/json"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/branch"
	"cekr.kranj.si/desk/gui/flow/custody"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

func custodyAnswer(v client.Verdict, answer client.Custody) []client.Outcome[client.Custody] {
	out := client.Outcome[client.Custody]{Verdict: v, Answer: answer}
	if !v.Final() {
		out.Err = &client.Error{Code: client.CodeTimeout}
	}
	return []client.Outcome[client.Custody]{out}
}

// passedOn is how the office ends the open session with a count of 199.50.
var passedOn = client.Custody{
	DrawerSessionID: flowtest.Drawer, Kind: client.HandOver, BookedAt: flowtest.Start, Approver: "1003", Staff: "1001",
	Closed: &client.DrawerSession{ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1001", State: client.DrawerClosed, CloseNumber: 7,
		Counted: money.EUR(19950), Expected: money.EUR(20000), Difference: money.EUR(-50)},
}

// passing is a counter that has asked for a kind of change of hands, of whom the drawer is.
func passing(t *testing.T, office *flowtest.Office, kind client.CustodyKind) (*flow.Counter, *flowtest.Journal) {
	t.Helper()
	flowtest.PassesDrawers(office)
	command := flow.CommandHandOver
	if kind != client.HandOver {
		office.DrawerNow.Session.Staff = "1009"
		command = flow.CommandTakeOver
		if kind == client.ForcedClose {
			command = flow.CommandForceClose
		}
	}
	c, kept, _ := counter(t, office)
	c.Do(command)
	custodyAt(t, c, custody.Asking)
	if c.State().Panel != flow.PanelCustody {
		t.Fatalf("the clerk sees %s", c.State().Panel)
	}
	return c, kept
}

func custodyAt(t *testing.T, c *flow.Counter, want custody.Step) {
	t.Helper()
	if st := c.Custody.State(); st.Step != want {
		t.Fatalf("the change of hands is at %s, want %s; problem %v", st.Step, want, st.Problem)
	}
}

func counted(t *testing.T, c *flow.Counter) {
	t.Helper()
	c.Custody.Fill("199,50", client.CustodyReasons(c.Custody.State().Kind)[0])
	custodyAt(t, c, custody.Confirming)
	c.Custody.Confirm()
	custodyAt(t, c, custody.Approving)
	approvalAt(t, c, approval.Asking)
}

func stands(t *testing.T, c *flow.Counter, want drawer.Step) {
	t.Helper()
	if st := c.Drawer.State(); st.Step != want {
		t.Fatalf("the drawer is at %s, want %s; problem %v", st.Step, want, st.Problem)
	}
}

var receiver = typed("1003", "", "199,50")

func TestADrawerPassesOnWithASecondPerson(t *testing.T) {
	for kind, reason := range map[client.CustodyKind]client.CustodyReason{client.HandOver: client.ForShiftEnd, client.TakeOver: client.ForAbsence, client.ForcedClose: client.ForAbsence} {
		t.Run(string(kind), func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Approvals = approvalAnswer(client.Posted, "")
			answer := passedOn
			answer.Kind = kind
			office.Customs = custodyAnswer(client.Posted, answer)
			c, kept := passing(t, office, kind)
			if st := c.Custody.State(); !st.Session.Total.IsZero() {
				t.Error("what is expected is shown to who counts")
			}
			counted(t, c)
			kinds(t, kept, journal.Intent)
			if st := c.Approval.State(); st.HasCard || !st.HasAmount {
				t.Errorf("the second person is asked for %+v", st.Job)
			}
			c.Approval.Submit(typed("1003", "", "199,51"))
			says(t, c.Approval.State().Problem, "approval.differs.amount")
			c.Approval.Submit(receiver)
			custodyAt(t, c, custody.Posted)
			kinds(t, kept, journal.Intent, journal.Intent, journal.Sending, journal.Posted, journal.Sending, journal.Posted)
			var agreed client.ApprovalRequest
			var sent client.CustodyRequest
			if json.Unmarshal(office.Sent[0], &agreed) != nil || json.Unmarshal(office.Sent[1], &sent) != nil {
				t.Fatalf("%s, %s", office.Sent[0], office.Sent[1])
			}
			if agreed.Act != client.ApproveCustody || agreed.SubjectID != sent.ID || agreed.SubjectHash != client.HashOf(office.Sent[1]) || sent.ApprovalID != agreed.ID {
				t.Errorf("agreed to %+v, sent %+v", agreed, sent)
			}
			if sent.Kind != kind || sent.Reason != reason || sent.Counted != money.EUR(19950) || sent.DrawerSessionID != flowtest.Drawer || sent.Staff != "1001" ||
				(sent.ToSessionID == "") != (kind == client.ForcedClose) {
				t.Errorf("sent %+v", sent)
			}
			slip, ok := c.Custody.Slip()
			if of, is := slip.(custody.Slip); !ok || !is || of.Maker != "Ana" || of.Approver == "" || of.Number() != "7" {
				t.Errorf("the slip is %+v", slip)
			}
			if office.Beside != 0 {
				t.Errorf("%d tokens of second persons live", office.Beside)
			}
			opened(t, c)
		})
	}
}

// An empty drawer passes on, too: zero is typed again.
func TestAnEmptyDrawerPassesOn(t *testing.T) {
	office := flowtest.NewOffice()
	office.Approvals, office.Customs = approvalAnswer(client.Posted, ""), custodyAnswer(client.Posted, passedOn)
	c, _ := passing(t, office, client.TakeOver)
	c.Custody.Fill("0", client.ForLeftOpen)
	c.Custody.Confirm()
	c.Approval.Submit(typed("1003", "", ""))
	approvalAt(t, c, approval.Asking)
	c.Approval.Submit(typed("1003", "", "0"))
	custodyAt(t, c, custody.Posted)
}

func TestEveryVerdictOnAChangeOfHandsHasItsStep(t *testing.T) {
	for _, tt := range []struct {
		verdict client.Verdict
		want    custody.Step
		open    []flow.OpenKind
	}{
		{client.Rejected, custody.Rejected, nil},
		{client.Unknown, custody.Unknown, []flow.OpenKind{flow.OpenCustody}},
		{client.NotSent, custody.NotSent, []flow.OpenKind{flow.OpenNotPassed}},
	} {
		t.Run(string(tt.verdict), func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Approvals = approvalAnswer(client.Posted, "")
			office.Customs = custodyAnswer(tt.verdict, client.Custody{Code: client.CodeSessionClosed})
			c, _ := passing(t, office, client.HandOver)
			counted(t, c)
			c.Approval.Submit(receiver)
			custodyAt(t, c, tt.want)
			opened(t, c, tt.open...)
			if _, slip := c.Custody.Slip(); slip {
				t.Error("a slip of what has not certainly passed on")
			}
			if office.Asked["custody"] != 1 {
				t.Errorf("%d requests", office.Asked["custody"])
			}
		})
	}
}

// From unknown there are two ways, and none is a new id.
func TestAnUnknownChangeOfHandsIsAskedAboutOrSentAgain(t *testing.T) {
	office := flowtest.NewOffice()
	office.Approvals, office.Customs = approvalAnswer(client.Posted, ""), custodyAnswer(client.Unknown, client.Custody{})
	office.CustodyAsks = custodyAnswer(client.Unknown, client.Custody{State: "unseen"})
	c, kept := passing(t, office, client.TakeOver)
	counted(t, c)
	c.Approval.Submit(receiver)
	c.Do(flow.CommandTakeOver) // stands
	custodyAt(t, c, custody.Unknown)
	c.Custody.Check()
	custodyAt(t, c, custody.Unknown)
	office.Customs = custodyAnswer(client.Posted, passedOn)
	c.Custody.SendAgain()
	custodyAt(t, c, custody.Posted)
	if string(office.Sent[1]) != string(office.Sent[2]) {
		t.Error("other bytes were sent again")
	}
	kinds(t, kept, journal.Intent, journal.Intent, journal.Sending, journal.Posted, journal.Sending, journal.Sending, journal.Posted)
}

// A restart finds what was sent, and tells what was not.
func TestAChangeOfHandsSurvivesARestart(t *testing.T) {
	office := flowtest.NewOffice()
	office.Approvals, office.Customs = approvalAnswer(client.Posted, ""), custodyAnswer(client.Unknown, client.Custody{})
	office.CustodyAsks = custodyAnswer(client.Unknown, client.Custody{State: "unseen"})
	c, kept := passing(t, office, client.ForcedClose)
	counted(t, c)
	c.Approval.Submit(receiver)
	custodyAt(t, c, custody.Unknown)
	c = onceMore(t, office, kept)
	custodyAt(t, c, custody.Unknown)
	if st := c.Custody.State(); st.Kind != client.ForcedClose || st.Counted != money.EUR(19950) {
		t.Errorf("taken up as %+v", st.Job)
	}
	office.CustodyAsks = custodyAnswer(client.Posted, passedOn)
	c.Custody.Check()
	custodyAt(t, c, custody.Posted)
}

func TestAChangeOfHandsThatACrashLeftUnsentIsTold(t *testing.T) {
	office := flowtest.NewOffice()
	flowtest.PassesDrawers(office)
	needs, kept, _ := flowtest.Needs(office)
	kept.Records = append(kept.Records, journal.Record{
		Kind: journal.Intent, ID: flowtest.Match, Task: custody.Task, Amount: money.EUR(19950), Session: flowtest.Drawer, Desk: "DESK-1", Staff: "1001", At: flowtest.Start,
	})
	c := start(t, needs)
	custodyAt(t, c, custody.NeverSent)
	opened(t, c, flow.OpenNotPassed)
	c.Do(flow.CommandHandOver) // whoever begins again has read it
	custodyAt(t, c, custody.Asking)
	opened(t, c)
	kinds(t, kept, journal.Intent, journal.Dropped)
}

// Whoever leaves the questions leaves the drawer where it was, and nothing that was typed is lost.
func TestASecondPersonWhoLeavesLeavesTheDrawer(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept := passing(t, office, client.HandOver)
	counted(t, c)
	c.Approval.Leave()
	custodyAt(t, c, custody.Confirming)
	kinds(t, kept, journal.Intent, journal.Dropped)
	if st := c.Custody.State(); st.Counted != money.EUR(19950) || st.Typed != "199,50" || office.Asked["custody"] != 0 {
		t.Errorf("%+v", st.Job)
	}
}

// A wrong second person is no end: another one may come, under another id.
func TestWithoutASupervisorItIsTriedAnew(t *testing.T) {
	office := flowtest.NewOffice()
	office.Approvals = approvalAnswer(client.Posted, "")
	office.Customs = append(custodyAnswer(client.Rejected, client.Custody{Code: client.CodeSupervisorNeeded}), custodyAnswer(client.Posted, passedOn)...)
	c, _ := passing(t, office, client.TakeOver)
	counted(t, c)
	c.Approval.Submit(receiver)
	custodyAt(t, c, custody.Rejected)
	says(t, c.Custody.State().Problem, "problem.supervisor-required")
	c.Custody.Anew()
	custodyAt(t, c, custody.Confirming)
	c.Custody.Confirm()
	c.Approval.Submit(receiver)
	custodyAt(t, c, custody.Posted)
}

func TestADrawerThatHangsInTheAirIsNotHandedOver(t *testing.T) {
	c, office, _ := unknown(t)
	flowtest.PassesDrawers(office)
	c.Do(flow.CommandSignOut)
	c.SignIn.Submit("1001", "2468")
	c.Do(flow.CommandHandOver)
	c.Custody.Fill("10", client.ForShiftEnd)
	c.Custody.Confirm()
	custodyAt(t, c, custody.Confirming)
	says(t, c.Custody.State().Problem, "drawer.open-items")
}

func TestWhoMayNotPassADrawerOnIsTold(t *testing.T) {
	office := flowtest.NewOffice()
	c, _, _ := counter(t, office)
	for command, key := range map[flow.Command]string{flow.CommandHandOver: "counter.no-custody-here", flow.CommandBranch: "counter.no-branch-here"} {
		c.Do(command)
		says(t, c.State().Notice, key)
	}
	flowtest.PassesDrawers(office)
	c, _, _ = counter(t, office)
	c.Do(flow.CommandTakeOver) // it is her own
	says(t, c.State().Notice, "custody.not-foreign")
}

// The clerk is told at the sign-in who ended the drawer, and when.
func TestAClerkHearsWhoEndedTheDrawer(t *testing.T) {
	office := flowtest.NewOffice()
	office.DrawerNow.Session = nil
	taken := *passedOn.Closed
	taken.ClosedBy, taken.ClosedAt = &client.ClosedBy{Kind: client.TakeOver, Staff: "1002", Approver: "2001", Desk: "DESK-1"}, flowtest.Start
	office.DrawerNow.Taken = &taken
	needs, _, _ := flowtest.Needs(office)
	c := start(t, needs)
	says(t, c.State().Notice, "drawer.taken.takeOver")
	if got := c.Drawer.State().Taken; got == nil || got.ID != taken.ID {
		t.Errorf("the drawer's panel tells %+v", got)
	}
	c.Do(flow.CommandNext)
	c.Drawer.Refresh()
	if c.State().Notice != nil {
		t.Errorf("told twice: %v", c.State().Notice)
	}
}

// A close whose outcome isn't known waits for its owner, and blocks no other clerk.
func TestAnothersUnknownCloseBlocksNobody(t *testing.T) {
	office := flowtest.NewOffice()
	office.Closes = []client.Outcome[client.DrawerSession]{{Verdict: client.Unknown, Err: &client.Error{Code: client.CodeTimeout}}}
	c, _, _ := counter(t, office)
	c.Do(flow.CommandClose)
	c.Drawer.CloseWith("200")
	c.Drawer.Confirm()
	stands(t, c, drawer.Unknown)
	c.Do(flow.CommandSignOut)
	c.SignIn.Submit("1002", "1357")
	stands(t, c, drawer.Foreign) // it is open still, and another's
	opened(t, c, flow.OpenDrawer)
	office.DrawerNow.Session = &client.DrawerSession{ID: flowtest.Match, Desk: "DESK-1", Staff: "1002", State: client.DrawerOpen, Float: money.EUR(0), Total: money.EUR(0), OpenedAt: flowtest.Start}
	c.Drawer.Refresh()
	stands(t, c, drawer.Opened)
	c.Do(flow.CommandClose)
	stands(t, c, drawer.Count) // Ana's close is in nobody's way
	c.Drawer.Back()
	c.Do(flow.CommandSignOut)
	c.SignIn.Submit("1001", "2468")
	stands(t, c, drawer.Unknown)
	if office.Asked["drawer-close"] != 1 {
		t.Errorf("%d closes were sent", office.Asked["drawer-close"])
	}
}

// Where others ended the drawer meanwhile, its clerk's close is over: asking tells.
func TestACloseThatOthersOvertookIsRejected(t *testing.T) {
	office := flowtest.NewOffice()
	office.Closes = []client.Outcome[client.DrawerSession]{{Verdict: client.Unknown, Err: &client.Error{Code: client.CodeTimeout}}}
	c, kept, _ := counter(t, office)
	c.Do(flow.CommandClose)
	c.Drawer.CloseWith("200")
	c.Drawer.Confirm()
	ended := *passedOn.Closed
	ended.Counted, ended.ClosedBy = money.EUR(20000), &client.ClosedBy{Kind: client.ForcedClose, Staff: "1002", Approver: "2001", Desk: "DESK-2"}
	office.DrawerNow = client.DrawerNow{Previous: &ended, Taken: &ended, AsOf: flowtest.Start}
	c.Drawer.Check()
	stands(t, c, drawer.None)
	kinds(t, kept, journal.Intent, journal.Sending, journal.Rejected)
}

func TestASupervisorSeesTheBranch(t *testing.T) {
	office := flowtest.NewOffice()
	flowtest.PassesDrawers(office)
	office.MeAnswer.Limits.DrawerWarning, office.MeAnswer.Limits.DrawerLockout = money.EUR(30000), money.EUR(90000)
	row := func(id, staff string, total int64) client.BranchDrawer {
		return client.BranchDrawer{Session: client.DrawerSession{ID: id, Desk: "DESK-9", Staff: staff, State: client.DrawerOpen, Total: money.EUR(total)}, InFlight: client.ReportLine{Sum: money.EUR(0)}}
	}
	office.Branch = client.DrawerPage{Items: []client.BranchDrawer{row(flowtest.Drawer, "1001", 20000), row(flowtest.Match, "1009", 30000), row(flowtest.Posted, "1008", 90000)}, AsOf: flowtest.Start}
	for _, blind := range []bool{false, true} {
		office.MeAnswer.BlindClose = blind
		c, _, _ := counter(t, office)
		c.Do(flow.CommandBranch)
		st := c.Branch.State()
		if st.Step != branch.Shown || st.Loud() != 2 || st.Rows[1].Level != branch.Much || st.Rows[2].Level != branch.Full || !st.Rows[0].Own || st.AsOf != flowtest.Start {
			t.Fatalf("%+v", st)
		}
		for _, r := range st.Rows {
			if blind != (r.Session.Total == money.Amount{}) {
				t.Errorf("blind %t: a total of %v", blind, r.Session.Total)
			}
		}
		c.Hands.ForceClose(flowtest.Drawer) // one's own
		custodyAt(t, c, custody.Idle)
		c.Hands.ForceClose(flowtest.Match)
		custodyAt(t, c, custody.Asking)
		if got := c.Custody.State(); got.Kind != client.ForcedClose || got.Session.ID != flowtest.Match || !got.Session.Total.IsZero() {
			t.Errorf("asked about %+v", got.Job)
		}
		c.Hands.Back()
		if c.State().Panel != flow.PanelBranch {
			t.Errorf("back at %s", c.State().Panel)
		}
		office.BranchErr = &client.Error{Code: client.CodeTimeout}
		c.Branch.Ask()
		if st := c.Branch.State(); st.Problem == nil || len(st.Rows) != 3 {
			t.Errorf("a failure takes the figures away: %+v", st)
		}
		office.BranchErr = nil
		c.Do(flow.CommandSignOut)
		if len(c.Branch.State().Rows) != 0 {
			t.Error("the next clerk sees the branch")
		}
	}
}
