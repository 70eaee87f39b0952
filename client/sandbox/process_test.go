package sandbox

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A test binary started with childFolder set is an office with desks: it is sent childWrites writes, one after the other,
// and prints how many were answered. It ends at the first error.
const (
	childFolder = "SANDBOX_TEST_FOLDER"
	childWrites = "SANDBOX_TEST_WRITES"
	childSeed   = 17
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		if err := child(dir, os.Getenv(childWrites)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(dir, writes string) error {
	n, err := strconv.Atoi(writes)
	if err != nil {
		return err
	}
	m, err := imageOf(systems[0])
	if err != nil {
		return err
	}
	o, err := Open(context.Background(), Options{Dir: dir, Now: clockAt(noon).now})
	if err != nil {
		return err
	}
	defer o.Close()
	fmt.Println(0)
	for i, w := range childDay(m, n) {
		a, err := w.deliver(o)
		if err == nil {
			err = w.check(a)
		}
		if err != nil {
			return err
		}
		fmt.Println(i + 1)
	}
	return o.Close()
}

// childDay is what the child sends.
func childDay(m *image, n int) []*sentWrite {
	t := m.desks.copied()
	t.chance = rand.New(rand.NewPCG(childSeed, 1))
	before := len(t.sent)
	for len(t.sent) < before+n {
		t.topUp(t.uuid())
	}
	return t.sent[before:]
}

// onRealDisk puts an image's office into a real folder.
func (m *image) onRealDisk(t testing.TB, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{dataFile, dataFile + journalOf} {
		if err := os.WriteFile(filepath.Join(dir, name), m.disk.Bytes(simDir+"/"+name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// holds opens the office on the real disk and asks for everything that was answered, and then for the rest.
func (m *image) holds(t testing.TB, dir string, day []*sentWrite, answered int) error {
	o, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now})
	if err != nil {
		return err
	}
	defer o.Close()
	for i, w := range day {
		a, err := w.deliver(o)
		if err != nil {
			return err
		}
		if i < answered && a.status != 200 {
			return fmt.Errorf("write %d was answered, and is answered %d now", i+1, a.status)
		}
		if err := w.check(a); err != nil {
			return err
		}
	}
	p := &outage{t: t, image: m, desks: &scriptedDesks{sent: day}}
	return errors.Join(o.Verify(t.Context()), p.addUp(o))
}

// Whichever system call fails under the real office on a real disk: it answers no more than it keeps.
func TestASystemCallThatFailsLosesNoWrite(t *testing.T) {
	tool, err := osexec.LookPath("strace")
	if err != nil && os.Getenv("DESK_FULL") == "1" {
		t.Fatal("strace is not here, and DESK_FULL=1 asks for it")
	}
	if err != nil {
		t.Skip("system calls can't fail on demand without strace")
	}
	m := newImage(t, systems[0])
	// strace counts by thread, so more is written than n would ask for.
	writes, times := 12, []int{2, 9}
	if os.Getenv("DESK_TESTS") == "release" {
		writes, times = 120, nil
		for n := range 50 {
			times = append(times, n+1)
		}
	}
	failures := 0
	for _, call := range []string{"fdatasync", "pwrite64"} {
		for _, cause := range []string{"EIO", "ENOSPC"} {
			for _, n := range times {
				dir := filepath.Join(t.TempDir(), "office")
				m.onRealDisk(t, dir)
				cmd := osexec.Command(tool, "-f", "-qq", "-o", os.DevNull, "-e", "trace="+call,
					"-e", fmt.Sprintf("inject=%s:error=%s:when=%d", call, cause, n), os.Args[0])
				cmd.Env = append(os.Environ(), childFolder+"="+dir, fmt.Sprint(childWrites, "=", writes))
				said, err := cmd.CombinedOutput()
				if err != nil && strings.Contains(strings.ToUpper(string(said)), "PTRACE") {
					t.Skipf("this system does not let strace trace a child: %s", said)
				}
				answered := -1
				for line := range strings.Lines(string(said)) {
					if n, err := strconv.Atoi(strings.TrimSpace(line)); err == nil {
						answered = n
					}
				}
				what := fmt.Sprintf("%s at %s %d", cause, call, n)
				if err == nil && answered != writes {
					t.Fatalf("%s: ended well after %d writes: %s", what, answered, said)
				}
				if err != nil {
					failures++
				}
				if err := m.holds(t, dir, childDay(m, writes), answered); err != nil {
					t.Errorf("%s, after %d answers: %v\n%s", what, answered, err, said)
				}
			}
		}
	}
	if t.Logf("%d offices met their failure", failures); failures < 2*len(times) {
		t.Errorf("only %d calls failed", failures)
	}
}
