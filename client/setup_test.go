package client

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// What the tests speak about. None of the secret ones may turn up in a log or an error.
const (
	basePath = "/kranj/cekr"
	mokID    = "100000014"
	last6    = "481205"
	pin      = "24687531"
	token    = "tokenOfAna-k3J9vQ2mT7xW0bD5"
	traceID  = "0af7651916cd43dd8448eb211c80319c"
	topUpID  = "4c6f0d3e-8a5b-4f27-9d11-6b0a2f7c8e44"
	otherID  = "9a1e5c70-6a43-4a0a-b1f3-7f5f0e9f4c33"
	quoteID  = "8e2f4b6a-1c3d-4e5f-8a7b-9c0d1e2f3a55"
	drawerID = "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f"
	asOf     = "2026-03-02T09:15:30+01:00"
)

// secrets are what must stay out of logs and error texts.
var secrets = []string{mokID, last6, pin, token, "4111111111111111", "Znidaršič"}

// office is the other side in these tests: a TLS server below a path of its own, which
// checks what is true of every request and counts those that arrive.
type office struct {
	t      *testing.T
	mux    *http.ServeMux
	server *httptest.Server
	log    *bytes.Buffer

	mu     sync.Mutex
	counts map[string]int
	bodies map[string][]string
}

// setup gives a client with Ana signed in, and its office.
func setup(t *testing.T) (*Client, *office) {
	t.Helper()
	o := &office{t: t, mux: http.NewServeMux(), log: &bytes.Buffer{}, counts: map[string]int{}, bodies: map[string][]string{}}
	o.server = httptest.NewUnstartedServer(http.HandlerFunc(o.serve))
	o.server.Config.ErrorLog = log.New(io.Discard, "", 0)
	o.server.StartTLS()
	t.Cleanup(o.server.Close)
	c, err := New(o.config(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	signedIn(c)
	return c, o
}

func (o *office) config(t *testing.T) Config {
	return Config{
		BaseURL: o.server.URL + basePath + "/", Desk: "KR-01", CAFile: caFile(t, o.server), UserAgent: "desk/test",
		Log: slog.New(slog.NewJSONHandler(&lockedBuffer{buf: o.log}, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: timeless})),
	}
}

func signedIn(c *Client) {
	c.token = token
	c.session = SignIn{Staff: Staff{Number: "1001", Alias: "Ana"}, ExpiresAt: time.Now().Add(time.Hour)}
}

// caFile writes the certificate of a test server as an authority.
func caFile(t *testing.T, s *httptest.Server) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// serve is true of every request: below the base path, no header that makes Go replay it,
// a body only with its type, all of it readable.
func (o *office) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	path, below := strings.CutPrefix(r.URL.EscapedPath(), basePath)
	if !below {
		o.t.Errorf("request outside the base path: %s", r.URL.Path)
	}
	for _, name := range []string{"Idempotency-Key", "X-Idempotency-Key", "Cookie", "Referer"} {
		if r.Header.Get(name) != "" {
			o.t.Errorf("%s %s carries %s", r.Method, path, name)
		}
	}
	if (len(body) > 0) != (r.Header.Get("Content-Type") == "application/json") {
		o.t.Errorf("%s %s: %d bytes of %q", r.Method, path, len(body), r.Header.Get("Content-Type"))
	}
	if r.Header.Get("User-Agent") != "desk/test" || !strings.Contains(r.Header.Get("Accept"), "application/problem+json") {
		o.t.Errorf("headers of %s %s: %v", r.Method, path, r.Header)
	}
	o.mu.Lock()
	o.counts[r.Method+" "+path]++
	o.bodies[r.Method+" "+path] = append(o.bodies[r.Method+" "+path], string(body))
	o.mu.Unlock()
	w.Header().Set("Trace-Id", traceID)
	http.StripPrefix(basePath, o.mux).ServeHTTP(w, r)
}

// seen is how often a request arrived.
func (o *office) seen(route string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.counts[route]
}

// body is what the only request of that kind carried.
func (o *office) body(route string) string {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.bodies[route]) != 1 {
		o.t.Fatalf("%s arrived %d times", route, len(o.bodies[route]))
	}
	return o.bodies[route][0]
}

// answers makes the office answer a route in JSON.
func (o *office) answers(route string, status int, body string) {
	o.mux.HandleFunc(route, answering(status, body))
}

func answering(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		kind := "application/json"
		if status >= 400 {
			kind = "application/problem+json"
		}
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// refusal is a problem as the office writes one.
func refusal(status int, code, more string) string {
	return fmt.Sprintf(`{"type":"about:blank","title":"No","status":%d,"code":%q,"traceId":%q%s}`, status, code, traceID, more)
}

// euros is an amount as the contract writes it.
func euros(cents int64) string { return fmt.Sprintf(`{"amount":%d,"currency":"EUR"}`, cents) }

func when(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// sending is the first attempt at a top-up of 20 euros.
func sending(t *testing.T) Sending {
	t.Helper()
	body, err := topUpRequest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	return Sending{ID: topUpID, Amount: money.EUR(2000), Body: body, First: true}
}

func topUpRequest() TopUpRequest {
	return TopUpRequest{
		ID: topUpID, MokID: mokID, Amount: money.EUR(2000), QuoteID: quoteID, DrawerSessionID: drawerID,
		Staff: "1001", Desk: "KR-01", Seq: 1, Tendered: money.EUR(5000),
	}
}

// posted is the office's word that sending was posted.
var posted = `{"id":"` + topUpID + `","mokId":"` + mokID + `","amount":` + euros(2000) + `,"state":"posted","fee":` + euros(0) +
	`,"total":` + euros(2000) + `,"tendered":` + euros(5000) + `,"change":` + euros(3000) +
	`,"receiptNumber":"KR-2026-000123","bookedAt":"` + asOf + `","balanceAfter":` + euros(6230) +
	`,"desk":"KR-01","seq":1,"staff":"1001","drawerSessionId":"` + drawerID + `","gap":false,"traceId":"` + traceID + `"}`

// sameJSON compares two texts as JSON objects.
func sameJSON(t *testing.T, got, want string) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal([]byte(got), &g); err != nil {
		t.Fatalf("%v in %s", err, got)
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(g) != fmt.Sprint(w) {
		t.Errorf("sent %s, want %s", got, want)
	}
}

// lockedBuffer lets handlers of several goroutines write into one buffer.
type lockedBuffer struct {
	mu  sync.Mutex
	buf *bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

// silent fails the test if a text holds a secret.
func silent(t *testing.T, what, text string) {
	t.Helper()
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			t.Errorf("%s holds a secret: %s", what, text)
		}
	}
}

// timeless drops the time of a line: among its digits stand, now and then, those of a secret.
func timeless(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}
