package sandbox

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// withFreePages is the file of an office that has pages which hold nothing, more than one page can list.
func withFreePages(t *testing.T) (dir string, data []byte) {
	t.Helper()
	dir = t.TempDir()
	inFolder(t, dir, clockAt(noon).now, func(c *counter) {
		c.desk("okence-1").load(tryCard, "481205", 2000).is(t, 201, "")
		err := c.office.store.raw(func(c *sqlite3.Conn) error {
			return c.Exec(`CREATE TABLE gone (x BLOB); INSERT INTO gone VALUES (zeroblob(6000000)); DROP TABLE gone`)
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	data, err := os.ReadFile(filepath.Join(dir, dataFile))
	if err != nil {
		t.Fatal(err)
	}
	return dir, data
}

// A free page may be half written, and something may lie behind the last page: that is what a power cut leaves of a file
// that is whole. A page that lists the free ones has to be as it was written, and no page may be missing.
func TestWhatNobodyLooksAtMayBeAnything(t *testing.T) {
	dir, whole := withFreePages(t)
	free, err := freePages(bytes.NewReader(whole), whole, formOf(whole))
	if err != nil || len(free) < 1100 {
		t.Fatalf("%d free pages: %v", len(free), err)
	}
	first := (int64(binary.BigEndian.Uint32(whole[32:])) - 1) * pageSize
	spoilt := func(at int64) []byte {
		data := bytes.Clone(whole)
		copy(data[at:], bytes.Repeat([]byte{0xa5}, pageSize/2))
		return data
	}
	var leaf, used int64
	for at := int64(pageSize); at < int64(len(whole)); at += pageSize {
		if free[at] {
			leaf = at
		} else if at != first {
			used = at
		}
	}
	for what, row := range map[string]struct {
		data []byte
		want error
	}{
		"a free page, half written":        {spoilt(leaf), nil},
		"a piece behind the last page":     {append(bytes.Clone(whole), 1, 2, 3), nil},
		"a page behind the last page":      {append(bytes.Clone(whole), whole[:pageSize]...), nil},
		"a page in use, half written":      {spoilt(used), ErrDamaged},
		"the list of free pages is broken": {spoilt(first), ErrDamaged},
		"the last page is missing":         {whole[:len(whole)-pageSize], ErrDamaged},
		"half of the last page is missing": {whole[:len(whole)-pageSize/2], ErrDamaged},
	} {
		t.Run(what, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(dir, dataFile), row.data, 0o600); err != nil {
				t.Fatal(err)
			}
			o, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now})
			if !errors.Is(err, row.want) {
				t.Errorf("opening it: %v", err)
			}
			if err == nil {
				if err := errors.Join(o.Verify(t.Context()), o.Close()); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// A list of free pages that leads round in a circle, or out of the file, ends.
func TestAListOfFreePagesThatIsNoneIsDamage(t *testing.T) {
	_, whole := withFreePages(t)
	form := formOf(whole)
	first := (int64(binary.BigEndian.Uint32(whole[32:])) - 1) * pageSize
	for what, write := range map[string]func(list []byte){
		"in a circle":     func(list []byte) { binary.BigEndian.PutUint32(list, uint32(first/pageSize+1)) },
		"out of the file": func(list []byte) { binary.BigEndian.PutUint32(list, 1<<31) },
		"too long":        func(list []byte) { binary.BigEndian.PutUint32(list[4:], 1<<31) },
	} {
		data := bytes.Clone(whole)
		list := data[first : first+pageSize]
		mixInPlace(list, first)
		write(list)
		seal(list)
		mixInPlace(list, first)
		if free, err := freePages(bytes.NewReader(data), data, form); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %d pages, %v", what, len(free), err)
		}
	}
}
