package cashtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/cmd/desk/cashtest/proxy"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// trial is one office with two desks over a failing network, killed again and again until it has had enough,
// and then left in peace to settle.
type trial struct {
	dir     string
	seed    uint64
	network *proxy.Proxy
	cards   []Card
	desks   []*deskSlot
	payer   topup.Payer
	bug     string // the name of a seeded one
	soaks   bool   // nobody is killed

	kills   atomic.Int64
	offices atomic.Int64  // of them the office's
	early   atomic.Int64  // of them before anything was said: while a program starts and takes up what is open
	enough  int64         // kills
	over    chan struct{} // closed when it is enough
	evening chan struct{} // closed when faults have ended
	ending  sync.Once

	mu       sync.Mutex // guards what follows
	chance   chance
	rate     int // faults in a thousand requests
	office   *process
	officeAt int // arrivals until the office is killed; 0 is never
	wrong    []error
	exposed  [][]byte // what /proc showed of a desk's arguments and environment
}

const perTrial = 125 // kills

// cardsPerTrial keeps cards below their limits.
const cardsPerTrial = 60

func newTrial(dir string, seed uint64, enough int) (*trial, error) {
	t := &trial{
		dir: dir, seed: seed, chance: newChance(seed, "trial"), enough: int64(enough), rate: 260,
		over: make(chan struct{}), evening: make(chan struct{}),
		payer: topup.Payer{Name: personal.Name, Document: client.DocumentPassport, Last3: "957"},
	}
	for i := range cardsPerTrial {
		t.cards = append(t.cards, practiceCard(i))
	}
	for _, sub := range []string{"office", "D1", "D2"} {
		if err := os.MkdirAll(filepath.Join(dir, sub, "tmp"), 0o700); err != nil {
			return nil, err
		}
	}
	if err := newOffice(filepath.Join(dir, "office", "data")); err != nil {
		return nil, err
	}
	var err error
	if t.network, err = proxy.New(dir); err != nil {
		return nil, err
	}
	t.network.Plan, t.network.HangUp, t.network.Delivered = t.plan, t.hangUp, t.delivered
	t.network.Begin()
	for i, name := range []string{"D1", "D2"} {
		t.desks = append(t.desks, &deskSlot{t: t, name: name, at: i, deals: map[string]Deal{}, undone: map[string]Storno{}, locked: map[string]bool{}})
	}
	return t, nil
}

func (t *trial) fault(err error) {
	if err == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wrong = append(t.wrong, err)
}

// killed counts a kill, and ends the day when it was the last.
func (t *trial) killed(p *process) {
	if !p.spoke.Load() {
		t.early.Add(1)
	}
	if t.kills.Add(1) >= t.enough {
		t.ending.Do(func() { close(t.over) })
	}
}

func (t *trial) isOver() bool {
	select {
	case <-t.over:
		return true
	default:
		return false
	}
}

// draw lets one goroutine at a time have the trial's luck.
func draw[T any](t *trial, from func(random chance) T) T {
	t.mu.Lock()
	defer t.mu.Unlock()
	return from(t.chance)
}

// plan kills whom it is time to kill, and says what becomes of the request.
func (t *trial) plan(s proxy.Seen) proxy.Fault {
	if d := t.desk(s.From); d != nil && s.Key != "" {
		d.moment(func(r *rule) bool { r.arrived--; return r.arrived == 0 })
	}
	t.arrived()
	return draw(t, func(random chance) proxy.Fault {
		f := proxy.Fault{Kind: proxy.Pass}
		rate := t.rate
		if s.Key == "" {
			rate /= 4 // questions and sign-ins: a desk that learns nothing risks nothing
		}
		if t.isOver() || !random.in(rate) {
			return f
		}
		f.Kind = one(random, proxy.Kinds()...)
		f.Delivered = random.in(500)
		f.Delay = random.between(time.Millisecond, 250*time.Millisecond)
		switch f.Kind {
		case proxy.HungUp:
			f.Kind = proxy.LostBefore // that is for connections
		case proxy.Slow:
			f.Delay = lifetime + random.between(0, 100*time.Millisecond)
		case proxy.AfterCancel:
			f.Delay = time.Second
		}
		return f
	})
}

func (t *trial) hangUp() bool {
	return draw(t, func(random chance) bool { return !t.isOver() && random.in(t.rate/10) })
}

func (t *trial) delivered(s proxy.Seen) {
	if d := t.desk(s.From); d != nil && s.Key != "" {
		d.moment(func(r *rule) bool { r.answered--; return r.answered == 0 })
	}
}

func (t *trial) desk(name string) *deskSlot {
	for _, d := range t.desks {
		if d.name == name {
			return d
		}
	}
	return nil
}

// arrived kills the office when its time has come, a moment later.
func (t *trial) arrived() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.officeAt == 0 || t.office == nil {
		return
	}
	if t.officeAt--; t.officeAt == 0 {
		p := t.office
		time.AfterFunc(t.chance.between(0, 4*time.Millisecond), p.kill)
	}
}

// runOffice starts the office again and again.
func (t *trial) runOffice() {
	for !t.isOver() {
		p, err := t.startOffice()
		if err != nil {
			t.fault(err)
			return
		}
		if !t.soaks && draw(t, func(random chance) bool { return random.in(250) }) {
			time.AfterFunc(draw(t, func(random chance) time.Duration { return random.between(0, 40*time.Millisecond) }), p.kill)
		}
		select {
		case <-p.done:
		case <-t.over:
			return // it may live
		}
		t.fault(p.unexpected())
		t.network.Route(proxy.Upstream{})
		t.offices.Add(1)
		t.killed(p)
	}
}

func (t *trial) startOffice() (*process, error) {
	secured := draw(t, func(random chance) bool { return random.in(300) })
	p, err := start("office", filepath.Join(t.dir, "office"), officeOrders{Dir: filepath.Join(t.dir, "office", "data"), Secured: secured}, func(line []byte) {
		var up proxy.Upstream
		t.fault(json.Unmarshal(line, &up))
		t.fault(t.network.Route(up))
	})
	t.mu.Lock()
	defer t.mu.Unlock()
	t.office, t.officeAt = p, 20+t.chance.IntN(200)
	if t.soaks {
		t.officeAt = 0
	}
	return p, err
}

// play lives the day through and settles it.
func (t *trial) play() error {
	var day sync.WaitGroup
	day.Go(t.runOffice)
	for _, d := range t.desks {
		day.Go(d.run)
	}
	day.Wait()
	if err := t.settle(); err != nil {
		t.fault(err)
	}
	t.network.Quiet()
	t.mu.Lock()
	p := t.office
	t.mu.Unlock()
	if p != nil {
		if err := p.quit(); err != nil && !p.killed.Load() {
			t.fault(fmt.Errorf("the office does not end well: %w", err))
		}
	}
	t.fault(t.network.Close())
	return errors.Join(t.wrong...)
}

// settle ends all faults. An office that was killed meanwhile is started once more.
func (t *trial) settle() error {
	t.mu.Lock()
	p := t.office
	t.officeAt = 0
	t.mu.Unlock()
	alive := p != nil
	if alive {
		p.kill()
	}
	if _, err := t.startOffice(); err != nil {
		return err
	}
	t.mu.Lock()
	t.officeAt = 0
	t.mu.Unlock()
	errs := make([]error, len(t.desks))
	var group sync.WaitGroup
	for i, d := range t.desks {
		group.Go(func() { errs[i] = d.settle() })
	}
	group.Wait()
	return errors.Join(errs...)
}
