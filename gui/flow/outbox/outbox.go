package outbox

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"cekr.kranj.si/desk/client/journal"
)

// ErrUnwritten says of a record that it is certainly not on disk. Any other failure leaves that open.
var ErrUnwritten = errors.New("outbox: record not written")

// ErrFull is ErrUnwritten for want of room in the journal.
var ErrFull = fmt.Errorf("%w: the journal is full", ErrUnwritten)

// ErrEnded says that an ending is on disk already, as another question about its id wrote it.
var ErrEnded = errors.New("outbox: ended on record")

// Outbox writes intentions to the journal, in the order the protocol asks for. All tasks of a desk share one: where
// one of them meets a journal that fails, none takes cash any more. Begin, Attempt, Repeat, Settle and Abandon are
// called away from the screen; they lock for themselves.
type Outbox struct {
	needs Needs
	desk  Desk
	kinds kinds // of the tasks that have a queue

	mu     sync.Mutex
	halted atomic.Bool // set with mu held; looked at without, for the screen never waits for the disk
	cause  error       // the journal's, that halted it

	last Write // the ending that a clerk has read last
}

// New is an outbox over a journal. Desk is told when a record fails that nobody waits for.
func New(n Needs, desk Desk) *Outbox { return &Outbox{needs: n, desk: desk} }

// Halted reports that a record could not be written: until the program is started again, nothing more is begun here.
func (o *Outbox) Halted() bool { return o.halted.Load() }

// Full reports that nothing should begin for which cash is taken. What is open can be ended, and cards be locked.
func (o *Outbox) Full() bool { return o.needs.Journal.Full() }

// Refused reports that a record has no place in the journal, and that the journal itself works on: nothing is on disk
// and nothing was sent.
func (o *Outbox) Refused(err error) bool { return errors.Is(err, ErrUnwritten) && !o.Halted() }

// Begin says on disk that something is about to be asked for. Nothing may be taken or sent before it.
func (o *Outbox) Begin(w Write) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.append(o.record(journal.Intent, w))
}

// Attempt keeps the exact bytes of the first attempt before they leave.
func (o *Outbox) Attempt(w Write, encode Encode) (Sent, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	seq, prev := o.needs.Journal.Next()
	body, err := encode(seq, prev)
	if err != nil {
		return Sent{}, ErrUnwritten
	}
	sent := Sent{Body: body}
	if kind, _ := o.kinds.of(w.Task); kind.Numbered {
		sent.Seq, sent.Prev = seq, prev
	}
	return sent, o.append(o.sending(w, sent))
}

// Repeat keeps, before they leave once more, that the same bytes are sent another time.
func (o *Outbox) Repeat(w Write, sent Sent) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.append(o.sending(w, sent))
}

// Settle says on disk how the office has ended it. ErrEnded tells of an ending that another question wrote.
func (o *Outbox) Settle(w Write, ending journal.Kind, code string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	r := o.record(ending, w)
	r.Why = journal.Reason(code)
	return o.append(r)
}

// Abandon says on disk that it was given up before anything was sent. If its ending is there already, it is well.
func (o *Outbox) Abandon(w Write, why string) error {
	return ended(o.Settle(w, journal.Dropped, why))
}

// Forget ends on disk what has bytes that certainly never left this PC.
func (o *Outbox) Forget(w Write) error {
	return ended(o.Settle(w, journal.Cancelled, WhyNotSent))
}

func ended(err error) error {
	if errors.Is(err, ErrEnded) {
		return nil
	}
	return err
}

func (o *Outbox) record(kind journal.Kind, w Write) journal.Record {
	return journal.Record{
		Kind: kind, ID: w.ID, Task: w.Task, MokID: w.MokID, Amount: w.Amount,
		Desk: o.needs.Desk, Staff: w.Staff, Session: w.Session, At: o.needs.Now(),
	}
}

func (o *Outbox) sending(w Write, sent Sent) journal.Record {
	r := o.record(journal.Sending, w)
	r.Body, r.Seq, r.Prev = sent.Body, sent.Seq, sent.Prev
	if w.Cash.Fits(w.Amount) { // else it isn't known: no write is refused for it
		r.Cash = w.Cash
	}
	return r
}

// append is called with mu held.
func (o *Outbox) append(r journal.Record) error {
	if o.halted.Load() {
		return errors.Join(ErrUnwritten, o.cause)
	}
	err := o.needs.Journal.Append(r)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, journal.ErrFull): // an ending always finds room, but in the journal of an earlier version
		return ErrFull
	case errors.Is(err, journal.ErrRefused) && !r.Kind.Ends():
		return ErrUnwritten
	case errors.Is(err, journal.ErrRefused) && o.ended(r.ID):
		return ErrEnded // two questions about one id may both bring its ending
	}
	o.cause = err
	o.halted.Store(true)
	return err
}

func (o *Outbox) ended(id string) bool {
	return !slices.ContainsFunc(o.needs.Journal.Items(), func(item journal.Item) bool { return item.First().ID == id })
}
