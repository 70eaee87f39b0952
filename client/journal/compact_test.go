package journal_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
)

// facts is all that a journal tells. Compaction must not change it, but for what has ended.
type facts struct {
	Count   int64
	Last    string
	Seq     int64
	Prev    string
	Desk    string
	Items   []journal.Item
	Totals  []journal.Total
	Settled []journal.Settled
	Facts   []journal.Fact
}

func factsOf(j *journal.Journal) (f facts) {
	f.Count, f.Last = j.Head()
	f.Seq, f.Prev = j.Next()
	f.Desk, f.Items, f.Totals, f.Settled, f.Facts = j.Desk(), j.Items(), j.Totals(), j.Settled(), j.Facts()
	return f
}

// after is what stays of them over a compaction.
func (f facts) after(upTo int64) facts {
	f.Settled = slices.DeleteFunc(slices.Clone(f.Settled), func(s journal.Settled) bool { return s.Ended <= upTo })
	f.Facts = slices.DeleteFunc(slices.Clone(f.Facts), func(f journal.Fact) bool { return f.Place <= upTo })
	if len(f.Facts) == 0 {
		f.Facts = nil
	}
	return f
}

func TestCompactionChangesNothingButTheSize(t *testing.T) {
	for seed := range uint64(cases(15, 200)) {
		d := disktest.New()
		j := mustOpen(t, d)
		s := newScript(seed)
		settled := map[string]int64{} // the places of the endings
		for i := range 150 {
			r := s.step()
			mustAppend(t, j, r)
			if r.Kind.Ends() {
				settled[r.ID] = int64(i + 1)
			}
			if i%25 != 24 {
				continue
			}
			upTo := int64(i) - int64(seed%20)
			want, size := factsOf(j).after(upTo), len(d.Bytes(logPath))
			dropped, err := j.Compact(upTo)
			if err != nil {
				t.Fatalf("seed %d, after %d: %v", seed, i, err)
			}
			if diff := cmp.Diff(want, factsOf(j)); diff != "" {
				t.Fatalf("seed %d, after %d: (-before +after):\n%s", seed, i, diff)
			}
			if dropped > 0 && len(d.Bytes(logPath)) >= size {
				t.Errorf("seed %d: %d records dropped, the log grew", seed, dropped)
			}
			for id, place := range settled {
				if _, known := j.Last(id); known == (place <= upTo) {
					t.Fatalf("seed %d, after %d: settled at %d, known: %v, compacted up to %d", seed, i, place, known, upTo)
				}
			}
			_ = j.Close()
			j = mustOpen(t, d)
			if diff := cmp.Diff(want, factsOf(j)); diff != "" {
				t.Fatalf("seed %d, after %d: (-before +reopened):\n%s", seed, i, diff)
			}
		}
	}
}

func TestACompactedLogHoldsTheHashesOfWhatWentAndNothingElse(t *testing.T) {
	s := desk(4, 200)
	d := written(t, s.records)
	whole := journal.Payloads(d.Bytes(logPath))
	j := mustOpen(t, d)
	dropped, err := j.Compact(150)
	if err != nil || dropped == 0 {
		t.Fatalf("%d dropped, %v", dropped, err)
	}
	log := d.Bytes(logPath)
	kept := journal.Payloads(log)
	if len(kept)+int(dropped) != len(whole) {
		t.Fatalf("%d kept and %d dropped of %d", len(kept), dropped, len(whole))
	}
	for _, payload := range whole {
		stays := slices.ContainsFunc(kept, func(k []byte) bool { return bytes.Equal(k, payload) })
		r, _, _ := journal.ReadRecord(payload)
		if !stays && !r.Kind.Fact() && !spokenOf(kept, r.ID) && bytes.Contains(log, []byte(r.ID)) {
			t.Errorf("the id of a dropped record is still in the log")
		}
		sum := sha256.Sum256(payload)
		if !stays && !slices.Contains(journal.SummaryHashes(log), sum) {
			t.Errorf("the hash of a dropped %s is gone", r.Kind)
		}
	}
}

// spokenOf tells whether a later fact that stays is about the id.
func spokenOf(kept [][]byte, id string) bool {
	return slices.ContainsFunc(kept, func(payload []byte) bool {
		r, _, _ := journal.ReadRecord(payload)
		return r.About == id
	})
}

func TestNothingToCompactWritesNothing(t *testing.T) {
	d := written(t, desk(4, 50).records)
	j := mustOpen(t, d)
	for range 2 {
		before := d.Bytes(logPath)
		n, err := j.Compact(0)
		if n != 0 || err != nil || !bytes.Equal(before, d.Bytes(logPath)) {
			t.Errorf("%d dropped, %v", n, err)
		}
	}
}

func TestACompactionThatFailsEarlyHaltsNothing(t *testing.T) {
	s := desk(4, 60)
	d := written(t, s.records[:50])
	j := mustOpen(t, d)
	full := errors.New("no space")
	d.Fail(func(_ int, c disktest.Call) error {
		if c.Op == disktest.OpWrite {
			return full
		}
		return nil
	})
	if _, err := j.Compact(60); !errors.Is(err, full) || errors.Is(err, journal.ErrHalted) {
		t.Fatalf("got %v", err)
	}
	d.Fail(nil)
	mustAppend(t, j, s.records[50:]...)
	if slices.Contains(d.Names(), filepath.Join(folder, journal.NewName)) {
		t.Error("the half-written log was left")
	}
}

func TestACompactionThatFailsLateHaltsTheJournal(t *testing.T) {
	for _, op := range []disktest.Op{disktest.OpRename, disktest.OpSyncDir} {
		s := desk(4, 60)
		d := written(t, s.records[:50])
		j := mustOpen(t, d)
		d.Fail(func(_ int, c disktest.Call) error {
			if c.Op == op {
				return errors.New("gone")
			}
			return nil
		})
		if _, err := j.Compact(60); !errors.Is(err, journal.ErrHalted) {
			t.Fatalf("%s: got %v", op, err)
		}
		if err := j.Append(s.records[50]); !errors.Is(err, journal.ErrHalted) {
			t.Fatalf("%s: append: %v", op, err)
		}
		d.Fail(nil)
		_ = j.Close()
		mustAppend(t, mustOpen(t, d), s.records[50:]...)
	}
}

func TestALogThatChangedUnderneathIsNotCompacted(t *testing.T) {
	s := desk(4, 60)
	d := written(t, s.records)
	j := mustOpen(t, d)
	log := d.Bytes(logPath)
	log[len(log)/2] ^= 1
	d.Put(logPath, log)
	if _, err := j.Compact(60); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestASummaryThatCannotBeIsDamage(t *testing.T) {
	d := written(t, desk(4, 60).records)
	j := mustOpen(t, d)
	if n, err := j.Compact(60); n == 0 || err != nil {
		t.Fatalf("%d dropped, %v", n, err)
	}
	log, head := d.Bytes(logPath), d.Bytes(headPath)
	summary := string(journal.FirstPayload(log))
	for name, change := range map[string][2]string{
		"no change":           {"", ""},
		"no JSON":             {"{", ""},
		"a blank":             {":", ": "},
		"one more key":        {`"seq"`, `"more":1,"seq"`},
		"another desk":        {`"desk":"KRANJ-2"`, `"desk":"KRANJ-3"`},
		"a desk with words":   {`"desk":"KRANJ-2"`, `"desk":"Kranj 2"`},
		"a number below 0":    {`"seq":`, `"seq":-`},
		"another number":      {`"seq":`, `"seq":9`},
		"no predecessor":      {`"prev":"` + hashIn(summary, "prev"), `"prev":"`},
		"no hash":             {`"prev":"`, `"prev":"x`},
		"a later beginning":   {`"from":`, `"from":9`},
		"a beginning at 0":    {`"from":1`, `"from":0`},
		"half a hash":         {`"hashes":"`, `"hashes":"AAAA`},
		"another hash":        {`"hashes":"`, `"hashes":"` + strings.Repeat("A", 128)},
		"an open ending":      {`"kind":"POSTED"`, `"kind":"SENDING"`},
		"less than nothing":   {`"cents":`, `"cents":-`},
		"no items":            {`"items":`, `"items":-`},
		"more than all money": {`"totals":[`, `"totals":[{"task":"topup","kind":"POSTED","currency":"EUR","items":1,"cents":9223372036854775807},`},
	} {
		text := strings.Replace(summary, change[0], change[1], 1)
		again, crc := journal.Preamble()
		framed, crc := journal.SummaryFrame(crc, []byte(text))
		again = append(again, framed...)
		for _, payload := range journal.Payloads(log) {
			framed, crc = journal.Frame(crc, payload)
			again = append(again, framed...)
		}
		damaged := disktest.New()
		damaged.Put(logPath, again)
		damaged.Put(headPath, head)
		_, err := journal.Open(damaged, folder)
		if text == summary && name != "no change" {
			t.Errorf("%s: nothing changed in %s", name, summary)
		}
		if wrong := name != "no change"; wrong != errors.Is(err, journal.ErrDamaged) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// hashIn gives the hash under a key.
func hashIn(summary, key string) string {
	_, rest, _ := strings.Cut(summary, `"`+key+`":"`)
	return rest[:64]
}

func TestALogThatEndsWithinWhatWasCompactedIsDamage(t *testing.T) {
	d := written(t, desk(4, 60).records)
	j := mustOpen(t, d)
	if _, err := j.Compact(60); err != nil {
		t.Fatal(err)
	}
	log := d.Bytes(logPath)
	d.Put(logPath, log[:16+16+len(journal.FirstPayload(log))])
	_ = j.Close()
	if _, err := journal.Open(d, folder); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("got %v", err)
	}
}
