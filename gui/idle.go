package gui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
)

// idleLooks is how often the window looks whether the time allowed is over, at least: a PC that wakes is covered within it.
const idleLooks = time.Second

// watchIdle covers the counter when nobody has used the window for so long; 0 is never. Money on its way is waited for. A use that
// comes when the time is over, as the first one of a PC that slept, finds the counter covered.
func (w *Window) watchIdle(n flow.Needs, allowed time.Duration) {
	if allowed <= 0 {
		field.OnActivity(func() {})
		return
	}
	last := n.Now()
	look := func() {
		now := n.Now()
		unused := since(last, now)
		switch {
		case unused < 0:
			last = now
		case unused >= allowed && w.counter.Idle():
			last = now
			field.LeaveAll(w.Canvas()) // whoever comes back types a PIN
		}
	}
	field.OnActivity(func() {
		look()
		last = n.Now()
	})
	if on, ok := w.window.Canvas().(desktop.Canvas); ok { // keys with nothing focused
		on.SetOnKeyDown(func(*fyne.KeyEvent) { field.Used() })
	}
	n.Tasks.Each(min(allowed, idleLooks), look)
}

// since is how long ago then was, by the clock that shows more: the wall clock goes on while the PC sleeps, and the monotonic one can't
// be set back. Without a monotonic reading it is below zero when the clock was set back; then the time begins anew.
func since(then, now time.Time) time.Duration {
	return max(now.Sub(then), now.Round(0).Sub(then.Round(0)))
}
