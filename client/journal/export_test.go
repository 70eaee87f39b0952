package journal

import "slices"

// What the tests need to see of the inside.
const (
	MaxPayload = maxPayload
	LogName    = logName
	HeadName   = headName
	LockName   = lockName
	NewName    = newName
	SlotStride = slotStride
)

// ReadFrame tells whether data begins with a frame, and gives the bytes that appendFrame makes of its parts.
func ReadFrame(data []byte) (again []byte, ok bool) {
	f, ok := readFrame(data)
	if !ok {
		return nil, false
	}
	again, _ = appendFrame(nil, f.magic, f.prev, func(out []byte) []byte { return append(out, f.payload...) })
	return again, true
}

// Frame makes the frame of a payload, after one with the checksum prev.
func Frame(prev uint32, payload []byte) (framed []byte, crc uint32) {
	return appendFrame(nil, recordMagic, prev, func(out []byte) []byte { return append(out, payload...) })
}

// SummaryFrame is Frame for a summary.
func SummaryFrame(prev uint32, payload []byte) (framed []byte, crc uint32) {
	return appendFrame(nil, summaryMagic, prev, func(out []byte) []byte { return append(out, payload...) })
}

// Preamble gives a log's beginning and its checksum.
func Preamble() ([]byte, uint32) {
	crc, _ := readPreamble(preamble())
	return preamble(), crc
}

// ReadRecord tells whether the payload is a record that may stand in a journal, and writes it again.
func ReadRecord(payload []byte) (r Record, again []byte, ok bool) {
	n, before, r, ok := parseRecord(payload)
	var h hash
	if !ok || r.check() != nil || len(before) != 64 || !all(before, isHex) {
		return r, nil, false
	}
	h = unhex(before)
	return r, appendRecord(nil, n, h, r), true
}

func unhex(s string) (h hash) {
	for i := range h {
		h[i] = nibble(s[2*i])<<4 | nibble(s[2*i+1])
	}
	return h
}

func nibble(c byte) byte {
	if isDigit(c) {
		return c - '0'
	}
	return c - 'a' + 10
}

// RecordJSON writes a record as the first of a journal.
func RecordJSON(r Record) []byte { return appendRecord(nil, 1, hash{}, r.settle()) }

// HeadOf makes the head that fits a log, whatever was acknowledged.
func HeadOf(log []byte) []byte {
	r, err := walk(log, nil)
	if err != nil {
		return nil
	}
	out := make([]byte, headSize)
	h := head{count: r.count, last: r.last()}
	copy(out[h.offset():], h.slot())
	return out
}

// ReadHead reads a head, and writes the slot that holds again.
func ReadHead(data []byte) (count int64, slot []byte, err error) {
	h, err := readHead(data)
	if err != nil {
		return 0, nil, err
	}
	return h.count, h.slot(), nil
}

// Salvage finds the records whose own checksum holds.
func Salvage(data []byte) []Record { return salvage(data) }

// Payloads gives the JSON of every record of a log.
func Payloads(log []byte) (out [][]byte) {
	_, _ = walk(log, func(_ int64, _ hash, _ Record, payload []byte) {
		if payload != nil {
			out = append(out, payload)
		}
	})
	return out
}

// SummaryHashes gives the hashes of what was compacted.
func SummaryHashes(log []byte) (out [][32]byte) {
	_, _ = walk(log, func(_ int64, h hash, _ Record, payload []byte) {
		if payload == nil {
			out = append(out, h)
		}
	})
	return out
}

// FirstPayload gives the log's first frame, without its header.
func FirstPayload(log []byte) []byte {
	f, _ := readFrame(log[logPreamble:])
	return slices.Clone(f.payload)
}

// SetLimit makes the journal as small as a test can fill.
func (j *Journal) SetLimit(bytes int64) { j.limit = bytes }

// Size is how long the log is.
func (j *Journal) Size() int64 { return j.size }

// SpareRoom and EndingRoom are what is kept free.
const (
	SpareRoom  = spareRoom
	EndingRoom = endingRoom
)
