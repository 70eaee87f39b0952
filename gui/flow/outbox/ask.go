package outbox

import (
	"context"
	"errors"
	"time"

	"cekr.kranj.si/desk/client"
)

// ErrPanicked is work that ended in a panic.
var ErrPanicked = errors.New("outbox: work panicked")

// Check asks the office what became of the item on the screen, or for what the journal doesn't keep of its ending.
func (i *Item[A, F]) Check() {
	if i.Stage.Ended() {
		i.Learn(nil)
		return
	}
	if !i.MayCheck() {
		return
	}
	i.ask(AskCheck)
	i.question(i.Write, false, ReadLimit, i.task.check)
}

// SendAgain sends the same bytes under the same id once more. From the second attempt on nothing is certain.
func (i *Item[A, F]) SendAgain() {
	if !i.MaySendAgain() {
		return
	}
	i.Stage = Unknown
	i.ask(AskAgain)
	sent := i.Sent
	i.question(i.Write, false, WriteLimit, func(ctx context.Context, o *Outbox, w Write) attempt[A] {
		return i.task.again(ctx, o, w, sent)
	})
}

// GiveBack asks the office for a tombstone: only cancelled means that it will never be done. When nothing was ever
// sent, no tombstone is needed.
func (i *Item[A, F]) GiveBack() {
	switch {
	case !i.MayGiveBack():
	case i.Stage == NotSent:
		i.forget()
	case i.task.Cancel != nil:
		i.ask(AskGiveBack)
		i.question(i.Write, false, WriteLimit, func(ctx context.Context, o *Outbox, w Write) attempt[A] {
			return i.task.heard(o, w, i.task.Cancel(ctx, w))
		})
	}
}

func (i *Item[A, F]) forget() {
	w := i.Write
	i.change(func() { i.Asking = AskGiveBack })
	i.Run(WriteLimit, func(context.Context) func() {
		err := i.queue.out.Forget(w)
		return func() {
			if err != nil {
				i.halt(err, false)
				return
			}
			var nothing A
			i.end(Cancelled, nothing, nil)
		}
	})
}

func (i *Item[A, F]) ask(what Ask) {
	i.stop()
	i.change(func() { i.Asking, i.Asked = what, i.Asked+1 })
}

// question does work about an item that was sent. Its ending finds the item wherever it is by then: a clerk need not
// wait for the office before the next customer. away says that no clerk has asked.
func (i *Item[A, F]) question(w Write, away bool, limit time.Duration, work func(context.Context, *Outbox, Write) attempt[A]) {
	i.Run(limit, func(ctx context.Context) func() {
		a := work(ctx, i.queue.out, w)
		return func() { i.heard(away, a) }
	})
}

// heard takes an answer about an item, wherever it is.
func (i *Item[A, F]) heard(away bool, a attempt[A]) {
	switch {
	case i.queue.shown != i:
		i.heardParked(a)
	case i.Stage != Unknown, away && a.before == nil && !a.out.Verdict.Final():
		// it has ended, or the screen's own question has its own ending
	case a.before != nil:
		i.halt(a.before, false)
	default:
		if a.second || away { // on disk it may bear a clerk, who may not be the one to read it; or none
			i.unwaited(a.second)
		}
		i.answered(a)
	}
}

// unwaited marks an item that is on the screen and whose answer no clerk has asked for: that it is read must be said.
func (i *Item[A, F]) unwaited(second bool) {
	if i.task.Kind.Acknowledges == nil {
		return
	}
	if second {
		i.unacknowledged()
	}
	i.Unread = true
}

// heardParked takes an answer about an item that is not on the screen. What has ended stays there until a clerk has
// read it.
func (i *Item[A, F]) heardParked(a attempt[A]) {
	i.Asking = AskNothing
	switch stage, final := endings[a.out.Verdict]; {
	case i.Stage != Unknown || a.before != nil:
		i.queue.screen.Changed(i)
	case !final:
		i.change(func() { i.unknown(a.out) })
		i.rest = min(i.Asked/2, mostRests)
	default:
		i.Unread = true
		i.change(func() { i.ended(stage, a.out.Answer, a.after) })
		i.queue.screen.Ended(i, true)
	}
}

// mostRests bounds how many looks in a row leave an item out: it is asked about once a minute at least.
const mostRests = 3

// CheckParked asks for every open item that is not on the screen what became of it, the longer it lasts the more
// seldom. An ending that comes of it bears no clerk: none has read it yet.
func (q *Queue[A, F]) CheckParked() {
	for _, i := range q.Parked() {
		switch {
		case !i.Stage.MayCheck() || i.Asking != AskNothing:
		case i.rest > 0:
			i.rest--
		default:
			i.Asking, i.Asked = AskCheck, i.Asked+1
			w := i.Write
			w.Staff = ""
			i.question(w, true, ReadLimit, i.task.check)
		}
	}
}

// CheckSoon lets the next CheckParked ask about everything.
func (q *Queue[A, F]) CheckSoon() {
	for _, i := range q.parked {
		i.rest = 0
	}
}

// Learn asks the office for what the journal doesn't keep of an ending. more, if not nil, asks for what else the
// screen wants once it was posted; what it returns is done before the item is drawn.
func (i *Item[A, F]) Learn(more func(ctx context.Context) (then func())) {
	if !i.mayLearn() {
		i.queue.screen.Changed(i)
		return
	}
	w := i.Write
	i.change(func() { i.Asking, i.Asked = AskCheck, i.Asked+1 })
	i.Run(ReadLimit, func(ctx context.Context) func() {
		out := i.task.Ask(ctx, w)
		then := func() {}
		if out.Verdict == client.Posted && more != nil {
			then = more(ctx)
		}
		return func() {
			then()
			i.learned(out)
		}
	})
}

func (i *Item[A, F]) learned(out client.Outcome[A]) {
	stage, final := endings[out.Verdict]
	i.change(func() {
		i.Asking, i.Err, i.Differs = AskNothing, nil, false
		switch {
		case !final && out.Err != nil:
			i.Err = out.Err
		case stage != i.Stage:
			i.Differs = true
		default:
			i.Answer, i.Learned = out.Answer, true
		}
	})
	i.tokenLost(out.Err)
}
