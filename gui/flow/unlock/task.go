package unlock

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Task is an unlock's name in the journal.
const Task = "unlock"

// Kind is what the journal's records of an unlock mean. What was never sent or given up is told, and decided, by a clerk who reads it.
var Kind = outbox.Kind{Task: Task, Acknowledges: officeEnded}

// officeEnded reports an ending that the office gave.
func officeEnded(ending journal.Record) bool {
	return ending.Kind == journal.Posted || ending.Kind == journal.Rejected
}

func write(office Office) outbox.Task[client.Unlock] {
	return outbox.Task[client.Unlock]{
		Kind: Kind, Put: office.Unlock, Code: func(a client.Unlock) string { return a.Code },
		Ask: func(ctx context.Context, w outbox.Write) client.Outcome[client.Unlock] {
			return office.AskUnlock(ctx, w.ID, w.MokID)
		},
	}
}

func restore(w outbox.Write, _ []byte) Job { return Job{MokID: w.MokID} }
