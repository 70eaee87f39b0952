//go:build !windows

package printing

import (
	"errors"
	"syscall"
)

// full tells that the disk, or the user's share of it, is used up.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

func readOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

func notFolder(err error) bool { return errors.Is(err, syscall.ENOTDIR) }
