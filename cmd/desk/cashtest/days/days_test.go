// Package days plays days of a branch by chance: clerks at their desks take cash, hand it back, carry it to the safe, count it and close,
// through the desk's client and an office over SQLite, on a network that loses, doubles and holds up what it carries. After every step the
// cash that lies where a hand put it is what the drawer, its X, its Z and the office's own ledger say.
//
// House rules: only for tests. What lies where is kept by hands that know nothing of the office (see till); of what the office says only an
// outcome, posted or rejected, moves them. A seed replays its day. A trial that finds no seeded bug proves nothing (see bug).
package days

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// steps are those of one day.
const steps = 40

// opened is when the branch opens.
var opened = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

func TestEveryCentOfADayIsWhereItWasPut(t *testing.T) {
	days := map[string]uint64{"": 60, "push": 60, "night": 20_000, "release": 100_000}[os.Getenv("DESK_TESTS")]
	all := tally{}
	for seed := range days {
		if err := play(t, seed, bug{}, "", all); err != nil {
			t.Fatalf("day %d: %v", seed, err)
		}
	}
	t.Logf("%d days: %v", days, all)
	for _, what := range []string{"top-up posted", "storno posted", "storno rejected", "movement posted", "movement rejected", "count posted", "close posted", "hands posted", "hands rejected", "asked", "sent again", "came late"} {
		if all[what] == 0 {
			t.Errorf("no %s in all these days", what)
		}
	}
}

func TestEveryCentIsThereWhenTheOfficeComesBack(t *testing.T) {
	all := tally{}
	for seed := range map[string]uint64{"": 5, "push": 5, "night": 300, "release": 1000}[os.Getenv("DESK_TESTS")] {
		if err := play(t, seed, bug{}, t.TempDir(), all); err != nil {
			t.Fatalf("day %d: %v", seed, err)
		}
	}
	if t.Logf("%v", all); all["office restarted"] == 0 {
		t.Error("no office was restarted")
	}
}

// Every bug is found, or the days look away.
func TestTheDaysFindEverySeededBug(t *testing.T) {
	if testing.Short() {
		t.Skip("the days themselves are played")
	}
	for _, seeded := range bugs() {
		t.Run(seeded.name, func(t *testing.T) {
			for seed := range uint64(200) {
				if err := play(t, seed, seeded, "", tally{}); err != nil {
					t.Logf("day %d: %v", seed, err)
					return
				}
			}
			t.Error("not found in 200 days")
		})
	}
}

// tally counts what was tried.
type tally map[string]int

// play is one day, and what was found wrong in it.
func play(t *testing.T, seed uint64, seeded bug, folder string, all tally) (found error) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(opened))
		b, err := newBranch(t.Context(), rand.New(rand.NewPCG(seed, 1)), seeded, folder, all)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { b.office.Close() }()
		acts := []func(*desk) error{b.topUp, b.topUp, b.topUp, b.undo, b.undo, b.move, b.count, b.closeDrawer, b.handOver, b.forceClose}
		if folder != "" {
			acts = append(acts, b.restart)
		}
		for step := range steps {
			d := b.desks[b.chance.IntN(len(b.desks))]
			act := b.openDrawer
			if d.till != nil {
				act = acts[b.chance.IntN(len(acts))]
			}
			if found = act(d); found == nil {
				found = b.check()
			}
			if found != nil {
				found = fmt.Errorf("step %d at %s: %w", step, d.name, found)
				return
			}
		}
		found = b.office.Verify(t.Context())
	})
	return found
}
