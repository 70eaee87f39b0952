package cashtest_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cekr.kranj.si/desk/cmd/desk/cashtest"
)

var seed = flag.Uint64("seed", 0, "play this schedule alone, and tell what happens in it")

// schedules is how many a run plays: push is what .ci/run adds to the plain run.
func schedules() uint64 {
	switch os.Getenv("DESK_TESTS") {
	case "release":
		return 10_000_000
	case "night":
		return 1_000_000
	case "push":
		return 100_000
	}
	if testing.Short() {
		return 2_000
	}
	return 10_000
}

// perBranch is how many schedules one office sees before its ledger is audited and another takes its place.
const perBranch = 1000

func TestNoCashIsLostDoubledOrPostedAfterItWasHandedBack(t *testing.T) {
	if *seed != 0 {
		replay(t, *seed)
		return
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // there is little to keep between schedules
	var next atomic.Uint64
	var tally cashtest.Tally
	began := time.Now()
	t.Run("at once", func(t *testing.T) {
		for worker := range runtime.GOMAXPROCS(0) {
			t.Run(fmt.Sprint(worker), func(t *testing.T) {
				t.Parallel()
				for from := next.Add(perBranch) - perBranch; from < schedules() && !t.Failed(); from = next.Add(perBranch) - perBranch {
					branch(t, from+1, min(from+perBranch, schedules()), &tally)
				}
			})
		}
	})
	took := time.Since(began).Seconds()
	t.Logf("%v; %.0f schedules a second, %.0f requests", &tally, float64(tally.Schedules.Load())/took, float64(tally.Requests.Load())/took)
	if tally.Posted.Load() == 0 || tally.HandedBack.Load() == 0 || tally.Faults.Load() == 0 || tally.Pings.Load() == 0 || tally.Crashes.Load() == 0 || tally.Undone.Load() == 0 || tally.Moves.Load() == 0 {
		t.Error("the schedules have tried too little")
	}
}

// branch plays some schedules at one office.
func branch(t *testing.T, from, to uint64, tally *cashtest.Tally) {
	b, err := cashtest.OpenBranch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for s := from; s <= to && !t.Failed(); s++ {
		day := &cashtest.Schedule{Branch: b, Seed: s, Tally: tally}
		if err := play(t, day); err != nil {
			t.Errorf("-seed %d, %+v: %v", s, *day.Shape, err)
		}
	}
	if err := b.Close(t.Context()); err != nil {
		t.Errorf("after the schedules %d to %d: %v", from, to, err)
	}
}

func play(t *testing.T, s *cashtest.Schedule) (err error) {
	synctest.Test(t, func(t *testing.T) { err = s.Play(t.Context()).Err() })
	return err
}

func replay(t *testing.T, seed uint64) {
	b, err := cashtest.OpenBranch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close(t.Context())
	day := &cashtest.Schedule{Branch: b, Seed: seed, Tell: func(who, what string, values ...any) {
		t.Logf(time.Now().Format("15:04:05.000 ")+who+" "+what, values...)
	}}
	err = play(t, day)
	t.Logf("%+v", *day.Shape)
	if err != nil {
		t.Error(err)
	}
}

// A harness that does not bite proves nothing.
func TestTheSchedulesFindEverySeededBug(t *testing.T) {
	const most = 3000
	for _, bug := range cashtest.Seeded() {
		t.Run(bug.Name, func(t *testing.T) {
			t.Parallel()
			b, err := cashtest.OpenBranch(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close(context.Background())
			for s := uint64(1); s <= most; s++ {
				if err := play(t, &cashtest.Schedule{Branch: b, Seed: s, Bug: bug}); err != nil {
					t.Logf("after %d schedules: %v", s, err)
					return
				}
			}
			t.Errorf("not found in %d schedules", most)
		})
	}
}

// A failure can be looked at only if it happens again.
func TestASeedPlaysTheSameAgain(t *testing.T) {
	for s := uint64(1); s <= 40; s++ {
		if one, two := history(t, s), history(t, s); one != two {
			t.Errorf("seed %d played once\n%s\nand then\n%s", s, one, two)
			break
		}
	}
}

// random is what an office draws anew each time, and the hash of what holds some of it.
var random = regexp.MustCompile(`"(token|traceId|quoteId|matchId|openedTrace|subjectHash)":"[^"]*"`)

func history(t *testing.T, seed uint64) string {
	b, err := cashtest.OpenBranch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close(t.Context())
	var told strings.Builder
	var mu sync.Mutex
	err = play(t, &cashtest.Schedule{Branch: b, Seed: seed, Tell: func(who, what string, values ...any) {
		if strings.HasPrefix(what, "stands at") {
			return // what stands there of two things that were said in one instant is anybody's guess
		}
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(&told, time.Now().Format("15:04:05.000000 ")+who+" "+what+"\n", values...)
	}})
	if err != nil {
		t.Error(err)
	}
	// What happens in one instant has no order.
	lines := strings.Split(random.ReplaceAllString(told.String(), "$1"), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
