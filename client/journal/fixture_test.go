package journal_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
)

// of110 is a disk with the journal that the program of 1.1.0 wrote; see testdata.
func of110(t testing.TB) *disktest.Disk {
	t.Helper()
	d := disktest.New()
	for _, name := range []string{journal.LogName, journal.HeadName} {
		data, err := os.ReadFile(filepath.Join("testdata", "1.1.0", name))
		if err != nil {
			t.Fatal(err)
		}
		d.Put(filepath.Join(folder, name), data)
	}
	return d
}

func TestAJournalOf110IsTakenOver(t *testing.T) {
	d := of110(t)
	before := journal.Payloads(d.Bytes(logPath))
	j := mustOpen(t, d)
	for _, when := range []string{"taken over", "opened again"} {
		var got []string
		for _, it := range j.Items() {
			last := it.Last()
			got = append(got, fmt.Sprint("open ", it.Began, " ", last.Task, " ", last.Kind, " seq ", last.Seq, " cash ", last.Cash))
		}
		for _, s := range j.Settled() {
			got = append(got, fmt.Sprint(s.Began, "-", s.Ended, " ", s.Ending.Task, " ", s.Ending.Kind, " ", s.Ending.Amount.Cents, " seq ", s.Seq,
				" cash ", s.Cash, " why ", s.Ending.Why, " staff ", s.Ending.Staff))
		}
		for _, f := range j.Facts() {
			got = append(got, fmt.Sprint("fact ", f.Place, " ", f.Kind, " ", f.About, f.UpTo, " staff ", f.Staff))
		}
		want := []string{
			"open 12 topup INTENT seq 0 cash {0 0}",
			"open 18 topup SENDING seq 5 cash {9650 9700}",
			"open 23 lock SENDING seq 0 cash {0 0}",
			"1-3 topup POSTED 5000 seq 1 cash {5150 10000} why  staff 1001",
			"4-6 topup REJECTED 6000 seq 2 cash {6150 6150} why limit-exceeded staff 1001",
			"7-9 topup CANCELLED 7000 seq 3 cash {7150 20000} why  staff 1001",
			"10-11 topup DROPPED 8000 seq 0 cash {0 0} why clerk staff 1001",
			"15-17 topup REJECTED 9000 seq 4 cash {9150 15000} why card-locked staff ",
			"20-22 lock REJECTED 0 seq 0 cash {0 0} why card-not-lockable staff 1001",
			"25-27 topup POSTED 10000 seq 6 cash {10150 11000} why  staff 1001",
			"30-32 topup POSTED 11000 seq 7 cash {11150 11150} why  staff 1001",
			"fact 13 COMPARED 3 staff 1001",
			"fact 28 UNTOLD 20000006-0000-4000-8000-0000000000000 staff 1001",
			"fact 33 TOLD 20000002-0000-4000-8000-0000000000000 staff 1001",
			"fact 35 TOLD 20000006-0000-4000-8000-0000000000000 staff 1001",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", when, diff)
		}
		if n, _ := j.Head(); int(n) != len(before) || j.Desk() != "DESK-1" {
			t.Errorf("%s: %d records of %q", when, n, j.Desk())
		}
		if log := d.Bytes(logPath); journal.Version(log) != 2 || !cmp.Equal(before, journal.Payloads(log)) {
			t.Errorf("%s: version %d, or a record has changed", when, journal.Version(log))
		}
		_ = j.Close()
		j = mustOpen(t, d)
	}
}

// The same, with the power cut at moments of the start, and again while what that left is started.
func TestNoPowerCutAtTheFirstStartLosesAJournalOf110(t *testing.T) {
	states, err := cutTakeOver(of110(t), func(d *disktest.Disk) journal.FS { return d }, few, 50)
	if t.Logf("%d crash states", states); err != nil || states < 50 {
		t.Errorf("%d states: %v", states, err)
	}
}

// One bit in the middle of it, and it is damaged: it is neither taken over nor touched.
func TestADamagedJournalOf110IsLeftAlone(t *testing.T) {
	for at := 16; at < len(of110(t).Bytes(logPath)); at += 97 {
		d := of110(t)
		log := d.Bytes(logPath)
		log[at] ^= 1
		d.Put(logPath, log)
		if _, err := journal.Open(d, folder); err != nil {
			if !errors.Is(err, journal.ErrDamaged) || !bytes.Equal(d.Bytes(logPath), log) {
				t.Errorf("byte %d: got %v", at, err)
			}
		} else {
			t.Errorf("byte %d: opened", at)
		}
	}
}
