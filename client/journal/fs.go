package journal

import "io"

// FS is all that a journal asks of a file system, so that every crash can be tried on a simulated one. Names
// are paths as package path/filepath makes them. Every error is final: the journal never repeats a call.
type FS interface {
	// Lock takes the exclusive lock that the name stands for, makes its folder if there is none, and holds
	// it until closed or until the process ends. It fails with a *HeldError if another holder has it.
	Lock(name string) (io.Closer, error)
	// Read gives the whole file; an error that is fs.ErrNotExist if there is none, ErrTooLarge if it has more
	// than limit bytes.
	Read(name string, limit int64) ([]byte, error)
	// Open opens a file for writing, and makes an empty one if there is none. A file made so is sure to be in
	// its folder after a power cut only once it was renamed.
	Open(name string) (File, error)
	// Rename moves a closed file, in the place of another if there is one. When it returns, the move and
	// everything done before in the folder withstand a power cut; a power cut before leaves the one or the other.
	Rename(from, to string) error
	// Remove deletes a file; a missing one is no error. When it returns, everything done in the folder
	// withstands a power cut.
	Remove(name string) error
}

// File is a file open for writing. What was written withstands a power cut when Sync returns nil; until
// then any part of it may get lost. After an error from Sync nothing is known.
type File interface {
	io.WriterAt
	Truncate(size int64) error
	Sync() error
	Close() error
}
