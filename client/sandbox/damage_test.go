package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"cekr.kranj.si/desk/client/journal/disktest"
)

// damagedFile is a damaged file of an office.
type damagedFile struct {
	what string
	name string
	data []byte
}

// damagedFiles does to the office's files what disks do: bits, sectors, lengths.
func damagedFiles(disk *disktest.Disk, chance *rand.Rand, share int) (out []damagedFile) {
	data, journal := disk.Bytes(simPath), disk.Bytes(simPath+journalOf)
	add := func(name string, good, bad []byte, format string, args ...any) {
		if !bytes.Equal(good, bad) {
			out = append(out, damagedFile{fmt.Sprintf(format, args...), name, bad})
		}
	}
	flip := func(name string, good []byte, bit int) {
		bad := bytes.Clone(good)
		bad[bit/8] ^= 1 << (bit % 8)
		add(name, good, bad, "%s: bit %d of byte %d", name, bit%8, bit/8)
	}
	for bit := range 8 * 100 { // the header
		if bit%share == 0 {
			flip(simPath, data, bit)
		}
	}
	for range 6400 / share {
		flip(simPath, data, chance.IntN(8*len(data)))
	}
	for range 800 / share {
		flip(simPath+journalOf, journal, chance.IntN(8*min(len(journal), 2048)))
	}
	for at := 0; at < len(data); at += 512 {
		for by, part := range [][]byte{make([]byte, 512), bytes.Repeat([]byte{0xff}, 512), data[chance.IntN(len(data)/512)*512:][:512]} {
			if (at/512+by)%share == 0 {
				bad := bytes.Clone(data)
				copy(bad[at:], part)
				add(simPath, data, bad, "sector %d is %s", at/512, []string{"zeros", "ones", "another's"}[by])
			}
		}
	}
	for at := 0; at < len(data); at += pageSize {
		add(simPath, data, data[:at], "cut to %d pages", at/pageSize)
		bad := bytes.Clone(data)
		copy(bad[at:], make([]byte, pageSize))
		add(simPath, data, bad, "page %d is zeros", at/pageSize)
	}
	for range 1600 / share {
		n := chance.IntN(len(data))
		add(simPath, data, data[:n], "cut to %d bytes", n)
	}
	for _, more := range []int{1, 512, pageSize, 10 * pageSize} {
		add(simPath, data, append(bytes.Clone(data), bytes.Repeat([]byte{7}, more)...), "%d bytes more", more)
		add(simPath, data, append(bytes.Clone(data), make([]byte, more)...), "%d zeros more", more)
	}
	return out
}

// try opens the damaged office. It is refused and left as it is; or whatever it answers is what it answered before, and
// what it cannot answer any more it says so.
func (x damagedFile) try(p *outage, disk *disktest.Disk) (refused bool, err error) {
	disk = disk.Crash(p.chance)
	disk.Put(x.name, x.data)
	touched := false
	disk.Watch(func(c disktest.Call) {
		touched = touched || c.Name == simPath && (c.Op == disktest.OpWrite || c.Op == disktest.OpTruncate)
	})
	f := p.system.onDisk(disk)
	defer f.forget()
	o, err := openOn(p.t, f)
	if err != nil {
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
			return true, fmt.Errorf("refused, but not as damaged: %w", err)
		}
		if touched || !bytes.Equal(disk.Bytes(x.name), x.data) {
			return true, errors.New("the damaged file was written to")
		}
		return true, nil
	}
	defer o.Close()
	for _, w := range p.desks.sent {
		a, err := w.deliver(o)
		if errors.Is(err, ErrDamaged) {
			refused = true
			continue
		}
		if err != nil || a.status != http.StatusOK || !bytes.Equal(a.body, w.answer) {
			return refused, fmt.Errorf("answers %d %s (%v), before it was %s", a.status, a.body, err, w.answer)
		}
	}
	if err := p.addUp(o); err != nil && !errors.Is(err, ErrDamaged) {
		return refused, err
	}
	return refused, nil
}

// Whatever a disk does to the ledger's bytes, no balance and no answer comes out of it that was not there before.
func TestADamagedLedgerIsFoundOutOrHarmless(t *testing.T) {
	s := systems[0]
	m := newImage(t, s)
	x := newFaultyOffice(t, s, m)
	disk := m.disk.Crash(x.chance)
	f := s.onDisk(disk)
	o, err := openOn(t, f)
	if err == nil {
		err = errors.Join(x.work(o), o.Verify(t.Context()), o.Close())
	}
	f.forget()
	if err != nil {
		t.Fatal(err)
	}
	share := cases(4, 1)
	if raced {
		share = 100
	}
	all := damagedFiles(disk, rand.New(rand.NewPCG(3, 3)), share)
	var next, refused atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			p := &outage{t: t, system: s, image: m, desks: x.desks, chance: rand.New(rand.NewPCG(4, 4))}
			for n := next.Add(1); int(n) <= len(all); n = next.Add(1) {
				found, err := all[n-1].try(p, disk)
				if err != nil {
					t.Errorf("%s: %v", all[n-1].what, err)
				}
				if found {
					refused.Add(1)
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d damaged ledgers, %d found out, the others harmless", len(all), refused.Load())
	if int(refused.Load()) < len(all)/2 {
		t.Error("most damage was harmless: nothing was damaged")
	}
}
