package flow

import (
	"cmp"
	"context"

	"cekr.kranj.si/desk/client/journal"
)

// readings remembers on disk which endings a clerk has read. The flows of a desk share one: the next intention shows
// that the clerk went on from whatever was read before it, a lock or a top-up.
type readings struct {
	needs    Needs
	promises *promises
	last     promise // the ending that a clerk has read last
	// staff is the number of the clerk signed in; failed is called when a mark could not be written.
	staff  func() string
	failed func()
}

func newReadings(n Needs, p *promises) *readings {
	return &readings{needs: n, promises: p, staff: func() string { return "" }, failed: func() {}}
}

// leave takes an ending off the screen and tells whether it stays among the open items: one that no clerk has read
// does, and a mark on disk keeps it there over a restart. unread says that it is kept so already.
func (r *readings) leave(of promise, unread, read bool) (stays bool) {
	switch {
	case !read && !unread:
		r.mark(of, markUntold)
	case read && unread:
		r.mark(of, markTold)
	case read:
		r.has(of)
	}
	return !read
}

// has remembers what a clerk has read last. The next intention on disk shows as much; of an ending that comes
// without one in between it is written down.
func (r *readings) has(of promise) {
	if r.last.id != "" && r.last.id != of.id {
		r.mark(r.last, markTold)
	}
	r.last = of
}

// wentOn says that a top-up's intention is on disk: it shows that everything before it was read.
func (r *readings) wentOn() { r.last = promise{} }

// mark keeps on disk, away from the screen, whether an ending was read. If the disk fails the whole desk is
// halted; the item itself is told again after a restart.
func (r *readings) mark(of promise, task string) {
	as := r.as(of, task)
	r.needs.Tasks.Run(func(context.Context) func() {
		err := r.promises.mark(as, "")
		return func() {
			if err != nil {
				r.failed()
			}
		}
	})
}

func (r *readings) as(of promise, task string) promise {
	return promise{task: task, id: r.needs.NewID(), staff: cmp.Or(of.staff, r.staff()), session: of.id}
}

// close is called when the program ends in order, with the endings that lie before the clerk's eyes: they and what
// was read last need not be told again.
func (r *readings) close(seen []promise) {
	for _, of := range append([]promise{r.last}, seen...) {
		if of.id != "" && !r.promises.halted() {
			_ = r.promises.mark(r.as(of, markTold), "")
		}
	}
	r.wentOn()
}

// unread are the endings of a task that no clerk has read. What only the order of the records shows to be unread is
// marked on disk first: the clerk may go on to something else before reading it.
func (r *readings) unread(task string) []journal.Settled {
	open := r.needs.Journal.Items() // before what is settled: what ends between the two looks must not be in neither
	settled := r.needs.Journal.Settled()
	was := trailOf(settled, open)
	var waits []journal.Settled
	for _, s := range settled {
		if s.Ending.Task != task || !was.unread(s) {
			continue
		}
		waits = append(waits, s)
		if !was.marked(s) { // if the disk fails, the desk is halted and the item is told all the same
			_ = r.promises.mark(r.as(promise{id: s.Ending.ID, staff: s.Ending.Staff}, markUntold), "")
		}
	}
	return waits
}

// trail is what the journal tells of the clerk's reading. Only the order of the records counts, which no clock can
// change.
type trail struct {
	told, untold map[string]bool // endings by id
	worked       int64           // the last place that shows a clerk going on
}

func trailOf(settled []journal.Settled, open []journal.Item) trail {
	t := trail{told: map[string]bool{}, untold: map[string]bool{}}
	for _, item := range open {
		t.pass(item.First(), item.Began)
	}
	for _, s := range settled {
		t.pass(s.Ending, s.Began)
	}
	return t
}

// pass takes an intention at its place, as its last record tells of it. A drawer is closed, and a top-up begun, only
// after whatever was on the screen was read.
func (t *trail) pass(r journal.Record, began int64) {
	switch r.Task {
	case taskTopUp:
		t.worked = max(t.worked, began)
	case taskDrawerEnd:
		if r.Kind == journal.Posted {
			t.worked = max(t.worked, began)
		}
	case markTold:
		t.told[r.Session] = true
	case markUntold:
		t.untold[r.Session] = true
	}
}

// marked says that an ending stays unread by itself: it bears no clerk, or was set aside.
func (t trail) marked(s journal.Settled) bool { return s.Ending.Staff == "" || t.untold[s.Ending.ID] }

// unread says that no clerk has read an ending: nobody went on working after it, or it is marked.
func (t trail) unread(s journal.Settled) bool {
	return (isEnded(s) || isLockEnded(s)) && !t.told[s.Ending.ID] && (t.marked(s) || s.Ended > t.worked)
}
