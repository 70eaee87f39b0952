package cashtest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/cashtest/proxy"
	"cekr.kranj.si/desk/cmd/desk/wiring"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/count"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// hurried does work at once, and now and then without patience.
type hurried struct {
	flowtest.AtOnce
	limit time.Duration
}

func (h *hurried) Run(work func(ctx context.Context) func()) {
	ctx, cancel := context.Background(), context.CancelFunc(func() {})
	if h.limit > 0 {
		ctx, cancel = context.WithTimeout(ctx, h.limit)
	}
	ending := work(ctx)
	cancel()
	if ending != nil {
		ending()
	}
}

// wireCount is one desk whose next write to a path meets a fault.
type wireCount struct {
	t     *testing.T
	p     *proxy.Proxy
	c     *flow.Counter
	tasks *hurried
	fault proxy.Fault
	armed atomic.Bool
	hung  map[string]int // connections hung up, by the act they were for
}

func (e *wireCount) plan(s proxy.Seen) proxy.Fault {
	if s.Method == "PUT" && e.fault.Kind != proxy.HungUp && e.armed.CompareAndSwap(true, false) {
		return e.fault
	}
	return proxy.Fault{Kind: proxy.Pass}
}

func (e *wireCount) hangUp() bool {
	return e.fault.Kind == proxy.HungUp && e.armed.CompareAndSwap(true, false)
}

// faulty does an act whose next write meets the fault.
func (e *wireCount) faulty(name string, act func()) {
	e.t.Helper()
	before := e.p.Tally().HungUp
	e.armed.Store(true)
	if e.fault.Kind == proxy.Slow {
		e.tasks.limit = e.fault.Delay / 2
	}
	act()
	e.tasks.limit = 0
	if e.armed.Swap(false) {
		e.t.Errorf("%s: no write met the fault", name)
	}
	e.hung[name] += e.p.Tally().HungUp - before
}

// until repeats what a clerk may do about an unknown outcome.
func (e *wireCount) until(what string, done func() bool, act func()) {
	e.t.Helper()
	for range 20 {
		if done() {
			return
		}
		act()
	}
	e.t.Fatalf("%s does not settle: %s %s %s", what, e.c.TopUp.State().Step, e.c.Drawer.State().Step, e.c.Lock.State().Step)
}

func (e *wireCount) openDrawer() {
	c := e.c
	c.Do(flow.CommandDrawer)
	e.faulty("drawer", func() { c.Drawer.OpenWith("100") })
	e.until("the opening", func() bool { return c.Drawer.State().Step == drawer.Opened }, func() {
		if c.Drawer.State().Step == drawer.Unknown {
			c.Drawer.SendAgain()
		} else {
			c.Drawer.OpenWith("100")
		}
	})
}

func (e *wireCount) topUp(amount string) {
	c := e.c
	c.Do(flow.CommandNext)
	c.LookUp("100000014")
	c.Do(flow.CommandTopUp)
	c.TopUp.Match("481205")
	c.TopUp.Quote(amount)
	c.TopUp.Tender(amount)
	if st := c.TopUp.State(); st.Step != topup.Confirming {
		e.t.Fatalf("the top-up stands at %s: %+v %+v", st.Step, st.Problem, c.State().Notice)
	}
	e.faulty("top-up "+c.TopUp.State().ID, c.TopUp.Confirm)
}

// sentAgain settles a top-up by asking and sending again.
func (e *wireCount) sentAgain(amount string) {
	e.topUp(amount)
	e.c.TopUp.Check()
	e.until("the top-up", func() bool { return e.c.TopUp.State().Ended() }, e.c.TopUp.SendAgain)
	if step := e.c.TopUp.State().Step; step != topup.Posted {
		e.t.Errorf("sent again, it is %s", step)
	}
}

// givenBack settles a top-up by a tombstone, whose own request meets the fault as well.
func (e *wireCount) givenBack(amount string) {
	e.topUp(amount)
	if !e.c.TopUp.State().Ended() && e.c.TopUp.State().Step != topup.NotSent {
		e.faulty("cancellation", e.c.TopUp.GiveBack)
	}
	e.until("the top-up", func() bool { return e.c.TopUp.State().Ended() }, e.c.TopUp.GiveBack)
}

func (e *wireCount) lock(mokID string) {
	c := e.c
	c.Do(flow.CommandNext)
	c.LookUp(mokID)
	c.Do(flow.CommandLock)
	c.Lock.Fill(lock.Form{Reason: client.ReasonLost, Reporter: client.ReporterHolder, Verification: client.VerifiedByDocument})
	e.faulty("lock "+mokID, c.Lock.Confirm)
	e.until("the lock", func() bool { return c.Lock.State().Step == lock.Posted }, c.Lock.SendAgain)
}

func (e *wireCount) closeDrawer() {
	c := e.c
	c.Do(flow.CommandNext)
	c.Do(flow.CommandClose)
	flowtest.TypeNotes(10000, c.Count.Type)
	e.faulty("count", c.Count.Fill)
	e.until("the count", func() bool { return c.Count.State().Step == count.Counted }, func() {
		if c.Count.State().Step == count.Unknown {
			c.Count.SendAgain()
		} else {
			c.Count.Fill()
		}
	})
	closes := func() { c.Count.Accept(client.DifferenceReasons()[0]); c.Drawer.Confirm() }
	e.faulty("close", closes)
	e.until("the close", func() bool { return c.Drawer.State().Step == drawer.Closed }, func() {
		if c.Drawer.State().Step == drawer.Unknown {
			c.Drawer.SendAgain()
		} else {
			c.Do(flow.CommandClose)
			closes()
		}
	})
}

// What is on the wire is what the journal says, for every fault and every write: nothing beneath the flow,
// neither the HTTP library nor net/http, sends a second copy by itself.
func TestEveryRequestOnTheWireIsARecordInTheJournal(t *testing.T) {
	for i, kind := range append([]proxy.Kind{proxy.Pass}, proxy.Kinds()...) {
		for _, delivered := range []bool{false, true} {
			fault := proxy.Fault{Kind: kind, Delivered: delivered, Delay: 20 * time.Millisecond}
			if delivered && !fault.Replaces() {
				continue
			}
			if kind == proxy.Slow {
				fault.Delay = 600 * time.Millisecond
			}
			if kind == proxy.Redirect {
				fault.Delay += time.Duration(3)
			}
			t.Run(fmt.Sprintf("%s/%v", kind, delivered), func(t *testing.T) {
				t.Parallel()
				p := network(t)
				e := &wireCount{t: t, p: p, tasks: &hurried{}, fault: fault, hung: map[string]int{}}
				p.Plan, p.HangUp = e.plan, e.hangUp
				p.Begin()
				office := officeOn(t, p, i%2 == 0)
				d, s := deskOn(t, p, "KR-1")
				e.run(d)
				p.Quiet()
				e.compare(office, s.Data.Journal())
			})
		}
	}
}

func (e *wireCount) run(d *wiring.Desk) {
	needs := d.Needs
	needs.Tasks = e.tasks
	e.c = flow.NewCounter(needs)
	if err := e.c.Start(); err != nil {
		e.t.Fatal(err)
	}
	e.c.SignIn.Submit("1001", "2468")
	e.openDrawer()
	e.sentAgain("1,00")
	e.givenBack("2,00")
	e.lock("100000089")
	e.closeDrawer()
}

// compare holds the journal's SENDING records against what the proxy got, and what it passed on against
// what the office got.
func (e *wireCount) compare(office *sandbox.Office, journal string) {
	kept, err := records(journal)
	if err != nil {
		e.t.Fatal(err)
	}
	sent, hung := map[string]int{}, 0
	for _, r := range kept {
		if r.Kind != "SENDING" {
			continue
		}
		key := r.ID
		if r.Task == "drawer-close" {
			key = r.Session + "/close"
		}
		sent[key]++
	}
	tally := e.p.Tally()
	lost := 0
	for key, n := range sent {
		lost += n - tally.Arrived[key]
		if n < tally.Arrived[key] {
			e.t.Errorf("%s: %d SENDING records, and %d requests on the wire", key, n, tally.Arrived[key])
		}
		if got, want := office.Requests(key), tally.Delivered[key]; got != want {
			e.t.Errorf("%s: passed on %d times, and the office got %d", key, want, got)
		}
		if got, want := tally.Copies[key], 0; e.fault.Kind != proxy.Twice && e.fault.Kind != proxy.TwiceAtOnce && got != want {
			e.t.Errorf("%s: the network made %d copies", key, got)
		}
	}
	arrived, delivered, met := 0, 0, tally.Faults[e.fault.Kind]
	for _, n := range tally.Arrived {
		arrived += n
	}
	for _, n := range tally.Delivered {
		delivered += n
	}
	if e.fault.Kind == proxy.Pass || e.fault.Kind == proxy.HungUp {
		met = 0 // not a fault of a request
	}
	if want := arrived + met*(e.fault.Deliveries()-1); delivered != want {
		e.t.Errorf("%d requests arrived, %d met the fault, and %d were delivered, want %d", arrived, met, delivered, want)
	}
	for name, n := range e.hung {
		if name != "cancellation" {
			hung += n
		}
	}
	if lost != hung {
		e.t.Errorf("%d records have no request on the wire, and %d connections were hung up", lost, hung)
	}
	if len(sent) < 5 {
		e.t.Errorf("only %d writes were tried", len(sent))
	}
	if n := e.p.Strayed(); n != 0 {
		e.t.Errorf("%d connections went to the host of a redirect", n)
	}
	if err := office.Verify(e.t.Context()); err != nil {
		e.t.Error(err)
	}
}
