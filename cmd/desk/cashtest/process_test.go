package cashtest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// process is a child: this test binary in a role.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	stderr *os.File
	killed atomic.Bool
	spoke  atomic.Bool   // it has said something
	done   chan struct{} // closed when it has ended and all that it said was heard
	err    error         // how it ended
	once   sync.Once
}

// start begins a role with its orders, which it reads from standard input: nothing about anybody stands in its
// arguments or its environment. heard is called with each line that it says, one after the other.
func start(role, dir string, orders any, heard func(line []byte)) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.Command(self), done: make(chan struct{})}
	p.cmd.Env = []string{roleKey + "=" + role, "HOME=" + dir, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + filepath.Join(dir, "tmp"), "TZ=Europe/Ljubljana"}
	p.cmd.Dir = dir
	if p.stderr, err = os.OpenFile(filepath.Join(dir, role+".stderr"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		return nil, err
	}
	p.cmd.Stderr = p.stderr
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go p.listen(out, heard)
	text, err := json.Marshal(orders)
	if err != nil {
		return nil, err
	}
	_, _ = p.in.Write(append(text, '\n')) // one that is dead already says so by its end
	return p, nil
}

func (p *process) listen(out io.Reader, heard func([]byte)) {
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break // half a line is what a dying process did not get out
		}
		p.spoke.Store(true)
		heard(line)
	}
	p.err = p.cmd.Wait()
	p.stderr.Close()
	close(p.done)
}

// kill ends it as a power cut ends a program, and waits until it is gone.
func (p *process) kill() {
	p.end(os.Kill)
}

// end ends it by a signal, and waits until it is gone.
func (p *process) end(by os.Signal) {
	p.once.Do(func() {
		p.killed.Store(true)
		if p.cmd.Process.Signal(by) != nil && p.cmd.Process.Kill() != nil { // not every system has every signal
			p.killed.Store(false) // it was quicker
		}
		<-p.done
	})
}

// quit lets it end by itself.
func (p *process) quit() error {
	p.in.Close()
	<-p.done
	return p.err
}

// orders are read by a process at its start. The returned function waits until its parent lets it end.
func orders(into any) (ended func(), err error) {
	in := bufio.NewReader(os.Stdin)
	line, err := in.ReadBytes('\n')
	if err != nil {
		return nil, err
	}
	return func() { _, _ = io.Copy(io.Discard, in) }, json.Unmarshal(line, into)
}

var saying sync.Mutex

// say tells the parent, at once: what was said outlives who said it.
func say(what any) {
	text, err := json.Marshal(what)
	if err != nil {
		panic(err)
	}
	saying.Lock()
	defer saying.Unlock()
	if _, err := os.Stdout.Write(append(text, '\n')); err != nil {
		os.Exit(3) // the parent is gone
	}
}

// unexpected is why a process ended that nobody has killed; nil if it was to end.
func (p *process) unexpected() error {
	if p.killed.Load() || p.err == nil {
		return nil
	}
	said, _ := os.ReadFile(p.stderr.Name())
	return errors.Join(fmt.Errorf("%s ended by itself: %w", filepath.Base(p.stderr.Name()), p.err), errors.New(string(said[max(0, len(said)-2000):])))
}
