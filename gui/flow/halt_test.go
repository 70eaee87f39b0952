package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// refusesCash checks that a halted desk takes nothing more on, whatever the task, and says so all the time.
func refusesCash(t *testing.T, c *flow.Counter, office *flowtest.Office) {
	t.Helper()
	if !c.State().Halted {
		t.Error("the clerk is not told that this counter has stopped")
	}
	sent, promised := len(office.Sent), c.TopUp.State().ID
	c.Do(flow.CommandNext)
	c.LookUp("100000022")
	c.LookUp("100000014")
	c.Do(flow.CommandTopUp)
	if step := c.TopUp.State().Step; step != topup.Idle && c.TopUp.State().ID != promised {
		t.Errorf("a top-up begins: %s", step)
	}
	lockCard(c)
	c.Do(flow.CommandClose)
	closeWith(c, "200")
	c.Drawer.AskFloat()
	c.Drawer.OpenWith("200")
	if len(office.Sent) != sent {
		t.Error("something was sent that is not on disk")
	}
}

// Every record that can fail, in every task: the whole desk stops, the sentence is right for the moment, and
// closing the window says what it means.
func TestAnyRecordThatFailsStopsTheWholeDesk(t *testing.T) {
	unsure := func(o *flowtest.Office) { o.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout) }
	unsent := func(o *flowtest.Office) { o.TopUps = flowtest.NotKnown(client.NotSent, client.CodeNoConnection) }
	posts := func(o *flowtest.Office) { o.TopUps = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"}) }
	for name, tt := range map[string]struct {
		set  func(*flowtest.Office)
		lead func(*testing.T, *flow.Counter)
		fail func(*flow.Counter)
		says string
		step topup.Step
		asks string // what closing the window asks
	}{
		"the intention, before cash": {
			posts, func(*testing.T, *flow.Counter) {}, func(c *flow.Counter) { quote(c, "50") }, "journal.before", topup.Halted, "",
		},
		"the sending": {
			posts, confirming, func(c *flow.Counter) { c.TopUp.Confirm() }, "journal.during", topup.Halted, "counter.close.halted",
		},
		"dropping what was read back": {
			posts, readBack, func(c *flow.Counter) { c.TopUp.Back() }, "journal.unsent", topup.Halted, "counter.close.halted",
		},
		"sending once more": {
			unsure, func(t *testing.T, c *flow.Counter) { confirming(t, c); c.TopUp.Confirm() },
			func(c *flow.Counter) { c.TopUp.SendAgain() }, "journal.during", topup.Halted, "counter.close.halted",
		},
		"giving back what was not sent": {
			unsent, func(t *testing.T, c *flow.Counter) { confirming(t, c); c.TopUp.Confirm() },
			func(c *flow.Counter) { c.TopUp.GiveBack() }, "journal.during", topup.Halted, "counter.close.halted",
		},
		"the ending": {
			unsure, func(t *testing.T, c *flow.Counter) { confirming(t, c); c.TopUp.Confirm() },
			func(c *flow.Counter) { c.TopUp.Check() }, "journal.after", topup.Posted, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			tt.set(office)
			office.Asks = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
			c, kept, _ := counter(t, office)
			tt.lead(t, c)
			kept.FailAt = 1
			tt.fail(c)
			at(t, c, tt.step)
			says(t, c.TopUp.State().Problem, tt.says)
			if asks := c.ClosingAsks(); tt.asks != "" {
				says(t, asks, tt.asks)
			}
			refusesCash(t, c, office)
		})
	}
}

// A journal that broke before never had these bytes: the cash goes back at once.
func TestWhatAStoppedJournalNeverHadIsCertainlyNotSent(t *testing.T) {
	c, office, kept, _ := away(t)
	c.LookUp("100000014")
	quote(c, "20")
	c.TopUp.Tender("20")
	at(t, c, topup.Confirming)
	kept.FailAt = 1
	office.Asks = flowtest.Final(client.Posted, client.TopUp{})
	c.TopUp.List.CheckParked() // the other one ends, and its ending can't be written
	c.TopUp.Confirm()
	at(t, c, topup.Halted)
	says(t, c.TopUp.State().Problem, "journal.unsent")
	if len(office.Sent) != 1 {
		t.Error("it was sent all the same")
	}
}

func TestAnEndingThatIsNotOnDiskIsShownAndStopsTheDesk(t *testing.T) {
	c, office, kept, tasks := away(t)
	kept.FailAt = 1
	office.Asks = flowtest.Final(client.Rejected, client.TopUp{Code: "limit-exceeded"})
	tasks.Tick()
	opened(t, c, flow.OpenRejected)
	c.Resume(c.OpenItems()[0].ID)
	says(t, c.TopUp.State().Problem, "journal.after")
	refusesCash(t, c, office)
}

func TestADrawersRecordThatFailsStopsTheWholeDesk(t *testing.T) {
	for n, want := range map[int]int{1: 0, 2: 0, 3: 1} {
		c, office, kept := closedAfterWork(t)
		office.Closes = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, State: "closed", Counted: money.EUR(20000)})
		c.Do(flow.CommandClose)
		kept.FailAt = n
		closeWith(c, "200")
		if office.Asked["drawer-close"] != want {
			t.Errorf("record %d: %d requests", n, office.Asked["drawer-close"])
		}
		switch st := c.Drawer.State(); {
		case n < 3 && st.Step != drawer.Halted:
			t.Errorf("record %d: the drawer is at %s", n, st.Step)
		case n == 3:
			says(t, st.Problem, "journal.after")
		}
		refusesCash(t, c, office)
	}
}

func TestALocksRecordThatFailsStopsTheWholeDesk(t *testing.T) {
	for n, want := range map[int]lock.Step{1: lock.Halted, 2: lock.Halted, 3: lock.Posted} {
		office := flowtest.NewOffice()
		office.Locks = lockAnswer(client.Posted, client.Lock{})
		c, kept := locking(t, office)
		kept.FailAt = n
		c.Lock.Confirm()
		lockAt(t, c, want)
		if n < 3 {
			says(t, c.ClosingAsks(), "counter.close.lock")
		}
		c.LookUp("100000014")
		c.Do(flow.CommandTopUp)
		at(t, c, topup.Idle)
		says(t, c.State().Notice, "journal.halted")
	}
}

// A restart takes up whatever a failed record left, on disk or not.
func TestARestartFindsOutWhatAFailedRecordLeft(t *testing.T) {
	for name, left := range map[string]struct {
		records int
		want    flow.OpenKind
	}{"not on disk": {1, flow.OpenNeverSent}, "on disk all the same": {2, flow.OpenUnknown}} {
		t.Run(name, func(t *testing.T) {
			c, office, kept := unknown(t)
			_ = c
			crashed := &flowtest.Journal{Records: kept.Records[:left.records]}
			opened(t, restarted(t, office, crashed, "1001"), left.want)
		})
	}
}
