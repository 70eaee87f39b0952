package cashtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"cekr.kranj.si/desk/cmd/desk/cashtest/canary"
)

// deskSlot is a desk of a trial: what outlives its program.
type deskSlot struct {
	t    *trial
	name string
	at   int

	mu             sync.Mutex
	deals          map[string]Deal
	order          []string
	undone         map[string]Storno
	locked         map[string]bool
	contradictions []string
	running        *process
	lives          int
	rule           rule
	where          string
	sizes          []soak
}

// rule says when a life ends.
type rule struct {
	after    time.Duration // after its start; the other rules give up then, too
	steps    int           // or: after so many changes of its screen
	arrived  int           // or: when its so many-th PUT has arrived
	answered int           // or: when the office has answered so many, before the desk knows
	abort    bool          // SIGABRT instead: the runtime's own report is written
}

// run starts a desk again and again.
func (d *deskSlot) run() {
	for !d.t.isOver() {
		p, err := d.start(false)
		if err != nil {
			d.t.fault(err)
			return
		}
		late := time.AfterFunc(d.until(), func() { d.kill(p) })
		<-p.done
		late.Stop()
		d.t.fault(p.unexpected())
		if p.killed.Load() {
			d.t.killed(p)
		}
	}
}

// settling is how long a desk may take to settle on a network that is well.
const settling = 60 * time.Second

// until is how long a life lasts at most; the rule for it is drawn.
func (d *deskSlot) until() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rule.after
}

func drawRule(random chance) rule {
	r := rule{after: random.between(200*time.Millisecond, 700*time.Millisecond), abort: random.in(30)}
	switch random.IntN(10) {
	case 0, 1:
		r.after = random.between(0, 40*time.Millisecond) // while it starts and takes up what is open
	case 2, 3, 4:
		r.steps = 1 + random.IntN(14)
	case 5, 6:
		r.arrived = 1 + random.IntN(5)
	case 7, 8, 9:
		r.answered = 1 + random.IntN(5)
	}
	return r
}

func (d *deskSlot) start(tidy bool) (*process, error) {
	t := d.t
	d.mu.Lock()
	d.lives++
	d.where = ""
	o := deskOrders{
		Dir: filepath.Join(t.dir, d.name), Desk: d.name, URL: t.network.URL + "/" + d.name, CAFile: t.network.CAFile,
		Seed: t.seed ^ uint64(d.lives)<<20 ^ uint64(d.at)<<40, Staff: []member{members[d.at], members[1-d.at]}, Approvers: approving, Payer: t.payer,
		Cards: t.cards, Locked: clone(d.locked), Jobs: 1 << 30, Tidy: tidy, Soak: t.soaks, Bug: t.bug,
	}
	if tidy {
		o.Jobs = 0
	}
	for _, id := range d.order {
		o.Deals = append(o.Deals, d.deals[id])
	}
	for _, id := range slices.Sorted(maps.Keys(d.undone)) {
		o.Undone = append(o.Undone, d.undone[id])
	}
	d.rule = draw(t, drawRule)
	if tidy || t.soaks {
		d.rule = rule{after: 24 * time.Hour}
	}
	d.mu.Unlock()
	p, err := start("desk", o.Dir, o, d.hear)
	d.mu.Lock()
	d.running = p
	d.mu.Unlock()
	return p, err
}

func clone[V any](in map[string]V) map[string]V {
	out := make(map[string]V, len(in))
	for k, v := range in {
		out[k] = v
	}
	return out
}

// hear keeps what the clerk did: nobody can take it back.
func (d *deskSlot) hear(line []byte) {
	var w word
	if err := json.Unmarshal(line, &w); err != nil {
		d.t.fault(fmt.Errorf("%s says %q: %w", d.name, line, err))
		return
	}
	d.mu.Lock()
	switch {
	case w.Deal != nil:
		if _, known := d.deals[w.Deal.ID]; !known {
			d.order = append(d.order, w.Deal.ID)
		}
		d.deals[w.Deal.ID] = *w.Deal
	case w.Storno != nil:
		d.undone[w.Storno.ID] = *w.Storno
	case w.Lock != "":
		d.locked[w.Lock] = true
	case w.Lie != "":
		d.contradictions = append(d.contradictions, w.Lie)
	case w.Ended != "":
		d.where = w.Ended
	case w.Where != "":
		d.where = w.Where
	case w.Soak != nil:
		d.sizes = append(d.sizes, *w.Soak)
	}
	d.mu.Unlock()
	if w.Step != "" {
		d.moment(func(r *rule) bool { r.steps--; return r.steps == 0 })
	}
}

// moment kills the running life if it is the moment for it.
func (d *deskSlot) moment(is func(*rule) bool) {
	d.mu.Lock()
	now, p := is(&d.rule), d.running
	d.mu.Unlock()
	if now && p != nil {
		go d.kill(p) // whoever tells of the moment is needed for the end
	}
}

// kill ends a life; now and then it is looked at before.
func (d *deskSlot) kill(p *process) {
	d.mu.Lock()
	abort := d.rule.abort
	d.mu.Unlock()
	shown := canary.Process(p.cmd.Process.Pid)
	d.t.mu.Lock()
	d.t.exposed = append(d.t.exposed, shown)
	d.t.mu.Unlock()
	if abort {
		p.end(syscall.SIGABRT)
		return
	}
	p.kill()
}

// settle lets the clerk settle what is open. A program that wants to be started again is.
func (d *deskSlot) settle() error {
	for range 50 {
		p, err := d.start(true)
		if err != nil {
			return err
		}
		late := time.AfterFunc(settling, p.kill)
		<-p.done
		late.Stop()
		if p.killed.Load() {
			return fmt.Errorf("%s does not settle: %s", d.name, d.where)
		}
		if err := p.unexpected(); err != nil {
			return err
		}
		if d.where == "done" {
			return nil
		}
	}
	return fmt.Errorf("%s is started again and again", d.name)
}
