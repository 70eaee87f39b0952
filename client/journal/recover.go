package journal

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// Names of the files in the journal's folder.
const (
	logName  = "journal.log"
	headName = "journal.head"
	lockName = "journal.lock"
	newName  = "journal.new"
)

func (j *Journal) path(name string) string { return filepath.Join(j.dir, name) }

// recover reads the files, judges them, and makes good what a crash left behind. It changes nothing
// before it is sure that nothing acknowledged is missing.
func (j *Journal) recover() error {
	data, h, err := j.load()
	if err != nil {
		return err
	}
	r, err := walk(data, nil)
	if err == nil {
		err = r.checkHead(h, len(data))
	}
	if err != nil {
		return withReadable(err, data)
	}
	// This also makes sure of the folder: the last run may have ended between a move and its sync.
	if err := j.fs.Remove(j.path(newName)); err != nil {
		return err
	}
	if err := j.openFiles(); err != nil {
		return err
	}
	j.adopt(r)
	if err := j.repair(r, h, data); err != nil {
		return err
	}
	if r.wrote < version {
		return j.takeOver(data[:r.end])
	}
	return nil
}

// load reads both files, or makes them if there never was a journal. The log is there first and empty,
// then the head, then the first record: a head is missing rightly only beside an empty log.
func (j *Journal) load() (data []byte, h head, err error) {
	data, err = j.fs.Read(j.path(logName), maxLog)
	noLog := errors.Is(err, fs.ErrNotExist)
	if err != nil && !noLog {
		return nil, h, tooLarge(err)
	}
	slots, err := j.fs.Read(j.path(headName), 2*headSize)
	noHead := errors.Is(err, fs.ErrNotExist)
	switch {
	case err != nil && !noHead:
		return nil, h, withReadable(tooLarge(err), data)
	case noLog && !noHead:
		return nil, h, &DamagedError{Reason: "head without its log"}
	case noLog:
		data = preamble()
		if err := j.install(logName, data); err != nil {
			return nil, h, err
		}
	}
	if _, _, err := readPreamble(data); err != nil {
		return nil, h, withReadable(err, data)
	}
	if !noHead {
		h, err = readHead(slots)
		return data, h, withReadable(err, data)
	}
	if len(data) > logPreamble {
		return nil, h, withReadable(&DamagedError{Reason: "log without its head"}, data)
	}
	// An earlier start may have moved the log to its place and failed to make sure of it: the head must not
	// outlive it. Removing syncs the folder.
	if err := j.fs.Remove(j.path(newName)); err != nil {
		return nil, h, err
	}
	first := make([]byte, headSize)
	copy(first, h.slot())
	return data, h, j.install(headName, first)
}

func tooLarge(err error) error {
	if errors.Is(err, ErrTooLarge) {
		return &DamagedError{Reason: "a file larger than a journal gets"}
	}
	return err
}

func withReadable(err error, data []byte) error {
	if damaged := (*DamagedError)(nil); errors.As(err, &damaged) {
		damaged.readable = salvage(data)
	}
	return err
}

// install puts a whole file in place, so that after a power cut there is the old one or the new.
func (j *Journal) install(name string, data []byte) error {
	if err := j.writeNew(data); err != nil {
		return err
	}
	return j.fs.Rename(j.path(newName), j.path(name))
}

// writeNew makes the file that is to be moved to its place, with these bytes and no others, on the disk.
func (j *Journal) writeNew(data []byte) (err error) {
	f, err := j.fs.Open(j.path(newName))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.Truncate(0); err != nil {
		return err
	}
	if err := writeAt(f, data, 0); err != nil {
		return err
	}
	return f.Sync()
}

// repair cuts a torn tail and brings the head up to the log. What the head does not vouch for is written once
// more before it is synced: after a failed sync the system may show bytes that never reached the disk, and
// would call them clean. The slots are written in turn here too, so one always holds.
func (j *Journal) repair(r *reading, h head, data []byte) error {
	if r.end < len(data) {
		if err := j.log.Truncate(int64(r.end)); err != nil {
			return err
		}
	}
	if from := r.unacknowledged(h); from > 0 {
		if err := writeAt(j.log, data[from:r.end], int64(from)); err != nil {
			return err
		}
	}
	if err := j.log.Sync(); err != nil {
		return err
	}
	for n := min(h.count+1, r.count); n <= r.count; n++ {
		if err := j.writeHead(head{count: n, last: r.recent[n%3].hash}); err != nil {
			return err
		}
	}
	return nil
}
