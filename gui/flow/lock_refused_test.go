package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
)

// A lock whose outcome isn't known keeps the form: another one can't begin over it.
func TestAnUnknownLockIsNotBegunAnew(t *testing.T) {
	office := flowtest.NewOffice()
	office.Locks = lockAnswer(client.Unknown, client.Lock{})
	c, kept := locking(t, office)
	c.Lock.Confirm()
	id := c.Lock.State().ID
	c.Lock.Begin("100000022")
	c.Lock.Fill(lostCard)
	c.Lock.Confirm()
	if st := c.Lock.State(); st.ID != id || st.MokID != "100000014" || office.Asked["lock"] != 1 {
		t.Errorf("%+v", st)
	}
	kinds(t, kept, journal.Intent, journal.Sending)
}

// What was not sent is given up, and the disk fails: the desk stops, and a restart tells of the lock.
func TestGivingALockUpThatIsNotOnDiskStopsTheDesk(t *testing.T) {
	office := flowtest.NewOffice()
	office.Locks = lockAnswer(client.NotSent, client.Lock{})
	c, kept := locking(t, office)
	c.Lock.Confirm()
	lockAt(t, c, lock.NotSent)
	kept.FailAt = 1
	c.GiveLockUp()
	lockAt(t, c, lock.Halted)
	says(t, c.Lock.State().Problem, "journal.lock")
	if !c.State().Halted {
		t.Error("the clerk is not told that this counter has stopped")
	}
	opened(t, restarted(t, office, &flowtest.Journal{Records: kept.Records}, "1001"), flow.OpenLock)
}

// A journal that refuses the intention has written nothing: the clerk can call at once, and try again on the same form.
func TestALockThatTheJournalRefusesStopsNothing(t *testing.T) {
	for name, refused := range map[string]error{"full": flowtest.ErrNoRoom, "a record that breaks a rule": journal.ErrRefused} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Locks = lockAnswer(client.Posted, client.Lock{})
			c, kept := locking(t, office)
			kept.Refuse = refused
			c.Lock.Confirm()
			lockAt(t, c, lock.Confirming)
			says(t, c.Lock.State().Problem, "journal.lock-refused")
			if kinds(t, kept); c.State().Halted || office.Asked["lock"] != 0 {
				t.Errorf("halted %v, asked %d times", c.State().Halted, office.Asked["lock"])
			}
			c.Lock.Confirm()
			lockAt(t, c, lock.Posted)
		})
	}
}
