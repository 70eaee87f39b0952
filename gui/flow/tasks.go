package flow

import (
	"time"

	"cekr.kranj.si/desk/gui/flow/outbox"
)

// What the flows share with the outbox.
type (
	// Tasks is the one door to other goroutines.
	Tasks = outbox.Tasks
	// Journal keeps what the desk promised.
	Journal = outbox.Journal
	// Ask names the question under way about an unknown outcome.
	Ask = outbox.Ask
)

// The three ways out of an unknown outcome, and the wait for the disk.
const (
	AskNothing  = outbox.AskNothing
	AskCheck    = outbox.AskCheck
	AskAgain    = outbox.AskAgain
	AskGiveBack = outbox.AskGiveBack
	AskDrop     = outbox.AskDrop
)

// Time limits of the desk's requests.
const (
	readLimit  = outbox.ReadLimit
	writeLimit = outbox.WriteLimit
)

// kinds are the tasks of this desk's journal.
func kinds() []outbox.Kind {
	return []outbox.Kind{topUpKind, lockKind, drawerOpenKind, drawerCloseKind}
}

// Retire lets the journal go of what has served its time; see outbox.Retire.
func Retire(j outbox.Retiring, now time.Time, keep time.Duration) (dropped int64, err error) {
	return outbox.Retire(j, kinds(), now, keep)
}
