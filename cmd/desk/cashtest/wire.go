package cashtest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"time"

	"cekr.kranj.si/desk/client/ident"
)

// host is the office's address on a wire; secret opens it. Whoever dials another host is caught.
const (
	host   = "127.0.0.1:80"
	secret = "the-wire's-own"
)

// Tell is told what happens, for the replay of a seed; nil is silence.
type Tell func(who, what string, values ...any)

func (t Tell) tell(who, what string, values ...any) {
	if t != nil {
		t(who, what, values...)
	}
}

// Wire is a network in memory between desks and one office. Every request takes its time, and meets a fault as
// often as the rate says: writes and questions on which cash hangs as often as that, all else more seldom. It runs under testing/synctest as well as in real time.
type Wire struct {
	office  http.Handler
	pending sync.WaitGroup // deliveries under way, late ones too
	tell    Tell
	tally   *Tally

	mu     sync.Mutex
	rate   int // faults in a thousand requests
	leaks  []string
	counts map[string]int // PUTs as desks have sent them, by path
	agreements
}

// NewWire leads to an office. Rate is faults in a thousand requests on which cash hangs.
func NewWire(office http.Handler, rate int, tally *Tally, tell Tell) *Wire {
	return &Wire{office: office, rate: rate, tally: tally, tell: tell, counts: map[string]int{},
		agreements: agreements{map[string]string{}, map[string]map[string]string{}}}
}

// Calm ends all faults. What is late still comes.
func (w *Wire) Calm() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rate = 0
}

func (w *Wire) faults() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rate
}

// Flush waits until nothing is on its way any more.
func (w *Wire) Flush() { w.pending.Wait() }

// Sent is how often a desk has put a request on the wire, by its path.
func (w *Wire) Sent(path string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.counts[path]
}

// Leaks are the addresses that a desk has dialled though they are not the office's.
func (w *Wire) Leaks() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.leaks
}

// Line is one program's way to the office, until it is cut.
type Line struct {
	wire   *Wire
	seed   uint64
	server *http.Server
	calls  chan net.Conn
	dead   chan struct{}
	once   sync.Once

	happens func(n int) // is told of the n-th event

	mu     sync.Mutex
	times  map[string]int
	events int
}

// event counts what happens to a request: it arrives, the office has had it, the answer is under way.
func (l *Line) event() {
	l.mu.Lock()
	l.events++
	n := l.events
	l.mu.Unlock()
	l.happens(n)
}

// chance is the chance of one event on the line: the n-th of its kind, whatever else happens at the same moment.
func (l *Line) chance(kind string) chance {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.times[kind]++
	return newChance(l.seed, kind+" "+strconv.Itoa(l.times[kind]))
}

// NewLine lays a line with chance of its own; happens is told of every event on it.
func (w *Wire) NewLine(seed uint64, happens func(n int)) *Line {
	l := &Line{wire: w, seed: seed, happens: happens, times: map[string]int{}, calls: make(chan net.Conn), dead: make(chan struct{})}
	l.server = &http.Server{Handler: l, ErrorLog: log.New(io.Discard, "", 0)}
	w.pending.Go(func() { _ = l.server.Serve(l) })
	return l
}

// Cut ends the program's connections, as its death does. What is on its way goes on.
func (l *Line) Cut() {
	l.once.Do(func() {
		close(l.dead)
		_ = l.server.Close()
	})
}

// Transport is net/http's own over this line.
func (l *Line) Transport() http.RoundTripper {
	return requestKind{line: l, Transport: &http.Transport{DialContext: l.dial, DisableCompression: true, MaxIdleConnsPerHost: 1,
		IdleConnTimeout: 30 * time.Second, ResponseHeaderTimeout: 20 * time.Second, MaxResponseHeaderBytes: 64 << 10}}
}

// kind is a request without what is its own.
func kind(r *http.Request) string {
	parts := strings.Split(r.URL.Path, "/")
	for i, part := range parts {
		if ident.IsUUID(part) || ident.IsMokID(part) {
			parts[i] = "*"
		}
	}
	return r.Method + " " + strings.Join(parts, "/")
}

// requestKind lets a dial know what it is for, and sees to it that no two requests begin in the same instant: it would be
// nobody's choice which of them gets the connection that is free.
type requestKind struct {
	*http.Transport
	line *Line
}

type requestKindKey struct{}

func (e requestKind) RoundTrip(r *http.Request) (*http.Response, error) {
	what := kind(r)
	if !e.line.sleep(r.Context(), e.line.chance("begin "+what).between(time.Microsecond, time.Millisecond)) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errRefused}
	}
	return e.Transport.RoundTrip(r.WithContext(context.WithValue(r.Context(), requestKindKey{}, what)))
}

var errRefused = errors.New("connection refused")

// seldom is how many times less often than a request about money a dial fails, since that hides what comes after
// it, and a request about anything else.
const seldom = 6

func (l *Line) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if address != host {
		l.wire.mu.Lock()
		l.wire.leaks = append(l.wire.leaks, address)
		l.wire.mu.Unlock()
		return nil, &net.OpError{Op: "dial", Net: network, Err: errRefused}
	}
	what, _ := ctx.Value(requestKindKey{}).(string)
	wait, fault := l.drawDial(l.chance("dial " + what))
	if !l.sleep(ctx, wait) || fault {
		return nil, &net.OpError{Op: "dial", Net: network, Err: errRefused}
	}
	here, there := net.Pipe()
	select {
	case l.calls <- there:
		return here, nil
	case <-l.dead:
		return nil, &net.OpError{Op: "dial", Net: network, Err: errRefused}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// drawDial gives how long a dial takes and whether it fails; nothing answers a dial for five seconds at most.
func (l *Line) drawDial(random chance) (time.Duration, bool) {
	if !random.in(l.wire.faults() / seldom) {
		return random.between(100*time.Microsecond, 5*time.Millisecond), false
	}
	if one(random, Refused, Unreachable) == Unreachable {
		return 5*time.Second + random.between(0, time.Millisecond), true
	}
	return random.between(100*time.Microsecond, 5*time.Millisecond), true
}

// sleep is false when the line or the asker has ended before.
func (l *Line) sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	case <-l.dead:
		return false
	}
}

// Accept implements net.Listener.
func (l *Line) Accept() (net.Conn, error) {
	select {
	case c := <-l.calls:
		return c, nil
	case <-l.dead:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (l *Line) Close() error { return nil }

// Addr implements net.Listener.
func (l *Line) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

// request is what has arrived, whole.
type request struct {
	*http.Request
	body []byte
}

func (w *Wire) count(r *http.Request) {
	if r.Method != http.MethodPut {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.counts[r.URL.Path]++
}

// deliver hands the request to the office, whoever still waits for an answer.
func (w *Wire) deliver(r request) *httptest.ResponseRecorder {
	again := r.Clone(context.WithoutCancel(r.Context()))
	again.Body = io.NopCloser(bytes.NewReader(r.body))
	answer := httptest.NewRecorder()
	w.office.ServeHTTP(answer, again)
	w.tell.tell("office", "%s %s: %d %s", r.Method, r.URL.Path, answer.Code, answer.Body)
	return answer
}

// later delivers the request once more after a while.
func (w *Wire) later(r request, after time.Duration) {
	w.pending.Go(func() {
		time.Sleep(after)
		w.deliver(r)
	})
}

// ServeHTTP lets a request meet its fault.
func (l *Line) ServeHTTP(w http.ResponseWriter, plain *http.Request) {
	body, err := io.ReadAll(plain.Body)
	if err != nil {
		return
	}
	l.wire.count(plain)
	l.wire.hear(plain, body)
	l.wire.tally.Requests.Add(1)
	l.event()
	l.wire.pending.Add(1) // beside the server's own goroutine: a cut line does not wait for it
	defer l.wire.pending.Done()
	r := request{plain, body}
	d := l.draw(r)
	l.wire.tell.tell("wire", "%s %s %s", r.Method, r.URL.Path, d.fault)
	if d.fault != "" {
		l.wire.tally.Faults.Add(1)
	}
	time.Sleep(d.there)
	if d.fault.delivered() {
		answer := l.wire.deliver(r)
		if d.fault == Twice {
			answer = l.wire.deliver(r)
		}
		l.event()
		l.answer(w, r, d, answer)
		return
	}
	l.spoil(w, r, d)
}

// aboutCash tells a request about a write on which cash hangs, about a count of it, about an unlock, or about a second person's word for one.
func aboutCash(path string) bool {
	if strings.Contains(path, "/counts/") {
		return true
	}
	for _, of := range []string{"/v1/top-ups/", "/v1/reversals/", "/v1/approvals/", "/v1/unlocks/"} {
		if strings.HasPrefix(path, of) {
			return true
		}
	}
	return false
}

// drawn is what a request will meet.
type drawn struct {
	fault              Fault
	there, back, later time.Duration
}

func (l *Line) draw(r request) drawn {
	rate := l.wire.faults()
	if !aboutCash(r.URL.Path) {
		rate /= seldom
	}
	random := l.chance(kind(r.Request))
	d := drawn{
		there: random.between(100*time.Microsecond, 40*time.Millisecond), back: random.between(100*time.Microsecond, 40*time.Millisecond),
		later: one(random, 50*time.Millisecond, time.Second, 25*time.Second, 3*time.Minute, 12*time.Minute) + random.between(0, time.Second),
	}
	hit, kind := random.in(rate), one(random, Faults()...)
	if hit {
		d.fault = kind
	}
	if (kind == OtherID || kind == OtherAmount) && !strings.Contains(r.URL.Path, "/top-ups/") {
		d.fault = ""
	}
	return d
}
