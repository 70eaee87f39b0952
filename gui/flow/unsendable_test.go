package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// What the contract does not allow to be sent has no bytes: its intention is dropped, nothing is sent and nothing stops.
func TestARequestThatTheContractDoesNotAllowIsDropped(t *testing.T) {
	for name, tt := range map[string]struct {
		lead func(*testing.T, *flow.Counter, *flowtest.Office)
		send func(*flow.Counter)
		says func(*flow.Counter) *task.Message
		key  string
	}{
		"a top-up": {
			func(t *testing.T, c *flow.Counter, _ *flowtest.Office) { confirming(t, c) },
			func(c *flow.Counter) { c.TopUp.Confirm() },
			func(c *flow.Counter) *task.Message { return c.TopUp.State().Problem }, "journal.refused.unsent",
		},
		"a drawer's opening": {
			func(_ *testing.T, c *flow.Counter, o *flowtest.Office) {
				o.DrawerNow.Session = nil
				c.Drawer.Refresh()
				c.Drawer.AskFloat()
			},
			func(c *flow.Counter) { c.Drawer.OpenWith("200") },
			func(c *flow.Counter) *task.Message { return c.Drawer.State().Problem }, "journal.refused",
		},
		"a drawer's closing": {
			func(_ *testing.T, c *flow.Counter, _ *flowtest.Office) { c.Do(flow.CommandClose) },
			func(c *flow.Counter) { closeWith(c, "200") },
			func(c *flow.Counter) *task.Message { return c.Drawer.State().Problem }, "journal.refused",
		},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			needs, kept, _ := flowtest.Needs(office)
			needs.Desk = "a desk of no form"
			c := start(t, needs)
			c.LookUp("100000014")
			tt.lead(t, c, office)
			tt.send(c)
			tellsPhone(t, tt.says(c), tt.key)
			if len(office.Sent) > 0 || len(kept.Items()) > 0 {
				t.Errorf("sent %d, open %d", len(office.Sent), len(kept.Items()))
			}
			kinds(t, kept, journal.Intent, journal.Dropped)
			worksOn(t, c)
		})
	}
}

func TestAFloatThatIsNotClearIsAskedForAgain(t *testing.T) {
	c, office, kept := closed(t)
	c.Drawer.OpenWith("1.250")
	says(t, c.Drawer.State().Problem, "amount.ambiguous")
	if st := c.Drawer.State(); st.Step != drawer.Float || st.Typed != "1.250" || len(office.Sent)+len(kept.Records) > 0 {
		t.Errorf("%+v", st)
	}
}

// A crash left an opening that was never sent: no cash hangs on it, and it is closed without a word, unless the disk fails.
func TestADrawersIntentionIsClosedAtTheStart(t *testing.T) {
	left := func() *flowtest.Journal {
		return &flowtest.Journal{Records: []journal.Record{{
			Kind: journal.Intent, ID: idOf(60), Task: "drawer-open", Session: idOf(60), Amount: money.EUR(20000), Desk: "DESK-1",
			Staff: "1001", At: flowtest.Start,
		}}}
	}
	kept := left()
	c := restarted(t, flowtest.NewOffice(), kept, "1001")
	opened(t, c)
	kinds(t, kept, journal.Intent, journal.Dropped)

	needs, _, _ := flowtest.Needs(flowtest.NewOffice())
	kept = left()
	kept.FailAt = 1
	needs.Journal = kept
	if flow.NewCounter(needs).Start() == nil {
		t.Error("a desk starts on a journal that fails")
	}
}

func TestAHaltedDeskOpensAndClosesNoDrawer(t *testing.T) {
	c, office, kept := closed(t)
	office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: client.DrawerOpen})
	kept.FailAt = 3 // the ending of the opening
	c.Drawer.OpenWith("200")
	says(t, c.Drawer.State().Problem, "journal.after")
	refusesCash(t, c, office)
	c.Do(flow.CommandClose)
	says(t, c.Drawer.State().Problem, "journal.drawer")
}

func TestWhatBecomesOfAClosesSlipIsSaidWhileItIsOnTheScreen(t *testing.T) {
	office := flowtest.NewOffice()
	needs, _, papers := flowtest.Needs(office)
	papers.Job, papers.Status = task.PrintJob{ID: "Pult-1-12", Printer: "Pult-1"}, task.PrintStatus{State: "waiting"}
	tasks := needs.Tasks.(*flowtest.AtOnce)
	c := start(t, needs)
	office.Closes = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: client.DrawerClosed})
	c.Do(flow.CommandClose)
	closeWith(c, "200")
	c.Do(flow.CommandPrint)
	tasks.Tick()
	says(t, c.Drawer.State().Paper.Message, "print.waiting")
	papers.Status = task.PrintStatus{State: "printed", Ended: true}
	office.DrawerNow.Session = nil
	c.LeaveDrawer()
	c.Do(flow.CommandDrawer)
	tasks.Tick()
	if m := c.Drawer.State().Paper.Message; m != nil && m.Key == "print.printed" {
		t.Error("a slip that is gone is still spoken of")
	}
}

// The background's question ends in a journal that fails; nothing begins any more, however it is asked for.
func TestAFailureInTheBackgroundStopsTheTopUp(t *testing.T) {
	_, office, kept := unknown(t)
	needs, _, _ := flowtest.Needs(office)
	needs.Journal = kept
	top, _ := alone(needs, nil)
	top.List.Recover()
	kept.FailAt = 1
	office.Asks = flowtest.Final(client.Posted, client.TopUp{})
	top.List.CheckParked()
	top.Begin(client.Card{MokID: "100000022"}, true)
	says(t, top.State().Problem, "journal.halted")
	if top.State().Step != topup.Idle {
		t.Errorf("at %s", top.State().Step)
	}
}

// An error that is none of the office's is told without a trace.
func TestAnOutcomeThatNobodyCanExplainStaysUnknown(t *testing.T) {
	c, office, _ := unknown(t)
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, Err: journal.ErrClosed}}
	c.TopUp.Check()
	at(t, c, topup.Unknown)
	says(t, c.TopUp.State().Problem, "topup.why.other")
}
