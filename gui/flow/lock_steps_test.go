package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
)

// lockSent leads to a lock that was sent and answered.
func lockSent(v client.Verdict) func(*bench) {
	return func(b *bench) {
		b.office.Locks = lockAnswer(v, client.Lock{Code: "card-not-lockable"})
		b.to(flowtest.Does(b, flow.CommandLock), b.fill, b.Lock.Confirm)
	}
}

func (b *bench) fill() { b.Lock.Fill(lostCard) }

// lockWays leads to every step of a lock.
func lockWays() map[lock.Step]func(*bench) {
	confirming := func(b *bench) { b.to(flowtest.Does(b, flow.CommandLock), b.fill) }
	return map[lock.Step]func(*bench){
		lock.Idle:       func(*bench) {},
		lock.Asking:     func(b *bench) { b.to(flowtest.Does(b, flow.CommandLock)) },
		lock.Confirming: confirming,
		lock.Sending:    func(b *bench) { confirming(b); b.Lock.Confirm() },
		lock.Posted:     lockSent(client.Posted),
		lock.Rejected:   lockSent(client.Rejected),
		lock.NotSent:    lockSent(client.NotSent),
		lock.Unknown:    lockSent(client.Unknown),
		lock.Halted:     func(b *bench) { confirming(b); b.kept.FailAt = 1; b.to(b.Lock.Confirm) },
		lock.NeverSent: func(b *bench) {
			b.kept.Records = []journal.Record{{
				Kind: journal.Intent, ID: flowtest.Match, Task: "lock", MokID: "100000014", Desk: "DESK-1", Staff: "1001", At: flowtest.Start,
			}}
			b.starts()
			b.to(b.ana)
		},
	}
}

// lockIntents are all that a clerk can do to a lock.
func (b *bench) lockIntents() map[string]func() {
	return map[string]func(){
		"begin": func() { b.Lock.Begin("100000014") }, "fill": b.fill, "confirm": b.Lock.Confirm, "check": b.Lock.Check,
		"again": b.Lock.SendAgain, "giveUp": b.Lock.GiveUp, "back": b.Lock.Back, "leave": b.Lock.Leave,
		"resume": func() { b.Lock.Resume("nobody's") },
	}
}

type lockLeads = leads[lock.Step]

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

var lockSteps = steps[lock.Step]{
	ways: lockWays(), intents: (*bench).lockIntents, table: lockTable,
	posts: func(b *bench) {
		b.office.Locks, b.office.LockAsks = lockAnswer(client.Posted, client.Lock{}), lockAnswer(client.Unknown, client.Lock{})
	},
	state:   func(b *bench) (lock.Step, any) { st := b.Lock.State(); return st.Step, st },
	may:     func(b *bench, intent string) bool { return b.Lock.State().May(lock.Intent(intent)) },
	follows: []string{"card", "transactions"},
}

func TestEveryIntentAtEveryStepOfALock(t *testing.T) { lockSteps.walk(t) }

func TestWhatMayNotBeDoneToALockDoesNothing(t *testing.T) { lockSteps.refuses(t) }

// The next customer's card is another one: no answer about this one's lock stays behind.
func TestTheNextCustomerFindsNoHalfAskedLock(t *testing.T) {
	for _, step := range []lock.Step{lock.Asking, lock.Confirming} {
		b := lockSteps.at(t, step)
		b.to(flowtest.Does(b, flow.CommandNext))
		if st := b.Lock.State(); st.Step != lock.Idle || st.MokID != "" || st.Form != (lock.Form{}) {
			t.Errorf("from %s: %+v", step, st.Job)
		}
	}
}
