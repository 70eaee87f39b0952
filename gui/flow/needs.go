package flow

import (
	"context"
	"log/slog"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/upn"
)

// DeskOffice tells what it has of this desk, to be compared with the journal.
type DeskOffice interface {
	DeskTopUps(ctx context.Context, fromSeq int64, cursor string) (client.TopUpPage, error)
}

// StatusOffice tells whether the office is there and what its clock says.
type StatusOffice interface {
	Health(ctx context.Context) (client.Health, error)
	PaymentOrderAccount(ctx context.Context) (client.OrderAccount, error)
	OfficeTime() (office time.Time, skew time.Duration, ok bool)
}

// Office is all of it: what cmd/desk wires to client.Client.
type Office interface {
	SignInOffice
	CardOffice
	TopUpOffice
	DrawerOffice
	LockOffice
	DeskOffice
	StatusOffice
}

// Needs is what the flows stand on; every field but Log is required.
type Needs struct {
	Office   Office
	Journal  Journal
	Papers   Papers
	Pictures Pictures
	Lists    Lists
	Tasks    Tasks
	Machine  Machine
	Choices  Choices // as kept from the last run
	// Offsets is the offset that was kept for a printer; zero for one that has none.
	Offsets func(printer string) Offset
	// Account is whom an order pays while the office can't be asked; Assumed says that nobody has set it.
	Account upn.Account
	Assumed bool
	Desk    string           // the desk's id
	Now     func() time.Time // the PC's clock: for waiting and for the journal, never for outcomes
	NewID   func() string    // a random UUID
	Phone   string           // whom to call when the outcome of a top-up doesn't show
	Log     *slog.Logger     // what an administrator must know; no personal data. Nil: nowhere.
}

// Task is what one task stands on. Its work is watched apart from that of any other.
func (n Needs) Task() taskNeeds {
	return taskNeeds{Tasks: watch(n.Tasks), Papers: n.Papers, Desk: n.Desk, Now: n.Now, NewID: n.NewID, Phone: n.Phone}
}

func (n Needs) log() *slog.Logger {
	if n.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return n.Log
}
