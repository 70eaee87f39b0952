package sandbox

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"

	"cekr.kranj.si/desk/client/journal/disktest"
)

// night tells whether the long searches are wanted: DESK_TESTS=night or release.
func night() bool { return os.Getenv("DESK_TESTS") == "night" || os.Getenv("DESK_TESTS") == "release" }

// cases gives how many cases a search tries.
func cases(push, long int) int {
	if night() {
		return long
	}
	return push
}

// outage is one run: an office at work whose power goes, several times.
type outage struct {
	t      testing.TB
	system system
	image  *image
	desks  *scriptedDesks
	chance *rand.Rand // of the cuts
	seed   uint64

	after  *disktest.Disk // what the power cut left; nil as long as there is power
	opened bool           // and everything was looked at
	sum    tally
}

// tally is what runs have gone through.
type tally struct{ cuts, opening, answers, undone, freed, passed int }

// copied is another outcome of what was known until now.
func (p *outage) copied() *outage {
	again := *p
	again.desks = p.desks.copied()
	return &again
}

// cutsInARow is how often the power goes in a run.
const cutsInARow = 3

func (s system) outage(t testing.TB, m *image, seed uint64) (tally, error) {
	first := m.desks.copied()
	first.chance = rand.New(rand.NewPCG(seed, 1))
	p := &outage{t: t, system: s, image: m, desks: first, chance: rand.New(rand.NewPCG(seed, 2)), seed: seed}
	disk := m.disk.Crash(p.chance)
	for cut := range cutsInARow {
		if err := p.live(disk, p.cutAt()); err != nil {
			return p.sum, fmt.Errorf("seed %d, power cut %d: %w", seed, cut+1, err)
		}
		disk = p.after
		if p.sum.cuts++; !p.opened {
			p.sum.opening++
		}
	}
	if err := p.live(disk, 0); err != nil {
		return p.sum, fmt.Errorf("seed %d, after the last power cut: %w", seed, err)
	}
	p.sum.answers = len(p.desks.sent)
	for _, w := range p.desks.sent {
		if w.posted < 0 {
			p.sum.undone++
		}
		if bytes.Contains(w.answer, []byte(`"unlockedAt"`)) {
			p.sum.freed++
		}
		if bytes.Contains(w.answer, []byte(`"closed":{`)) {
			p.sum.passed++
		}
	}
	return p.sum, nil
}

// cutAt is the change of the disk after which the power goes: during the opening, or somewhere in the day.
func (p *outage) cutAt() int {
	if p.chance.IntN(4) == 0 {
		return 1 + p.chance.IntN(60)
	}
	return 60 + p.chance.IntN(500)
}

// live opens the office, looks at everything, and works on until the power goes; for moment 0 it only looks.
func (p *outage) live(disk *disktest.Disk, moment int) error {
	p.after, p.opened = nil, false
	changes := 0
	disk.Watch(func(disktest.Call) {
		if changes++; changes == moment {
			p.after = disk.Crash(p.chance)
			disk.Fail(func(int, disktest.Call) error { return disktest.ErrPower })
		}
	})
	f := p.system.onDisk(disk)
	defer f.forget()
	o, err := openOn(p.t, f)
	if err != nil {
		return p.exceptAfterCut(fmt.Errorf("open: %w", err))
	}
	defer o.Close()
	if err := p.checkAll(o, moment == 0); err != nil || p.after != nil || moment == 0 {
		return p.exceptAfterCut(err)
	}
	p.opened = true
	for p.after == nil {
		if err := p.sendAll(o, p.desks.next()); err != nil {
			return p.exceptAfterCut(err)
		}
	}
	return nil
}

// exceptAfterCut forgives what went wrong when the power had gone.
func (p *outage) exceptAfterCut(err error) error {
	if p.after != nil {
		return nil
	}
	return err
}

// checkAll asks for everything that was ever sent and adds up.
func (p *outage) checkAll(o *Office, last bool) error {
	for _, w := range p.desks.sent {
		if err := p.send(o, w); err != nil || p.after != nil {
			return err
		}
	}
	// What is wrong in the file stays so: to audit every third office, and each run's last, is enough for a push.
	if last || night() || p.chance.IntN(3) == 0 {
		if err := o.Verify(p.t.Context()); err != nil {
			return err
		}
	}
	return p.addUp(o)
}

func (p *outage) addUp(o *Office) error {
	got, err := balances(o)
	if err != nil {
		return err
	}
	want := map[string]int64{}
	for mokID, cents := range p.image.balances {
		want[mokID] = cents
	}
	for _, w := range p.desks.sent {
		want[w.mokID] += w.posted
	}
	delete(want, "")
	for mokID, cents := range want {
		if got[mokID] != cents {
			return fmt.Errorf("card %s holds %d, not %d", mokID, got[mokID], cents)
		}
	}
	return nil
}

// send sends a write and takes its answer down, unless the power had gone before it came.
func (p *outage) send(o *Office, w *sentWrite) error {
	a, err := w.deliver(o)
	if p.after != nil {
		return nil
	}
	if err != nil {
		return err
	}
	return w.check(a)
}

// sendAll sends writes at the same time.
func (p *outage) sendAll(o *Office, writes []*sentWrite) error {
	if len(writes) == 1 {
		return p.send(o, writes[0])
	}
	answers, errs := p.sendTogether(o, writes)
	if p.after != nil {
		return nil
	}
	for i, w := range writes {
		if errs[i] == nil {
			errs[i] = w.check(answers[i])
		}
	}
	return errors.Join(errs...)
}

// sendTogether lets writes wait until all of them do, so that they share a commit.
func (p *outage) sendTogether(o *Office, writes []*sentWrite) ([]reply, []error) {
	answers, errs := make([]reply, len(writes)), make([]error, len(writes))
	o.store.turn <- struct{}{}
	var wg sync.WaitGroup
	var ended atomic.Int64 // those that were refused before they had to wait
	for i, w := range writes {
		wg.Go(func() {
			defer ended.Add(1)
			answers[i], errs[i] = w.deliver(o)
		})
		for o.store.queue.length()+int(ended.Load()) <= i {
			runtime.Gosched()
		}
	}
	<-o.store.turn
	wg.Wait()
	return answers, errs
}

// outages goes through seeds, on every processor, and gives the first run that is not as it must be.
func (s system) outages(t testing.TB, from, runs uint64) (sum tally, failed error) {
	// Every office is thrown away at once; collecting them less often is faster and harmless.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	m := newImage(t, s)
	var next atomic.Uint64
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for n := next.Add(1); n <= runs; n = next.Add(1) {
				one, err := s.outage(t, m, from+n)
				mu.Lock()
				sum.cuts, sum.opening, sum.answers = sum.cuts+one.cuts, sum.opening+one.opening, sum.answers+one.answers
				sum.undone, sum.freed = sum.undone+one.undone, sum.freed+one.freed
				sum.passed += one.passed
				if err != nil {
					failed = cmp.Or(failed, err)
					next.Store(runs)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return sum, failed
}

// A power cut takes from the office nothing that it has answered, at whatever moment it comes, and does nothing twice.
func TestNoPowerCutLosesAWrite(t *testing.T) {
	runs := cases(560, 11_200)
	if raced {
		runs = 40
	}
	for _, s := range systems {
		t.Run(s.name, func(t *testing.T) {
			sum, err := s.outages(t, 0, uint64(runs))
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d runs, %d power cuts, %d of them while the office opened or was looked at, %d answers held, %d stornos, %d unlocks and %d changes of hands among them", runs,
				sum.cuts, sum.opening, sum.answers, sum.undone, sum.freed, sum.passed)
			if sum.cuts != runs*cutsInARow || sum.opening < sum.cuts/10 || sum.opening > sum.cuts/2 || sum.answers < 8*runs {
				t.Error("the cuts do not come where they should")
			}
			if sum.undone < runs/10 || !raced && sum.freed < runs/20 { // so few runs as under the race detector may meet no unlock
				t.Error("too little was undone")
			}
			if !raced && sum.passed < runs/10 {
				t.Error("too few drawers passed into other hands")
			}
		})
	}
}
