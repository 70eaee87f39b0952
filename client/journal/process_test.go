package journal_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/journal"
)

// A test binary started with childFolder set is a desk: it appends the script to the journal there, from where
// it stands, and prints how many records were acknowledged. childRecords stops it; without, it is killed.
const (
	childFolder  = "JOURNAL_TEST_FOLDER"
	childRecords = "JOURNAL_TEST_RECORDS"
	childSeed    = 91
	childScript  = 6_000
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		if err := child(dir, os.Getenv(childRecords)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(dir, most string) error {
	j, err := journal.Open(journal.OS(), dir)
	if err != nil {
		return err
	}
	defer j.Close()
	records := desk(childSeed, childScript).records
	stop := len(records)
	if most != "" {
		if stop, err = strconv.Atoi(most); err != nil {
			return err
		}
	}
	count, _ := j.Head()
	fmt.Println(count)
	for ; count < int64(stop); count++ {
		if err := j.Append(records[count]); err != nil {
			return err
		}
		fmt.Println(count + 1)
	}
	return nil
}

// desktop is a running child.
type desktop struct {
	cmd *exec.Cmd
	out *bufio.Reader
}

func start(t *testing.T, dir string) *desktop {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childFolder+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &desktop{cmd, bufio.NewReader(out)}
}

// acknowledged waits for the next record that the desk was sure of.
func (d *desktop) acknowledged(t *testing.T) int {
	t.Helper()
	line, err := d.out.ReadString('\n')
	n, wrong := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || wrong != nil {
		t.Fatalf("the desk says %q, %v", line, err)
	}
	return n
}

// kill ends the desk as kill -9 does, and tells the last record it had printed.
func (d *desktop) kill(t *testing.T, last int) int {
	t.Helper()
	if err := d.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(d.out)
	if err != nil {
		t.Fatal(err)
	}
	_ = d.cmd.Wait()
	lines := strings.Split(string(rest), "\n")
	if len(lines) < 2 {
		return last
	}
	n, err := strconv.Atoi(lines[len(lines)-2])
	if err != nil {
		t.Fatalf("the desk said %q", rest)
	}
	return n
}

func TestKilledDesksLoseNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kranj", "desk")
	hashes, err := heads(desk(childSeed, childScript).records)
	if err != nil {
		t.Fatal(err)
	}
	chance := rand.New(rand.NewPCG(92, 0))
	kills := cases(40, 400)
	least, unacknowledged := 0, 0
	for n := range kills {
		d := start(t, dir)
		last := d.acknowledged(t)
		if last < least {
			t.Fatalf("kill %d: starts with %d records of %d acknowledged", n, last, least)
		}
		for range chance.IntN(12) {
			last = d.acknowledged(t)
		}
		last = d.kill(t, last)
		j, err := journal.Open(journal.OS(), dir)
		if err != nil {
			t.Fatalf("kill %d: %v", n, err)
		}
		count, hash := j.Head()
		_ = j.Close()
		if int(count) < last || hash != hashes[count] {
			t.Fatalf("kill %d: %d records, %d acknowledged, hash %s", n, count, last, hash)
		}
		least = int(count)
		unacknowledged += least - last
	}
	t.Logf("%d kills, %d records acknowledged, 0 lost, %d found that were not", kills, least, unacknowledged)
}

func TestASecondProgramLearnsWhoHoldsTheDesk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "desk")
	d := start(t, dir)
	d.acknowledged(t)
	_, err := journal.Open(journal.OS(), dir)
	var held *journal.HeldError
	if !errors.As(err, &held) || !errors.Is(err, journal.ErrHeld) {
		t.Fatalf("got %v", err)
	}
	if want := fmt.Sprintf("pid %d on ", d.cmd.Process.Pid); !strings.HasPrefix(held.Holder, want) {
		t.Errorf("held by %q, want %q", held.Holder, want)
	}
	d.kill(t, 0)
	j, err := journal.Open(journal.OS(), dir)
	if err != nil {
		t.Fatalf("after its end: %v", err)
	}
	defer j.Close()
	if _, err := journal.Open(journal.OS(), dir); !errors.Is(err, journal.ErrHeld) {
		t.Errorf("a second time in one program: %v", err)
	}
}
