package journal_test

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
)

// A full disk halts the journal; what was acknowledged is there when it opens again, and it goes on when there is room.
func TestARealDiskThatFillsUp(t *testing.T) {
	disk := disktest.Small(t, "300k")
	dir := filepath.Join(disk, "desk")
	records := desk(97, 2_000).records
	j, err := journal.Open(journal.OS(), dir)
	if err != nil {
		t.Fatal(err)
	}
	acknowledged, free := 0, func() {}
	for err == nil {
		if acknowledged == 100 {
			free = disktest.Fill(t, disk)
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
	free()
	if j, err = journal.Open(journal.OS(), dir); err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	n, _ := j.Head()
	mustAppend(t, j, records[n:n+50]...)
}
