package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// bench is a counter whose work is held back until it is let go, so that every step can be looked at.
type bench struct {
	*flow.Counter
	t      *testing.T
	office *flowtest.Office
	kept   *flowtest.Journal
	papers *flowtest.Papers
	held   *flowtest.Held
}

// newBench is a bench with Ana signed in, her drawer open and card 100000014 on the screen.
func newBench(t *testing.T, set ...func(*flowtest.Office)) *bench {
	t.Helper()
	office := flowtest.NewOffice()
	for _, change := range set {
		change(office)
	}
	b := benchAt(t, office)
	b.to(b.ana, func() { b.LookUp("100000014") })
	b.office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	b.office.Cancels = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	return b
}

// benchAt is a bench that was just started, with nobody signed in.
func benchAt(t *testing.T, office *flowtest.Office, changes ...func(*flow.Needs)) *bench {
	t.Helper()
	b := &bench{t: t, office: office, kept: &flowtest.Journal{}, held: &flowtest.Held{}}
	b.starts(changes...)
	return b
}

// starts begins another life of the program over what the last one has left on disk. Its ids are its own.
func (b *bench) starts(changes ...func(*flow.Needs)) {
	b.t.Helper()
	needs, _, papers := flowtest.Needs(b.office)
	needs.Tasks, needs.Journal, b.papers = b.held, b.kept, papers
	if len(b.kept.Records) > 0 {
		ids := needs.NewID
		needs.NewID = func() string { return "f" + ids()[1:] }
	}
	for _, change := range changes {
		change(&needs)
	}
	b.Counter = flow.NewCounter(needs)
	if err := b.Start(); err != nil {
		b.t.Fatal(err)
	}
	b.held.Release()
}

func (b *bench) ana() { b.SignIn.Submit("1001", "2468") }

// confirming brings a top-up of 50 € to the last Enter.
func (b *bench) confirming() { b.to(flowtest.Does(b, flow.CommandTopUp), b.match, b.quote, b.tender) }

// to leads the bench on by intents, each of them done to its end.
func (b *bench) to(intents ...func()) {
	for _, intent := range intents {
		intent()
		b.held.Release()
	}
}
