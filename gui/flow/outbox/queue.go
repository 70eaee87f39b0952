package outbox

import "slices"

// Screen is what the items of a queue tell their task, on the screen's goroutine.
type Screen[A, F any] interface {
	// Changed is called after every change of an item.
	Changed(i *Item[A, F])
	// Ended is called when something was done, or certainly was not. hidden says that no clerk was looking.
	Ended(i *Item[A, F], hidden bool)
	// Seen reports that what is on the screen lies before a clerk's eyes, and no other panel before it.
	Seen() bool
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// Queue holds the items whose answer is an A: the one on the screen, which may be nothing but a form, and those that
// are parked.
type Queue[A, F any] struct {
	out    *Outbox
	screen Screen[A, F]
	tasks  []Task[A]
	shown  *Item[A, F]
	parked []*Item[A, F]
}

// NewQueue begins with an empty form of the first task on the screen. All queues of an outbox are made before the first
// recovers: what one task's records show of the clerk's reading counts for every task.
func NewQueue[A, F any](o *Outbox, screen Screen[A, F], tasks ...Task[A]) *Queue[A, F] {
	q := &Queue[A, F]{out: o, screen: screen, tasks: tasks}
	for _, t := range tasks {
		o.kinds = append(o.kinds, t.Kind)
	}
	q.New(tasks[0].Kind.Task)
	return q
}

// New puts an empty form on the screen. Whatever was there is over: what must stay was parked before.
func (q *Queue[A, F]) New(task string) *Item[A, F] {
	if q.shown != nil {
		q.shown.stop()
		q.shown.life++
	}
	q.shown = q.item(task)
	return q.shown
}

func (q *Queue[A, F]) item(task string) *Item[A, F] {
	i := slices.IndexFunc(q.tasks, func(t Task[A]) bool { return t.Kind.Task == task })
	return &Item[A, F]{Status: Status[A]{Stage: Forming}, queue: q, task: q.tasks[i], stop: func() {}}
}

// Shown is the item on the screen.
func (q *Queue[A, F]) Shown() *Item[A, F] { return q.shown }

// Parked are the items that are open or unread and not on the screen, the oldest first.
func (q *Queue[A, F]) Parked() []*Item[A, F] { return slices.Clone(q.parked) }

// Open is every item that is not settled or was not read, the one on the screen last.
func (q *Queue[A, F]) Open() []*Item[A, F] {
	open := q.Parked()
	if q.shown.Open() {
		open = append(open, q.shown)
	}
	return open
}

// Find is an item on the screen or parked; nil if it is neither.
func (q *Queue[A, F]) Find(id string) *Item[A, F] {
	if i := q.parkedAt(id); i >= 0 {
		return q.parked[i]
	}
	if q.shown.ID == id {
		return q.shown
	}
	return nil
}

func (q *Queue[A, F]) parkedAt(id string) int {
	return slices.IndexFunc(q.parked, func(i *Item[A, F]) bool { return i.ID == id })
}

// Park frees the screen for the next customer and keeps what is open or unread. A question about an outcome that is on
// its way finds it there; the answer will bear a clerk, who won't have read it. One for what is known of an ending is
// asked again.
func (q *Queue[A, F]) Park() {
	i := q.shown
	if !i.MayPark() {
		return
	}
	switch {
	case i.Stage.Ended():
		i.Asking = AskNothing
		i.life++
	case i.Asking != AskNothing:
		i.unacknowledged()
	}
	i.stop()
	q.parked = append(q.parked, i)
	q.shown = q.item(i.task.Kind.Task)
	q.screen.Changed(q.shown)
}

// Resume brings a parked item back to the screen, in place of what is there; false if there is none. A question on its
// way has its own ending; another one may be asked at once.
func (q *Queue[A, F]) Resume(id string) bool {
	at := q.parkedAt(id)
	if at < 0 {
		return false
	}
	i := q.parked[at]
	q.parked = slices.Delete(slices.Clone(q.parked), at, at+1)
	q.New(i.task.Kind.Task)
	q.shown = i
	i.Asking, i.Asked = AskNothing, 0
	q.screen.Changed(i)
	return true
}

// ShowNewest brings the newest parked item that has not ended back to the screen, if there is one.
func (q *Queue[A, F]) ShowNewest() {
	newest := ""
	for _, i := range q.parked {
		if !i.Stage.Ended() {
			newest = i.ID
		}
	}
	q.Resume(newest)
}

// Leave takes an ending off the screen; read says that it lies before a clerk's eyes. One that no clerk has read stays
// among the open items.
func (q *Queue[A, F]) Leave(read bool) {
	i := q.shown
	read = read || i.Acknowledged
	listed := i.Recovered && !i.Unread // one of the list, which was read before
	if i.tells(i.Stage) && !(listed && read) && q.out.left(i.Write, i.Unread, read) {
		i.Unread = true
		q.Park()
		return
	}
	q.screen.Changed(q.New(i.task.Kind.Task))
}

// Read is the ending on the screen, if there is one that a clerk has read; seen says that it lies before a clerk's
// eyes. It is for the end of the program; see Outbox.Close.
func (q *Queue[A, F]) Read(seen bool) []Write {
	if i := q.shown; i.tells(i.Stage) && (seen || i.Acknowledged) {
		return []Write{i.Write}
	}
	return nil
}

// CloseNeverSent closes on disk what a crash left before anything was sent, and a clerk has been told. It is gone from
// the list at once; failed is called when the disk didn't take it, and it is listed again.
func (q *Queue[A, F]) CloseNeverSent(id string, failed func()) {
	i := q.Find(id)
	if i == nil || i.Stage != NeverSent {
		return
	}
	if at := q.parkedAt(id); at >= 0 {
		q.parked = slices.Delete(slices.Clone(q.parked), at, at+1)
	} else {
		q.New(i.task.Kind.Task)
	}
	q.screen.Changed(q.shown)
	i.closeNeverSent(func() {
		q.parked = append(q.parked, i)
		failed()
	})
}

// Panicked is called when some work ended in a panic: its ending will never come. If it was this queue's, what waited for
// it doesn't any more; what was on its way on the screen halts: the journal knows more, and a restart takes it up. It
// reports whether work about the item on the screen panicked.
func (q *Queue[A, F]) Panicked() (shown bool) {
	for _, i := range q.parked {
		if i.fell.Swap(false) {
			i.Asking = AskNothing
		}
	}
	if !q.shown.fell.Swap(false) {
		return false
	}
	q.shown.life++
	if q.shown.Busy() {
		q.Halt()
	}
	return true
}

// Halt stops at the item on the screen, of which nobody knows how far it came.
func (q *Queue[A, F]) Halt() {
	q.shown.halt(ErrPanicked, false)
}
