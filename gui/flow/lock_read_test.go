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

var lockEndings = map[client.Verdict]flow.OpenKind{client.Posted: flow.OpenLocked, client.Rejected: flow.OpenLockRejected}

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

// unknownLock is a counter with a lock on the screen whose outcome isn't known, and its timers.
func unknownLock(t *testing.T) (*flow.Counter, *flowtest.Office, *flowtest.Journal, *flowtest.AtOnce) {
	t.Helper()
	office := flowtest.NewOffice()
	office.Locks = lockAnswer(client.Unknown, client.Lock{})
	office.LockAsks = lockAnswer(client.Unknown, client.Lock{})
	needs, kept, _ := flowtest.Needs(office)
	c := start(t, needs)
	c.LookUp("100000014")
	c.Do(flow.CommandLock)
	c.Lock.Fill(lostCard)
	c.Lock.Confirm()
	return c, office, kept, needs.Tasks.(*flowtest.AtOnce)
}

// The program dies between the ending on disk and the clerk reading it, wherever the lock was by then.
func TestACrashDoesNotHideHowALockEnded(t *testing.T) {
	for verdict, kind := range lockEndings {
		answer := lockAnswer(verdict, client.Lock{ID: idOf(1), Code: "card-not-lockable", LockNumber: "Z-7", ReportNeeded: true})
		for name, run := range map[string]func(*testing.T) (*flowtest.Office, *flowtest.Journal){
			"on the screen": func(t *testing.T) (*flowtest.Office, *flowtest.Journal) {
				office := flowtest.NewOffice()
				office.Locks = answer
				c, kept := locking(t, office)
				c.Lock.Confirm()
				lockAt(t, c, lock.Step(verdict))
				return office, kept
			},
			"parked, and another customer was served": func(t *testing.T) (*flowtest.Office, *flowtest.Journal) {
				c, office, kept, tasks := unknownLock(t)
				c.Do(flow.CommandNext)
				office.LockAsks = answer
				tasks.Tick()
				c.LookUp("100000014")
				readBack(t, c)
				return office, kept
			},
			"behind another panel, and another customer was served": func(t *testing.T) (*flowtest.Office, *flowtest.Journal) {
				c, office, kept, tasks := unknownLock(t)
				c.BackFromLock()
				office.LockAsks = answer
				tasks.Tick()
				c.LookUp("100000014")
				readBack(t, c)
				return office, kept
			},
		} {
			t.Run(string(verdict)+" "+name, func(t *testing.T) {
				office, kept := run(t)
				office.LockAsks = answer
				c, left := life(t, office, kept, "e")
				i := slices.IndexFunc(c.OpenItems(), func(item flow.OpenItem) bool { return item.Kind == kind })
				if i < 0 {
					t.Fatalf("after the crash the clerk finds %+v", c.OpenItems())
				}
				says(t, c.State().Notice, "counter.waiting")
				item := c.OpenItems()[i]
				if item.MokID != "100000014" || item.ID != kept.Records[0].ID {
					t.Errorf("%+v", item)
				}
				before := c.State().OpenCount
				c.Resume(item.ID)
				lockAt(t, c, lock.Step(verdict))
				if c.State().Panel != flow.PanelLock {
					t.Errorf("the clerk is at %s", c.State().Panel)
				}
				st := c.Lock.State()
				if posted := verdict == client.Posted; posted && (!st.Known() || st.Answer.LockNumber != "Z-7") {
					t.Errorf("the office was not asked for the number: %+v", st)
				} else if !posted && st.Problem == nil {
					t.Error("the clerk is not told why")
				}
				c.Do(flow.CommandNext)
				if c.State().OpenCount != before-1 {
					t.Errorf("read, and still listed: %+v", c.OpenItems())
				}
				again, _ := life(t, office, left, "d")
				for _, item := range again.OpenItems() {
					if item.Kind == kind {
						t.Errorf("what was read is told again: %+v", item)
					}
				}
			})
		}
	}
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
	second.Do(flow.CommandTopUp)
	second.TopUp.Match("481205")
	second.TopUp.Quote("20")
	at(t, second, topup.ReadBack)

	third, _ := life(t, office, left, "c")
	opened(t, third, flow.OpenRejected, flow.OpenNeverSent, flow.OpenLockRejected)
}

func TestALockThatWasReadIsNotToldAgain(t *testing.T) {
	for name, goOn := range map[string]func(*testing.T, *flow.Counter){
		"the program was closed":             func(_ *testing.T, c *flow.Counter) { c.Stop() },
		"left, and the program was closed":   func(_ *testing.T, c *flow.Counter) { c.Do(flow.CommandNext); c.Stop() },
		"a top-up was begun, then a crash":   func(t *testing.T, c *flow.Counter) { c.LookUp("100000014"); readBack(t, c); c.TopUp.Leave() },
		"another lock was read, and no more": func(_ *testing.T, c *flow.Counter) { lockOnce(c) },
		"left by the back key, and closed":   func(_ *testing.T, c *flow.Counter) { c.BackFromLock(); c.Stop() },
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Locks = lockAnswer(client.Rejected, client.Lock{Code: "card-not-lockable"})
			c, kept := locking(t, office)
			c.Lock.Confirm()
			id := c.Lock.State().ID
			goOn(t, c)
			again, _ := life(t, office, kept, "e")
			for _, item := range again.OpenItems() {
				if item.ID == id {
					t.Errorf("told again: %+v", item)
				}
			}
		})
	}
}

// lockOnce locks the card once more, and leaves what comes of it.
func lockOnce(c *flow.Counter) {
	c.LookUp("100000014")
	c.Do(flow.CommandLock)
	c.Lock.Fill(lostCard)
	c.Lock.Confirm()
	c.Do(flow.CommandNext)
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
	c.Do(flow.CommandLock)
	c.Lock.Fill(lostCard)
	c.Lock.Confirm()
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

// Whoever leaves an ending from another panel has not been at it: a lock is told as a top-up is.
func TestALockThatIsLeftFromAnotherPanelIsTold(t *testing.T) {
	for name, leave := range map[string]func(*flow.Counter){
		"the next customer":  func(c *flow.Counter) { c.Do(flow.CommandDrawer); c.Do(flow.CommandNext) },
		"the end of the day": func(c *flow.Counter) { c.Do(flow.CommandDrawer) },
		"the next clerk":     func(c *flow.Counter) { c.Do(flow.CommandCover); c.SignIn.Submit("1002", "1357") },
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Locks = lockAnswer(client.Rejected, client.Lock{Code: "card-not-lockable"})
			c, kept := locking(t, office)
			c.Lock.Confirm()
			leave(c)
			c.Stop()
			again, _ := life(t, office, kept, "e")
			opened(t, again, flow.OpenLockRejected)
		})
	}
}
