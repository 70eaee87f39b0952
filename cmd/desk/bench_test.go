package main

import (
	"bufio"
	"context"
	"fmt"
	"image"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/applog"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/cmd/desk/windowtest"
	"cekr.kranj.si/desk/gui"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// The benchmarks start this test binary again as a program with a window: child says which.
const child = "DESK_BENCH_CHILD"

func init() {
	kind, busy := strings.CutSuffix(os.Getenv(child), " drawn all the time")
	if busy {
		redraw = 70 * time.Millisecond
	}
	kind, watches := strings.CutSuffix(kind, watchful)
	if watches {
		pulse = gui.Pulse
	}
	switch kind {
	case "bare":
		bareWindow(true)
	case "unfocused":
		bareWindow(false)
	case "desk":
		deskWindow(0, func(*gui.Window) {})
	case "lookups":
		deskWindow(0, func(w *gui.Window) { go lookUps(w) })
	case "signed in":
		deskWindow(0, func(w *gui.Window) { go signIn(w) })
	case "order":
		deskWindow(0, atOrder)
	case "left":
		deskWindow(leftAlone, func(w *gui.Window) { go tellCover(w) })
	default:
		return
	}
	os.Exit(0)
}

// bareWindow is the least a Fyne program with a field can be.
func bareWindow(focused bool) {
	a := app.NewWithID("si.kranj.cekr.desk.bench")
	w := a.NewWindow("bare")
	e := widget.NewEntry()
	w.SetContent(container.NewStack(container.NewVBox(e), newFrames(), firstPaint(w)))
	w.Resize(fyne.NewSize(1280, 720))
	if focused {
		w.Canvas().Focus(e)
	}
	w.ShowAndRun()
}

// firstPaint is an object that says so when it is painted first.
func firstPaint(w fyne.Window) fyne.CanvasObject {
	said := false
	return canvas.NewRaster(func(int, int) image.Image {
		if !said {
			said = true
			fmt.Println("frame", w.Canvas().Focused() != nil)
		}
		return image.NewUniform(color.Transparent)
	})
}

// frames is an object that says each time that its window is drawn. A frame is walked through several times.
type frames struct {
	widget.BaseWidget
	last time.Time
}

// redraw is how often the window is drawn though nothing has changed; 0 is never.
var redraw time.Duration

func newFrames() *frames {
	f := &frames{}
	f.ExtendBaseWidget(f)
	if redraw > 0 {
		go func() {
			for range time.Tick(redraw) {
				fyne.Do(func() { canvas.Refresh(f) })
			}
		}()
	}
	return f
}

// Position is asked for at each frame.
func (f *frames) Position() fyne.Position {
	if now := time.Now(); now.Sub(f.last) > 50*time.Millisecond {
		f.last = now
		fmt.Println("drawn")
	}
	return f.BaseWidget.Position()
}

// CreateRenderer draws nothing.
func (f *frames) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}

// atOrder goes to the order's screen.
func atOrder(w *gui.Window) { fyne.Do(flowtest.Does(w.Counter(), flow.CommandOrder)) }

// watchful at the end of a kind has its window tell hand readers from hands, as the program's does; pulse is for that.
const watchful = " that knows readers"

var pulse func(beat func())

// deskWindow is what runWindow shows, with firstPaint above it. It is covered when nobody has used it for idle; 0 is never.
func deskWindow(idle time.Duration, then func(*gui.Window)) {
	s, err := settings.Load(settings.Paths{Place: settings.Here()})
	if err != nil {
		panic(err)
	}
	opened := openDesk(context.Background(), s, applog.Discard())
	a := app.NewWithID("si.kranj.cekr.desk.bench")
	window := a.NewWindow("")
	desk, err := opened()
	if err != nil {
		panic(err)
	}
	w := gui.New(a, window, gui.Needs{Flow: desk.Needs, Training: desk.Training, IdleLock: idle, Pulse: pulse})
	window.SetContent(container.NewStack(window.Content(), newFrames(), firstPaint(window)))
	w.Counter().Redraw() // gives the focus back, which new content takes away
	if err := w.Start(); err != nil {
		panic(err)
	}
	a.Lifecycle().SetOnStarted(func() { then(w) })
	w.Show()
	a.Run()
}

// wait asks on the screen's goroutine until something holds.
func wait(holds func() bool) {
	for done := false; !done; <-time.After(time.Millisecond) {
		fyne.DoAndWait(func() { done = holds() })
	}
}

func signIn(w *gui.Window) {
	fyne.DoAndWait(func() { w.Counter().SignIn.Submit("1001", "2468") })
	wait(func() bool { return w.Counter().State().SignedIn })
}

// lookUps looks a thousand cards up and says how much memory is resident on the way.
func lookUps(w *gui.Window) {
	c := w.Counter()
	signIn(w)
	for i := 1; i <= 1000; i++ {
		id := []string{"100000014", "100000089", "100000113"}[i%3]
		fyne.DoAndWait(func() { c.LookUp(id) })
		wait(func() bool { return c.Card.State().MokID == id && c.Card.State().List == card.ListKnown })
		if i == 100 || i == 500 || i == 1000 {
			fmt.Println("rss", resident())
		}
	}
}

// resident is this process's memory in RAM, in kilobytes; -1 where the system does not tell.
func resident() int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return -1
	}
	for line := range strings.Lines(string(status)) {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kb), "kB")))
			if err == nil {
				return n
			}
		}
	}
	return -1
}

// bench starts this binary as a child and hands over its lines until enough says so.
func bench(b *testing.B, d *windowtest.Display, kind string, enough func(line string) bool, env ...string) time.Duration {
	b.Helper()
	cmd := d.Command(os.Args[0], append(env, child+"="+kind)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if enough(lines.Text()) {
			return time.Since(begun)
		}
	}
	b.Fatalf("the %s window ended too early", kind)
	return 0
}

func focusedFrame(b *testing.B) func(string) bool {
	return func(line string) bool {
		if line == "frame false" {
			b.Fatal("the first frame has no focused field")
		}
		return line == "frame true"
	}
}

// BenchmarkFirstFrame compares the time from start to the first frame with the field focused, of the
// counter with its embedded office and of a bare Fyne window, in turn.
func BenchmarkFirstFrame(b *testing.B) {
	windowtest.Tools(b)
	d := windowtest.NewDisplay(b, "1280x720")
	env := []string{"DESK_DATA=" + b.TempDir(), "HOME=" + b.TempDir(), "FYNE_SCALE=1"}
	bench(b, d, "desk", focusedFrame(b), env...) // makes the office's data and warms the disk
	var bare, desk time.Duration
	for b.Loop() {
		bare += bench(b, d, "bare", focusedFrame(b), env...)
		desk += bench(b, d, "desk", focusedFrame(b), env...)
	}
	b.ReportMetric(float64(bare.Milliseconds())/float64(b.N), "bare-ms")
	b.ReportMetric(float64(desk.Milliseconds())/float64(b.N), "desk-ms")
	b.ReportMetric(float64(desk)/float64(bare), "ratio")
}

// BenchmarkResidentMemory tells what a counter of a real office holds after 100, 500 and 1,000
// look-ups, above a bare window.
func BenchmarkResidentMemory(b *testing.B) {
	windowtest.Tools(b)
	d := windowtest.NewDisplay(b, "1280x720")
	config := officeOnTLS(b)
	for b.Loop() {
		bare := bareResident(b, d)
		var rss []int
		bench(b, d, "lookups", func(line string) bool {
			if kb, ok := strings.CutPrefix(line, "rss "); ok {
				n, _ := strconv.Atoi(kb)
				rss = append(rss, n)
			}
			return len(rss) == 3
		}, "DESK_DATA="+b.TempDir(), "DESK_CONFIG="+config, "FYNE_SCALE=1")
		for i, name := range []string{"MB-after-100", "MB-after-500", "MB-after-1000"} {
			b.ReportMetric(float64(rss[i]-bare)/1024, name)
		}
		b.ReportMetric(float64(bare)/1024, "bare-MB")
	}
}

func bareResident(b *testing.B, d *windowtest.Display) int {
	b.Helper()
	cmd := d.Command(os.Args[0], child+"=bare", "FYNE_SCALE=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	if !bufio.NewScanner(out).Scan() {
		b.Fatal("the bare window ended too early")
	}
	kb, err := exec.Command("ps", "-o", "rss=", "-p", strconv.Itoa(cmd.Process.Pid)).Output()
	if err != nil {
		b.Skip("ps is not here")
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(kb)))
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// officeOnTLS starts an office in this process and gives the settings of a desk that uses it.
func officeOnTLS(b *testing.B) string {
	b.Helper()
	office, err := sandbox.Open(b.Context(), sandbox.Options{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { office.Close() })
	running, err := office.ListenTLS(b.Context(), "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	file := filepath.Join(b.TempDir(), "desk.toml")
	toml := fmt.Sprintf("mode = \"office\"\ndesk = \"BENCH-1\"\n[office]\nurl = %q\nca = %q\n", running.BaseURL, running.CAFile)
	if err := os.WriteFile(file, []byte(toml), 0o600); err != nil {
		b.Fatal(err)
	}
	return file
}
