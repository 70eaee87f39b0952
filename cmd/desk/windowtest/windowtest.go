// Package windowtest drives the built program in a real window, by real key events, on a display of
// its own. It is for tests alone.
//
// House rules: no Fyne and no cgo; nothing is known of the program but what a clerk sees and what it
// leaves on disk. Nothing sleeps: a condition is asked for again until it holds or its time is up,
// and then a picture and the program's last words are kept. Only processes started here are ended.
package windowtest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// conditionTime is how long a condition may take to come true. Software drawing on a busy machine is
// slow; a right program is far below.
const conditionTime = 60 * time.Second

// Tools are what a window test needs on the machine: a display, hands and eyes.
func Tools(t testing.TB) {
	t.Helper()
	for _, tool := range []string{"Xvfb", "xdotool", "import"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("DESK_FULL") == "1" {
				t.Fatalf("%s is not here, and DESK_FULL=1 asks for it", tool)
			}
			t.Skipf("the real window needs Xvfb, xdotool and ImageMagick's import; %s is not here", tool)
		}
	}
}

// Display is a screen that nobody else draws on.
type Display struct {
	t    testing.TB
	name string // ":n"
}

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
	d := &Display{t: t, name: ":" + strings.TrimSpace(string(line[:n]))}
	d.must("getmouselocation") // it answers
	return d
}

// Program is a program that runs on a display.
type Program struct {
	d     *Display
	cmd   *exec.Cmd
	said  *output
	ended chan error
}

// Command is a program that will run on the display, in the session of a user whose home is empty;
// env comes on top.
func (d *Display) Command(binary string, env ...string) *exec.Cmd {
	d.t.Helper()
	home := d.t.TempDir()
	for _, dir := range []string{".cache", "run"} {
		if err := os.Mkdir(filepath.Join(home, dir), 0o700); err != nil {
			d.t.Fatal(err)
		}
	}
	cmd := exec.Command(binary)
	cmd.Env = append([]string{
		"DISPLAY=" + d.name, "HOME=" + home, "XDG_CACHE_HOME=" + filepath.Join(home, ".cache"),
		"XDG_RUNTIME_DIR=" + filepath.Join(home, "run"), "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8",
	}, env...)
	return cmd
}

// Start starts a program on the display; it ends with the test.
func (d *Display) Start(binary string, env ...string) *Program {
	d.t.Helper()
	p := &Program{d: d, cmd: d.Command(binary, env...), said: &output{}, ended: make(chan error, 1)}
	p.cmd.Stdout, p.cmd.Stderr = p.said, p.said
	if err := p.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	go func() { p.ended <- p.cmd.Wait() }()
	d.t.Cleanup(func() {
		if p.cmd.Process.Kill() == nil {
			<-p.ended
		}
	})
	return p
}

// PID is the program's process id.
func (p *Program) PID() int { return p.cmd.Process.Pid }

// Said is all that the program wrote to its terminal.
func (p *Program) Said() string { return p.said.String() }

// Window waits until a window with this in its title is there and has the keyboard, then says so.
func (p *Program) Window(title string) {
	p.d.t.Helper()
	p.Until("a window "+title+" with the keyboard", func() bool {
		if p.d.do("search", "--onlyvisible", "--name", title) != nil {
			return false
		}
		name, err := p.d.ask("getwindowfocus", "getwindowname")
		return err == nil && strings.Contains(name, title)
	})
}

// Quit asks the program to end, as a system does that shuts down, and waits for it.
func (p *Program) Quit() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case err := <-p.ended:
		p.ended <- err
		return err
	case <-time.After(conditionTime):
		return os.ErrDeadlineExceeded
	}
}

// Kill ends the program as a power cut does.
func (p *Program) Kill() {
	p.cmd.Process.Kill()
	p.ended <- <-p.ended
}

// Until asks again and again until holds, and fails the test with a picture when it never does.
func (p *Program) Until(what string, holds func() bool) {
	p.d.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	late := time.After(conditionTime)
	for !holds() {
		select {
		case <-tick.C:
		case err := <-p.ended:
			p.ended <- err
			p.d.t.Fatalf("the program ended (%v) before there was %s. It said:\n%s", err, what, p.Said())
		case <-late:
			p.d.Picture("failed-" + filepath.Base(p.d.t.Name()))
			p.d.t.Fatalf("after %v there is not yet %s. The program said:\n%s", conditionTime, what, p.Said())
		}
	}
}

// output gathers what a program says, from its own goroutine.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *output) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *output) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// end ends a process of ours and waits for it.
func end(cmd *exec.Cmd) {
	_ = cmd.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() { _ = cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		_ = cmd.Process.Kill()
		<-done
	}
}
