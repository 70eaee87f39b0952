package flow

import (
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
