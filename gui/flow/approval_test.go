package flow_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/task"
)

func approvalAnswer(v client.Verdict, code string) []client.Outcome[client.Approval] {
	out := client.Outcome[client.Approval]{Verdict: v, Answer: client.Approval{Code: code, Approver: "1003"}}
	if !v.Final() {
		out.Err = &client.Error{Code: client.CodeTimeout}
	}
	return []client.Outcome[client.Approval]{out}
}

// typed is what a second person types, all of it right.
func typed(number, mokID, amount string) approval.Typed {
	return approval.Typed{Person: map[task.Field]string{task.FieldNumber: number, task.FieldPIN: "975310"}, MokID: mokID, Amount: amount}
}

var right = typed("1003", "100 000 014", "50,00")

// asked stands where a second person is asked for a reversal that was made for the wrong card.
func asked(t *testing.T, office *flowtest.Office) (*flow.Counter, *flowtest.Journal) {
	t.Helper()
	c, kept := reversing(t, office, client.ReversalWrongCard)
	c.Reversal.Confirm()
	reversalAt(t, c, reversal.Approving)
	approvalAt(t, c, approval.Asking)
	kinds(t, kept, journal.Intent)
	return c, kept
}

func approvalAt(t *testing.T, c *flow.Counter, want approval.Step) {
	t.Helper()
	if st := c.Approval.State(); st.Step != want {
		t.Fatalf("the approval is at %s, want %s; problem %v", st.Step, want, st.Problem)
	}
}

// back says that nobody has approved: the maker's form is as it was, nothing was sent, and no token is left.
func back(t *testing.T, c *flow.Counter, office *flowtest.Office) {
	t.Helper()
	reversalAt(t, c, reversal.Confirming)
	approvalAt(t, c, approval.Closed)
	if st := c.Reversal.State(); st.Reason != client.ReversalWrongCard || st.Found.TopUp.ID != flowtest.Posted {
		t.Errorf("the form is lost: %+v", st.Job)
	}
	if office.Asked["reverse"] != 0 || office.Beside != 0 {
		t.Errorf("%d reversals were sent, %d tokens live", office.Asked["reverse"], office.Beside)
	}
}

// The approval is on disk before it is sent, bears the second person, and binds the bytes that are then sent.
func TestASecondPersonApprovesTheVeryBytesThatAreSent(t *testing.T) {
	office := flowtest.NewOffice()
	office.Approvals = approvalAnswer(client.Posted, "")
	office.Reversals = reversalAnswer(client.Posted, reversedWhole)
	c, kept := asked(t, office)
	c.Approval.Submit(right)
	approvalAt(t, c, approval.Closed)
	reversalAt(t, c, reversal.Posted)
	kinds(t, kept, journal.Intent, journal.Intent, journal.Sending, journal.Posted, journal.Sending, journal.Posted)
	var agreed client.ApprovalRequest
	var sent client.ReversalRequest
	if err := json.Unmarshal(office.Sent[0], &agreed); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(office.Sent[1], &sent); err != nil {
		t.Fatal(err)
	}
	if agreed.SubjectHash != client.HashOf(office.Sent[1]) || sent.ApprovalID != agreed.ID || agreed.SubjectID != sent.ID {
		t.Errorf("approved %+v, sent %+v", agreed, sent)
	}
	if agreed.Maker != "1001" || agreed.MokID != "100000014" || agreed.Amount == nil || *agreed.Amount != money.EUR(5000) {
		t.Errorf("%+v", agreed)
	}
	for _, r := range kept.Records {
		if want := map[string]string{"approval": "1003", "reversal": "1001"}[r.Task]; r.Staff != want {
			t.Errorf("a record of the %s bears %s", r.Task, r.Staff)
		}
	}
	if office.Beside != 0 || c.State().Me.Staff.Number != "1001" || !c.State().SignedIn {
		t.Error("the second person's token lives, or the clerk's doesn't")
	}
	slip, _ := c.Reversal.Slip()
	if slip.(reversal.Slip).Approver != "Boris" {
		t.Errorf("%+v", slip)
	}
}

// The PIN and whatever may be a card's number stand in no state and no record.
func TestAPINIsNeverKept(t *testing.T) {
	office := flowtest.NewOffice()
	office.BesideErr = &client.Error{Status: 401, Code: client.CodeSignInRefused}
	c, kept := asked(t, office)
	c.Approval.Submit(right)
	if office.LastPIN != "975310" {
		t.Fatalf("the office was given %q", office.LastPIN)
	}
	c.Approval.Submit(typed("1003", "4111111111111111", "50"))
	st, err := json.Marshal(c.Approval.State())
	if err != nil {
		t.Fatal(err)
	}
	records, err := json.Marshal(kept.Records)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"975310", "4111111111111111"} {
		if strings.Contains(string(st)+string(records), secret) {
			t.Errorf("%s is kept", secret)
		}
	}
	says(t, c.Approval.State().Problem, "field.card-number")
}

// What is typed wrong is said at its field, before anybody signs in; all else that was typed stays.
func TestTheDecisiveValuesAreTypedAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		typed approval.Typed
		says  string
		field task.Field
	}{
		"no number":         {typed("", "100000014", "50"), "signin.number.wrong", task.FieldNumber},
		"the clerk's own":   {typed("1001", "100000014", "50"), "problem.same-person", task.FieldNumber},
		"no PIN":            {approval.Typed{Person: map[task.Field]string{task.FieldNumber: "1003"}, MokID: "100000014", Amount: "50"}, "signin.pin.wrong", task.FieldPIN},
		"no MOK ID":         {typed("1003", "", "50"), "approval.mok-id.wrong", task.FieldMokID},
		"another card":      {typed("1003", "100000022", "50"), "approval.differs.mok-id", task.FieldMokID},
		"no amount":         {typed("1003", "100000014", ""), "amount.empty", task.FieldAmount},
		"another amount":    {typed("1003", "100000014", "51,50"), "approval.differs.amount", task.FieldAmount},
		"ambiguous amount":  {typed("1003", "100000014", "1.250"), "amount.ambiguous", task.FieldAmount},
		"a card for amount": {typed("1003", "100000014", "4111111111111111"), "field.card-number", task.FieldAmount},
		"a card for a card": {typed("1003", "4111111111111111", "50"), "field.card-number", task.FieldMokID},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			c, _ := asked(t, office)
			c.Approval.Submit(tt.typed)
			approvalAt(t, c, approval.Asking)
			st := c.Approval.State()
			says(t, st.Problem, tt.says)
			if st.Field != tt.field || office.Asked["beside"] != 0 {
				t.Errorf("said at %s; %d sign-ins", st.Field, office.Asked["beside"])
			}
			if st.Number != tt.typed.Person[task.FieldNumber] {
				t.Errorf("the number is now %q", st.Number)
			}
		})
	}
}

// A refusal is a sentence at the questions, which stay; the second person signs in anew, and each attempt has an id of its own.
func TestARefusedApprovalIsAskedForAnew(t *testing.T) {
	for name, tt := range map[string]struct {
		set  func(*flowtest.Office)
		says string
	}{
		"wrong PIN": {func(o *flowtest.Office) {
			left := 2
			o.BesideErr = &client.Error{Status: 401, Code: client.CodeSignInRefused, AttemptsLeft: &left}
		}, "problem.sign-in-refused"},
		"blocked":     {func(o *flowtest.Office) { o.BesideErr = &client.Error{Status: 403, Code: client.CodeStaffLocked} }, "problem.staff-locked"},
		"no answer":   {func(o *flowtest.Office) { o.BesideErr = &client.Error{Code: client.CodeTimeout} }, "problem.timeout"},
		"same person": {func(o *flowtest.Office) { o.Approvals = approvalAnswer(client.Rejected, "same-person") }, "problem.same-person"},
		"no right":    {func(o *flowtest.Office) { o.Approvals = approvalAnswer(client.Rejected, "forbidden-office") }, "problem.forbidden-office"},
		"not sent": {func(o *flowtest.Office) {
			o.Approvals = []client.Outcome[client.Approval]{{Verdict: client.NotSent, Err: &client.Error{Code: client.CodeNoConnection}}}
		}, "problem.no-connection"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			tt.set(office)
			office.Reversals = reversalAnswer(client.Posted, reversedWhole)
			c, kept := asked(t, office)
			c.Approval.Submit(right)
			approvalAt(t, c, approval.Asking)
			reversalAt(t, c, reversal.Approving)
			says(t, c.Approval.State().Problem, tt.says)
			if st := c.Approval.State(); office.Beside != 0 || st.MokID != right.MokID || st.Amount != right.Amount {
				t.Errorf("%d tokens live; %+v", office.Beside, st.Job)
			}
			office.BesideErr, office.Approvals = nil, approvalAnswer(client.Posted, "")
			c.Approval.Submit(right)
			reversalAt(t, c, reversal.Posted)
			used := map[string]bool{}
			for _, r := range kept.Records {
				if r.Kind == journal.Intent && used[r.ID] {
					t.Errorf("%s was used twice", r.ID)
				}
				used[r.ID] = true
			}
		})
	}
}

// While nobody knows whether the office has the approval, nothing is sent; it is asked, or the same bytes go once more.
func TestAnUnknownApprovalIsSettledBeforeTheActIsSent(t *testing.T) {
	for name, settle := range map[string]func(*flow.Counter){
		"asked":      func(c *flow.Counter) { c.Approval.Check() },
		"sent again": func(c *flow.Counter) { c.Approval.SendAgain() },
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Approvals = approvalAnswer(client.Unknown, "")
			office.Reversals = reversalAnswer(client.Posted, reversedWhole)
			c, _ := asked(t, office)
			c.Approval.Submit(right)
			approvalAt(t, c, approval.Unknown)
			says(t, c.Approval.State().Problem, "approval.unknown")
			if office.Asked["reverse"] != 0 {
				t.Fatal("the reversal was sent without an approval")
			}
			office.Approvals, office.ApprovalAsks = approvalAnswer(client.Posted, ""), approvalAnswer(client.Posted, "")
			settle(c)
			reversalAt(t, c, reversal.Posted)
			if name == "sent again" && string(office.Sent[0]) != string(office.Sent[1]) {
				t.Error("other bytes were sent the second time")
			}
		})
	}
}

// Whoever leaves has not approved: the form stays, and nothing of either is open.
func TestAnApprovalThatIsLeftLeavesTheFormAsItWas(t *testing.T) {
	for name, before := range map[string]func(*flow.Counter, *flowtest.Office){
		"at once": func(*flow.Counter, *flowtest.Office) {},
		"after a mistake": func(c *flow.Counter, _ *flowtest.Office) {
			c.Approval.Submit(typed("1003", "100000022", "50"))
		},
		"unknown": func(c *flow.Counter, office *flowtest.Office) {
			office.Approvals = approvalAnswer(client.Unknown, "")
			c.Approval.Submit(right)
		},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			c, kept := asked(t, office)
			before(c, office)
			c.Approval.Leave()
			back(t, c, office)
			opened(t, c)
			if len(kept.Items()) != 0 {
				t.Errorf("open in the journal: %+v", kept.Items())
			}
			office.Approvals = approvalAnswer(client.Posted, "")
			office.Reversals = reversalAnswer(client.Posted, reversedWhole)
			c.Reversal.Confirm()
			c.Approval.Submit(right)
			reversalAt(t, c, reversal.Posted)
		})
	}
}

// An approver who walks off has not approved, whether signed in or not.
func TestASecondPersonWhoWalksOffTimesOut(t *testing.T) {
	office := flowtest.NewOffice()
	office.Approvals = approvalAnswer(client.Unknown, "")
	needs, kept, _ := flowtest.Needs(office)
	tasks := needs.Tasks.(*flowtest.AtOnce)
	c := start(t, needs)
	c.Do(flow.CommandReversal)
	c.Reversal.FindSlip("KR-2026-000123")
	c.Reversal.Fill(client.ReversalWrongCard)
	c.Reversal.Confirm()
	c.Approval.Submit(right)
	approvalAt(t, c, approval.Unknown)
	if office.Beside != 1 || !slices.Contains(tasks.Waits(), approval.Patience) {
		t.Fatalf("%d tokens, timers %v", office.Beside, tasks.Waits())
	}
	tasks.Tick()
	back(t, c, office)
	says(t, c.Reversal.State().Problem, "approval.walked-off")
	if len(kept.Items()) != 0 {
		t.Errorf("open in the journal: %+v", kept.Items())
	}
}

// A second person whose sign-in ends after the questions are gone is signed out again.
func TestATokenNeverOutlivesTheQuestions(t *testing.T) {
	office := flowtest.NewOffice()
	needs, _, _ := flowtest.Needs(office)
	held := &flowtest.Held{}
	needs.Tasks = held
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for _, do := range []func(){
		func() { c.SignIn.Submit("1001", "2468") }, flowtest.Does(c, flow.CommandReversal), func() { c.Reversal.FindSlip("KR-2026-000123") },
		func() { c.Reversal.Fill(client.ReversalWrongCard) }, func() { c.Reversal.Confirm() },
	} {
		do()
		held.Release()
	}
	c.Approval.Submit(right)
	approvalAt(t, c, approval.Entering)
	c.Approval.Leave()
	held.Release()
	back(t, c, office)
	if office.Asked["beside"] != 1 || office.Asked["sign-out-beside"] != 1 {
		t.Errorf("%v", office.Asked)
	}
}
