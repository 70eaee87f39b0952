package journal_test

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"syscall"
	"testing"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
)

// failure plays a desk's day on a disk that fails at one call, and holds the journal to what it said.
type failure struct {
	script  *script
	heads   []string
	through func(*disktest.Disk) journal.FS
	states  int
	// met says that a call has failed, and no record was acknowledged since.
	met bool
}

// total counts the calls of a day without a failure.
func (f *failure) total() (int, error) {
	d := disktest.New()
	d.Fail(nil)
	_, failed, err := f.day(d)
	return d.Calls(), errors.Join(failed, err)
}

// day opens, appends, compacts, closes, and comes again. It tells how many records were acknowledged, the
// failure that it met, and what was not as it must be.
func (f *failure) day(d *disktest.Disk) (acknowledged int, failed, wrong error) {
	third := len(f.script.records) / 3
	for part := range 3 {
		j, err := journal.Open(f.through(d), folder)
		if err != nil {
			return acknowledged, err, nil
		}
		defer j.Close()
		for _, r := range f.script.records[part*third : (part+1)*third] {
			if err := j.Append(r); err != nil {
				return acknowledged, err, f.halted(j, r, err)
			}
			acknowledged++
			if wrong := f.unnoticed(d, acknowledged); wrong != nil {
				return acknowledged, nil, wrong
			}
		}
		if _, err := j.Compact(int64(part * third)); err != nil {
			return acknowledged, err, nil
		}
		if err := j.Close(); err != nil {
			return acknowledged, err, nil
		}
	}
	return acknowledged, nil, nil
}

// unnoticed cuts the power after the first record that was acknowledged in spite of a failure.
func (f *failure) unnoticed(d *disktest.Disk, acknowledged int) error {
	if !f.met {
		return nil
	}
	f.met = false
	for state := range f.cuts(d) {
		f.states++
		if _, err := f.restart(state, acknowledged, acknowledged); err != nil {
			return fmt.Errorf("after a failure that nobody noticed, and a power cut: %w", err)
		}
	}
	return nil
}

// halted checks that a failed append ends all writing, and tells why.
func (f *failure) halted(j *journal.Journal, r journal.Record, cause error) error {
	for _, err := range []error{cause, j.Append(r), j.Halted()} {
		if !errors.Is(err, journal.ErrHalted) || !errors.Is(err, errDisk(cause)) {
			return fmt.Errorf("after %w the journal says %w", cause, err)
		}
	}
	return nil
}

func errDisk(err error) error {
	for _, known := range []error{syscall.EIO, syscall.ENOSPC} {
		if errors.Is(err, known) {
			return known
		}
	}
	return errors.New("none of the disk's")
}

// at lets the n-th call fail, once or from then on, and checks what the next starts find.
func (f *failure) at(n int, cause error, lasting bool) error {
	d := disktest.New()
	var place disktest.Call
	f.met = false
	d.Fail(func(i int, c disktest.Call) error {
		if i == n || lasting && i > n {
			if i == n {
				place, f.met = c, true
			}
			return &fs.PathError{Op: string(c.Op), Path: c.Name, Err: cause}
		}
		return nil
	})
	acknowledged, failed, wrong := f.day(d)
	if wrong == nil && (errors.Is(failed, journal.ErrDamaged) || errors.Is(failed, journal.ErrNewer)) {
		wrong = fmt.Errorf("a failing disk is taken for damage: %w", failed)
	}
	d.Fail(nil)
	d.Kill()
	if wrong == nil {
		wrong = f.aftermath(d, acknowledged)
	}
	if wrong != nil {
		return fmt.Errorf("%w at call %d, %s %s: %w", cause, n, place.Op, place.Name, wrong)
	}
	return nil
}

// aftermath starts the desk again: after a power cut in each state, and as it is; and then, whatever
// that start has shown must outlive a power cut.
func (f *failure) aftermath(d *disktest.Disk, acknowledged int) error {
	for state := range f.cuts(d) {
		f.states++
		if _, err := f.restart(state, acknowledged, acknowledged+1); err != nil {
			return fmt.Errorf("after a power cut: %w", err)
		}
	}
	if err := f.failingRestarts(d, acknowledged); err != nil {
		return fmt.Errorf("after a restart that failed: %w", err)
	}
	shown, err := f.restart(d, acknowledged, acknowledged+1)
	if err != nil {
		return fmt.Errorf("after a restart: %w", err)
	}
	for state := range f.cuts(d) {
		f.states++
		if _, err := f.restart(state, shown, shown); err != nil {
			return fmt.Errorf("after a restart that showed %d records, and a power cut: %w", shown, err)
		}
	}
	return f.resume(d, shown)
}

// failingRestarts lets each call of the recovery fail in turn, until one comes through.
func (f *failure) failingRestarts(d *disktest.Disk, acknowledged int) error {
	for m := 1; ; m++ {
		d.Fail(func(n int, _ disktest.Call) error {
			if n == m {
				return syscall.EIO
			}
			return nil
		})
		_, err := f.restart(d, acknowledged, acknowledged+1)
		short := d.Calls() < m
		d.Fail(nil)
		d.Kill()
		if err == nil && short {
			return nil
		}
		if err != nil && !errors.Is(err, syscall.EIO) {
			return err
		}
	}
}

// cuts gives every state that a power cut leaves; on a push, what one leaves by chance.
func (f *failure) cuts(d *disktest.Disk) iter.Seq[*disktest.Disk] {
	if night() {
		return d.Crashes()
	}
	return func(yield func(*disktest.Disk) bool) {
		chance := rand.New(rand.NewPCG(uint64(f.states), 6))
		for range 12 {
			if !yield(d.Crash(chance)) {
				return
			}
		}
	}
}

func (f *failure) restart(d *disktest.Disk, least, most int) (int, error) {
	j, err := journal.Open(f.through(d), folder)
	if err != nil {
		return 0, err
	}
	defer j.Close()
	count, last := j.Head()
	n := int(count)
	if n < least || n > most {
		return n, fmt.Errorf("%d records, want %d to %d", n, least, most)
	}
	if last != f.heads[n] {
		return n, fmt.Errorf("record %d is not what was written", n)
	}
	return n, nil
}

// resume goes on where the day broke off.
func (f *failure) resume(d *disktest.Disk, from int) error {
	j, err := journal.Open(f.through(d), folder)
	if err != nil {
		return err
	}
	defer j.Close()
	for _, r := range f.script.records[from:] {
		if err := j.Append(r); err != nil {
			return fmt.Errorf("the work does not go on: %w", err)
		}
	}
	if _, last := j.Head(); last != f.heads[len(f.script.records)] {
		return errors.New("the resumed journal is another")
	}
	return nil
}

// run lets every call fail, in each way. It gives the first thing that is not as it must be.
func (f *failure) run() (runs int, err error) {
	total, err := f.total()
	if err != nil {
		return 0, err
	}
	for n := 1; n <= total; n++ {
		for _, cause := range []error{syscall.EIO, syscall.ENOSPC} {
			for _, lasting := range []bool{false, true} {
				runs++
				if err := f.at(n, cause, lasting); err != nil {
					return runs, err
				}
			}
		}
	}
	return runs, nil
}

func newFailure(records int) (*failure, error) {
	s := newScript(61)
	s.short = true
	s.upTo(records)
	hashes, err := heads(s.records)
	return &failure{script: s, heads: hashes, through: func(d *disktest.Disk) journal.FS { return d }}, err
}

func TestEveryCallMayFail(t *testing.T) {
	f, err := newFailure(30)
	if err != nil {
		t.Fatal(err)
	}
	runs, err := f.run()
	if err != nil {
		t.Error(err)
	}
	t.Logf("%d failures, %d power cuts after them", runs, f.states)
}

func TestAFullDiskIsToldBeforeCashIsTaken(t *testing.T) {
	d := written(t, nil)
	j := mustOpen(t, d)
	d.Fail(func(_ int, c disktest.Call) error {
		if c.Op == disktest.OpWrite && c.Name == logPath {
			return syscall.ENOSPC
		}
		return nil
	})
	err := j.Append(topUp(journal.Intent))
	if !errors.Is(err, journal.ErrHalted) || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	_ = j.Close()
	// The disk is still full: the journal opens, for what it holds must be seen, and says so again.
	j = mustOpen(t, d)
	if err := j.Append(topUp(journal.Intent)); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	_ = j.Close()
	d.Fail(nil)
	mustAppend(t, mustOpen(t, d), topUp(journal.Intent), topUp(journal.Sending))
}
