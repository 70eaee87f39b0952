package flow

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
)

// Tasks of the journal.
const (
	taskTopUp      = "topup"
	taskDrawerOpen = "drawer-open"
	taskDrawerEnd  = "drawer-close"
	taskLock       = "lock"
)

// promise is one intention: what every record of it repeats.
type promise struct {
	task, id, mokID string
	amount          money.Amount
	staff, session  string
}

// promises writes intentions to the journal, in the order the protocol asks for. It is called from
// working goroutines and locks itself.
type promises struct {
	mu      sync.Mutex
	journal Journal
	desk    string
	now     func() time.Time
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
	return p.journal.Append(p.record(journal.Intent, of))
}

// sending keeps the exact bytes before they leave. encode is given the desk's next sequence number and
// the hash of the body before; numbered is false for writes that carry neither.
func (p *promises) sending(of promise, encode func(seq int64, prev string) ([]byte, error)) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	seq, prev := p.journal.Next()
	body, err := encode(seq, prev)
	if err != nil {
		return nil, err
	}
	r := p.record(journal.Sending, of)
	r.Body = body
	if carriesSeq(body) {
		r.Seq, r.Prev = seq, prev
	}
	return body, p.journal.Append(r)
}

// again keeps, before they leave once more, that the same bytes are sent another time.
func (p *promises) again(of promise, body []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.record(journal.Sending, of)
	r.Body = body
	r.Seq, r.Prev = seqOf(body)
	return p.journal.Append(r)
}

// end says on disk how it ended.
func (p *promises) end(of promise, kind journal.Kind, note string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.record(kind, of)
	r.Note = noteOf(note)
	err := p.journal.Append(r)
	if p.refusedAsEnded(of, err) {
		return nil // two questions about one id may both bring its ending; it is on disk
	}
	return err
}

// refusedAsEnded tells that the journal works, and took no more about the promise because its ending is on disk.
func (p *promises) refusedAsEnded(of promise, err error) bool {
	return errors.Is(err, journal.ErrRefused) && p.ended(of.id)
}

// noteOf keeps of an office's code what a journal takes: an odd one must not leave the id open.
func noteOf(code string) string {
	code = strings.Map(func(r rune) rune {
		if r == '-' || r == '.' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, code)
	return code[:min(len(code), 64)]
}

func (p *promises) ended(id string) bool {
	return !slices.ContainsFunc(p.journal.Items(), func(item journal.Item) bool { return item.First().ID == id })
}

func carriesSeq(body []byte) bool {
	seq, _ := seqOf(body)
	return seq > 0
}

func seqOf(body []byte) (int64, string) {
	var b struct {
		Seq  int64  `json:"seq"`
		Prev string `json:"prev"`
	}
	if json.Unmarshal(body, &b) != nil {
		return 0, ""
	}
	return b.Seq, b.Prev
}
