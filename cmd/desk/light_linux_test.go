package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"cekr.kranj.si/desk/cmd/desk/windowtest"
)

// watched is a window in a process of its own on a display of its own.
type watched struct {
	b    testing.TB
	cmd  *exec.Cmd
	wire *windowtest.Wire
	said chan string
}

const screenWide, screenHigh = 1280, 720

// watch starts a window and waits until it stands still.
func watch(b testing.TB, kind string) *watched {
	b.Helper()
	d := windowtest.NewDisplay(b, fmt.Sprintf("%dx%d", screenWide, screenHigh))
	cmd := d.Command(os.Args[0], child+"="+kind, "DESK_DATA="+b.TempDir(), "FYNE_SCALE=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	w := &watched{b: b, cmd: cmd, wire: d.Wire(), said: make(chan string, 10000)}
	go func() {
		defer close(w.said)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			w.said <- lines.Text()
		}
	}()
	hears(b, w.said, "drawn")
	w.still()
	return w
}

// still waits until nothing of the window has changed for a while but a caret that blinks.
func (w *watched) still() {
	w.b.Helper()
	before, since := w.look(), time.Now()
	for late := since.Add(time.Minute); time.Since(since) < 2*time.Second; {
		if time.Now().After(late) {
			w.b.Fatal("the window does not stand still")
		}
		now := w.look()
		if r := windowtest.Changed(before, now, screenWide); r.W*r.H > 4*64 {
			before, since = now, time.Now()
		}
		<-time.After(100 * time.Millisecond)
	}
}

func (w *watched) look() []byte {
	w.b.Helper()
	pixels, err := w.wire.Look(windowtest.Rect{W: screenWide, H: screenHigh})
	if err != nil {
		w.b.Fatal(err)
	}
	return pixels
}

// spent is the processor's time that the process has used, by the clock that Linux keeps for it.
func (w *watched) spent() time.Duration {
	w.b.Helper()
	var t unix.Timespec
	if err := unix.ClockGettime(int32(^w.cmd.Process.Pid<<3|2), &t); err != nil {
		w.b.Fatal(err)
	}
	return time.Duration(t.Nano())
}

// drawn is how often the window was drawn since it was asked last.
func (w *watched) drawn() (n int) {
	for {
		select {
		case line := <-w.said:
			if line == "drawn" {
				n++
			}
		default:
			return n
		}
	}
}

// key is how long it takes from a key to a changed pixel, of each of so many keys: a digit, and the same rubbed out again. They follow
// each other faster than Fyne's caret begins to blink, whose pixels would be taken for the key's.
func (w *watched) key(times int) (took []time.Duration) {
	w.b.Helper()
	place := w.echo()
	for i := range 2 * times {
		was, err := w.wire.Look(place)
		if err != nil {
			w.b.Fatal(err)
		}
		w.strike([]uint32{windowtest.SymBackSpace, windowtest.SymOne}[i%2])
		d, err := w.wire.Until(place, was)
		if err != nil {
			w.b.Fatal(err)
		}
		took = append(took, d)
		<-time.After(200*time.Millisecond + time.Duration(i%16)*time.Millisecond) // not in step with the window's frames
	}
	w.strike(windowtest.SymBackSpace)
	slices.Sort(took)
	return took
}

// echo is where the window shows a digit that is typed.
func (w *watched) echo() (place windowtest.Rect) {
	w.b.Helper()
	before := w.look()
	w.strike(windowtest.SymOne)
	for late := time.Now().Add(10 * time.Second); place.W == 0; {
		if time.Now().After(late) {
			w.b.Fatalf("%s shows no digit that is typed", w.cmd.Args)
		}
		<-time.After(250 * time.Millisecond) // the whole of it: field and caret
		place = windowtest.Changed(before, w.look(), screenWide)
	}
	return place
}

func (w *watched) strike(sym uint32) {
	w.b.Helper()
	if err := w.wire.Strike(sym); err != nil {
		w.b.Fatal(err)
	}
}

// rest is how long a window must not be drawn: long beside a caret's half second, short beside the office's quarter minute.
const rest = 3 * time.Second

// rests waits until the window was not drawn for so long.
func (w *watched) rests() {
	w.b.Helper()
	late, quiet, n := time.After(time.Minute), time.NewTimer(rest), 0
	defer quiet.Stop()
	for {
		select {
		case <-w.said:
			n++
			quiet.Reset(rest)
		case <-quiet.C:
			return
		case <-late:
			w.b.Fatalf("the window was drawn %d times in a minute, and never rests", n)
		}
	}
}

// A counter stands idle most of the day, on a terminal server thirty of them. Its caret stands still, and so does all else.
func TestRealWindowThatNobodyUsesIsNotDrawn(t *testing.T) {
	windowtest.Tools(t)
	for _, kind := range []string{"desk", "order"} {
		w := watch(t, kind)
		w.rests()
		before := w.look()
		w.strike(windowtest.SymOne)
		hears(t, w.said, "drawn")
		<-time.After(time.Second)
		if bytes.Equal(before, w.look()) {
			t.Errorf("%s: no key arrives in the window: was there a caret?", kind)
		}
	}
}

// idleWindow is for how long the windows are left alone; the counter asks its office meanwhile.
const idleWindow = 30 * time.Second

// BenchmarkIdle tells which share of a core windows take that nobody uses, all in the same time: a bare one without the focus, a bare one
// with Fyne's own field and its caret, the sign-in and the order's screen.
func BenchmarkIdle(b *testing.B) {
	windowtest.Tools(b)
	kinds := []string{"unfocused", "bare", "desk", "order"}
	all := map[string]*watched{}
	for _, kind := range kinds {
		all[kind] = watch(b, kind)
	}
	for b.Loop() {
		before := map[string]time.Duration{}
		for kind, w := range all {
			before[kind] = w.spent()
			w.drawn()
		}
		<-time.After(idleWindow)
		for kind, w := range all {
			b.ReportMetric(100*float64(w.spent()-before[kind])/float64(idleWindow), kind+"-%")
			b.ReportMetric(float64(w.drawn()), kind+"-frames")
		}
	}
}

// BenchmarkFrame tells how much of the processor one frame takes, in which nothing has changed: the toolkit's walks through all objects,
// and their pixels, which software OpenGL makes.
func BenchmarkFrame(b *testing.B) {
	windowtest.Tools(b)
	for b.Loop() {
		for _, kind := range []string{"bare", "desk", "order"} {
			w := watch(b, kind+" drawn all the time")
			before := w.spent()
			w.drawn()
			<-time.After(10 * time.Second)
			b.ReportMetric(float64((w.spent()-before).Microseconds())/1000/float64(w.drawn()), kind+"-ms")
			_ = w.cmd.Process.Kill()
		}
	}
}

// BenchmarkKey tells how long it takes from a key by the X server to a changed pixel, in windows that take turns: a bare one, the sign-in
// and the order's screen.
func BenchmarkKey(b *testing.B) {
	windowtest.Tools(b)
	kinds := []string{"bare", "desk", "order"}
	all := map[string]*watched{}
	for _, kind := range kinds {
		all[kind] = watch(b, kind)
	}
	const times, rounds = 10, 4
	for b.Loop() {
		took := map[string][]time.Duration{}
		for range rounds {
			for _, kind := range kinds {
				took[kind] = append(took[kind], all[kind].key(times)...)
			}
		}
		for kind, all := range took {
			report(b, kind, all)
		}
	}
}
