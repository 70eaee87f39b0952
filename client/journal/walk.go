package journal

import (
	"crypto/sha256"
	"encoding/hex"
)

// reading is what was understood of a log, from its beginning to the first thing that is no frame of it.
type reading struct {
	book    *book
	summary *summary // nil if nothing was compacted
	wrote   uint32   // the log's version
	typed   bool     // a record of version 2 was read: no older one may follow
	count   int64    // records, dropped ones included
	crc     uint32   // what the next frame continues
	end     int      // where the next frame begins

	// recent holds the places and hashes of the last three records, n at n%3: as far back as the head may lag.
	recent [3]place
	left   []run // of the summary, not yet passed
}

// place is where a record begins in the log (0 if it was dropped) and its hash.
type place struct {
	at   int
	hash hash
}

// visitor sees every record in order; payload is nil for a dropped one.
type visitor func(n int64, h hash, r Record, payload []byte)

// walk reads the whole log. Bytes at the end that are no frame are no error: end stays before them, and
// only the head can tell whether they are a torn tail or damage.
func walk(data []byte, visit visitor) (*reading, error) {
	wrote, crc, err := readPreamble(data)
	if err != nil {
		return nil, err
	}
	r := &reading{book: newBook(), wrote: wrote, crc: crc, end: logPreamble}
	for first := true; r.end < len(data); first = false {
		f, ok := readFrame(data[r.end:])
		if !ok || f.prev != r.crc {
			break
		}
		if f.magic == summaryMagic {
			ok = first && r.readSummary(f)
		} else {
			r.skipDropped(visit)
			r.book.among = len(r.left) > 0
			ok = r.readRecord(f, visit)
		}
		if !ok {
			return r, &DamagedError{Reason: "a record against the rules", Offset: int64(r.end)}
		}
		r.crc = f.crc
		r.end += f.size()
	}
	r.skipDropped(visit)
	r.book.among = false
	if len(r.left) > 0 {
		return r, &DamagedError{Reason: "log shorter than what was compacted", Offset: int64(r.end)}
	}
	return r, nil
}

func (r *reading) readSummary(f frame) bool {
	s, ok := parseSummary(f.payload)
	if !ok || !s.open(r.book) {
		return false
	}
	r.summary, r.left = s, s.Runs
	return true
}

func (r *reading) readRecord(f frame, visit visitor) bool {
	e, ok := parseEntry(f.payload)
	last := r.last()
	if !ok || e.n != r.count+1 || len(e.before) != 2*len(last) || !r.mayStand(e) {
		return false
	}
	var buf [2 * len(last)]byte
	hex.Encode(buf[:], last[:])
	rec, err := e.checked()
	if e.before != string(buf[:]) || err != nil || r.book.follows(rec) != nil {
		return false
	}
	r.book.apply(e.n, rec)
	if fact, tells := e.fact(); tells && rec.Kind == Intent && r.book.follows(fact) == nil {
		r.book.apply(e.n, fact) // the DROPPED of an old fact tells it once more
	}
	r.advance(place{at: r.end, hash: sha256.Sum256(f.payload)})
	if visit != nil {
		visit(e.n, r.last(), rec, f.payload)
	}
	return true
}

// mayStand tells whether a record's version may stand here.
func (r *reading) mayStand(e entry) bool {
	if !e.old {
		r.typed = true
	}
	return e.old && !r.typed || !e.old && r.wrote > version1
}

// skipDropped goes over the dropped records that come next.
func (r *reading) skipDropped(visit visitor) {
	for len(r.left) > 0 && r.left[0].From == r.count+1 {
		for n := r.count + 1; n < r.left[0].end(); n++ {
			r.advance(place{hash: r.left[0].hash(n)})
			if visit != nil {
				visit(n, r.last(), Record{}, nil)
			}
		}
		r.left = r.left[1:]
	}
}

func (r *reading) advance(p place) {
	r.count++
	r.recent[r.count%3] = p
}

// last is the hash of the newest record, the zero hash before the first.
func (r *reading) last() hash { return r.recent[r.count%3].hash }

// checkHead holds the log against the head: whatever was acknowledged must be there.
func (r *reading) checkHead(h head, size int) error {
	reason := ""
	switch {
	case r.count < h.count:
		reason = "log shorter than its head"
	case r.count > h.count+2:
		// One ahead is a crash between the two; two, with one slot of the head gone as well.
		reason = "head older than its log"
	case r.recent[h.count%3].hash != h.last:
		reason = "head of another log"
	case size-r.end > frameHeader+maxPayload:
		reason = "more after the log than one record"
	default:
		return nil
	}
	return &DamagedError{Reason: reason, Offset: int64(r.end)}
}

// unacknowledged is where the records begin that the head does not count yet; 0 if there are none in the log.
func (r *reading) unacknowledged(h head) int {
	for n := h.count + 1; n <= r.count; n++ {
		if at := r.recent[n%3].at; at > 0 {
			return at
		}
	}
	return 0
}
