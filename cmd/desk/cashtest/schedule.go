package cashtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"cekr.kranj.si/desk/client/journal"
)

// Shape is how large a schedule is.
type Shape struct {
	Desks, Cards, Jobs int  // desks at once, cards among all customers, customers at each desk
	Rate               int  // faults in a thousand requests about money
	Locks              bool // customers come to have their cards locked
	Moves              bool // clerks carry cash between drawer and safe
	Undoes             bool // customers come back to have top-ups undone
	Seconds            bool // amounts above the limit are wanted, and locked cards back: a second person agrees
	Counts             bool // every shift ends with the count and the close of its drawer
}

// shapeOf draws a schedule's shape: mostly one customer, else up to three desks, now and then eight on one card.
func shapeOf(random chance) Shape {
	s := Shape{Desks: 1, Cards: 1, Jobs: 1, Rate: one(random, 0, 100, 250, 250, 500, 700)}
	switch {
	case random.in(5):
		s.Desks = 8
	case random.in(200):
		s.Desks, s.Cards, s.Jobs = one(random, 1, 2, 2, 3), one(random, 1, 1, 2), one(random, 1, 2)
	}
	s.Counts = random.in(100)
	return s
}

// ahead is how far the office's clock and the PCs' are apart; PCs begin where the bubble does. The ledger's time
// does not go back much: a clock set by years would keep every later token from its end.
func ahead(random chance) time.Duration {
	if !random.in(50) {
		return time.Minute
	}
	return one(random, -time.Hour, 24*time.Hour, 3*24*time.Hour)
}

// Outcome tells how the cash at every desk ended, for comparing schedules.
func (s *Schedule) Outcome() string {
	var all strings.Builder
	for _, d := range s.desks {
		for _, deal := range d.books.order {
			fmt.Fprintf(&all, "%d: %s\n", deal.Amount, deal.Told)
		}
	}
	return all.String()
}

// steps bounds what a clerk may do in a day: a counter that gets nowhere is a find, too.
const steps = 4000

// Schedule is a day at a branch: so many desks, and what goes wrong. The same Seed plays the same.
type Schedule struct {
	Branch *Branch
	Seed   uint64
	Bug    Bug
	Tally  *Tally // may be shared; nil counts nothing
	Tell   Tell   // nil is silence

	// What is set here is not drawn from the seed.
	Shape *Shape
	Clock *time.Time // of the office, when the day begins
	Crash *Crash     // of the first desk, the only one of the day

	found Found
	cards []Card
	desks []*Desk
	wire  *Wire
}

// Play plays the schedule, once, and tells what was found wrong. It belongs into a bubble of testing/synctest, where
// its days pass in no time.
func (s *Schedule) Play(ctx context.Context) *Found {
	ctx, end := context.WithCancel(ctx)
	defer end()
	random := newChance(s.Seed, "schedule")
	shape := shapeOf(random)
	shape.Locks = newChance(s.Seed, "locks").in(50)
	shape.Moves = newChance(s.Seed, "moves").in(100)
	shape.Undoes = newChance(s.Seed, "storni").in(100)
	shape.Seconds = newChance(s.Seed, "second persons").in(100)
	shape.Locks = shape.Locks || shape.Seconds && newChance(s.Seed, "unlocks").in(300)
	switch {
	case s.Shape == nil && s.Bug.Shape != nil:
		s.Shape = s.Bug.Shape
	case s.Shape == nil:
		s.Shape = &shape
	}
	if s.Tally == nil {
		s.Tally = &Tally{}
	}
	if err := s.play(ctx, random); err != nil {
		s.found.add(&s.found.Other, "%w", err)
	}
	return &s.found
}

func (s *Schedule) play(ctx context.Context, random chance) error {
	s.Branch.newDay(ahead(random))
	if s.Clock != nil && s.Clock.After(branchOpened) { // or a card would have expired by then
		s.Branch.set(*s.Clock)
	}
	cards, err := s.Branch.newCards(ctx, s.Shape.Cards)
	if err != nil {
		return err
	}
	s.cards = cards
	if s.Clock != nil {
		s.Branch.set(*s.Clock)
	}
	s.wire = NewWire(s.Bug.branch(s.Branch.office.Handler()), s.Shape.Rate, s.Tally, s.Tell)
	for i := range s.Shape.Desks {
		s.desks = append(s.desks, newDesk(i, s))
	}
	err = s.together(func(d *Desk) error {
		if err := d.start(ctx); err != nil {
			return err
		}
		return d.live(ctx, steps)
	})
	if err == nil {
		err = s.settle(ctx)
	}
	for _, d := range s.desks {
		d.end()
	}
	s.wire.Flush()
	defer s.Branch.endDay(s.Clock != nil)
	if err == nil {
		s.check()
	}
	return err
}

// together lets all desks do something at the same time.
func (s *Schedule) together(do func(*Desk) error) error {
	errs := make([]error, len(s.desks))
	var group sync.WaitGroup
	for i, d := range s.desks {
		group.Go(func() { errs[i] = do(d) })
	}
	group.Wait()
	return errors.Join(errs...)
}

// settle ends all faults and lets the clerks settle what is open.
func (s *Schedule) settle(ctx context.Context) error {
	s.wire.Calm()
	return s.together(func(d *Desk) error {
		d.calm.Store(true)
		d.clerk.evening()
		return d.live(ctx, steps)
	})
}

// check compares everybody's books.
func (s *Schedule) check() {
	a := &s.Branch.audit
	f := &s.found
	var all []*Books
	kept := map[string]*journal.Journal{}
	s.Tally.Schedules.Add(1)
	for _, d := range s.desks {
		s.Tally.add(d.books)
		all = append(all, d.books)
		kept[d.books.Desk] = d.run.kept
		f.settle(d.books, a)
		f.journaled(d.books, d.run.kept, s.wire.Sent, d.sends)
		f.locked(d.books, d.run.kept, a)
		f.unlocked(d.books, d.run.kept, a)
		f.moved(d.books, d.run.kept, a)
		f.counted(d.books, d.run.kept, a)
	}
	f.reversed(all, kept, a)
	s.Tally.Approved.Add(int64(f.agreed(s.wire)))
	f.compare(s.cards, all, a)
	for _, address := range s.wire.Leaks() {
		f.add(&f.Other, "a desk has spoken to %s", address)
	}
}
