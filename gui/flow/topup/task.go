package topup

import (
	"context"
	"fmt"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

const Task = "topup"

// Kind is what the journal's records of a top-up mean. Of one that a crash left unsent and a clerk has closed, that
// clerk has read it.
var Kind = outbox.Kind{
	Task: Task, Numbered: true, Shows: outbox.Always,
	Told: func(ending journal.Record) bool {
		return ending.Kind != journal.Dropped || ending.Note != outbox.WhyCrash
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

// cash is what a top-up's bytes don't say, or say only while it is open: what the customer pays in all, and
// what was put down. A record of the sending remembers it, for the slip and for handing it back.
type cash struct{ total, given money.Amount }

const cashNote = "total-%d.given-%d"

func (c cash) note() string {
	if c.total.IsZero() {
		return ""
	}
	return fmt.Sprintf(cashNote, c.total.Cents, c.given.Cents)
}

// cashOf reads a note again. What it can't be for a top-up of that amount is not known.
func cashOf(note string, amount money.Amount) cash {
	var total, given int64
	if n, err := fmt.Sscanf(note, cashNote, &total, &given); n != 2 || err != nil {
		return cash{}
	}
	c := cash{money.Amount{Cents: total, Currency: amount.Currency}, money.Amount{Cents: given, Currency: amount.Currency}}
	if c.note() != note || total < amount.Cents || given < total || given > money.Max {
		return cash{}
	}
	return c
}
