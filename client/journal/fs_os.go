package journal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// OS is this computer's file system. Files are the user's alone (0600, folders 0700; on Windows the folder's
// access list counts). It needs a local disk; a folder that can't be synced is an error.
func OS() FS { return osFS{} }

type osFS struct{}

var errNotRegular = errors.New("not a regular file")

func (osFS) Lock(name string) (io.Closer, error) {
	if err := makeFolder(filepath.Dir(name)); err != nil {
		return nil, bare(err)
	}
	if err := regular(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, bare(err)
	}
	free, err := tryLock(f)
	if err != nil {
		_ = f.Close()
		return nil, bare(err)
	}
	if !free {
		defer f.Close()
		return nil, &HeldError{Holder: readHolder(f)}
	}
	// Who holds it is for people only: a full disk must not keep the journal shut.
	if f.Truncate(0) == nil {
		_, _ = f.WriteAt([]byte(holder()), 0)
	}
	return osLock{f}, nil
}

// osLock forgets the holder first: the text must not outlive the lock.
type osLock struct{ file *os.File }

func (l osLock) Close() error {
	_ = l.file.Truncate(0)
	return bare(l.file.Close())
}

func holder() string {
	host, _ := os.Hostname()
	return "pid " + strconv.Itoa(os.Getpid()) + " on " + host
}

// readHolder reads what the holder wrote, which may be anything: it ends in a log.
func readHolder(f *os.File) string {
	text := make([]byte, 128)
	n, _ := f.ReadAt(text, 0)
	for i, c := range text[:n] {
		if !isReason(c) && c != ' ' && c != '_' {
			text[i] = '?'
		}
	}
	return string(text[:n])
}

func (osFS) Read(name string, limit int64) ([]byte, error) {
	if err := regular(name); err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, bare(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, bare(err)
	}
	if info.Size() > limit {
		return nil, ErrTooLarge
	}
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, bare(err)
	}
	return data, nil
}

func (osFS) Open(name string) (File, error) {
	if err := regular(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, bare(err)
	}
	return osFile{f}, nil
}

func (osFS) Rename(from, to string) error {
	return bare(durableRename(from, to))
}

func (osFS) Remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return bare(err)
	}
	return bare(syncFolder(filepath.Dir(name)))
}

// osFile syncs by fsync, F_FULLFSYNC or FlushFileBuffers, as package os does.
type osFile struct{ file *os.File }

func (f osFile) WriteAt(p []byte, off int64) (int, error) {
	n, err := f.file.WriteAt(p, off)
	return n, bare(err)
}

func (f osFile) Truncate(size int64) error { return bare(f.file.Truncate(size)) }
func (f osFile) Sync() error               { return bare(f.file.Sync()) }
func (f osFile) Close() error              { return bare(f.file.Close()) }

// regular refuses folders, links and pipes: a journal behind a link may be somebody else's, and a pipe never ends.
func regular(name string) error {
	info, err := os.Lstat(name)
	if err != nil {
		return bare(err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s: %w", filepath.Base(name), errNotRegular)
	}
	return nil
}

// makeFolder makes what is missing of a path, and makes it last.
func makeFolder(folder string) error {
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	parent := filepath.Dir(folder)
	if parent != folder {
		if err := makeFolder(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(parent)
}

// bare takes the folders out of an error's text: they often hold the user's name.
func bare(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return fmt.Errorf("%s %s: %w", path.Op, filepath.Base(path.Path), path.Err)
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return fmt.Errorf("%s %s: %w", link.Op, filepath.Base(link.New), link.Err)
	}
	return err
}
