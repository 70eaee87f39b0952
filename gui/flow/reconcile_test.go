package flow_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

func idOf(n int) string { return fmt.Sprintf("%08d-0000-4000-8000-000000000000", n) }

// wrote fills a journal: one top-up an ending, numbered from 1. "" leaves one open, DROPPED was never sent.
func wrote(endings ...journal.Kind) *flowtest.Journal {
	kept := &flowtest.Journal{}
	add := func(n int, kind journal.Kind, change func(*journal.Record)) {
		r := journal.Record{
			Kind: kind, ID: idOf(n), Task: "topup", MokID: "100000014", Amount: money.EUR(5000), Desk: "DESK-1", Staff: "1001",
			Session: flowtest.Drawer, At: flowtest.Start,
		}
		if change != nil {
			change(&r)
		}
		kept.Records = append(kept.Records, r)
	}
	for i, kind := range endings {
		add(i+1, journal.Intent, nil)
		if kind != journal.Dropped {
			add(i+1, journal.Sending, func(r *journal.Record) {
				r.Seq, r.Prev = kept.Next()
				r.Body = fmt.Appendf(nil, `{"id":%q,"staff":"1001","seq":%d}`, r.ID, r.Seq)
			})
		}
		if kind != "" {
			add(i+1, kind, nil)
		}
	}
	return kept
}

// has is what the office lists under an id.
func has(n int, seq int64, state client.Verdict) client.TopUp {
	return client.TopUp{
		ID: idOf(n), MokID: "100000014", Amount: money.EUR(5000), State: string(state), Desk: "DESK-1", Seq: seq, TraceID: "t",
	}
}

func TestEveryDifferenceBetweenJournalAndOfficeIsFound(t *testing.T) {
	const p, r, x, d = journal.Posted, journal.Rejected, journal.Cancelled, journal.Dropped
	other := func(change func(*client.TopUp)) client.TopUp {
		item := has(1, 1, client.Posted)
		change(&item)
		return item
	}
	for name, tt := range map[string]struct {
		journal   []journal.Kind
		office    []client.TopUp
		gaps      []client.SeqGap
		found     []outbox.DifferenceKind
		confirmed int64
	}{
		"nothing yet":                        {},
		"all the same":                       {[]journal.Kind{p, r, p}, []client.TopUp{has(1, 1, client.Posted), has(2, 2, client.Rejected), has(3, 3, client.Posted)}, nil, nil, 3},
		"a tombstone explains a gap":         {[]journal.Kind{p, x, p}, []client.TopUp{has(1, 1, client.Posted), has(3, 3, client.Posted)}, []client.SeqGap{{From: 2, To: 2}}, nil, 3},
		"an open one explains a gap":         {[]journal.Kind{p, "", p}, []client.TopUp{has(1, 1, client.Posted), has(3, 3, client.Posted)}, []client.SeqGap{{From: 2, To: 2}}, nil, 1},
		"an open one that the office has":    {[]journal.Kind{p, ""}, []client.TopUp{has(1, 1, client.Posted), has(2, 2, client.Posted)}, nil, nil, 1},
		"what was dropped has no number":     {[]journal.Kind{p, d, p}, []client.TopUp{has(1, 1, client.Posted), has(3, 2, client.Posted)}, nil, nil, 2},
		"posted here, unknown there":         {[]journal.Kind{p, p}, []client.TopUp{has(1, 1, client.Posted)}, nil, []outbox.DifferenceKind{outbox.DiffMissing}, 1},
		"rejected here, unknown there":       {[]journal.Kind{r}, nil, nil, []outbox.DifferenceKind{outbox.DiffMissing}, 0},
		"cancelled here, posted there":       {[]journal.Kind{x}, []client.TopUp{has(1, 1, client.Posted)}, nil, []outbox.DifferenceKind{outbox.DiffState}, 0},
		"posted here, rejected there":        {[]journal.Kind{p, p}, []client.TopUp{has(1, 1, client.Rejected), has(2, 2, client.Posted)}, nil, []outbox.DifferenceKind{outbox.DiffState}, 0},
		"never sent here, posted there":      {[]journal.Kind{d}, []client.TopUp{has(1, 1, client.Posted)}, nil, []outbox.DifferenceKind{outbox.DiffState}, 0},
		"another amount":                     {[]journal.Kind{p}, []client.TopUp{other(func(i *client.TopUp) { i.Amount = money.EUR(5001) })}, nil, []outbox.DifferenceKind{outbox.DiffContent}, 0},
		"another card":                       {[]journal.Kind{p}, []client.TopUp{other(func(i *client.TopUp) { i.MokID = "100000022" })}, nil, []outbox.DifferenceKind{outbox.DiffContent}, 0},
		"another number":                     {[]journal.Kind{p}, []client.TopUp{other(func(i *client.TopUp) { i.Seq = 7 })}, nil, []outbox.DifferenceKind{outbox.DiffContent}, 1},
		"a second PC with this desk's id":    {[]journal.Kind{p}, []client.TopUp{has(1, 1, client.Posted), has(9, 1, client.Posted)}, nil, []outbox.DifferenceKind{outbox.DiffForeign}, 0},
		"a journal restored from a copy":     {[]journal.Kind{p}, []client.TopUp{has(1, 1, client.Posted), has(8, 2, client.Posted), has(9, 3, client.Posted)}, nil, []outbox.DifferenceKind{outbox.DiffForeign, outbox.DiffForeign}, 1},
		"numbers that nobody can explain":    {[]journal.Kind{p}, []client.TopUp{has(1, 1, client.Posted), has(9, 5, client.Posted)}, []client.SeqGap{{From: 2, To: 4}}, []outbox.DifferenceKind{outbox.DiffGap, outbox.DiffForeign}, 1},
		"an empty journal, a desk with past": {nil, []client.TopUp{has(9, 5000001, client.Posted)}, []client.SeqGap{{From: 1, To: 5000000}}, []outbox.DifferenceKind{outbox.DiffGap, outbox.DiffForeign}, 0},
		"a late arrival is only flagged": {[]journal.Kind{p, p}, []client.TopUp{has(1, 1, client.Posted), func() client.TopUp {
			item := has(2, 2, client.Posted)
			item.Gap = true
			return item
		}()}, nil, nil, 2},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
			office.Listed, office.Gaps = tt.office, tt.gaps
			needs, _, _ := flowtest.Needs(office)
			var log bytes.Buffer
			kept := wrote(tt.journal...)
			needs.Journal, needs.Log = kept, slog.New(slog.NewTextHandler(&log, nil))
			ids := needs.NewID
			needs.NewID = func() string { return "f" + ids()[1:] }
			c := start(t, needs)
			var found []outbox.DifferenceKind
			for _, d := range c.State().Differences {
				found = append(found, d.Kind)
				if flow.DifferenceMessage(d) == nil {
					t.Errorf("nothing is said about %+v", d)
				}
			}
			if fmt.Sprint(found) != fmt.Sprint(tt.found) {
				t.Errorf("found %v, want %v", found, tt.found)
			}
			if n := strings.Count(log.String(), "journal and office differ"); n != len(tt.found) {
				t.Errorf("%d lines in the log:\n%s", n, log.String())
			}
			confirmed := int64(0)
			for _, f := range kept.Facts() {
				confirmed = f.UpTo
			}
			if confirmed != tt.confirmed {
				t.Errorf("confirmed up to %d, want %d", confirmed, tt.confirmed)
			}
		})
	}
}

func TestAComparisonBeginsWhereTheOfficeConfirmedLast(t *testing.T) {
	office := flowtest.NewOffice()
	office.Listed = []client.TopUp{has(1, 1, client.Posted), has(2, 2, client.Posted)}
	kept := wrote(journal.Posted, journal.Posted)
	c := restarted(t, office, kept, "1001")
	if len(c.State().Differences) > 0 || c.State().ComparedAt.IsZero() {
		t.Fatalf("%+v", c.State())
	}
	office.Listed = nil // whatever the office says of 1 and 2 now is not asked for any more
	again := restarted(t, office, kept, "1001")
	if len(again.State().Differences) > 0 {
		t.Errorf("asked from the beginning again: %+v", again.State().Differences)
	}
}

func TestADifferenceStandsUntilItIsGoneAndKeepsTheDrawerOpen(t *testing.T) {
	office := flowtest.NewOffice()
	office.Listed = []client.TopUp{has(9, 1, client.Posted)}
	needs, _, _ := flowtest.Needs(office)
	c := start(t, needs)
	c.LookUp("100000014")
	c.Do(flow.CommandNext)
	if len(c.State().Differences) != 1 {
		t.Fatal("the difference vanished with the next command")
	}
	c.Do(flow.CommandClose)
	says(t, c.Drawer.State().Problem, "drawer.differences")
	c.ReadDifferences()
	c.Do(flow.CommandClose)
	if c.Drawer.State().Step != drawer.Count || len(c.State().Differences) != 1 {
		t.Errorf("%s %+v", c.Drawer.State().Step, c.State().Differences)
	}
	c.Drawer.Back()
	office.Listed = append(office.Listed, has(8, 2, client.Posted))
	c.Do(flow.CommandClose)
	says(t, c.Drawer.State().Problem, "drawer.differences")
	office.Listed = nil
	c.Do(flow.CommandClose)
	if len(c.State().Differences) != 0 {
		t.Error("it is gone at the office, and still told")
	}
}

func TestAnOfficeThatCannotBeComparedWithBlocksNothingAndIsAskedAgain(t *testing.T) {
	office := flowtest.NewOffice()
	office.ListedErr = &client.Error{Code: client.CodeNoConnection}
	needs, _, _ := flowtest.Needs(office)
	tasks := needs.Tasks.(*flowtest.AtOnce)
	c := start(t, needs)
	says(t, c.State().Notice, "counter.not-compared")
	says(t, c.State().NotCompared, "problem.no-connection")
	c.Do(flow.CommandClose)
	if c.Drawer.State().Step != drawer.Count {
		t.Errorf("the close is blocked: %+v", c.Drawer.State())
	}
	office.ListedErr = nil
	tasks.Tick()
	if c.State().NotCompared != nil || c.State().ComparedAt.IsZero() {
		t.Error("it is not compared once the office can be reached")
	}
	asked := office.Asked["desk-top-ups"]
	tasks.Tick()
	if office.Asked["desk-top-ups"] != asked {
		t.Error("it is compared over and over")
	}
}

// What is open is settled by asking for its id, never by the list.
func TestTheListSettlesNothingAndTheQuestionDoes(t *testing.T) {
	office := flowtest.NewOffice()
	office.Listed = []client.TopUp{has(1, 1, client.Posted)}
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateInFlight}}
	kept := wrote("")
	c := restarted(t, office, kept, "1001")
	opened(t, c, flow.OpenUnknown)
	office.Asks = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
	c.Do(flow.CommandClose)
	opened(t, c, flow.OpenPosted)
	says(t, c.Drawer.State().Problem, "drawer.open-items")
	if last := kept.Records[2]; last.Kind != journal.Posted || last.Staff != "" {
		t.Errorf("%+v", last)
	}
}

func TestACounterThatTakesNoCashComparesNothing(t *testing.T) {
	office := flowtest.NewOffice()
	office.MeAnswer.Capabilities = []client.Capability{client.MayReadCards, client.MayLock}
	needs, _, _ := flowtest.Needs(office)
	start(t, needs)
	if office.Asked["desk-top-ups"] != 0 {
		t.Error("the office would refuse that list")
	}
}

// settling is a journal in which a question in the background ends an item between two looks at it.
type settling struct {
	*flowtest.Journal
	office *flowtest.Office
	done   bool
}

func (s *settling) between() {
	if !s.done && s.office.Asked["desk-top-ups"] == 2 { // the office's list is there: both pages
		s.done = true
		r := s.Records[0]
		r.Kind, r.Staff = journal.Posted, ""
		s.Records = append(s.Records, r)
	}
}

func (s *settling) Items() []journal.Item {
	defer s.between()
	return s.Journal.Items()
}

func (s *settling) Settled() []journal.Settled {
	defer s.between()
	return s.Journal.Settled()
}

func TestWhatEndsBetweenTwoLooksAtTheJournalIsNoDifference(t *testing.T) {
	office := flowtest.NewOffice()
	office.Listed = []client.TopUp{has(1, 1, client.Posted)}
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateInFlight}}
	kept := &settling{Journal: wrote(""), office: office}
	b := benchAt(t, office, func(n *flow.Needs) { n.Journal = kept; n.NewID = func() string { return idOf(9) } })
	b.to(b.ana)
	if !kept.done || len(b.State().Differences) > 0 {
		t.Errorf("settled %v; %+v", kept.done, b.State().Differences)
	}
}

func TestAGapOfOneNumberIsSaidAsOne(t *testing.T) {
	says(t, flow.DifferenceMessage(outbox.Difference{Kind: outbox.DiffGap, Seq: 4, To: 4}), "difference.gap.one")
	says(t, flow.DifferenceMessage(outbox.Difference{Kind: outbox.DiffGap, Seq: 4, To: 5}), "difference.gap.two")
	says(t, flow.DifferenceMessage(outbox.Difference{Kind: outbox.DiffGap, Seq: 4, To: 9}), "difference.gap")
}
