package sandbox

import (
	"encoding/binary"
	"fmt"
	"io"
)

// pagesOf is how many pages of a file belong to the database. SQLite shortens a file when its commit is done already, and
// doesn't sync that: a power cut may leave a piece behind the last page, which nobody looks at.
func pagesOf(header []byte) int64 { return int64(binary.BigEndian.Uint32(header[28:])) }

// freePages are the places of pages that hold nothing. SQLite takes one into use without keeping what was in it, so a
// power cut may leave it half written; it is free again then, and nobody looks at it. Those that list the others are not
// among them.
func freePages(f io.ReaderAt, header []byte, form pageForm) (map[int64]bool, error) {
	free, pages := map[int64]bool{}, pagesOf(header)
	list := make([]byte, pageSize)
	next := int64(binary.BigEndian.Uint32(header[32:]))
	for range pages {
		if next == 0 {
			return free, nil
		}
		at := (next - 1) * pageSize
		if next > pages {
			break
		}
		if _, err := f.ReadAt(list, at); err != nil {
			return nil, err
		}
		length := int64(binary.BigEndian.Uint32(list[4:]))
		if !form.isWhole(list, at) || length > (pageSize-16)/4 {
			break
		}
		for i := range length {
			free[(int64(binary.BigEndian.Uint32(list[8+4*i:]))-1)*pageSize] = true
		}
		next = int64(binary.BigEndian.Uint32(list))
	}
	return nil, fmt.Errorf("%w: the list of free pages is not one", ErrDamaged)
}
