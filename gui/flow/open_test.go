package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func TestAnOpenLockIsListedParkedAndTakenUpAgain(t *testing.T) {
	office := flowtest.NewOffice()
	office.Locks = lockAnswer(client.Unknown, client.Lock{})
	c, kept := locking(t, office)
	c.Lock.Confirm()
	id := c.Lock.State().ID
	opened(t, c, flow.OpenLock)
	if !c.State().OpenSum.IsZero() {
		t.Error("a lock is no money")
	}
	c.Do(flow.CommandNext)
	lockAt(t, c, lock.Idle)
	opened(t, c, flow.OpenLock)
	c.Do(flow.CommandClose)
	says(t, c.Drawer.State().Problem, "drawer.open-items")

	again := restarted(t, office, kept, "1002")
	opened(t, again, flow.OpenLock)
	again.Do(flow.CommandNext)
	office.LockAsks = lockAnswer(client.Posted, client.Lock{LockNumber: "Z-1"})
	again.Resume(id)
	lockAt(t, again, lock.Posted)
	if again.State().Panel != flow.PanelLock {
		t.Errorf("the clerk is at %s", again.State().Panel)
	}
	opened(t, again)
}

// One lock that hangs must not keep a second lost card from being locked.
func TestAnotherCardCanBeLockedWhileOneIsUnknown(t *testing.T) {
	office := flowtest.NewOffice()
	second := office.Cards["100000014"]
	second.MokID = "100000022"
	office.Cards["100000022"] = second
	office.Locks = lockAnswer(client.Unknown, client.Lock{})
	c, kept := locking(t, office)
	c.Lock.Confirm()
	c.LookUp("100000022")
	c.Do(flow.CommandLock)
	lockAt(t, c, lock.Asking)
	c.Lock.Fill(lostCard)
	c.Lock.Confirm()
	opened(t, c, flow.OpenLock, flow.OpenLock)
	c.LookUp("100000014")
	c.Do(flow.CommandLock)
	if st := c.Lock.State(); st.MokID != "100000014" || st.Step != lock.Unknown {
		t.Errorf("the open lock of that card is not shown: %+v", st)
	}
	opened(t, restarted(t, office, kept, "1001"), flow.OpenLock, flow.OpenLock)
}

func TestALockThatWasNotSentIsGivenUpOrSentAgain(t *testing.T) {
	office := flowtest.NewOffice()
	office.Locks = lockAnswer(client.NotSent, client.Lock{})
	c, kept := locking(t, office)
	c.Lock.Confirm()
	lockAt(t, c, lock.NotSent)
	c.Do(flow.CommandNext)
	opened(t, c, flow.OpenUnlocked)
	c.Resume(c.OpenItems()[0].ID)
	lockAt(t, c, lock.NotSent)
	c.GiveLockUp()
	opened(t, c)
	kinds(t, kept, journal.Intent, journal.Sending, journal.Cancelled)
}

func TestAnUnsureDrawerIsCountedAndReached(t *testing.T) {
	c, office, kept := closed(t)
	office.Opens = drawerAnswer(client.Unknown, client.DrawerSession{})
	c.Drawer.OpenWith("200")
	c.Do(flow.CommandNext)
	opened(t, c, flow.OpenDrawer)
	if !c.State().OpenSum.IsZero() {
		t.Error("a float is no customer's money")
	}
	again := restarted(t, office, kept, "1001")
	opened(t, again, flow.OpenDrawer)
	again.Resume(again.OpenItems()[0].ID)
	if again.State().Panel != flow.PanelDrawer {
		t.Errorf("the clerk is at %s", again.State().Panel)
	}
}

func TestADrawerIsNotClosedOverATopUpThatBeganDuringTheCount(t *testing.T) {
	c, office, _ := unknown(t)
	office.Asks = flowtest.Final(client.Posted, client.TopUp{})
	c.TopUp.Check()
	c.Do(flow.CommandNext)
	c.Do(flow.CommandClose)
	if c.Drawer.State().Step != drawer.Count {
		t.Fatalf("%+v", c.Drawer.State())
	}
	c.LookUp("100000014")
	confirming(t, c)
	c.Do(flow.CommandDrawer)
	closeWith(c, "200")
	says(t, c.Drawer.State().Problem, "counter.finish-first")
	if office.Asked["drawer-close"] != 0 {
		t.Error("the drawer was closed with a customer's cash on the counter")
	}
}

// The next clerk is told what waits, whoever left it.
func TestTheNextClerkIsToldWhatWaits(t *testing.T) {
	c, _, _ := unknown(t)
	c.Do(flow.CommandSignOut)
	if c.State().SignedIn {
		t.Fatal("still signed in")
	}
	c.SignIn.Submit("1002", "1357")
	says(t, c.State().Notice, "counter.waiting")
	opened(t, c, flow.OpenUnknown)
}

func TestMoneyOnItsWayIsBeforeTheNextClerksEyes(t *testing.T) {
	office := flowtest.NewOffice()
	office.TopUps = flowtest.NotKnown(client.NotSent, client.CodeNoConnection)
	c, _, _ := counter(t, office)
	confirming(t, c)
	c.TopUp.Confirm()
	at(t, c, topup.NotSent)
	if !c.Idle() {
		t.Fatal("not covered")
	}
	c.SignIn.Submit("1002", "1357")
	at(t, c, topup.NotSent)
	if c.State().Panel != flow.PanelTopUp {
		t.Errorf("the next clerk sees %s", c.State().Panel)
	}
}

// Neither the idle lock nor the clerk's own wish covers a counter whose request is on its way.
func TestSendingIsNeverInterrupted(t *testing.T) {
	b := newBench(t)
	b.answers(client.Posted)
	ways()[topup.Sending](b)
	says(t, b.ClosingAsks(), "counter.close.in-flight")
	if b.Idle() {
		t.Error("the idle lock covers a request on its way")
	}
	b.Do(flow.CommandCover)
	b.Do(flow.CommandSignOut)
	b.Do(flow.CommandNext)
	if !b.State().SignedIn {
		t.Error("the clerk was signed out of a request on its way")
	}
	b.held.Release()
	at(t, b.Counter, topup.Posted)
}
