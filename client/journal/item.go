package journal

import "slices"

// Item is an id without an ending, with everything that was recorded of it, in order. The first
// record is its Intent, the others are attempts.
type Item struct {
	Records []Record
	// Began is the place of the Intent among all records that the journal ever took, from 1.
	Began int64
}

// First is the Intent: what was promised, by whom and when.
func (it Item) First() Record { return it.Records[0] }

// Last is the newest record.
func (it Item) Last() Record { return it.Records[len(it.Records)-1] }

// NeverSent tells that there was no attempt: nothing left this PC, and the cash may be handed back.
func (it Item) NeverSent() bool { return len(it.Records) == 1 }

// Attempts counts the Sending records: how often the bytes may have reached the office at most.
func (it Item) Attempts() int { return len(it.Records) - 1 }

// Body gives the exact bytes that were sent and are to be sent again; nil if there was no attempt.
func (it Item) Body() []byte {
	if it.NeverSent() {
		return nil
	}
	return slices.Clone(it.Records[1].Body)
}

// Settled is an id with its ending.
type Settled struct {
	// Ending is its last record. An ending without Staff was found out by the program, with nobody looking.
	Ending Record
	// Seq is the number that its bytes carried; 0 if they carried none, or none were made.
	Seq int64
	// Cash is that of its first Sending.
	Cash Cash
	// Began and Ended are the places of its Intent and of its ending among all records that the journal ever
	// took, from 1. Compaction doesn't change them. They tell what came first; the PC's clock doesn't.
	Began, Ended int64
}

// Fact is a fact of the desk, a Told, an Untold or a Compared, whatever version wrote it.
type Fact struct {
	Record
	// Place is its place among all records that the journal ever took, from 1. Compaction doesn't change it.
	Place int64
}
