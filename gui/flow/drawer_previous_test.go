package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// The ending of a drawer's write is on disk, and the program dies before the clerk has seen it: the next start shows
// how the drawer stands at the office.
func TestACrashDoesNotHideHowADrawersWriteEnded(t *testing.T) {
	open := &client.DrawerSession{ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1001", State: client.DrawerOpen, Total: money.EUR(20000)}
	shut := client.DrawerSession{
		ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1001", State: "closed", CloseNumber: 7,
		Counted: money.EUR(24990), Expected: money.EUR(25000), Difference: money.EUR(-10),
	}
	closing := func(c *flow.Counter) { c.Do(flow.CommandClose); closeWith(c, "249,90") }
	opening := func(c *flow.Counter) { c.Do(flow.CommandDrawer); c.Drawer.OpenWith("200") }
	for name, tt := range map[string]struct {
		before, after client.DrawerNow
		ends          func(*flowtest.Office)
		do            func(*flow.Counter)
		staff         string // who signs in after the crash
		want          drawer.Step
		own           bool
	}{
		"a close that was posted": {
			client.DrawerNow{Session: open}, client.DrawerNow{Previous: &shut},
			func(o *flowtest.Office) { o.Closes = drawerAnswer(client.Posted, shut) }, closing, "1001", drawer.Float, true,
		},
		"a close that was posted, and the next clerk": {
			client.DrawerNow{Session: open}, client.DrawerNow{Previous: &shut},
			func(o *flowtest.Office) { o.Closes = drawerAnswer(client.Posted, shut) }, closing, "1002", drawer.Float, false,
		},
		"a close that was rejected": {
			client.DrawerNow{Session: open}, client.DrawerNow{Session: open},
			func(o *flowtest.Office) {
				o.Closes = drawerAnswer(client.Rejected, client.DrawerSession{Code: "session-not-yours"})
			}, closing, "1001", drawer.Opened, false,
		},
		"an opening that was posted": {
			client.DrawerNow{}, client.DrawerNow{Session: open},
			func(o *flowtest.Office) { o.Opens = drawerAnswer(client.Posted, *open) }, opening, "1001", drawer.Opened, false,
		},
		"an opening that was rejected": {
			client.DrawerNow{}, client.DrawerNow{},
			func(o *flowtest.Office) {
				o.Opens = drawerAnswer(client.Rejected, client.DrawerSession{Code: "drawer-already-open"})
			}, opening, "1001", drawer.Float, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.DrawerNow = tt.before
			tt.ends(office)
			needs, kept, _ := flowtest.Needs(office)
			tt.do(start(t, needs))
			if len(kept.Items()) > 0 || len(kept.Records) != 3 {
				t.Fatalf("the ending is not on disk: %v", kept.Kinds())
			}
			office.DrawerNow = tt.after
			c := restarted(t, office, kept, tt.staff)
			opened(t, c)
			c.Do(flow.CommandDrawer)
			if st := c.Drawer.State(); st.Step != tt.want || tt.own && st.Previous == nil {
				t.Fatalf("the clerk finds %+v", st)
			}
			if last, own := c.Drawer.OwnClose(); own != tt.own || own && last.Difference != money.EUR(-10) {
				t.Errorf("of the close the clerk reads %v, %+v", own, last)
			}
		})
	}
}
