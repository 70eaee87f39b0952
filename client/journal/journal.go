// Package journal keeps what the desk promised, on disk before it is sent: an append-only, checksummed, chained
// log of records, and a small head file that says how much of it was acknowledged.
//
// House rules of this room: a record is on the disk when Append returns nil, by exactly two syncs, and it is
// never changed afterwards. An error of the disk is an outcome nobody knows: the journal halts, nothing is
// tried twice, and only closing and opening again finds out. A log of an earlier version is taken over at the start,
// record for record; what its records mean today is told by old.go alone. A damaged journal is never repaired, emptied
// or moved; a torn tail that was never acknowledged is cut, and is the only thing that is. The file system
// is reached through [FS] alone, so that every crash can be tried. No names, no PAN digits, no tokens in a
// record; nothing of a record in an error. No sentences for people.
//
// A journal belongs to one desk, the one of its first record. The desk's program holds it by an exclusive
// lock; a second one gets [ErrHeld].
package journal

import (
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"sync"

	"cekr.kranj.si/desk/client/ident"
)

// Journal is an open journal. Its methods may be called from several goroutines; those that only look
// never wait for the disk.
type Journal struct {
	fs   FS
	dir  string
	lock io.Closer

	// writing is held over a whole append or compaction; it guards the files and what they end with.
	writing sync.Mutex
	log     File
	headf   File
	crc     uint32
	buf     []byte

	// mu guards the rest, and is never held over a call to the disk. Only who holds writing as well changes size.
	mu     sync.RWMutex
	size   int64
	limit  int64 // of size
	book   *book
	head   head
	halted error
	closed bool
}

// Open takes the lock, reads the journal in the folder, or begins one if there is none, checks every record and
// makes good what a crash left behind. One of an earlier version is taken over in its place. It fails with a [HeldError], with [ErrNewer], with a [DamagedError],
// or with an error of the file system; the files are then as they were, but for an unfinished repair.
// To an earlier program what was taken over is ErrNewer.
func Open(fs FS, dir string) (*Journal, error) {
	j := &Journal{fs: fs, dir: dir, limit: maxLog}
	lock, err := fs.Lock(j.path(lockName))
	if err != nil {
		return nil, err
	}
	j.lock = lock
	if err := j.recover(); err != nil {
		j.closeFiles()
		_ = lock.Close()
		return nil, err
	}
	return j, nil
}

// Append adds a record. When it returns nil, the record withstands a crash and a power cut.
//
// A [RefusedError] (ErrRefused) means that the record breaks a rule, or that there is no room for it (ErrFull as
// well): nothing was written, the journal works on. An ending, and the first Sending of an id, always find room. Any
// other error is ErrHalted: nobody knows whether the record is on the disk. From then on every Append is refused,
// until the journal is closed and opened again.
func (j *Journal) Append(r Record) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	r = r.settle()
	r.Body = slices.Clone(r.Body)
	if err := j.admit(r); err != nil {
		return err
	}
	next := head{count: j.head.count + 1}
	framed, crc := appendFrame(j.buf[:0], recordMagic, j.crc, func(out []byte) []byte {
		return appendRecord(out, next.count, j.head.last, r)
	})
	j.buf = framed
	if !j.fits(r, len(framed)) {
		return &RefusedError{Reason: "the journal is full: compact it", full: true}
	}
	next.last = sha256.Sum256(framed[frameHeader:])
	if err := j.put(framed, next); err != nil {
		return j.fail(err)
	}
	j.crc = crc
	j.mu.Lock()
	defer j.mu.Unlock()
	j.size += int64(len(framed))
	j.head = next
	j.book.apply(next.count, r)
	return nil
}

func (j *Journal) admit(r Record) error {
	j.mu.RLock()
	defer j.mu.RUnlock()
	if err := j.writable(); err != nil {
		return err
	}
	if err := r.check(); err != nil {
		return err
	}
	if ident.HoldsCardNumber(string(r.Body)) {
		return refuse("body holds what may be a card number")
	}
	return j.book.follows(r)
}

// put writes the record first, then the head that vouches for it. Everything rests on this order.
func (j *Journal) put(framed []byte, next head) error {
	if err := writeAt(j.log, framed, j.size); err != nil {
		return err
	}
	if err := j.log.Sync(); err != nil {
		return err
	}
	return j.writeHead(next)
}

func (j *Journal) writeHead(h head) error {
	if err := writeAt(j.headf, h.slot(), h.offset()); err != nil {
		return err
	}
	return j.headf.Sync()
}

func writeAt(f File, data []byte, at int64) error {
	n, err := f.WriteAt(data, at)
	if err == nil && n < len(data) {
		return io.ErrShortWrite
	}
	return err
}

// writable is called with mu held.
func (j *Journal) writable() error {
	if j.closed {
		return ErrClosed
	}
	return j.halted
}

// fail halts the journal for its cause.
func (j *Journal) fail(cause error) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.halted = fmt.Errorf("%w: %w", ErrHalted, cause)
	return j.halted
}

// adopt takes over what was read.
func (j *Journal) adopt(r *reading) {
	j.size, j.crc = int64(r.end), r.crc
	j.book = r.book
	j.head = head{count: r.count, last: r.last()}
}

func (j *Journal) openFiles() (err error) {
	if j.log, err = j.fs.Open(j.path(logName)); err != nil {
		return err
	}
	j.headf, err = j.fs.Open(j.path(headName))
	return err
}

func (j *Journal) closeFiles() {
	for _, f := range []File{j.log, j.headf} {
		if f != nil {
			_ = f.Close() // all that counts was synced
		}
	}
	j.log, j.headf = nil, nil
}

// Close lets the journal go. It waits for an append under way. A second Close does nothing.
func (j *Journal) Close() error {
	j.writing.Lock()
	defer j.writing.Unlock()
	j.mu.Lock()
	already := j.closed
	j.closed = true
	j.mu.Unlock()
	if already {
		return nil
	}
	j.closeFiles()
	return j.lock.Close()
}
