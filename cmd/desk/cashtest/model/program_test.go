package model

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// running is a desk as the program makes it, from flow to disk, with a network that waits for the test's word.
type running struct {
	walk    *walk
	number  int
	disk    *disktest.Disk
	kept    *journal.Journal
	counter *flow.Counter
	fresh   bool   // nothing was done at it yet
	begun   string // the id begun last
	events  chan event
	works   int        // begun and not ended
	waits   int        // of them those that wait at the network, or on a disk that never comes back
	arrived []*inquiry // at the network since it was last looked
	tired   int        // what the disk does to the next record
	last    map[string]journal.Kind
	never   chan struct{} // closed at the end: lets go what crashed
}

// event is a work that ended, or came to the network, or came to nothing in a crash.
type event struct {
	ending func()
	at     *inquiry
	dead   bool
}

// inquiry is a request that waits for the test's word.
type inquiry struct {
	method, path string
	header       http.Header
	body         []byte
	reply        chan result
}

type result struct {
	answer *http.Response
	err    error
}

var (
	errNoDial = &net.OpError{Op: "dial", Net: "tcp", Err: io.EOF}
	errLate   = &net.OpError{Op: "read", Net: "tcp", Err: os.ErrDeadlineExceeded}
)

// Run implements flow.Tasks.
func (r *running) Run(work func(context.Context) func()) {
	r.works++
	go func() { r.events <- event{ending: work(context.Background())} }()
}

// After implements flow.Tasks: time does not pass.
func (r *running) After(time.Duration, func()) func() { return func() {} }

// Each implements flow.Tasks.
func (r *running) Each(time.Duration, func()) func() { return func() {} }

// rest lets everything go on that waits for nothing.
func (r *running) rest() {
	for r.works > r.waits {
		switch e := <-r.events; {
		case e.at != nil:
			r.waits++
			r.arrived = append(r.arrived, e.at)
		case e.dead:
			r.waits++
		default:
			r.works--
			if e.ending != nil {
				e.ending()
			}
		}
	}
}

// give answers a request that waits.
func (r *running) give(h *inquiry, what result) {
	r.waits--
	h.reply <- what
	r.rest()
}

// RoundTrip implements http.RoundTripper. What is about a top-up waits; the rest is answered at once.
func (r *running) RoundTrip(q *http.Request) (*http.Response, error) {
	h := &inquiry{method: q.Method, path: q.URL.Path, header: q.Header.Clone(), reply: make(chan result, 1)}
	if q.Body != nil {
		h.body, _ = io.ReadAll(q.Body)
	}
	if !strings.HasPrefix(h.path, "/v1/top-ups/") {
		return r.walk.serve(h), nil
	}
	trace := httptrace.ContextClientTrace(q.Context())
	trace.GetConn("")
	r.events <- event{at: h}
	what := <-h.reply
	if what.err != errNoDial {
		trace.GotConn(httptrace.GotConnInfo{})
		trace.WroteHeaders()
	}
	return what.answer, what.err
}

// watched is the desk's journal, on a disk that does what the model says.
type watched struct {
	*journal.Journal
	desk *running
}

func (w watched) Append(r journal.Record) error {
	tired := w.desk.tired
	w.desk.tired = diskWorks
	fails := map[int]int{diskFails: 1, diskFailsWritten: 4}[tired] // of four calls: log, its sync, head, its sync
	if fails > 0 {
		w.desk.disk.Fail(func(n int, _ disktest.Call) error {
			if n == fails {
				return io.ErrUnexpectedEOF
			}
			return nil
		})
	}
	err := w.Journal.Append(r)
	w.desk.disk.Fail(nil)
	if err == nil || tired == diskFailsWritten {
		w.desk.last[r.ID] = r.Kind
	}
	if tired == diskWorksThenCrash {
		w.desk.events <- event{dead: true}
		<-w.desk.never
	}
	return err
}

// begin starts the program on the desk's disk.
func (r *running) begin() {
	kept, err := journal.Open(r.disk, "journal")
	if err != nil {
		r.walk.t.Fatalf("the journal does not open: %v", err)
	}
	next := &running{walk: r.walk, number: r.number, disk: r.disk, last: r.last, never: r.never, events: make(chan event, 100)}
	needs, _, _ := flowtest.Needs(nil)
	needs.Office, needs.Journal, needs.Tasks = next.client(), watched{kept, next}, next
	needs.Desk, needs.Now = fmt.Sprintf("KR-%d", r.number+1), func() time.Time { return noon }
	needs.NewID = func() string {
		r.walk.ids++
		return fmt.Sprintf("%08d-0000-4000-8000-00000000000%d", r.walk.ids, r.number)
	}
	next.counter = flow.NewCounter(needs)
	if err := next.counter.Start(); err != nil {
		r.walk.t.Fatal(err)
	}
	next.rest()
	r.walk.desks[r.number] = next
	next.counter.SignIn.Submit(staff[r.number][0], staff[r.number][1])
	next.rest()
	next.kept, next.fresh = kept, true
}

func (r *running) client() *client.Client {
	c, err := client.New(client.Config{BaseURL: "http://127.0.0.1:1", EmbeddedSecret: "secret", Desk: fmt.Sprintf("KR-%d", r.number+1), Transport: r})
	if err != nil {
		r.walk.t.Fatal(err)
	}
	return c
}
