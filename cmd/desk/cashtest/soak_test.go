package cashtest

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/sandbox"
)

// A counter that runs for days on a bad network must not grow. Nobody is killed here: two desks and their office
// live through faults for as long as the trial lasts.
func TestADeskThatLivesThroughFaultsDoesNotGrow(t *testing.T) {
	long := map[string]time.Duration{"night": 30 * time.Minute, "release": 8 * time.Hour}[os.Getenv("DESK_TESTS")]
	if long == 0 {
		long = 4 * time.Second
	}
	trial, err := newTrial(t.TempDir(), firstSeed(), 1)
	if err != nil {
		t.Fatal(err)
	}
	trial.soaks = true
	if long >= time.Minute {
		if err := trial.stock(3200); err != nil {
			t.Fatal(err)
		}
	}
	time.AfterFunc(long, func() {
		trial.ending.Do(func() { close(trial.over) })
		for _, d := range trial.desks {
			d.mu.Lock()
			p := d.running
			d.mu.Unlock()
			if p != nil {
				p.kill()
			}
		}
	})
	if err := trial.play(); err != nil {
		t.Fatal(err)
	}
	f, err := trial.check()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v, %d faults, %d top-ups posted", long, f.faults, f.posted)
	for _, d := range trial.desks {
		d.flat(t, long >= time.Minute)
	}
}

// stock makes more cards, as many as it takes for clerks to have work all day.
func (t *trial) stock(cards int) error {
	office, err := sandbox.Open(context.Background(), sandbox.Options{Dir: filepath.Join(t.dir, "office", "data")})
	if err != nil {
		return err
	}
	for i := len(t.cards); i < cards && err == nil; i++ {
		c := practiceCard(i)
		t.cards = append(t.cards, c)
		err = office.AddCard(context.Background(), sandbox.PracticeCard{MokID: c.MokID, LastSix: c.LastSix, Tourist: c.Fee > 0})
	}
	return errors.Join(err, office.Close())
}

// perRecord is what a record of the journal may cost in memory: its body, its index, its place in the list of what
// has ended. The journal lets go of it when it has served its time.
const perRecord = 2 << 10

// flat compares a desk in its second quarter, when everything is loaded, with its last.
func (d *deskSlot) flat(t *testing.T, long bool) {
	t.Helper()
	if len(d.sizes) < 8 {
		if long {
			t.Errorf("%s was weighed only %d times", d.name, len(d.sizes))
		}
		return
	}
	quarter := len(d.sizes) / 4
	early, late := middle(d.sizes[quarter:2*quarter]), middle(d.sizes[3*quarter:])
	t.Logf("%s: %d kB and %d goroutines, later %d kB and %d, %d records on", d.name, early.Heap>>10, early.Goroutines,
		late.Heap>>10, late.Goroutines, late.Records-early.Records)
	// In a few seconds a desk is still loading what it needs; its goroutines can be counted all the same.
	if may := early.Heap + early.Heap/20 + uint64(late.Records-early.Records)*perRecord; long && late.Heap > may {
		t.Errorf("%s has grown from %d bytes to %d, and may to %d", d.name, early.Heap, late.Heap, may)
	}
	if long && late.Records == early.Records {
		t.Errorf("%s has worked no more", d.name)
	}
	if late.Goroutines > early.Goroutines+early.Goroutines/20+4 {
		t.Errorf("%s has grown from %d goroutines to %d", d.name, early.Goroutines, late.Goroutines)
	}
}

// middle is the median of each figure.
func middle(of []soak) soak {
	return soak{
		Heap:       median(of, func(s soak) uint64 { return s.Heap }),
		Goroutines: median(of, func(s soak) int { return s.Goroutines }),
		Records:    median(of, func(s soak) int64 { return s.Records }),
	}
}

func median[T cmp.Ordered](of []soak, figure func(soak) T) T {
	var all []T
	for _, s := range of {
		all = append(all, figure(s))
	}
	slices.Sort(all)
	return all[len(all)/2]
}
