package flow

import (
	"context"
	"errors"
	"strings"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/upn"
)

// Orders is the flow of many payment orders from a list. It needs no office and nobody signed in.
type Orders struct {
	Draw func(OrdersState)

	needs  taskNeeds
	lists  Lists
	host   OrdersHost
	state  OrdersState
	job    ListJob
	cancel func()
	stop   func() // of the timer that waits to complete a path
}

// OrdersHost is what orders from a list need of the counter around them.
type OrdersHost interface {
	// Account gives whom to pay, and whether somebody has said so.
	Account() (account upn.Account, known bool)
	// Head has the choices that hold.
	Head() Letterhead
}

// NewOrders starts without a list.
func NewOrders(n taskNeeds, lists Lists, host OrdersHost) *Orders {
	return &Orders{
		Draw: func(OrdersState) {}, needs: n, lists: lists, host: host, state: OrdersState{Step: OrdersAsking},
		cancel: func() {}, stop: func() {},
	}
}

// State is the present state.
func (o *Orders) State() OrdersState { return o.state }

func (o *Orders) set(change func(*OrdersState)) {
	change(&o.state)
	o.Draw(o.state)
}

// Close forgets the list. Work that is on its way ends; files that are whole stay.
func (o *Orders) Close() {
	o.cancel()
	o.stop()
	o.job = ListJob{}
	o.set(func(s *OrdersState) { *s = OrdersState{Step: OrdersAsking, Turn: s.Turn + 1} })
}

// IsList tells rows that were pasted from a path that was.
func IsList(text string) bool {
	text = strings.TrimSpace(text)
	if strings.ContainsAny(text, "\n\r\t;") {
		return true
	}
	first, _, _ := strings.Cut(text, ",")
	switch Recognise(first, upn.DefaultAccount()).Got {
	case GotUnclear, GotDate, GotDecimal, GotOtherCode: // so paths begin, too
		return false
	case GotPAN:
		return ident.PathHoldsCardNumber(text)
	}
	return true
}

// mostPasted bounds what may be pasted, in bytes: some 50,000 rows. More belongs into a file.
const mostPasted = 4 << 20

// Paste takes rows and checks them.
func (o *Orders) Paste(rows string) {
	switch {
	case o.state.Step != OrdersAsking:
	case len(rows) > mostPasted:
		o.set(func(s *OrdersState) { s.Problem = Say("batch.too-long") })
	default:
		o.check(ListJob{Text: rows})
	}
}

// Read takes the path of a list and checks it.
func (o *Orders) Read(path string) {
	switch path = strings.TrimSpace(path); {
	case o.state.Step != OrdersAsking:
	case path == "":
		o.set(func(s *OrdersState) { s.Problem = Say("batch.missing") })
	case cardNumberForPath(path) != nil:
		o.set(func(s *OrdersState) { s.Problem, s.Options, s.Turn = cardNumberForPath(path), nil, s.Turn+1 })
	default:
		o.check(ListJob{Path: path})
	}
}

func (o *Orders) check(job ListJob) {
	o.stop()
	account, known := o.host.Account()
	job.Account, job.Assumed, job.Choices = account, !known, o.host.Head().Choices
	o.job = job
	o.set(func(s *OrdersState) {
		*s = OrdersState{Step: OrdersChecking, Path: job.Path, Pasted: job.Path == "", Turn: s.Turn}
	})
	o.run(func(ctx context.Context, here func(func(*OrdersState))) func(*OrdersState) {
		report, err := o.lists.Check(ctx, job, func(rows int) {
			here(func(s *OrdersState) { s.Rows = max(s.Rows, rows) })
		})
		return func(s *OrdersState) {
			s.Step, s.Report = OrdersChecked, report
			if err != nil {
				s.Step, s.Problem = OrdersAsking, ordersProblem(err)
			}
		}
	})
}

// Make makes the orders of the good rows. With bad ones it does nothing unless the clerk has said to skip them.
func (o *Orders) Make(skip bool) {
	st := o.state
	if st.Step != OrdersChecked || st.Report.Good == 0 || st.Report.Bad > 0 && !skip {
		return
	}
	job := o.job
	o.set(func(s *OrdersState) { s.Step, s.Done = OrdersMaking, 0 })
	o.run(func(ctx context.Context, here func(func(*OrdersState))) func(*OrdersState) {
		made, err := o.lists.Make(ctx, job, st.Report, func(done, _ int) {
			here(func(s *OrdersState) { s.Done = max(s.Done, done) })
		})
		return func(s *OrdersState) {
			s.Step, s.Made, s.Done = OrdersMade, made, made.Forms
			if err != nil {
				s.Problem = ordersProblem(err)
			}
			s.Report.Sample = nil
		}
	})
}

// run does work away from the screen that the clerk may cancel. The work may change the state meanwhile by here; all it says counts only
// as long as the list is the same.
func (o *Orders) run(work func(ctx context.Context, here func(func(*OrdersState))) func(*OrdersState)) {
	turn := o.state.Turn
	ctx, cancel := context.WithCancel(context.Background())
	o.cancel = cancel
	here := func(change func(*OrdersState)) {
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
			o.set(func(s *OrdersState) {
				s.Cancelling = false
				ending(s)
			})
		}
	})
}

// Cancel ends the work that is on its way. Files that are whole stay.
func (o *Orders) Cancel() {
	if o.state.Busy() {
		o.cancel()
		o.set(func(s *OrdersState) { s.Cancelling = true })
	}
}

// Back goes one step back, and reports false where there is none.
func (o *Orders) Back() bool {
	switch {
	case o.state.Busy():
		o.Cancel()
	case o.state.Step == OrdersChecked, o.state.Step == OrdersMade:
		o.Close()
	default:
		return false
	}
	return true
}

// Open shows a file that was made.
func (o *Orders) Open(path string) {
	if o.state.Step != OrdersMade {
		return
	}
	turn := o.state.Turn
	o.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, writeLimit)
		defer cancel()
		said := Say("slip.opened")
		if err := o.lists.Open(ctx, path); err != nil {
			said = otherwise(paperProblem(err), "order.failed")
		}
		return func() {
			if turn == o.state.Turn {
				o.set(func(s *OrdersState) { s.Opened = said })
			}
		}
	})
}

// Typed takes a path as it stands after a key, and looks how it may go on once the clerk pauses.
func (o *Orders) Typed(path string) {
	o.stop()
	if o.state.Step != OrdersAsking {
		return
	}
	o.stop = o.needs.Tasks.After(drawDelay, func() {
		turn := o.state.Turn
		o.needs.Tasks.Run(func(ctx context.Context) func() {
			options := o.lists.Complete(ctx, path)
			return func() {
				if turn == o.state.Turn && o.state.Step == OrdersAsking {
					o.set(func(s *OrdersState) { s.Options, s.Problem = options, nil })
				}
			}
		})
	})
}

// broke is the ending of work that panicked.
func (o *Orders) broke() {
	if broken(o.needs.Tasks) && o.state.Busy() {
		o.Close()
		o.set(func(s *OrdersState) { s.Problem = Say("batch.failed") })
	}
}

func ordersProblem(err error) *Message {
	if errors.Is(err, context.Canceled) {
		return Say("orders.cancelled")
	}
	return otherwise(paperProblem(err), "batch.failed")
}
