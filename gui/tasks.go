package gui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
)

// tasks is the program's one door to other goroutines. It implements flow.Tasks.
type tasks struct {
	ctx context.Context
	// guard is deferred around work: it turns a panic into a report without personal data.
	guard func()
}

// Run does work on a goroutine of its own and its ending on the screen's.
func (t tasks) Run(work func(ctx context.Context) func()) {
	go func() {
		defer t.guard()
		if ending := work(t.ctx); ending != nil {
			fyne.Do(ending)
		}
	}()
}

// After calls then on the screen's goroutine after d, unless stopped or the program has ended.
func (t tasks) After(d time.Duration, then func()) func() {
	return t.wait(d, then)
}

// Each calls then on the screen's goroutine every d.
func (t tasks) Each(d time.Duration, then func()) func() {
	stopped := false
	var stop, again func()
	again = func() {
		if stopped {
			return
		}
		then()
		stop = t.wait(d, again)
	}
	stop = t.wait(d, again)
	return func() { stopped = true; stop() }
}

func (t tasks) wait(d time.Duration, then func()) func() {
	ctx, cancel := context.WithCancel(t.ctx)
	t.Run(func(context.Context) func() {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		}
		return func() {
			if ctx.Err() == nil { // stopped on the screen's goroutine meanwhile
				then()
			}
		}
	})
	return cancel
}
