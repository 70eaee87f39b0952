package task

import (
	"context"
	"time"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Needs is what every task stands on; every field is required.
type Needs struct {
	Tasks  outbox.Tasks
	Papers Papers
	Desk   string           // the desk's id
	Now    func() time.Time // the PC's clock: for waiting, never for outcomes
	NewID  func() string    // a random UUID
	Phone  string           // whom to call when an outcome doesn't show
}

// Papers prints, opens and keeps what a flow has to hand out.
type Papers interface {
	Print(ctx context.Context, s Slip) (PrintJob, error)
	Open(ctx context.Context, s Slip) error
	Save(ctx context.Context, s Slip) (path string, err error)
	// Follow asks what became of a job.
	Follow(ctx context.Context, job PrintJob) (PrintStatus, error)
}

// Letterhead is what every slip bears besides its content: who hands it out and where, and how it is printed.
type Letterhead struct {
	Clerk, Office string
	Choices       Choices
	// Account is the office's, as told; zero while it has not been.
	Account upn.Account
}

// Head puts a letterhead on a slip.
func (s *Slip) Head(l Letterhead) {
	s.Clerk, s.Office, s.Choices, s.Account = l.Clerk, l.Office, l.Choices, l.Account
}
