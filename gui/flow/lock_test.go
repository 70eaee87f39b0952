package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
)

var lostCard = lock.Form{Reason: client.ReasonLost, Reporter: client.ReporterHolder, Verification: client.VerifiedByDocument}

func lockAnswer(v client.Verdict, answer client.Lock) []client.Outcome[client.Lock] {
	out := client.Outcome[client.Lock]{Verdict: v, Answer: answer}
	if !v.Final() {
		out.Err = &client.Error{Code: client.CodeTimeout}
	}
	return []client.Outcome[client.Lock]{out}
}

func locking(t *testing.T, office *flowtest.Office) (*flow.Counter, *flowtest.Journal) {
	t.Helper()
	c, kept, _ := counter(t, office)
	c.Do(flow.CommandLock)
	c.Lock.Fill(lostCard)
	lockAt(t, c, lock.Confirming)
	return c, kept
}

// lockCard locks the card on the screen.
func lockCard(c *flow.Counter) {
	c.Do(flow.CommandLock)
	c.Lock.Fill(lostCard)
	c.Lock.Confirm()
}

func lockAt(t *testing.T, c *flow.Counter, want lock.Step) {
	t.Helper()
	if st := c.Lock.State(); st.Step != want {
		t.Fatalf("the lock is at %s, want %s; problem %v", st.Step, want, st.Problem)
	}
}

func TestEveryVerdictOnALockHasItsStep(t *testing.T) {
	for _, tt := range []struct {
		verdict client.Verdict
		want    lock.Step
		journal []journal.Kind
	}{
		{client.Posted, lock.Posted, whole},
		{client.Rejected, lock.Rejected, []journal.Kind{journal.Intent, journal.Sending, journal.Rejected}},
		{client.Unknown, lock.Unknown, []journal.Kind{journal.Intent, journal.Sending}},
		{client.NotSent, lock.NotSent, []journal.Kind{journal.Intent, journal.Sending}},
	} {
		t.Run(string(tt.verdict), func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Locks = lockAnswer(tt.verdict, client.Lock{Code: "card-not-lockable"})
			c, kept := locking(t, office)
			c.Lock.Confirm()
			c.Lock.Confirm()
			lockAt(t, c, tt.want)
			kinds(t, kept, tt.journal...)
			if office.Asked["lock"] != 1 {
				t.Errorf("%d requests after a double Enter", office.Asked["lock"])
			}
			if kept.Records[1].Seq != 0 {
				t.Error("a lock took a top-up's number")
			}
		})
	}
}

func TestALockNeedsEveryAnswer(t *testing.T) {
	c, _, _ := counter(t, flowtest.NewOffice())
	c.Do(flow.CommandLock)
	c.Lock.Fill(lock.Form{Reason: client.ReasonLost})
	lockAt(t, c, lock.Asking)
	says(t, c.Lock.State().Problem, "lock.choose")
}

func TestAnUnknownLockIsSentAgainWithTheSameBytes(t *testing.T) {
	office := flowtest.NewOffice()
	office.Locks = lockAnswer(client.Unknown, client.Lock{})
	c, kept := locking(t, office)
	c.Lock.Confirm()
	office.Locks = lockAnswer(client.Posted, client.Lock{ReportNeeded: true})
	c.Lock.SendAgain()
	lockAt(t, c, lock.Posted)
	if len(office.Sent) != 2 || string(office.Sent[0]) != string(office.Sent[1]) {
		t.Error("other bytes were sent the second time")
	}
	kinds(t, kept, journal.Intent, journal.Sending, journal.Sending, journal.Posted)
}

func TestAnUnknownLockSurvivesARestartAndIsAskedFor(t *testing.T) {
	office := flowtest.NewOffice()
	office.Locks = lockAnswer(client.Unknown, client.Lock{})
	c, kept := locking(t, office)
	c.Lock.Confirm()
	needs, _, _ := flowtest.Needs(office)
	needs.Journal = kept
	again := flow.NewCounter(needs)
	if err := again.Start(); err != nil {
		t.Fatal(err)
	}
	if again.State().OpenCount != 1 {
		t.Error("the open lock is not counted")
	}
	office.LockAsks = lockAnswer(client.Posted, client.Lock{})
	again.SignIn.Submit("1002", "1357")
	lockAt(t, again, lock.Posted)
	if last := kept.Records[len(kept.Records)-1]; last.Kind != journal.Posted || last.Staff != "1001" {
		t.Errorf("%+v", last)
	}
}

func TestALockIsRefusedWhereItCannotBe(t *testing.T) {
	for name, tt := range map[string]struct {
		set  func(*flowtest.Office)
		says string
	}{
		"no right": {func(o *flowtest.Office) { o.MeAnswer.Capabilities = []client.Capability{client.MayReadCards} }, "counter.no-lock-here"},
		"no card":  {func(o *flowtest.Office) { delete(o.Cards, "100000014") }, "counter.card-first"},
		"expired": {func(o *flowtest.Office) {
			card := o.Cards["100000014"]
			card.Possible = nil
			o.Cards["100000014"] = card
		}, "counter.not-lockable"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			tt.set(office)
			needs, _, _ := flowtest.Needs(office)
			c := start(t, needs)
			c.LookUp("100000014")
			c.Do(flow.CommandLock)
			says(t, c.State().Notice, tt.says)
			lockAt(t, c, lock.Idle)
		})
	}
}

func TestAJournalThatFailsHaltsTheLock(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept := locking(t, office)
	kept.FailAt = 1
	c.Lock.Confirm()
	lockAt(t, c, lock.Halted)
	if office.Asked["lock"] != 0 {
		t.Error("a lock was sent that is not on disk")
	}
}

func TestALockThatACrashLeftUnsentIsTold(t *testing.T) {
	office := flowtest.NewOffice()
	needs, kept, _ := flowtest.Needs(office)
	kept.Records = append(kept.Records, journal.Record{
		Kind: journal.Intent, ID: flowtest.Match, Task: "lock", MokID: "100000014", Desk: "DESK-1", Staff: "1001", At: flowtest.Start,
	})
	c := start(t, needs)
	lockAt(t, c, lock.NeverSent)
	if c.State().Panel != flow.PanelLock {
		t.Errorf("the clerk sees %s", c.State().Panel)
	}
	opened(t, c, flow.OpenUnlocked)
	c.Do(flow.CommandClose)
	says(t, c.Drawer.State().Problem, "drawer.open-items")
	c.Do(flow.CommandNext) // from the drawer, with the lock behind it
	opened(t, c, flow.OpenUnlocked)
	kinds(t, kept, journal.Intent)
	c.Resume(c.OpenItems()[0].ID)
	lockAt(t, c, lock.NeverSent)
	c.Do(flow.CommandNext)
	opened(t, c)
	kinds(t, kept, journal.Intent, journal.Dropped)
}

// Other bytes under the lock's id are for support, and the card may work: the clerk is told so, as for a top-up.
func TestOtherBytesUnderALocksIDAreAnAlarm(t *testing.T) {
	office := flowtest.NewOffice()
	office.Locks = []client.Outcome[client.Lock]{{Verdict: client.Unknown, Alarm: true, Err: &client.Error{Code: client.CodeOtherBytes, TraceID: "T-7"}}}
	c, _ := locking(t, office)
	c.Lock.Confirm()
	lockAt(t, c, lock.Unknown)
	says(t, c.Lock.State().Problem, "lock.alarm")
	if c.Lock.State().Problem.Values["Trace"] != "T-7" {
		t.Errorf("%+v", c.Lock.State().Problem)
	}
}

// The giving up of a lock takes as long as the disk does; whoever goes on meanwhile leaves nothing open behind.
func TestALockThatIsBeingGivenUpIsNotParked(t *testing.T) {
	b := newBench(t)
	b.office.Locks = lockAnswer(client.NotSent, client.Lock{})
	b.to(flowtest.Does(b, flow.CommandLock), func() { b.Lock.Fill(lostCard) }, b.Lock.Confirm)
	lockAt(t, b.Counter, lock.NotSent)
	b.GiveLockUp()
	b.Do(flow.CommandNext)
	b.held.Release()
	lockAt(t, b.Counter, lock.Idle)
	opened(t, b.Counter)
	kinds(t, b.kept, journal.Intent, journal.Sending, journal.Cancelled)
}
