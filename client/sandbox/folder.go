package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/ncruces/go-sqlite3"
)

// The files in an office's folder.
const (
	dataFile = "office.db"
	newFile  = "office.db.new" // being made; renamed when it is whole
	lockFile = "office.lock"

	journalOf = "-journal" // behind a file's name: how SQLite undoes what is not committed
)

// openFolder opens the data in dir and marks it as in use.
func openFolder(ctx context.Context, f files, dir string) (*store, io.Closer, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, nil, err
	}
	if err := f.makeFolder(dir); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	lock, err := f.lock(dir, false)
	if err != nil {
		return nil, nil, err
	}
	s, err := openFile(ctx, f, dir)
	if err != nil {
		return nil, nil, errors.Join(err, lock.Close())
	}
	return s, lock, nil
}

// openFile opens an existing file, or makes a whole one first: a file under the real name is never half made,
// so an empty or cut one is damage and not a new office.
func openFile(ctx context.Context, f files, dir string) (*store, error) {
	path := filepath.Join(dir, dataFile)
	size, err := f.size(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := makeFile(ctx, f, dir); err != nil {
			return nil, err
		}
	case errors.Is(err, errNotRegular), err == nil && size < pageSize:
		return nil, fmt.Errorf("%w: no whole page", ErrDamaged)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	s, err := openStore(ctx, f.database(path))
	if err != nil {
		return nil, err
	}
	// Only after the first look do the pages have to be right.
	if err = s.firstLook(); err == nil {
		err = checkPages(f, path)
	}
	s.looked = func() error { return makeJournal(f, dir) }
	if err == nil {
		err = s.looked()
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// makeFile makes a new office's file. Whatever journal lies about is of another file and would be played into it.
func makeFile(ctx context.Context, f files, dir string) error {
	path := filepath.Join(dir, newFile)
	for _, leftover := range []string{path, path + journalOf, filepath.Join(dir, dataFile+journalOf)} {
		if err := f.remove(leftover); err != nil {
			return fmt.Errorf("%w: %w", ErrNotWritable, err)
		}
	}
	if err := errors.Join(f.create(path), f.sync(dir)); err != nil {
		return fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	s, err := openStore(ctx, f.database(path))
	if err != nil {
		return err
	}
	err = s.raw(func(c *sqlite3.Conn) error { return c.EnableChecksums("main") })
	if err == nil {
		err = s.migrate(ctx)
	}
	if err := errors.Join(err, s.close()); err != nil {
		return err
	}
	if err := errors.Join(f.remove(path+journalOf), f.rename(path, filepath.Join(dir, dataFile))); err != nil {
		return fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	return f.sync(dir)
}

// makeJournal gives SQLite's journal its entry in the folder before the first write. A journal that a power cut takes
// out of its folder cannot undo what is half written, and one that comes back undoes what is whole; but SQLite's Go
// files, in 0.35.3, do not sync the folder of a new one, nor is it synced when the first look has removed an old one.
func makeJournal(f files, dir string) error {
	if err := errors.Join(f.create(filepath.Join(dir, dataFile+journalOf)), f.sync(dir)); err != nil {
		return fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	return nil
}

// checkPages reads the file once and compares every page with its checksum and its place, which SQLite itself would
// do only for the pages that it comes to need.
func checkPages(disk files, path string) error {
	f, err := disk.open(path)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	defer f.Close()
	buffer := make([]byte, 64*pageSize)
	var form pageForm
	for at := int64(0); ; {
		n, err := io.ReadFull(f, buffer)
		if n%pageSize != 0 {
			return fmt.Errorf("%w: cut inside a page", ErrDamaged)
		}
		for page := range slices.Chunk(buffer[:n], pageSize) {
			if at == 0 {
				if !headerIsOurs(page) {
					return fmt.Errorf("%w: not the header of an office's file", ErrDamaged)
				}
				form = formOf(page)
			}
			if !form.isWhole(page, at) {
				return fmt.Errorf("%w: a page and its checksum differ", ErrDamaged)
			}
			at += pageSize
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
	f := systemFiles{}
	lock, err := f.lock(dir, true)
	if err != nil {
		return err
	}
	for _, name := range []string{dataFile, dataFile + journalOf, newFile, newFile + journalOf} {
		if e := f.remove(filepath.Join(dir, name)); e != nil {
			err = errors.Join(err, fmt.Errorf("%w: %w", ErrNotWritable, e))
		}
	}
	return errors.Join(err, lock.Close())
}
