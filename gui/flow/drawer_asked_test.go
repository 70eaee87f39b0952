package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// The answer to an opening or a closing was lost: the office is asked which session stands, and its word settles what
// repeats our id and our sum, and nothing else.
func TestWhatBecameOfTheDrawerIsAskedByItself(t *testing.T) {
	ours := client.DrawerSession{ID: idOf(1), Desk: "DESK-1", Staff: "1001", State: client.DrawerOpen, Float: money.EUR(20000), Total: money.EUR(20000)}
	other, otherSum := ours, ours
	other.ID, otherSum.Float = flowtest.Drawer, money.EUR(20001)
	shut := client.DrawerSession{
		ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1001", State: client.DrawerClosed, Counted: money.EUR(20000),
		Expected: money.EUR(20010), Difference: money.EUR(-10),
	}
	miscounted := shut
	miscounted.Counted = money.EUR(19990)
	still := client.DrawerSession{ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1001", State: client.DrawerOpen}
	for name, tt := range map[string]struct {
		closing bool
		now     client.DrawerNow
		want    drawer.Step
	}{
		"the opening stands":             {false, client.DrawerNow{Session: &ours}, drawer.Opened},
		"no session stands":              {false, client.DrawerNow{}, drawer.Unknown},
		"another session stands":         {false, client.DrawerNow{Session: &other}, drawer.Unknown},
		"it stands with another float":   {false, client.DrawerNow{Session: &otherSum}, drawer.Unknown},
		"the closing stands":             {true, client.DrawerNow{Previous: &shut}, drawer.Closed},
		"the session is still open":      {true, client.DrawerNow{Session: &still}, drawer.Unknown},
		"it was closed with another sum": {true, client.DrawerNow{Previous: &miscounted}, drawer.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			if !tt.closing {
				office.DrawerNow = client.DrawerNow{AsOf: flowtest.Start}
			}
			needs, kept, _ := flowtest.Needs(office)
			c := start(t, needs)
			office.Opens, office.Closes = drawerAnswer(client.Unknown, client.DrawerSession{}), drawerAnswer(client.Unknown, client.DrawerSession{})
			if tt.closing {
				c.Do(flow.CommandClose)
				closeWith(c, "200")
			} else {
				c.Do(flow.CommandDrawer)
				c.Drawer.OpenWith("200")
			}
			drawerStep(t, c, drawer.Unknown)
			writes := len(office.Sent)
			office.DrawerNow = tt.now
			needs.Tasks.(*flowtest.AtOnce).Tick()
			st := drawerStep(t, c, tt.want)
			if len(office.Sent) != writes {
				t.Error("a write was sent that nobody asked for")
			}
			if last := kept.Records[len(kept.Records)-1]; (tt.want != drawer.Unknown) != (last.Kind == journal.Posted) {
				t.Errorf("the journal ends with %s", last.Kind)
			}
			if tt.want == drawer.Closed && st.Session.Difference != money.EUR(-10) {
				t.Errorf("the difference is %v", st.Session.Difference)
			}
			if len(c.OpenItems()) > 0 != (tt.want == drawer.Unknown) {
				t.Errorf("open are %+v", c.OpenItems())
			}
		})
	}
}

// After a restart the clerk who signs in need not press anything.
func TestAfterARestartTheDrawerIsAskedAboutAtTheSignIn(t *testing.T) {
	c, office, kept := closed(t)
	office.Opens = drawerAnswer(client.Unknown, client.DrawerSession{})
	c.Drawer.OpenWith("200")
	drawerStep(t, c, drawer.Unknown)
	office.DrawerNow.Session = &client.DrawerSession{ID: idOf(1), Desk: "DESK-1", Staff: "1001", State: client.DrawerOpen, Float: money.EUR(20000)}
	again := restarted(t, office, kept, "1001")
	drawerStep(t, again, drawer.Opened)
	opened(t, again)
}
