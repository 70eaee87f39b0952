package printing

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// How long the system's tools may take.
const (
	toolTime = 15 * time.Second // lp, lpstat
	openTime = 3 * time.Second  // a viewer that ends in an error does so within this
)

// System is the operating system's way to print and to open. New is the real one.
type System struct {
	os    string                                                                         // as runtime.GOOS
	tool  func(ctx context.Context, name string, args ...string) (out []byte, err error) // runs to its end
	start func(name string, args ...string) (ended <-chan error, err error)              // runs on its own
	shell shell                                                                          // Windows' own calls
}

// shell is what Windows offers to programs instead of tools.
type shell interface {
	print(path, printer string) error
	printers() (names []string, standard string, err error)
}

// New is the printing of the machine the program runs on.
func New() *System {
	return &System{os: runtime.GOOS, tool: runTool, start: startViewer, shell: windowsShell()}
}

// runTool runs one of the system's tools in plain English, whatever the user's language: its
// answers are read here.
func runTool(ctx context.Context, name string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, toolTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "LANGUAGE=C")
	cmd.WaitDelay = time.Second
	return cmd.CombinedOutput()
}

// startViewer starts a program that may outlive this one and says when it ends.
func startViewer(name string, args ...string) (<-chan error, error) {
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	return ended, nil
}

// isMissing tells that a tool is not on this machine.
func isMissing(err error) bool {
	return errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist)
}
