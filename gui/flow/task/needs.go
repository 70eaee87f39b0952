package task

import (
	"context"
	"time"

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
	// Head is what every slip of the clerk signed in bears now.
	Head func() Letterhead
}

// Papers prints, opens and keeps what a flow has to hand out.
type Papers interface {
	Print(ctx context.Context, s Slip) (PrintJob, error)
	Open(ctx context.Context, s Slip) error
	Save(ctx context.Context, s Slip) (path string, err error)
	// Follow asks what became of a job.
	Follow(ctx context.Context, job PrintJob) (PrintStatus, error)
}
