package journal

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math"
)

// journal.log is a preamble and then frames, every number little-endian:
//
//	preamble  "okence-j" | version u32 | crc32c u32 of the twelve bytes before
//	frame     magic u32 | length u32 | crc32c u32 of the frame before (or the preamble) | crc32c u32 | payload
//
// A frame's checksum covers its magic, length, predecessor and payload. The payload is one record, or, only
// as the first frame, the summary of what was compacted. Every version keeps the preamble, so that an older
// program can tell "newer" from "damaged". Version 1 has old records only; version 2 has them before its own.

const (
	version     = 2
	logMagic    = "okence-j"
	logPreamble = 16
	frameHeader = 16

	recordMagic  = 0x0ac5524a // the bytes 4a 52 c5 0a: no text, no UTF-8, a line end
	summaryMagic = 0x0ac5534a

	// maxPayload is above the longest record: a body of 4 KiB, and all its other fields full.
	maxPayload = 8 << 10
	// maxLog bounds what is ever read into memory; it is hundreds of thousands of records.
	maxLog = 256 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(parts ...[]byte) uint32 {
	sum := uint32(0)
	for _, p := range parts {
		sum = crc32.Update(sum, castagnoli, p)
	}
	return sum
}

func preamble() []byte {
	out := binary.LittleEndian.AppendUint32([]byte(logMagic), version)
	return binary.LittleEndian.AppendUint32(out, checksum(out))
}

// readPreamble gives the log's version and the checksum that the first frame continues.
func readPreamble(data []byte) (wrote, crc uint32, err error) {
	if len(data) < logPreamble {
		return 0, 0, &DamagedError{Reason: "log without its beginning"}
	}
	crc = binary.LittleEndian.Uint32(data[12:])
	if string(data[:8]) != logMagic || crc != checksum(data[:12]) {
		return 0, 0, &DamagedError{Reason: "bad beginning of the log"}
	}
	switch wrote = binary.LittleEndian.Uint32(data[8:]); {
	case wrote > version:
		return 0, 0, ErrNewer
	case wrote < version1:
		return 0, 0, &DamagedError{Reason: "version that never was"}
	}
	return wrote, crc, nil
}

// frame is one piece of the log. Its payload is a part of the bytes it was read from.
type frame struct {
	magic   uint32
	prev    uint32
	crc     uint32
	payload []byte
}

func (f frame) size() int { return frameHeader + len(f.payload) }

// appendFrame adds a header with the right checksum, and what write adds to out as payload.
func appendFrame(out []byte, magic, prev uint32, write func([]byte) []byte) (framed []byte, crc uint32) {
	start := len(out)
	out = binary.LittleEndian.AppendUint32(out, magic)
	out = append(out, make([]byte, frameHeader-4)...)
	out = write(out)
	header := out[start : start+frameHeader]
	payload := out[start+frameHeader:]
	binary.LittleEndian.PutUint32(header[4:], uint32(len(payload)))
	binary.LittleEndian.PutUint32(header[8:], prev)
	crc = checksum(header[:12], payload)
	binary.LittleEndian.PutUint32(header[12:], crc)
	return out, crc
}

// readFrame reads the frame at the beginning of data. It is not ok when data is too short, or is no frame, or
// the checksum does not hold; nothing of it can be believed then, not even its length.
func readFrame(data []byte) (f frame, ok bool) {
	if len(data) < frameHeader {
		return frame{}, false
	}
	f.magic = binary.LittleEndian.Uint32(data)
	length := binary.LittleEndian.Uint32(data[4:])
	f.prev = binary.LittleEndian.Uint32(data[8:])
	f.crc = binary.LittleEndian.Uint32(data[12:])
	limit := uint32(maxPayload)
	switch f.magic {
	case recordMagic:
	case summaryMagic:
		limit = math.MaxInt32
	default:
		return frame{}, false
	}
	if length > limit || uint64(length) > uint64(len(data)-frameHeader) {
		return frame{}, false
	}
	f.payload = data[frameHeader : frameHeader+length]
	return f, f.crc == checksum(data[:12], f.payload)
}

// salvage collects every record in data whose own checksum holds, wherever it begins.
func salvage(data []byte) []Record {
	magic := binary.LittleEndian.AppendUint32(nil, recordMagic)
	var found []Record
	for {
		at := bytes.Index(data, magic)
		if at < 0 {
			return found
		}
		data = data[at:]
		step := len(magic)
		if f, ok := readFrame(data); ok {
			if r, ok := salvaged(f.payload); ok {
				found = append(found, r)
				step = f.size()
			}
		}
		data = data[step:]
	}
}

// salvaged is what a payload says by itself: of an old fact the fact.
func salvaged(payload []byte) (Record, bool) {
	e, ok := parseEntry(payload)
	if !ok {
		return Record{}, false
	}
	r, err := e.checked()
	if err != nil {
		return Record{}, false
	}
	if fact, tells := e.fact(); tells {
		return fact, true
	}
	return r, !isOldFact(r.Task)
}
