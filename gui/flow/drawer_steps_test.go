package flow_test

import (
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// noDrawer takes the drawer away that a bench begins with.
func (b *bench) noDrawer() {
	b.office.DrawerNow = client.DrawerNow{AsOf: flowtest.Start}
	b.to(b.Drawer.Forget, b.Drawer.Refresh)
}

// drawerWays leads to every step of a drawer.
func drawerWays() map[drawer.Step]func(*bench) {
	count := func(b *bench) { b.to(b.Drawer.AskCount) }
	return map[drawer.Step]func(*bench){
		drawer.Unasked: func(b *bench) { b.Drawer.Forget() },
		drawer.None:    (*bench).noDrawer,
		drawer.Float:   func(b *bench) { b.noDrawer(); b.to(b.Drawer.AskFloat) },
		drawer.Opening: func(b *bench) { b.noDrawer(); b.to(b.Drawer.AskFloat); b.Drawer.OpenWith("200") },
		drawer.SureFloat: func(b *bench) {
			b.noDrawer()
			b.to(b.Drawer.AskFloat)
			b.Drawer.OpenWith("100000000")
		},
		drawer.Opened:    func(*bench) {},
		drawer.Count:     count,
		drawer.SureCount: func(b *bench) { count(b); b.Drawer.CloseWith("200") },
		drawer.Closing:   func(b *bench) { count(b); closeWith(b.Counter, "200") },
		drawer.Closed: func(b *bench) {
			count(b)
			b.to(func() { closeWith(b.Counter, "200") })
			b.office.DrawerNow.Session = nil
		},
		drawer.Unknown: func(b *bench) {
			count(b)
			closes := b.office.Closes
			b.office.Closes = drawerAnswer(client.Unknown, client.DrawerSession{})
			b.to(func() { closeWith(b.Counter, "200") })
			b.office.Closes = closes
		},
		drawer.Foreign: func(b *bench) {
			b.office.DrawerNow.Session.Staff = "1002"
			b.to(b.Drawer.Refresh)
		},
		drawer.Halted: func(b *bench) {
			count(b)
			b.kept.FailAt = 1
			b.to(func() { closeWith(b.Counter, "200") })
		},
	}
}

func (b *bench) drawerIntents() map[string]func() {
	return map[string]func(){
		"float": b.Drawer.AskFloat, "open": func() { b.Drawer.OpenWith("200") }, "count": b.Drawer.AskCount,
		"close": func() { b.Drawer.CloseWith("200") }, "confirm": b.Drawer.Confirm, "check": b.Drawer.Check, "again": b.Drawer.SendAgain, "back": b.Drawer.Back,
		"refresh": b.Drawer.Refresh, "print": func() { b.Drawer.Paper(task.PaperPrint) },
	}
}

type drawerLeads = leads[drawer.Step]

// drawerTable is every transition that there is. What is not in it does nothing.
var drawerTable = map[drawer.Step]map[string]drawerLeads{
	drawer.Unasked: {"float": {to: drawer.Unasked}, "refresh": {to: drawer.Unasked, end: drawer.Opened, asks: "drawer"}},
	drawer.None:    {"float": {to: drawer.Float}, "refresh": {to: drawer.None, asks: "drawer"}},
	drawer.Float: {"open": {to: drawer.Opening, end: drawer.Opened, asks: "drawer-open", records: whole},
		"back": {to: drawer.None}, "refresh": {to: drawer.Float, asks: "drawer"}},
	drawer.SureFloat: {"confirm": {to: drawer.Opening, end: drawer.Opened, asks: "drawer-open", records: whole},
		"back": {to: drawer.Float}, "refresh": {to: drawer.SureFloat, asks: "drawer"}},
	drawer.Opening: {},
	drawer.Opened:  {"count": {to: drawer.Count}, "refresh": {to: drawer.Opened, asks: "drawer"}},
	drawer.Count:   {"close": {to: drawer.SureCount}, "back": {to: drawer.Opened}, "refresh": {to: drawer.Count, asks: "drawer"}},
	drawer.SureCount: {"confirm": {to: drawer.Closing, end: drawer.Closed, asks: "drawer-close", records: whole},
		"back": {to: drawer.Count}, "refresh": {to: drawer.SureCount, asks: "drawer"}},
	drawer.Closing: {},
	drawer.Closed: {"float": {to: drawer.Float}, "back": {to: drawer.None}, "refresh": {to: drawer.Closed, asks: "drawer"},
		"print": {to: drawer.Closed}},
	drawer.Unknown: {"check": {to: drawer.Unknown, asks: "drawer"},
		"again": {to: drawer.Unknown, end: drawer.Closed, asks: "drawer-close", records: whole[1:]}},
	drawer.Foreign: {"refresh": {to: drawer.Foreign, asks: "drawer"}},
	drawer.Halted:  {},
}

var drawerSteps = steps[drawer.Step]{
	ways: drawerWays(), intents: (*bench).drawerIntents, table: drawerTable,
	posts: func(b *bench) {
		b.office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: client.DrawerOpen})
		b.office.Closes = drawerAnswer(client.Posted, client.DrawerSession{
			ID: flowtest.Drawer, Staff: "1001", State: client.DrawerClosed, Counted: money.EUR(20000),
		})
	},
	state: func(b *bench) (drawer.Step, any) { st := b.Drawer.State(); return st.Step, st },
	may:   func(b *bench, intent string) bool { return b.Drawer.State().May(drawer.Intent(intent)) },
}

func TestEveryIntentAtEveryStepOfADrawer(t *testing.T) { drawerSteps.walk(t) }

func TestWhatMayNotBeDoneToADrawerDoesNothing(t *testing.T) { drawerSteps.refuses(t) }

// The office is down: the drawer is shown once more, and why nobody knows of a session stays there.
func TestToAskForTheFloatKeepsWhyNobodyKnowsOfADrawer(t *testing.T) {
	b := newBench(t)
	b.office.DrawerErr = &client.Error{Code: client.CodeNoConnection}
	b.to(b.Drawer.Forget, b.Drawer.Refresh)
	b.Drawer.AskFloat()
	drawerAt(t, b, drawer.Unasked)
	says(t, b.Drawer.State().Problem, "problem.no-connection")
}

// What the office makes of an opening and of a closing, on the screen and on disk.
func TestEveryVerdictOnADrawersWriteHasItsStep(t *testing.T) {
	for _, tt := range []struct {
		verdict         client.Verdict
		opened, closed  drawer.Step
		ends            journal.Kind // "" if it stays open
		opening, ending string       // what is said
	}{
		{client.Posted, drawer.Opened, drawer.Closed, journal.Posted, "", ""},
		{client.Rejected, drawer.None, drawer.Count, journal.Rejected, "problem.forbidden-office", "problem.forbidden-office"},
		{client.NotSent, drawer.Float, drawer.Count, journal.Cancelled, "drawer.not-sent", "drawer.not-sent"},
		{client.Unknown, drawer.Unknown, drawer.Unknown, "", "drawer.unknown", "drawer.unknown"},
	} {
		t.Run(string(tt.verdict), func(t *testing.T) {
			want := []journal.Kind{journal.Intent, journal.Sending}
			if tt.ends != "" {
				want = append(want, tt.ends)
			}
			answer := drawerAnswer(tt.verdict, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", Code: "forbidden-office"})

			b := newBench(t)
			drawerWays()[drawer.Float](b)
			b.office.Opens = answer
			b.to(func() { b.Drawer.OpenWith("200") })
			drawerAt(t, b, tt.opened)
			kinds(t, b.kept, want...)
			if tt.opening != "" {
				says(t, b.Drawer.State().Problem, tt.opening)
			}

			b = newBench(t)
			drawerWays()[drawer.Count](b)
			b.office.Closes = answer
			b.to(func() { closeWith(b.Counter, "200") })
			drawerAt(t, b, tt.closed)
			kinds(t, b.kept, want...)
			if tt.ending != "" {
				says(t, b.Drawer.State().Problem, tt.ending)
			}
		})
	}
}

// The journal has the intention, and refuses the bytes: nothing is sent, and nothing is left open.
func TestADrawersBytesThatAreRefusedLeaveNothingOpen(t *testing.T) {
	office := flowtest.NewOffice()
	needs, kept, _ := flowtest.Needs(office)
	needs.Journal = refusing{kept, journal.Sending}
	c := start(t, needs)
	c.Do(flow.CommandClose)
	closeWith(c, "200")
	if st := c.Drawer.State(); st.Step != drawer.Count || len(office.Sent) > 0 || len(kept.Items()) > 0 {
		t.Errorf("%+v; sent %d, open %d", st, len(office.Sent), len(kept.Items()))
	}
	says(t, c.Drawer.State().Problem, "journal.full")
	kinds(t, kept, journal.Intent, journal.Dropped)
	worksOn(t, c)
}

// refusing is a journal without room for records of a kind.
type refusing struct {
	*flowtest.Journal
	kind journal.Kind
}

func (j refusing) Append(r journal.Record) error {
	if r.Kind == j.kind {
		return flowtest.ErrNoRoom
	}
	return j.Journal.Append(r)
}

func TestTheSlipOfACloseIsCountedAndCopiesAreMarked(t *testing.T) {
	for act, step := range map[flow.Command]task.PaperStep{flow.CommandPrint: task.PaperPrinted, flow.CommandSave: task.PaperSaved} {
		office := flowtest.NewOffice()
		needs, _, papers := flowtest.Needs(office)
		c := start(t, needs)
		office.Closes = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: client.DrawerClosed})
		c.Do(act) // nothing is closed yet
		c.Do(flow.CommandClose)
		closeWith(c, "200")
		c.Do(act)
		c.Do(act)
		slips := slices.Concat(papers.Printed, papers.Saved)
		if st := c.Drawer.State().Paper; st.Step != step || st.Copies != 2 || len(slips) != 2 || slips[0].Head().Copy != 0 || slips[1].Head().Copy != 1 {
			t.Errorf("%s: %+v, %d slips", act, st, len(slips))
		}
	}
}

// A slip that comes when the closing has been left is nobody's news.
func TestASlipThatIsDoneAfterTheCloseWasLeftChangesNothing(t *testing.T) {
	b := newBench(t)
	b.office.Closes = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: client.DrawerClosed})
	drawerWays()[drawer.Closed](b)
	b.Drawer.Paper(task.PaperPrint)
	b.Drawer.Back()
	b.held.Release()
	drawerAt(t, b, drawer.None)
	if st := b.Drawer.State().Paper; st.Step == task.PaperPrinted {
		t.Errorf("%+v", st)
	}
}
