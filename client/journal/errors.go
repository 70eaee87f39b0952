package journal

import (
	"errors"
	"fmt"
)

// Errors of this package, found with errors.Is.
var (
	// ErrHalted: an append failed, so it is not known whether its record is on the disk. Nothing more is
	// written until the journal is closed and opened again. Neither take nor return cash meanwhile.
	ErrHalted = errors.New("journal: halted after a failed write")
	// ErrRefused: the record breaks a rule. Nothing was written and the journal works on.
	ErrRefused = errors.New("journal: record refused")
	// ErrFull: there is no room for the record before Compact has made some. It is ErrRefused as well.
	ErrFull = errors.New("journal: full")
	// ErrHeld: another program holds this journal; a [HeldError] says which.
	ErrHeld = errors.New("journal: held by another program")
	// ErrNewer: a later version of the program wrote these files. They are left as they are.
	ErrNewer = errors.New("journal: written by a newer version")
	// ErrDamaged: the files are not what was written; a [DamagedError] says where. They are left as they are.
	ErrDamaged = errors.New("journal: damaged")
	// ErrClosed: the journal was closed.
	ErrClosed = errors.New("journal: closed")
	// ErrTooLarge: a file is larger than a journal ever gets. An [FS] returns it from Read.
	ErrTooLarge = errors.New("journal: file too large")
)

// HeldError tells who holds the journal.
type HeldError struct {
	// Holder is like "pid 4711 on OKENCE-2", or empty when the holder has not said so.
	Holder string
}

func (e *HeldError) Error() string {
	if e.Holder == "" {
		return ErrHeld.Error()
	}
	return "journal: held by " + e.Holder
}

// Is makes errors.Is(err, ErrHeld) true.
func (e *HeldError) Is(target error) bool { return target == ErrHeld }

// RefusedError tells which rule a record broke. It repeats nothing of what the record held.
type RefusedError struct {
	// Reason is a short English phrase for logs, such as "reason is not a short code".
	Reason string

	full bool
}

func (e *RefusedError) Error() string { return ErrRefused.Error() + ": " + e.Reason }

// Is makes errors.Is(err, ErrRefused) true, and errors.Is(err, ErrFull) when it was refused for want of room.
func (e *RefusedError) Is(target error) bool {
	return target == ErrRefused || e.full && target == ErrFull
}

func refuse(reason string) error { return &RefusedError{Reason: reason} }

// DamagedError tells what is wrong with the files. They are not touched: an administrator puts the folder
// aside, the desk gets a new identity, and the office is asked about every id that was still readable.
type DamagedError struct {
	// Reason is a short English phrase for logs.
	Reason string
	// Offset is the place in journal.log up to which all is well.
	Offset int64

	readable []Record
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("%v: %s, at byte %d", ErrDamaged, e.Reason, e.Offset)
}

// Is makes errors.Is(err, ErrDamaged) true.
func (e *DamagedError) Is(target error) bool { return target == ErrDamaged }

// Readable gives every record whose own checksum holds, before and after the damage, in the order of the
// file. It may be incomplete, and it may hold what the chain no longer vouches for: it says what to ask
// the office, not what happened.
func (e *DamagedError) Readable() []Record { return cloneRecords(e.readable) }
