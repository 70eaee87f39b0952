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
	tools(t, "the real window needs Xvfb, xdotool and ImageMagick's import", "Xvfb", "xdotool", "import")
}

func tools(t testing.TB, why string, names ...string) {
	t.Helper()
	for _, tool := range names {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("DESK_FULL") == "1" {
				t.Fatalf("%s is not here, and DESK_FULL=1 asks for it", tool)
			}
			t.Skipf("%s; %s is not here", why, tool)
		}
	}
}

// Display is a screen that nobody else draws on, an X server's or a Wayland compositor's.
type Display struct {
	t   testing.TB
	sys system
}

// system is what a screen, its keyboard and the eyes on it are made of.
type system interface {
	// session is what a program needs in its environment to be shown there.
	session() []string
	// play presses keys, one each pace.
	play(pace time.Duration, of ...stroke) error
	// shows tells whether a window with this in its title has the keyboard.
	shows(title string) bool
	// look is what the screen shows now, three bytes a pixel.
	look() ([]byte, error)
	// picture keeps that as a PNG.
	picture(path string) error
}

// stroke is what a hand or a reader does next: digits and ASCII letters to be typed, or a chord as xdotool writes it.
type stroke struct{ text, chord string }

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
		"HOME=" + home, "XDG_CACHE_HOME=" + filepath.Join(home, ".cache"),
		"XDG_RUNTIME_DIR=" + filepath.Join(home, "run"), "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8",
	}, append(d.sys.session(), env...)...)
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
	p.Until("a window "+title+" with the keyboard", func() bool { return p.d.sys.shows(title) })
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
