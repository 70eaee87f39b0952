package model

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// walked tells whether the program can be led through a move: this office keeps its data in memory, and lets go all it
// holds at once.
func walked(m move, s state) bool {
	switch m.what {
	case officeCrashes:
		return false
	case arrivesAtOffice, lateBodyArrives, lateCancellationArrives:
		n := 1 - m.item
		return s.of[n].abandoned == nothing && s.of[n].at != worked
	}
	return true
}

// TestTheProgramGoesTheModelsWays leads flow, client, journal and office along paths of the model, and wants them after each
// move where the model is.
func TestTheProgramGoesTheModelsWays(t *testing.T) {
	walks := 20
	if night() {
		walks = 500
	}
	met := map[string]bool{}
	moves := 0
	for name, w := range map[string]world{
		"one intention":    {only: true, late: 1},
		"two at one desk":  {late: 1, plain: true},
		"two at two desks": {desk: [2]uint8{0, 1}, late: 1, plain: true},
	} {
		t.Run(name, func(t *testing.T) {
			w.program = asked(t)
			for seed := range uint64(walks) {
				path, wrong := w.along(t, seed, met)
				moves += len(path)
				if wrong != "" {
					t.Fatalf("seed %d: %s", seed, story(path, wrong))
				}
			}
		})
	}
	t.Logf("%d moves, %d kinds of them", moves, len(met))
}

// The shortest way to each harm, in a model whose rule is broken, must be one that the program does not go.
func TestTheProgramLeavesEveryWayToLoseCash(t *testing.T) {
	for b := range bugs {
		t.Run(string(b), func(t *testing.T) {
			w := world{only: true, late: 1, onlyCash: true, program: asked(t), bug: b}
			f := w.search()
			if f.trouble == "" {
				t.Fatal("the search has found no harm")
			}
			k := newWalk(t, &w)
			defer k.close()
			s := state{}
			for i, m := range f.by {
				k.do(m, s)
				s = f.at[i]
				if wrong := k.differs(s); wrong != "" {
					t.Logf("after %d of %d moves: %s", i+1, len(f.by), wrong)
					return
				}
			}
			if b == restartIsSilent {
				k.do(move{what: deskCrashes}, s)
				k.do(move{what: starts}, s)
				if k.desks[0].counter.State().Notice != nil {
					return // the program is not silent
				}
			}
			if k.balance()-k.start != s.of[0].loaded(200) {
				t.Log("the card has what was paid")
				return
			}
			t.Errorf("the program goes all the way: %s", story(f.by, f.trouble))
		})
	}
}

func story(path []move, wrong string) string {
	var b strings.Builder
	fmt.Fprintln(&b, wrong)
	for i, m := range path {
		fmt.Fprintf(&b, "%2d  %v\n", i+1, m)
	}
	return b.String()
}

// along walks one path, which the seed gives again, and tells where the program left it.
func (w *world) along(t *testing.T, seed uint64, met map[string]bool) (path []move, wrong string) {
	chance := rand.New(rand.NewPCG(seed, 7))
	k := newWalk(t, w)
	defer k.close()
	s := state{}
	for range 40 {
		next, to, any := w.choose(s, chance)
		if !any {
			continue
		}
		at := s.of[next.item]
		met[fmt.Sprint(next.what, next.with, at.step, at.call, at.at)] = true
		path = append(path, next)
		k.do(next, s)
		s = to
		if wrong = k.differs(s); wrong != "" {
			return path, fmt.Sprintf("%s\n[%v]\n[%v]", wrong, s.of[0], s.of[1])
		}
	}
	if got, want := k.balance()-k.start, s.of[0].loaded(200)+s.of[1].loaded(300); got != want {
		return path, fmt.Sprintf("the card got %d cents, in the model %d", got, want)
	}
	return path, ""
}

func (it item) loaded(cents int64) int64 { return int64(it.posts) * cents }

// choose takes one of the moves that are possible: each act is as likely as any other, whatever the disk does to it, but
// what throws much away is seldom.
func (w *world) choose(s state, chance *rand.Rand) (by move, to state, any bool) {
	ways := map[act][]move{}
	ends := map[move]state{}
	w.next(s, func(m move, to state) {
		seldom := m.what == deskCrashes || m.with != diskWorks && m.what != isAnsweredBy
		if walked(m, s) && (!seldom || chance.IntN(8) == 0) {
			ways[m.what] = append(ways[m.what], m)
			ends[m] = to
		}
	})
	if len(ways) == 0 {
		return by, to, false
	}
	acts := slices.Sorted(maps.Keys(ways))
	some := ways[acts[chance.IntN(len(acts))]]
	by = some[chance.IntN(len(some))]
	return by, ends[by], true
}
