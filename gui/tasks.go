package gui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
)

// tasks is the program's one door to other goroutines. It implements flow.Tasks.
type tasks struct {
	ctx context.Context
	// guard gives a function to be deferred around work: it ends a panic with a report that holds nothing
	// personal, and then calls what it was given.
	guard func(then func()) func()
	// broke is the ending of work that panicked.
	broke func()
}

// Run does work on a goroutine of its own and its ending on the screen's. Once the program has ended there is no
// screen, and the toolkit would run an ending on the work's own goroutine: then none is run.
func (t *tasks) Run(work func(ctx context.Context) func()) {
	go func() {
		ending := t.ending(work)
		fyne.Do(func() {
			if t.ctx.Err() == nil {
				ending()
			}
		})
	}()
}

func (t *tasks) ending(work func(ctx context.Context) func()) (ending func()) {
	defer t.guard(func() { ending = t.broke })()
	if ending = work(t.ctx); ending == nil {
		ending = func() {}
	}
	return ending
}

// After calls then on the screen's goroutine after d, unless stopped or the program has ended.
func (t *tasks) After(d time.Duration, then func()) func() {
	ctx, stop := context.WithCancel(t.ctx)
	t.wait(ctx, d, func() {
		stop() // or the program's context would hold on to this one to the end of the day
		then()
	})
	return stop
}

// Each calls then on the screen's goroutine every d.
func (t *tasks) Each(d time.Duration, then func()) func() {
	ctx, stop := context.WithCancel(t.ctx)
	var again func()
	again = func() {
		then()
		t.wait(ctx, d, again)
	}
	t.wait(ctx, d, again)
	return stop
}

func (t *tasks) wait(ctx context.Context, d time.Duration, then func()) {
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
}
