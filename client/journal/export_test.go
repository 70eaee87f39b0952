package journal

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
)

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
	_, crc, _ := readPreamble(preamble())
	return preamble(), crc
}

// ReadRecord tells whether the payload is a record that may stand in a journal, and writes it again.
func ReadRecord(payload []byte) (r Record, again []byte, ok bool) {
	e, ok := parseEntry(payload)
	r, err := e.checked()
	if !ok || err != nil || len(e.before) != 64 || !all(e.before, isHex) {
		return r, nil, false
	}
	if e.old {
		return r, AppendOld(nil, e.n, unhex(e.before), e.record, e.note), true
	}
	return r, appendRecord(nil, e.n, unhex(e.before), r), true
}

// Check tells whether a record may stand in a journal of today, whatever comes before it.
func Check(r Record) error { return r.check() }

// AppendOld writes a record as version 1 did.
func AppendOld(out []byte, n int64, before [32]byte, r Record, note string) []byte {
	return fmt.Appendf(out, `{"n":%d,"before":"%x","kind":"%s","id":"%s","task":"%s","mokId":"%s","amount":{"amount":%d,"currency":"%s"},`+
		`"desk":"%s","staff":"%s","session":"%s","at":"%s","seq":%d,"prev":"%s","body":"%s","note":"%s"}`,
		n, before[:], r.Kind, r.ID, r.Task, r.MokID, r.Amount.Cents, r.Amount.Currency, r.Desk, r.Staff, r.Session,
		r.At.UTC().Format(timeLayout), r.Seq, r.Prev, base64.StdEncoding.EncodeToString(r.Body), note)
}

// OldPreamble is the beginning of a log of version 1, and its checksum.
func OldPreamble() ([]byte, uint32) {
	out := binary.LittleEndian.AppendUint32([]byte(logMagic), version1)
	crc := checksum(out)
	return binary.LittleEndian.AppendUint32(out, crc), crc
}

// Reframed is a log with the same payloads and another preamble.
func Reframed(log, begin []byte, crc uint32) []byte {
	out, framed := slices.Clone(begin), []byte(nil)
	for rest := log[logPreamble:]; len(rest) > 0; {
		f, ok := readFrame(rest)
		if !ok {
			break
		}
		framed, crc = appendFrame(nil, f.magic, crc, func(out []byte) []byte { return append(out, f.payload...) })
		out, rest = append(out, framed...), rest[f.size():]
	}
	return out
}

// Version is that of a log.
func Version(log []byte) uint32 {
	wrote, _, _ := readPreamble(log)
	return wrote
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
