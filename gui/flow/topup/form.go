package topup

import (
	"slices"

	"cekr.kranj.si/desk/gui/flow/outbox"
)

// form walks by the table from step to step, until the outbox says where the top-up stands.
type form struct {
	t     *Flow
	asked move // the last intent's
	// intending says that an intention is being written, leaving that it is to be dropped as soon as it stands.
	intending, leaving bool
}

// intended are the steps of the form at which an intention may stand on disk. Before any other it is dropped.
var intended = []Step{Quoting, ReadBack, Confirming, Approving, Sending}

func (f *form) may(i Intent) bool { return f.t.State().May(i) }

// follow goes where an intent leads, and does then what is due there.
func (f *form) follow(i Intent, then func()) {
	f.asked = moves[f.t.State().Step][i]
	f.lead(f.asked.to, f.asked.to != "", then)
}

// answer goes where the answer leads to what was asked, and does then what is due there.
func (f *form) answer(to Step, then func()) {
	f.lead(to, slices.Contains(f.asked.then, to), then)
}

// lead goes to a step that the table allows. Any other is a fault of the program: as after a panic, only the journal
// knows how far it came.
func (f *form) lead(to Step, allowed bool, then func()) {
	switch {
	case !allowed:
		f.t.queue.Halt()
	case f.intending: // it can only be left: as soon as the intention stands
		f.leaving = true
	case f.t.item().Stage == outbox.Begun && !slices.Contains(intended, to):
		f.drop(func() { f.arrive(to, then) })
	default:
		f.arrive(to, then)
	}
}

func (f *form) arrive(to Step, then func()) {
	switch to {
	case Idle:
		f.t.queue.New(Task)
	case Sending: // the outbox says so
	default:
		f.t.job().Step = to
	}
	then()
}

// drop says on disk that the intention is given up before anything was sent. Nobody waits any more for what else is on
// its way.
func (f *form) drop(then func()) {
	i := f.t.item()
	i.Void()
	i.Abandon(f.t.write(i.ID), then)
}
