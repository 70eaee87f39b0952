package sandbox

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"sync"
	"syscall"
	"testing"

	"cekr.kranj.si/desk/client/journal/disktest"
)

// diskFault is a disk that fails at one call, or from one call on.
type diskFault struct {
	n       int // the n-th of the calls that count
	cause   error
	lasting bool
	reads   bool // the calls that count are reads; else all that change or sync something
}

func (x diskFault) String() string {
	what, times := "change", "once"
	if x.reads {
		what = "read"
	}
	if x.lasting {
		times = "from then on"
	}
	return fmt.Sprintf("%v at %s %d, %s", x.cause, what, x.n, times)
}

// injectInto makes the disk fail so; met tells afterwards how many calls counted.
func (x diskFault) injectInto(d *disktest.Disk) (met *int) {
	met = new(int)
	d.Fail(func(_ int, c disktest.Call) error {
		if (c.Op == disktest.OpRead) != x.reads || c.Op == disktest.OpClose {
			return nil
		}
		if *met++; *met == x.n || x.lasting && *met > x.n {
			return &fs.PathError{Op: string(c.Op), Path: c.Name, Err: x.cause}
		}
		return nil
	})
	return met
}

// faultyOffice is an office whose disk fails while it opens and works. Its day is always the same.
type faultyOffice struct {
	outage
	day [][]*sentWrite
}

// faultySeed makes a day with a lock, a person, a tombstone, a storno, an unlock, a closed drawer and a commit of several.
const faultySeed = 7

func newFaultyOffice(t testing.TB, s system, m *image) *faultyOffice {
	first := m.desks.copied()
	first.chance = rand.New(rand.NewPCG(faultySeed, 1))
	x := &faultyOffice{outage: outage{t: t, system: s, image: m, desks: first, chance: rand.New(rand.NewPCG(faultySeed, 2))}}
	one := first.topUp(first.uuid())
	x.day = [][]*sentWrite{{one}, {first.lock()}, {first.person(), first.topUp(first.uuid()), first.topUp(first.uuid())},
		{first.cancel(first.uuid(), tryCard, 500)}, first.reverse(), first.unlock(),
		{first.closeDrawer(1)}, {first.openDrawer(1)}, {first.topUp(first.uuid())}}
	return x
}

// run lets the disk fail, and holds the office to what it said: in the same office when the disk is well again,
// after a restart, and after a power cut. It gives how many calls counted.
func (x *faultyOffice) run(what diskFault) (calls int, err error) {
	disk := x.image.disk.Crash(x.chance)
	f := x.system.onDisk(disk)
	defer f.forget()
	met := what.injectInto(disk)
	o, err := openOn(x.t, f)
	if err == nil {
		err = x.work(o)
		calls = *met
	} else if errors.Is(err, ErrDamaged) || errors.Is(err, ErrNewer) {
		return *met, fmt.Errorf("a disk that fails is taken for damage: %w", err)
	} else {
		err = nil
	}
	if err != nil {
		return calls, err
	}
	disk.Fail(nil)
	if err := x.copied().live(disk.Crash(x.chance), 0); err != nil {
		return calls, fmt.Errorf("after a power cut: %w", err)
	}
	if o != nil {
		if err := x.checkAll(o, true); err != nil {
			return calls, fmt.Errorf("when the disk is well again: %w", err)
		}
		if err := x.copied().live(disk.Crash(x.chance), 0); err != nil {
			return calls, fmt.Errorf("well again, and after a power cut: %w", err)
		}
		_ = o.Close()
	}
	if err := x.live(disk, 0); err != nil {
		return calls, fmt.Errorf("after a restart: %w", err)
	}
	return calls, nil
}

// work goes through the day, and on after what fails.
func (x *faultyOffice) work(o *Office) error {
	for _, writes := range x.day {
		if len(writes) == 1 {
			a, err := writes[0].deliver(o)
			if err == nil {
				err = writes[0].check(a)
			} else {
				err = refusedForDisk(err)
			}
			if err != nil {
				return err
			}
			continue
		}
		answers, errs := x.sendTogether(o, writes)
		for i, w := range writes {
			if errs[i] == nil {
				errs[i] = w.check(answers[i])
			} else {
				errs[i] = refusedForDisk(errs[i])
			}
		}
		if err := errors.Join(errs...); err != nil {
			return err
		}
	}
	return nil
}

// refusedForDisk lets an error pass that the desk sees as the office's own; a problem of the contract would be an
// answer about the write itself.
func refusedForDisk(err error) error {
	if p := (*problem)(nil); errors.As(err, &p) {
		return fmt.Errorf("the disk's failure is answered as %s", p.Code)
	}
	return nil
}

// At whichever call the disk fails, and however: what the office answers is kept, it says no word about what is not,
// and it goes on when the disk is well.
func TestTheDiskMayFailAtAnyCall(t *testing.T) {
	s := systems[1]
	m := newImage(t, s)
	kinds := []diskFault{{cause: syscall.EIO}, {cause: syscall.ENOSPC, lasting: true}, {cause: syscall.ENOSPC}, {cause: syscall.EIO, lasting: true},
		{cause: syscall.EIO, reads: true}, {cause: syscall.EIO, reads: true, lasting: true}}
	var wg sync.WaitGroup
	for i, kind := range kinds {
		total, err := newFaultyOffice(t, s, m).run(diskFault{reads: kind.reads})
		if err != nil || total < 40 {
			t.Fatalf("%d calls without a fault: %v", total, err)
		}
		turns := wanted(i, total)
		wg.Go(func() {
			for _, n := range turns {
				what := kind
				what.n = n
				if _, err := newFaultyOffice(t, s, m).run(what); err != nil {
					t.Errorf("%v: %v", what, err)
					return
				}
			}
		})
		t.Logf("%v: at %d of %d calls", kind, len(turns), total)
	}
	wg.Wait()
}

// wanted is at which calls a kind of fault comes: at every one in the long search. On a push every call meets one of
// the four kinds, and the last ones, which are a commit, meet all.
func wanted(kind, total int) (turns []int) {
	for n := 1; n <= total; n++ {
		if night() && !raced || n%4 == kind || n > total-8 && !raced {
			turns = append(turns, n)
		}
	}
	return turns
}

// A search that does not find these proves nothing.
func TestASyncFailureThatIsHiddenIsFound(t *testing.T) {
	hide := func(suffix string) system {
		s := systems[1]
		s.sync = func(name string, f simFile) error {
			if err := f.Sync(); !strings.HasSuffix(name, suffix) {
				return err
			}
			return nil
		}
		return s
	}
	for name, s := range map[string]system{"of the data": hide(dataFile), "of the journal": hide(journalOf)} {
		m := newImage(t, s)
		total, err := newFaultyOffice(t, s, m).run(diskFault{})
		if err != nil {
			t.Fatal(err)
		}
		found := error(nil)
		for n := total; n > 0 && found == nil; n-- {
			_, found = newFaultyOffice(t, s, m).run(diskFault{n: n, cause: syscall.EIO})
		}
		if found == nil {
			t.Errorf("a failed sync %s that is taken for a good one is not found", name)
		}
		t.Log(found)
	}
}
