package windowtest

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// xServer is a display of X11's, worked by xdotool and seen by ImageMagick.
type xServer struct{ name string } // ":n"

// NewDisplay starts an X server of this size in pixels ("1280x720"), with more options of Xvfb's if
// need be; it ends with the test.
func NewDisplay(t testing.TB, size string, options ...string) *Display {
	t.Helper()
	told, number, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer told.Close()
	// The server takes a free number itself and writes it to the pipe when it is ready.
	server := exec.Command("Xvfb", append([]string{
		"-displayfd", "3", "-screen", "0", size + "x24", "-nolisten", "tcp", "-noreset",
	}, options...)...)
	server.ExtraFiles = []*os.File{number}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	number.Close()
	t.Cleanup(func() { end(server) })
	line := make([]byte, 16)
	if err := told.SetReadDeadline(time.Now().Add(conditionTime)); err != nil {
		t.Fatal(err)
	}
	n, err := told.Read(line)
	if err != nil {
		t.Fatalf("the X server does not come up: %v", err)
	}
	x := &xServer{name: ":" + strings.TrimSpace(string(line[:n]))}
	if _, err := x.ask("getmouselocation"); err != nil { // it answers
		t.Fatal(err)
	}
	return &Display{t: t, sys: x}
}

func (x *xServer) session() []string { return []string{"DISPLAY=" + x.name} }

func (x *xServer) play(pace time.Duration, of ...stroke) error {
	delay := strconv.FormatInt(pace.Milliseconds(), 10)
	var args []string
	for _, s := range of {
		if s.text != "" {
			args = append(args, "type", "--args", "1", "--delay", delay, "--", s.text)
		} else {
			args = append(args, "key", "--delay", delay, "--", s.chord)
		}
	}
	_, err := x.ask(args...)
	return err
}

func (x *xServer) shows(title string) bool {
	if _, err := x.ask("search", "--onlyvisible", "--name", title); err != nil {
		return false
	}
	name, err := x.ask("getwindowfocus", "getwindowname")
	return err == nil && strings.Contains(name, title)
}

func (x *xServer) look() ([]byte, error) {
	return exec.Command("import", "-display", x.name, "-window", "root", "-depth", "8", "rgb:-").Output()
}

func (x *xServer) picture(path string) error {
	return said(exec.Command("import", "-display", x.name, "-window", "root", path))
}

// ask runs xdotool on the display.
func (x *xServer) ask(args ...string) (string, error) {
	cmd := exec.Command("xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+x.name)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("xdotool %s: %w: %s", args[0], err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

// said runs a tool; its error holds what the tool has said.
func said(cmd *exec.Cmd) error {
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", cmd.Path, err, out)
	}
	return nil
}

// x is the X server of the display, for what only X can do.
func (d *Display) x() *xServer {
	d.t.Helper()
	x, ok := d.sys.(*xServer)
	if !ok {
		d.t.Fatal("this needs an X server")
	}
	return x
}

// Hand lets xdotool act on the display: keys, or a pointer. It needs an X server.
func (d *Display) Hand(args ...string) {
	d.t.Helper()
	if _, err := d.x().ask(args...); err != nil {
		d.t.Fatal(err)
	}
}
