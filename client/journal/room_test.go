package journal_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/client/money"
)

// longest is a record of a kind with every field as long as it may be.
func longest(id int, kind journal.Kind) journal.Record {
	r := journal.Record{
		Kind: kind, ID: fmt.Sprintf("%08d-0000-4000-8000-000000000000", id), Task: strings.Repeat("t", 32), MokID: "100000014",
		Amount: money.Amount{Cents: money.Max, Currency: money.Euro}, Desk: strings.Repeat("D", 32), Staff: "12345678",
		Session: "7d7a6f0e-0d35-4f6f-8d10-5b4a0b6b7c22", At: noon,
	}
	switch {
	case kind == journal.Sending:
		r.Body = []byte(strings.Repeat("x", journal.MaxBody))
		r.Cash = journal.Cash{Total: money.Max, Given: money.Max}
	case kind.Ends():
		r.Why = strings.Repeat("n", 64)
	}
	return r
}

// refusedAsFull holds that a record finds no room, that nothing of it was written and that the journal works on.
func refusedAsFull(t *testing.T, d *disktest.Disk, j *journal.Journal, r journal.Record) {
	t.Helper()
	before := d.Bytes(logPath)
	count, last := j.Head()
	if err := j.Append(r); !errors.Is(err, journal.ErrFull) || !errors.Is(err, journal.ErrRefused) || errors.Is(err, journal.ErrHalted) {
		t.Fatalf("%s: got %v, want a refusal for want of room", r.Kind, err)
	}
	if now, hash := j.Head(); now != count || hash != last || !cmp.Equal(before, d.Bytes(logPath)) {
		t.Error("a refused record was written")
	}
	if err := j.Halted(); err != nil {
		t.Errorf("halted by a refusal: %v", err)
	}
}

// Whatever a journal has begun it can send once and end, however little room there is and however long the records.
func TestAFullJournalStillEndsWhatItHasBegun(t *testing.T) {
	for _, ending := range []journal.Kind{journal.Posted, journal.Rejected, journal.Cancelled, journal.Dropped} {
		t.Run(string(ending), func(t *testing.T) {
			d := disktest.New()
			j := mustOpen(t, d)
			const limit = 100_000
			j.SetLimit(limit)
			begun := 0
			for ; ; begun++ {
				if err := j.Append(longest(begun, journal.Intent)); err != nil {
					refusedAsFull(t, d, j, longest(begun, journal.Intent))
					break
				}
			}
			if begun < 5 {
				t.Fatalf("only %d began", begun)
			}
			for n := range begun {
				if ending != journal.Dropped {
					mustAppend(t, j, longest(n, journal.Sending))
				}
			}
			for n := range begun {
				mustAppend(t, j, longest(n, ending))
			}
			if j.Size() > limit {
				t.Errorf("%d bytes, allowed are %d", j.Size(), limit)
			}
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			if got := len(mustOpen(t, d).Settled()); got != begun {
				t.Errorf("%d of %d settled after a restart", got, begun)
			}
		})
	}
}

// A second attempt may not take the room of an ending.
func TestAttemptsLeaveRoomForTheEnding(t *testing.T) {
	d := disktest.New()
	j := mustOpen(t, d)
	j.SetLimit(60_000)
	mustAppend(t, j, longest(1, journal.Intent), longest(2, journal.Intent), longest(1, journal.Sending))
	attempts := 1
	for ; j.Append(longest(1, journal.Sending)) == nil; attempts++ {
	}
	refusedAsFull(t, d, j, longest(1, journal.Sending))
	refusedAsFull(t, d, j, longest(3, journal.Intent))
	if attempts < 3 || j.Items()[0].Attempts() != attempts {
		t.Errorf("%d attempts, kept %d", attempts, j.Items()[0].Attempts())
	}
	mustAppend(t, j, longest(2, journal.Sending), longest(1, journal.Posted), longest(2, journal.Rejected))
}

// A journal that an earlier version filled to the brim still takes the endings that fit.
func TestAJournalFilledByAnEarlierVersionIsEnded(t *testing.T) {
	d := disktest.New()
	j := mustOpen(t, d)
	mustAppend(t, j, longest(1, journal.Intent), longest(1, journal.Sending), longest(2, journal.Intent))
	j.SetLimit(j.Size() + journal.EndingRoom)
	if !j.Full() {
		t.Error("it is not called full")
	}
	refusedAsFull(t, d, j, longest(2, journal.Sending))
	mustAppend(t, j, longest(1, journal.Posted))
	j.SetLimit(j.Size() + 100)
	refusedAsFull(t, d, j, longest(2, journal.Dropped))
}

func TestAFullJournalSaysSoLongBeforeItRefuses(t *testing.T) {
	j := mustOpen(t, disktest.New())
	if j.Full() {
		t.Error("an empty journal is full")
	}
	j.SetLimit(journal.SpareRoom + 100_000)
	n := 0
	for ; !j.Full(); n++ {
		mustAppend(t, j, longest(n, journal.Intent), longest(n, journal.Dropped))
	}
	for range 300 { // facts, locks, a drawer's close
		untold := longest(n, journal.Untold)
		mustAppend(t, j, journal.Record{Kind: untold.Kind, Desk: untold.Desk, Staff: untold.Staff, At: noon, About: untold.ID})
		mustAppend(t, j, longest(n, journal.Intent), longest(n, journal.Dropped))
		n++
	}
	if _, err := j.Compact(1 << 40); err != nil || j.Full() {
		t.Errorf("after compaction: full %v, %v", j.Full(), err)
	}
	mustAppend(t, j, longest(n, journal.Intent))
}

// In any order, and over restarts: an ending and a first sending are never refused for want of room.
func TestRoomIsKeptWhateverTheOrder(t *testing.T) {
	for seed := range uint64(cases(200, 5_000)) {
		rng := rand.New(rand.NewPCG(seed, 1))
		d := disktest.New()
		j := mustOpen(t, d)
		limit := int64(20_000 + rng.IntN(100_000))
		j.SetLimit(limit)
		state, refused := map[int]journal.Kind{}, 0
		for step := range 150 {
			if rng.IntN(40) == 0 {
				if err := j.Close(); err != nil {
					t.Fatal(err)
				}
				j = mustOpen(t, d)
				j.SetLimit(limit)
			}
			id := rng.IntN(step/3 + 1)
			next := journal.Intent
			switch state[id] {
			case journal.Intent:
				next = []journal.Kind{journal.Sending, journal.Dropped}[rng.IntN(2)]
			case journal.Sending:
				next = []journal.Kind{journal.Sending, journal.Sending, journal.Posted}[rng.IntN(3)]
			case journal.Posted, journal.Dropped:
				continue
			}
			err := j.Append(longest(id, next))
			may := next == journal.Intent || next == journal.Sending && state[id] == journal.Sending
			switch {
			case err == nil:
				state[id] = next
			case may && errors.Is(err, journal.ErrFull):
				refused++
			default:
				t.Fatalf("seed %d, step %d: %s after %q: %v", seed, step, next, state[id], err)
			}
		}
		if j.Size() > limit {
			t.Fatalf("seed %d: %d bytes, allowed are %d", seed, j.Size(), limit)
		}
		_ = j.Close()
	}
}
