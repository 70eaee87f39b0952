package cashtest

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"cekr.kranj.si/desk/client/journal"
)

// Word is what a clerk was told of a top-up.
type Word string

// The words that end a top-up. All but the first let the clerk hand the cash back.
const (
	ToldNothing   Word = ""
	ToldPosted    Word = "posted"
	ToldRejected  Word = "rejected"
	ToldCancelled Word = "cancelled"
	ToldNeverSent Word = "never sent"
	ToldDropped   Word = "dropped"
)

// Deal is cash that a customer has handed over for a top-up, and what became of it at the counter.
type Deal struct {
	ID, MokID  string
	Amount     int64 // cents to be loaded
	Fee        int64 // cents on top
	Told       Word
	HandedBack bool
}

// Books are a desk's deals as its clerks have lived them: not as the program remembers them.
type Books struct {
	Desk           string
	deals          map[string]*Deal
	order          []*Deal
	contradictions []error
	warned         int64              // how often the clerk read that another desk tops the card up
	LockedCards    map[string]bool    // cards whose lock the clerk was told of
	stornos        map[string]*Storno // by id
	undone         []*Storno          // in the order in which they were told
	locks          map[string]Word    // what the clerk was told of each lock and ping, by id
	unlocks        map[string]Word    // what the clerk was told of each unlock, by id
	pings          int64              // sent
	movements      map[string]carried
	sessions       map[string]bool // drawers that the clerks have kept
}

// NewBooks are a desk's.
func NewBooks(desk string) *Books {
	return &Books{Desk: desk, deals: map[string]*Deal{}, LockedCards: map[string]bool{}, locks: map[string]Word{}, unlocks: map[string]Word{}, stornos: map[string]*Storno{},
		movements: map[string]carried{}, sessions: map[string]bool{}}
}

// Take notes that the customer's cash is on the counter, from when the clerk sees the read-back.
func (b *Books) Take(id, mokID string, amount, fee int64) {
	if b.deals[id] == nil {
		d := &Deal{ID: id, MokID: mokID, Amount: amount, Fee: fee}
		b.deals[id] = d
		b.order = append(b.order, d)
	}
}

// Note keeps the program's word; the clerk acts on it at once. A word that takes back an earlier one is a contradiction.
func (b *Books) Note(id string, word Word) {
	d := b.deals[id]
	if d == nil || d.Told == word || d.HandedBack && word != ToldPosted {
		return // the same in other words: what was abandoned is told again, as never sent or never to be posted
	}
	if d.Told != ToldNothing {
		b.contradictions = append(b.contradictions, fmt.Errorf("%s: the clerk was told %s, and then %s", short(id), d.Told, word))
		return
	}
	d.Told, d.HandedBack = word, word != ToldPosted
}

// Open are the deals of which the clerk has no word yet.
func (b *Books) Open() []*Deal {
	var open []*Deal
	for _, d := range b.order {
		if d.Told == ToldNothing {
			open = append(open, d)
		}
	}
	return open
}

// Kept is the cash of the deals that was not handed back, less what reversals have taken out of the drawer, in cents.
func (b *Books) Kept() (sum int64) {
	for _, d := range b.order {
		if !d.HandedBack {
			sum += d.Amount + d.Fee
		}
	}
	return sum - b.handedOut()
}

// Tally counts what schedules have gone through. It may be shared.
type Tally struct {
	Schedules, Deals, Posted, HandedBack, Requests, Faults, Crashes, DiskFaults, Warned, Locks, Unlocks, Approved, Pings, Stornos, Undone, Moves atomic.Int64
}

func (t *Tally) add(b *Books) {
	for _, d := range b.order {
		t.Deals.Add(1)
		if d.HandedBack {
			t.HandedBack.Add(1)
		} else {
			t.Posted.Add(1)
		}
	}
	t.Warned.Add(b.warned)
	t.Locks.Add(int64(len(b.locks)))
	t.Unlocks.Add(int64(len(b.unlocks)))
	t.Pings.Add(b.pings)
	t.Moves.Add(int64(len(b.movements)))
	t.Stornos.Add(int64(len(b.undone)))
	for _, s := range b.undone {
		if s.Told == ToldPosted {
			t.Undone.Add(1)
		}
	}
}

func (t *Tally) String() string {
	return fmt.Sprintf("%d schedules: cash taken %d times, posted %d, handed back %d; locks and pings told %d times, %d pings sent; unlocks told %d times; %d approvals named; %d storni told, %d of them posted; movements told %d times; %d requests, %d faults of the network, %d crashes, %d errors of a disk",
		t.Schedules.Load(), t.Deals.Load(), t.Posted.Load(), t.HandedBack.Load(), t.Locks.Load(), t.Pings.Load(), t.Unlocks.Load(), t.Approved.Load(), t.Stornos.Load(), t.Undone.Load(), t.Moves.Load(), t.Requests.Load(), t.Faults.Load(), t.Crashes.Load(), t.DiskFaults.Load())
}

func short(id string) string { return id[:min(8, len(id))] }

// Found is what a trial has found wrong, counted by kind.
type Found struct {
	Lost, Doubled, PostedAfterHandedBack, Stuck, Untold, Other int
	Errs                                                       []error
}

func (f *Found) add(count *int, format string, values ...any) {
	*count++
	f.Errs = append(f.Errs, fmt.Errorf(format, values...))
}

// Err is nil when nothing was found.
func (f *Found) Err() error { return errors.Join(f.Errs...) }

// settle compares a desk's books with the office: every deal ended, as the clerk was told.
func (f *Found) settle(b *Books, a *auditor) {
	for _, err := range b.contradictions {
		f.add(&f.Other, "%w", err)
	}
	for _, d := range b.order {
		l, err := a.topUp(d.ID)
		switch {
		case err != nil:
			f.add(&f.Other, "%w", err)
		case d.Told == ToldNothing:
			f.add(&f.Stuck, "%s: cash lies on the counter and nobody knows (the office: %s)", short(d.ID), l.State)
		case d.HandedBack && l.State == "posted":
			f.add(&f.PostedAfterHandedBack, "%s: posted, but the clerk was told %s and has handed the cash back", short(d.ID), d.Told)
		case !d.HandedBack && l.State != "posted":
			f.add(&f.Lost, "%s: the clerk was told %s, but the office says %s", short(d.ID), d.Told, l.State)
		case l.State == "posted" && (l.Amount.Amount != d.Amount || l.Fee.Amount != d.Fee):
			f.add(&f.Other, "%s: the office has posted another sum", short(d.ID))
		}
	}
}

// compare compares the cards' statements with the cash that desks have kept.
func (f *Found) compare(cards []Card, all []*Books, a *auditor) {
	for _, card := range cards {
		var kept, posted []int64
		for _, b := range all {
			for _, d := range b.order {
				if d.MokID == card.MokID && !d.HandedBack {
					kept = append(kept, d.Amount)
				}
			}
			for _, s := range b.undone {
				if s.MokID == card.MokID && s.Told == ToldPosted {
					kept = append(kept, -s.Amount)
				}
			}
		}
		posted, err := a.postings(card.MokID)
		balance, _, err2 := a.balance(card.MokID)
		if err := errors.Join(err, err2); err != nil {
			f.add(&f.Other, "%w", err)
			continue
		}
		slices.Sort(kept)
		slices.Sort(posted)
		sum := int64(0)
		for _, cents := range posted {
			sum += cents
		}
		switch {
		case len(posted) > len(kept):
			f.add(&f.Doubled, "card %s has %d lines, but cash was kept or handed out %d times", card.MokID, len(posted), len(kept))
		case !slices.Equal(kept, posted):
			f.add(&f.Lost, "card %s was loaded with %v, but the cash kept is %v", card.MokID, posted, kept)
		case balance != sum:
			f.add(&f.Other, "card %s: balance %d, statement %d", card.MokID, balance, sum)
		}
	}
}

// journaled compares the desk's journal with its books and with what went over the wire: the journal's cents are
// the ledger's, and nothing was sent that the journal does not know of.
func (f *Found) journaled(b *Books, kept *journal.Journal, wired func(path string) int, sendings map[string]int) {
	for _, item := range kept.Items() {
		f.add(&f.Stuck, "%s: a %s is open in the journal", short(item.First().ID), item.First().Task)
	}
	sum := int64(0)
	for _, d := range b.order {
		if d.Told == ToldPosted {
			sum += d.Amount
		}
	}
	var total int64
	for _, t := range kept.Totals() {
		if t.Task == "topup" && t.Kind == journal.Posted {
			total += t.Sum.Cents
		}
	}
	if total != sum {
		f.add(&f.Other, "desk %s: the journal has posted %d cents, the clerk %d", b.Desk, total, sum)
	}
	for _, d := range b.order {
		if wire, known := wired("/v1/top-ups/"+d.ID), sendings[d.ID]; wire > known {
			f.add(&f.Other, "%s: sent %d times, journaled %d times", short(d.ID), wire, known)
		}
	}
}
