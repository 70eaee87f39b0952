package sandbox

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
)

// The files in an office's folder.
const (
	dataFile = "office.db"
	newFile  = "office.db.new" // being made; renamed when it is whole
	lockFile = "office.lock"
)

// pageSize is that of every office's file; its last eight bytes are the page's checksum.
const pageSize = 4096

// openFolder opens the data in dir and marks it as in use.
func openFolder(ctx context.Context, dir string) (*store, *os.File, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	lock, err := lockFolder(dir, false)
	if err != nil {
		return nil, nil, err
	}
	s, err := openFile(ctx, dir)
	if err != nil {
		return nil, nil, errors.Join(err, lock.Close())
	}
	return s, lock, nil
}

// openFile opens an existing file, or makes a whole one first: a file under the real name is never half made,
// so an empty or cut one is damage and not a new office.
func openFile(ctx context.Context, dir string) (*store, error) {
	path := filepath.Join(dir, dataFile)
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeFile(ctx, dir); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotWritable, err)
	} else if !info.Mode().IsRegular() || info.Size() < pageSize {
		return nil, fmt.Errorf("%w: no whole page", ErrDamaged)
	}
	s, err := openStore(ctx, path)
	if err != nil {
		return nil, err
	}
	// The first look also rolls back what a crash left unfinished; only then do the pages have to be right.
	if err := s.read(ctx, func(t *tx) error { _, err := t.row(`SELECT 1 FROM sqlite_schema`, nil, new(int)); return err }); err != nil {
		return nil, errors.Join(err, s.close())
	}
	if err := checkPages(path); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func makeFile(ctx context.Context, dir string) error {
	path := filepath.Join(dir, newFile)
	for _, leftover := range []string{path, path + "-journal"} {
		if err := os.Remove(leftover); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w: %w", ErrNotWritable, err)
		}
	}
	s, err := openStore(ctx, path)
	if err != nil {
		return err
	}
	err = s.raw(func(c *sqlite3.Conn) error { return c.EnableChecksums("main") })
	if err == nil {
		err = s.migrate()
	}
	if err := errors.Join(err, s.close()); err != nil {
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	if err := os.Rename(path, filepath.Join(dir, dataFile)); err != nil {
		return fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	return syncDir(dir)
}

// syncDir makes a rename last, where the system lets a folder be synced.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}

// checkPages reads the file once and compares every page with its checksum, which SQLite itself would do only
// for the pages that it comes to need.
func checkPages(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	defer f.Close()
	buffer := make([]byte, 64*pageSize)
	for first := true; ; first = false {
		n, err := io.ReadFull(f, buffer)
		if n%pageSize != 0 {
			return fmt.Errorf("%w: cut inside a page", ErrDamaged)
		}
		for at := 0; at < n; at += pageSize {
			if !pageIsWhole(buffer[at:at+pageSize]) || first && at == 0 && !headerIsOurs(buffer[:100]) {
				return fmt.Errorf("%w: a page and its checksum differ", ErrDamaged)
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// headerIsOurs wants the page size and the room for checksums that the office's files are made with.
func headerIsOurs(h []byte) bool {
	return int(h[16])<<8|int(h[17]) == pageSize && h[20] == 8
}

// Reset removes the data of the office in dir, so that the next Open makes it anew; the certificate authority
// stays. It refuses with ErrInUse while any office is open there.
func Reset(dir string) error {
	lock, err := lockFolder(dir, true)
	if err != nil {
		return err
	}
	for _, name := range []string{dataFile, dataFile + "-journal", newFile, newFile + "-journal"} {
		if e := os.Remove(filepath.Join(dir, name)); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, fmt.Errorf("%w: %w", ErrNotWritable, e))
		}
	}
	return errors.Join(err, lock.Close())
}

// pageIsWhole compares a page with the checksum in its last eight bytes, as SQLite's checksum VFS defines it.
func pageIsWhole(page []byte) bool {
	var s1, s2 uint32
	data, sum := page[:len(page)-8], page[len(page)-8:]
	for ; len(data) > 0; data = data[8:] {
		s1 += binary.LittleEndian.Uint32(data) + s2
		s2 += binary.LittleEndian.Uint32(data[4:]) + s1
	}
	return s1 == binary.LittleEndian.Uint32(sum) && s2 == binary.LittleEndian.Uint32(sum[4:])
}
