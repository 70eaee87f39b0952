package topup

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

const Task = "topup"

// Kind is what the journal's records of a top-up mean. Of one that a crash left unsent and a clerk has closed, that
// clerk has read it.
var Kind = outbox.Kind{
	Task: Task, Numbered: true, Shows: outbox.Always,
	Acknowledges: func(ending journal.Record) bool {
		return ending.Kind != journal.Dropped || ending.Why != outbox.WhyCrash
	},
}

// write is how a top-up is put, asked about and kept from ever being posted.
func write(office Office, desk string) outbox.Task[client.TopUp] {
	return outbox.Task[client.TopUp]{
		Kind: Kind, Put: office.TopUp, Code: func(a client.TopUp) string { return a.Code },
		Ask: func(ctx context.Context, w outbox.Write) client.Outcome[client.TopUp] {
			return office.AskTopUp(ctx, w.ID, w.Amount)
		},
		Cancel: func(ctx context.Context, w outbox.Write) client.Outcome[client.TopUp] {
			return office.CancelTopUp(ctx, client.Cancellation{ID: w.ID, MokID: w.MokID, Amount: w.Amount, Desk: desk})
		},
	}
}
