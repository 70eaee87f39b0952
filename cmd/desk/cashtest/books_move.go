package cashtest

import (
	"fmt"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/movement"
)

// carried is cash that the clerk was told of: moved or not, and how much into the drawer.
type carried struct {
	cents int64
	told  Word
}

// NoteMovement keeps the program's word on a movement; the clerk carries the cash at once. A word that takes back an earlier one is a
// contradiction.
func (b *Books) NoteMovement(id string, cents int64, word Word) {
	before, known := b.movements[id]
	if known && before.told != word {
		b.contradictions = append(b.contradictions, fmt.Errorf("movement %s: the clerk was told %s, and then %s", short(id), before.told, word))
		return
	}
	b.movements[id] = carried{cents, word}
}

// Carried is what the movements that the clerk was told of have brought into the drawer, in cents.
func (b *Books) Carried() (sum int64) {
	for _, m := range b.movements {
		if m.told == ToldPosted {
			sum += m.cents
		}
	}
	return sum
}

// moved holds a desk's movements against its journal and the office: every ending on disk was told, as the office has it, and the cash
// that was carried is what the drawers' reports say.
func (f *Found) moved(b *Books, kept *journal.Journal, a *auditor) {
	words := map[journal.Kind]Word{journal.Posted: ToldPosted, journal.Rejected: ToldRejected}
	for _, s := range kept.Settled() {
		want, ends := words[s.Ending.Kind]
		if s.Ending.Task != movement.TaskIn && s.Ending.Task != movement.TaskOut || !ends {
			continue
		}
		id := s.Ending.ID
		var now struct{ State string }
		err := a.ask("/v1/drawer-sessions/"+s.Ending.Session+"/movements/"+id, &now)
		switch told := b.movements[id].told; {
		case err != nil:
			f.add(&f.Other, "%w", err)
		case told == ToldNothing:
			f.add(&f.Untold, "movement %s is %s, and nobody was told", short(id), want)
		case told != want || now.State != string(want):
			f.add(&f.Other, "movement %s: the clerk was told %s, on disk is %s, the office says %s", short(id), told, want, now.State)
		}
	}
	if len(b.movements) == 0 { // the sums of a drawer's day without any are checked elsewhere
		return
	}
	sum := int64(0)
	for session := range b.sessions {
		var report struct {
			Movements struct{ Sum struct{ Amount int64 } }
		}
		if err := a.ask("/v1/drawer-sessions/"+session+"/report?kind=x", &report); err != nil {
			f.add(&f.Other, "%w", err)
		}
		sum += report.Movements.Sum.Amount
	}
	if sum != b.Carried() {
		f.add(&f.Lost, "desk %s: the clerk has carried %d cents into the drawer, the office says %d", b.Desk, b.Carried(), sum)
	}
}
