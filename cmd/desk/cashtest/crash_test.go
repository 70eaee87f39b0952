package cashtest_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"cekr.kranj.si/desk/cmd/desk/cashtest"
)

// The program ends, by itself and with the power, at every call to the disk and at every event of the network of a
// top-up's whole life, once without and once with other faults.
func TestACrashAtEveryStep(t *testing.T) {
	seeds := uint64(1)
	if night() {
		seeds = 40
	}
	for _, rate := range []int{0, 300} {
		for _, power := range []bool{false, true} {
			t.Run(fmt.Sprintf("rate %d power %t", rate, power), func(t *testing.T) {
				t.Parallel()
				b, err := cashtest.OpenBranch(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				var tally cashtest.Tally
				for s := uint64(1); s <= seeds; s++ {
					for n := 1; n <= 90; n++ {
						for _, crash := range []cashtest.Crash{{Call: n, Power: power}, {Event: n, Power: power}} {
							day := &cashtest.Schedule{Branch: b, Seed: s, Tally: &tally, Crash: &crash,
								Shape: &cashtest.Shape{Desks: 1, Cards: 1, Jobs: 1, Rate: rate}}
							if err := play(t, day); err != nil {
								t.Errorf("seed %d, %+v: %v", s, crash, err)
							}
						}
					}
				}
				t.Log(&tally)
				if err := b.Close(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// The program ends at every call to the disk and at every event of the network of a lock's whole life: whoever comes
// after is told whether the card is locked.
func TestACrashHidesNoLock(t *testing.T) {
	b, err := cashtest.OpenBranch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var tally cashtest.Tally
	for _, rate := range []int{0, 300} {
		for _, power := range []bool{false, true} {
			for n := 1; n <= 60; n++ {
				for _, crash := range []cashtest.Crash{{Call: n, Power: power}, {Event: n, Power: power}} {
					day := &cashtest.Schedule{Branch: b, Seed: uint64(n), Tally: &tally, Crash: &crash,
						Shape: &cashtest.Shape{Desks: 1, Cards: 1, Jobs: 1, Rate: rate, Locks: true}}
					if err := play(t, day); err != nil {
						t.Errorf("seed %d, rate %d, %+v: %v", n, rate, crash, err)
					}
				}
			}
		}
	}
	t.Log(&tally)
	if tally.Locks.Load() < 100 || tally.Crashes.Load() < 100 {
		t.Error("too little was tried")
	}
	if err := b.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// The program ends at every call to the disk and at every event of the network while a second person is asked, has approved, and what was
// approved is sent: a top-up above the limit, and the unlock of a card.
func TestACrashWithASecondPersonAtTheDesk(t *testing.T) {
	for name, shape := range map[string]cashtest.Shape{
		"above the limit": {Desks: 1, Cards: 1, Jobs: 2, Rate: 100, Seconds: true},
		"unlock":          {Desks: 1, Cards: 1, Jobs: 1, Rate: 100, Seconds: true, Locks: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, err := cashtest.OpenBranch(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var tally cashtest.Tally
			for n := 1; n <= 120; n++ {
				for _, crash := range []cashtest.Crash{{Call: n, Power: n%2 == 0}, {Event: n, Power: n%2 == 1}} {
					day := &cashtest.Schedule{Branch: b, Seed: uint64(n), Tally: &tally, Crash: &crash, Shape: &shape}
					if err := play(t, day); err != nil {
						t.Errorf("seed %d, %+v: %v", n, crash, err)
					}
				}
			}
			t.Log(&tally)
			if tally.Approved.Load() < 30 || tally.Crashes.Load() < 50 {
				t.Error("too little was tried")
			}
			if err := b.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// Clocks order nothing: whatever a PC's and the office's clocks say, cash ends as with right ones.
func TestAWrongClockChangesNoOutcome(t *testing.T) {
	right := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	const seeds = 60
	want := clocked(t, right, seeds)
	for name, clock := range map[string]time.Time{
		"a day behind": right.AddDate(0, 0, -1), "a day ahead": right.AddDate(0, 0, 1), "1970": time.Unix(7200, 0),
		"the end of 32 bits": time.Unix(1<<31-60, 0), "2097": time.Date(2097, 1, 1, 9, 0, 0, 0, time.UTC),
		"the hour that is not there":  time.Date(2026, 3, 29, 0, 59, 30, 0, time.UTC),
		"the hour that comes twice":   time.Date(2026, 10, 25, 0, 59, 30, 0, time.UTC),
		"midnight, and the year ends": time.Date(2026, 12, 31, 22, 59, 30, 0, time.UTC),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i, got := range clocked(t, clock, seeds) {
				if got != want[i] {
					t.Errorf("seed %d ended as\n%s\nand with a right clock as\n%s", i+1, got, want[i])
				}
			}
		})
	}
}

func clocked(t *testing.T, clock time.Time, seeds int) (outcomes []string) {
	t.Helper()
	b, err := cashtest.OpenBranch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close(context.Background())
	for s := range seeds {
		day := &cashtest.Schedule{Branch: b, Seed: uint64(s + 1), Clock: &clock, Shape: &cashtest.Shape{Desks: 1, Cards: 1, Jobs: 1, Rate: 300}}
		if err := play(t, day); err != nil {
			t.Errorf("seed %d: %v", s+1, err)
		}
		outcomes = append(outcomes, day.Outcome())
		clock = clock.Add(time.Hour)
	}
	return outcomes
}

// Eight desks top one card up at the same time. No cent is lost between them, and somebody is warned.
func TestEightDesksOnOneCard(t *testing.T) {
	b, err := cashtest.OpenBranch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var tally cashtest.Tally
	for s := range eights() {
		day := &cashtest.Schedule{Branch: b, Seed: s + 1, Tally: &tally, Shape: &cashtest.Shape{Desks: 8, Cards: 1, Jobs: 1, Rate: 100}}
		if err := play(t, day); err != nil {
			t.Errorf("seed %d: %v", s+1, err)
		}
	}
	t.Log(&tally)
	if tally.Warned.Load() == 0 {
		t.Error("no clerk was warned of another desk's top-up")
	}
	if err := b.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// night tells whether the long sizes are wanted.
func night() bool { return os.Getenv("DESK_TESTS") == "night" || os.Getenv("DESK_TESTS") == "release" }

// eights is how many days eight desks share a card.
func eights() uint64 {
	switch {
	case night():
		return 10_000
	case testing.Short():
		return 10
	}
	return 200
}
