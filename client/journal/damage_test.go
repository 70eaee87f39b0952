package journal_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
)

// sample is a sound journal and what it says.
type sample struct {
	name      string
	log, head []byte
	facts     facts
	// loose says that one record more or less is right: it was written, and never acknowledged.
	loose bool
}

// damages tries damaged files, counts them, and remembers the first that was not found out.
type damages struct {
	through func(*disktest.Disk) journal.FS
	tried   int
	found   int
	err     error
}

// try opens the files. They must be refused, or everything acknowledged must be there.
func (x *damages) try(s sample, what string, log, head []byte) {
	x.tried++
	d := disktest.New()
	d.Put(logPath, log)
	d.Put(headPath, head)
	j, err := journal.Open(x.through(d), folder)
	if err != nil {
		x.found++
		if !errors.Is(err, journal.ErrDamaged) && !errors.Is(err, journal.ErrNewer) {
			x.miss("%s, %s: neither damaged nor newer: %w", s.name, what, err)
		}
		if !bytes.Equal(d.Bytes(logPath), log) || !bytes.Equal(d.Bytes(headPath), head) {
			x.miss("%s, %s: the damaged files were touched", s.name, what)
		}
		return
	}
	defer j.Close()
	if n, _ := j.Head(); s.loose && n == s.facts.Count-1 {
		return
	}
	if got := factsOf(j); !reflect.DeepEqual(got, s.facts) {
		x.miss("%s, %s: opens with %d records instead of %d", s.name, what, got.Count, s.facts.Count)
	}
}

func (x *damages) miss(format string, args ...any) {
	if x.err == nil {
		x.err = fmt.Errorf(format, args...)
	}
}

// bits flips each bit of both files; between the slots of the head, where nothing is, a few.
func (x *damages) bits(s sample) {
	for i := range 8 * len(s.log) {
		if raced && i%31 > 0 {
			continue
		}
		log := bytes.Clone(s.log)
		log[i/8] ^= 1 << (i % 8)
		x.try(s, fmt.Sprintf("bit %d of the log", i), log, s.head)
	}
	for i := range 8 * len(s.head) {
		if i/8%journal.SlotStride >= 64 && i%97 > 0 {
			continue
		}
		head := bytes.Clone(s.head)
		head[i/8] ^= 1 << (i % 8)
		x.try(s, fmt.Sprintf("bit %d of the head", i), s.log, head)
	}
}

// lengths cuts each file at each length, and makes it longer.
func (x *damages) lengths(s sample) {
	for n := range len(s.log) {
		x.try(s, fmt.Sprintf("log of %d bytes", n), s.log[:n:n], s.head)
	}
	for n := range len(s.head) {
		x.try(s, fmt.Sprintf("head of %d bytes", n), s.log, s.head[:n:n])
	}
	for _, n := range []int{1, 15, 16, 17, 511, 512, 4096, 1 << 16} {
		for _, by := range []byte{0, 0xff, 'J'} {
			more := bytes.Repeat([]byte{by}, n)
			x.try(s, fmt.Sprintf("%d bytes of %d after the log", n, by), append(slices.Clip(s.log), more...), s.head)
			x.try(s, fmt.Sprintf("%d bytes of %d after the head", n, by), s.log, append(slices.Clip(s.head), more...))
		}
	}
}

// sectors makes each sector of each file zero, or full, or another's.
func (x *damages) sectors(s sample, chance *rand.Rand) {
	const size = 512
	each := func(data []byte, try func(what string, bad []byte)) {
		for at := 0; at < len(data); at += size {
			end := min(at+size, len(data))
			other := chance.IntN(len(data)/size+1) * size
			for what, by := range map[string][]byte{
				"zeros": make([]byte, size), "ones": bytes.Repeat([]byte{0xff}, size), "another": data[other:],
			} {
				bad := bytes.Clone(data)
				copy(bad[at:end], by)
				if !bytes.Equal(bad, data) {
					try(fmt.Sprintf("sector at %d is %s", at, what), bad)
				}
			}
		}
	}
	each(s.log, func(what string, bad []byte) { x.try(s, "log "+what, bad, s.head) })
	each(s.head, func(what string, bad []byte) { x.try(s, "head "+what, s.log, bad) })
}

// frames takes out, doubles and swaps whole records, which hold by themselves.
func (x *damages) frames(s sample) {
	var parts [][]byte
	rest := s.log
	for cut := 16; len(rest) > 0; cut = 16 + int(binary.LittleEndian.Uint32(append(rest[4:8:8], 0)[:4])) {
		cut = min(cut, len(rest))
		parts = append(parts, rest[:cut:cut])
		rest = rest[cut:]
		if len(rest) < 16 {
			break
		}
	}
	for i := 1; i < len(parts); i++ {
		x.try(s, fmt.Sprintf("without record %d", i), slices.Concat(slices.Concat(parts[:i]...), slices.Concat(parts[i+1:]...), rest), s.head)
		x.try(s, fmt.Sprintf("record %d twice", i), slices.Concat(slices.Concat(parts[:i]...), slices.Concat(parts[i-1:]...), rest), s.head)
		if i+1 < len(parts) {
			x.try(s, fmt.Sprintf("records %d and %d swapped", i, i+1),
				slices.Concat(slices.Concat(parts[:i]...), parts[i+1], parts[i], slices.Concat(parts[i+2:]...), rest), s.head)
		}
	}
}

// chance damages random places, several at once.
func (x *damages) random(s sample, chance *rand.Rand, n int) {
	for i := range n {
		log, head := bytes.Clone(s.log), s.head
		for range 1 + chance.IntN(4) {
			log[chance.IntN(len(log))] = byte(chance.Uint32())
		}
		if chance.IntN(4) == 0 {
			log = log[:chance.IntN(len(log))]
		}
		if !bytes.Equal(log, s.log) {
			x.try(s, fmt.Sprintf("random damage %d", i), log, head)
		}
	}
}

// samples are a journal after a clean end, a compacted one, one whose last append was not finished, one whose
// last append was never acknowledged, an empty one, and one of version 1.
func samples(t *testing.T, records int) []sample {
	script := newScript(23)
	script.short = !night()
	script.upTo(records + 1)
	clean := written(t, script.records[:records])
	compacted := written(t, script.records[:records])
	j := mustOpen(t, compacted)
	if n, err := j.Compact(int64(records)); n == 0 || err != nil {
		t.Fatalf("%d compacted, %v", n, err)
	}
	_ = j.Close()
	torn, ahead := disktest.New(), disktest.New()
	for name, data := range map[string][]byte{logPath: clean.Bytes(logPath), headPath: clean.Bytes(headPath)} {
		torn.Put(name, data)
		ahead.Put(name, data)
	}
	longer := written(t, script.records)
	whole := longer.Bytes(logPath)
	torn.Put(logPath, whole[:len(whole)-5])
	ahead.Put(logPath, whole)
	var out []sample
	for name, d := range map[string]*disktest.Disk{
		"clean": clean, "compacted": compacted, "torn": torn, "ahead": ahead, "empty": written(t, nil),
		"old": oldDisk(asOld(script.records[:records])),
	} {
		s := sample{name: name, log: d.Bytes(logPath), head: d.Bytes(headPath), loose: name == "ahead"}
		j := mustOpen(t, d)
		s.facts = factsOf(j)
		_ = j.Close()
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b sample) int { return bytes.Compare([]byte(a.name), []byte(b.name)) })
	return out
}

// all does everything to every sample, each in its own goroutine.
func (x *damages) all(ss []sample, random int) {
	parts := make([]damages, len(ss))
	var wait sync.WaitGroup
	for i, s := range ss {
		chance := rand.New(rand.NewPCG(uint64(i), 4))
		part := &parts[i]
		part.through = x.through
		wait.Go(func() {
			part.bits(s)
			part.lengths(s)
			part.sectors(s, chance)
			part.frames(s)
			part.random(s, chance, random)
		})
	}
	wait.Wait()
	for _, part := range parts {
		x.tried, x.found = x.tried+part.tried, x.found+part.found
		if x.err == nil {
			x.err = part.err
		}
	}
}

func TestDamageIsFoundOrHarmless(t *testing.T) {
	x := &damages{through: func(d *disktest.Disk) journal.FS { return d }}
	x.all(samples(t, cases(10, 60)), cases(5_000, 50_000))
	if x.err != nil {
		t.Error(x.err)
	}
	t.Logf("%d damaged journals, %d refused, the others whole", x.tried, x.found)
	if x.found < x.tried/4 {
		t.Error("most damage was harmless: nothing was damaged")
	}
}

// TestFilesOfTwoJournalsAreFoundOut puts files of another desk, or of another day, beside each other.
func TestFilesOfTwoJournalsAreFoundOut(t *testing.T) {
	s := desk(31, 60)
	other := written(t, desk(32, 60).records)
	now := written(t, s.records)
	older := written(t, s.records[:50])
	compacted := written(t, s.records)
	j := mustOpen(t, compacted)
	_, _ = j.Compact(30)
	_ = j.Close()
	for name, c := range map[string]struct {
		log, head []byte
		fine      bool
	}{
		"another desk's log":           {other.Bytes(logPath), now.Bytes(headPath), false},
		"another desk's head":          {now.Bytes(logPath), other.Bytes(headPath), false},
		"an older log":                 {older.Bytes(logPath), now.Bytes(headPath), false},
		"an older head":                {now.Bytes(logPath), older.Bytes(headPath), false},
		"the log as head":              {now.Bytes(logPath), now.Bytes(logPath), false},
		"the head as log":              {now.Bytes(headPath), now.Bytes(headPath), false},
		"no log":                       {nil, now.Bytes(headPath), false},
		"no head":                      {now.Bytes(logPath), nil, false},
		"an empty log":                 {[]byte{}, now.Bytes(headPath), false},
		"an empty head":                {now.Bytes(logPath), []byte{}, false},
		"an empty log and no head":     {[]byte{}, nil, false},
		"an empty head beside nothing": {nil, []byte{}, false},
		"the log before compaction":    {now.Bytes(logPath), compacted.Bytes(headPath), true},
		"a head too large":             {now.Bytes(logPath), make([]byte, 1<<16), false},
	} {
		t.Run(name, func(t *testing.T) {
			d := disktest.New()
			d.Put(logPath, c.log)
			d.Put(headPath, c.head)
			_, err := journal.Open(d, folder)
			if c.fine != (err == nil) || err != nil && !errors.Is(err, journal.ErrDamaged) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestWhatIsStillReadableCanBeAskedAbout(t *testing.T) {
	s := desk(41, 40)
	d := written(t, s.records)
	log := d.Bytes(logPath)
	log[len(log)/2] ^= 0x10
	d.Put(logPath, log)
	_, err := journal.Open(d, folder)
	var damaged *journal.DamagedError
	if !errors.As(err, &damaged) {
		t.Fatalf("got %v", err)
	}
	got := damaged.Readable()
	if len(got) != len(s.records)-1 {
		t.Fatalf("%d of %d records are readable; one is damaged", len(got), len(s.records))
	}
	ids := map[string]bool{}
	for _, r := range got {
		ids[r.ID] = true
	}
	for _, r := range s.records {
		delete(ids, r.ID)
	}
	if len(ids) > 0 {
		t.Errorf("ids that never were: %v", slices.Collect(maps.Keys(ids)))
	}
	if damaged.Offset <= 0 || damaged.Offset > int64(len(log)/2) || damaged.Reason == "" {
		t.Errorf("damaged at %d: %q", damaged.Offset, damaged.Reason)
	}
}

func TestAWrongRecordWithARightChecksumIsDamage(t *testing.T) {
	good := written(t, desk(51, 3).records)
	for name, payload := range map[string]string{
		"no JSON":         "hello",
		"another number":  string(bytes.Replace(journal.RecordJSON(topUp(journal.Intent)), []byte(`"n":1`), []byte(`"n":9`), 1)),
		"another chain":   string(bytes.Replace(journal.RecordJSON(topUp(journal.Intent)), []byte(`"n":1`), []byte(`"n":4`), 1)),
		"an empty record": "",
	} {
		t.Run(name, func(t *testing.T) {
			d := disktest.New()
			log := good.Bytes(logPath)
			framed, _ := journal.Frame(lastChecksum(log), []byte(payload))
			d.Put(logPath, append(log, framed...))
			d.Put(headPath, good.Bytes(headPath))
			if _, err := journal.Open(d, folder); !errors.Is(err, journal.ErrDamaged) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// lastChecksum is that of the log's last frame.
func lastChecksum(log []byte) (crc uint32) {
	_, crc = journal.Preamble()
	for at := 16; at < len(log); at += 16 + int(binary.LittleEndian.Uint32(log[at+4:])) {
		crc = binary.LittleEndian.Uint32(log[at+12:])
	}
	return crc
}

func TestANewerJournalIsLeftAlone(t *testing.T) {
	table := crc32.MakeTable(crc32.Castagnoli)
	newer := func(data []byte, version, sum int) []byte {
		data = bytes.Clone(data)
		binary.LittleEndian.PutUint32(data[version:], binary.LittleEndian.Uint32(data[version:])+1)
		binary.LittleEndian.PutUint32(data[sum:], crc32.Checksum(data[:sum], table))
		return data
	}
	good := written(t, desk(51, 4).records)
	for name, files := range map[string][2][]byte{
		"log":  {newer(good.Bytes(logPath), 8, 12), good.Bytes(headPath)},
		"head": {good.Bytes(logPath), newer(good.Bytes(headPath), 8, 60)},
	} {
		d := disktest.New()
		d.Put(logPath, files[0])
		d.Put(headPath, files[1])
		if _, err := journal.Open(d, folder); !errors.Is(err, journal.ErrNewer) {
			t.Errorf("%s: got %v", name, err)
		}
		if !bytes.Equal(d.Bytes(logPath), files[0]) || !bytes.Equal(d.Bytes(headPath), files[1]) {
			t.Errorf("%s: a newer journal was touched", name)
		}
	}
	d := disktest.New()
	d.Put(logPath, newer(good.Bytes(logPath)[:16], 8, 12))
	if _, err := journal.Open(d, folder); !errors.Is(err, journal.ErrNewer) {
		t.Errorf("a newer log without a head: got %v", err)
	}
}
