package cupstest

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// run starts a program that lives until it is stopped, or the test ends.
func (s *Server) run(env []string, name string, args ...string) (stop func()) {
	s.tb.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	if err := cmd.Start(); err != nil {
		s.tb.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		ended := make(chan struct{})
		go func() { _ = cmd.Wait(); close(ended) }()
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			_ = cmd.Process.Kill()
			<-ended
		}
	})
	s.tb.Cleanup(stop)
	return stop
}

// wait asks again and again whether something has come about.
func (s *Server) wait(what string, done func() bool) {
	s.tb.Helper()
	late := time.After(30 * time.Second)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-late:
			s.tb.Fatalf("%s isn't there after half a minute:\n%s", what, s.Log())
		}
	}
}

// Tool finds a program, /usr/sbin included, or skips the test; with DESK_FULL=1 it fails.
func Tool(tb testing.TB, name string) string {
	tb.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	if path, err := exec.LookPath(filepath.Join("/usr/sbin", name)); err == nil {
		return path
	}
	if os.Getenv("DESK_FULL") == "1" {
		tb.Fatalf("%s is missing, and DESK_FULL=1 forbids to skip", name)
	}
	tb.Skipf("%s is not on this machine: no page was printed", name)
	return ""
}

func freePort(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}
