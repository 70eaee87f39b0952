package cashtest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/outbox/outboxtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Desk is a PC at the counter: a disk that outlives the program, and the program, which is started as often as it
// takes.
type Desk struct {
	name   string
	wire   *Wire
	bug    Bug
	chance chance // of the PC: crashes, ids
	ids    chance // hangs on the name too: no two days share an id
	disk   *disktest.Disk
	plan   plan
	once   bool // nothing goes wrong after the crash that was asked for
	tally  *Tally
	books  *Books
	clerk  *Clerk
	sends  sendings

	run  *running
	calm atomic.Bool // nothing goes wrong with this PC any more
}

// running is one life of the program.
type running struct {
	loop    *Loop
	line    *Line
	client  *client.Client
	kept    *journal.Journal
	counter *flow.Counter
	ping    *outboxtest.Ping
	dead    atomic.Bool
	crashed chan struct{}
}

// Crash is when a life of the program ends, counted from its start: at a call to the disk, or at an event of the
// network (a request arrives, the office has had it, the answer is under way), or by time.
type Crash struct {
	Call, Event int // counted from 1; 0 is not there
	After       time.Duration
	Power       bool // a power cut, and not only the end of the program
}

// plan is what will go wrong with a PC.
type plan struct {
	Crash
	crashes    int           // how many are still to come
	failedCall int           // the call to the disk that fails; 0 for none
	jump       time.Duration // how far the PC's clock is set during the day
	jumpAfter  time.Duration
}

// newDesk sets a PC up; its chance hangs on the seed and on its place, not on its name.
func newDesk(place int, s *Schedule) *Desk {
	of := strconv.Itoa(place)
	name := fmt.Sprintf("D%d-%d", s.Branch.days, place+1)
	d := &Desk{name: name, wire: s.wire, tally: s.Tally, bug: s.Bug, chance: newChance(s.Seed, "desk "+of), ids: newChance(s.Seed, "ids "+name), disk: disktest.New(),
		books: NewBooks(name), sends: sendings{}}
	d.clerk = newClerk(newChance(s.Seed, "clerk "+of), d.books, s.cards, s.Shape.Jobs)
	d.clerk.locks, d.clerk.undoes = s.Shape.Locks, s.Shape.Undoes
	d.clerk.seconds, d.clerk.second = s.Shape.Seconds, newChance(s.Seed, "second persons "+of)
	d.clerk.last, d.clerk.often = d.clerk.last || s.Shape.Counts, s.Shape.Counts
	d.clerk.carries, d.clerk.moving = s.Shape.Moves, newChance(s.Seed, "moves "+of)
	d.nextPlan(d.chance.IntN(4))
	if s.Crash != nil {
		d.plan = plan{Crash: *s.Crash, crashes: 1}
		d.once = true
	}
	return d
}

// nextPlan draws the next trouble.
func (d *Desk) nextPlan(crashes int) {
	p := plan{crashes: crashes}
	p.Power = d.chance.in(500)
	switch d.chance.IntN(3) {
	case 0:
		p.Call = 1 + d.chance.IntN(60)
	case 1:
		p.Event = 1 + d.chance.IntN(60)
	case 2:
		p.After = d.chance.between(time.Second, 90*time.Second)
	}
	if d.once {
		p = plan{}
	}
	if d.chance.in(100) && !d.once {
		p.failedCall = 1 + d.chance.IntN(60)
	}
	p.jump = one(d.chance, 0, 0, 0, 0, 24*time.Hour, -24*time.Hour, time.Hour, -30*365*24*time.Hour)
	p.jumpAfter = d.chance.between(0, 2*time.Minute)
	d.plan = p
}

var errDisk = errors.New("cashtest: the disk fails")

// diskFault is asked before every call to the disk. A call at which the program dies does nothing any more.
func (d *Desk) diskFault(r *running) func(n int, c disktest.Call) error {
	p := d.plan
	return func(n int, _ disktest.Call) error {
		switch {
		case r.dead.Load():
			return disktest.ErrPower
		case d.calm.Load():
			return nil
		case p.crashes > 0 && p.Call == n:
			r.die()
			return disktest.ErrPower
		case p.failedCall == n:
			d.tally.DiskFaults.Add(1)
			return errDisk
		}
		return nil
	}
}

// happens is told of every event of the network.
func (d *Desk) happens(r *running) func(n int) {
	p := d.plan
	return func(n int) {
		if p.crashes > 0 && p.Event == n && !d.calm.Load() {
			r.die()
		}
	}
}

// die ends a life at this very moment: nothing of it reaches disk or network any more.
func (r *running) die() {
	if r.dead.Swap(true) {
		return
	}
	close(r.crashed)
}

// start starts the program. When that fails, the clerk starts it again.
func (d *Desk) start(ctx context.Context) error {
	for range 20 {
		err := d.boot(ctx)
		if err == nil {
			d.clerk.sit(d.run.counter, d.run.ping)
			return nil
		}
		if !errors.Is(err, errDisk) && !errors.Is(err, disktest.ErrPower) {
			return fmt.Errorf("the program does not start: %w", err)
		}
		d.discard()
	}
	return errors.New("the program does not start")
}

func (d *Desk) boot(ctx context.Context) error {
	random := newChance(d.chance.Uint64(), "life")
	r := &running{loop: NewLoop(ctx), crashed: make(chan struct{})}
	r.line = d.wire.NewLine(random.Uint64(), d.happens(r))
	r.loop.Stretch = 4 // asking whether the office is there is not about money, and most of what a schedule costs
	d.run = r
	d.disk.Fail(d.diskFault(r))
	kept, err := journal.Open(d.bug.disk(d.disk), "journal")
	if err != nil {
		return err
	}
	r.kept = kept
	r.client, err = client.New(client.Config{BaseURL: "http://" + host, EmbeddedSecret: secret, Desk: d.name,
		Transport: d.bug.transport(r.line.Transport())})
	if err != nil {
		return err
	}
	r.counter = flow.NewCounter(d.needs(r))
	r.ping = outboxtest.New(r.counter.Outbox(), d.bug.office(r.client), d.name, d.ids.uuid)
	r.ping.Looks = func() bool { return r.counter.State().SignedIn }
	if err := r.counter.Start(); err != nil {
		return err
	}
	if err := r.ping.Recover(); err != nil {
		return err
	}
	if d.plan.crashes > 0 && d.plan.After > 0 {
		r.loop.After(d.plan.After, func() {
			if !d.calm.Load() {
				r.die()
			}
		})
	}
	return nil
}

// learnt is how long a desk may go by a clock that has jumped: until the office has told it the time again.
const learnt = time.Minute

func (d *Desk) needs(r *running) flow.Needs {
	began := time.Now()
	plan := d.plan
	return flow.Needs{
		Office: d.bug.office(r.client), Journal: d.bug.journal(d.sends.counted(r.kept, d.wire.tell)), Papers: &flowtest.Papers{}, Machine: &flowtest.Machine{},
		Tasks: r.loop, Choices: task.Choices{Language: "sl", Scale: 100}, Account: upn.DefaultAccount(), Assumed: true, Desk: d.name,
		Now: func() time.Time {
			now := time.Now()
			if since := now.Sub(began) - plan.jumpAfter; since >= 0 && since < learnt {
				return now.Add(plan.jump)
			}
			return now
		},
		NewID: d.ids.uuid,
	}
}

// discard ends a dead program, and leaves its disk as the crash has left it.
func (d *Desk) discard() {
	d.tally.Crashes.Add(1)
	d.end()
	d.disk.Kill()
	if d.plan.Power {
		d.disk = d.disk.Crash(d.chance.Rand)
	}
	d.nextPlan(max(0, d.plan.crashes-1))
}

// end lets the program's parts go. The journal of a dead one can't be closed: its disk is gone.
func (d *Desk) end() {
	r := d.run
	r.loop.End()
	r.line.Cut()
	if r.client != nil {
		r.client.Close()
	}
	if r.kept != nil {
		_ = r.kept.Close()
	}
}

// restart is what a clerk does when the program says so, and sometimes for no reason.
func (d *Desk) restart(ctx context.Context) error {
	d.run.counter.Stop()
	d.end()
	d.nextPlan(d.plan.crashes)
	return d.start(ctx)
}

// live runs the counter until the clerk is done. The clerk thinks between two things that they do.
func (d *Desk) live(ctx context.Context, steps int) error {
	for range steps {
		think := time.NewTimer(d.clerk.pause())
		if err := d.wait(ctx, think.C); err != nil {
			return err
		}
		think.Stop()
		if d.clerk.done() {
			return nil
		}
		deed := d.clerk.act()
		d.wire.tell.tell(d.name, "stands at %s", d.clerk.where())
		if deed == restarts {
			d.wire.tell.tell(d.name, "is started again")
			if err := d.restart(ctx); err != nil {
				return err
			}
		}
	}
	return fmt.Errorf("desk %s gets nowhere: %s", d.name, d.clerk.where())
}

// wait runs what is due until the clerk has thought.
func (d *Desk) wait(ctx context.Context, thought <-chan time.Time) error {
	for {
		select {
		case <-d.run.crashed:
			d.wire.tell.tell(d.name, "crashes; power %t", d.plan.Power)
			d.discard()
			if err := d.start(ctx); err != nil {
				return err
			}
		case ending := <-d.run.loop.Due():
			if !d.run.dead.Load() {
				ending()
				d.clerk.look()
			}
		case <-thought:
			if !d.run.dead.Load() {
				return nil
			}
			thought = time.After(time.Second)
		}
	}
}

// sendings counts what the journal has let go on the wire, by id.
type sendings map[string]int

// counted counts the attempts that a journal takes.
func (s sendings) counted(j *journal.Journal, tell Tell) outbox.Journal {
	return countedJournal{j, s, tell}
}

type countedJournal struct {
	*journal.Journal
	sends sendings
	tell  Tell
}

func (c countedJournal) Append(r journal.Record) error {
	err := c.Journal.Append(r)
	c.tell.tell(r.Desk, "journal: %s %s %s %v", r.Kind, r.Task, r.ID, err)
	if err == nil && r.Kind == journal.Sending {
		c.sends[r.ID]++ // appends of one desk come one after the other
	}
	return err
}
