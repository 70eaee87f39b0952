package cashtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Shape is how large a schedule is.
type Shape struct {
	Desks, Cards, Jobs int // desks at once, cards among all customers, customers at each desk
	Rate               int // faults in a thousand requests about money
}

// shapeOf draws a schedule's shape: mostly one customer, else up to three desks, now and then eight on one card.
func shapeOf(luck chance) Shape {
	s := Shape{Desks: 1, Cards: 1, Jobs: 1, Rate: one(luck, 0, 100, 250, 250, 500, 700)}
	switch {
	case luck.in(5):
		s.Desks = 8
	case luck.in(200):
		s.Desks, s.Cards, s.Jobs = one(luck, 1, 2, 2, 3), one(luck, 1, 1, 2), one(luck, 1, 2)
	}
	return s
}

// wrong is how far the office's clock and the PCs' are apart; PCs begin where the bubble does. The ledger's time
// does not go back much: a clock set by years would keep every later token from its end.
func wrong(luck chance) time.Duration {
	if !luck.in(50) {
		return time.Minute
	}
	return one(luck, -time.Hour, 24*time.Hour, 3*24*time.Hour)
}

// steps bounds what a clerk may do in a day: a counter that gets nowhere is a find, too.
const steps = 4000

// Play plays one schedule at a branch: the same seed plays the same. It belongs into a bubble of testing/synctest,
// where its days pass in no time. Tell may be nil.
func Play(ctx context.Context, b *Branch, seed uint64, bug Bug, tally *Tally, tell Tell) (Shape, *Found) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	luck := newChance(seed, "schedule")
	s := &schedule{shape: shapeOf(luck), found: &Found{}, branch: b, tally: tally, tell: tell}
	if err := s.play(ctx, luck, seed, bug); err != nil {
		s.found.add(&s.found.Other, "%w", err)
	}
	return s.shape, s.found
}

type schedule struct {
	shape  Shape
	branch *Branch
	found  *Found
	cards  []Card
	desks  []*Desk
	wire   *Wire
	tally  *Tally
	tell   Tell
}

func (s *schedule) play(ctx context.Context, luck chance, seed uint64, bug Bug) error {
	s.branch.newDay(wrong(luck))
	cards, err := s.branch.newCards(ctx, s.shape.Cards)
	if err != nil {
		return err
	}
	s.cards = cards
	s.wire = NewWire(bug.branch(s.branch.office.Handler()), s.shape.Rate, s.tally, s.tell)
	for i := range s.shape.Desks {
		name := fmt.Sprintf("D%d-%d", s.branch.days, i+1)
		s.desks = append(s.desks, newDesk(name, i, s.wire, s.tally, bug, seed, cards, s.shape.Jobs))
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
	defer s.branch.endDay()
	if err == nil {
		s.check()
	}
	return err
}

// together lets all desks do something at the same time.
func (s *schedule) together(do func(*Desk) error) error {
	errs := make([]error, len(s.desks))
	var group sync.WaitGroup
	for i, d := range s.desks {
		group.Go(func() { errs[i] = do(d) })
	}
	group.Wait()
	return errors.Join(errs...)
}

// settle ends all faults and lets the clerks settle what is open.
func (s *schedule) settle(ctx context.Context) error {
	s.wire.Calm()
	return s.together(func(d *Desk) error {
		d.calm.Store(true)
		d.clerk.evening()
		return d.live(ctx, steps)
	})
}

// check compares everybody's books.
func (s *schedule) check() {
	a := &s.branch.audit
	var all []*Books
	s.tally.Schedules.Add(1)
	for _, d := range s.desks {
		s.tally.add(d.books)
		all = append(all, d.books)
		s.found.settle(d.books, a)
		s.found.journaled(d.books, d.run.kept, s.wire.Sent, d.sends)
	}
	s.found.weigh(s.cards, all, a)
	for _, address := range s.wire.Leaks() {
		s.found.add(&s.found.Other, "a desk has spoken to %s", address)
	}
}
