package flow

import (
	"context"
	"time"
)

// Tasks is the one door to other goroutines.
type Tasks interface {
	// Run does work away from the screen; the ending it returns runs on the screen's goroutine, once.
	// A nil ending is allowed. The context ends with the program.
	Run(work func(ctx context.Context) (ending func()))
	// After calls then on the screen's goroutine once d has passed, unless stop was called before.
	After(d time.Duration, then func()) (stop func())
	// Each calls then on the screen's goroutine every d until stop is called.
	Each(d time.Duration, then func()) (stop func())
}

// Time limits of the desk's requests. The writing client has its own limit of 30 s on top.
const (
	readLimit  = 15 * time.Second
	writeLimit = 35 * time.Second
)
