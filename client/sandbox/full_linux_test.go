package sandbox

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// smallDisk is a folder on a real file system with little room, which only the administrator may make.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	err := syscall.Mount("none", dir, "tmpfs", 0, "size="+size)
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

// fill leaves no room on a disk.
func fill(t *testing.T, path string) {
	t.Helper()
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
}

// On a full disk the office answers a write as its own fault, keeps what it had answered, and goes on when there is room.
func TestARealDiskThatFillsUp(t *testing.T) {
	m := newImage(t, systems[0])
	disk := smallDisk(t, "600k")
	dir, day := filepath.Join(disk, "office"), childDay(m, 100)
	m.onRealDisk(t, dir)
	o, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now})
	if err != nil {
		t.Fatal(err)
	}
	answered, failed := 0, 0
	for i, w := range day {
		if i == 5 {
			fill(t, filepath.Join(disk, "fill"))
		}
		a, err := w.deliver(o)
		switch {
		case err != nil:
			if err := refusedForDisk(err); err != nil {
				t.Fatal(err)
			}
			failed++
		case failed == 0:
			answered++
			if err := w.check(a); err != nil {
				t.Fatal(err)
			}
		}
		if failed == 3 {
			break
		}
	}
	if failed < 3 || answered < 5 {
		t.Fatalf("%d answered, %d failed: the disk did not fill up", answered, failed)
	}
	if again, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now}); errors.Is(err, ErrDamaged) {
		t.Errorf("a full disk is taken for damage: %v", err)
	} else if err == nil {
		_ = again.Close()
	}
	if err := os.Remove(filepath.Join(disk, "fill")); err != nil {
		t.Fatal(err)
	}
	for i, w := range day[:answered+10] {
		a, err := w.deliver(o)
		if err == nil {
			err = w.check(a)
		}
		if err != nil {
			t.Fatalf("with room again, write %d: %v", i+1, err)
		}
	}
	if err := o.Close(); err != nil {
		t.Error(err)
	}
	if err := m.holds(t, dir, day[:answered+10], answered+10); err != nil {
		t.Error(err)
	}
	t.Logf("%d answered before the disk was full, then %d failures", answered, failed)
}

// A disk without room for a new office is no new office, and one with room then is.
func TestNoRoomForANewOffice(t *testing.T) {
	disk := smallDisk(t, "300k")
	dir := filepath.Join(disk, "office")
	fill(t, filepath.Join(disk, "fill"))
	if _, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now}); err == nil || errors.Is(err, ErrDamaged) {
		t.Fatalf("without room: %v", err)
	}
	if err := os.Remove(filepath.Join(disk, "fill")); err != nil {
		t.Fatal(err)
	}
	o, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now})
	if err == nil {
		_ = o.Close()
	} else if errors.Is(err, ErrDamaged) {
		t.Errorf("300 KB do not hold an office, but that is taken for damage: %v", err)
	}
}
