package sandbox

import (
	"errors"
	"path/filepath"
	"testing"

	"cekr.kranj.si/desk/client/journal/disktest"
)

// On a full disk the office answers a write as its own fault, keeps what it had answered, and goes on when there is room.
func TestARealDiskThatFillsUp(t *testing.T) {
	m := newImage(t, systems[0])
	disk := disktest.Small(t, "600k")
	dir, day := filepath.Join(disk, "office"), childDay(m, 100)
	m.onRealDisk(t, dir)
	o, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now})
	if err != nil {
		t.Fatal(err)
	}
	answered, failed, free := 0, 0, func() {}
	for i, w := range day {
		if i == 5 {
			free = disktest.Fill(t, disk)
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
	free()
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
	disk := disktest.Small(t, "300k")
	dir := filepath.Join(disk, "office")
	free := disktest.Fill(t, disk)
	if _, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now}); err == nil || errors.Is(err, ErrDamaged) {
		t.Fatalf("without room: %v", err)
	}
	free()
	o, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now})
	if err == nil {
		_ = o.Close()
	} else if errors.Is(err, ErrDamaged) {
		t.Errorf("300 KB do not hold an office, but that is taken for damage: %v", err)
	}
}
