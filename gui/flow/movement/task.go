package movement

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// The names in the journal, which also say which way the cash goes.
const (
	TaskOut = "cash-to-safe"
	TaskIn  = "change-brought"
)

// What the journal's records of a movement mean. What was never sent or given up is told, and decided, by a clerk who
// reads it.
var (
	KindOut = outbox.Kind{Task: TaskOut, Acknowledges: officeEnded}
	KindIn  = outbox.Kind{Task: TaskIn, Acknowledges: officeEnded}
)

// officeEnded reports an ending that the office gave.
func officeEnded(ending journal.Record) bool {
	return ending.Kind == journal.Posted || ending.Kind == journal.Rejected
}

var taskOf = map[client.MovementKind]string{client.PickUp: TaskOut, client.ChangeBrought: TaskIn}

func kindOf(task string) client.MovementKind {
	if task == TaskIn {
		return client.ChangeBrought
	}
	return client.PickUp
}

// signed is what a movement does to the drawer.
func signed(task string, a money.Amount) money.Amount {
	if task == TaskOut {
		a.Cents = -a.Cents
	}
	return a
}

func writes(office Office) []outbox.Task[client.Movement] {
	write := func(kind outbox.Kind) outbox.Task[client.Movement] {
		return outbox.Task[client.Movement]{
			Kind: kind, Put: office.MoveCash, Code: func(a client.Movement) string { return a.Code },
			Ask: func(ctx context.Context, w outbox.Write) client.Outcome[client.Movement] {
				return office.AskMovement(ctx, w.Session, w.ID, signed(w.Task, w.Amount))
			},
		}
	}
	return []outbox.Task[client.Movement]{write(KindOut), write(KindIn)}
}
