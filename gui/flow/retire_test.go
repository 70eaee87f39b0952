package flow_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// retired is a journal on disk, written by steps that give each record its age in days.
type retired struct {
	t    *testing.T
	dir  string
	kept *journal.Journal
	n    int
}

func onDisk(t *testing.T) *retired {
	t.Helper()
	r := &retired{t: t, dir: t.TempDir()}
	r.open()
	return r
}

func (r *retired) open() {
	r.t.Helper()
	kept, err := journal.Open(journal.OS(), r.dir)
	if err != nil {
		r.t.Fatal(err)
	}
	r.kept = kept
	r.t.Cleanup(func() { kept.Close() })
}

func (r *retired) write(daysAgo int, task, note, session string, kinds ...journal.Kind) *retired {
	r.t.Helper()
	r.n++
	for _, kind := range kinds {
		rec := journal.Record{
			Kind: kind, ID: idOf(r.n), Task: task, Desk: "DESK-1", Staff: "1001", At: flowtest.Start.AddDate(0, 0, -daysAgo), Session: session,
		}
		if task == "topup" {
			rec.MokID, rec.Amount = "100000014", money.EUR(5000)
		} else {
			rec.Note = note
		}
		if kind == journal.Sending {
			if task == "topup" {
				rec.Seq, rec.Prev = r.kept.Next()
			}
			rec.Body = fmt.Appendf(nil, `{"id":%q,"seq":%d}`, rec.ID, rec.Seq)
		}
		if err := r.kept.Append(rec); err != nil {
			r.t.Fatal(err)
		}
	}
	return r
}

func (r *retired) topUp(daysAgo int) *retired {
	return r.write(daysAgo, "topup", "", "", journal.Intent, journal.Sending, journal.Posted)
}

func (r *retired) mark(daysAgo int, task, note, session string) *retired {
	return r.write(daysAgo, task, note, session, journal.Intent, journal.Dropped)
}

func (r *retired) facts() string {
	seq, prev := r.kept.Next()
	count, last := r.kept.Head()
	return fmt.Sprint(seq, prev, count, last, r.kept.Totals(), r.kept.Items())
}

func TestAJournalLetsGoOfWhatIsOldConfirmedAndRead(t *testing.T) {
	told := func(r *retired, n, daysAgo int) *retired { return r.mark(daysAgo, "told", "", idOf(n)) }
	for name, tt := range map[string]struct {
		write func(*retired)
		keeps int // of the settled ids
	}{
		"old and confirmed": {func(r *retired) {
			told(r.topUp(60).topUp(59).mark(59, "reconciled", "seq-2", "").topUp(1), 4, 0)
		}, 2},
		"old, not confirmed": {func(r *retired) { told(r.topUp(60).topUp(59).topUp(1), 3, 0) }, 4},
		"half confirmed": {func(r *retired) {
			told(r.topUp(60).mark(60, "reconciled", "seq-1", "").topUp(59).topUp(1), 4, 0)
		}, 3},
		"young": {func(r *retired) { told(r.topUp(29).mark(29, "reconciled", "seq-1", "").topUp(1), 3, 0) }, 4},
		"something is open": {func(r *retired) {
			r.topUp(60).mark(59, "reconciled", "seq-1", "").write(1, "topup", "", "", journal.Intent, journal.Sending)
		}, 2},
		"an intention is open": {func(r *retired) {
			r.topUp(60).mark(59, "reconciled", "seq-1", "").write(1, "lock", "", "", journal.Intent)
		}, 2},
		"an ending was not read": {func(r *retired) { r.topUp(60).mark(59, "reconciled", "seq-1", "").topUp(1) }, 3},
		"a mark for more than there is": {func(r *retired) {
			told(r.topUp(60).mark(59, "reconciled", "seq-9", "").topUp(1), 3, 0)
		}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			r := onDisk(t)
			tt.write(r)
			before := r.facts()
			if _, err := flow.Retire(r.kept, flowtest.Start, 30*24*time.Hour); err != nil {
				t.Fatal(err)
			}
			check := func() {
				t.Helper()
				if n := len(r.kept.Settled()); n != tt.keeps {
					t.Errorf("%d ids are kept, want %d", n, tt.keeps)
				}
				if after := r.facts(); after != before {
					t.Errorf("numbers, hashes or totals changed:\n%s\n%s", before, after)
				}
			}
			check()
			if err := r.kept.Close(); err != nil {
				t.Fatal(err)
			}
			r.open()
			check()
			if dropped, err := flow.Retire(r.kept, flowtest.Start, 30*24*time.Hour); dropped != 0 || err != nil {
				t.Errorf("a second run drops %d more, %v", dropped, err)
			}
		})
	}
}

// A PC whose clock ran ahead to another year drops nothing for it.
func TestAClockThatRanAheadRetiresNothing(t *testing.T) {
	r := onDisk(t)
	r.topUp(2).mark(1, "reconciled", "seq-1", "").mark(0, "told", "", idOf(1))
	if dropped, err := flow.Retire(r.kept, flowtest.Start.AddDate(12, 0, 0), 30*24*time.Hour); dropped != 0 || err != nil {
		t.Errorf("dropped %d, %v", dropped, err)
	}
}

func TestACompactedJournalIsComparedFromWhereItBegins(t *testing.T) {
	r := onDisk(t)
	r.topUp(60).topUp(59).mark(58, "reconciled", "seq-2", "").mark(57, "told", "", idOf(2))
	r.mark(0, "reconciled", "seq-2", "") // the desk was used today, for something else
	if dropped, err := flow.Retire(r.kept, flowtest.Start, 30*24*time.Hour); dropped == 0 || err != nil {
		t.Fatalf("dropped %d, %v", dropped, err)
	}
	office := flowtest.NewOffice()
	needs, _, _ := flowtest.Needs(office)
	needs.Journal = r.kept
	ids := needs.NewID
	needs.NewID = func() string { return "f" + ids()[1:] }
	c := start(t, needs)
	if !reflect.DeepEqual(c.State().Differences, []outbox.Difference(nil)) || len(c.OpenItems()) > 0 {
		t.Errorf("%+v %+v", c.State().Differences, c.OpenItems())
	}
}
