package flow_test

import (
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/count"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// byNotes is an office that has drawers counted; Ana's holds 200 €.
func byNotes(set ...func(*flowtest.Office)) *flowtest.Office {
	office := flowtest.NewOffice()
	flowtest.KeepsDrawersDay(office)
	flowtest.CountsNotes(office)
	for _, change := range set {
		change(office)
	}
	return office
}

// counting is a counter whose clerk was asked for the notes and coins.
func counting(t *testing.T, office *flowtest.Office) (*flow.Counter, *flowtest.Journal) {
	t.Helper()
	c, kept, _ := counter(t, office)
	c.Do(flow.CommandClose)
	countAt(t, c, count.Asking)
	return c, kept
}

func countAt(t *testing.T, c *flow.Counter, want count.Step) count.State {
	t.Helper()
	st := c.Count.State()
	if st.Step != want {
		t.Fatalf("the count is at %s, want %s; problem %v", st.Step, want, st.Problem)
	}
	return st
}

// counts types so many notes of ten euros and sends the count.
func counts(c *flow.Counter, tens string) {
	c.Count.Type(1000, tens)
	c.Count.Fill()
}

// closes makes the office close the drawer with the count.
func closes(office *flowtest.Office, cents, difference int64) {
	office.Closes = drawerAnswer(client.Posted, client.DrawerSession{
		ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1001", State: client.DrawerClosed, Counted: money.EUR(cents), Expected: money.EUR(cents - difference), Difference: money.EUR(difference), CloseNumber: 8,
	})
}

func lastSent(office *flowtest.Office) string { return string(office.Sent[len(office.Sent)-1]) }

func TestADrawerIsClosedWithItsCount(t *testing.T) {
	office := byNotes()
	closes(office, 20000, 0)
	c, kept := counting(t, office)
	counts(c, "20")
	st := countAt(t, c, count.Counted)
	if !st.Agrees || st.First != nil || st.Left != 1 {
		t.Errorf("%+v", st)
	}
	if body := lastSent(office); !strings.Contains(body, `"denominations":[{"value":1000,"pieces":20}],"counted":{"amount":20000,`) {
		t.Errorf("sent %s", body)
	}
	opened(t, c) // what is kept waits for nobody
	c.Count.Accept("")
	if st := drawerStep(t, c, drawer.SureCount); st.Sum != money.EUR(20000) || c.State().Panel != flow.PanelDrawer {
		t.Errorf("asked about %v at %s", st.Sum, c.State().Panel)
	}
	if office.Asked["drawer-close"] != 0 {
		t.Fatal("it was closed without a question")
	}
	c.Drawer.Confirm()
	drawerStep(t, c, drawer.Closed)
	if body := lastSent(office); strings.Contains(body, "differenceReason") {
		t.Errorf("no difference has a reason: %s", body)
	}
	kinds(t, kept, journal.Intent, journal.Sending, journal.Posted, journal.Untold, journal.Intent, journal.Sending, journal.Posted, journal.Told)
}

// A difference: once more, both counts are there, and a reason goes to the office.
func TestADifferenceIsCountedOnceMoreAndNeedsAReason(t *testing.T) {
	office := byNotes()
	closes(office, 19000, -1000)
	c, _ := counting(t, office)
	counts(c, "18")
	if st := countAt(t, c, count.Counted); st.Agrees || st.Answer.Difference != money.EUR(-2000) {
		t.Errorf("%+v", st)
	}
	c.Count.Accept("")
	says(t, c.Count.State().Problem, "count.choose")
	c.Count.Recount()
	st := countAt(t, c, count.Asking)
	if st.First == nil || *st.First != money.EUR(18000) || !st.Typed.Empty() {
		t.Errorf("the recount knows of %v and has %v typed", st.First, st.Typed)
	}
	c.BackFromCount()
	countAt(t, c, count.Counted)
	c.Count.Recount()
	counts(c, "19")
	st = countAt(t, c, count.Counted)
	if st.First == nil || *st.First != money.EUR(18000) || st.Left != 0 {
		t.Errorf("%+v", st)
	}
	c.Count.Recount() // a third one
	countAt(t, c, count.Counted)
	c.Count.Accept(client.DifferenceReason("changeError"))
	if st := drawerStep(t, c, drawer.SureCount); st.Counted == nil || *st.Counted.First != money.EUR(18000) || st.Counted.Difference != money.EUR(-1000) {
		t.Errorf("%+v", st.Counted)
	}
	c.LeaveDrawer()
	if c.State().Panel != flow.PanelCount || c.Count.State().Reason != "changeError" {
		t.Errorf("back at %s with %q", c.State().Panel, c.Count.State().Reason)
	}
	c.Count.Accept("changeError")
	c.Drawer.Confirm()
	drawerStep(t, c, drawer.Closed)
	if body := lastSent(office); !strings.Contains(body, `"counted":{"amount":19000,"currency":"EUR"},"differenceReason":"changeError"`) {
		t.Errorf("sent %s", body)
	}
	if office.Asked["count"] != 2 {
		t.Errorf("%d counts were sent", office.Asked["count"])
	}
}

// Where the close is blind, nothing in any state tells what is expected: neither the sum nor the difference.
func TestABlindCountTellsOnlyWhetherItAgrees(t *testing.T) {
	for _, tens := range []string{"18", "20"} {
		office := byNotes(func(o *flowtest.Office) { o.MeAnswer.BlindClose = true })
		closes(office, 18000, -2000)
		c, _ := counting(t, office)
		counts(c, tens)
		st := countAt(t, c, count.Counted)
		if st.Agrees != (tens == "20") || !st.Answer.Expected.IsZero() || !st.Answer.Difference.IsZero() {
			t.Errorf("%+v", st)
		}
		c.Count.Accept("notFound")
		d := drawerStep(t, c, drawer.SureCount)
		if d.Counted == nil || !d.Counted.Difference.IsZero() || d.Session.Total != (money.Amount{}) || len(d.Doubts) > 0 {
			t.Errorf("%+v", d)
		}
		c.Drawer.Confirm()
		if d := drawerStep(t, c, drawer.Closed); d.Session.Difference != money.EUR(-2000) {
			t.Errorf("after the close it is told: %+v", d.Session)
		}
	}
}

// Whatever becomes of the program between the count and the close, the count is there again, and nothing is counted twice.
func TestACountIsThereAgainAfterARestart(t *testing.T) {
	for name, between := range map[string]func(c *flow.Counter){
		"at once":             func(*flow.Counter) {},
		"after another panel": func(c *flow.Counter) { c.LookUp("100000014") },
		"after a lock of it":  func(c *flow.Counter) { c.Do(flow.CommandLock); c.Do(flow.CommandNext) },
		"in order":            func(c *flow.Counter) { c.Stop() },
		"signed out":          func(c *flow.Counter) { c.Do(flow.CommandSignOut) },
	} {
		t.Run(name, func(t *testing.T) {
			office := byNotes()
			closes(office, 18000, -2000)
			c, kept := counting(t, office)
			counts(c, "18")
			countAt(t, c, count.Counted)
			between(c)
			c = restarted(t, office, kept, "1001")
			opened(t, c)
			c.Do(flow.CommandClose)
			st := countAt(t, c, count.Counted)
			if st.Sum != money.EUR(18000) || !st.Known() || st.Left != 1 || task.SumOf(st.Notes) != st.Sum {
				t.Fatalf("%+v", st)
			}
			c.Count.Recount()
			counts(c, "18")
			c = restarted(t, office, kept, "1001")
			c.Do(flow.CommandClose)
			if st := countAt(t, c, count.Counted); st.First == nil || st.Left != 0 || st.May(count.Recount) {
				t.Fatalf("%+v", st)
			}
			c.Count.Accept("notFound")
			c.Drawer.Confirm()
			drawerStep(t, c, drawer.Closed)
			if office.Asked["count"] != 2 {
				t.Errorf("%d counts were sent", office.Asked["count"])
			}
		})
	}
}

// A count whose outcome is not known is in the way of the close, is asked about and sent again with the same bytes.
func TestACountOfUnknownOutcomeIsSettledFirst(t *testing.T) {
	office := byNotes()
	office.Counts = []client.Outcome[client.Count]{{Verdict: client.Unknown, Err: &client.Error{Code: client.CodeTimeout}}}
	c, kept := counting(t, office)
	counts(c, "20")
	countAt(t, c, count.Unknown)
	c.Do(flow.CommandNext)
	opened(t, c, flow.OpenCount)
	c.Drawer.AskCount()
	says(t, c.Drawer.State().Problem, "drawer.open-items")
	c = restarted(t, office, kept, "1001")
	opened(t, c, flow.OpenCount)
	c.Resume(c.OpenItems()[0].ID)
	st := countAt(t, c, count.Unknown)
	if c.State().Panel != flow.PanelCount || task.SumOf(st.Notes) != money.EUR(20000) {
		t.Errorf("at %s: %+v", c.State().Panel, st)
	}
	c.Count.SendAgain()
	countAt(t, c, count.Counted)
	if len(office.Sent) != 2 || string(office.Sent[0]) != string(office.Sent[1]) {
		t.Errorf("sent again otherwise: %q", office.Sent)
	}
	opened(t, c)
}

// What certainly never left is typed again, and stands there.
func TestACountThatWasNotSentStaysTyped(t *testing.T) {
	office := byNotes()
	office.Counts = []client.Outcome[client.Count]{{Verdict: client.NotSent, Err: &client.Error{Code: client.CodeNoConnection}}}
	c, kept := counting(t, office)
	counts(c, "20")
	st := countAt(t, c, count.Asking)
	says(t, st.Problem, "count.not-sent")
	if st.Typed[1000] != "20" || st.Sum != money.EUR(20000) {
		t.Errorf("typed is %v", st.Typed)
	}
	kinds(t, kept, journal.Intent, journal.Sending, journal.Cancelled)
	c.Count.Fill()
	countAt(t, c, count.Counted)
}

// Who sees the sum counts towards it: while the drawer is being counted, nothing else tells what it should hold.
func TestNothingTellsTheSumWhileTheDrawerIsCounted(t *testing.T) {
	c, _ := counting(t, byNotes())
	c.Count.Type(5000, "3")
	c.Do(flow.CommandDrawer)
	if st := c.Drawer.State(); st.Session.Total != (money.Amount{}) || !st.Counting {
		t.Errorf("%+v", st.Session)
	}
	says(t, c.Refusal(flow.CommandReport), "report.blind")
	says(t, c.Refusal(flow.CommandHistory), "history.counting")
	c.Do(flow.CommandClose)
	c.Count.Fill()
	countAt(t, c, count.Counted)
	if st := c.Drawer.State(); st.Session.Total != money.EUR(20000) {
		t.Errorf("after the count %+v", st.Session)
	}
}

// What was typed stays while the clerk looks elsewhere.
func TestAHalfTypedCountStays(t *testing.T) {
	c, _ := counting(t, byNotes())
	c.Count.Type(5000, "3")
	c.Do(flow.CommandHelp)
	c.Do(flow.CommandClose)
	if st := countAt(t, c, count.Asking); st.Typed[5000] != "3" || c.State().Panel != flow.PanelCount {
		t.Errorf("typed is %v at %s", st.Typed, c.State().Panel)
	}
}

func TestACountThatCannotBeIsSaid(t *testing.T) {
	for name, tt := range map[string]struct {
		value int64
		typed string
		want  string
		at    int64
	}{
		"nothing":         {500, "", "notes.none", 50000},
		"rolls of notes":  {500, "2r", "notes.wrong", 500},
		"too many":        {1, "100001", "notes.wrong.coin", 1},
		"a card's number": {1, "4111111111111111", "notes.none", 50000},
	} {
		c, kept := counting(t, byNotes())
		c.Count.Type(tt.value, tt.typed)
		c.Count.Fill()
		st := countAt(t, c, count.Asking)
		says(t, st.Problem, tt.want)
		if st.At != tt.at {
			t.Errorf("%s: at %d", name, st.At)
		}
		kinds(t, kept)
	}
}

// Cash that comes after the first count is counted too; after the last one none comes.
func TestCashMovesNotBetweenTheLastCountAndTheClose(t *testing.T) {
	office := byNotes()
	c, _ := counting(t, office)
	counts(c, "20")
	c.BackFromCount()
	if why := c.Refusal(flow.CommandSafe); why != nil {
		t.Fatal(why.Key)
	}
	office.DrawerNow.Session.Total = money.EUR(15000)
	c.Drawer.Refresh()
	c.Do(flow.CommandClose)
	if st := countAt(t, c, count.Counted); !st.Moved {
		t.Error("it is not seen that cash has gone")
	}
	c.Count.Accept("")
	says(t, c.Count.State().Problem, "count.moved")
	c.Count.Recount()
	counts(c, "15")
	c.BackFromCount()
	for _, command := range []flow.Command{flow.CommandSafe, flow.CommandChange, flow.CommandTopUp} {
		c.LookUp("100000014")
		says(t, c.Refusal(command), "counter.counted")
	}
}

// Another desk closes the session while the table is open.
func TestACountOfASessionThatWasClosedElsewhereIsToldAndTaken(t *testing.T) {
	office := byNotes()
	office.Counts = []client.Outcome[client.Count]{{Verdict: client.Rejected, Answer: client.Count{Code: client.CodeSessionClosed}}}
	c, _ := counting(t, office)
	office.DrawerNow.Session = nil
	counts(c, "20")
	says(t, countAt(t, c, count.Rejected).Problem, "count.refused.session-closed")
	c.BackFromCount()
	if at := c.State().Panel; at != flow.PanelDrawer {
		t.Errorf("the clerk is at %s", at)
	}
	opened(t, c)
}
