package task

import (
	"context"
	"time"

	"cekr.kranj.si/desk/gui/flow/outbox"
)

// PrintJob is a paper that the print system has taken. Without an ID nobody tells what becomes of it.
type PrintJob struct{ ID, Printer string }

// PrintStatus is what became of a job: a state and, until it has ended, what is in its way; both are codes with sentences under
// "print." and "print.reason.".
type PrintStatus struct {
	State, Reason string
	Ended         bool
}

// How often a job is asked after, and how long at most: a printer without paper is filled within that, or somebody looks again.
const (
	firstAsk  = time.Second
	lastAsk   = 10 * time.Second
	enoughAsk = 15 * time.Minute
)

// follow asks what became of a slip's job, ever less often, until it has ended, nobody looks any more, or something else was done with
// the slip. Each change is said at its place.
func follow(n Needs, job PrintJob, at Place) {
	if job.ID == "" {
		return
	}
	looked := func() bool { return at.Mine() && at.Seen() && at.Paper.Step == PaperPrinted && at.Paper.Job == job }
	news := func(m *Message) {
		at.Paper.Message = m
		at.Draw()
	}
	last, since := PrintStatus{}, time.Duration(0)
	var ask func()
	wait := func(d time.Duration) {
		if since += d; since < enoughAsk {
			n.Tasks.After(d, ask)
		}
	}
	heard := func(status PrintStatus, err error) {
		switch {
		case !looked():
			return
		case err != nil:
			news(Say("print.unclear"))
			return
		case status != last:
			news(status.message(job))
			last = status
		}
		if !status.Ended {
			wait(min(lastAsk, firstAsk+since/4))
		}
	}
	ask = func() {
		if !looked() {
			return
		}
		n.Tasks.Run(func(ctx context.Context) func() {
			ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
			defer cancel()
			status, err := n.Papers.Follow(ctx, job)
			return func() { heard(status, err) }
		})
	}
	wait(firstAsk)
}

func (s PrintStatus) message(job PrintJob) *Message {
	if s.Reason != "" && !s.Ended {
		return Say("print.reason."+s.Reason, "Printer", job.Printer)
	}
	return Say("print."+s.State, "Printer", job.Printer)
}
