package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// bench is a counter whose work is held back until it is let go, so that every step can be looked at.
type bench struct {
	*flow.Counter
	t      *testing.T
	office *flowtest.Office
	kept   *flowtest.Journal
	held   *flowtest.Held
}

// newBench is a bench with Ana signed in, her drawer open and card 100000014 on the screen.
func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, office: flowtest.NewOffice(), held: &flowtest.Held{}}
	b.starts()
	b.to(func() { b.LookUp("100000014") })
	b.office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	b.office.Cancels = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	return b
}

// starts begins another life of the program over what an earlier one has left on disk.
func (b *bench) starts(left ...journal.Record) {
	b.t.Helper()
	needs, kept, _ := flowtest.Needs(b.office)
	kept.Records = left
	needs.Tasks, b.kept = b.held, kept
	b.Counter = flow.NewCounter(needs)
	if err := b.Start(); err != nil {
		b.t.Fatal(err)
	}
	b.held.Release()
	b.to(func() { b.SignIn.Submit("1001", "2468") })
}

// to leads the bench on by intents, each of them done to its end.
func (b *bench) to(intents ...func()) {
	for _, intent := range intents {
		intent()
		b.held.Release()
	}
}
