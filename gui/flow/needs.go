package flow

import (
	"context"
	"image"
	"log/slog"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
)

// SignInOffice is what signing in asks of the office.
type SignInOffice interface {
	SignIn(ctx context.Context, staffNumber, pin string) (client.SignIn, error)
	SignOut(ctx context.Context) error
	Me(ctx context.Context) (client.Me, error)
}

// CardOffice is what looking at a card asks of the office.
type CardOffice interface {
	Card(ctx context.Context, mokID string) (client.Card, error)
	CardMinimal(ctx context.Context, mokID string) (client.CardMinimal, error)
	Transactions(ctx context.Context, mokID string, q client.TransactionQuery) (client.TransactionPage, error)
}

// TopUpOffice is what a top-up asks of the office, in this order.
type TopUpOffice interface {
	Match(ctx context.Context, mokID, panLast6 string) (client.Match, error)
	QuoteTopUp(ctx context.Context, mokID string, q client.QuoteRequest) (client.Quote, error)
	PutPerson(ctx context.Context, p client.Person) client.Outcome[client.PersonRef]
	TopUp(ctx context.Context, s client.Sending) client.Outcome[client.TopUp]
	AskTopUp(ctx context.Context, id string, amount money.Amount) client.Outcome[client.TopUp]
	CancelTopUp(ctx context.Context, c client.Cancellation) client.Outcome[client.TopUp]
}

// DrawerOffice is what the drawer asks of the office.
type DrawerOffice interface {
	CurrentDrawer(ctx context.Context) (client.DrawerNow, error)
	OpenDrawer(ctx context.Context, s client.Sending) client.Outcome[client.DrawerSession]
	CloseDrawer(ctx context.Context, s client.Sending) client.Outcome[client.DrawerSession]
}

// LockOffice is what locking a card asks of the office.
type LockOffice interface {
	Lock(ctx context.Context, s client.Sending) client.Outcome[client.Lock]
	AskLock(ctx context.Context, id, mokID string) client.Outcome[client.Lock]
}

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

// Papers prints, opens and keeps what a flow has to hand out.
type Papers interface {
	Print(ctx context.Context, s Slip) (PrintJob, error)
	Open(ctx context.Context, s Slip) error
	Save(ctx context.Context, s Slip) (path string, err error)
	// Follow asks what became of a job.
	Follow(ctx context.Context, job PrintJob) (PrintStatus, error)
}

// Pictures shows a slip as it will be printed.
type Pictures interface {
	// Picture is the slip's page, so many pixels wide. An order that can't be printed yet is drawn as far as it goes.
	Picture(ctx context.Context, s Slip, width int) (image.Image, error)
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

func (n Needs) log() *slog.Logger {
	if n.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return n.Log
}
