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
	Rate               int // faults in a thousand requests
}

// shapeOf draws a schedule's shape: mostly one to three desks, now and then eight on one card.
func shapeOf(luck chance) Shape {
	s := Shape{Desks: one(luck, 1, 1, 2, 2, 3), Cards: one(luck, 1, 1, 2), Jobs: one(luck, 1, 1, 2), Rate: one(luck, 0, 60, 200, 400)}
	if luck.in(15) {
		s.Desks, s.Cards, s.Jobs = 8, 1, 1
	}
	return s
}

// steps bounds what a clerk may do in a day: a counter that gets nowhere is a find, too.
const steps = 4000

// Play plays one schedule at a branch: the same seed plays the same. It belongs into a bubble of testing/synctest,
// where its days pass in no time.
func Play(ctx context.Context, b *Branch, seed uint64, bug Bug) (Shape, *Found) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	luck := newChance(seed, "schedule")
	s := &schedule{shape: shapeOf(luck), found: &Found{}, branch: b}
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
}

func (s *schedule) play(ctx context.Context, luck chance, seed uint64, bug Bug) error {
	s.branch.newDay(one(luck, 0, 0, 0, 3*time.Minute, -24*time.Hour, 24*time.Hour, -20*365*24*time.Hour, 12*365*24*time.Hour))
	cards, err := s.branch.newCards(ctx, s.shape.Cards)
	if err != nil {
		return err
	}
	s.cards = cards
	s.wire = NewWire(bug.branch(s.branch.office.Handler()), s.shape.Rate)
	for i := range s.shape.Desks {
		name := fmt.Sprintf("D%d-%d", s.branch.days, i+1)
		s.desks = append(s.desks, newDesk(name, s.wire, bug, seed, cards, s.shape.Jobs))
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
	if err != nil {
		return err
	}
	return s.check()
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
func (s *schedule) check() error {
	a, err := s.branch.auditor()
	if err != nil {
		return err
	}
	var all []*Books
	for _, d := range s.desks {
		all = append(all, d.books)
		s.found.settle(d.books, a)
		s.found.journaled(d.books, d.run.kept, s.wire.Sent, d.sends)
	}
	s.found.weigh(s.cards, all, a)
	for _, address := range s.wire.Leaks() {
		s.found.add(&s.found.Other, "a desk has spoken to %s", address)
	}
	return nil
}
