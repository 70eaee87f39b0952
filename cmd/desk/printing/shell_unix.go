//go:build !windows

package printing

func windowsShell() shell { return nil }
