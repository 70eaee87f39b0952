package model

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/simdisk"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// running is a desk as the program makes it, from flow to disk, with a network that waits for the test's word.
type running struct {
	walk    *walk
	number  int
	disk    *simdisk.Disk
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
		w.desk.disk.Fail(func(n int, _ simdisk.Call) error {
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

// walk is a path of the model through the program.
type walk struct {
	t      testing.TB
	office *sandbox.Office
	now    atomic.Int64
	ids    int
	start  int64 // cents on the card
	token  string
	desks  [2]*running
	of     [2]*real
}

// real is what the program has of an intention.
type real struct {
	desk    int
	id      string
	amount  money.Amount
	call    *inquiry    // the question of the screen
	behind  *inquiry    // the question in the background
	got     *result     // what the network has for the screen
	gotBack *result     // what it has for the background
	work    chan result // what the office works on
	mine    bool        // and whether the screen waits for it
	late    []*inquiry  // copies of the body
	cancels []*inquiry
}

const (
	anna, boris = "1001", "1002"
	six         = "481205"
)

var staff = [...][2]string{{anna, "2468"}, {boris, "1357"}}

func newWalk(t testing.TB, w *world) *walk {
	k := &walk{t: t}
	k.now.Store(noon.UnixMilli())
	office, err := sandbox.Open(context.Background(), sandbox.Options{Now: func() time.Time { return time.UnixMilli(k.now.Load()) }})
	if err != nil {
		t.Fatal(err)
	}
	k.office = office
	k.token = k.signIn()
	k.start = k.balance()
	for i := range k.of {
		k.of[i] = &real{desk: int(w.desk[i]), amount: money.EUR(int64(200 + 100*i))}
	}
	for n := range k.desks {
		k.desks[n] = &running{walk: k, number: n, disk: simdisk.New(), last: map[string]journal.Kind{}, never: make(chan struct{})}
		k.openDrawer(n)
		k.desks[n].begin()
	}
	return k
}

func (k *walk) close() {
	for _, d := range k.desks {
		close(d.never)
	}
	k.office.Faults().Clear()
	for _, r := range k.of {
		if r.work != nil {
			<-r.work
		}
	}
	if err := k.office.Close(); err != nil {
		k.t.Error(err)
	}
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

func (k *walk) openDrawer(n int) {
	id := fmt.Sprintf("%08d-0000-4000-8000-0000000000d%d", n, n)
	body, err := client.DrawerOpening{ID: id, Desk: fmt.Sprintf("KR-%d", n+1), Staff: staff[n][0], Float: money.EUR(10000)}.Encode()
	if err != nil {
		k.t.Fatal(err)
	}
	h := &inquiry{method: "POST", path: "/v1/sign-ins", header: typed(""), body: fmt.Appendf(nil, `{"staffNumber":%q,"pin":%q,"desk":"KR-%d"}`, staff[n][0], staff[n][1], n+1)}
	token := between(k.serve(h), `"token":"`)
	if a := k.serve(&inquiry{method: "PUT", path: "/v1/drawer-sessions/" + id, header: typed(token), body: body}); a.StatusCode != 201 {
		k.t.Fatalf("no drawer: %d", a.StatusCode)
	}
}

func typed(token string) http.Header {
	h := http.Header{"Content-Type": {"application/json"}}
	if token != "" {
		h.Set("Authorization", "Bearer "+token)
	}
	return h
}

func (k *walk) signIn() string {
	h := &inquiry{method: "POST", path: "/v1/sign-ins", header: typed(""), body: []byte(`{"staffNumber":"2001","pin":"8642","desk":"KR-9"}`)}
	return between(k.serve(h), `"token":"`)
}

// between reads the text after a mark up to the next quote.
func between(a *http.Response, mark string) string {
	b, _ := io.ReadAll(a.Body)
	_, rest, _ := strings.Cut(string(b), mark)
	text, _, _ := strings.Cut(rest, `"`)
	return text
}

// state is the office's word on an id; only this one asks it past the network.
func (k *walk) state(id string) string {
	return between(k.serve(&inquiry{method: "GET", path: "/v1/top-ups/" + id, header: typed(k.token)}), `"state":"`)
}

func (k *walk) balance() int64 {
	a := k.serve(&inquiry{method: "GET", path: "/v1/cards/" + card, header: typed(k.token)})
	b, _ := io.ReadAll(a.Body)
	_, rest, _ := strings.Cut(string(b), `"balance":{"amount":`)
	var cents int64
	fmt.Sscanf(rest, "%d", &cents)
	return cents
}

// serve lets the office answer a request.
func (k *walk) serve(h *inquiry) *http.Response {
	rec := httptest.NewRecorder()
	q := httptest.NewRequest(h.method, "http://127.0.0.1:1"+h.path, bytes.NewReader(h.body))
	q.Header = h.header
	k.office.Handler().ServeHTTP(rec, q)
	a := rec.Result()
	a.Request = q
	return a
}
