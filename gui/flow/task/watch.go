package task

import (
	"context"
	"sync/atomic"

	"cekr.kranj.si/desk/gui/flow/outbox"
)

// watched are the tasks of one flow. They know whether work of its own ended in a panic: that concerns no other flow.
type watched struct {
	outbox.Tasks
	fell atomic.Bool
}

// Watch gives a flow tasks of its own.
func Watch(tasks outbox.Tasks) outbox.Tasks { return &watched{Tasks: tasks} }

// Panicked reports, once, that work of these tasks ended in a panic.
func Panicked(tasks outbox.Tasks) bool {
	w, watched := tasks.(*watched)
	return watched && w.fell.Swap(false)
}

// Run does work as Tasks.Run does.
func (w *watched) Run(work func(ctx context.Context) func()) {
	w.Tasks.Run(func(ctx context.Context) func() {
		whole := false
		defer func() {
			if !whole {
				w.fell.Store(true)
			}
		}()
		ending := work(ctx)
		whole = true
		return ending
	})
}
