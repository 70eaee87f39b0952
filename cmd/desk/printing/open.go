package printing

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Open shows the file at path, a whole one, in the program the user has for it. It comes back when
// the viewer has started, or has run for a moment without an error.
func (s *System) Open(ctx context.Context, path string) error {
	if err := checkFile(path); err != nil {
		return err
	}
	name, args := s.viewer(path)
	ended, err := s.start(name, args...)
	if isMissing(err) {
		return &Error{Code: NoViewer, Path: path, Err: err}
	}
	if err != nil {
		return &Error{Code: NotOpened, Path: path, Err: err}
	}
	enough := time.NewTimer(openTime)
	defer enough.Stop()
	select {
	case err := <-ended:
		return s.opened(path, err)
	case <-enough.C: // some systems' opener ends only with the viewer
		return nil
	case <-ctx.Done():
		return nil // it has been started; nobody waits for how it went
	}
}

// viewer is the command that opens path.
func (s *System) viewer(path string) (name string, args []string) {
	switch s.os {
	case "windows":
		return "rundll32.exe", []string{"url.dll,FileProtocolHandler", path}
	case "darwin":
		return "open", []string{path}
	}
	return "xdg-open", []string{path}
}

// opened judges how the opener ended. xdg-open's 3 is "a tool is missing" and 4 "the action
// failed": on a machine without a PDF viewer it is one or the other.
func (s *System) opened(path string, err error) error {
	if err == nil {
		return nil
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && s.os != "windows" && s.os != "darwin" && exit.ExitCode() >= 3 {
		return &Error{Code: NoViewer, Path: path, Err: err}
	}
	return &Error{Code: NotOpened, Path: path, Err: err}
}

// checkFile makes sure that path is a whole one and a file, before a tool says so in its own words.
func checkFile(path string) error {
	if !filepath.IsAbs(path) {
		return &Error{Code: NotWhole, Path: path}
	}
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return &Error{Code: Gone, Path: path, Err: err}
	}
	return nil
}

// HasViewer tells whether the opener is on this machine; whether it knows a PDF viewer shows only
// when it is used.
func (s *System) HasViewer() bool {
	name, _ := s.viewer("")
	_, err := exec.LookPath(name)
	return err == nil
}
