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

func (r *retired) write(daysAgo int, task string, kinds ...journal.Kind) *retired {
	r.t.Helper()
	r.n++
	for _, kind := range kinds {
		rec := journal.Record{
			Kind: kind, ID: idOf(r.n), Task: task, Desk: "DESK-1", Staff: "1001", At: flowtest.Start.AddDate(0, 0, -daysAgo),
		}
		if task == "topup" {
			rec.MokID, rec.Amount = "100000014", money.EUR(5000)
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
	return r.write(daysAgo, "topup", whole...)
}

// told keeps that the n-th write was read, and compared that the office has confirmed all up to a number. They take a
// place among the writes too.
func (r *retired) told(daysAgo, n int) *retired {
	return r.fact(daysAgo, journal.Record{Kind: journal.Told, About: idOf(n)})
}

func (r *retired) compared(daysAgo int, upTo int64) *retired {
	return r.fact(daysAgo, journal.Record{Kind: journal.Compared, UpTo: upTo})
}

func (r *retired) fact(daysAgo int, f journal.Record) *retired {
	r.t.Helper()
	r.n++
	f.Desk, f.Staff, f.At = "DESK-1", "1001", flowtest.Start.AddDate(0, 0, -daysAgo)
	if err := r.kept.Append(f); err != nil {
		r.t.Fatal(err)
	}
	return r
}

// past is how many endings and facts are kept.
func (r *retired) past() int { return len(r.kept.Settled()) + len(r.kept.Facts()) }

func (r *retired) facts() string {
	seq, prev := r.kept.Next()
	count, last := r.kept.Head()
	return fmt.Sprint(seq, prev, count, last, r.kept.Totals(), r.kept.Items())
}

func TestAJournalLetsGoOfWhatIsOldConfirmedAndRead(t *testing.T) {
	told := func(r *retired, n, daysAgo int) *retired { return r.told(daysAgo, n) }
	for name, tt := range map[string]struct {
		write func(*retired)
		keeps int // endings and facts
	}{
		"old and confirmed": {func(r *retired) {
			told(r.topUp(60).topUp(59).compared(59, 2).topUp(1), 4, 0)
		}, 2},
		"old, not confirmed": {func(r *retired) { told(r.topUp(60).topUp(59).topUp(1), 3, 0) }, 4},
		"half confirmed": {func(r *retired) {
			told(r.topUp(60).compared(60, 1).topUp(59).topUp(1), 4, 0)
		}, 3},
		"young": {func(r *retired) { told(r.topUp(29).compared(29, 1).topUp(1), 3, 0) }, 4},
		"something is open": {func(r *retired) {
			r.topUp(60).compared(59, 1).write(1, "topup", journal.Intent, journal.Sending)
		}, 2},
		"an intention is open": {func(r *retired) {
			r.topUp(60).compared(59, 1).write(1, "lock", journal.Intent)
		}, 2},
		"an ending was not read": {func(r *retired) { r.topUp(60).compared(59, 1).topUp(1) }, 3},
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
				if n := r.past(); n != tt.keeps {
					t.Errorf("%d endings and facts are kept, want %d", n, tt.keeps)
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
	r.topUp(2).compared(1, 1).told(0, 1)
	if dropped, err := flow.Retire(r.kept, flowtest.Start.AddDate(12, 0, 0), 30*24*time.Hour); dropped != 0 || err != nil {
		t.Errorf("dropped %d, %v", dropped, err)
	}
}

func TestACompactedJournalIsComparedFromWhereItBegins(t *testing.T) {
	r := onDisk(t)
	r.topUp(60).topUp(59).compared(58, 2).told(57, 2)
	r.compared(0, 2) // the desk was used today, for something else
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
