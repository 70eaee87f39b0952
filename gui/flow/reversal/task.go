package reversal

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Task is a reversal's name in the journal.
const Task = "reversal"

// Kind is what the journal's records of a reversal mean. What was never sent or given up is told, and decided, by a clerk who reads it.
var Kind = outbox.Kind{Task: Task, Acknowledges: officeEnded}

// officeEnded reports an ending that the office gave.
func officeEnded(ending journal.Record) bool {
	return ending.Kind == journal.Posted || ending.Kind == journal.Rejected
}

func write(office Office) outbox.Task[client.Reversal] {
	return outbox.Task[client.Reversal]{
		Kind: Kind, Put: office.Reverse, Code: func(a client.Reversal) string { return a.Code },
		Ask: func(ctx context.Context, w outbox.Write) client.Outcome[client.Reversal] {
			return office.AskReversal(ctx, w.ID, w.MokID, w.Amount)
		},
	}
}

func restore(w outbox.Write, body []byte) Job {
	return Job{MokID: w.MokID, TopUpID: client.ReversedIn(body), recovered: true}
}
