package count

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Task is its name in the journal.
const Task = "drawer-count"

// Kind is what the journal's records of a count mean. What never left is typed again: no cash hangs on it.
var Kind = outbox.Kind{Task: Task, Retyped: true, Acknowledges: officeEnded}

// officeEnded reports an ending that the office gave.
func officeEnded(ending journal.Record) bool {
	return ending.Kind == journal.Posted || ending.Kind == journal.Rejected
}

func write(office Office) outbox.Task[client.Count] {
	return outbox.Task[client.Count]{
		Kind: Kind, Put: office.CountDrawer, Code: func(a client.Count) string { return a.Code },
		Ask: func(ctx context.Context, w outbox.Write) client.Outcome[client.Count] {
			return office.AskCount(ctx, w.Session, w.ID, w.Amount)
		},
	}
}
