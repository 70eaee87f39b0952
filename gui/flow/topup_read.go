package flow

import (
	"cmp"
	"context"
)

// leaveEnded takes an outcome off the screen. One that no clerk has read is kept among the open items, and a
// mark on disk keeps it there over a restart.
func (t *TopUp) leaveEnded(read bool) {
	of, unread := t.sent(), t.state.Unread
	read = read || t.state.Step == TopUpPosted && t.state.Paper.Copies > 0 && !t.state.Recovered
	switch {
	case !read:
		if !unread {
			t.mark(of, markUntold)
		}
		t.state.Unread = true
		t.setAside()
		return
	case unread:
		t.mark(of, markTold)
	case !t.state.Recovered: // one of the list was read before
		t.hasRead(of)
	}
	t.reset()
	t.Redraw()
}

// hasRead remembers what a clerk has read last. The next intention on disk shows as much; of an ending that comes
// without one in between it is written down.
func (t *TopUp) hasRead(of promise) {
	if t.read.id != "" && t.read.id != of.id {
		t.mark(t.read, markTold)
	}
	t.read = of
}

// mark keeps on disk, away from the screen, whether an ending was read. If the disk fails the whole desk is
// halted; the item itself is told again after a restart.
func (t *TopUp) mark(of promise, task string) {
	staff, _ := t.Clerk()
	as := promise{task: task, id: t.needs.NewID(), staff: cmp.Or(of.staff, staff), session: of.id}
	t.needs.Tasks.Run(func(context.Context) func() {
		err := t.promises.mark(as, "")
		return func() {
			if err != nil {
				t.Redraw()
			}
		}
	})
}

// Close is called when the program ends in order: what the clerk has read last need not be told again. seen
// says that the outcome on the screen, if there is one, lies before the clerk's eyes.
func (t *TopUp) Close(seen bool) {
	read := []promise{t.read}
	_, ended := outcomes[t.state.Step]
	if ended && (seen || t.state.Paper.Copies > 0 && !t.state.Recovered) {
		read = append(read, t.sent())
	}
	staff, _ := t.Clerk()
	for _, of := range read {
		if of.id != "" && !t.promises.halted() {
			_ = t.promises.mark(promise{task: markTold, id: t.needs.NewID(), staff: cmp.Or(of.staff, staff), session: of.id}, "")
		}
	}
	t.read = promise{}
}
