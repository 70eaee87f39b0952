package journal_test

import (
	"errors"
	"testing"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
)

// A start fails at every call to the disk in turn, the program ends, and the next start is cut off by the power at
// every moment: whatever is left must be a journal, or nothing.
func TestABeginningThatFailedAndWasCutOffIsNoDamage(t *testing.T) {
	failed := errors.New("failed")
	states := 0
	for n := 1; ; n++ {
		d := disktest.New()
		reached := false
		d.Fail(func(call int, _ disktest.Call) error {
			if call == n {
				reached = true
				return failed
			}
			return nil
		})
		if j, err := journal.Open(d, folder); err == nil {
			_ = j.Close()
		}
		if !reached {
			break
		}
		d.Kill()
		d.Fail(nil)
		d.Watch(func(at disktest.Call) {
			for state := range d.Crashes() {
				states++
				j, err := journal.Open(state, folder)
				if err != nil {
					t.Errorf("call %d fails, the power goes at %s of %s: %v", n, at.Op, at.Name, err)
					continue
				}
				_ = j.Close()
			}
		})
		if j, err := journal.Open(d, folder); err != nil {
			t.Errorf("call %d fails: %v", n, err)
		} else {
			_ = j.Close()
		}
	}
	if states < 100 {
		t.Errorf("only %d states", states)
	}
}
