package flow_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// aboveLimit stands where a second person is asked for a top-up of 50 €, for which 100 € lie on the desk.
func aboveLimit(t *testing.T, office *flowtest.Office) (*flow.Counter, *flowtest.Journal, *flowtest.AtOnce) {
	t.Helper()
	office.QuoteAnswer.Required = []client.Requirement{client.NeedsApproval}
	needs, kept, _ := flowtest.Needs(office)
	c := start(t, needs)
	c.LookUp("100 000 014")
	confirming(t, c)
	c.TopUp.Confirm()
	at(t, c, topup.Approving)
	approvalAt(t, c, approval.Asking)
	kinds(t, kept, journal.Intent)
	return c, kept, needs.Tasks.(*flowtest.AtOnce)
}

// cashStands says that nobody has approved: what the clerk counted stands, nothing was sent, and no token is left.
func cashStands(t *testing.T, c *flow.Counter, office *flowtest.Office) {
	t.Helper()
	at(t, c, topup.Confirming)
	approvalAt(t, c, approval.Closed)
	if st := c.TopUp.State(); st.Tendered != money.EUR(10000) || st.Amount != money.EUR(5000) || st.Card.MokID != "100000014" || st.ID == "" {
		t.Errorf("the form is lost: %+v", st.Job)
	}
	if office.Asked["top-up"] != 0 || office.Beside != 0 {
		t.Errorf("%d top-ups were sent, %d tokens live", office.Asked["top-up"], office.Beside)
	}
}

// An approval binds the bytes that are then sent, with the number and the hash that they carry; the intention came before all of it.
func TestASecondPersonApprovesTheVeryBytesOfATopUp(t *testing.T) {
	office := flowtest.NewOffice()
	office.Approvals = approvalAnswer(client.Posted, "")
	office.TopUps = slices.Concat(flowtest.Final(client.Posted, client.TopUp{}), flowtest.Final(client.Posted, client.TopUp{}))
	c, kept, _ := aboveLimit(t, office)
	c.Approval.Submit(right)
	at(t, c, topup.Posted)
	kinds(t, kept, journal.Intent, journal.Intent, journal.Sending, journal.Posted, journal.Sending, journal.Posted)
	var agreed client.ApprovalRequest
	var sent client.TopUpRequest
	for i, into := range []any{&agreed, &sent} {
		if err := json.Unmarshal(office.Sent[i], into); err != nil {
			t.Fatal(err)
		}
	}
	if agreed.SubjectHash != client.HashOf(office.Sent[1]) || sent.ApprovalID != agreed.ID || agreed.SubjectID != sent.ID || sent.Seq != 1 {
		t.Errorf("approved %+v, sent %+v", agreed, sent)
	}
	if agreed.Act != client.ApproveTopUp || agreed.Maker != "1001" || *agreed.Amount != money.EUR(5000) || agreed.MokID != "100000014" {
		t.Errorf("%+v", agreed)
	}
	for _, r := range kept.Records {
		if want := map[string]string{"approval": "1003", "topup": "1001"}[r.Task]; r.Staff != want {
			t.Errorf("a record of the %s bears %s", r.Task, r.Staff)
		}
	}
	slip, _ := c.TopUp.Slip()
	if slip.(topup.Receipt).Approver != "Boris" {
		t.Errorf("%+v", slip)
	}
	office.QuoteAnswer.Required = nil
	confirming(t, c)
	c.TopUp.Confirm()
	at(t, c, topup.Posted)
	if slip, _ := c.TopUp.Slip(); slip.(topup.Receipt).Approver != "" || bytes.Contains(office.Sent[2], []byte("approvalId")) {
		t.Errorf("the next top-up bears the approval: %+v", slip)
	}
}

// A refusal is a sentence at the questions, which stay, and the cash stands behind them; each attempt has an id of its own, and the top-up
// keeps its one.
func TestARefusedApprovalOfATopUpIsAskedForAnew(t *testing.T) {
	left := 2
	for name, tt := range map[string]struct {
		set   func(*flowtest.Office)
		typed approval.Typed
		says  string
	}{
		"wrong PIN": {func(o *flowtest.Office) {
			o.BesideErr = &client.Error{Status: 401, Code: client.CodeSignInRefused, AttemptsLeft: &left}
		}, right, "problem.sign-in-refused"},
		"blocked":            {func(o *flowtest.Office) { o.BesideErr = &client.Error{Status: 403, Code: client.CodeStaffLocked} }, right, "problem.staff-locked"},
		"no answer":          {func(o *flowtest.Office) { o.BesideErr = &client.Error{Code: client.CodeTimeout} }, right, "problem.timeout"},
		"the clerk":          {func(*flowtest.Office) {}, typed("1001", "100000014", "50"), "problem.same-person"},
		"another card":       {func(*flowtest.Office) {}, typed("1003", "100000022", "50"), "approval.differs.mok-id"},
		"another amount":     {func(*flowtest.Office) {}, typed("1003", "100000014", "500"), "approval.differs.amount"},
		"the office's word":  {func(o *flowtest.Office) { o.Approvals = approvalAnswer(client.Rejected, client.CodeSamePerson) }, right, "problem.same-person"},
		"no right":           {func(o *flowtest.Office) { o.Approvals = approvalAnswer(client.Rejected, client.CodeForbiddenOffice) }, right, "problem.forbidden-office"},
		"certainly not sent": {func(o *flowtest.Office) { o.Approvals = approvalAnswer(client.NotSent, "") }, right, "problem.timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			tt.set(office)
			office.TopUps = flowtest.Final(client.Posted, client.TopUp{})
			c, kept, _ := aboveLimit(t, office)
			c.Approval.Submit(tt.typed)
			approvalAt(t, c, approval.Asking)
			at(t, c, topup.Approving)
			says(t, c.Approval.State().Problem, tt.says)
			if office.Beside != 0 || office.Asked["top-up"] != 0 {
				t.Errorf("%d tokens live, %d top-ups were sent", office.Beside, office.Asked["top-up"])
			}
			office.BesideErr, office.Approvals = nil, approvalAnswer(client.Posted, "")
			c.Approval.Submit(right)
			at(t, c, topup.Posted)
			used := map[string]int{}
			for _, r := range kept.Records {
				if r.Kind == journal.Intent {
					used[r.ID]++
				}
			}
			for id, times := range used {
				if times > 1 {
					t.Errorf("%s was used %d times", id, times)
				}
			}
		})
	}
}

// Nobody has approved: the cash and the intention stand, and another second person can be asked.
func TestATopUpThatNobodyApprovesStandsAsItWas(t *testing.T) {
	for name, tt := range map[string]struct {
		leave func(*flow.Counter, *flowtest.Office, *flowtest.AtOnce)
		says  string
	}{
		"left": {leave: func(c *flow.Counter, _ *flowtest.Office, _ *flowtest.AtOnce) { c.Approval.Leave() }},
		"left unknown": {leave: func(c *flow.Counter, o *flowtest.Office, _ *flowtest.AtOnce) {
			o.Approvals = approvalAnswer(client.Unknown, "")
			c.Approval.Submit(right)
			approvalAt(t, c, approval.Unknown)
			c.Approval.Leave()
		}},
		"walked off": {leave: func(_ *flow.Counter, _ *flowtest.Office, tasks *flowtest.AtOnce) { tasks.Tick() }, says: "approval.walked-off"},
		"the clerk's token ends": {leave: func(c *flow.Counter, o *flowtest.Office, _ *flowtest.AtOnce) {
			o.DrawerErr = &client.Error{Status: 401, Code: client.CodeTokenExpired}
			c.Drawer.Refresh()
			o.DrawerErr = nil
			c.SignIn.Submit("1001", "2468")
		}, says: "approval.clerk-gone"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			c, kept, tasks := aboveLimit(t, office)
			id := c.TopUp.State().ID
			tt.leave(c, office, tasks)
			cashStands(t, c, office)
			if why := c.TopUp.State().Problem; tt.says == "" && why != nil {
				t.Errorf("it says %v", why)
			} else if tt.says != "" {
				says(t, why, tt.says)
			}
			if c.TopUp.State().ID != id || len(kept.Items()) != 1 {
				t.Errorf("open in the journal: %+v", kept.Items())
			}
			office.Approvals, office.TopUps = approvalAnswer(client.Posted, ""), flowtest.Final(client.Posted, client.TopUp{})
			c.TopUp.Confirm()
			c.Approval.Submit(right)
			at(t, c, topup.Posted)
			if c.TopUp.State().ID != id {
				t.Error("the intention got another id")
			}
		})
	}
}

// While a second person is asked, nothing else can be done: the cash lies on the desk.
func TestNothingElseBeginsWhileASecondPersonIsAsked(t *testing.T) {
	c, kept, _ := aboveLimit(t, flowtest.NewOffice())
	for _, do := range []func(){
		c.TopUp.Confirm, c.BackFromTopUp, c.TopUp.Leave, flowtest.Does(c, flow.CommandNext), flowtest.Does(c, flow.CommandTopUp),
		flowtest.Does(c, flow.CommandDrawer), flowtest.Does(c, flow.CommandReversal), flowtest.Does(c, flow.CommandSignOut), flowtest.Does(c, flow.CommandHelp),
		func() { c.LookUp("100000022") }, func() { c.Idle() },
	} {
		do()
		at(t, c, topup.Approving)
		approvalAt(t, c, approval.Asking)
	}
	if c.State().Panel != flow.PanelTopUp || !c.State().SignedIn {
		t.Errorf("%+v", c.State())
	}
	kinds(t, kept, journal.Intent)
	says(t, c.ClosingAsks(), "counter.close.read-back")
}

// What ends while somebody approves is seen before anything is sent, and the cash and its intention stand.
func TestWhatEndsWhileASecondPersonIsAskedStopsTheTopUp(t *testing.T) {
	for name, tt := range map[string]struct {
		after time.Duration
		step  topup.Step
		says  string
	}{
		"the quote": {11 * time.Minute, topup.ReadBack, "topup.quote-renewed"},
		"the token": {8*time.Hour - time.Minute, topup.Confirming, "topup.sign-in-first"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Approvals = approvalAnswer(client.Posted, "")
			c, kept, _ := aboveLimit(t, office)
			office.Skew, office.QuoteAnswer.ExpiresAt = tt.after, flowtest.Start.Add(tt.after+10*time.Minute)
			c.Approval.Submit(right)
			at(t, c, tt.step)
			says(t, c.TopUp.State().Problem, tt.says)
			if office.Asked["top-up"] != 0 || len(kept.Items()) != 1 || office.Beside != 0 {
				t.Fatalf("%d top-ups were sent, %d tokens live; open %+v", office.Asked["top-up"], office.Beside, kept.Items())
			}
			office.Lifetime *= 2
			c.SignIn.Submit("1001", "2468")
			office.Approvals, office.TopUps = approvalAnswer(client.Posted, ""), flowtest.Final(client.Posted, client.TopUp{})
			c.TopUp.Confirm() // the token's end was that of the quote too
			c.TopUp.Tender("100")
			c.TopUp.Confirm()
			c.Approval.Submit(right)
			at(t, c, topup.Posted)
		})
	}
}

// A crash while somebody was asked: nothing of the top-up left this PC, and the clerk is told to hand the cash back.
func TestACrashWithAnApprovalOpenTellsOfTheCash(t *testing.T) {
	for name, before := range map[string]func(*flow.Counter, *flowtest.Office){
		"asked": func(*flow.Counter, *flowtest.Office) {},
		"unknown": func(c *flow.Counter, o *flowtest.Office) {
			o.Approvals = approvalAnswer(client.Unknown, "")
			c.Approval.Submit(right)
		},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			c, kept, _ := aboveLimit(t, office)
			before(c, office)
			again := onceMore(t, office, kept)
			again.SignIn.Submit("1001", "2468")
			if st := again.State(); len(st.NeverSent) != 1 || st.NeverSent[0].Amount != money.EUR(5000) {
				t.Fatalf("%+v", st.NeverSent)
			}
			again.HandedBack(again.State().NeverSent[0].ID)
			if len(kept.Items()) != 0 || office.Asked["top-up"] != 0 {
				t.Errorf("open %+v; %d top-ups were sent", kept.Items(), office.Asked["top-up"])
			}
		})
	}
}

// The office has rejected it for want of a second person: the same can be tried once more under another id, with all that was typed.
func TestATopUpRejectedForWantOfASecondPersonIsTriedAnew(t *testing.T) {
	for _, code := range []string{
		client.CodeApprovalRequired, client.CodeApprovalExpired, client.CodeApprovalUsed, client.CodeApprovalUnknown, client.CodeApprovalMismatch, client.CodeSamePerson,
	} {
		t.Run(code, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Approvals = slices.Concat(approvalAnswer(client.Posted, ""), approvalAnswer(client.Posted, ""))
			office.TopUps = slices.Concat(flowtest.Final(client.Rejected, client.TopUp{Code: code}), flowtest.Final(client.Posted, client.TopUp{}))
			c, _, _ := aboveLimit(t, office)
			c.Approval.Submit(right)
			at(t, c, topup.Rejected)
			says(t, c.TopUp.State().Problem, "problem."+code)
			first := c.TopUp.State().ID
			c.TopUp.Anew()
			at(t, c, topup.AskingAmount)
			opened(t, c)
			if st := c.TopUp.State(); st.Typed != "50" || st.Card.MokID != "100000014" || st.ID != "" {
				t.Fatalf("%+v", st)
			}
			c.TopUp.Quote("50")
			c.TopUp.Tender("100")
			c.TopUp.Confirm()
			c.Approval.Submit(right)
			at(t, c, topup.Posted)
			if c.TopUp.State().ID == first {
				t.Error("a rejected id was used again")
			}
		})
	}
	office := flowtest.NewOffice()
	office.TopUps = flowtest.Final(client.Rejected, client.TopUp{Code: client.CodeCardNotLoadable})
	c, _, _ := counter(t, office)
	confirming(t, c)
	c.TopUp.Confirm()
	c.TopUp.Anew()
	at(t, c, topup.Rejected)
}

// A record that fails stops the desk before anything of the top-up was sent, and the clerk is told to hand the cash back.
func TestAJournalThatFailsAtATopUpsApproval(t *testing.T) {
	for after, name := range map[int]string{1: "the approval's intention", 2: "its bytes", 3: "its ending", 4: "the top-up's bytes"} {
		office := flowtest.NewOffice()
		office.Approvals, office.TopUps = approvalAnswer(client.Posted, ""), flowtest.Final(client.Posted, client.TopUp{})
		c, kept, _ := aboveLimit(t, office)
		kept.FailAt = after
		c.Approval.Submit(right)
		c.Approval.Leave()
		if st := c.TopUp.State(); !c.State().Halted || office.Asked["top-up"] != 0 || office.Beside != 0 || st.Step != topup.Halted {
			t.Errorf("%s: halted %v, %d top-ups, %d tokens, the top-up is at %s", name, c.State().Halted, office.Asked["top-up"], office.Beside, st.Step)
		}
		if name != "the top-up's bytes" {
			says(t, c.TopUp.State().Problem, "journal.unsent")
		}
	}
}

// asker takes the subject instead of a second person.
type asker struct{ subject task.Subject }

func (a *asker) Ask(s task.Subject) { a.subject = s }

// A fault of this program: other bytes would be sent than were approved. Nothing is sent.
func TestOtherBytesThanWereApprovedAreNeverSent(t *testing.T) {
	for name, spoil := range map[string]func(*lone, []byte) []byte{
		"another clerk":   func(l *lone, body []byte) []byte { l.standing.Staff = "1002"; return body },
		"another drawer":  func(l *lone, body []byte) []byte { l.standing.Drawer.ID = flowtest.Posted; return body },
		"one byte":        func(_ *lone, body []byte) []byte { return append(bytes.Clone(body), ' ') },
		"nothing at all":  func(*lone, []byte) []byte { return nil },
		"what was agreed": func(_ *lone, body []byte) []byte { return body },
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.TopUps = flowtest.Final(client.Posted, client.TopUp{})
			office.QuoteAnswer.Required = []client.Requirement{client.NeedsApproval}
			needs, kept, _ := flowtest.Needs(office)
			second := &asker{}
			f, l := alone(needs, second)
			l.standing = topup.Standing{Staff: "1001", Lasts: true, Drawer: client.DrawerSession{ID: flowtest.Drawer}, DrawerOpen: true, Now: flowtest.Start}
			f.Begin(client.Card{MokID: "100000014"}, true)
			f.Match("481205")
			f.Quote("50")
			f.Tender("")
			f.Confirm()
			body, err := second.subject.Encode(flowtest.Posted)
			if err != nil {
				t.Fatal(err)
			}
			second.subject.Granted(spoil(l, body), client.Staff{Number: "1003", Alias: "Boris"})
			sent, step := 0, topup.AskingAmount
			if name == "what was agreed" {
				sent, step = 1, topup.Posted
			}
			if st := f.State(); office.Asked["top-up"] != sent || st.Step != step {
				t.Errorf("%d were sent; it is at %s", office.Asked["top-up"], st.Step)
			}
			if sent == 0 {
				says(t, f.State().Problem, "journal.refused.unsent")
				kinds(t, kept, journal.Intent, journal.Dropped)
			}
		})
	}
}
