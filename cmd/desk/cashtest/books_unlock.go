package cashtest

import (
	"fmt"

	"cekr.kranj.si/desk/client/journal"
)

// NoteUnlock keeps the program's word on an unlock. A word that takes back an earlier one is a contradiction.
func (b *Books) NoteUnlock(id string, word Word) {
	if told := b.unlocks[id]; told != ToldNothing && told != word {
		b.contradictions = append(b.contradictions, fmt.Errorf("unlock %s: the clerk was told %s, and then %s", short(id), told, word))
	}
	b.unlocks[id] = word
}

// unlocked holds a desk's unlocks against its journal and the office: every ending on disk was told, once somebody read the list, and as
// the office has it.
func (f *Found) unlocked(b *Books, kept *journal.Journal, a *auditor) {
	words := map[journal.Kind]Word{journal.Posted: ToldPosted, journal.Rejected: ToldRejected}
	for _, s := range kept.Settled() {
		want, ends := words[s.Ending.Kind]
		if s.Ending.Task != "unlock" || !ends {
			continue
		}
		id := s.Ending.ID
		var now struct{ State string }
		err := a.ask("/v1/unlocks/"+id, &now)
		switch told := b.unlocks[id]; {
		case err != nil:
			f.add(&f.Other, "%w", err)
		case told == ToldNothing:
			f.add(&f.Untold, "unlock %s is %s, and nobody was told", short(id), want)
		case told != want || now.State != string(want):
			f.add(&f.Other, "unlock %s: the clerk was told %s, on disk is %s, the office says %s", short(id), told, want, now.State)
		}
	}
}

// agreed holds what desks have sent against what second persons have approved: the very bytes, and each approval for one write. It gives how many a write has
// named.
func (f *Found) agreed(w *Wire) (approvals int) {
	approved, named := w.Agreements()
	for approval, hashes := range named {
		if len(hashes) > 1 {
			f.add(&f.Other, "approval %s went with %d different bodies", short(approval), len(hashes))
		}
		for hash, id := range hashes {
			if approved[approval] != hash {
				f.add(&f.Other, "%s was sent with other bytes than approval %s is of", short(id), short(approval))
			}
		}
	}
	return len(named)
}
