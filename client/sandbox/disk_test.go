package sandbox

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
)

const simDir = "/office"

var simPath = path.Join(simDir, dataFile)

// system is what a computer makes of SQLite's wishes, beside its disk. Its bugs are for the searches to find.
type system struct {
	name    string
	logs    bool // the disk logs changes of a folder, see disktest
	windows bool // folders are not synced

	takes  map[string]string                            // pragmas of the office that come to nothing, by name and value
	wishes string                                       // pragmas in their place, once the office is open
	make   func(disk *disktest.Disk, name string) error // in place of the making of a file
	sync   func(name string, f simFile) error           // in place of a sync
	hidden func(name string) bool                       // files that are said not to be there
	memory func(flags vfs.OpenFlag) vfs.SharedMemory    // what WAL needs
}

// The three kinds of computer. A Linux here is one whose file system promises no more than POSIX does.
var systems = []system{{name: "logging", logs: true}, {name: "unordered"}, {name: "windows", logs: true, windows: true}}

// simFile is a file of a simulated disk.
type simFile interface {
	journal.File
	io.ReaderAt
	Size() (int64, error)
}

// simFiles is a simulated disk as the office and SQLite see it.
type simFiles struct {
	system
	disk *disktest.Disk
	vfs  string
}

var simCount atomic.Int64

// onDisk makes a disk known to SQLite until forgotten.
func (s system) onDisk(disk *disktest.Disk) *simFiles {
	f := &simFiles{system: s, disk: disk, vfs: "disktest-" + strconv.FormatInt(simCount.Add(1), 10)}
	vfs.Register(f.vfs, placeVFS{(*simVFS)(f)})
	return f
}

func (s *simFiles) forget() { vfs.Unregister(s.vfs) }

func (s *simFiles) makeFolder(string) error { return nil }

func (s *simFiles) lock(string, bool) (io.Closer, error) { return io.NopCloser(nil), nil }

func (s *simFiles) size(name string) (int64, error) {
	if size := s.disk.Size(name); size >= 0 {
		return size, nil
	}
	return 0, fs.ErrNotExist
}

func (s *simFiles) open(name string) (placedFile, error) {
	return struct {
		*bytes.Reader
		io.Closer
	}{bytes.NewReader(s.disk.Bytes(name)), io.NopCloser(nil)}, nil
}

func (s *simFiles) create(name string) error {
	if s.make != nil {
		return s.make(s.disk, name)
	}
	f, err := s.disk.Open(name)
	if err != nil {
		return err
	}
	return f.Close()
}

func (s *simFiles) remove(name string) error     { return s.disk.Unlink(name) }
func (s *simFiles) rename(from, to string) error { return s.disk.Move(from, to) }
func (s *simFiles) database(name string) string  { return "file:" + name + "?vfs=" + s.vfs }
func (s *simFiles) sync(dir string) error {
	if s.windows {
		return nil
	}
	return s.disk.SyncDir(dir)
}

// simVFS does with a simulated disk what SQLite's Go files do with the system's, mistakes included: the folder of a
// new journal is not synced, and on Windows no folder is.
type simVFS simFiles

func (v *simVFS) FullPathname(name string) (string, error) { return name, nil }

func (v *simVFS) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	if name == "" {
		return &vfsutil.SliceFile{}, flags, nil
	}
	if flags&vfs.OPEN_CREATE == 0 && v.disk.Size(name) < 0 {
		return nil, flags, sqlite3.CANTOPEN
	}
	f, err := v.disk.Open(name)
	if err != nil {
		return nil, flags, err
	}
	file := &vfsOfSim{simFile: f.(simFile), name: name, v: v, isNew: flags&vfs.OPEN_CREATE != 0 && flags&(vfs.OPEN_MAIN_JOURNAL|vfs.OPEN_WAL) != 0}
	if v.memory != nil && flags&vfs.OPEN_MAIN_DB != 0 {
		file.shared = v.memory(flags)
	}
	return file, flags, nil
}

func (v *simVFS) Access(name string, _ vfs.AccessFlag) (bool, error) {
	return v.disk.Size(name) >= 0 && (v.hidden == nil || !v.hidden(name)), nil
}

func (v *simVFS) Delete(name string, syncDir bool) error {
	if v.disk.Size(name) < 0 {
		return sqlite3.IOERR_DELETE_NOENT
	}
	if err := v.disk.Unlink(name); err != nil || !syncDir || v.windows {
		return err
	}
	return vfs.SystemError(v.disk.SyncDir(name), sqlite3.IOERR_DIR_FSYNC)
}

// vfsOfSim is an open file of SQLite's. Nobody else has the office's file open, so a lock is only remembered.
type vfsOfSim struct {
	simFile
	v      *simVFS
	name   string
	isNew  bool // a journal that was not synced yet
	level  vfs.LockLevel
	shared vfs.SharedMemory
}

var (
	_ vfs.FileLockState    = (*vfsOfSim)(nil)
	_ vfs.FileSizeHint     = (*vfsOfSim)(nil)
	_ vfs.FilePragma       = (*vfsOfSim)(nil)
	_ vfs.FileSharedMemory = (*vfsOfSim)(nil)
)

func (f *vfsOfSim) Sync(vfs.SyncFlag) error {
	sync := f.simFile.Sync
	if f.v.sync != nil {
		sync = func() error { return f.v.system.sync(f.name, f.simFile) }
	}
	err := sync()
	if err != nil || !f.isNew || f.v.windows {
		return err
	}
	f.isNew = false
	return sync()
}

// SizeHint makes room before it is written to.
func (f *vfsOfSim) SizeHint(size int64) error {
	if now, err := f.Size(); err != nil || now >= size {
		return err
	}
	return f.Truncate(size)
}

func (f *vfsOfSim) Lock(level vfs.LockLevel) error   { f.level = max(f.level, level); return nil }
func (f *vfsOfSim) Unlock(level vfs.LockLevel) error { f.level = min(f.level, level); return nil }
func (f *vfsOfSim) CheckReservedLock() (bool, error) { return f.level >= vfs.LOCK_RESERVED, nil }
func (f *vfsOfSim) LockState() vfs.LockLevel         { return f.level }
func (f *vfsOfSim) SectorSize() int                  { return 4096 }
func (f *vfsOfSim) SharedMemory() vfs.SharedMemory   { return f.shared }
func (f *vfsOfSim) DeviceCharacteristics() vfs.DeviceCharacteristic {
	return vfs.IOCAP_SUBPAGE_READ | vfs.IOCAP_POWERSAFE_OVERWRITE
}

// Pragma takes those away that a bug lacks.
func (f *vfsOfSim) Pragma(name, value string) (string, error) {
	if taken, ok := f.v.takes[name]; ok && strings.EqualFold(taken, value) {
		return "", nil
	}
	return "", sqlite3.NOTFOUND
}

func (f *vfsOfSim) Close() error {
	if f.shared != nil {
		_ = f.shared.Close()
	}
	return f.simFile.Close()
}

// openOn opens the office that is on a simulated disk, as Open does.
func openOn(t testing.TB, f *simFiles) (*Office, error) {
	o, err := Open(t.Context(), Options{Dir: simDir, Now: clockAt(noon).now, files: f})
	if err != nil || f.wishes == "" {
		return o, err
	}
	err = o.store.raw(func(c *sqlite3.Conn) error { return c.Exec(f.wishes) })
	if err != nil {
		return nil, errors.Join(err, o.Close())
	}
	return o, nil
}
