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
	if err = s.firstRead(); err == nil {
		err = checkPages(f, path)
	}
	s.afterFirstRead = func() error { return makeJournal(f, dir) }
	if err == nil {
		err = s.afterFirstRead()
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// makeFile makes a new office's file. A journal that is there belongs to another file, and SQLite would play it back into this one.
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
// do only for the pages that it comes to need. A page that holds nothing may be anything.
func checkPages(disk files, path string) error {
	f, err := disk.open(path)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	defer f.Close()
	header := make([]byte, pageSize)
	if _, err := f.ReadAt(header, 0); err != nil {
		return fmt.Errorf("%w: no whole page", ErrDamaged)
	}
	if !headerIsOurs(header) {
		return fmt.Errorf("%w: not the header of an office's file", ErrDamaged)
	}
	form := formOf(header)
	broken, err := brokenPages(f, form, pagesOf(header)*pageSize)
	if err != nil || len(broken) == 0 {
		return err
	}
	free, err := freePages(f, header, form)
	if err != nil {
		return err
	}
	for _, at := range broken {
		if !free[at] {
			return fmt.Errorf("%w: a page and its checksum differ", ErrDamaged)
		}
	}
	return nil
}

// brokenPages are the places of pages that are not as they were written to their place.
func brokenPages(f io.ReaderAt, form pageForm, end int64) (broken []int64, err error) {
	buffer := make([]byte, 64*pageSize)
	for at := int64(0); at < end; {
		part := buffer[:min(int64(len(buffer)), end-at)]
		if _, err := f.ReadAt(part, at); errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%w: cut", ErrDamaged)
		} else if err != nil {
			return nil, err
		}
		for page := range slices.Chunk(part, pageSize) {
			if !form.isWhole(page, at) {
				broken = append(broken, at)
			}
			at += pageSize
		}
	}
	return broken, nil
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
