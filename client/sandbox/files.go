package sandbox

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// files is what an office does with files beside what SQLite does with them, so that a test can put a disk of its
// own under both. Names are paths as package path/filepath makes them.
type files interface {
	// makeFolder makes a folder, the user's alone, and what is missing above it; all of it lasts.
	makeFolder(dir string) error
	// lock holds the folder until closed: with other offices, or alone.
	lock(dir string, alone bool) (io.Closer, error)
	// size is a file's length; the error is fs.ErrNotExist if there is none, errNotRegular if it is no plain file.
	size(path string) (int64, error)
	open(path string) (placedFile, error)
	// create makes an empty file, the user's alone, unless there is one.
	create(path string) error
	// remove deletes a file; a missing one is no error.
	remove(path string) error
	rename(from, to string) error
	// sync makes durable what was made, renamed and removed in a folder, where the system lets a folder be synced.
	sync(dir string) error
	// database is what SQLite is to call a file.
	database(path string) string
}

// placedFile is a file that is read at any place.
type placedFile interface {
	io.ReadCloser
	io.ReaderAt
}

var errNotRegular = errors.New("sandbox: not a plain file")

// systemFiles are this computer's.
type systemFiles struct{}

func (systemFiles) makeFolder(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return os.MkdirAll(dir, 0o700) // says so if it is a file
	}
	parent := filepath.Dir(dir)
	if parent == dir {
		return os.MkdirAll(dir, 0o700)
	}
	if err := (systemFiles{}).makeFolder(parent); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return systemFiles{}.sync(parent)
}

func (systemFiles) lock(dir string, alone bool) (io.Closer, error) { return lockFolder(dir, alone) }

func (systemFiles) size(path string) (int64, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, errNotRegular
	}
	return info.Size(), nil
}

func (systemFiles) open(path string) (placedFile, error) { return os.Open(path) }

func (systemFiles) create(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func (systemFiles) remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (systemFiles) rename(from, to string) error { return os.Rename(from, to) }

// sync fails only where it can be known that the folder was not synced.
func (systemFiles) sync(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	defer d.Close()
	return syncFolder(d)
}

func (systemFiles) database(path string) string {
	return "file:" + url.PathEscape(path) + "?vfs=" + VFS
}
