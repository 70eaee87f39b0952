package flow_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/history"
	"cekr.kranj.si/desk/gui/flow/report"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/task"
)

// pastSession is the i-th session before now, i from 0; of Boris where odd is the clerk.
func pastSession(i int, staff string) client.DrawerSession {
	at := flowtest.Start.AddDate(0, 0, -i)
	d := client.DrawerSession{ID: fmt.Sprintf("00000000-0000-4000-8000-00000000f%03d", i), Desk: "DESK-1", Staff: staff, State: client.DrawerOpen, OpenedAt: at}
	if i > 0 {
		d.State, d.ClosedAt, d.CloseNumber = client.DrawerClosed, at.Add(8*time.Hour), int64(100-i)
	}
	return d
}

// line is a top-up, so many minutes after a session's opening.
func line(of client.DrawerSession, minutes int) client.Operation {
	return client.Operation{
		ID: fmt.Sprintf("00000000-0000-4000-8000-0000000b%04d", minutes), Kind: client.OperationTopUp, State: client.OperationPosted, At: of.OpenedAt.Add(time.Duration(minutes) * time.Minute),
		Staff: of.Staff, Amount: money.EUR(5000), Fee: money.EUR(0), Cash: money.EUR(5000), MokID: "100000014", Number: fmt.Sprintf("KR-2026-%06d", minutes),
	}
}

// withPast is an office that tells what happened: an open drawer of 120 top-ups, and 60 days before it.
func withPast() *flowtest.Office {
	office := flowtest.NewOffice()
	flowtest.KeepsDrawersDay(office)
	office.Lines = map[string][]client.Operation{}
	for i := range 61 {
		staff := "1001"
		if i == 2 {
			staff = "1002"
		}
		day := pastSession(i, staff)
		lines := []client.Operation{{ID: day.ID, Kind: client.OperationOpening, State: client.OperationPosted, At: day.OpenedAt, Staff: staff, Amount: money.EUR(20000), Cash: money.EUR(20000)}}
		for n := range map[bool]int{true: 120, false: 3}[i == 0] {
			lines = append([]client.Operation{line(day, n+1)}, lines...)
		}
		office.Days, office.Lines[day.ID] = append(office.Days, day), lines
	}
	return office
}

func histories(t *testing.T, office *flowtest.Office) (*flow.Counter, *flowtest.Papers) {
	t.Helper()
	needs, _, papers := flowtest.Needs(office)
	c := start(t, needs)
	c.Do(flow.CommandHistory)
	return c, papers
}

// A clerk sees the last day first, page by page, and every day before it.
func TestADrawersDayIsShownPageByPage(t *testing.T) {
	office := withPast()
	c, _ := histories(t, office)
	st := c.History.State()
	if st.Step != history.Shown || c.State().Panel != flow.PanelHistory || st.Session.ID != office.Days[0].ID || len(st.Items) != 50 || !st.More || st.Later || !st.Earlier {
		t.Fatalf("%+v", st)
	}
	c.History.More()
	c.History.More()
	if st = c.History.State(); len(st.Items) != 121 || st.More || !slices.Equal(st.Items, office.Lines[st.Session.ID]) {
		t.Errorf("after three pages %d lines, more: %t", len(st.Items), st.More)
	}
	seen := 1
	for c.History.State().Earlier && seen < 100 {
		c.History.Earlier()
		seen++
	}
	if st = c.History.State(); seen != 60 || st.Session.ID != office.Days[60].ID || len(st.Items) != 4 {
		t.Errorf("%d days of Ana's, the last is %s", seen, st.Session.OpenedAt)
	}
	c.History.Later()
	if st = c.History.State(); st.Session.ID != office.Days[59].ID {
		t.Errorf("the later one is %s", st.Session.OpenedAt)
	}
	for _, q := range office.DaysAsked {
		if q.Staff != "1001" || q.Desk != "" {
			t.Errorf("the office was asked for %+v", q)
		}
	}
}

// Who may audit sees everybody's days at this desk.
func TestWhoMayAuditSeesAllDaysOfTheDesk(t *testing.T) {
	office := withPast()
	office.MeAnswer.Capabilities = append(office.MeAnswer.Capabilities, client.MayAudit)
	c, _ := histories(t, office)
	c.History.Earlier()
	c.History.Earlier()
	if st := c.History.State(); st.Session.Staff != "1002" || office.DaysAsked[0] != (client.SessionQuery{Desk: "DESK-1", Limit: 50}) {
		t.Errorf("%+v, asked %+v", st.Session, office.DaysAsked[0])
	}
}

// The office filters: what is typed goes to it, and the page says that not all is shown until all is shown again.
func TestLinesAreLookedForAtTheOffice(t *testing.T) {
	day := withPast().Days[0].OpenedAt
	for name, tt := range map[string]struct {
		f    history.Filter
		want func(client.Operation) bool
	}{
		"a kind":    {history.Filter{Kind: client.OperationOpening}, func(o client.Operation) bool { return o.Kind == client.OperationOpening }},
		"an ending": {history.Filter{State: client.OperationRejected}, func(o client.Operation) bool { return o.State == client.OperationRejected }},
		"a number":  {history.Filter{Number: " kr-2026-000007 "}, func(o client.Operation) bool { return o.Number == "KR-2026-000007" }},
		"an hour": {history.Filter{From: "10", To: "10:05"}, func(o client.Operation) bool {
			return !o.At.Before(day.Add(30*time.Minute)) && o.At.Before(day.Add(36*time.Minute))
		}},
		"no line like it": {history.Filter{Number: "KR-1"}, func(client.Operation) bool { return false }},
	} {
		t.Run(name, func(t *testing.T) {
			office := withPast()
			c, _ := histories(t, office)
			c.History.Narrow()
			c.History.Find(tt.f)
			st := c.History.State()
			var want []client.Operation
			for _, o := range office.Lines[st.Session.ID] {
				if tt.want(o) {
					want = append(want, o)
				}
			}
			if st.Step != history.Shown || !slices.Equal(st.Items, want) || !st.Filter.Narrows() {
				t.Errorf("%d lines, want %d: %+v", len(st.Items), len(want), st.Filter)
			}
			if flow.BackFromHistory(c); len(c.History.State().Items) != 50 || c.History.State().Filter.Narrows() {
				t.Errorf("back from it %d lines", len(c.History.State().Items))
			}
			if flow.BackFromHistory(c); c.State().Panel != flow.PanelDrawer {
				t.Errorf("and then %s", c.State().Panel)
			}
		})
	}
}

// A day is found by its date, whichever page of days it stands on.
func TestADayIsFoundByItsDate(t *testing.T) {
	office := withPast()
	c, _ := histories(t, office)
	for _, i := range []int{55, 0} {
		day := office.Days[i].OpenedAt.In(time.Local)
		c.History.Narrow()
		c.History.Find(history.Filter{Day: day.Format("2. 1. 2006")})
		if st := c.History.State(); st.Step != history.Shown || st.Session.ID != office.Days[i].ID || st.Earlier || st.Later {
			t.Errorf("%s: %+v", day, st.Session)
		}
	}
	c.History.Narrow()
	c.History.Find(history.Filter{Day: "1. 1. 2001"})
	if st := c.History.State(); st.Step != history.Nothing {
		t.Errorf("%+v", st)
	}
}

// What can't be understood is said at its field, and the office is not asked.
func TestAFilterThatIsNotUnderstoodIsSaidAtItsField(t *testing.T) {
	for name, tt := range map[string]struct {
		f   history.Filter
		at  task.Field
		key string
	}{
		"a day that there is not":   {history.Filter{Day: "31. 2. 2026"}, task.FieldDay, "history.bad-day"},
		"no time":                   {history.Filter{From: "25:00"}, task.FieldFrom, "history.bad-time"},
		"an end before the start":   {history.Filter{From: "10:00", To: "9:00"}, task.FieldTo, "history.bad-time"},
		"no number of a slip":       {history.Filter{Number: "KR 2026 ž"}, task.FieldReceipt, "history.bad-number"},
		"what may be a card's PAN":  {history.Filter{Number: "4111111111111111"}, task.FieldReceipt, "field.card-number"},
		"a PAN where a day belongs": {history.Filter{Day: "4111 1111 1111 1111"}, task.FieldDay, "field.card-number"},
	} {
		t.Run(name, func(t *testing.T) {
			office := withPast()
			c, _ := histories(t, office)
			asked := len(office.PastAsked) + len(office.DaysAsked)
			c.History.Narrow()
			c.History.Find(tt.f)
			st := c.History.State()
			if st.Step != history.Filtering || st.Field != tt.at || len(office.PastAsked)+len(office.DaysAsked) != asked {
				t.Errorf("%+v", st)
			}
			says(t, st.Problem, tt.key)
		})
	}
}

// The chosen line's paper is made from the office's own answer, and is a copy; a line without a paper has none.
func TestALinesPaperIsACopyOfWhatTheOfficeTold(t *testing.T) {
	office := withPast()
	day := office.Days[0]
	back := client.Operation{ID: flowtest.Match, Kind: client.OperationReversal, State: client.OperationPosted, At: day.OpenedAt.Add(3 * time.Hour), Staff: "1001", Amount: money.EUR(5000),
		Cash: money.EUR(-5000), MokID: "100000014", Number: "S-2026-000001"}
	office.Lines[day.ID] = append([]client.Operation{back}, office.Lines[day.ID][118:]...)
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Posted, Answer: client.TopUp{ReceiptNumber: "KR-2026-000002", Staff: "1001"}}}
	office.ReversalAsks = []client.Outcome[client.Reversal]{{Verdict: client.Posted, Answer: client.Reversal{ReceiptNumber: "S-2026-000001"}}}
	c, papers := histories(t, office)
	for at, want := range []task.SlipKind{"reversal", "receipt", "receipt", ""} {
		c.History.Choose(at)
		slip, ok := c.History.Slip()
		if ok != (want != "") || ok && (slip.Kind() != want || slip.Head().Copy != 1 || slip.Head().Clerk != "Ana") {
			t.Errorf("line %d: %v %+v", at, ok, slip)
		}
	}
	c.History.Choose(1)
	c.Do(flow.CommandPrint)
	if n := len(papers.Printed); n != 1 || papers.Printed[0].Head().Copy != 1 || c.History.State().Paper.Step != task.PaperPrinted {
		t.Errorf("printed %d: %+v", n, c.History.State().Paper)
	}
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, Err: &client.Error{Code: client.CodeTimeout}}}
	c.History.Choose(2)
	says(t, c.History.State().Problem, "problem.timeout")
	if _, ok := c.History.Slip(); ok {
		t.Error("there is a paper of what the office did not tell")
	}
}

// The Z of a closed day is its close's paper.
func TestTheCloseOfADayHasItsZ(t *testing.T) {
	office := withPast()
	day := office.Days[1]
	office.Lines[day.ID] = append([]client.Operation{{ID: day.ID, Kind: client.OperationClose, State: client.OperationPosted, At: day.ClosedAt, Staff: "1001", Number: "99"}}, office.Lines[day.ID]...)
	c, _ := histories(t, office)
	c.History.Earlier()
	c.History.Choose(0)
	if slip, ok := c.History.Slip(); !ok || slip.Kind() != "reportZ" || slip.(report.Slip).Report.Session.ID != day.ID {
		t.Errorf("%v %+v", ok, slip)
	}
}

// A posted top-up that is chosen is what a storno begins with; any other line is not.
func TestAChosenTopUpIsUndoneByTheStornosCommand(t *testing.T) {
	office := withPast()
	c, _ := histories(t, office)
	c.History.Choose(0)
	want := office.Lines[office.Days[0].ID][0].ID
	c.Do(flow.CommandReversal)
	if st := c.Reversal.State(); st.Step != reversal.Asking || office.LastFind != (client.TopUpQuery{ID: want}) {
		t.Errorf("%s, looked for %+v", st.Step, office.LastFind)
	}
	office.Lines[office.Days[0].ID][0].ReversedBy = "S-1"
	c, _ = histories(t, office)
	c.History.Choose(0)
	c.Do(flow.CommandReversal)
	if st := c.Reversal.State(); st.Step != reversal.AskingSlip {
		t.Errorf("one that was undone: %s", st.Step)
	}
}

// A table holds all lines that are looked for, the oldest first, and goes on while the clerk is elsewhere.
func TestADayIsSavedAsATable(t *testing.T) {
	office := withPast()
	c, papers := histories(t, office)
	c.History.SaveTable()
	table, is := last(papers.Saved).(history.Lines)
	lines := slices.Clone(office.Lines[office.Days[0].ID])
	slices.Reverse(lines)
	if !is || !slices.Equal(table.Items, lines) || table.Session.ID != office.Days[0].ID {
		t.Errorf("%t, %d lines", is, len(table.Items))
	}
	st := c.History.State()
	says(t, st.Table.Message, "history.saved")
	if st.Step != history.Shown || st.Table.Lines != 121 || st.Table.Message.Values["Count"] != 121 {
		t.Errorf("%+v", st)
	}
}

// A table that is cancelled, or of which the office tells a part only, is no file.
func TestATableThatIsNotWholeIsNone(t *testing.T) {
	for name, tt := range map[string]struct {
		during func(*flow.Counter, *flowtest.Office)
		key    string
	}{
		"cancelled":          {func(c *flow.Counter, _ *flowtest.Office) { c.History.Cancel() }, "history.cancelled"},
		"cancelled by a key": {func(c *flow.Counter, _ *flowtest.Office) { flow.BackFromHistory(c) }, "history.cancelled"},
		"told by half":       {func(_ *flow.Counter, o *flowtest.Office) { o.PastErr = &client.Error{Code: client.CodeTimeout} }, "problem.timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			office := withPast()
			c, papers := histories(t, office)
			office.During = func() {
				office.During = nil
				tt.during(c, office)
			}
			c.History.SaveTable()
			if st := c.History.State(); st.Step != history.Shown || len(papers.Saved) != 0 {
				t.Errorf("%s, %d files", st.Step, len(papers.Saved))
			}
			says(t, c.History.State().Table.Message, tt.key)
		})
	}
}

// An answer to an earlier question, or for a clerk who has gone, changes nothing.
func TestLateAnswersAboutADayAreDropped(t *testing.T) {
	past := withPast()
	b := newBench(t, flowtest.KeepsDrawersDay, func(o *flowtest.Office) { o.Past = past.Past })
	b.Do(flow.CommandHistory) // its answer waits
	b.Do(flow.CommandSignOut)
	b.held.Release()
	if st := b.History.State(); st.Step != history.Idle || len(st.Items) != 0 {
		t.Errorf("after the clerk has gone %+v", st)
	}
}

// The paper of a line that was chosen before is not that of the line that is chosen now.
func TestALinesPaperComesForThatLineOnly(t *testing.T) {
	past := withPast()
	b := newBench(t, flowtest.KeepsDrawersDay, func(o *flowtest.Office) { o.Past = past.Past })
	b.office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Posted, Answer: client.TopUp{ReceiptNumber: "of the first"}}, {Verdict: client.Posted, Answer: client.TopUp{ReceiptNumber: "of the second"}}}
	b.to(flowtest.Does(b, flow.CommandHistory))
	b.held.Release()
	b.History.Choose(0)
	b.History.Choose(1)
	b.held.Release()
	if slip, ok := b.History.Slip(); !ok || slip.Number() != "of the second" {
		t.Errorf("%v %+v", ok, slip)
	}
	b.History.Choose(0)
	b.History.More()
	if st := b.History.State(); !st.Reading || st.Paging {
		t.Errorf("pages are asked for while a paper is: %+v", st)
	}
}

// An office that tells nothing is asked again; one that gives no history is not asked.
func TestAHistoryThatTheOfficeDoesNotTell(t *testing.T) {
	office := withPast()
	office.PastErr = &client.Error{Code: client.CodeTimeout}
	c, _ := histories(t, office)
	if st := c.History.State(); st.Step != history.Failed {
		t.Errorf("%+v", st)
	}
	says(t, c.History.State().Problem, "problem.timeout")
	office.PastErr = nil
	if c.History.Begin(); c.History.State().Step != history.Shown {
		t.Errorf("%+v", c.History.State())
	}
	without := flowtest.NewOffice()
	c, _ = histories(t, without)
	says(t, c.State().Notice, "counter.no-history-here")
	if len(without.DaysAsked) != 0 || c.State().Panel == flow.PanelHistory {
		t.Error("it is asked all the same")
	}
}

func last[T any](all []T) (one T) {
	if len(all) > 0 {
		one = all[len(all)-1]
	}
	return one
}
