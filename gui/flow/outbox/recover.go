package outbox

import (
	"context"

	"cekr.kranj.si/desk/client/journal"
)

// Restore makes of what the journal has of an id what the task keeps for its screen. body is what was sent; nil when
// nothing was, or when it has ended.
type Restore[F any] func(w Write, body []byte) F

// Recover takes up what a crash or a restart left open, and what ended without a clerk having read it: it is parked.
// Of what was never sent the clerk is told; what is Retyped is closed on disk instead, and the error is that record's.
func (q *Queue[A, F]) Recover(restore Restore[F]) error {
	for _, item := range q.out.needs.Journal.Items() {
		if !q.works(item.First().Task) {
			continue
		}
		i := q.fromItem(item, restore)
		if i.Stage == NeverSent && i.task.Kind.Retyped {
			if err := q.out.Abandon(i.Write, WhyCrash); err != nil {
				return err
			}
			continue
		}
		q.parked = append(q.parked, i)
	}
	for _, s := range q.out.unread(q.works) {
		q.parked = append(q.parked, q.FromSettled(s, true, restore))
	}
	return nil
}

func (q *Queue[A, F]) works(task string) bool {
	for _, t := range q.tasks {
		if t.Kind.Task == task {
			return true
		}
	}
	return false
}

// writeOf is the intention that a record repeats, with what it says besides.
func writeOf(r journal.Record) Write {
	return Write{
		Task: r.Task, ID: r.ID, MokID: r.MokID, Amount: r.Amount, Staff: r.Staff, Session: r.Session, Cash: r.Cash, Why: r.Why,
	}
}

func (q *Queue[A, F]) fromItem(item journal.Item, restore Restore[F]) *Item[A, F] {
	first := item.First()
	i := q.item(first.Task)
	i.Write, i.Since = writeOf(first), first.At.Local()
	if item.NeverSent() {
		i.Stage, i.Unread = NeverSent, true
	} else {
		sent := item.Records[1]
		i.Write, i.Since, i.Stage = writeOf(sent), sent.At.Local(), Unknown
		i.Sent = Sent{Body: item.Body(), Seq: sent.Seq, Prev: sent.Prev}
	}
	i.Form = restore(i.Write, i.Sent.Body)
	return i
}

var stageOfEnding = map[journal.Kind]Stage{
	journal.Posted: Posted, journal.Rejected: Rejected, journal.Cancelled: Cancelled,
	journal.Dropped: Cancelled, // abandoned before it was sent: what that means for the clerk is the same
}

// FromSettled is an item that the journal has with its ending, and why it ended so. It is in no list yet.
func (q *Queue[A, F]) FromSettled(s journal.Settled, unread bool, restore Restore[F]) *Item[A, F] {
	i := q.item(s.Ending.Task)
	i.Write = writeOf(s.Ending)
	i.Cash = s.Cash
	i.Status = Status[A]{Stage: stageOfEnding[s.Ending.Kind], Since: s.Ending.At.Local(), Recovered: true, Unread: unread}
	i.Form = restore(i.Write, nil)
	return i
}

// Reopen puts an item that has ended, and that no list holds, on the screen.
func (q *Queue[A, F]) Reopen(i *Item[A, F]) {
	q.New(i.task.Kind.Task)
	q.shown = i
}

func (i *Item[A, F]) closeNeverSent(failed func()) {
	i.Run(WriteLimit, func(context.Context) func() {
		err := i.queue.out.Abandon(i.Write, WhyCrash)
		return func() {
			if err != nil {
				failed()
				return
			}
			i.queue.screen.Changed(i.queue.shown)
		}
	})
}
