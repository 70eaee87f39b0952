package journal

import (
	"encoding/binary"
)

// journal.head says how many records were acknowledged and the hash of the last, in two slots used in turn:
//
//	slot  "okence-h" | version u32 | count u64 | hash | 8 zero bytes | crc32c u32 of the sixty bytes before
//
// Its version is its own: the log's second version left the head as it was, so that one head fits a log before and
// after it was taken over. Slot count%2 is written, never the one that holds now. They are a page apart, so that no disk's sector,
// of 512 bytes or of 4096, is torn under both.

const (
	headMagic   = "okence-h"
	headVersion = 1
	slotSize    = 64
	slotStride  = 4096
	headSize    = slotStride + slotSize
)

// head is what was acknowledged.
type head struct {
	count int64
	last  hash
}

func (h head) offset() int64 { return h.count % 2 * slotStride }

func (h head) slot() []byte {
	out := append(make([]byte, 0, slotSize), headMagic...)
	out = binary.LittleEndian.AppendUint32(out, headVersion)
	out = binary.LittleEndian.AppendUint64(out, uint64(h.count))
	out = append(out, h.last[:]...)
	out = append(out, make([]byte, slotSize-4-len(out))...)
	return binary.LittleEndian.AppendUint32(out, checksum(out))
}

// readHead gives the later of the slots that hold. A slot that does not hold was being written when the power
// went, or has rotted: then the log is one record ahead, or two, and recovery knows.
func readHead(data []byte) (h head, err error) {
	found := false
	for i := range int64(2) {
		at := i * slotStride
		if int64(len(data)) < at+slotSize {
			break
		}
		s, newer, ok := readSlot(data[at : at+slotSize])
		if newer {
			return head{}, ErrNewer
		}
		if ok && s.count%2 == i && (!found || s.count > h.count) {
			h, found = s, true
		}
	}
	if !found {
		return head{}, &DamagedError{Reason: "no slot of the head holds"}
	}
	return h, nil
}

func readSlot(s []byte) (h head, newer, ok bool) {
	if string(s[:8]) != headMagic || binary.LittleEndian.Uint32(s[slotSize-4:]) != checksum(s[:slotSize-4]) {
		return head{}, false, false
	}
	if v := binary.LittleEndian.Uint32(s[8:]); v != headVersion {
		return head{}, v > headVersion, false
	}
	h.count = int64(binary.LittleEndian.Uint64(s[12:]))
	copy(h.last[:], s[20:52])
	return h, false, h.count >= 0
}
