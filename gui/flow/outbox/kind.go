package outbox

import (
	"slices"

	"cekr.kranj.si/desk/client/journal"
)

// Kind is what the journal's records of a task mean.
type Kind struct {
	// Task is its name in the journal.
	Task string
	// Numbered says that its bytes carry the desk's next number and the hash of the numbered bytes before.
	Numbered bool
	// BySession says that its request names its drawer session and not its own id.
	BySession bool
	// Retyped says that nothing hangs on it before it has left: what certainly never left is over, and the clerk
	// types it again. Of any other kind the clerk decides, or is told.
	Retyped bool
	// Told says which endings a clerk must have read. Nil: none.
	Acknowledges func(ending journal.Record) bool
	// Shows says that an id whose last record is of that kind shows by its beginning that the clerk had read
	// whatever was on the screen before. Nil: never.
	Shows func(last journal.Kind) bool
}

func (k Kind) told(ending journal.Record) bool {
	return k.Acknowledges != nil && k.Acknowledges(ending)
}

// kinds are those of a desk.
type kinds []Kind

func (k kinds) of(task string) (Kind, bool) {
	i := slices.IndexFunc(k, func(kind Kind) bool { return kind.Task == task })
	if i < 0 {
		return Kind{}, false
	}
	return k[i], true
}

// Always is a Kind's Shows for a task that begins only when everything on the screen was read.
func Always(journal.Kind) bool { return true }
