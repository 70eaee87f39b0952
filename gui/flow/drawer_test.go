package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func drawerAnswer(v client.Verdict, s client.DrawerSession) []client.Outcome[client.DrawerSession] {
	return []client.Outcome[client.DrawerSession]{{Verdict: v, Answer: s, Err: map[bool]error{true: &client.Error{Code: client.CodeTimeout}}[!v.Final()]}}
}

// closeWith counts a sum, and says that it is right.
func closeWith(c *flow.Counter, typed string) {
	c.Drawer.CloseWith(typed)
	c.Drawer.Confirm()
}

// closed is a counter whose drawer isn't open.
func closed(t *testing.T) (*flow.Counter, *flowtest.Office, *flowtest.Journal) {
	t.Helper()
	office := flowtest.NewOffice()
	office.DrawerNow = client.DrawerNow{AsOf: flowtest.Start}
	needs, kept, _ := flowtest.Needs(office)
	c := start(t, needs)
	c.Do(flow.CommandDrawer)
	if st := c.Drawer.State(); st.Step != drawer.Float {
		t.Fatalf("the drawer is at %s", st.Step)
	}
	return c, office, kept
}

func TestADrawerIsOpenedWithAFloat(t *testing.T) {
	c, office, kept := closed(t)
	office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: "d", Staff: "1001", State: "open", Total: money.EUR(20000)})
	c.Drawer.OpenWith("200")
	if s, open := c.Drawer.Open(); !open || s.Total != money.EUR(20000) {
		t.Errorf("%+v", c.Drawer.State())
	}
	kinds(t, kept, whole...)
	if kept.Records[1].Seq != 0 {
		t.Error("a drawer's opening took a top-up's number")
	}
}

func TestAFloatOfNothingIsAFloat(t *testing.T) {
	c, office, _ := closed(t)
	office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: "d", Staff: "1001", State: "open"})
	c.Drawer.OpenWith("0")
	if _, open := c.Drawer.Open(); !open {
		t.Errorf("%+v", c.Drawer.State())
	}
}

func TestADrawerThatAnotherOpenedIsTold(t *testing.T) {
	c, office, _ := closed(t)
	office.Opens = drawerAnswer(client.Rejected, client.DrawerSession{Code: "drawer-already-open"})
	office.DrawerNow.Session = &client.DrawerSession{ID: "x", Staff: "1002", State: "open"}
	c.Drawer.OpenWith("200")
	st := c.Drawer.State()
	if st.Step != drawer.Foreign {
		t.Errorf("the drawer is at %s", st.Step)
	}
	says(t, st.Problem, "problem.drawer-already-open")
}

func TestADrawerWhoseOpeningIsUnsureIsSentAgain(t *testing.T) {
	c, office, kept := closed(t)
	office.Opens = drawerAnswer(client.Unknown, client.DrawerSession{})
	c.Drawer.OpenWith("200")
	if st := c.Drawer.State(); st.Step != drawer.Unknown {
		t.Fatalf("%+v", st)
	}
	office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: "d", Staff: "1001", State: "open"})
	c.Drawer.SendAgain()
	if _, open := c.Drawer.Open(); !open {
		t.Errorf("%+v", c.Drawer.State())
	}
	if string(office.Sent[0]) != string(office.Sent[1]) {
		t.Error("other bytes were sent the second time")
	}
	kinds(t, kept, journal.Intent, journal.Sending, journal.Sending, journal.Posted)
}

func TestAnUnsureDrawerSurvivesARestart(t *testing.T) {
	c, office, kept := closed(t)
	office.Opens = drawerAnswer(client.Unknown, client.DrawerSession{})
	c.Drawer.OpenWith("200")
	needs, _, _ := flowtest.Needs(office)
	needs.Journal = kept
	again := start(t, needs)
	if st := again.Drawer.State(); st.Step != drawer.Unknown {
		t.Fatalf("%+v", st)
	}
	office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: "d", Staff: "1001", State: "open"})
	again.Drawer.SendAgain()
	if len(office.Sent) != 2 || string(office.Sent[0]) != string(office.Sent[1]) {
		t.Error("other bytes after the restart")
	}
}

func TestADrawerIsClosedBlind(t *testing.T) {
	c, office, kept := closedAfterWork(t)
	office.Closes = drawerAnswer(client.Posted, client.DrawerSession{
		ID: flowtest.Drawer, State: "closed", Counted: money.EUR(24990), Expected: money.EUR(25000), Difference: money.EUR(-10), CloseNumber: 7,
	})
	c.Do(flow.CommandClose)
	if c.Drawer.State().Step != drawer.Count {
		t.Fatalf("%+v", c.Drawer.State())
	}
	closeWith(c, "249,90")
	st := c.Drawer.State()
	if st.Step != drawer.Closed || st.Session.Difference != money.EUR(-10) {
		t.Errorf("%+v", st)
	}
	kinds(t, kept, whole...)
	c.Do(flow.CommandPrint)
}

func closedAfterWork(t *testing.T) (*flow.Counter, *flowtest.Office, *flowtest.Journal) {
	t.Helper()
	office := flowtest.NewOffice()
	needs, kept, _ := flowtest.Needs(office)
	return start(t, needs), office, kept
}

func TestADrawerDoesNotCloseOverAnOpenItem(t *testing.T) {
	c, _, _ := unknown(t)
	c.Do(flow.CommandNext)
	c.Do(flow.CommandClose)
	st := c.Drawer.State()
	if st.Step != drawer.Opened {
		t.Fatalf("the drawer is at %s", st.Step)
	}
	says(t, st.Problem, "drawer.open-items")
}

func TestCountsThatAreNotClear(t *testing.T) {
	c, office, kept := closedAfterWork(t)
	c.Do(flow.CommandClose)
	c.Drawer.CloseWith("1.250")
	says(t, c.Drawer.State().Problem, "amount.ambiguous")
	if c.Drawer.State().Typed != "1.250" || office.Asked["drawer-close"] != 0 || len(kept.Records) != 0 {
		t.Errorf("%+v", c.Drawer.State())
	}
}

func TestATopUpThatWaitedForTheDrawerGoesOn(t *testing.T) {
	office := flowtest.NewOffice()
	office.DrawerNow = client.DrawerNow{AsOf: flowtest.Start}
	office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: "open"})
	c, _, _ := counter(t, office)
	c.Do(flow.CommandTopUp)
	if c.State().Panel != flow.PanelDrawer {
		t.Fatalf("the clerk is at %s", c.State().Panel)
	}
	c.Drawer.OpenWith("200")
	at(t, c, topup.AskingMatch)
	if c.State().Panel != flow.PanelTopUp {
		t.Errorf("the clerk is at %s", c.State().Panel)
	}
}

func TestADrawerOpenedForItselfBeginsNoTopUp(t *testing.T) {
	office := flowtest.NewOffice()
	office.DrawerNow = client.DrawerNow{AsOf: flowtest.Start}
	office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: "open"})
	c, _, _ := counter(t, office)
	c.Do(flow.CommandTopUp)
	c.Do(flow.CommandDrawer)
	c.Drawer.OpenWith("200")
	at(t, c, topup.Idle)
}

// The office's word on the drawer can't be used: that is told before the clerk asks for cash.
func TestADrawerThatIsNotUnderstoodIsToldBeforeCash(t *testing.T) {
	office := flowtest.NewOffice()
	office.DrawerErr = &client.Error{Status: 200, Code: client.CodeForeignAnswer}
	c, kept, _ := counter(t, office)
	c.Do(flow.CommandTopUp)
	at(t, c, topup.Idle)
	says(t, c.State().Notice, "problem.foreign-answer")
	c.Do(flow.CommandDrawer)
	says(t, c.Drawer.State().Problem, "problem.foreign-answer")
	if office.Asked["match"] != 0 {
		t.Error("the customer's card is asked for")
	}
	kinds(t, kept)
}
