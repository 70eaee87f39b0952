package outbox

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
)

// Status is where a write stands: what a screen may show of it.
type Status[A any] struct {
	Stage  Stage
	Since  time.Time // when it was first sent, by the PC's clock; of a recovered one when it ended
	Answer A         // the office's word on the ending
	Said   string    // the office's last word on an id that it has not ended: inFlight or unseen
	Err    error     // why the outcome isn't known, or why nothing was written
	Alarm  bool      // the office holds other bytes under the id: a person must look
	Unkept bool      // the answer stands and is not on disk
	Unsent bool      // of a halted one: it is certain that nothing was ever sent
	Asking Ask
	Asked  int // how often the office was asked since the outcome became unknown
	// Unread says that it ended while no clerk was looking: it stays among the open items until one has been.
	Unread bool
	// Recovered says that it was taken up from the journal after its end. What the office knows of it is in Answer
	// once Learned.
	Recovered bool
	Learned   bool
	// Differs says that the office tells another ending of it than the journal.
	Differs bool
}

// Known reports that the office's own word on the ending is here.
func (s Status[A]) Known() bool { return !s.Recovered || s.Learned }

// Busy reports that an answer about what was sent is awaited, or a record of it.
func (s Status[A]) Busy() bool { return s.Stage == Sending || s.Asking != AskNothing }

// Item is one pending write: from the form until it has ended and a clerk has read how. F is what the task keeps with
// it for its screen. An item is on the screen, or parked, or it is over.
type Item[A, F any] struct {
	Write
	Status[A]
	Form F
	Sent Sent
	// Acknowledged says that a clerk has certainly read how it ended, as whoever printed its receipt.
	Acknowledged bool

	queue *Queue[A, F]
	task  Task[A]
	fell  atomic.Bool // work about it ended in a panic
	life  int         // counts what made endings void that are on their way
	rest  int         // how many looks at it are left out, for the office's sake
	stop  func()      // stops the next check by itself
}

// Open reports that it is not settled, or that nobody has read how.
func (i *Item[A, F]) Open() bool {
	return i.Stage.InFlight() || i.Unread || i.Stage == Halted && i.ID != ""
}

// Run does work about an item, and takes its ending unless the item is over, or something made it void meanwhile.
func (i *Item[A, F]) Run(limit time.Duration, work func(ctx context.Context) (ending func())) {
	life := i.life
	i.queue.out.needs.Tasks.Run(func(ctx context.Context) func() {
		whole := false
		defer func() {
			if !whole {
				i.fell.Store(true)
			}
		}()
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		ending := work(ctx)
		whole = true
		return func() {
			if life == i.life {
				ending()
			}
		}
	})
}

// change redraws after a change.
func (i *Item[A, F]) change(do func()) {
	do()
	i.queue.screen.Changed(i)
}

// Void makes void what is on its way about a form: nobody waits for it any more.
func (i *Item[A, F]) Void() { i.life++ }

// halt stops at a record that failed; unsent says that nothing was ever sent, and never will be.
func (i *Item[A, F]) halt(why error, unsent bool) {
	i.stop()
	i.change(func() { i.Stage, i.Asking, i.Err, i.Unsent = Halted, AskNothing, why, unsent })
}

// Begin writes the intention to disk: nothing may be taken before. then is given the record's error; without one the
// item is Begun. It is called on the screen's goroutine, in whatever state the screen is by then.
func (i *Item[A, F]) Begin(w Write, then func(err error)) {
	w.Task = i.task.Kind.Task
	i.Run(WriteLimit, func(context.Context) func() {
		err := i.queue.out.Begin(w)
		return func() {
			switch {
			case err == nil:
				i.Write, i.Stage = w, Begun
				i.queue.out.wentOn(i.task.Kind)
			case !i.queue.out.Refused(err):
				i.halt(err, true)
			}
			then(err)
		}
	})
}

// Abandon says on disk that the intention is given up before anything was sent, and goes back to the form; then says
// why, and what comes next. If the disk fails, it is certain all the same that nothing was sent.
func (i *Item[A, F]) Abandon(w Write, then func()) {
	i.change(func() { i.Asking = AskDrop })
	w.Task = i.task.Kind.Task
	i.Run(WriteLimit, func(context.Context) func() {
		err := i.queue.out.Abandon(w, WhyClerk)
		return func() {
			i.Asking = AskNothing
			if err != nil {
				i.halt(err, true)
				return
			}
			i.queue.out.has(w) // by the clerk who abandoned it
			i.Write, i.Stage = Write{}, Forming
			then()
		}
	})
}

// Send keeps the exact bytes on disk and sends them, once: of an item that was Begun, or whole. refused is called
// instead when they certainly are not on disk and the journal works on: the item stands as it was, nothing was sent.
func (i *Item[A, F]) Send(w Write, encode Encode, refused func(why error)) {
	if i.Stage != Forming && i.Stage != Begun {
		return
	}
	was, send := i.Stage, i.task.whole
	if was == Begun {
		send = i.task.first
	}
	w.Task = i.task.Kind.Task
	i.change(func() { i.Write, i.Stage, i.Err, i.Since = w, Sending, nil, i.queue.out.needs.Now() })
	i.Run(WriteLimit, func(ctx context.Context) func() {
		a := send(ctx, i.queue.out, w, encode)
		return func() {
			switch i.Sent = a.sent; {
			case i.queue.out.Refused(a.before):
				i.Stage = was
				refused(a.before)
			case a.before != nil:
				i.halt(a.before, errors.Is(a.before, ErrUnwritten))
			default:
				if was == Forming { // it was begun here
					i.queue.out.wentOn(i.task.Kind)
				}
				i.answered(a)
			}
		}
	})
}

// answered takes the verdict on the item on the screen.
func (i *Item[A, F]) answered(a attempt[A]) {
	i.stop()
	switch stage, final := endings[a.out.Verdict]; {
	case final:
		i.end(stage, a.out.Answer, a.after)
	case a.after != nil:
		i.halt(a.after, false)
	case a.out.Verdict == client.NotSent && i.task.Kind.Retyped:
		i.change(func() { i.Write, i.Stage, i.Asking, i.Err = Write{Task: i.Task}, Forming, AskNothing, a.out.Err })
		i.tokenLost(a.out.Err)
	case a.out.Verdict == client.NotSent:
		i.change(func() { i.Stage, i.Asking, i.Err = NotSent, AskNothing, a.out.Err })
		i.tokenLost(a.out.Err)
	default:
		i.change(func() { i.unknown(a.out) })
		i.stop = i.queue.out.needs.Tasks.After(backOff(i.Asked), i.Check)
		i.tokenLost(a.out.Err)
	}
}

// unknown is how an item stands after an answer that ends nothing.
func (i *Item[A, F]) unknown(out client.Outcome[A]) {
	i.Stage, i.Asking, i.Said, i.Err, i.Alarm = Unknown, AskNothing, out.State, out.Err, out.Alarm
}

// backOff waits 2, 4, 8 … seconds and at most a minute between two questions.
func backOff(asked int) time.Duration {
	return min(2*time.Second<<min(asked, 5), time.Minute)
}

func (i *Item[A, F]) tokenLost(err error) {
	if client.NeedsSignIn(err) {
		i.queue.screen.TokenLost()
	}
}

// end ends the item on the screen. Where another panel hides it, nobody has read how: it is told, and stays among the
// open items until a clerk has.
func (i *Item[A, F]) end(stage Stage, answer A, unkept error) {
	hidden := i.tells(stage) && !i.queue.screen.Seen()
	if hidden {
		i.unacknowledged()
	}
	i.change(func() { i.ended(stage, answer, unkept) })
	i.queue.screen.Ended(i, hidden)
}

// ended is how an item stands once it has ended. That it is not on disk must be said, but doesn't change the answer.
func (i *Item[A, F]) ended(stage Stage, answer A, unkept error) {
	i.Stage, i.Answer, i.Asking, i.Err, i.Alarm, i.Unkept = stage, answer, AskNothing, nil, false, unkept != nil
}

// StayUnread keeps an ending among what no clerk has read, over a restart too, until it is left as read.
func (i *Item[A, F]) StayUnread() { i.unacknowledged() }

// unacknowledged keeps on disk that nobody has read how it ends, unless that is there already.
func (i *Item[A, F]) unacknowledged() {
	if !i.Unread {
		i.queue.out.keep(i.Write, journal.Untold)
	}
	i.Unread = true
}
