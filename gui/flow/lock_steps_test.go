package flow_test

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
)

// lockSent is a bench whose lock was sent and answered.
func lockSent(v client.Verdict) func(*testing.T) *bench {
	return func(t *testing.T) *bench {
		b := newBench(t)
		b.office.Locks = lockAnswer(v, client.Lock{Code: "card-not-lockable"})
		b.to(flowtest.Does(b, flow.CommandLock), b.fill, b.Lock.Confirm)
		return b
	}
}

func (b *bench) fill() { b.Lock.Fill(lostCard) }

// lockWays leads to every step of a lock.
func lockWays() map[lock.Step]func(*testing.T) *bench {
	form := func(more ...func(*bench)) func(*testing.T) *bench {
		return func(t *testing.T) *bench {
			b := newBench(t)
			for _, do := range more {
				do(b)
			}
			return b
		}
	}
	begin, fill := func(b *bench) { b.to(flowtest.Does(b, flow.CommandLock)) }, func(b *bench) { b.to(b.fill) }
	return map[lock.Step]func(*testing.T) *bench{
		lock.Idle:       form(),
		lock.Asking:     form(begin),
		lock.Confirming: form(begin, fill),
		lock.Sending:    form(begin, fill, func(b *bench) { b.Lock.Confirm() }),
		lock.Posted:     lockSent(client.Posted),
		lock.Rejected:   lockSent(client.Rejected),
		lock.NotSent:    lockSent(client.NotSent),
		lock.Unknown:    lockSent(client.Unknown),
		lock.Halted:     form(begin, fill, func(b *bench) { b.kept.FailAt = 1; b.to(b.Lock.Confirm) }),
		lock.NeverSent:  neverSentLock,
	}
}

// neverSentLock is a bench after a crash that came before a lock was sent.
func neverSentLock(t *testing.T) *bench {
	t.Helper()
	b := &bench{office: flowtest.NewOffice(), held: &flowtest.Held{}}
	needs, kept, _ := flowtest.Needs(b.office)
	kept.Records = []journal.Record{{
		Kind: journal.Intent, ID: flowtest.Match, Task: "lock", MokID: "100000014", Desk: "DESK-1", Staff: "1001", At: flowtest.Start,
	}}
	needs.Tasks, b.kept = b.held, kept
	b.Counter = flow.NewCounter(needs)
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	b.to(func() { b.SignIn.Submit("1001", "2468") })
	return b
}

// lockIntents are all that a clerk can do to a lock.
func (b *bench) lockIntents() map[string]func() {
	return map[string]func(){
		"begin": func() { b.Lock.Begin("100000014") }, "fill": b.fill, "confirm": b.Lock.Confirm, "check": b.Lock.Check,
		"again": b.Lock.SendAgain, "giveUp": b.Lock.GiveUp, "back": b.Lock.Back, "leave": b.Lock.Leave,
		"resume": func() { b.Lock.Resume("nobody's") },
	}
}

// lockLeads is where an intent leads at once, what it asks of the office, and where it has led and what it has left on
// disk when its work is done.
type lockLeads struct {
	to      lock.Step
	asks    string
	end     lock.Step // as to if it is empty
	records []journal.Kind
}

// lockTable is every transition that there is. What is not in it does nothing.
var lockTable = map[lock.Step]map[string]lockLeads{
	lock.Idle: {"begin": {to: lock.Asking}, "resume": {to: lock.Idle}},
	lock.Asking: {"begin": {to: lock.Asking}, "fill": {to: lock.Confirming}, "back": {to: lock.Idle}, "leave": {to: lock.Idle},
		"resume": {to: lock.Asking}},
	lock.Confirming: {"begin": {to: lock.Asking}, "confirm": {to: lock.Sending, asks: "lock", end: lock.Posted, records: whole},
		"back": {to: lock.Asking}, "leave": {to: lock.Idle}, "resume": {to: lock.Confirming}},
	lock.Sending:  {},
	lock.Posted:   {"begin": {to: lock.Asking}, "back": {to: lock.Idle}, "leave": {to: lock.Idle}, "resume": {to: lock.Posted}},
	lock.Rejected: {"begin": {to: lock.Asking}, "back": {to: lock.Idle}, "leave": {to: lock.Idle}, "resume": {to: lock.Rejected}},
	lock.NotSent: {"again": {to: lock.Unknown, asks: "lock", end: lock.Posted, records: whole[1:]},
		"giveUp": {to: lock.NotSent, end: lock.Idle, records: []journal.Kind{journal.Cancelled}},
		"leave":  {to: lock.Idle}, "resume": {to: lock.NotSent}},
	lock.Unknown: {"check": {to: lock.Unknown, asks: "lock-ask"}, "again": {to: lock.Unknown, asks: "lock", end: lock.Posted, records: whole[1:]},
		"leave": {to: lock.Idle}, "resume": {to: lock.Unknown}},
	lock.NeverSent: {"begin": {to: lock.Asking, records: []journal.Kind{journal.Dropped}},
		"leave": {to: lock.Idle, records: []journal.Kind{journal.Dropped}}, "resume": {to: lock.NeverSent}},
	lock.Halted: {},
}

func TestEveryIntentAtEveryStepOfALock(t *testing.T) {
	if len(lockTable) != len(lockWays()) {
		t.Fatalf("%d steps in the table, %d can be reached", len(lockTable), len(lockWays()))
	}
	for step, way := range lockWays() {
		for _, name := range slices.Sorted(maps.Keys((&bench{Counter: &flow.Counter{Lock: new(lock.Flow)}}).lockIntents())) {
			b := way(t)
			lockAt(t, b.Counter, step)
			b.office.Locks, b.office.LockAsks = lockAnswer(client.Posted, client.Lock{}), lockAnswer(client.Unknown, client.Lock{})
			want, leads := lockTable[step][name]
			if may := b.Lock.State().May(lock.Intent(name)); may != leads {
				t.Errorf("%s at %s: the flow says %t", name, step, may)
			}
			if !leads {
				want.to = step
			}
			records, asked, waiting := len(b.kept.Records), maps.Clone(b.office.Asked), b.held.Waiting()
			b.lockIntents()[name]()
			if got := b.Lock.State().Step; got != want.to {
				t.Errorf("%s at %s leads to %s, want %s", name, step, got, want.to)
			}
			if b.held.Waiting() > waiting+1 {
				t.Errorf("%s at %s begins %d things at once", name, step, b.held.Waiting()-waiting)
			}
			if waiting > 0 {
				continue // what is let go now is the step's own
			}
			b.held.Release()
			if got := b.Lock.State().Step; got != cmp.Or(want.end, want.to) {
				t.Errorf("%s at %s ends at %s, want %s", name, step, got, cmp.Or(want.end, want.to))
			}
			var got []journal.Kind
			for _, r := range b.kept.Records[records:] {
				got = append(got, r.Kind)
			}
			if !slices.Equal(got, want.records) {
				t.Errorf("%s at %s leaves %v on disk, want %v", name, step, got, want.records)
			}
			for _, what := range []string{"lock", "lock-ask"} {
				if n := b.office.Asked[what] - asked[what]; n > 0 != (what == want.asks) || n > 1 {
					t.Errorf("%s at %s asks %s %d times", name, step, what, n)
				}
			}
		}
	}
}

// Whatever the clerk does while something is under way: what the state says that it may not do changes nothing.
func TestWhatMayNotBeDoneToALockDoesNothing(t *testing.T) {
	for step, way := range lockWays() {
		for first := range lockTable[step] {
			b := way(t)
			b.lockIntents()[first]()
			for second, do := range b.lockIntents() {
				st, waiting := b.Lock.State(), b.held.Waiting()
				if st.May(lock.Intent(second)) {
					continue
				}
				do()
				if now := b.Lock.State(); !reflect.DeepEqual(now, st) || b.held.Waiting() != waiting {
					t.Errorf("%s right after %s at %s: %+v, before %+v", second, first, step, now, st)
				}
			}
		}
	}
}

// The next customer's card is another one: no answer about this one's lock stays behind.
func TestTheNextCustomerFindsNoHalfAskedLock(t *testing.T) {
	for _, step := range []lock.Step{lock.Asking, lock.Confirming} {
		b := lockWays()[step](t)
		b.to(flowtest.Does(b, flow.CommandNext))
		if st := b.Lock.State(); st.Step != lock.Idle || st.MokID != "" || st.Form != (lock.Form{}) {
			t.Errorf("from %s: %+v", step, st.Job)
		}
	}
}
