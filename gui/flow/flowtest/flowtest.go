// Package flowtest helps to test flows and screens at once, on the caller's goroutine.
//
// House rules: only for tests. The office here answers what a test sets and counts what it is asked;
// that it keeps the contract is for client/contract to show, not for this package.
package flowtest

import (
	"context"
	"fmt"
	"time"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
)

// AtOnce does every work and its ending before Run returns. Timers fire only when Tick is called.
type AtOnce struct {
	Context context.Context
	timers  []*timer
}

type timer struct {
	wait  time.Duration
	then  func()
	again bool
}

// Run does work and its ending on the caller's goroutine.
func (a *AtOnce) Run(work func(ctx context.Context) func()) {
	ctx := a.Context
	if ctx == nil {
		ctx = context.Background()
	}
	if ending := work(ctx); ending != nil {
		ending()
	}
}

// After keeps then for Tick.
func (a *AtOnce) After(d time.Duration, then func()) func() { return a.keep(d, then, false) }

// Each keeps then for every Tick.
func (a *AtOnce) Each(d time.Duration, then func()) func() { return a.keep(d, then, true) }

func (a *AtOnce) keep(d time.Duration, then func(), again bool) func() {
	t := &timer{wait: d, then: then, again: again}
	a.timers = append(a.timers, t)
	return func() { a.drop(t) }
}

func (a *AtOnce) drop(gone *timer) {
	for i, t := range a.timers {
		if t == gone {
			a.timers = append(a.timers[:i:i], a.timers[i+1:]...)
			return
		}
	}
}

// Tick lets every timer fire once that was set before the call.
func (a *AtOnce) Tick() {
	for _, t := range append([]*timer(nil), a.timers...) {
		if !t.again {
			a.drop(t)
		}
		t.then()
	}
}

// Waits lists how long the timers that are set have to wait.
func (a *AtOnce) Waits() []time.Duration {
	var d []time.Duration
	for _, t := range a.timers {
		d = append(d, t.wait)
	}
	return d
}

// Held keeps every work until Release: between the two a request is on its way.
type Held struct {
	AtOnce
	held []func(ctx context.Context) func()
}

// Run keeps the work.
func (h *Held) Run(work func(ctx context.Context) func()) { h.held = append(h.held, work) }

// Next does what was kept first.
func (h *Held) Next() {
	next := h.held[0]
	h.held = h.held[1:]
	h.AtOnce.Run(next)
}

// Release does what was kept, in order, and whatever that starts.
func (h *Held) Release() {
	for len(h.held) > 0 {
		h.Next()
	}
}

// Break lets what is kept end in a panic, as a door to other goroutines that survives it.
func (h *Held) Break() {
	held := h.held
	h.held = nil
	for _, work := range held {
		h.fall(work)
	}
}

func (h *Held) fall(work func(ctx context.Context) func()) {
	defer func() { _ = recover() }()
	var none context.Context // which no work can do with
	work(none)
}

// Waiting counts the works kept.
func (h *Held) Waiting() int { return len(h.held) }

// Start is the time at which tests begin.
var Start = time.Date(2026, 11, 22, 9, 30, 0, 0, time.FixedZone("CET", 3600))

// Needs are complete needs over an office and a journal in memory.
func Needs(office *Office) (flow.Needs, *Journal, *Papers) {
	journal, papers := &Journal{}, &Papers{}
	n := 0
	return flow.Needs{
		Office: office, Journal: journal, Papers: papers, Pictures: papers, Lists: &Lists{}, Machine: &Machine{}, Choices: task.Choices{Language: "sl", Scale: 100, Receipt: string(paper.Roll80), Layout: string(paper.OnA4)},
		Account: upn.DefaultAccount(), Assumed: true,
		Offsets: func(string) task.Offset { return task.Offset{} },
		Tasks:   &AtOnce{}, Desk: "DESK-1", Phone: "01 477 20 00",
		Now: func() time.Time { return Start },
		NewID: func() string {
			n++
			return fmt.Sprintf("%08d-0000-4000-8000-000000000000", n)
		},
	}, journal, papers
}

// Ids that the office of these tests gives.
const (
	Quote  = "00000000-0000-4000-8000-0000000000a1"
	Drawer = "00000000-0000-4000-8000-0000000000d1"
	Posted = "00000000-0000-4000-8000-0000000000b1"
	Match  = "00000000-0000-4000-8000-0000000000e1"
)

// Does is the giving of one command to a counter.
func Does(c interface{ Do(flow.Command) }, command flow.Command) func() {
	return func() { c.Do(command) }
}

// Give is the giving of one command to any counter.
func Give(command flow.Command) func(*flow.Counter) {
	return func(c *flow.Counter) { c.Do(command) }
}
