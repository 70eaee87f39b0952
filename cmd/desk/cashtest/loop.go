package cashtest

import (
	"context"
	"time"
)

// Loop is a screen's goroutine without a screen. It implements flow.Tasks: work runs on goroutines of its own,
// endings and timers wait in Due for whoever owns the counter.
type Loop struct {
	ctx context.Context
	end context.CancelFunc
	due chan func()

	// Stretch makes what is done at intervals as many times more seldom.
	Stretch int
}

// NewLoop begins a loop that ends with ctx, or by End.
func NewLoop(ctx context.Context) *Loop {
	ctx, end := context.WithCancel(ctx)
	return &Loop{ctx: ctx, end: end, due: make(chan func()), Stretch: 1}
}

// Due gives what is to be run next on the owner's goroutine.
func (l *Loop) Due() <-chan func() { return l.due }

// End lets nothing run any more. Work under way is told by its context.
func (l *Loop) End() { l.end() }

// Run does work on a goroutine of its own.
func (l *Loop) Run(work func(ctx context.Context) (ending func())) {
	go func() {
		if ending := work(l.ctx); ending != nil {
			l.post(ending)
		}
	}()
}

func (l *Loop) post(ending func()) {
	select {
	case l.due <- ending:
	case <-l.ctx.Done():
	}
}

// After runs then on the owner's goroutine after d, unless it was stopped.
func (l *Loop) After(d time.Duration, then func()) (stop func()) {
	stopped := false // only touched on the owner's goroutine
	timer := time.AfterFunc(d, func() {
		l.post(func() {
			if !stopped {
				then()
			}
		})
	})
	return func() {
		stopped = true
		timer.Stop()
	}
}

// Each runs then on the owner's goroutine every d, until it is stopped.
func (l *Loop) Each(d time.Duration, then func()) (stop func()) {
	stopped := false
	d *= time.Duration(l.Stretch)
	halt := func() {}
	var again func()
	again = func() {
		then()
		if !stopped {
			halt = l.After(d, again)
		}
	}
	halt = l.After(d, again)
	return func() {
		stopped = true
		halt()
	}
}
