package disktest_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
)

func open(t *testing.T, d *disktest.Disk, name string) journal.File {
	t.Helper()
	f, err := d.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func write(t *testing.T, f journal.File, text string, at int64) {
	t.Helper()
	if n, err := f.WriteAt([]byte(text), at); n != len(text) || err != nil {
		t.Fatal(n, err)
	}
}

// old is a disk with a file that is safely there.
func old(name, text string) *disktest.Disk {
	d := disktest.New()
	d.Put(name, []byte(text))
	return d
}

// survivors are the different contents of a file after a power cut; "-" stands for no file.
func survivors(d *disktest.Disk, name string) []string {
	var out []string
	for state := range d.Crashes() {
		text := "-"
		if data := state.Bytes(name); data != nil {
			text = string(data)
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWhatWasSyncedSurvives(t *testing.T) {
	d := old("f", "ab")
	f := open(t, d, "f")
	write(t, f, "cd", 2)
	if err := f.Sync(); err != nil {
		t.Fatal(err)
	}
	same(t, survivors(d, "f"), "abcd")
}

func TestWhatWasNotSyncedSurvivesInAnyPart(t *testing.T) {
	d := old("f", "ab")
	write(t, open(t, d, "f"), "cd", 2)
	same(t, survivors(d, "f"), "ab", "ab\x00", "abc", "ab\x00\x00", "abcd")
}

func TestAnOverwriteIsTornAtAnyByte(t *testing.T) {
	d := old("f", "abc")
	write(t, open(t, d, "f"), "xyz", 0)
	same(t, survivors(d, "f"), "abc", "xbc", "xyc", "xyz")
}

func TestSectorsSurviveOneWithoutTheOther(t *testing.T) {
	sectors := func(a, b string) string { return strings.Repeat(a, 512) + strings.Repeat(b, 512) }
	d := old("f", sectors("a", "b"))
	write(t, open(t, d, "f"), sectors("x", "y"), 0)
	got := survivors(d, "f")
	for _, want := range []string{sectors("a", "b"), sectors("x", "b"), sectors("a", "y"), sectors("x", "y")} {
		if !slices.Contains(got, want) {
			t.Errorf("never %c%c", want[0], want[1023])
		}
	}
}

func TestACutFileMayBeLongAgain(t *testing.T) {
	d := old("f", "abcd")
	if err := open(t, d, "f").Truncate(2); err != nil {
		t.Fatal(err)
	}
	same(t, survivors(d, "f"), "ab", "abc", "abcd")
}

func TestTheFolderForgetsToo(t *testing.T) {
	d := old("f", "old")
	f := open(t, d, "new")
	write(t, f, "x", 0)
	if err := f.Sync(); err != nil {
		t.Fatal(err)
	}
	same(t, survivors(d, "new"), "-", "x")
	if err := d.Move("new", "f"); err != nil {
		t.Fatal(err)
	}
	same(t, survivors(d, "f"), "old", "x")
	if err := d.Unlink("f"); err != nil {
		t.Fatal(err)
	}
	same(t, survivors(d, "f"), "-", "old", "x")
	if err := d.Remove("f"); err != nil {
		t.Fatal(err)
	}
	same(t, survivors(d, "f"), "-")
}

func TestARenameIsSafeWhenItReturns(t *testing.T) {
	d := old("f", "old")
	f := open(t, d, "new")
	write(t, f, "x", 0)
	_ = f.Sync()
	if err := d.Rename("new", "f"); err != nil {
		t.Fatal(err)
	}
	same(t, survivors(d, "f"), "x")
	same(t, survivors(d, "new"), "-")
	if err := d.Rename("new", "f"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestAFailedSyncHasLostWhatProgramsStillSee(t *testing.T) {
	d := old("f", "ab")
	f := open(t, d, "f")
	write(t, f, "cd", 2)
	broken := errors.New("broken")
	d.Fail(func(n int, c disktest.Call) error {
		if n == 1 && c.Op == disktest.OpSync {
			return broken
		}
		return nil
	})
	if err := f.Sync(); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if err := f.Sync(); err != nil {
		t.Fatal(err)
	}
	if string(d.Bytes("f")) != "abcd" {
		t.Error("programs no longer see it")
	}
	same(t, survivors(d, "f"), "ab")
	if d.Calls() != 2 {
		t.Errorf("%d calls", d.Calls())
	}
}

func TestAFailedWriteHasWrittenAPart(t *testing.T) {
	d := old("f", "")
	f := open(t, d, "f")
	d.Fail(func(int, disktest.Call) error { return errors.New("full") })
	if n, err := f.WriteAt([]byte("abcd"), 0); n != 2 || err == nil || string(d.Bytes("f")) != "ab" {
		t.Errorf("%d, %v, %q", n, err, d.Bytes("f"))
	}
}

func TestAKilledProgramWritesNoMore(t *testing.T) {
	d := disktest.New()
	held, err := d.Lock("lock")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Lock("lock"); !errors.Is(err, journal.ErrHeld) {
		t.Errorf("got %v", err)
	}
	f := open(t, d, "f")
	write(t, f, "ab", 0)
	d.Kill()
	if _, err := f.WriteAt([]byte("x"), 0); !errors.Is(err, disktest.ErrPower) {
		t.Errorf("got %v", err)
	}
	again, err := d.Lock("lock")
	if err != nil {
		t.Fatalf("the lock of a killed program holds: %v", err)
	}
	_ = held.Close() // of a dead program: it must not open the new one's lock
	if _, err := d.Lock("lock"); !errors.Is(err, journal.ErrHeld) {
		t.Errorf("got %v", err)
	}
	_ = again.Close()
	if data, err := d.Read("f", 2); err != nil || string(data) != "ab" {
		t.Errorf("%q, %v", data, err)
	}
}

// TestAChanceCrashIsOneOfAll also holds that a seed repeats it, and that no disk changes another.
func TestAChanceCrashIsOneOfAll(t *testing.T) {
	d := old("f", "abcdef")
	f := open(t, d, "f")
	write(t, f, "XY", 5)
	write(t, open(t, d, "g"), "z", 0)
	all := map[string][]string{"f": survivors(d, "f"), "g": survivors(d, "g")}
	for seed := range uint64(200) {
		state := d.Crash(rand.New(rand.NewPCG(seed, 0)))
		again := d.Crash(rand.New(rand.NewPCG(seed, 0)))
		for name, known := range all {
			data := state.Bytes(name)
			if !bytes.Equal(data, again.Bytes(name)) {
				t.Fatalf("seed %d: %q and %q", seed, data, again.Bytes(name))
			}
			if data != nil && !slices.Contains(known, string(data)) {
				t.Fatalf("seed %d: %q is none of %q", seed, data, known)
			}
		}
		write(t, open(t, state, "f"), "!", 0)
	}
	if string(d.Bytes("f")) != "abcdeXY" {
		t.Errorf("the disk is now %q", d.Bytes("f"))
	}
}

// names are the different folders after a power cut.
func names(d *disktest.Disk) []string {
	var out []string
	for state := range d.Crashes() {
		out = append(out, strings.Join(state.Names(), " "))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestADiskThatLogsItsFolderKeepsChangesInOrder(t *testing.T) {
	for _, logs := range []bool{false, true} {
		d := old("a", "")
		if logs {
			d.Journaling()
		}
		if err := d.Move("a", "b"); err != nil {
			t.Fatal(err)
		}
		f := open(t, d, "c")
		if logs {
			same(t, names(d), "a", "b", "b c")
		} else {
			same(t, names(d), "a", "a c", "b", "b c")
		}
		if err := f.Sync(); err != nil {
			t.Fatal(err)
		}
		if logs {
			same(t, names(d), "b c")
		} else {
			same(t, names(d), "a", "a c", "b", "b c")
		}
		if err := d.SyncDir("c"); err != nil {
			t.Fatal(err)
		}
		same(t, names(d), "b c")
	}
}

// A state by chance is one of the states that there are.
func TestACrashByChanceIsOneOfTheCrashes(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 1))
	for _, logs := range []bool{false, true} {
		d := old("f", "ab")
		if logs {
			d.Journaling()
		}
		write(t, open(t, d, "f"), "cd", 2)
		if err := d.Move("f", "g"); err != nil {
			t.Fatal(err)
		}
		write(t, open(t, d, "h"), "x", 0)
		folders, contents := names(d), append(survivors(d, "f"), survivors(d, "g")...)
		seen := map[string]bool{}
		for range 500 {
			after := d.Crash(chance)
			folder := strings.Join(after.Names(), " ")
			seen[folder] = true
			if !slices.Contains(folders, folder) {
				t.Fatalf("%q is none of %q", folder, folders)
			}
			for _, name := range []string{"f", "g"} {
				if data := after.Bytes(name); data != nil && !slices.Contains(contents, string(data)) {
					t.Fatalf("%s: %q is none of %q", name, data, contents)
				}
			}
		}
		if len(seen) != len(folders) {
			t.Errorf("%d of %d folders were met", len(seen), len(folders))
		}
	}
}

func TestAFileIsReadAsItIsSeen(t *testing.T) {
	d := old("f", "abc")
	f := open(t, d, "f").(interface {
		journal.File
		io.ReaderAt
		Size() (int64, error)
	})
	write(t, f, "XY", 2)
	data := make([]byte, 3)
	if n, err := f.ReadAt(data, 2); n != 2 || err != io.EOF || string(data[:n]) != "XY" {
		t.Errorf("read %q, %v", data[:n], err)
	}
	if size, err := f.Size(); size != 4 || err != nil || d.Size("f") != 4 || d.Size("g") != -1 {
		t.Errorf("%d bytes, %v", size, err)
	}
	d.Kill()
	if _, err := f.ReadAt(data, 0); !errors.Is(err, disktest.ErrPower) {
		t.Errorf("read after the end: %v", err)
	}
	if _, err := f.Size(); !errors.Is(err, disktest.ErrPower) {
		t.Errorf("size after the end: %v", err)
	}
}
