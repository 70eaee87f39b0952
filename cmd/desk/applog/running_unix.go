//go:build !windows

package applog

import (
	"errors"
	"syscall"
)

// running tells whether there is a process of this number, whosever it is.
func running(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
