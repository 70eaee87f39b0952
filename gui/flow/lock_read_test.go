package flow_test

import (
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// life is another life of the program over what an earlier one has left on disk, with ids of its own.
func life(t *testing.T, office *flowtest.Office, kept *flowtest.Journal, number string) (*flow.Counter, *flowtest.Journal) {
	t.Helper()
	needs, _, _ := flowtest.Needs(office)
	left := &flowtest.Journal{Records: slices.Clone(kept.Records)}
	needs.Journal = left
	ids := needs.NewID
	needs.NewID = func() string { return number + ids()[1:] }
	return start(t, needs), left
}

// The clerk who comes after a crash need not read the list at once; another crash comes first.
func TestWhatNobodyHasReadIsToldAfterASecondCrash(t *testing.T) {
	office := flowtest.NewOffice()
	office.Locks = lockAnswer(client.Rejected, client.Lock{Code: "card-not-lockable"})
	c, kept := locking(t, office)
	c.Lock.Confirm()
	first, left := life(t, office, kept, "e")
	first.LookUp("100000014")
	confirming(t, first)
	office.TopUps = flowtest.Final(client.Rejected, client.TopUp{Code: "limit-exceeded"})
	first.TopUp.Confirm()

	second, left := life(t, office, left, "d")
	opened(t, second, flow.OpenRejected, flow.OpenLockRejected)
	second.LookUp("100000014")
	quote(second, "20")
	at(t, second, topup.ReadBack)

	third, _ := life(t, office, left, "c")
	opened(t, third, flow.OpenRejected, flow.OpenNeverSent, flow.OpenLockRejected)
}

func TestALockThatWasGivenUpIsNotTold(t *testing.T) {
	office := flowtest.NewOffice()
	office.Locks = lockAnswer(client.NotSent, client.Lock{})
	c, kept := locking(t, office)
	c.Lock.Confirm()
	c.GiveLockUp()
	again, _ := life(t, office, kept, "e")
	opened(t, again)
}

// The journal has no number of the lock: the clerk must not be shown an empty one.
func TestTheNumberOfARecoveredLockIsTheOfficesToTell(t *testing.T) {
	office := flowtest.NewOffice()
	office.Locks = lockAnswer(client.Posted, client.Lock{ID: idOf(1), LockNumber: "Z-7"})
	c, kept := locking(t, office)
	c.Lock.Confirm()
	for name, tt := range map[string]struct {
		answer []client.Outcome[client.Lock]
		says   string
	}{
		"no answer":           {lockAnswer(client.Unknown, client.Lock{}), "problem.timeout"},
		"otherwise":           {lockAnswer(client.Rejected, client.Lock{ID: idOf(1), Code: "card-not-lockable"}), "lock.differs"},
		"never heard of it":   {[]client.Outcome[client.Lock]{{Verdict: client.Unknown, State: client.StateUnseen}}, "lock.differs"},
		"the token has ended": {[]client.Outcome[client.Lock]{{Verdict: client.Unknown, Err: &client.Error{Status: 401, Code: client.CodeTokenExpired}}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			office.LockAsks = tt.answer
			again, _ := life(t, office, kept, "e")
			opened(t, again, flow.OpenLocked)
			again.Resume(again.OpenItems()[0].ID)
			lockAt(t, again, lock.Posted)
			if again.Lock.State().Known() {
				t.Fatal("the number is said to be known")
			}
			if tt.says != "" {
				says(t, again.Lock.State().Problem, tt.says)
			} else if again.State().SignedIn {
				t.Error("nobody is asked to sign in again")
			}
			opened(t, again, flow.OpenLocked)
			office.LockAsks = office.Locks
			if tt.says != "" {
				again.Lock.Check()
			} else {
				again.SignIn.Submit("1001", "2468")
			}
			if st := again.Lock.State(); st.Answer.LockNumber != "Z-7" || st.Problem != nil {
				t.Errorf("asking again does not bring the number: %+v", st)
			}
		})
	}
}

// A drawer's close that a restart has sent again shows nothing of what ended since it was begun.
func TestAnUnsureCloseThatIsSettledLaterHidesNoLock(t *testing.T) {
	c, office, kept := closedAfterWork(t)
	office.Closes = drawerAnswer(client.Unknown, client.DrawerSession{})
	c.Do(flow.CommandClose)
	closeWith(c, "200")
	office.Locks = lockAnswer(client.Rejected, client.Lock{Code: "card-not-lockable"})
	c.LookUp("100000014")
	lockCard(c)
	lockAt(t, c, lock.Rejected)
	office.Closes = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, State: "closed"})
	c.Drawer.SendAgain()
	again, _ := life(t, office, kept, "e")
	opened(t, again, flow.OpenLockRejected)
}

func TestNoTopUpBeginsWhileALockIsOnItsWay(t *testing.T) {
	b := newBench(t)
	b.office.Locks = lockAnswer(client.Posted, client.Lock{})
	b.to(flowtest.Does(b, flow.CommandLock), func() { b.Lock.Fill(lostCard) })
	b.Lock.Confirm()
	b.Do(flow.CommandDrawer)
	b.Do(flow.CommandTopUp)
	at(t, b.Counter, topup.Idle)
	says(t, b.State().Notice, "counter.finish-first")
	if b.State().Panel != flow.PanelLock {
		t.Errorf("the clerk is at %s", b.State().Panel)
	}
}
