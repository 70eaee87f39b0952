package cashtest

import (
	"fmt"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/outbox/outboxtest"
)

// NoteLock keeps the program's word on a lock. A word that takes back an earlier one is a contradiction.
func (b *Books) NoteLock(id, mokID string, word Word) {
	if told := b.locks[id]; told != ToldNothing && told != word {
		b.contradictions = append(b.contradictions, fmt.Errorf("lock %s: the clerk was told %s, and then %s", short(id), told, word))
	}
	b.locks[id] = word
	if word == ToldPosted {
		b.LockedCards[mokID] = true
	}
}

// locked holds a desk's locks, and its pings on the same wire, against its journal and the office: every ending on disk was told, once somebody read the
// list, and as the office has it.
func (f *Found) locked(b *Books, kept *journal.Journal, a *auditor) {
	words := map[journal.Kind]Word{journal.Posted: ToldPosted, journal.Rejected: ToldRejected}
	for _, s := range kept.Settled() {
		want, ends := words[s.Ending.Kind]
		if s.Ending.Task != "lock" && s.Ending.Task != outboxtest.Task || !ends {
			continue
		}
		id := s.Ending.ID
		var now struct{ State string }
		err := a.ask("/v1/locks/"+id, &now)
		switch told := b.locks[id]; {
		case err != nil:
			f.add(&f.Other, "%w", err)
		case told == ToldNothing:
			f.add(&f.Untold, "lock %s is %s, and nobody was told", short(id), want)
		case told != want || now.State != string(want):
			f.add(&f.Other, "lock %s: the clerk was told %s, on disk is %s, the office says %s", short(id), told, want, now.State)
		}
	}
}
