package journal_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/journal"
)

// strace is the tool that counts a child's system calls and lets them fail.
func strace(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("strace")
	if err != nil && os.Getenv("DESK_FULL") == "1" {
		t.Fatal("strace is not here, and DESK_FULL=1 asks for it")
	}
	if err != nil {
		t.Skip("system calls can't fail on demand without strace")
	}
	return path
}

// TestASystemCallThatFailsLosesNoRecord lets the n-th sync or write of a real desk on a real disk fail: it stops with an
// error, and the next start has every record that it had printed.
func TestASystemCallThatFailsLosesNoRecord(t *testing.T) {
	tool := strace(t)
	// strace counts by thread, so the desk writes more than n would ask for.
	records, times := 40, []int{1, 2, 7, 12}
	if os.Getenv("DESK_TESTS") == "release" {
		records, times = 300, nil
		for n := range 50 {
			times = append(times, n+1)
		}
	}
	hashes, err := heads(desk(childSeed, records+1).records)
	if err != nil {
		t.Fatal(err)
	}
	failures := 0
	for _, call := range []string{"fsync", "pwrite64"} {
		for _, cause := range []string{"EIO", "ENOSPC"} {
			for _, n := range times {
				dir := filepath.Join(t.TempDir(), "desk")
				cmd := exec.Command(tool, "-f", "-qq", "-o", os.DevNull, "-e", "trace="+call,
					"-e", fmt.Sprintf("inject=%s:error=%s:when=%d", call, cause, n), os.Args[0])
				cmd.Env = append(os.Environ(), childFolder+"="+dir, fmt.Sprint(childRecords, "=", records))
				said, err := cmd.CombinedOutput()
				if err != nil && strings.Contains(strings.ToUpper(string(said)), "PTRACE") {
					t.Skipf("this system does not let strace trace a child: %s", said)
				}
				what := fmt.Sprintf("%s at %s %d", cause, call, n)
				last := lastNumber(string(said))
				if err == nil && last != records {
					t.Fatalf("%s: the desk ended well after %d records: %s", what, last, said)
				}
				if err != nil {
					failures++
				}
				j, err := journal.Open(journal.OS(), dir)
				if err != nil {
					t.Fatalf("%s: the next start: %v\n%s", what, err, said)
				}
				count, hash := j.Head()
				_ = j.Close()
				if int(count) < last || int(count) > last+1 || hash != hashes[count] {
					t.Errorf("%s: %d records, %d acknowledged", what, count, last)
				}
			}
		}
	}
	if t.Logf("%d calls failed", failures); failures < len(times)*3 {
		t.Errorf("only %d calls failed", failures)
	}
}

// lastNumber is the last whole line that is a number, 0 if none is.
func lastNumber(said string) (last int) {
	for line := range strings.Lines(said) {
		if n, err := strconv.Atoi(strings.TrimSpace(line)); err == nil {
			last = n
		}
	}
	return last
}
