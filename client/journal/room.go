package journal

// A journal that is full takes nothing new on, and still ends what it has begun: room for the first SENDING and for
// the ending of every open id is kept free from its INTENT on, and neither can be refused for want of it. Besides,
// Full warns so early that what takes no cash (a second attempt, a lock, a drawer's close, a fact) still has its place.

const (
	// sendingRoom and endingRoom are above the longest of their frames.
	sendingRoom = frameHeader + maxPayload
	endingRoom  = frameHeader + 1<<10

	// spareRoom is left when Full begins to warn: a thousand records.
	spareRoom = 1 << 20
)

// reserved is the room that the open ids will need.
func (b *book) reserved() int64 {
	return b.begun*(sendingRoom+endingRoom) + b.sent*endingRoom
}

// reservedAfter is owed once a record that follows was entered.
func (b *book) reservedAfter(r Record) int64 {
	it := b.items[r.ID]
	switch {
	case r.Kind.Fact():
		return b.reserved()
	case it == nil:
		return b.reserved() + sendingRoom + endingRoom
	case r.Kind == Sending && it.body == nil:
		return b.reserved() - sendingRoom
	}
	return b.reserved()
}

// fits tells whether a record that follows finds room. An ending may use all there is. It is called with writing held.
func (j *Journal) fits(r Record, size int) bool {
	left := j.limit - j.size - int64(size)
	if r.Kind.Ends() {
		return left >= 0
	}
	j.mu.RLock()
	defer j.mu.RUnlock()
	return left >= j.book.reservedAfter(r)
}

// Full tells that nothing should begin any more for which cash is taken: there is room for the endings of all that
// is open, and for little else. Only Compact makes room.
func (j *Journal) Full() bool {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.limit-j.size-j.book.reserved() < spareRoom
}
