package sandbox

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"sync"
	"time"
)

// FaultKind is a way to misbehave.
type FaultKind string

// The kinds of fault. After those marked "handled", what was asked has been done.
const (
	// Slow answers after Delay. A write is in flight meanwhile, and is handled even if the desk has gone.
	Slow FaultKind = "slow"
	// DropBefore closes the connection; the office never looked at the request.
	DropBefore FaultKind = "drop-before"
	// CommitThenDrop closes the connection without an answer; handled.
	CommitThenDrop FaultKind = "commit-then-drop"
	// Status500 answers 500, a problem of the contract; not handled.
	Status500 FaultKind = "status-500"
	// CommitThen500 answers 500 as well; handled.
	CommitThen500 FaultKind = "commit-then-500"
	// Status503 answers 503 in plain text with Retry-After, as a proxy does; not handled.
	Status503 FaultKind = "status-503"
	// Garbage answers 200, application/json, and bytes that are none; handled.
	Garbage FaultKind = "garbage"
	// CutBody sends half of the answer and closes the connection; handled.
	CutBody FaultKind = "cut-body"
	// Foreign200 answers 200 with somebody else's HTML page, as a captive portal does; not handled.
	Foreign200 FaultKind = "foreign-200"
)

// FaultKinds are all kinds, in the order above.
func FaultKinds() []FaultKind {
	return []FaultKind{Slow, DropBefore, CommitThenDrop, Status500, CommitThen500, Status503, Garbage, CutBody, Foreign200}
}

// Fault is what happens to requests of a route. Times is how many requests it meets; 0 is all until Clear.
// Delay goes before any kind, not only Slow.
type Fault struct {
	Kind  FaultKind
	Delay time.Duration
	Times int
}

// Faults are an office's switches. They are not part of the contract.
type Faults struct {
	mu       sync.Mutex
	set      map[string]Fault
	requests counts
	cleared  chan struct{} // closed by Clear: lets go what is held back
}

func newFaults() *Faults {
	return &Faults{set: map[string]Fault{}, requests: counts{of: map[string]int{}}, cleared: make(chan struct{})}
}

// maxCounted is how many ids have their requests counted; an office may be open for years.
const maxCounted = 10_000

// counts are those of the ids that came last.
type counts struct {
	of    map[string]int
	order []string // as they came, in a ring
	next  int      // the oldest, once the ring is full
}

func (c *counts) add(id string) {
	if _, known := c.of[id]; !known {
		if len(c.order) < maxCounted {
			c.order = append(c.order, id)
		} else {
			delete(c.of, c.order[c.next])
			c.order[c.next] = id
			c.next = (c.next + 1) % maxCounted
		}
	}
	c.of[id]++
}

// Set switches a fault on for a route, one of Routes, in place of the one it had.
func (f *Faults) Set(route string, fault Fault) error {
	if !slices.Contains(Routes(), route) {
		return fmt.Errorf("sandbox: %q is no route of the contract", route)
	}
	if !slices.Contains(FaultKinds(), fault.Kind) {
		return fmt.Errorf("sandbox: %q is no kind of fault", fault.Kind)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.set[route] = fault
	return nil
}

// Clear switches all faults off, and lets go the requests that Delay holds back. The counts of Requests stay.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.set)
	close(f.cleared)
	f.cleared = make(chan struct{})
}

// take is the fault that the next request of a route meets, none has no kind; and what ends its delay early.
func (f *Faults) take(route string) (Fault, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fault, there := f.set[route]
	if !there {
		return Fault{}, nil
	}
	if fault.Times == 1 {
		delete(f.set, route)
	} else if fault.Times > 1 {
		fault.Times--
		f.set[route] = fault
	}
	return fault, f.cleared
}

// count notes that a PUT arrived, before any fault.
func (f *Faults) count(r *http.Request, pattern string) {
	if r.Method != http.MethodPut {
		return
	}
	id := r.PathValue("id")
	if own := path.Base(r.URL.Path); isUUID(own) { // of a movement or a count, which stands behind its session's
		id = own
	}
	if !isUUID(id) {
		return
	}
	for _, act := range []string{"/cancellation", "/close"} {
		if len(pattern) > len(act) && pattern[len(pattern)-len(act):] == act {
			id += act
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests.add(id)
}

// Requests is how often a PUT with this id in its path, the last where there are two, arrived, whatever became of it. Those to …/cancellation
// and …/close are counted apart, under the id with that ending. Of all but the last 10,000 ids the count is zero again.
func (o *Office) Requests(id string) int {
	o.faults.mu.Lock()
	defer o.faults.mu.Unlock()
	return o.faults.requests.of[id]
}

// serve answers one request of a route, through the fault that is set for it.
func (o *Office) serve(w *answerWriter, plain *http.Request, to route) {
	r := &request{Request: plain, w: w, hold: func() {}}
	o.faults.count(plain, to.pattern)
	fault, cleared := o.faults.take(to.pattern)
	hold := func() { o.hold(fault.Delay, cleared) }
	handled := !slices.Contains([]FaultKind{DropBefore, Status500, Status503, Foreign200}, fault.Kind)
	if handled && plain.Method == http.MethodPut {
		r.hold = hold
	} else {
		hold()
	}
	switch fault.Kind {
	case DropBefore:
		drop(w)
	case Status500:
		o.send(r, reply{}, refuse("internal"))
	case Status503:
		foreign(w, http.StatusServiceUnavailable, "text/plain; charset=utf-8", "upstream unavailable\n")
	case Foreign200:
		foreign(w, http.StatusOK, "text/html; charset=utf-8", portalPage)
	default:
		a, err := o.produce(r, to)
		o.spoil(fault.Kind, r, a, err)
	}
}

// spoil sends the answer to a request that was handled, or what a fault makes of it.
func (o *Office) spoil(kind FaultKind, r *request, a reply, err error) {
	switch kind {
	case CommitThenDrop:
		drop(r.w)
	case CommitThen500:
		o.send(r, reply{}, refuse("internal"))
	case Garbage:
		foreign(r.w, http.StatusOK, "application/json", "\x00\xff{\"id\":\"\u202e]]\xf0")
	case CutBody:
		cut(r.w, a)
	default:
		o.send(r, a, err)
	}
}

// hold holds a request back, but not an office that closes.
func (o *Office) hold(delay time.Duration, cleared <-chan struct{}) {
	if delay <= 0 {
		return
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-cleared:
	case <-o.closing:
	}
}

// drop closes the connection under the request. Where it cannot be had, the server does it.
func drop(w *answerWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_ = conn.Close()
}

// cut promises the whole answer and sends half of it.
func cut(w *answerWriter, a reply) {
	body := a.body
	if len(body) < 2 {
		body = []byte(`{}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func foreign(w *answerWriter, status int, media, body string) {
	header := w.Header()
	header.Del("Trace-Id")
	header.Set("Content-Type", media)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if status == http.StatusServiceUnavailable {
		header.Set("Retry-After", "1")
	}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

const portalPage = `<!DOCTYPE html><html><head><title>Wi-Fi</title></head><body><h1>Welcome</h1><p>Accept the terms to go on.</p></body></html>
`
