package journal_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/client/money"
)

// follows lists what may come next, for each kind that an id may stand at; "" is an id not met before.
var follows = map[journal.Kind][]journal.Kind{
	"":                {journal.Intent},
	journal.Intent:    {journal.Sending, journal.Dropped},
	journal.Sending:   {journal.Sending, journal.Posted, journal.Rejected, journal.Cancelled},
	journal.Posted:    {},
	journal.Rejected:  {},
	journal.Cancelled: {},
	journal.Dropped:   {},
}

// way leads an id to a kind.
var way = map[journal.Kind][]journal.Kind{
	"":                {},
	journal.Intent:    {journal.Intent},
	journal.Sending:   {journal.Intent, journal.Sending},
	journal.Posted:    {journal.Intent, journal.Sending, journal.Posted},
	journal.Rejected:  {journal.Intent, journal.Sending, journal.Rejected},
	journal.Cancelled: {journal.Intent, journal.Sending, journal.Cancelled},
	journal.Dropped:   {journal.Intent, journal.Dropped},
}

// topUp is a record of one and the same top-up.
func topUp(kind journal.Kind) journal.Record {
	r := journal.Record{
		Kind: kind, ID: "2b1f6b1c-7a52-4d0e-9a55-0d6d2f0c8a11", Task: "topup", MokID: "100000014", Amount: money.EUR(2000),
		Desk: "KRANJ-2", Staff: "1001", Session: "7d7a6f0e-0d35-4f6f-8d10-5b4a0b6b7c22", At: noon,
	}
	if kind == journal.Sending {
		r.Seq, r.Body = 1, []byte(`{"id":"2b1f6b1c-7a52-4d0e-9a55-0d6d2f0c8a11","seq":1}`)
	}
	return r
}

func TestOnlyALegalRecordFollows(t *testing.T) {
	for from, legal := range follows {
		for to := range follows {
			if to == "" {
				continue
			}
			t.Run(string(from)+" then "+string(to), func(t *testing.T) {
				d := disktest.New()
				j := mustOpen(t, d)
				for _, kind := range way[from] {
					mustAppend(t, j, topUp(kind))
				}
				before := d.Bytes(logPath)
				err := j.Append(topUp(to))
				if slices.Contains(legal, to) {
					if err != nil {
						t.Fatalf("refused: %v", err)
					}
					return
				}
				if !errors.Is(err, journal.ErrRefused) || errors.Is(err, journal.ErrHalted) {
					t.Fatalf("got %v, want a refusal that does not halt it", err)
				}
				if !cmp.Equal(before, d.Bytes(logPath)) {
					t.Error("a refused record was written")
				}
				if j.Halted() != nil {
					t.Errorf("halted by a refusal: %v", j.Halted())
				}
			})
		}
	}
}

func TestAnIDNeverChangesItsContent(t *testing.T) {
	for name, change := range map[string]func(*journal.Record){
		"task":   func(r *journal.Record) { r.Task = "lock" },
		"card":   func(r *journal.Record) { r.MokID = "100000022" },
		"amount": func(r *journal.Record) { r.Amount = money.EUR(2001) },
		"desk":   func(r *journal.Record) { r.Desk = "KRANJ-3" },
	} {
		t.Run(name, func(t *testing.T) {
			j := mustOpen(t, disktest.New())
			mustAppend(t, j, topUp(journal.Intent))
			r := topUp(journal.Sending)
			change(&r)
			if err := j.Append(r); !errors.Is(err, journal.ErrRefused) {
				t.Errorf("got %v, want a refusal", err)
			}
		})
	}
}

func TestAnotherAttemptHasTheSameBytes(t *testing.T) {
	for name, change := range map[string]func(*journal.Record){
		"body":        func(r *journal.Record) { r.Body = append(slices.Clone(r.Body), ' ') },
		"number":      func(r *journal.Record) { r.Seq = 2 },
		"no number":   func(r *journal.Record) { r.Seq = 0 },
		"predecessor": func(r *journal.Record) { r.Prev = hashOf(r.Body) },
	} {
		t.Run(name, func(t *testing.T) {
			j := mustOpen(t, disktest.New())
			mustAppend(t, j, topUp(journal.Intent), topUp(journal.Sending))
			again := topUp(journal.Sending)
			change(&again)
			if err := j.Append(again); !errors.Is(err, journal.ErrRefused) {
				t.Errorf("got %v, want a refusal", err)
			}
			again = topUp(journal.Sending)
			again.Staff, again.Session = "1002", ""
			mustAppend(t, j, again)
			if n := j.Items()[0].Attempts(); n != 2 {
				t.Errorf("%d attempts, want 2", n)
			}
		})
	}
}

func TestANumberIsTheNextOne(t *testing.T) {
	j := mustOpen(t, disktest.New())
	mustAppend(t, j, topUp(journal.Intent), topUp(journal.Sending))
	first := topUp(journal.Sending).Body
	if seq, prev := j.Next(); seq != 2 || prev != hashOf(first) {
		t.Fatalf("next is %d after %s", seq, prev)
	}
	other := topUp(journal.Intent)
	other.ID = "00000000-0000-4000-8000-000000000002"
	mustAppend(t, j, other)
	other.Kind, other.Body = journal.Sending, []byte(`{}`)
	for _, wrong := range []struct {
		seq  int64
		prev string
	}{{1, ""}, {3, hashOf(first)}, {2, ""}, {2, hashOf([]byte("x"))}, {0, hashOf(first)}, {-1, ""}} {
		other.Seq, other.Prev = wrong.seq, wrong.prev
		if err := j.Append(other); !errors.Is(err, journal.ErrRefused) {
			t.Errorf("number %d after %q: got %v, want a refusal", wrong.seq, wrong.prev, err)
		}
	}
	other.Seq, other.Prev = 2, hashOf(first)
	mustAppend(t, j, other)
}

func TestABodyWithoutANumberTakesNone(t *testing.T) {
	j := mustOpen(t, disktest.New())
	r := topUp(journal.Intent)
	r.Task, r.MokID = "drawer", ""
	mustAppend(t, j, r)
	r.Kind, r.Body = journal.Sending, []byte(`{}`)
	mustAppend(t, j, r)
	if seq, prev := j.Next(); seq != 1 || prev != "" {
		t.Errorf("next is %d after %q, want 1 after nothing", seq, prev)
	}
}

// TestWhatWasAppendedIsReadBack leads a model of its own beside the journal, and reopens every so often.
func TestWhatWasAppendedIsReadBack(t *testing.T) {
	seeds := cases(20, 500)
	if raced {
		seeds = 3
	}
	for seed := range uint64(seeds) {
		d := disktest.New()
		j := mustOpen(t, d)
		s := newScript(seed)
		var order []string
		began := map[string]int64{}
		history := map[string][]journal.Record{}
		var facts []journal.Fact
		for i := range 80 {
			r := s.step()
			switch {
			case r.Kind.Fact():
				facts = append(facts, journal.Fact{Record: r, Place: int64(i + 1)})
			case history[r.ID] == nil:
				order = append(order, r.ID)
				began[r.ID] = int64(i + 1)
				fallthrough
			default:
				history[r.ID] = append(history[r.ID], r)
			}
			mustAppend(t, j, r)
			if i%9 == 0 {
				_ = j.Close()
				j = mustOpen(t, d)
			}
			if want, got := unsettled(order, began, history), j.Items(); !reflect.DeepEqual(want, got) {
				t.Fatalf("seed %d, record %d: open items (-want +got):\n%s", seed, i, cmp.Diff(want, got))
			}
			if got := j.Facts(); !slices.EqualFunc(facts, got, func(a, b journal.Fact) bool { return cmp.Equal(a, b) }) {
				t.Fatalf("seed %d, record %d: facts (-want +got):\n%s", seed, i, cmp.Diff(facts, got))
			}
			if last, ok := j.Last(r.ID); !r.Kind.Fact() && (!ok || !cmp.Equal(last, r)) {
				t.Fatalf("seed %d, record %d: last is %v, want %v", seed, i, last, r)
			}
			if seq, prev := j.Next(); seq != s.seq+1 || prev != s.prev {
				t.Fatalf("seed %d, record %d: next is %d after %s", seed, i, seq, prev)
			}
		}
	}
}

func unsettled(order []string, began map[string]int64, history map[string][]journal.Record) []journal.Item {
	out := []journal.Item{}
	for _, id := range order {
		if h := history[id]; !h[len(h)-1].Kind.Ends() {
			out = append(out, journal.Item{Records: h, Began: began[id]})
		}
	}
	return out
}

func TestAnItemTellsWhatMayHaveReachedTheOffice(t *testing.T) {
	j := mustOpen(t, disktest.New())
	mustAppend(t, j, topUp(journal.Intent))
	it := j.Items()[0]
	if !it.NeverSent() || it.Attempts() != 0 || it.Body() != nil || it.First().Kind != journal.Intent {
		t.Errorf("an intent alone: %+v", it)
	}
	mustAppend(t, j, topUp(journal.Sending), topUp(journal.Sending))
	it = j.Items()[0]
	if it.NeverSent() || it.Attempts() != 2 || it.Last().Kind != journal.Sending {
		t.Errorf("two attempts: %+v", it)
	}
	if string(it.Body()) != string(topUp(journal.Sending).Body) {
		t.Errorf("body %s", it.Body())
	}
	it.Body()[0], it.Records[1].Body[0] = 'x', 'x'
	if j.Items()[0].Body()[0] == 'x' {
		t.Error("a caller can change the journal's bytes")
	}
	if _, ok := j.Last("00000000-0000-4000-8000-000000000009"); ok {
		t.Error("an id that never was has a record")
	}
}

func TestTheCallersBytesAreCopied(t *testing.T) {
	j := mustOpen(t, disktest.New())
	r := topUp(journal.Sending)
	mustAppend(t, j, topUp(journal.Intent), r)
	r.Body[0] = 'x'
	if got := j.Items()[0].Body(); got[0] == 'x' {
		t.Error("the journal changed with its caller's bytes")
	}
}

func TestTheTimeIsKeptInMilliseconds(t *testing.T) {
	d := disktest.New()
	j := mustOpen(t, d)
	r := topUp(journal.Intent)
	for i, at := range []time.Time{
		time.Date(1970, 1, 1, 0, 30, 0, 0, time.FixedZone("CET", 3600)),
		time.Date(2038, 1, 19, 3, 14, 8, 999_999_999, time.UTC),
		time.Date(2106, 2, 7, 6, 28, 16, 0, time.UTC),
	} {
		r.At = at
		r.ID = topUp("").ID[:35] + string(rune('2'+i))
		mustAppend(t, j, r)
		_ = j.Close()
		j = mustOpen(t, d)
		if got, _ := j.Last(r.ID); !got.At.Equal(at.Truncate(time.Millisecond)) || got.At.Location() != time.UTC {
			t.Errorf("%v came back as %v", at, got.At)
		}
	}
}

func TestTotalsAndHeadSayWhatThereIs(t *testing.T) {
	j := mustOpen(t, disktest.New())
	if n, last := j.Head(); n != 0 || last != hex.EncodeToString(make([]byte, 32)) || j.Desk() != "" {
		t.Errorf("an empty journal has %d records, hash %s, desk %q", n, last, j.Desk())
	}
	mustAppend(t, j, topUp(journal.Intent), topUp(journal.Sending), topUp(journal.Posted))
	lock := topUp(journal.Intent)
	lock.ID, lock.Task, lock.Amount = "00000000-0000-4000-8000-000000000003", "lock", money.Amount{}
	mustAppend(t, j, lock)
	lock.Kind = journal.Dropped
	mustAppend(t, j, lock)
	want := []journal.Total{
		{Task: "lock", Kind: journal.Dropped, Items: 1},
		{Task: "topup", Kind: journal.Posted, Items: 1, Sum: money.EUR(2000)},
	}
	if diff := cmp.Diff(want, j.Totals()); diff != "" {
		t.Errorf("totals (-want +got):\n%s", diff)
	}
	if n, _ := j.Head(); n != 5 || j.Desk() != "KRANJ-2" {
		t.Errorf("%d records of desk %q", n, j.Desk())
	}
}

func TestAClosedJournalTakesNothing(t *testing.T) {
	j := mustOpen(t, disktest.New())
	for range 2 {
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Append(topUp(journal.Intent)); !errors.Is(err, journal.ErrClosed) {
		t.Errorf("append: %v", err)
	}
	if _, err := j.Compact(1); !errors.Is(err, journal.ErrClosed) {
		t.Errorf("compact: %v", err)
	}
}

func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// TestSeveralGoroutinesShareAJournal is for the race detector too: two tasks write while the screen looks.
func TestSeveralGoroutinesShareAJournal(t *testing.T) {
	d := disktest.New()
	j := mustOpen(t, d)
	var writers sync.WaitGroup
	for n := range 4 {
		writers.Go(func() {
			for i := range 50 {
				r := topUp(journal.Intent)
				r.ID = fmt.Sprintf("00000000-0000-4000-8000-%06d%06d", n, i)
				for _, kind := range []journal.Kind{journal.Intent, journal.Dropped} {
					r.Kind = kind
					if err := j.Append(r); err != nil {
						t.Error(err)
					}
				}
				if i%10 == 9 {
					if _, err := j.Compact(1 << 30); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	stop, looked := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(looked)
		for {
			select {
			case <-stop:
				return
			default:
				factsOf(j)
			}
		}
	}()
	writers.Wait()
	close(stop)
	<-looked
	if n, _ := j.Head(); n != 400 || j.Totals()[0].Items != 200 || len(j.Items()) != 0 {
		t.Errorf("%d records, totals %v, %d open", n, j.Totals(), len(j.Items()))
	}
	_ = j.Close()
	mustOpen(t, d)
}

func TestASecondJournalOfOneFolderIsHeld(t *testing.T) {
	d := disktest.New()
	mustOpen(t, d)
	_, err := journal.Open(d, folder)
	if !errors.Is(err, journal.ErrHeld) || err.Error() != "journal: held by pid 1 on disktest" {
		t.Errorf("got %v", err)
	}
	if text := (&journal.HeldError{}).Error(); text != "journal: held by another program" {
		t.Errorf("an unknown holder: %s", text)
	}
}
