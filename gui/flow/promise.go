package flow

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
)

// Tasks of the journal. The last three are marks: facts of this desk that are never sent.
const (
	taskTopUp      = "topup"
	taskDrawerOpen = "drawer-open"
	taskDrawerEnd  = "drawer-close"
	taskLock       = "lock"
	markUntold     = "untold"     // the ending of the top-up or lock in Session was not read
	markTold       = "told"       // a clerk has read it
	markCompared   = "reconciled" // the office has confirmed everything up to the number in Note
)

// promise is one intention: what every record of it repeats.
type promise struct {
	task, id, mokID string
	amount          money.Amount
	staff, session  string
	names           string // what the request names, where that is not the id: a drawer's session
	cash            cash
}

// promises writes intentions to the journal, in the order the protocol asks for. All flows of a desk share
// one: where one of them meets a journal that fails, none takes cash any more. It is called from working
// goroutines and locks itself.
type promises struct {
	mu      sync.Mutex
	journal Journal
	desk    string
	now     func() time.Time
	broken  atomic.Bool // set with mu held; looked at without, for the screen never waits for the disk
}

func newPromises(n Needs) *promises {
	return &promises{journal: n.Journal, desk: n.Desk, now: n.Now}
}

// errUnwritten says of a record that it is certainly not on disk. Any other failure leaves that open.
var errUnwritten = errors.New("flow: record not written")

// errFull is errUnwritten for want of room in the journal.
var errFull = fmt.Errorf("%w: the journal is full", errUnwritten)

// errEnded says that an ending is on disk already, as another question about its id wrote it.
var errEnded = errors.New("flow: ended on record")

// halted reports that a record could not be written: until the program is started again, nothing more is
// promised here.
func (p *promises) halted() bool { return p.broken.Load() }

// full reports that nothing should begin for which cash is taken. What is open can be ended, and cards be locked.
func (p *promises) full() bool { return p.journal.Full() }

// refused tells a clerk why what was to be done has no place in the journal, if the journal itself works on; nil if
// it may be on disk or the desk is halted.
func (p *promises) refused(err error, phone string) *Message {
	switch {
	case p.halted() || !errors.Is(err, errUnwritten):
		return nil
	case errors.Is(err, errFull):
		return Say("journal.full", "Phone", phone)
	}
	return Say("journal.refused", "Phone", phone)
}

// append is called with mu held.
func (p *promises) append(r journal.Record) error {
	if p.broken.Load() {
		return errUnwritten
	}
	err := p.journal.Append(r)
	if err == nil {
		return nil
	}
	if errors.Is(err, journal.ErrFull) { // an ending always finds room, but in the journal of an earlier version
		return errFull
	}
	if r.Kind.Ends() && errors.Is(err, journal.ErrRefused) && p.ended(r.ID) {
		return errEnded // two questions about one id may both bring its ending
	}
	if errors.Is(err, journal.ErrRefused) && !r.Kind.Ends() {
		return errUnwritten
	}
	p.broken.Store(true)
	return err
}

func (p *promises) record(kind journal.Kind, of promise) journal.Record {
	return journal.Record{
		Kind: kind, ID: of.id, Task: of.task, MokID: of.mokID, Amount: of.amount,
		Desk: p.desk, Staff: of.staff, Session: of.session, At: p.now(),
	}
}

// intend says on disk that something is about to be asked for. Nothing may be taken or sent before it.
func (p *promises) intend(of promise) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.append(p.record(journal.Intent, of))
}

// sending keeps the exact bytes before they leave. encode is given the desk's next sequence number and
// the hash of the body before; numbered is false for writes that carry neither.
func (p *promises) sending(of promise, encode func(seq int64, prev string) ([]byte, error)) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	seq, prev := p.journal.Next()
	body, err := encode(seq, prev)
	if err != nil {
		return nil, errUnwritten
	}
	r := p.record(journal.Sending, of)
	r.Body, r.Note = body, of.cash.note()
	if carriesSeq(body) {
		r.Seq, r.Prev = seq, prev
	}
	return body, p.append(r)
}

// again keeps, before they leave once more, that the same bytes are sent another time.
func (p *promises) again(of promise, body []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.record(journal.Sending, of)
	r.Body, r.Note = body, of.cash.note()
	r.Seq, r.Prev = seqOf(body)
	return p.append(r)
}

// end says on disk how it ended. If that is there already, it is well.
func (p *promises) end(of promise, kind journal.Kind, note string) error {
	if err := p.finish(of, kind, note); !errors.Is(err, errEnded) {
		return err
	}
	return nil
}

// finish is end, but for errEnded: it tells of an ending that another question wrote.
func (p *promises) finish(of promise, kind journal.Kind, note string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.record(kind, of)
	r.Note = noteOf(note)
	return p.append(r)
}

// mark keeps a fact of this desk. Its intention alone is enough: Recover ends what a crash left between.
func (p *promises) mark(of promise, note string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.record(journal.Intent, of)
	r.Note = note
	if err := p.append(r); err != nil {
		return err
	}
	r.Kind = journal.Dropped
	return p.append(r)
}

func isMark(task string) bool {
	return task == markTold || task == markUntold || task == markCompared
}

func (p *promises) ended(id string) bool {
	return !slices.ContainsFunc(p.journal.Items(), func(item journal.Item) bool { return item.First().ID == id })
}
