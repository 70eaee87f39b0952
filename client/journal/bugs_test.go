package journal_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
)

// buggy is a file system that behaves as if the journal had a bug: what the journal asks for is left out, put
// off, or done twice. A search that does not find such a bug proves nothing.
type buggy struct {
	*disktest.Disk
	rename func(d *disktest.Disk, from, to string) error
	remove func(d *disktest.Disk, name string) error
	read   func(d *disktest.Disk, name string, data []byte, err error) ([]byte, error)
	open   func(d *disktest.Disk, name string, f journal.File) journal.File
}

func (b buggy) Rename(from, to string) error {
	if b.rename != nil {
		return b.rename(b.Disk, from, to)
	}
	return b.Disk.Rename(from, to)
}

func (b buggy) Remove(name string) error {
	if b.remove != nil {
		return b.remove(b.Disk, name)
	}
	return b.Disk.Remove(name)
}

func (b buggy) Read(name string, limit int64) ([]byte, error) {
	data, err := b.Disk.Read(name, limit)
	if b.read != nil {
		return b.read(b.Disk, name, data, err)
	}
	return data, err
}

func (b buggy) Open(name string) (journal.File, error) {
	f, err := b.Disk.Open(name)
	if err != nil || b.open == nil {
		return f, err
	}
	return b.open(b.Disk, name, f), nil
}

// buggyFile replaces single methods of a file.
type buggyFile struct {
	journal.File
	sync     func(f journal.File) error
	write    func(f journal.File, p []byte, at int64) (int, error)
	truncate func(f journal.File, size int64) error
}

func (b *buggyFile) Sync() error {
	if b.sync != nil {
		return b.sync(b.File)
	}
	return b.File.Sync()
}

func (b *buggyFile) WriteAt(p []byte, at int64) (int, error) {
	if b.write != nil {
		return b.write(b.File, p, at)
	}
	return b.File.WriteAt(p, at)
}

func (b *buggyFile) Truncate(size int64) error {
	if b.truncate != nil {
		return b.truncate(b.File, size)
	}
	return b.File.Truncate(size)
}

// files makes every file whose name ends so a buggy one.
func files(suffix string, bug func(f *buggyFile)) buggy {
	return buggy{open: func(_ *disktest.Disk, name string, f journal.File) journal.File {
		if !strings.HasSuffix(name, suffix) {
			return f
		}
		b := &buggyFile{File: f}
		bug(b)
		return b
	}}
}

func nothing(journal.File) error { return nil }

// seeded are the bugs. Each must be found by at least one of the searches.
func seeded() map[string]buggy {
	return map[string]buggy{
		"the log is not synced":                       files("journal.log", func(f *buggyFile) { f.sync = nothing }),
		"the head is not synced":                      files("journal.head", func(f *buggyFile) { f.sync = nothing }),
		"nothing is synced":                           files("", func(f *buggyFile) { f.sync = nothing }),
		"a new file is not synced before it is moved": files("journal.new", func(f *buggyFile) { f.sync = nothing }),
		"the folder is not synced":                    {rename: (*disktest.Disk).Move, remove: (*disktest.Disk).Unlink},
		"the folder is not synced at the start":       {remove: (*disktest.Disk).Unlink},
		"a failed sync is tried again": files("journal.log", func(f *buggyFile) {
			f.sync = func(f journal.File) error {
				if f.Sync() == nil {
					return nil
				}
				return f.Sync()
			}
		}),
		"a failed sync is taken for a good one": files("journal.log", func(f *buggyFile) {
			f.sync = func(f journal.File) error { _ = f.Sync(); return nil }
		}),
		"a short write is taken for a whole one": files("", func(f *buggyFile) {
			f.write = func(f journal.File, p []byte, at int64) (int, error) { _, _ = f.WriteAt(p, at); return len(p), nil }
		}),
		"recovery skips the head": {read: func(d *disktest.Disk, name string, data []byte, err error) ([]byte, error) {
			if filepath.Base(name) != journal.HeadName || err != nil {
				return data, err
			}
			if fits := journal.HeadOf(d.Bytes(logPath)); fits != nil {
				return fits, nil
			}
			return data, nil
		}},
		"recovery writes nothing again": {open: func(d *disktest.Disk, name string, f journal.File) journal.File {
			return &buggyFile{File: f, write: func(f journal.File, p []byte, at int64) (int, error) {
				if seen := d.Bytes(name); int(at)+len(p) <= len(seen) && bytes.Equal(seen[at:int(at)+len(p)], p) {
					return len(p), nil
				}
				return f.WriteAt(p, at)
			}}
		}},
		"the head has one slot": files("journal.head", func(f *buggyFile) {
			f.write = func(f journal.File, p []byte, at int64) (int, error) {
				n, err := f.WriteAt(p, at)
				if at == 0 || err != nil {
					return n, err
				}
				_, err = f.WriteAt(make([]byte, len(p)), 0)
				return n, err
			}
		}),
		"the head goes before the log":       reordered(),
		"a record is acknowledged too early": delayed(),
	}
}

// reordered syncs the log only after the head was synced.
func reordered() buggy {
	var log journal.File
	return buggy{open: func(_ *disktest.Disk, name string, f journal.File) journal.File {
		switch {
		case strings.HasSuffix(name, "journal.log"):
			log = f
			return &buggyFile{File: f, sync: nothing}
		case strings.HasSuffix(name, "journal.head"):
			return &buggyFile{File: f, sync: func(f journal.File) error { return errors.Join(f.Sync(), log.Sync()) }}
		}
		return f
	}}
}

// delayed syncs what was written before the last sync: the disk is always one behind.
func delayed() buggy {
	return files("journal.log", func(f *buggyFile) {
		f.sync = nothing
		f.write = func(f journal.File, p []byte, at int64) (int, error) {
			if err := f.Sync(); err != nil {
				return 0, err
			}
			return f.WriteAt(p, at)
		}
	})
}

// search looks for a bug in every way, in small.
func search(t *testing.T, bug buggy) error {
	through := func(d *disktest.Disk) journal.FS { b := bug; b.Disk = d; return b }
	s := newScript(71)
	s.short = true
	p, err := newPowercut(s.upTo(9))
	if err != nil {
		t.Fatal(err)
	}
	p.through, p.again = through, 2_000
	p.compact = map[int]int64{8: 8}
	f, err := newFailure(9)
	if err != nil {
		t.Fatal(err)
	}
	f.through = through
	x := &damages{through: through}
	for _, s := range samples(t, 10) {
		x.lengths(s)
		x.random(s, rand.New(rand.NewPCG(7, 7)), 200)
	}
	if x.err != nil {
		return x.err
	}
	if err := p.run(); err != nil {
		return err
	}
	_, err = f.run()
	return err
}

func TestTheSearchesFindEverySeededBug(t *testing.T) {
	if raced {
		t.Skip("each search has one goroutine: the race detector finds nothing there, and the bugs are found without it")
	}
	if err := search(t, buggy{}); err != nil {
		t.Fatalf("without a bug: %v", err)
	}
	bugs := seeded()
	if len(bugs) < 12 {
		t.Errorf("%d bugs, want 12", len(bugs))
	}
	for name, bug := range bugs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := search(t, bug)
			if err == nil {
				t.Fatal("not found")
			}
			t.Log(err)
		})
	}
}

var _ io.WriterAt = (*buggyFile)(nil)
