package journal_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/client/money"
)

const folder = "desk"

var (
	logPath  = filepath.Join(folder, journal.LogName)
	headPath = filepath.Join(folder, journal.HeadName)
)

// noon is when the first record of every script is made; each later one is a minute after.
var noon = time.Date(2026, 11, 5, 12, 0, 0, 0, time.UTC)

// script makes records as a desk makes them: top-ups, locks and closes, interleaved, with several attempts,
// every ending, and some left open, and facts among them. Its own bookkeeping is the oracle for Next.
type script struct {
	chance  *rand.Rand
	records []journal.Record
	open    []journal.Record // the newest record of each id without an ending
	ended   []string         // ids
	seq     int64
	prev    string
	short   bool // bodies of a few bytes, where every byte of a record is a case of its own
}

func newScript(seed uint64) *script {
	return &script{chance: rand.New(rand.NewPCG(seed, 5))}
}

// desk makes a script of n records.
func desk(seed uint64, n int) *script { return newScript(seed).upTo(n) }

func (s *script) upTo(n int) *script {
	for len(s.records) < n {
		s.step()
	}
	return s
}

// night tells whether the long searches are wanted: DESK_TESTS=night or release. Without it they are the same
// searches, over fewer cases.
func night() bool { return os.Getenv("DESK_TESTS") == "night" || os.Getenv("DESK_TESTS") == "release" }

// cases gives how many cases a search tries.
func cases(push, long int) int {
	if night() {
		return long
	}
	return push
}

func (s *script) step() journal.Record {
	if len(s.ended) > 0 && s.chance.IntN(10) == 0 {
		return s.add(s.fact())
	}
	if len(s.open) < 2 || len(s.open) < 6 && s.chance.IntN(3) == 0 {
		return s.add(s.intent())
	}
	i := s.chance.IntN(len(s.open))
	r := s.open[i]
	s.open = append(s.open[:i], s.open[i+1:]...)
	was := r
	r.Seq, r.Prev, r.Body, r.Cash = 0, "", nil, journal.Cash{}
	switch roll := s.chance.IntN(8); {
	case was.Kind == journal.Intent && roll == 0:
		r.Kind = journal.Dropped
	case was.Kind == journal.Intent:
		return s.add(s.sending(r))
	case roll <= 1:
		r = was
		r.Staff = "1002"
	case roll == 2:
		r.Kind, r.Why = journal.Rejected, "limit-exceeded"
	case roll == 3:
		r.Kind, r.Staff = journal.Cancelled, ""
	default:
		r.Kind = journal.Posted
	}
	return s.add(r)
}

func (s *script) add(r journal.Record) journal.Record {
	r.At = noon.Add(time.Duration(len(s.records)) * time.Minute)
	s.records = append(s.records, r)
	switch {
	case r.Kind.Ends():
		s.ended = append(s.ended, r.ID)
	case !r.Kind.Fact():
		s.open = append(s.open, r)
	}
	return r
}

func (s *script) fact() journal.Record {
	r := journal.Record{Kind: journal.Told, Desk: "KRANJ-2", Staff: "1001"}
	switch roll := s.chance.IntN(3); {
	case roll == 0 && s.seq > 0:
		r.Kind, r.UpTo = journal.Compared, 1+s.chance.Int64N(s.seq)
		return r
	case roll == 1:
		r.Kind, r.Staff = journal.Untold, ""
	}
	r.About = s.ended[s.chance.IntN(len(s.ended))]
	return r
}

func (s *script) intent() journal.Record {
	r := journal.Record{
		Kind: journal.Intent, ID: s.uuid(), Task: "topup", MokID: "100000014", Desk: "KRANJ-2", Staff: "1001",
		Amount: money.EUR(int64(100 + s.chance.IntN(50_000))), Session: s.uuid(),
	}
	switch s.chance.IntN(8) {
	case 0:
		r.Task, r.Amount = "lock", money.Amount{}
	case 1:
		r.Task, r.MokID = "drawer", ""
	}
	return r
}

func (s *script) sending(r journal.Record) journal.Record {
	r.Kind = journal.Sending
	if r.Task == "topup" {
		r.Seq, r.Prev = s.seq+1, s.prev
		r.Cash = journal.Cash{Total: r.Amount.Cents + 50, Given: r.Amount.Cents + 50 + int64(s.chance.IntN(2000))}
	}
	if s.short {
		r.Body = fmt.Appendf(nil, `{"id":%q}`, r.ID)
	} else {
		r.Body = fmt.Appendf(nil, `{"id":%q,"mokId":%q,"amount":{"amount":%d,"currency":"EUR"},"quoteId":%q,"drawerSessionId":%q,`+
			`"staff":%q,"desk":%q,"seq":%d,"prev":%q}`, r.ID, r.MokID, r.Amount.Cents, s.uuid(), r.Session, r.Staff, r.Desk, r.Seq, r.Prev)
	}
	if r.Seq > 0 {
		sum := sha256.Sum256(r.Body)
		s.seq, s.prev = r.Seq, hex.EncodeToString(sum[:])
	}
	return r
}

func (s *script) uuid() string {
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", s.chance.Uint32(), s.chance.IntN(1<<16), s.chance.IntN(1<<12),
		s.chance.IntN(1<<12), s.chance.Uint64N(1<<48))
}

// heads appends all to a healthy journal and gives the hash after each count.
func heads(records []journal.Record) ([]string, error) {
	j, err := journal.Open(disktest.New(), folder)
	if err != nil {
		return nil, err
	}
	_, last := j.Head()
	out := []string{last}
	for _, r := range records {
		if err := j.Append(r); err != nil {
			return nil, err
		}
		_, last = j.Head()
		out = append(out, last)
	}
	return out, j.Close()
}

func mustOpen(t testing.TB, fs journal.FS) *journal.Journal {
	t.Helper()
	j, err := journal.Open(fs, folder)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

func mustAppend(t testing.TB, j *journal.Journal, records ...journal.Record) {
	t.Helper()
	for i, r := range records {
		if err := j.Append(r); err != nil {
			t.Fatalf("append %d, a %s: %v", i, r.Kind, err)
		}
	}
}

// written is a healthy disk with these records.
func written(t testing.TB, records []journal.Record) *disktest.Disk {
	t.Helper()
	d := disktest.New()
	j := mustOpen(t, d)
	mustAppend(t, j, records...)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return d
}
