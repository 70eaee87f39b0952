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

const nextDrawer = "00000000-0000-4000-8000-0000000000d2"

// both is a journal with two writes of the drawer whose outcome nobody knows: the closing of one session and the
// opening of the next.
func both(t *testing.T, closingFirst bool) *flowtest.Journal {
	t.Helper()
	kept := &flowtest.Journal{}
	write := func(r journal.Record, body []byte, err error) {
		if err != nil {
			t.Fatal(err)
		}
		r.Desk, r.Staff, r.At = "DESK-1", "1001", flowtest.Start
		for _, kind := range []journal.Kind{journal.Intent, journal.Sending} {
			r.Kind = kind
			if kind == journal.Sending {
				r.Body = body
			}
			if err := kept.Append(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	closes := func() {
		body, err := client.DrawerClosing{ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1001", Counted: money.EUR(24990)}.Encode()
		write(journal.Record{ID: idOf(1), Task: "drawer-close", Session: flowtest.Drawer, Amount: money.EUR(24990)}, body, err)
	}
	opens := func() {
		body, err := client.DrawerOpening{ID: nextDrawer, Desk: "DESK-1", Staff: "1001", Float: money.EUR(20000)}.Encode()
		write(journal.Record{ID: nextDrawer, Task: "drawer-open", Session: nextDrawer, Amount: money.EUR(20000)}, body, err)
	}
	if closingFirst {
		closes()
		opens()
	} else {
		opens()
		closes()
	}
	return kept
}

func bothAnswered(o *flowtest.Office, closing, opening client.Verdict) {
	next := client.DrawerSession{ID: nextDrawer, Desk: "DESK-1", Staff: "1001", State: client.DrawerOpen, Float: money.EUR(20000), Total: money.EUR(20000)}
	o.DrawerNow = client.DrawerNow{Session: &next, AsOf: flowtest.Start}
	o.Closes = drawerAnswer(closing, client.DrawerSession{
		ID: flowtest.Drawer, Staff: "1001", State: client.DrawerClosed, Counted: money.EUR(24990), Expected: money.EUR(25000),
		Difference: money.EUR(-10), CloseNumber: 7, Code: "session-not-yours",
	})
	if opening == client.Rejected {
		o.DrawerNow.Session = nil
		next.Code = "forbidden-office"
	}
	o.Opens = drawerAnswer(opening, next)
}

func drawerStep(t *testing.T, c *flow.Counter, want drawer.Step) drawer.State {
	t.Helper()
	st := c.Drawer.State()
	if st.Step != want {
		t.Fatalf("the drawer is at %s, want %s; %v", st.Step, want, st.Problem)
	}
	return st
}

func TestTwoOpenWritesOfTheDrawerAreBothListed(t *testing.T) {
	c := restarted(t, flowtest.NewOffice(), both(t, true), "1001")
	opened(t, c, flow.OpenDrawer, flow.OpenDrawer)
	items := c.OpenItems()
	if items[0].ID != idOf(1) || items[0].Amount != money.EUR(24990) || items[1].ID != nextDrawer || items[1].Amount != money.EUR(20000) {
		t.Errorf("%+v", items)
	}
	for _, item := range items {
		c.Do(flow.CommandOpen)
		c.Resume(item.ID)
		if c.State().Panel != flow.PanelDrawer {
			t.Errorf("%s leads to %s", item.ID, c.State().Panel)
		}
	}
}

// The difference of the closing stays before the clerk until it was read; only then the opening is taken up.
func TestADifferenceIsReadBeforeTheNextWriteIsTakenUp(t *testing.T) {
	for name, leave := range map[string]func(*flow.Counter){
		"back":        func(c *flow.Counter) { c.LeaveDrawer() },
		"a new float": func(c *flow.Counter) { c.Drawer.AskFloat() },
		"the next clerk": func(c *flow.Counter) {
			c.Do(flow.CommandSignOut)
			c.SignIn.Submit("1001", "2468")
			c.Do(flow.CommandDrawer)
		},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			kept := both(t, true)
			c := restarted(t, office, kept, "1001")
			bothAnswered(office, client.Posted, client.Posted)
			c.Do(flow.CommandDrawer)
			c.Drawer.SendAgain()
			c.Drawer.Refresh()
			c.Do(flow.CommandDrawer)
			if st := drawerStep(t, c, drawer.Closed); st.Session.Difference != money.EUR(-10) {
				t.Errorf("%+v", st.Session)
			}
			opened(t, c, flow.OpenDrawer)
			c.Do(flow.CommandPrint)
			c.Drawer.OpenWith("100")

			leave(c)
			st := drawerStep(t, c, drawer.Unknown)
			says(t, st.Before, "drawer.before.closed")
			if st.Before.Values["Difference"] != money.EUR(-10) || c.State().Panel != flow.PanelDrawer {
				t.Errorf("%+v at %s", st.Before, c.State().Panel)
			}
			c.Drawer.SendAgain()
			if s, open := c.Drawer.Open(); !open || s.ID != nextDrawer || c.Drawer.State().Before != nil {
				t.Errorf("%+v", c.Drawer.State())
			}
			opened(t, c)
			kinds(t, &flowtest.Journal{Records: kept.Records[4:8]}, journal.Sending, journal.Posted, journal.Sending, journal.Posted)
		})
	}
}

func TestWhatBecameOfTheFirstWriteIsSaidBesideTheSecond(t *testing.T) {
	for name, tt := range map[string]struct {
		closingFirst     bool
		closing, opening client.Verdict
		before           string
		last             drawer.Step
		says             string // at the end
	}{
		"opened, then closed":               {false, client.Posted, client.Posted, "drawer.before.opened", drawer.Closed, ""},
		"opening rejected, then closed":     {false, client.Posted, client.Rejected, "drawer.before.rejected-float", drawer.Closed, ""},
		"opened, then closing rejected":     {false, client.Rejected, client.Posted, "drawer.before.opened", drawer.Opened, "problem.session-not-yours"},
		"closing rejected, then opened":     {true, client.Rejected, client.Posted, "drawer.before.rejected-count", drawer.Opened, ""},
		"closing rejected, opening as well": {true, client.Rejected, client.Rejected, "drawer.before.rejected-count", drawer.None, "problem.forbidden-office"},
	} {
		t.Run(name, func(t *testing.T) {
			b := benchAt(t, flowtest.NewOffice(), func(n *flow.Needs) { n.Journal = both(t, tt.closingFirst); n.NewID = func() string { return idOf(9) } })
			b.to(b.ana)
			bothAnswered(b.office, tt.closing, tt.opening)
			b.to(b.Drawer.SendAgain)
			says(t, drawerStep(t, b.Counter, drawer.Unknown).Before, tt.before)
			if _, open := b.Drawer.Open(); open {
				t.Error("cash may be taken into a drawer whose closing is on its way")
			}
			b.to(b.Drawer.SendAgain)
			st := drawerStep(t, b.Counter, tt.last)
			if tt.says != "" {
				says(t, st.Problem, tt.says)
			}
			opened(t, b.Counter)
			if tt.last == drawer.Closed {
				b.to(b.LeaveDrawer)
				if got := b.Drawer.State().Step; got != drawer.Opened && got != drawer.None {
					t.Errorf("after the closing was read the drawer is at %s", got)
				}
			}
		})
	}
}
