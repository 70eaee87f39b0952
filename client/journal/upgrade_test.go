package journal_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
)

// Everything that a journal of version 1 told, the journal tells after it was taken over, and no record has changed.
func TestAnOldJournalIsTakenOverAsItWas(t *testing.T) {
	for seed := range uint64(cases(20, 300)) {
		records := asOld(desk(seed, 80).records)
		if seed%3 == 0 { // a crash left the last fact by half
			last := slices.IndexFunc(records, func(o old) bool { return o.Task == "told" && o.Kind == journal.Dropped })
			if last > 0 {
				records = slices.Delete(records, last, last+1)
			}
		}
		d := oldDisk(records)
		before := journal.Payloads(d.Bytes(logPath))
		want := understood(records)
		last := sha256.Sum256(before[len(before)-1])
		want.Last = fmt.Sprintf("%x", last)
		j := mustOpen(t, d)
		for _, when := range []string{"taken over", "opened again"} {
			if diff := cmp.Diff(want, factsOf(j)); diff != "" {
				t.Fatalf("seed %d, %s (-want +got):\n%s", seed, when, diff)
			}
			log := d.Bytes(logPath)
			if journal.Version(log) != 2 || !slices.EqualFunc(before, journal.Payloads(log), bytes.Equal) {
				t.Fatalf("seed %d, %s: version %d, or a record has changed", seed, when, journal.Version(log))
			}
			_ = j.Close()
			j = mustOpen(t, d)
		}
		upTo := int64(40)
		if n, err := j.Compact(upTo); n == 0 || err != nil {
			t.Fatalf("seed %d: %d dropped, %v", seed, n, err)
		}
		want = want.after(upTo)
		r := fact(journal.Told)
		mustAppend(t, j, r)
		want.Count++
		want.Facts = append(want.Facts, journal.Fact{Record: r, Place: want.Count})
		_, want.Last = j.Head()
		_ = j.Close()
		if diff := cmp.Diff(want, factsOf(mustOpen(t, d))); diff != "" {
			t.Fatalf("seed %d, worked on (-want +got):\n%s", seed, diff)
		}
	}
}

// What an earlier program reads first of a log is its preamble, and there it finds a version that it doesn't know: it
// says that the journal is newer, and leaves it alone. The head is as it was.
func TestAnEarlierProgramIsToldThatTheJournalIsNewer(t *testing.T) {
	d := oldDisk(asOld(desk(5, 30).records))
	oldHead := d.Bytes(headPath)
	_ = mustOpen(t, d).Close()
	log, head := d.Bytes(logPath), d.Bytes(headPath)
	was, _ := journal.OldPreamble()
	if !bytes.Equal(log[:8], was[:8]) || binary.LittleEndian.Uint32(log[8:]) != 2 || binary.LittleEndian.Uint32(log[12:]) != crc32.Checksum(log[:12], crc32.MakeTable(crc32.Castagnoli)) {
		t.Errorf("the log begins with %x", log[:16])
	}
	if !bytes.Equal(head, oldHead) {
		t.Error("the head has changed")
	}
}

// takeOvers are old journals as a life of the earlier program may leave them.
func takeOvers() map[string]*disktest.Disk {
	records := asOld(shortDesk(7, 3))
	whole := oldDisk(records)
	log := whole.Bytes(logPath)
	begun, _ := journal.OldPreamble()
	disk := func(log, head []byte) *disktest.Disk {
		d := disktest.New()
		d.Put(logPath, log)
		if head != nil {
			d.Put(headPath, head)
		}
		return d
	}
	return map[string]*disktest.Disk{
		"ended in order":          whole,
		"with a record not told":  disk(log, oldDisk(records[:len(records)-1]).Bytes(headPath)),
		"with half a record":      disk(log[:len(log)-9], oldDisk(records[:len(records)-1]).Bytes(headPath)),
		"begun, with no record":   disk(begun, journal.HeadOf(begun)),
		"begun, without its head": disk(begun, nil),
		"with a new file left over": func() *disktest.Disk {
			d := oldDisk(records)
			d.Put(filepath.Join(folder, journal.NewName), log[:50])
			return d
		}(),
	}
}

func shortDesk(seed uint64, n int) []journal.Record {
	s := newScript(seed)
	s.short = true
	return s.upTo(n).records
}

// every is each state that a power cut may leave, and few are some of them.
func every(d *disktest.Disk) iter.Seq[*disktest.Disk] { return d.Crashes() }

func few(d *disktest.Disk) iter.Seq[*disktest.Disk] {
	return func(yield func(*disktest.Disk) bool) {
		chance := rand.New(rand.NewPCG(uint64(len(d.Names())), 8))
		for n := 0; n < 6 && yield(d.Crash(chance)); n++ {
		}
	}
}

// cutTakeOver cuts the power after every change to the disk while a journal is taken over and takes one record; and, of
// every again-th state, while that is taken over. It gives the first state that is not as it must be.
func cutTakeOver(d *disktest.Disk, through func(*disktest.Disk) journal.FS, cuts func(*disktest.Disk) iter.Seq[*disktest.Disk], again int) (states int, err error) {
	want, err := taken(clone(d), 0, facts{})
	if err != nil {
		return 0, err
	}
	acknowledged := int64(0)
	d.Watch(func(c disktest.Call) {
		for state := range cuts(d) {
			if states++; again > 0 && states%again == 0 {
				n, failed := cutTakeOver(clone(state), through, few, 0)
				if states += n; failed != nil && err == nil {
					err = fmt.Errorf("after %s %s, and again: %w", c.Op, c.Name, failed)
				}
			}
			_, failed := taken(through(state), acknowledged, want)
			if failed != nil && err == nil {
				err = fmt.Errorf("after %s %s: %w", c.Op, c.Name, failed)
			}
		}
	})
	defer d.Watch(nil)
	j, failed := journal.Open(through(d), folder)
	if failed != nil {
		return states, failed
	}
	defer j.Close()
	if failed := j.Append(more(j)); failed != nil {
		return states, failed
	}
	acknowledged = 1
	return states, errors.Join(err, j.Close())
}

// more is the record that a journal takes once it was taken over.
func more(j *journal.Journal) journal.Record {
	r := fact(journal.Untold)
	if desk := j.Desk(); desk != "" {
		r.Desk = desk
	}
	return r
}

// clone is another disk with the same files, all of them safe from a power cut.
func clone(d *disktest.Disk) *disktest.Disk {
	c := disktest.New()
	for _, name := range d.Names() {
		c.Put(name, d.Bytes(name))
	}
	return c
}

// taken opens a journal, which must say what is wanted, unless nothing is; at least so many records came to it, and at
// most one.
func taken(fs journal.FS, least int64, want facts) (got facts, err error) {
	j, err := journal.Open(fs, folder)
	if err != nil {
		return got, err
	}
	defer j.Close()
	got = factsOf(j)
	if data, _ := fs.Read(logPath, 1<<20); journal.Version(data) != 2 {
		return got, fmt.Errorf("opened, and of version %d", journal.Version(data))
	}
	if want.Last == "" {
		return got, nil
	}
	if got.Count == want.Count+1 {
		end := len(want.Facts)
		if len(got.Facts) != end+1 || got.Facts[end].Kind != journal.Untold {
			return got, errors.New("another record came to it")
		}
		want.Facts, want.Desk = append(slices.Clip(want.Facts), got.Facts[end]), got.Desk
		want.Count, want.Last, least = got.Count, got.Last, least-1
	}
	if diff := cmp.Diff(want, got); diff != "" || least > 0 {
		return got, fmt.Errorf("%d records are missing (-want +got):\n%s", least, diff)
	}
	return got, nil
}

func TestNoPowerCutWhileAJournalIsTakenOverLosesARecord(t *testing.T) {
	sum := 0
	for name, d := range takeOvers() {
		states, err := cutTakeOver(d, func(d *disktest.Disk) journal.FS { return d }, every, cases(500, 20))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		sum += states
	}
	if t.Logf("%d crash states", sum); sum < 5_000 {
		t.Errorf("only %d states", sum)
	}
}

// The search for power cuts proves nothing unless it finds a take-over that is not careful.
func TestTheSearchFindsACarelessTakeOver(t *testing.T) {
	bugs := seeded()
	for _, name := range []string{"a new file is not synced before it is moved", "the folder is not synced", "nothing is synced"} {
		bug, known := bugs[name]
		if !known {
			t.Fatalf("no bug %q", name)
		}
		found := false
		for _, d := range takeOvers() {
			_, err := cutTakeOver(d, func(d *disktest.Disk) journal.FS { b := bug; b.Disk = d; return b }, few, 0)
			found = found || err != nil
		}
		if !found {
			t.Errorf("not found: %s", name)
		}
	}
}

// Each call to the disk fails in turn while a journal is taken over: the start says so, as no damage, and the next has
// everything.
func TestATakeOverThatFailsIsDoneByTheNextStart(t *testing.T) {
	sick := errors.New("sick")
	for name, d := range takeOvers() {
		want, err := taken(clone(d), 0, facts{})
		if err != nil {
			t.Fatal(err)
		}
		for n := 1; ; n++ {
			d, reached := clone(d), false
			d.Fail(func(call int, _ disktest.Call) error {
				if call == n {
					reached = true
					return sick
				}
				return nil
			})
			j, err := journal.Open(d, folder)
			if err == nil {
				_ = j.Close()
			} else if !errors.Is(err, sick) || errors.Is(err, journal.ErrDamaged) || errors.Is(err, journal.ErrNewer) {
				t.Errorf("%s, call %d: %v", name, n, err)
			}
			d.Fail(nil)
			d.Kill()
			for state := range few(d) {
				if _, err := taken(state, 0, want); err != nil {
					t.Errorf("%s, call %d, then a power cut: %v", name, n, err)
				}
			}
			if _, err := taken(d, 0, want); err != nil {
				t.Errorf("%s, call %d: %v", name, n, err)
			}
			if !reached {
				break
			}
		}
	}
}

// A disk without room for a second log leaves the first one as it is.
func TestAFullDiskLeavesAnOldJournalAsItIs(t *testing.T) {
	d := oldDisk(asOld(desk(5, 30).records))
	log := d.Bytes(logPath)
	d.Fail(func(_ int, c disktest.Call) error {
		if c.Op == disktest.OpWrite && c.Name != headPath {
			return syscall.ENOSPC
		}
		return nil
	})
	if _, err := journal.Open(d, folder); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	if !bytes.Equal(d.Bytes(logPath), log) || slices.Contains(d.Names(), filepath.Join(folder, journal.NewName)) {
		t.Error("the log was touched, or a half-written one was left")
	}
	d.Fail(nil)
	mustOpen(t, d)
}

// A damaged journal is not taken over: what is on the disk stays as it is, and what is readable is told in today's terms.
func TestADamagedOldJournalIsLeftAlone(t *testing.T) {
	records := asOld(desk(5, 60).records)
	d := oldDisk(records)
	log := d.Bytes(logPath)
	log[len(log)/2] ^= 1
	d.Put(logPath, log)
	_, err := journal.Open(d, folder)
	var damaged *journal.DamagedError
	if !errors.As(err, &damaged) || !bytes.Equal(d.Bytes(logPath), log) {
		t.Fatalf("got %v", err)
	}
	met := map[journal.Kind]bool{}
	for _, r := range damaged.Readable() {
		met[r.Kind] = true
		if err := journal.Check(r); err != nil {
			t.Errorf("%+v: %v", r, err)
		}
	}
	if !met[journal.Told] || !met[journal.Compared] || !met[journal.Posted] {
		t.Errorf("readable are %v", met)
	}
}
