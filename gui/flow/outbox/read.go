package outbox

import (
	"cmp"
	"context"

	"cekr.kranj.si/desk/client/journal"
)

// fact keeps a fact of this desk.
func (o *Outbox) fact(r journal.Record) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	r.Desk, r.At = o.needs.Desk, o.needs.Now()
	return o.append(r)
}

// about is a fact about a write's ending: who is there keeps it, where the write bears nobody.
func (o *Outbox) about(w Write, kind journal.Kind) journal.Record {
	return journal.Record{Kind: kind, Staff: cmp.Or(w.Staff, o.desk.Staff()), About: w.ID}
}

// tells reports that an ending at a stage must be read by a clerk.
func (i *Item[A, F]) tells(at Stage) bool {
	return at.Ended() && i.task.Kind.told(journal.Record{Kind: kindOfStage[at]})
}

var kindOfStage = map[Stage]journal.Kind{Posted: journal.Posted, Rejected: journal.Rejected, Cancelled: journal.Cancelled}

// left takes an ending off the screen and tells whether it stays among the open items: one that no clerk has read
// does, and a fact on disk keeps it there over a restart. unread says that it is kept so already.
func (o *Outbox) left(w Write, unread, read bool) (stays bool) {
	switch {
	case !read && !unread:
		o.keep(w, journal.Untold)
	case read && unread:
		o.keep(w, journal.Told)
	case read:
		o.has(w)
	}
	return !read
}

// has remembers what a clerk has read last. The next intention on disk shows as much; of an ending that comes without
// one in between it is written down.
func (o *Outbox) has(w Write) {
	if o.last.ID != "" && o.last.ID != w.ID {
		o.keep(o.last, journal.Told)
	}
	o.last = w
}

// wentOn says that an intention is on disk; of some kinds it shows that everything before it was read.
func (o *Outbox) wentOn(kind Kind) {
	if kind.Shows != nil && kind.Shows(journal.Intent) {
		o.last = Write{}
	}
}

// keep keeps on disk, away from the screen, whether an ending was read. If the disk fails the whole desk is halted; the
// item itself is told again after a restart.
func (o *Outbox) keep(w Write, kind journal.Kind) {
	fact := o.about(w, kind)
	o.needs.Tasks.Run(func(context.Context) func() {
		err := o.fact(fact)
		return func() {
			if err != nil {
				o.desk.Halted()
			}
		}
	})
}

// Close is called when the program ends in order, with the endings that lie before a clerk's eyes: they and what was
// read last need not be told again.
func (o *Outbox) Close(seen ...Write) {
	for _, w := range append([]Write{o.last}, seen...) {
		if w.ID != "" && !o.Halted() {
			_ = o.fact(o.about(w, journal.Told))
		}
	}
	o.last = Write{}
}

// unread are the endings of some tasks that no clerk has read. What only the order of the records shows to be unread is
// marked on disk first: the clerk may go on to something else before reading it.
func (o *Outbox) unread(works func(task string) bool) []journal.Settled {
	open := o.needs.Journal.Items() // before what is settled: what ends between the two looks must not be in neither
	settled := o.needs.Journal.Settled()
	was := trailOf(o.kinds, settled, open, o.needs.Journal.Facts())
	var waits []journal.Settled
	for _, s := range settled {
		if !works(s.Ending.Task) || !was.unread(s) {
			continue
		}
		waits = append(waits, s)
		if !was.marked(s) { // if the disk fails, the desk is halted and the item is told all the same
			_ = o.fact(o.about(writeOf(s.Ending), journal.Untold))
		}
	}
	return waits
}

// trail is what the journal tells of the clerk's reading: by facts, and else by the order of the records, which no clock
// can change.
type trail struct {
	kinds        kinds
	told, untold map[string]bool // endings by id
	worked       int64           // the last place that shows a clerk going on
}

// trailOf reads a trail. The facts are those that the journal has after it was asked for the ids.
func trailOf(k kinds, settled []journal.Settled, open []journal.Item, facts []journal.Fact) trail {
	t := trail{kinds: k, told: map[string]bool{}, untold: map[string]bool{}}
	for _, f := range facts {
		switch f.Kind {
		case journal.Told:
			t.told[f.About] = true
		case journal.Untold:
			t.untold[f.About] = true
		}
	}
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
	if kind, known := t.kinds.of(r.Task); known && kind.Shows != nil && kind.Shows(r.Kind) {
		t.worked = max(t.worked, began)
	}
}

// marked says that an ending stays unread by itself: it bears no clerk, or was parked.
func (t trail) marked(s journal.Settled) bool { return s.Ending.Staff == "" || t.untold[s.Ending.ID] }

// unread says that no clerk has read an ending: nobody went on working after it, or it is marked.
func (t trail) unread(s journal.Settled) bool {
	kind, known := t.kinds.of(s.Ending.Task)
	return known && kind.told(s.Ending) && !t.told[s.Ending.ID] && (t.marked(s) || s.Ended > t.worked)
}
