package journal

import (
	"errors"
	"math"
	"os"

	"golang.org/x/sys/windows"
)

// tryLock is false when another holds the lock. The system frees it with the process, however that ends. A
// lock on Windows keeps others from reading what it covers, so it covers a byte far behind the holder's text.
func tryLock(f *os.File) (bool, error) {
	behind := &windows.Overlapped{Offset: math.MaxUint32 - 1, OffsetHigh: math.MaxInt32}
	err := windows.LockFileEx(windows.Handle(f.Fd()),
		windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, behind)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	if err != nil {
		return false, os.NewSyscallError("LockFileEx", err)
	}
	return true, nil
}

// durableRename returns when the move is on the disk: folders can't be synced on Windows.
func durableRename(from, to string) error {
	source, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	target, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	return os.NewSyscallError("MoveFileEx", windows.MoveFileEx(source, target,
		windows.MOVEFILE_REPLACE_EXISTING|windows.MOVEFILE_WRITE_THROUGH))
}

// syncFolder: NTFS keeps folder entries in its own log, and a program has no way to hurry it.
func syncFolder(string) error { return nil }
