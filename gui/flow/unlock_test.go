package flow_test

import (
	"encoding/json"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/unlock"
)

// locked makes the card be locked by somebody.
func locked(by client.StateReason) func(*flowtest.Office) {
	return func(o *flowtest.Office) {
		c := o.Cards["100000014"]
		c.State, c.StateReason, c.Possible = client.CardLocked, by, nil
		if by == client.ByClerk {
			c.Possible = []client.Act{client.ActUnlock}
		}
		o.Cards["100000014"] = c
	}
}

var lockedByClerk = locked(client.ByClerk)

func unlockAnswer(v client.Verdict, answer client.Unlock) []client.Outcome[client.Unlock] {
	out := client.Outcome[client.Unlock]{Verdict: v, Answer: answer}
	if !v.Final() {
		out.Err = &client.Error{Code: client.CodeTimeout}
	}
	return []client.Outcome[client.Unlock]{out}
}

func unlockAt(t *testing.T, c *flow.Counter, want unlock.Step) {
	t.Helper()
	if st := c.Unlock.State(); st.Step != want {
		t.Fatalf("the unlock is at %s, want %s; problem %v", st.Step, want, st.Problem)
	}
}

// rightCard is what a second person types for the unlock.
var rightCard = typed("1003", "100 000 014", "")

// unlocking stands where a second person is asked for the unlock of the card on the screen.
func unlocking(t *testing.T, c *flow.Counter) {
	t.Helper()
	c.Do(flow.CommandUnlock)
	unlockAt(t, c, unlock.Asking)
	c.Unlock.Fill(client.UnlockMistake)
	unlockAt(t, c, unlock.Confirming)
	c.Unlock.Confirm()
	unlockAt(t, c, unlock.Approving)
	approvalAt(t, c, approval.Asking)
}

// unlockCard sends the unlock of the card on the screen, approved.
func unlockCard(t *testing.T, c *flow.Counter) {
	t.Helper()
	unlocking(t, c)
	c.Approval.Submit(rightCard)
}

// wantsUnlock brings a bench to the second person.
func wantsUnlock(b *bench) {
	lockedByClerk(b.office)
	b.to(func() { b.LookUp("100000014") }, flowtest.Does(b, flow.CommandUnlock), func() { b.Unlock.Fill(client.UnlockFound) }, b.Unlock.Confirm)
}

func lockedCounter(t *testing.T, office *flowtest.Office) (*flow.Counter, *flowtest.Journal) {
	t.Helper()
	lockedByClerk(office)
	c, kept, _ := counter(t, office)
	return c, kept
}

// The intention is on disk before a second person is asked, the approval is of the very bytes that are sent, and nobody types an amount.
func TestACardIsUnlockedByTwo(t *testing.T) {
	office := flowtest.NewOffice()
	office.Approvals = approvalAnswer(client.Posted, "")
	office.Unlocks = unlockAnswer(client.Posted, client.Unlock{UnlockedAt: flowtest.Start, CardState: client.CardActive})
	c, kept := lockedCounter(t, office)
	unlocking(t, c)
	kinds(t, kept, journal.Intent)
	if c.Approval.State().HasAmount {
		t.Error("an amount is asked for")
	}
	c.Approval.Submit(rightCard)
	unlockAt(t, c, unlock.Posted)
	kinds(t, kept, journal.Intent, journal.Intent, journal.Sending, journal.Posted, journal.Sending, journal.Posted)
	var agreed client.ApprovalRequest
	var sent client.UnlockRequest
	for i, into := range []any{&agreed, &sent} {
		if err := json.Unmarshal(office.Sent[i], into); err != nil {
			t.Fatal(err)
		}
	}
	if agreed.Act != client.ApproveUnlock || agreed.SubjectHash != client.HashOf(office.Sent[1]) || sent.ApprovalID != agreed.ID || agreed.SubjectID != sent.ID {
		t.Errorf("approved %+v, sent %+v", agreed, sent)
	}
	if sent.MokID != "100000014" || sent.Reason != client.UnlockMistake || sent.Staff != "1001" || agreed.Amount != nil {
		t.Errorf("%+v %+v", agreed, sent)
	}
	if c.Unlock.State().Approver != "Boris" || office.Asked["card"] < 2 {
		t.Errorf("%+v; the card was read %d times", c.Unlock.State().Job, office.Asked["card"])
	}
	opened(t, c)
}

// What a counter can't unlock is told before anybody is called: whose lock it is, and who undoes it.
func TestWhoseLockItIsIsToldWithWhatToDo(t *testing.T) {
	state := func(s client.CardState) func(*flowtest.Office) {
		return func(o *flowtest.Office) {
			c := o.Cards["100000014"]
			c.State, c.Possible = s, nil
			o.Cards["100000014"] = c
		}
	}
	for name, tt := range map[string]struct {
		set  func(*flowtest.Office)
		says string
	}{
		"the holder's own":      {locked(client.ByHolder), "problem.locked-by-holder"},
		"the bank's":            {locked(client.ByIssuer), "problem.locked-by-issuer"},
		"lost":                  {state(client.CardLost), "problem.card-final"},
		"stolen":                {state(client.CardStolen), "problem.card-final"},
		"expired":               {state(client.CardExpired), "problem.card-final"},
		"replaced":              {state(client.CardReplaced), "problem.card-final"},
		"active":                {state(client.CardActive), "problem.card-not-locked"},
		"the office forbids it": {locked(""), "counter.not-unlockable"},
		"an office that can't":  {func(o *flowtest.Office) { lockedByClerk(o); o.MeAnswer.ContractVersion = "1.2.0" }, "counter.no-unlock-here"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			tt.set(office)
			c, kept, _ := counter(t, office)
			c.Do(flow.CommandUnlock)
			says(t, c.State().Notice, tt.says)
			unlockAt(t, c, unlock.Idle)
			kinds(t, kept)
		})
	}
}

// A lock that was a mistake is undone by the counter that made it, at once.
func TestAMistypedLockIsUndoneByItsCounter(t *testing.T) {
	office := flowtest.NewOffice()
	office.Locks = lockAnswer(client.Posted, client.Lock{LockNumber: "Z-7"})
	office.Approvals = approvalAnswer(client.Posted, "")
	office.Unlocks = unlockAnswer(client.Posted, client.Unlock{})
	c, _, _ := counter(t, office)
	lockedByClerk(office)
	lockCard(c)
	if c.Refusal(flow.CommandUnlock) != nil {
		t.Fatal(c.Refusal(flow.CommandUnlock))
	}
	unlockCard(t, c)
	unlockAt(t, c, unlock.Posted)
	opened(t, c)
}

// Nobody has approved: the form is as it was, nothing was sent, the card is locked, and another can be asked.
func TestAnUnlockThatNobodyApprovesStandsAsItWas(t *testing.T) {
	for name, tt := range map[string]struct {
		leave func(*flow.Counter, *flowtest.Office)
		says  string
	}{
		"left": {func(c *flow.Counter, _ *flowtest.Office) { c.Approval.Leave() }, ""},
		"another card": {func(c *flow.Counter, _ *flowtest.Office) {
			c.Approval.Submit(typed("1003", "100000022", ""))
			c.Approval.Leave()
		}, ""},
		"unknown": {func(c *flow.Counter, o *flowtest.Office) {
			o.Approvals = approvalAnswer(client.Unknown, "")
			c.Approval.Submit(rightCard)
			approvalAt(t, c, approval.Unknown)
			c.Approval.Leave()
		}, ""},
		"the clerk's token ends": {func(c *flow.Counter, o *flowtest.Office) {
			o.DrawerErr = &client.Error{Status: 401, Code: client.CodeTokenExpired}
			c.Drawer.Refresh()
			o.DrawerErr = nil
			c.SignIn.Submit("1001", "2468")
		}, "approval.clerk-gone"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			c, kept := lockedCounter(t, office)
			unlocking(t, c)
			tt.leave(c, office)
			unlockAt(t, c, unlock.Confirming)
			approvalAt(t, c, approval.Closed)
			if tt.says != "" {
				says(t, c.Unlock.State().Problem, tt.says)
			}
			if st := c.Unlock.State(); st.Reason != client.UnlockMistake || office.Asked["unlock"] != 0 || office.Beside != 0 || len(kept.Items()) != 0 {
				t.Errorf("%+v; %d sent, %d tokens; open %+v", st.Job, office.Asked["unlock"], office.Beside, kept.Items())
			}
			office.Approvals, office.Unlocks = approvalAnswer(client.Posted, ""), unlockAnswer(client.Posted, client.Unlock{})
			c.Unlock.Confirm()
			c.Approval.Submit(rightCard)
			unlockAt(t, c, unlock.Posted)
		})
	}
}

// A crash before it was sent: the clerk is told that the card is still locked, until one has read it.
func TestACrashBeforeAnUnlockWasSentIsTold(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept := lockedCounter(t, office)
	unlocking(t, c)
	again := onceMore(t, office, kept)
	again.SignIn.Submit("1001", "2468")
	unlockAt(t, again, unlock.NeverSent)
	opened(t, again, flow.OpenNotFreed)
	again.Do(flow.CommandNext)
	opened(t, again)
	if len(kept.Items()) != 0 || office.Asked["unlock"] != 0 {
		t.Errorf("open %+v; %d sent", kept.Items(), office.Asked["unlock"])
	}
}

// What the office rejects for want of a second person's good word is tried anew under another id; any other rejection is not.
func TestARejectedUnlockSaysWhatToDo(t *testing.T) {
	for code, anew := range map[string]bool{
		client.CodeApprovalExpired: true, client.CodeApprovalUsed: true, client.CodeApprovalMismatch: true, client.CodeApprovalUnknown: true,
		client.CodeCardFinal: false, client.CodeCardNotLocked: false, client.CodeLockedByHolder: false, client.CodeLockedByIssuer: false,
	} {
		t.Run(code, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Approvals = approvalAnswer(client.Posted, "")
			office.Unlocks = append(unlockAnswer(client.Rejected, client.Unlock{Code: code}), unlockAnswer(client.Posted, client.Unlock{})...)
			c, _ := lockedCounter(t, office)
			unlockCard(t, c)
			unlockAt(t, c, unlock.Rejected)
			says(t, c.Unlock.State().Problem, "problem."+code)
			first := c.Unlock.State().ID
			c.Unlock.Anew()
			if !anew {
				unlockAt(t, c, unlock.Rejected)
				return
			}
			unlockAt(t, c, unlock.Confirming)
			c.Unlock.Confirm()
			c.Approval.Submit(rightCard)
			unlockAt(t, c, unlock.Posted)
			if c.Unlock.State().ID == first {
				t.Error("a rejected id was used again")
			}
		})
	}
}

// A record that fails stops the desk before anything of the unlock was sent.
func TestAJournalThatFailsAtAnUnlock(t *testing.T) {
	for at, name := range map[int]string{1: "the intention", 2: "the approval's intention", 3: "its bytes", 4: "its ending", 5: "the unlock's bytes"} {
		office := flowtest.NewOffice()
		office.Approvals, office.Unlocks = approvalAnswer(client.Posted, ""), unlockAnswer(client.Posted, client.Unlock{})
		c, kept := lockedCounter(t, office)
		c.Do(flow.CommandUnlock)
		c.Unlock.Fill(client.UnlockFound)
		kept.FailAt = at
		c.Unlock.Confirm()
		c.Approval.Submit(rightCard)
		c.Approval.Leave()
		if !c.State().Halted || office.Asked["unlock"] != 0 || office.Beside != 0 || c.Unlock.State().Step != unlock.Halted {
			t.Errorf("%s: halted %v, %d unlocks, %d tokens, at %s", name, c.State().Halted, office.Asked["unlock"], office.Beside, c.Unlock.State().Step)
		}
	}
}
