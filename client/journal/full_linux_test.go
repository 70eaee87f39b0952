package journal_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"cekr.kranj.si/desk/client/journal"
)

// smallDisk is a folder on a real file system of 300 KB, which only the administrator may make.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	err := syscall.Mount("none", dir, "tmpfs", 0, "size=300k")
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSYS) || errors.Is(err, syscall.EACCES) {
		t.Skipf("a small disk needs the right to mount: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill leaves no room on a disk, and gives the room back with the function that it returns.
func fill(t *testing.T, dir string) (free func()) {
	t.Helper()
	path := filepath.Join(dir, "fill")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for size := 4096; size > 0; size /= 2 {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// A full disk halts the journal; what was acknowledged is there when it opens again, and it goes on when there is room.
func TestARealDiskThatFillsUp(t *testing.T) {
	disk := smallDisk(t)
	dir := filepath.Join(disk, "desk")
	records := desk(97, 2_000).records
	j, err := journal.Open(journal.OS(), dir)
	if err != nil {
		t.Fatal(err)
	}
	acknowledged := 0
	for err == nil {
		if acknowledged == 100 {
			_ = fill(t, disk)
		}
		if err = j.Append(records[acknowledged]); err == nil {
			acknowledged++
		}
	}
	if !errors.Is(err, journal.ErrHalted) || !errors.Is(err, syscall.ENOSPC) || acknowledged < 100 {
		t.Fatalf("after %d records: %v", acknowledged, err)
	}
	if err := j.Append(records[acknowledged]); !errors.Is(err, journal.ErrHalted) {
		t.Errorf("halted, and then: %v", err)
	}
	_ = j.Close()
	if j, err = journal.Open(journal.OS(), dir); err != nil {
		t.Fatalf("on a full disk: %v", err)
	}
	if n, _ := j.Head(); n != int64(acknowledged) && n != int64(acknowledged)+1 {
		t.Fatalf("%d records, %d were acknowledged", n, acknowledged)
	}
	_ = j.Close()
	if err := os.Remove(filepath.Join(disk, "fill")); err != nil {
		t.Fatal(err)
	}
	if j, err = journal.Open(journal.OS(), dir); err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	n, _ := j.Head()
	mustAppend(t, j, records[n:n+50]...)
}
