package main

import (
	"cmp"
	"context"
	"fmt"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"

	"cekr.kranj.si/desk/assets"
	"cekr.kranj.si/desk/cmd/desk/about"
	"cekr.kranj.si/desk/cmd/desk/applog"
	"cekr.kranj.si/desk/cmd/desk/cli"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/cmd/desk/wiring"
	"cekr.kranj.si/desk/gui"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// runWindow opens the counter and gives the exit status when it is closed. With trouble the window
// says it and does nothing else.
func runWindow(ctx context.Context, s settings.Settings, trouble error) (status int) {
	log.SetOutput(toolkitLog{})
	log.SetFlags(0)
	// OpenGL that is missing shows in the toolkit as a panic, or as an end of its own; see toolkitLog. A
	// panic once the window is there is a fault of ours, and goes on to the crash report.
	started := false
	defer func() {
		if started {
			return
		}
		if recover() != nil {
			fmt.Fprintln(os.Stderr, text.Say("cli.noWindow"))
			status = cli.Failure
		}
	}()
	if trouble != nil {
		return showError(newApp().NewWindow(about.Name), trouble)
	}
	kept := keep(s)
	defer kept.Close()
	// end is not deferred: a panic on its way up must find the crash file still there.
	end, _, err := kept.Crashes()
	if err != nil {
		end = func() {}
	}
	opened := openDesk(ctx, s, kept)
	a := newApp()
	w := a.NewWindow(about.Name)
	desk, err := opened()
	if err != nil {
		kept.Error("counter does not start", "error", err)
		fmt.Fprintln(os.Stderr, cli.Sentence(err))
		status = explain(ctx, a, w, s, kept, err, func() { started = true })
		end()
		return status
	}
	defer desk.Close()
	status = serve(ctx, a, w, desk, s, kept, func() { started = true })
	end()
	return status
}

func newApp() fyne.App {
	a := app.NewWithID(about.ID)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon))
	return a
}

// openDesk opens journal and office while the toolkit makes its window; the function it returns waits.
func openDesk(ctx context.Context, s settings.Settings, kept *applog.Log) func() (*wiring.Desk, error) {
	var desk *wiring.Desk
	err := error(&wiring.Error{Key: "start.embedded"}) // stands if opening panics
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer kept.Recover("open")
		desk, err = wiring.Open(ctx, s, kept.Logger)
	}()
	return func() (*wiring.Desk, error) {
		<-done
		return desk, err
	}
}

// keep opens the log. A counter without one works all the same: check tells the administrator.
func keep(s settings.Settings) *applog.Log {
	kept, err := applog.Open(s.Data.Log(), s.Data.Crash(), slog.LevelInfo)
	if err != nil {
		return applog.Discard()
	}
	return kept
}

// serve shows the counter until it is closed.
func serve(ctx context.Context, a fyne.App, in fyne.Window, desk *wiring.Desk, s settings.Settings, kept *applog.Log, started func()) int {
	// The toolkit takes these signals, too, and ends without asking anybody.
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	chosen := choice{a.Preferences(), desk.Needs.Offsets}
	desk.Needs.Choices, desk.Needs.Offsets = chosen.over(desk.Needs.Choices), chosen.offset
	w := gui.New(a, in, gui.Needs{
		Context: ctx, Flow: desk.Needs, Training: desk.Training, Version: about.Version, IdleLock: s.IdleLock, Pulse: gui.Pulse,
		Guard:   func(then func()) func() { return kept.Guard("task", then) },
		Changed: chosen.keep,
	})
	if err := w.Start(); err != nil {
		kept.Error("journal cannot be taken up", "error", err)
		return showError(in, &wiring.Error{Key: "start.journal.unusable", Values: map[string]any{"Path": s.Data.Journal()}})
	}
	a.Lifecycle().SetOnStarted(func() {
		started()
		kept.Info("counter started", "mode", string(s.Mode), "desk", s.Desk, "version", about.Version)
		go seed(ctx, desk, w, kept)
	})
	w.Show()
	a.Run()
	return cli.Done
}

// explain says why the counter does not start. With a damaged journal somebody may stand there with cash in
// hand: then the window asks the office about everything that can still be read.
func explain(ctx context.Context, a fyne.App, in fyne.Window, s settings.Settings, kept *applog.Log, why error, started func()) int {
	rest, err := wiring.Recover(ctx, s, kept.Logger, why)
	if err != nil {
		return showError(in, why)
	}
	defer rest.Close()
	_, stop := gui.NewDamage(a, in, gui.DamageNeeds{
		Flow: rest.Damage, Training: rest.Training, Choices: choice{a.Preferences(), noOffset}.over(rest.Needs.Choices),
		Pulse: gui.Pulse,
		Guard: func(then func()) func() { return kept.Guard("task", then) },
	})
	defer stop()
	a.Lifecycle().SetOnStarted(started)
	in.Show()
	a.Run()
	return cli.Failure
}

// firstFrame is left to the window before practice cards are made.
const firstFrame = time.Second

func seed(ctx context.Context, desk *wiring.Desk, w *gui.Window, kept *applog.Log) {
	defer kept.Recover("seed")
	select {
	case <-ctx.Done():
		return
	case <-time.After(firstFrame):
	}
	if err := desk.Seed(ctx, w.Prepare); err != nil && ctx.Err() == nil {
		kept.Error("practice cards not made", "error", err)
	}
}

// choice is what the clerk has chosen on this PC, over what the administrator has set.
type choice struct {
	kept fyne.Preferences
	set  func(printer string) task.Offset // the administrator's
}

func (c choice) over(set task.Choices) task.Choices {
	receipts, forms := set.ReceiptPrinter, set.FormPrinter
	if receipts == forms {
		// Older programs kept one printer for both. Where the administrator has parted them since, it says nothing.
		receipts = c.kept.StringWithFallback("printer", receipts)
		forms = receipts
	}
	receipts = c.kept.StringWithFallback("receiptPrinter", receipts)
	forms = c.kept.StringWithFallback("formPrinter", forms)
	return task.Choices{
		Offset:         c.offset(forms),
		Language:       c.kept.StringWithFallback("language", set.Language),
		PaperLanguage:  c.kept.StringWithFallback("paperLanguage", set.PaperLanguage),
		Theme:          c.kept.StringWithFallback("theme", set.Theme),
		Scale:          c.kept.IntWithFallback("textScale", set.Scale),
		Receipt:        cmp.Or(c.kept.String("receipt"), set.Receipt),
		ReceiptPrinter: receipts,
		FormPrinter:    forms,
		Folder:         c.kept.StringWithFallback("folder", set.Folder),
		Layout:         cmp.Or(c.kept.String("orderLayout"), set.Layout),
	}
}

// noOffset is where nothing is printed onto blanks.
func noOffset(string) task.Offset { return task.Offset{} }

// offset is what was kept for a printer, each having its own.
func (c choice) offset(printer string) task.Offset {
	set := c.set(printer)
	return task.Offset{
		Right: c.kept.IntWithFallback("offsetRight."+printer, set.Right), Down: c.kept.IntWithFallback("offsetDown."+printer, set.Down),
	}
}

func (c choice) keep(chosen task.Choices) {
	c.kept.SetString("language", chosen.Language)
	c.kept.SetString("paperLanguage", chosen.PaperLanguage)
	c.kept.SetString("theme", chosen.Theme)
	c.kept.SetInt("textScale", chosen.Scale)
	c.kept.SetString("receipt", chosen.Receipt)
	c.kept.SetString("receiptPrinter", chosen.ReceiptPrinter)
	c.kept.SetString("formPrinter", chosen.FormPrinter)
	c.kept.SetString("folder", chosen.Folder)
	c.kept.SetString("orderLayout", chosen.Layout)
	c.kept.SetInt("offsetRight."+chosen.FormPrinter, chosen.Offset.Right)
	c.kept.SetInt("offsetDown."+chosen.FormPrinter, chosen.Offset.Down)
}

// showError says in a window why the counter does not start: whoever starts it by an icon sees no
// terminal.
func showError(w fyne.Window, trouble error) int {
	w.SetTitle(about.Name)
	reason := widget.NewLabel(cli.Sentence(trouble))
	reason.Wrapping = fyne.TextWrapWord
	w.SetContent(reason)
	w.Resize(fyne.NewSize(640, 240))
	w.ShowAndRun()
	return cli.Failure
}
