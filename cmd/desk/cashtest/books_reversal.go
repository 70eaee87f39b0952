package cashtest

import (
	"fmt"

	"cekr.kranj.si/desk/client/journal"
)

// Storno is a reversal that a clerk has asked for, and what became of it at the counter. Its cash goes out on posted alone.
type Storno struct {
	ID, TopUpID, MokID string
	Amount, Total      int64 // cents: off the card, and out of the drawer
	Told               Word
}

// NoteReversal keeps the program's word on a reversal; on posted the clerk hands the cash out at once. A word that takes back an earlier
// one is a contradiction.
func (b *Books) NoteReversal(s Storno) {
	was := b.stornos[s.ID]
	switch {
	case was == nil:
		b.stornos[s.ID] = &s
		b.undone = append(b.undone, &s)
	case was.Told == s.Told || was.Told == ToldNeverSent && s.Told == ToldDropped || was.Told == ToldDropped && s.Told == ToldNeverSent:
	default:
		b.contradictions = append(b.contradictions, fmt.Errorf("storno %s: the clerk was told %s, and then %s", short(s.ID), was.Told, s.Told))
	}
}

// handedOut is the cash of reversals that left this desk's drawer, in cents.
func (b *Books) handedOut() (sum int64) {
	for _, s := range b.undone {
		if s.Told == ToldPosted {
			sum += s.Total
		}
	}
	return sum
}

// reversed holds every desk's reversals against the office and its journal: cash went out if, and only if, the office has undone the
// top-up, and of no top-up twice. Every ending on disk was told.
func (f *Found) reversed(all []*Books, kept map[string]*journal.Journal, a *auditor) {
	paid := map[string]int{}
	for _, b := range all {
		for _, s := range b.undone {
			now, err := a.reversal(s.ID)
			switch posted := s.Told == ToldPosted; {
			case err != nil:
				f.add(&f.Other, "%w", err)
			case posted && now.State != "posted":
				f.add(&f.Lost, "storno %s: cash was handed out, but the office says %s", short(s.ID), now.State)
			case !posted && now.State == "posted":
				f.add(&f.Stuck, "storno %s: the office has undone the top-up, but the clerk was told %s", short(s.ID), s.Told)
			case posted && (now.Total == nil || now.Total.Amount != s.Total):
				f.add(&f.Other, "storno %s: the clerk has handed %d cents out, the office has another sum", short(s.ID), s.Total)
			}
			if s.Told == ToldPosted {
				paid[s.TopUpID]++
			}
		}
		f.journaledReversals(b, kept[b.Desk])
	}
	for id, times := range paid {
		if times > 1 && id != "" {
			f.add(&f.Doubled, "the cash of top-up %s was handed out %d times", short(id), times)
		}
	}
}

func (f *Found) journaledReversals(b *Books, kept *journal.Journal) {
	words := map[journal.Kind]Word{journal.Posted: ToldPosted, journal.Rejected: ToldRejected}
	for _, s := range kept.Settled() {
		want, ends := words[s.Ending.Kind]
		if s.Ending.Task != "reversal" || !ends {
			continue
		}
		switch told := b.stornos[s.Ending.ID]; {
		case told == nil:
			f.add(&f.Untold, "storno %s is %s, and nobody was told", short(s.Ending.ID), want)
		case told.Told != want:
			f.add(&f.Other, "storno %s: the clerk was told %s, on disk is %s", short(s.Ending.ID), told.Told, want)
		}
	}
}

func (a *auditor) reversal(id string) (l ledgered, err error) {
	err = a.ask("/v1/reversals/"+id, &l)
	return l, err
}
