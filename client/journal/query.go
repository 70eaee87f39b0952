package journal

import "slices"

// Items lists the ids without an ending, the oldest first, with all their records. After Open these are the
// promises that the last run left open. The copies are the caller's.
func (j *Journal) Items() []Item {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.book.open()
}

// Settled lists the ids with an ending, in the order in which they ended; compacted ones are gone. The copies
// are the caller's.
func (j *Journal) Settled() []Settled {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.book.settled()
}

// Facts lists the facts of the desk in their order; compacted ones are gone. The copies are the caller's.
func (j *Journal) Facts() []Fact {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return slices.Clone(j.book.facts)
}

// Last gives the newest record of an id, settled or not; false if the journal does not know the id, or has
// compacted it.
func (j *Journal) Last(id string) (Record, bool) {
	j.mu.RLock()
	defer j.mu.RUnlock()
	it := j.book.items[id]
	if it == nil {
		return Record{}, false
	}
	return cloneRecords(it.records[len(it.records)-1:])[0], true
}

// Next gives what the next numbered body must carry: the desk's next number, from 1, and the SHA-256 in hex
// of the numbered body sent before, empty for the first. It stays the same until such a Sending is appended.
func (j *Journal) Next() (seq int64, prev string) {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.book.seq + 1, j.book.prev
}

// Desk is the desk that the journal belongs to, empty before its first record.
func (j *Journal) Desk() string {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.book.desk
}

// Totals gives every ending that there ever was, by task, kind and currency; compacted ones too.
func (j *Journal) Totals() []Total {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.book.allTotals()
}

// Head gives how many records were ever appended and the SHA-256 in hex of the last, which vouches for all
// before it. Compaction does not change it.
func (j *Journal) Head() (count int64, last string) {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.head.count, j.head.last.String()
}

// Halted is nil as long as records can be appended; else ErrHalted with its cause, or ErrClosed.
func (j *Journal) Halted() error {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.writable()
}
