// Package disktest is a disk in memory for tests of the journal and of what rests on it: a file system that
// forgets, at a power cut, any part of what was not synced, and fails at any call that a test names.
//
// House rules of this room: it fails as a disk may fail, and in no other way. A sector of 512 bytes is old or new;
// a file's length, each of its unsynced sectors and each entry of its folder survive or not, one without the
// other. A sync that failed has lost what it should have written, though programs still see it, and the
// next sync succeeds. Only tests import this package.
package disktest

import (
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"cekr.kranj.si/desk/client/journal"
)

// Op names a kind of call to the disk.
type Op string

// The calls that can fail. SyncDir is the second half of a Rename and of a Remove.
const (
	OpLock     Op = "lock"
	OpRead     Op = "read"
	OpOpen     Op = "open"
	OpRename   Op = "rename"
	OpSyncDir  Op = "syncdir"
	OpRemove   Op = "remove"
	OpWrite    Op = "write"
	OpTruncate Op = "truncate"
	OpSync     Op = "sync"
	OpClose    Op = "close"
)

// Call is one call to the disk.
type Call struct {
	Op   Op
	Name string
}

// ErrPower is what every call meets whose program was ended by Kill or Crash.
var ErrPower = errors.New("disktest: no power")

// Disk is a file system of one folder level. It implements journal.FS. The zero Disk is not usable; see New.
type Disk struct {
	mu      sync.Mutex
	shown   map[string]*inode // what programs see
	kept    map[string]*inode // what a power cut leaves for sure
	changes []change          // from kept to shown
	held    map[string]bool
	life    int  // of the program; handles of an earlier one are dead
	logs    bool // changes of the folder: see Journaling

	calls int
	fail  func(n int, c Call) error
	watch func(c Call)
}

// change is an entry of the folder that was not synced.
type change struct {
	from, to string // to is empty for a removal, from for a new file
	file     *inode
}

// New gives an empty disk.
func New() *Disk {
	return &Disk{shown: map[string]*inode{}, kept: map[string]*inode{}, held: map[string]bool{}}
}

var _ journal.FS = (*Disk)(nil)

// Journaling makes the disk one that logs the changes of its folder: a power cut keeps them in order, and any sync
// of a file keeps all before it. Without it each change of the folder is kept or not, until the folder is synced.
func (d *Disk) Journaling() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.logs = true
}

// Fail asks before every call, the n-th since, counted from 1, whether it fails. A failing write has written
// a part; a failing sync has lost what it should have written. Nil makes the disk well again.
func (d *Disk) Fail(fail func(n int, c Call) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls, d.fail = 0, fail
}

// Calls counts the calls since Fail, or since the beginning.
func (d *Disk) Calls() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls
}

// Watch calls back after every call that changed something. The callback may ask for Crashes.
func (d *Disk) Watch(watch func(Call)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.watch = watch
}

// begin counts a call and asks whether it fails. It is called with mu held.
func (d *Disk) begin(op Op, name string) error {
	d.calls++
	if d.fail == nil {
		return nil
	}
	return d.fail(d.calls, Call{op, name})
}

// done is deferred before the lock, so that the watcher runs without it.
func (d *Disk) done(op Op, name string) {
	if d.watch != nil {
		d.watch(Call{op, name})
	}
}

// Lock implements journal.FS.
func (d *Disk) Lock(name string) (io.Closer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.begin(OpLock, name); err != nil {
		return nil, err
	}
	if d.held[name] {
		return nil, &journal.HeldError{Holder: "pid 1 on disktest"}
	}
	d.held[name] = true
	return &lock{d, name, d.life}, nil
}

type lock struct {
	disk *Disk
	name string
	life int
}

func (l *lock) Close() error {
	l.disk.mu.Lock()
	defer l.disk.mu.Unlock()
	if l.life == l.disk.life {
		delete(l.disk.held, l.name)
	}
	return nil
}

// Read implements journal.FS. What it gives must not be changed.
func (d *Disk) Read(name string, limit int64) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.begin(OpRead, name); err != nil {
		return nil, err
	}
	f := d.shown[name]
	if f == nil {
		return nil, fs.ErrNotExist
	}
	if int64(len(f.shown)) > limit {
		return nil, journal.ErrTooLarge
	}
	return f.show(), nil
}

// Open implements journal.FS.
func (d *Disk) Open(name string) (journal.File, error) {
	defer d.done(OpOpen, name)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.begin(OpOpen, name); err != nil {
		return nil, err
	}
	f := d.shown[name]
	if f == nil {
		f = &inode{}
		d.shown[name] = f
		d.changes = append(d.changes, change{to: name, file: f})
	}
	return &file{d, f, name, d.life}, nil
}

// Rename implements journal.FS.
func (d *Disk) Rename(from, to string) error {
	if err := d.Move(from, to); err != nil {
		return err
	}
	return d.syncDir(to)
}

// Move is a Rename that a power cut may undo.
func (d *Disk) Move(from, to string) error {
	defer d.done(OpRename, to)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.begin(OpRename, to); err != nil {
		return err
	}
	f := d.shown[from]
	if f == nil {
		return fs.ErrNotExist
	}
	delete(d.shown, from)
	d.shown[to] = f
	d.changes = append(d.changes, change{from, to, f})
	return nil
}

// SyncDir makes the entries of the folder withstand a power cut.
func (d *Disk) SyncDir(name string) error { return d.syncDir(name) }

func (d *Disk) syncDir(name string) error {
	defer d.done(OpSyncDir, name)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.begin(OpSyncDir, name); err != nil {
		return err
	}
	d.keepFolder()
	return nil
}

func (d *Disk) keepFolder() {
	if len(d.changes) > 0 {
		d.kept, d.changes = maps.Clone(d.shown), nil
	}
}

// Remove implements journal.FS.
func (d *Disk) Remove(name string) error {
	if err := d.Unlink(name); err != nil {
		return err
	}
	return d.syncDir(name)
}

// Unlink is a Remove that a power cut may undo.
func (d *Disk) Unlink(name string) error {
	defer d.done(OpRemove, name)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.begin(OpRemove, name); err != nil {
		return err
	}
	if f := d.shown[name]; f != nil {
		delete(d.shown, name)
		d.changes = append(d.changes, change{from: name, file: f})
	}
	return nil
}

// Kill ends the program, as kill -9 does: its locks are free, its handles dead, and what it wrote is there for the
// next one, synced or not.
func (d *Disk) Kill() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.life++
	clear(d.held)
}

// Bytes gives a file as programs see it, nil if there is none.
func (d *Disk) Bytes(name string) []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f := d.shown[name]; f != nil {
		return append([]byte{}, f.shown...)
	}
	return nil
}

// Put makes a file of these bytes, safely on the disk; nil removes it.
func (d *Disk) Put(name string, data []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.shown, name)
	delete(d.kept, name)
	if data != nil {
		f := synced(slices.Clone(data))
		d.shown[name], d.kept[name] = f, f
	}
}

// Size is a file's length as programs see it, -1 if there is none.
func (d *Disk) Size(name string) int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f := d.shown[name]; f != nil {
		return int64(len(f.shown))
	}
	return -1
}

// Names lists the files that programs see.
func (d *Disk) Names() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Sorted(maps.Keys(d.shown))
}
