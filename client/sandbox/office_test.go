package sandbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// noon is a quiet Tuesday in March, for tests whose clock stands still until they move it.
var noon = time.Date(2026, 3, 17, 11, 0, 0, 0, time.UTC)

// testClock is an office's clock that a test moves.
type testClock struct {
	mu sync.Mutex
	at time.Time
}

func clockAt(at time.Time) *testClock { return &testClock{at: at} }

func (c *testClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *testClock) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(by)
}

// counter is an office over real HTTP and whoever is signed in.
type counter struct {
	t      testing.TB
	office *Office
	client *http.Client
	base   string
	clock  *testClock
	token  string
	header http.Header
}

// openCounter opens an office in memory, unless options say otherwise, with a clock that stands at noon. After the
// test its ledger must add up.
func openCounter(t testing.TB, options Options) *counter {
	t.Helper()
	clock := clockAt(noon)
	if options.Now == nil {
		options.Now = clock.now
	}
	o, err := Open(context.Background(), options)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(o.Handler())
	c := &counter{t: t, office: o, clock: clock, client: server.Client(), base: server.URL, header: http.Header{}}
	t.Cleanup(func() {
		o.Faults().Clear()
		server.Close()
		if err := o.Verify(context.Background()); err != nil {
			t.Errorf("after the test: %v", err)
		}
		if err := o.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return c
}

// inProcess hands requests to a handler without a network, for tests that make very many.
type inProcess struct{ handler http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	return w.Result(), nil
}

// answered is what came back: the status, the header, and the body if it is JSON.
type answered struct {
	status int
	header http.Header
	raw    []byte
	json   map[string]any
}

// at follows keys into the body; nil if there is nothing.
func (a answered) at(keys ...string) any {
	var v any = a.json
	for _, key := range keys {
		object, _ := v.(map[string]any)
		v = object[key]
	}
	return v
}

func (a answered) text(keys ...string) string {
	s, _ := a.at(keys...).(string)
	return s
}

// cents is the amount at a key, -1 if there is none.
func (a answered) cents(keys ...string) int64 { return a.number(append(keys, "amount")...) }

func (a answered) number(keys ...string) int64 {
	n, ok := a.at(keys...).(json.Number)
	if !ok {
		return -1
	}
	i, err := n.Int64()
	if err != nil {
		return -1
	}
	return i
}

func (a answered) String() string { return fmt.Sprintf("%d %s", a.status, a.raw) }

// is fails the test unless the answer has this status and, for a problem or a rejection, this code.
func (a answered) is(t testing.TB, status int, code string) answered {
	t.Helper()
	if a.status != status || a.text("code") != code {
		t.Fatalf("want %d %q, got %v", status, code, a)
	}
	if len(a.header.Get("Trace-Id")) != 32 || a.header.Get("Date") == "" {
		t.Fatalf("no trace id or date: %v", a.header)
	}
	return a
}

func (c *counter) try(method, path string, body any) (answered, error) {
	var raw []byte
	switch b := body.(type) {
	case nil:
	case []byte:
		raw = b
	case string:
		raw = []byte(b)
	default:
		raw, _ = json.Marshal(b)
	}
	r, err := http.NewRequest(method, c.base+path, bytes.NewReader(raw))
	if err != nil {
		return answered{}, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	for name, values := range c.header {
		r.Header[name] = values
	}
	return exchange(c.client, r)
}

func exchange(client *http.Client, r *http.Request) (answered, error) {
	response, err := client.Do(r)
	if err != nil {
		return answered{}, err
	}
	defer response.Body.Close()
	a := answered{status: response.StatusCode, header: response.Header}
	if a.raw, err = io.ReadAll(response.Body); err != nil {
		return a, err
	}
	dec := json.NewDecoder(bytes.NewReader(a.raw))
	dec.UseNumber()
	_ = dec.Decode(&a.json)
	return a, nil
}

func (c *counter) send(method, path string, body any) answered {
	c.t.Helper()
	a, err := c.try(method, path, body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

func (c *counter) get(path string) answered { c.t.Helper(); return c.send("GET", path, nil) }

func (c *counter) signIn(number, pin, desk string) answered {
	c.t.Helper()
	return c.send("POST", "/v1/sign-ins", map[string]any{"staffNumber": number, "pin": pin, "desk": desk})
}

// as is the same counter with somebody signed in.
func (c *counter) as(number, pin, desk string) *counter {
	c.t.Helper()
	other := *c
	other.token = c.signIn(number, pin, desk).is(c.t, 201, "").text("token")
	return &other
}

// with is the same counter that sends a header along.
func (c *counter) with(name, value string) *counter {
	other := *c
	other.header = c.header.Clone()
	other.header.Set(name, value)
	return &other
}

// testDesk is a desk with a drawer and the chain of what it sent.
type testDesk struct {
	*counter
	name, staff, session string
	seq                  int64
	prev                 string
}

// desk signs Ana in at a desk and opens its drawer with a float of 100 euros.
func (c *counter) desk(name string) *testDesk {
	c.t.Helper()
	d := &testDesk{counter: c.as("1001", "2468", name), name: name, staff: "1001"}
	d.openDrawer(10000).is(c.t, 201, "")
	return d
}

func eur(cents int64) map[string]any { return map[string]any{"amount": cents, "currency": "EUR"} }

func (d *testDesk) openDrawer(float int64) answered {
	d.t.Helper()
	d.session = newID()
	return d.send("PUT", "/v1/drawer-sessions/"+d.session, map[string]any{"id": d.session, "desk": d.name, "staff": d.staff, "float": eur(float)})
}

func (d *testDesk) closeDrawer(counted int64) answered {
	d.t.Helper()
	return d.send("PUT", "/v1/drawer-sessions/"+d.session+"/close", map[string]any{"id": d.session, "desk": d.name, "staff": d.staff, "counted": eur(counted)})
}

// drawer is what the open drawer should hold, in cents.
func (d *testDesk) drawer() int64 {
	d.t.Helper()
	return d.get("/v1/drawer-sessions/current?desk="+d.name).is(d.t, 200, "").cents("session", "total")
}

func (d *testDesk) matchID(mokID, six string) string {
	d.t.Helper()
	return d.send("POST", "/v1/cards/"+mokID+"/matches", map[string]any{"panLast6": six}).is(d.t, 200, "").text("matchId")
}

// quote matches the card and asks what a top-up would cost.
func (d *testDesk) quote(mokID, six string, cents int64) answered {
	d.t.Helper()
	return d.send("POST", "/v1/cards/"+mokID+"/top-up-quotes", map[string]any{"amount": eur(cents), "matchId": d.matchID(mokID, six)})
}

// topUpOf freezes a top-up on a quote, paid with the exact cash. edit, if not nil, may change the body before.
func (d *testDesk) topUpOf(quote answered, edit func(map[string]any)) (id string, body []byte) {
	d.t.Helper()
	id = newID()
	m := map[string]any{"id": id, "mokId": quote.text("mokId"), "amount": eur(quote.cents("amount")), "quoteId": quote.text("quoteId"),
		"drawerSessionId": d.session, "staff": d.staff, "desk": d.name, "seq": d.seq + 1, "prev": d.prev, "tendered": eur(quote.cents("total"))}
	if edit != nil {
		edit(m)
	}
	body, err := json.Marshal(m)
	if err != nil {
		d.t.Fatal(err)
	}
	d.seq++
	sum := sha256.Sum256(body)
	d.prev = hex.EncodeToString(sum[:])
	return id, body
}

func (d *testDesk) put(id string, body []byte) answered {
	d.t.Helper()
	return d.send("PUT", "/v1/top-ups/"+id, body)
}

// load does the whole job once: match, quote, top-up.
func (d *testDesk) load(mokID, six string, cents int64) answered {
	d.t.Helper()
	id, body := d.topUpOf(d.quote(mokID, six, cents).is(d.t, 201, ""), nil)
	return d.put(id, body)
}

func (c *counter) balance(mokID string) int64 {
	c.t.Helper()
	return c.get("/v1/cards/"+mokID).is(c.t, 200, "").cents("balance")
}
