package gui

import (
	"cmp"
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/view"
)

// Needs is what the window stands on.
type Needs struct {
	Flow     flow.Needs // without Tasks: those are the window's own
	Training bool
	Version  string
	// Changed keeps what the clerk has chosen.
	Changed func(task.Choices)
	// Context ends with the program, however that is ended: from then on nothing is drawn. Nil is for ever.
	Context context.Context
	// IdleLock is how long nobody may use the window before the clerk must sign in again; 0 is never.
	IdleLock time.Duration
	// Pulse calls beat after each time that keys may have come: by it hand readers are told from hands. Nil means that all keys are
	// a hand's.
	Pulse func(beat func())
	// Guard gives a function to be deferred around work on other goroutines: it ends a panic and then calls
	// what it was given. Nil means nothing is caught.
	Guard func(then func()) func()
}

// Window is the counter's window.
type Window struct {
	app      fyne.App
	window   fyne.Window
	counter  *flow.Counter
	shell    *view.Shell
	bar      *field.MenuBar // nil where the system has a menu of its own
	changed  func(task.Choices)
	looks    looks
	tasks    outbox.Tasks
	prepared atomic.Int64 // percent told last
	end      context.CancelFunc
}

// New fills a window of the app's without showing it. The window is handed in because making one takes
// the toolkit a while, in which the program can open the journal and the office.
func New(a fyne.App, in fyne.Window, n Needs) *Window {
	ctx, end := context.WithCancel(cmp.Or(n.Context, context.Background()))
	guard := n.Guard
	if guard == nil {
		guard = func(func()) func() { return func() {} }
	}
	own := &tasks{ctx: ctx, guard: guard}
	if n.Flow.Tasks == nil {
		n.Flow.Tasks = own
	}
	w := &Window{tasks: n.Flow.Tasks, app: a, window: in, changed: n.Changed, end: end}
	if w.changed == nil {
		w.changed = func(task.Choices) {}
	}
	w.use(n.Flow.Choices)
	w.window.SetTitle(title(n.Training))
	w.counter = flow.NewCounter(n.Flow)
	own.broke = w.counter.Panicked
	w.counter.Settings.Apply = w.apply
	w.shell = view.NewShell(w.counter, w.window.Canvas(), view.ShellNeeds{
		Training: n.Training, Version: n.Version, Title: func(training bool) { w.window.SetTitle(title(training)) },
	})
	w.watchIdle(n.Flow, n.IdleLock)
	w.watchReadings(n)
	w.place(w.shell.Content())
	w.shell.Redraw()
	w.window.Resize(fyne.NewSize(1280, 720))
	w.window.SetMaster()
	w.window.SetCloseIntercept(w.AskToClose)
	return w
}

func title(training bool) string {
	if training {
		return text.Say("window.title.training")
	}
	return text.Say("window.title")
}

// Start takes up what an earlier run left and begins to look for the office. The error is the journal's.
func (w *Window) Start() error {
	err := w.counter.Start()
	w.shell.Redraw()
	return err
}

// Prepare tells the clerk how far the practice cards are. It may be called from any goroutine.
func (w *Window) Prepare(done, total int) {
	percent := 100 * done / max(total, 1)
	if w.prepared.Swap(int64(percent)) == int64(percent) {
		return
	}
	w.tasks.Run(func(context.Context) func() { return func() { w.counter.Prepare(percent) } })
}

// Show shows the window; the field that the clerk types into first has the focus.
func (w *Window) Show() { w.window.Show() }

// Counter is the window's flow, for whoever wires the program.
func (w *Window) Counter() *flow.Counter { return w.counter }

// Canvas is where the window is drawn.
func (w *Window) Canvas() fyne.Canvas { return w.window.Canvas() }

// AskToClose closes the window, and asks first when money is on its way.
func (w *Window) AskToClose() {
	if why := w.counter.ClosingAsks(); why != nil {
		w.shell.Ask(view.Question{
			Title: task.Say("counter.close.title"), Sentence: why,
			Yes: "counter.close.yes", No: "counter.close.no", Do: w.close,
		})
		return
	}
	w.close()
}

func (w *Window) close() {
	w.counter.Stop()
	w.end()
	w.window.SetCloseIntercept(nil)
	w.window.Close()
}
