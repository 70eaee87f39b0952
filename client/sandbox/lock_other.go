//go:build !unix

package sandbox

import (
	"fmt"
	"os"
	"path/filepath"
)

// lockFolder only checks that the folder can be written: here the system itself refuses to remove a file that
// is open.
func lockFolder(dir string, _ bool) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	return f, nil
}

// syncFolder does nothing: here no program can sync a folder, and the file system logs what changes in one.
func syncFolder(*os.File) error { return nil }
