package approval

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Task is an approval's name in the journal.
const Task = "approval"

// Kind is what the journal's records of an approval mean. Their clerk is the second person. Nobody need read how one ended: who gave
// it was there, and without its act it is nothing.
var Kind = outbox.Kind{Task: Task, Retyped: true}

func (f *Flow) write(office Office) outbox.Task[client.Approval] {
	return outbox.Task[client.Approval]{
		Kind: Kind, Put: f.second.approve, Code: func(a client.Approval) string { return a.Code },
		Ask: func(ctx context.Context, w outbox.Write) client.Outcome[client.Approval] {
			return office.AskApproval(ctx, w.ID, w.MokID, w.Amount)
		},
		// The bytes that it is bound to will never leave this PC: that is all the tombstone that it needs.
		Cancel: func(context.Context, outbox.Write) client.Outcome[client.Approval] {
			return client.Outcome[client.Approval]{Verdict: client.Cancelled}
		},
	}
}

// WhyNoAct ends on disk an approval whose act was never sent.
const WhyNoAct = "no-act"

// Recover closes what a crash left: an act is sent only after its approval has ended on disk, so the act of one that has not ended never
// left this PC, and never will. Of the act itself the clerk is told by its own task. The error is the journal's.
func Recover(j outbox.Journal, o *outbox.Outbox) error {
	for _, item := range j.Items() {
		first := item.First()
		if first.Task != Task {
			continue
		}
		w := outbox.Write{Task: Task, ID: first.ID, MokID: first.MokID, Amount: first.Amount, Staff: first.Staff}
		end := func() error { return o.Settle(w, journal.Cancelled, WhyNoAct) }
		if item.NeverSent() {
			end = func() error { return o.Abandon(w, outbox.WhyCrash) }
		}
		if err := end(); err != nil {
			return err
		}
	}
	return nil
}
