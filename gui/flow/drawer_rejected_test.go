package flow_test

import (
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// A closing is left open by a crash, and the office rejects it afterwards: nobody knows the session before the
// office has told. Another clerk has no way to send it, and sees whose drawer is open.
func TestAClosingThatIsRejectedAfterARestartLeavesNoDrawerOfNobody(t *testing.T) {
	for staff, want := range map[string]drawer.Step{"1001": drawer.Opened, "1002": drawer.Foreign} {
		c, office, kept := closedAfterWork(t)
		office.Closes = drawerAnswer(client.Unknown, client.DrawerSession{})
		c.Do(flow.CommandClose)
		closeWith(c, "200")
		if c.Drawer.State().Step != drawer.Unknown {
			t.Fatalf("%+v", c.Drawer.State())
		}
		again := restarted(t, office, kept, staff)
		office.Closes = drawerAnswer(client.Rejected, client.DrawerSession{Code: "session-not-yours"})
		again.Do(flow.CommandDrawer)
		again.Drawer.SendAgain()
		st := again.Drawer.State()
		if st.Step != want || st.Session.ID != flowtest.Drawer {
			t.Errorf("%s finds the drawer at %s, %q", staff, st.Step, st.Session.ID)
		}
		if staff == "1001" {
			says(t, st.Problem, "problem.session-not-yours")
		}
		if sent := office.Asked["drawer-close"]; sent != map[string]int{"1001": 2, "1002": 1}[staff] {
			t.Errorf("with %s signed in the close was sent %d times", staff, sent)
		}
	}
}

// What the office has said for good is not taken back by an answer from before.
func TestATombstoneIsNotForgottenForAnEarlierAnswer(t *testing.T) {
	office := flowtest.NewOffice()
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	office.Cancels = flowtest.Final(client.Cancelled, client.TopUp{})
	tasks := &parts{}
	d := flow.NewDamage(flow.DamageNeeds{Office: office, Tasks: tasks, Records: wrote("").Records, Desk: "DESK-1"})
	d.SignIn.Submit("1001", "2468")
	tasks.drain()
	id := d.State().Rows[0].ID
	d.Cancel(id)
	d.Again()
	slices.Reverse(tasks.works)
	tasks.work() // the question is answered before the cancellation
	tasks.work()
	tasks.ending(1)
	tasks.drain()
	if row := d.State().Rows[0]; row.Theirs != "cancelled" || row.Amount != money.EUR(5000) {
		t.Errorf("%+v", row)
	}
}

func TestTheReasonOfARejectedOpeningOutlastsTheAnswerAboutTheSession(t *testing.T) {
	b := drawerless(t)
	b.office.Opens = drawerAnswer(client.Rejected, client.DrawerSession{Code: "drawer-already-open"})
	b.to(func() { b.Drawer.OpenWith("200") })
	says(t, b.Drawer.State().Problem, "problem.drawer-already-open")
}
