package flow

import (
	"log/slog"
	"time"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/settings"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Needs is what the flows stand on; every field but Log is required.
type Needs struct {
	Office   Office
	Journal  outbox.Journal
	Papers   task.Papers
	Pictures task.Pictures
	Lists    order.Lists
	Tasks    outbox.Tasks
	Machine  settings.Machine
	Choices  task.Choices // as kept from the last run
	// Offsets is the offset that was kept for a printer; zero for one that has none.
	Offsets func(printer string) task.Offset
	// Account is whom an order pays while the office can't be asked; Assumed says that nobody has set it.
	Account upn.Account
	Assumed bool
	Desk    string           // the desk's id
	Now     func() time.Time // the PC's clock: for waiting and for the journal, never for outcomes
	NewID   func() string    // a random UUID
	Phone   string           // whom to call when the outcome of a top-up doesn't show
	Log     *slog.Logger     // what an administrator must know; no personal data. Nil: nowhere.
}

// Task is what one task stands on, its slips under that letterhead. Its work is watched apart from that of any other.
func (n Needs) Task(head func() task.Letterhead) task.Needs {
	return task.Needs{Tasks: task.Watch(n.Tasks), Papers: n.Papers, Desk: n.Desk, Now: n.Now, NewID: n.NewID, Phone: n.Phone, Head: head}
}

func (n Needs) log() *slog.Logger {
	if n.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return n.Log
}
