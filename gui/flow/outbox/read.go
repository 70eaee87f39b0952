package outbox

import (
	"cmp"
	"context"

	"cekr.kranj.si/desk/client/journal"
)

// Facts of this desk in the journal. They are never sent.
const (
	markUntold   = "untold"     // the ending of the write in Session was not read
	markTold     = "told"       // a clerk has read it
	markCompared = "reconciled" // the office has confirmed everything up to the number in Note
)

func isMark(task string) bool {
	return task == markTold || task == markUntold || task == markCompared
}

// fact keeps a fact of this desk. Its intention alone is enough: Mend ends what a crash left between.
func (o *Outbox) fact(w Write, note string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	r := o.record(journal.Intent, w)
	r.Note = note
	if err := o.append(r); err != nil {
		return err
	}
	r.Kind = journal.Dropped
	return o.append(r)
}

// Mend ends the facts that a crash left between their two records, before anything else is recovered.
func (o *Outbox) Mend() {
	for _, item := range o.needs.Journal.Items() {
		if r := item.First(); isMark(r.Task) {
			_ = ended(o.Settle(Write{Task: r.Task, ID: r.ID, Session: r.Session}, journal.Dropped, r.Note))
		}
	}
}

// tells reports that an ending at a stage must be read by a clerk.
func (i *Item[A, F]) tells(at Stage) bool {
	return at.Ended() && i.task.Kind.told(journal.Record{Kind: kindOfStage[at]})
}

var kindOfStage = map[Stage]journal.Kind{Posted: journal.Posted, Rejected: journal.Rejected, Cancelled: journal.Cancelled}

// left takes an ending off the screen and tells whether it stays among the open items: one that no clerk has read
// does, and a mark on disk keeps it there over a restart. unread says that it is kept so already.
func (o *Outbox) left(w Write, unread, read bool) (stays bool) {
	switch {
	case !read && !unread:
		o.mark(w, markUntold)
	case read && unread:
		o.mark(w, markTold)
	case read:
		o.has(w)
	}
	return !read
}

// has remembers what a clerk has read last. The next intention on disk shows as much; of an ending that comes without
// one in between it is written down.
func (o *Outbox) has(w Write) {
	if o.last.ID != "" && o.last.ID != w.ID {
		o.mark(o.last, markTold)
	}
	o.last = w
}

// wentOn says that an intention is on disk; of some kinds it shows that everything before it was read.
func (o *Outbox) wentOn(kind Kind) {
	if kind.Shows != nil && kind.Shows(journal.Intent) {
		o.last = Write{}
	}
}

// mark keeps on disk, away from the screen, whether an ending was read. If the disk fails the whole desk is halted; the
// item itself is told again after a restart.
func (o *Outbox) mark(w Write, task string) {
	as := o.as(w, task)
	o.needs.Tasks.Run(func(context.Context) func() {
		err := o.fact(as, "")
		return func() {
			if err != nil {
				o.desk.Halted()
			}
		}
	})
}

func (o *Outbox) as(w Write, task string) Write {
	return Write{Task: task, ID: o.needs.NewID(), Staff: cmp.Or(w.Staff, o.desk.Staff()), Session: w.ID}
}

// Close is called when the program ends in order, with the endings that lie before a clerk's eyes: they and what was
// read last need not be told again.
func (o *Outbox) Close(seen ...Write) {
	for _, w := range append([]Write{o.last}, seen...) {
		if w.ID != "" && !o.Halted() {
			_ = o.fact(o.as(w, markTold), "")
		}
	}
	o.last = Write{}
}

// unread are the endings of some tasks that no clerk has read. What only the order of the records shows to be unread is
// marked on disk first: the clerk may go on to something else before reading it.
func (o *Outbox) unread(works func(task string) bool) []journal.Settled {
	open := o.needs.Journal.Items() // before what is settled: what ends between the two looks must not be in neither
	settled := o.needs.Journal.Settled()
	was := trailOf(o.kinds, settled, open)
	var waits []journal.Settled
	for _, s := range settled {
		if !works(s.Ending.Task) || !was.unread(s) {
			continue
		}
		waits = append(waits, s)
		if !was.marked(s) { // if the disk fails, the desk is halted and the item is told all the same
			_ = o.fact(o.as(Write{ID: s.Ending.ID, Staff: s.Ending.Staff}, markUntold), "")
		}
	}
	return waits
}

// trail is what the journal tells of the clerk's reading. Only the order of the records counts, which no clock can
// change.
type trail struct {
	kinds        kinds
	told, untold map[string]bool // endings by id
	worked       int64           // the last place that shows a clerk going on
}

func trailOf(k kinds, settled []journal.Settled, open []journal.Item) trail {
	t := trail{kinds: k, told: map[string]bool{}, untold: map[string]bool{}}
	for _, item := range open {
		t.pass(item.First(), item.Began)
	}
	for _, s := range settled {
		t.pass(s.Ending, s.Began)
	}
	return t
}

// pass takes an intention at its place, as its last record tells of it.
func (t *trail) pass(r journal.Record, began int64) {
	switch r.Task {
	case markTold:
		t.told[r.Session] = true
		return
	case markUntold:
		t.untold[r.Session] = true
		return
	}
	if kind, known := t.kinds.of(r.Task); known && kind.Shows != nil && kind.Shows(r.Kind) {
		t.worked = max(t.worked, began)
	}
}

// marked says that an ending stays unread by itself: it bears no clerk, or was set aside.
func (t trail) marked(s journal.Settled) bool { return s.Ending.Staff == "" || t.untold[s.Ending.ID] }

// unread says that no clerk has read an ending: nobody went on working after it, or it is marked.
func (t trail) unread(s journal.Settled) bool {
	kind, known := t.kinds.of(s.Ending.Task)
	return known && kind.told(s.Ending) && !t.told[s.Ending.ID] && (t.marked(s) || s.Ended > t.worked)
}
