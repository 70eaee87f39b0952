package wiring_test

import (
	"context"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// loop is the program's door to other goroutines without a window: work runs beside the caller, endings on it,
// when it pumps. Timers fire when a test says so.
type loop struct {
	ctx     context.Context
	endings chan func()
	running int
	timers  []func()
}

func (l *loop) Run(work func(ctx context.Context) func()) {
	l.running++
	go func() {
		ending := work(l.ctx)
		l.endings <- ending
	}()
}

func (l *loop) After(_ time.Duration, then func()) func() { return l.Each(0, then) }

func (l *loop) Each(_ time.Duration, then func()) func() {
	i := len(l.timers)
	l.timers = append(l.timers, then)
	return func() { l.timers[i] = func() {} }
}

// pump takes endings until nothing is on its way.
func (l *loop) pump() {
	for l.running > 0 {
		ending := <-l.endings
		l.running--
		if ending != nil {
			ending()
		}
	}
}

func (l *loop) tick() {
	for _, then := range l.timers[:len(l.timers):len(l.timers)] {
		then()
	}
	l.pump()
}

// The comparison, the questions about what is open, a top-up and the close of the drawer, all at once on
// goroutines of their own, over the real journal and the real office: made for the race detector.
func TestTheProtocolRunsOnManyGoroutines(t *testing.T) {
	s := training(t)
	d := open(t, s, quiet())
	needs := d.Needs
	tasks := &loop{ctx: t.Context(), endings: make(chan func(), 64)}
	needs.Tasks = tasks
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	do := func(intents ...func()) {
		t.Helper()
		for _, intent := range intents {
			intent()
			tasks.pump()
		}
	}
	do(func() { c.SignIn.Submit("1001", "2468") }, flowtest.Does(c, flow.CommandDrawer), func() { c.Drawer.OpenWith("200") })
	for _, amount := range []string{"20", "21", "22"} {
		if err := d.Embedded().Faults().Set("PUT /v1/top-ups/{id}", sandbox.Fault{Kind: sandbox.CommitThenDrop, Times: 1}); err != nil {
			t.Fatal(err)
		}
		do(func() { c.LookUp("100000014") }, flowtest.Does(c, flow.CommandTopUp), func() { c.TopUp.Match("481205") }, func() { c.TopUp.Quote(amount) },
			func() { c.TopUp.Tender("") }, c.TopUp.Confirm)
		stepIs(t, c, topup.Unknown)
		c.TopUp.Check() // on its way while the clerk goes on
		c.Do(flow.CommandNext)
	}
	c.Do(flow.CommandClose)
	tasks.tick()
	if got := openKinds(c); got != "[posted posted posted]" {
		t.Fatalf("open are %s", got)
	}
	for _, item := range c.OpenItems() {
		do(func() { c.Resume(item.ID) }, flowtest.Does(c, flow.CommandNext))
	}
	do(flowtest.Closes(c, 26300)...)
	if st := c.Drawer.State(); st.Step != drawer.Closed || !st.Session.Difference.IsZero() {
		t.Errorf("%s %+v", st.Step, st.Problem)
	}
	if len(c.State().Differences) > 0 {
		t.Errorf("%+v", c.State().Differences)
	}
}
