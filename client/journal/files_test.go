package journal_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/journal"
)

// counting counts the syncs that reach the system's files.
type counting struct {
	journal.FS
	syncs int
}

func (c *counting) Open(name string) (journal.File, error) {
	f, err := c.FS.Open(name)
	return &buggyFile{File: f, sync: func(f journal.File) error { c.syncs++; return f.Sync() }}, err
}

func TestARecordCostsTwoSyncs(t *testing.T) {
	c := &counting{FS: journal.OS()}
	j, err := journal.Open(c, filepath.Join(t.TempDir(), "desk"))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	for i, r := range desk(93, 30).records {
		before := c.syncs
		mustAppend(t, j, r)
		if n := c.syncs - before; n != 2 {
			t.Errorf("record %d: %d syncs, want 2", i+1, n)
		}
	}
	before := c.syncs
	if err := j.Append(topUp(journal.Sending)); !errors.Is(err, journal.ErrRefused) || c.syncs != before {
		t.Errorf("a refusal: %v, %d syncs", err, c.syncs-before)
	}
}

// TestTheSystemSeesTwoSyncsARecord counts system calls from outside: the difference between two runs is what the
// records cost.
func TestTheSystemSeesTwoSyncsARecord(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil && os.Getenv("DESK_FULL") == "1" {
		t.Fatal("strace is not here, and DESK_FULL=1 asks for it")
	}
	if err != nil {
		t.Skip("system calls can't be counted without strace; TestARecordCostsTwoSyncs counts one layer above")
	}
	count := func(records int) int {
		dir := t.TempDir()
		out := filepath.Join(dir, "calls")
		cmd := exec.Command(strace, "-f", "-qq", "-e", "trace=fsync,fdatasync,sync_file_range,sync,syncfs,msync", "-o", out, os.Args[0])
		cmd.Env = append(os.Environ(), childFolder+"="+filepath.Join(dir, "desk"), fmt.Sprintf("%s=%d", childRecords, records))
		said, err := cmd.CombinedOutput()
		if err != nil && strings.Contains(strings.ToUpper(string(said)), "PTRACE") {
			t.Skipf("this system does not let strace trace a child: %s", said)
		}
		if err != nil {
			t.Fatalf("%v, %s", err, said)
		}
		calls, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return len(regexp.MustCompile(`(?m)\b[a-z_]*sync[a-z_]*\(`).FindAll(calls, -1))
	}
	if few, many := count(20), count(70); many-few != 100 {
		t.Errorf("50 records made %d syncs, want 100", many-few)
	}
}

func TestWhatIsNoJournalIsNeverTakenForAnEmptyOne(t *testing.T) {
	dir := func(t *testing.T) string {
		dir := filepath.Join(t.TempDir(), "Ana Novak", "desk")
		j, err := journal.Open(journal.OS(), dir)
		if err != nil {
			t.Fatal(err)
		}
		mustAppend(t, j, desk(94, 5).records...)
		_ = j.Close()
		return dir
	}
	link := func(name string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			path := filepath.Join(dir, name)
			if err := os.Rename(path, path+".real"); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(path+".real", path); err != nil {
				t.Skipf("links need a right that this user lacks: %v", err)
			}
		}
	}
	for name, spoil := range map[string]func(t *testing.T, dir string){
		"a folder for the log":  func(t *testing.T, dir string) { replace(t, filepath.Join(dir, journal.LogName)) },
		"a folder for the head": func(t *testing.T, dir string) { replace(t, filepath.Join(dir, journal.HeadName)) },
		"a folder for the lock": func(t *testing.T, dir string) { replace(t, filepath.Join(dir, journal.LockName)) },
		"a link for the log":    link(journal.LogName),
		"a link for the head":   link(journal.HeadName),
		"a link for the lock":   link(journal.LockName),
		"a huge log": func(t *testing.T, dir string) {
			if err := os.Truncate(filepath.Join(dir, journal.LogName), 2<<30); err != nil {
				t.Skipf("this disk has no sparse files: %v", err)
			}
		},
		"a file for the folder": func(t *testing.T, dir string) {
			replaceByFile(t, dir)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := dir(t)
			spoil(t, dir)
			_, err := journal.Open(journal.OS(), dir)
			if err == nil {
				t.Fatal("opened")
			}
			if strings.Contains(err.Error(), "Novak") {
				t.Errorf("the error names the user's folder: %v", err)
			}
		})
	}
}

func replace(t *testing.T, path string) {
	t.Helper()
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil {
		t.Fatal(err)
	}
}

func replaceByFile(t *testing.T, path string) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(path), os.WriteFile(path, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
}

func TestTheFilesAreTheUsersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps rights in the folder's access list, not in a mode")
	}
	dir := filepath.Join(t.TempDir(), "a", "desk")
	j, err := journal.Open(journal.OS(), dir)
	if err != nil {
		t.Fatal(err)
	}
	_ = j.Close()
	err = filepath.WalkDir(filepath.Dir(dir), func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has %s", e.Name(), info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAReadOnlyFolderIsToldAtTheStart(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("the administrator, and Windows, may write to a read-only folder")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Open(journal.OS(), dir); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v", err)
	}
}

func TestAHoldersTextIsCleanedAndShort(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "desk")
	d := start(t, dir)
	d.acknowledged(t)
	defer d.kill(t, 0)
	text := "pid 1\n\x1b[31m on " + strings.Repeat("x", 500)
	if err := os.WriteFile(filepath.Join(dir, journal.LockName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := journal.Open(journal.OS(), dir)
	var held *journal.HeldError
	if !errors.As(err, &held) || len(held.Holder) > 128 || strings.ContainsAny(held.Holder, "\n\x1b[") {
		t.Errorf("held by %s", strconv.Quote(held.Holder))
	}
}

func TestTheSystemsFilesDoWhatTheSimulatedDo(t *testing.T) {
	dir := t.TempDir()
	system := journal.OS()
	name := filepath.Join(dir, "file")
	if _, err := system.Read(name, 10); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("read of nothing: %v", err)
	}
	if err := system.Remove(name); err != nil {
		t.Errorf("removal of nothing: %v", err)
	}
	if err := system.Rename(name, name+"2"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("move of nothing: %v", err)
	}
	f, err := system.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("hello"), 3); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(7), f.Sync(), f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("x"), 0); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("write after close: %v", err)
	}
	if _, err := system.Read(name, 6); !errors.Is(err, journal.ErrTooLarge) {
		t.Errorf("read of too much: %v", err)
	}
	if err := system.Rename(name, name+"2"); err != nil {
		t.Fatal(err)
	}
	if data, err := system.Read(name+"2", 7); err != nil || string(data) != "\x00\x00\x00hell" {
		t.Errorf("%q, %v", data, err)
	}
	if err := system.Remove(name + "2"); err != nil {
		t.Error(err)
	}
}

// What stands in a file's way is told without the folders above it, which often hold the user's name.
func TestWhatStandsInAFilesWayIsTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "full of it")
	if err := os.MkdirAll(filepath.Join(dir, "folder", "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	system, folder, nowhere := journal.OS(), filepath.Join(dir, "folder"), filepath.Join(dir, "nowhere", "file")
	_, open := system.Open(folder)
	_, read := system.Read(folder, 10)
	_, astray := system.Open(nowhere)
	for what, err := range map[string]error{"a folder opened": open, "a folder read": read, "a file in no folder": astray,
		"a folder removed that holds something": system.Remove(folder), "a move into no folder": system.Rename(folder, nowhere)} {
		if err == nil || strings.Contains(err.Error(), "full of it") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "inside")); err != nil {
		t.Errorf("what stood in the way is gone: %v", err)
	}
}
