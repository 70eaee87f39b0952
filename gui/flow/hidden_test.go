package flow_test

import (
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// A job is on the screen, and the clerk looks at another panel when its outcome comes.
func TestAnOutcomeBehindAnotherPanelIsToldAndKept(t *testing.T) {
	for verdict, kind := range endings {
		t.Run(string(verdict), func(t *testing.T) {
			office := flowtest.NewOffice()
			office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
			office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
			needs, kept, _ := flowtest.Needs(office)
			c := start(t, needs)
			c.LookUp("100000014")
			confirming(t, c)
			c.TopUp.Confirm()
			id := c.TopUp.State().ID
			c.Do(flow.CommandDrawer)
			office.Asks = flowtest.Final(verdict, client.TopUp{Code: "limit-exceeded"})
			needs.Tasks.(*flowtest.AtOnce).Tick()
			at(t, c, topup.Step(verdict))
			says(t, c.State().Notice, "counter.settled."+string(verdict))
			c.Do(flow.CommandClose)
			says(t, c.Drawer.State().Problem, "drawer.open-items")
			opened(t, c, kind)
			c.Stop()
			opened(t, restarted(t, office, &flowtest.Journal{Records: slices.Clone(kept.Records)}, "1001"), kind)

			c.Resume(id)
			c.Do(flow.CommandNext)
			opened(t, c)
			opened(t, restarted(t, office, kept, "1001"))
		})
	}
}

func TestALocksOutcomeBehindAnotherPanelIsToldAndKept(t *testing.T) {
	for verdict, kind := range map[client.Verdict]flow.OpenKind{client.Posted: flow.OpenLocked, client.Rejected: flow.OpenLockRejected} {
		for name, leave := range map[string]func(*flow.Counter){
			"the next customer": func(c *flow.Counter) { c.Do(flow.CommandNext) },
			"the next clerk":    func(c *flow.Counter) { c.Do(flow.CommandSignOut); c.SignIn.Submit("1002", "1357") },
			"another clerk's sign-in": func(c *flow.Counter) {
				c.Do(flow.CommandWork)
				c.Do(flow.CommandCover)
				c.SignIn.Submit("1002", "1357")
			},
		} {
			t.Run(string(verdict)+", "+name, func(t *testing.T) {
				c, office, _, tasks := unknownLock(t)
				id := c.Lock.State().ID
				c.BackFromLock()
				office.LockAsks = lockAnswer(verdict, client.Lock{Code: "card-not-lockable"})
				tasks.Tick()
				says(t, c.State().Notice, "counter.lock-settled."+string(verdict))
				leave(c)
				opened(t, c, kind)
				c.Resume(id)
				lockAt(t, c, lock.Step(verdict))
				c.Do(flow.CommandNext)
				opened(t, c)
			})
		}
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
