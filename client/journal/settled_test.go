package journal_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
)

// settledOf is what the records come to, reckoned without the journal.
func settledOf(records []journal.Record) []journal.Settled {
	began, seq, cash := map[string]int64{}, map[string]int64{}, map[string]journal.Cash{}
	var out []journal.Settled
	for i, r := range records {
		n := int64(i + 1)
		switch {
		case r.Kind.Fact():
		case r.Kind == journal.Intent:
			began[r.ID] = n
		case r.Kind == journal.Sending:
			seq[r.ID], cash[r.ID] = r.Seq, r.Cash
		default:
			r.At = r.At.UTC()
			out = append(out, journal.Settled{Ending: r, Seq: seq[r.ID], Cash: cash[r.ID], Began: began[r.ID], Ended: n})
		}
	}
	return out
}

func TestSettledIdsAreListedInTheOrderOfTheirEndings(t *testing.T) {
	for seed := range uint64(cases(5, 100)) {
		d := disktest.New()
		j := mustOpen(t, d)
		s := newScript(seed)
		for range 120 {
			mustAppend(t, j, s.step())
		}
		want := settledOf(s.records)
		if diff := cmp.Diff(want, j.Settled()); diff != "" {
			t.Fatalf("seed %d: (-want +got):\n%s", seed, diff)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		j = mustOpen(t, d)
		if diff := cmp.Diff(want, j.Settled()); diff != "" {
			t.Fatalf("seed %d, opened again: (-want +got):\n%s", seed, diff)
		}
		if _, err := j.Compact(60); err != nil {
			t.Fatal(err)
		}
		want = slices.DeleteFunc(want, func(s journal.Settled) bool { return s.Ended <= 60 })
		if diff := cmp.Diff(want, j.Settled()); diff != "" {
			t.Fatalf("seed %d, compacted: (-want +got):\n%s", seed, diff)
		}
	}
}
