package order

import (
	"context"
	"errors"
	"strings"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Batch is the flow of many payment orders from a list. It needs no office and nobody signed in.
type Batch struct {
	Draw func(BatchState)

	needs  task.Needs
	lists  Lists
	host   BatchHost
	state  BatchState
	job    ListJob
	cancel func()
	stop   func() // of the timer that waits to complete a path
}

// BatchHost is what orders from a list need of the counter around them.
type BatchHost interface {
	// Account gives whom to pay, and whether somebody has said so.
	Account() (account upn.Account, known bool)
}

// NewBatch starts without a list.
func NewBatch(n task.Needs, lists Lists, host BatchHost) *Batch {
	return &Batch{
		Draw: func(BatchState) {}, needs: n, lists: lists, host: host, state: BatchState{Step: BatchAsking},
		cancel: func() {}, stop: func() {},
	}
}

// State is the present state.
func (o *Batch) State() BatchState { return o.state }

func (o *Batch) set(change func(*BatchState)) {
	change(&o.state)
	o.Draw(o.state)
}

// Close forgets the list. Work that is on its way ends; files that are whole stay.
func (o *Batch) Close() {
	o.cancel()
	o.stop()
	o.job = ListJob{}
	o.set(func(s *BatchState) { *s = BatchState{Step: BatchAsking, Turn: s.Turn + 1} })
}

// IsList tells rows that were pasted from a path that was.
func IsList(text string) bool {
	text = strings.TrimSpace(text)
	if strings.ContainsAny(text, "\n\r\t;") {
		return true
	}
	first, _, _ := strings.Cut(text, ",")
	switch recognise.Recognise(first, upn.DefaultAccount()).Got {
	case recognise.GotUnclear, recognise.GotDate, recognise.GotDecimal, recognise.GotOtherCode: // so paths begin, too
		return false
	case recognise.GotPAN:
		return ident.PathHoldsCardNumber(text)
	}
	return true
}

// mostPasted bounds what may be pasted, in bytes: some 50,000 rows. More belongs into a file.
const mostPasted = 4 << 20

// Paste takes rows and checks them.
func (o *Batch) Paste(rows string) {
	switch {
	case o.state.Step != BatchAsking:
	case len(rows) > mostPasted:
		o.set(func(s *BatchState) { s.Problem = task.Say("batch.too-long") })
	default:
		o.check(ListJob{Text: rows})
	}
}

// Read takes the path of a list and checks it.
func (o *Batch) Read(path string) {
	switch path = strings.TrimSpace(path); {
	case o.state.Step != BatchAsking:
	case path == "":
		o.set(func(s *BatchState) { s.Problem = task.Say("batch.missing") })
	case task.CardNumberForPath(path) != nil:
		o.set(func(s *BatchState) { s.Problem, s.Options, s.Turn = task.CardNumberForPath(path), nil, s.Turn+1 })
	default:
		o.check(ListJob{Path: path})
	}
}

func (o *Batch) check(job ListJob) {
	o.stop()
	account, known := o.host.Account()
	head := o.needs.Head()
	job.Account, job.Assumed, job.Choices, job.Practice = account, !known, head.Choices, head.Practice
	o.job = job
	o.set(func(s *BatchState) {
		*s = BatchState{Step: BatchChecking, Path: job.Path, Pasted: job.Path == "", Turn: s.Turn}
	})
	o.run(func(ctx context.Context, here func(func(*BatchState))) func(*BatchState) {
		report, err := o.lists.Check(ctx, job, func(rows int) {
			here(func(s *BatchState) { s.Rows = max(s.Rows, rows) })
		})
		return func(s *BatchState) {
			s.Step, s.Report = BatchChecked, report
			if err != nil {
				s.Step, s.Problem = BatchAsking, batchProblem(err)
			}
		}
	})
}

// Make makes the orders of the good rows. With bad ones it does nothing unless the clerk has said to skip them.
func (o *Batch) Make(skip bool) {
	st := o.state
	if st.Step != BatchChecked || st.Report.Good == 0 || st.Report.Bad > 0 && !skip {
		return
	}
	job := o.job
	o.set(func(s *BatchState) { s.Step, s.Done = BatchMaking, 0 })
	o.run(func(ctx context.Context, here func(func(*BatchState))) func(*BatchState) {
		made, err := o.lists.Make(ctx, job, st.Report, func(done, _ int) {
			here(func(s *BatchState) { s.Done = max(s.Done, done) })
		})
		return func(s *BatchState) {
			s.Step, s.Made, s.Done = BatchMade, made, made.Forms
			if err != nil {
				s.Problem = batchProblem(err)
			}
			s.Report.Sample = nil
		}
	})
}

// run does work away from the screen that the clerk may cancel. The work may change the state meanwhile by here; all it says counts only
// as long as the list is the same.
func (o *Batch) run(work func(ctx context.Context, here func(func(*BatchState))) func(*BatchState)) {
	turn := o.state.Turn
	ctx, cancel := context.WithCancel(context.Background())
	o.cancel = cancel
	here := func(change func(*BatchState)) {
		o.needs.Tasks.Run(func(context.Context) func() {
			return func() {
				if turn == o.state.Turn && o.state.Busy() {
					o.set(change)
				}
			}
		})
	}
	o.needs.Tasks.Run(func(program context.Context) func() {
		defer context.AfterFunc(program, cancel)()
		ending := work(ctx, here)
		return func() {
			cancel()
			if turn != o.state.Turn {
				return
			}
			o.set(func(s *BatchState) {
				s.Cancelling = false
				ending(s)
			})
		}
	})
}

// Cancel ends the work that is on its way. Files that are whole stay.
func (o *Batch) Cancel() {
	if o.state.Busy() {
		o.cancel()
		o.set(func(s *BatchState) { s.Cancelling = true })
	}
}

// Back goes one step back, and reports false where there is none.
func (o *Batch) Back() bool {
	switch {
	case o.state.Busy():
		o.Cancel()
	case o.state.Step == BatchChecked, o.state.Step == BatchMade:
		o.Close()
	default:
		return false
	}
	return true
}

// Open shows a file that was made.
func (o *Batch) Open(path string) {
	if o.state.Step != BatchMade {
		return
	}
	turn := o.state.Turn
	o.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.WriteLimit)
		defer cancel()
		said := task.Say("slip.opened")
		if err := o.lists.Open(ctx, path); err != nil {
			said = task.PaperProblem(err)
		}
		return func() {
			if turn == o.state.Turn {
				o.set(func(s *BatchState) { s.Opened = said })
			}
		}
	})
}

// Typed takes a path as it stands after a key, and looks how it may go on once the clerk pauses.
func (o *Batch) Typed(path string) {
	o.stop()
	if o.state.Step != BatchAsking {
		return
	}
	o.stop = o.needs.Tasks.After(task.DrawDelay, func() {
		turn := o.state.Turn
		o.needs.Tasks.Run(func(ctx context.Context) func() {
			options := o.lists.Complete(ctx, path)
			return func() {
				if turn == o.state.Turn && o.state.Step == BatchAsking {
					o.set(func(s *BatchState) { s.Options, s.Problem = options, nil })
				}
			}
		})
	})
}

// Panicked is the ending of work that panicked.
func (o *Batch) Panicked() {
	if task.Panicked(o.needs.Tasks) && o.state.Busy() {
		o.Close()
		o.set(func(s *BatchState) { s.Problem = task.Say("batch.failed") })
	}
}

func batchProblem(err error) *task.Message {
	if errors.Is(err, context.Canceled) {
		return task.Say("orders.cancelled")
	}
	return task.Otherwise(task.PaperProblem(err), "batch.failed")
}
