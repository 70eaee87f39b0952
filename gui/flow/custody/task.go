package custody

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Task is the name of a change of hands in the journal.
const Task = "custody"

// Kind is what the journal's records of a change of hands mean. What was never sent or given up is told, and decided, by a clerk who
// reads it.
var Kind = outbox.Kind{Task: Task, Acknowledges: officeEnded}

// officeEnded reports an ending that the office gave.
func officeEnded(ending journal.Record) bool {
	return ending.Kind == journal.Posted || ending.Kind == journal.Rejected
}

func write(office Office) outbox.Task[client.Custody] {
	return outbox.Task[client.Custody]{
		Kind: Kind, Put: office.ChangeCustody, Code: func(a client.Custody) string { return a.Code },
		Ask: func(ctx context.Context, w outbox.Write) client.Outcome[client.Custody] {
			return office.AskCustody(ctx, w.Session, w.ID, w.Amount)
		},
	}
}
