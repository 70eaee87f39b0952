//go:build !windows

package checkup

import "golang.org/x/sys/unix"

// free is the room on dir's disk for a user who is not root, in bytes.
func free(dir string) (uint64, error) {
	var disk unix.Statfs_t
	if err := unix.Statfs(dir, &disk); err != nil {
		return 0, err
	}
	return disk.Bavail * uint64(disk.Bsize), nil
}
