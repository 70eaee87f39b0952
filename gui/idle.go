package gui

import (
	"time"

	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
)

// idleLooks is how often in the time allowed the window looks whether it is over.
const idleLooks = 10

// watchIdle covers the counter when nobody has touched a key for so long; 0 is never. Money on its way is
// waited for.
func (w *Window) watchIdle(n flow.Needs, allowed time.Duration) {
	last := n.Now()
	field.OnActivity(func() { last = n.Now() })
	if allowed <= 0 {
		return
	}
	n.Tasks.Each(allowed/idleLooks, func() {
		if n.Now().Sub(last) >= allowed && w.counter.Idle() {
			last = n.Now()
		}
	})
}
