package outbox

import (
	"context"
	"time"

	"cekr.kranj.si/desk/client/journal"
)

// Time limits of the desk's requests. The writing client has its own limit of 30 s on top.
const (
	ReadLimit  = 15 * time.Second
	WriteLimit = 35 * time.Second
)

// Journal keeps what the desk promised. Append is durable when it returns nil. Of ErrRefused nothing was written and
// the journal works on; after any other error it refuses everything until the program is started again.
type Journal interface {
	Append(r journal.Record) error
	Items() []journal.Item
	Settled() []journal.Settled
	Facts() []journal.Fact
	Next() (seq int64, prev string)
	// Full reports that there is room for the endings of what is open and for little else.
	Full() bool
}

// Tasks is the one door to other goroutines.
type Tasks interface {
	// Run does work away from the screen; the ending it returns runs on the screen's goroutine, once.
	// A nil ending is allowed. The context ends with the program.
	Run(work func(ctx context.Context) (ending func()))
	// After calls then on the screen's goroutine once d has passed, unless stop was called before.
	After(d time.Duration, then func()) (stop func())
	// Each calls then on the screen's goroutine every d until stop is called.
	Each(d time.Duration, then func()) (stop func())
}

// Desk is what an outbox must know of the counter around it.
type Desk interface {
	// Staff is the number of the clerk signed in; "" for nobody.
	Staff() string
	// Halted is called when a record could not be written: this desk takes no more cash before a restart.
	Halted()
}

// Needs is what an outbox stands on; every field is required.
type Needs struct {
	Journal Journal
	Tasks   Tasks
	Desk    string           // the desk's id
	Now     func() time.Time // the PC's clock: for waiting and for the journal, never for outcomes
	NewID   func() string    // a random UUID
}
