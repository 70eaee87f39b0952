package sandbox

import (
	"bytes"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRoutesThatAreNotOfTheContract(t *testing.T) {
	c := openCounter(t, Options{})
	c.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, path := range []string{"/", "/v1", "/v1/", "/v2/health", "/v1/health/", "/v1//health", "/v1/cards", "/v1/x/../health", "/V1/health"} {
		c.get(path).is(t, 404, "not-found")
	}
	for path, allow := range map[string]string{"/v1/health": "GET", "/v1/sign-ins": "POST", "/v1/top-ups/" + newID(): "GET, PUT",
		"/v1/sign-ins/current": "DELETE", "/v1/cards/100000014/payment-options": "PATCH"} {
		if a := c.send("TRACE", path, nil).is(t, 405, "method-not-allowed"); a.header.Get("Allow") != allow {
			t.Errorf("%s allows %q", path, a.header.Get("Allow"))
		}
	}
	ana := c.as("1001", "2468", "a")
	for _, route := range contractRoutes() {
		method, path, _ := strings.Cut(route.pattern, " ")
		path = strings.NewReplacer("{id}", newID(), "{mokId}", tryCard, "{movementId}", newID(), "{countId}", newID(), "{desk}", "a", "{number}", "P-1").Replace(path)
		if route.needs != nobody {
			c.send(method, path, nil).is(t, 401, "token-missing")
		}
		if slices.Contains([]string{"loss-reports", "payment-options"}, lastWord(route.pattern)) {
			ana.send(method, path, "{}").is(t, 501, "not-implemented")
		}
	}
}

// lastWord is the last part of a pattern that is no name in braces.
func lastWord(pattern string) string {
	parts := strings.Split(pattern, "/")
	for i := len(parts) - 1; ; i-- {
		if !strings.HasPrefix(parts[i], "{") {
			return parts[i]
		}
	}
}

func TestTheSecretOfTheEmbeddedOffice(t *testing.T) {
	c := openCounter(t, Options{EmbeddedSecret: "s3cret"})
	for _, wrong := range []string{"", "s3cre", "S3cret", "s3crets"} {
		c.with("Embedded-Secret", wrong).get("/v1/health").is(t, 401, "embedded-secret-missing")
	}
	c.get("/nowhere").is(t, 401, "embedded-secret-missing")
	c.with("Embedded-Secret", "s3cret").get("/v1/health").is(t, 200, "")
}

func TestPublicRoutes(t *testing.T) {
	c := openCounter(t, Options{})
	if diff := cmp.Diff(map[string]any{"status": "ok", "version": Version, "contractVersion": ContractVersion, "time": "2026-03-17T12:00:00.000+01:00"},
		c.get("/v1/health").is(t, 200, "").json); diff != "" {
		t.Error(diff)
	}
	want := map[string]any{"iban": "SI56029000000200020", "model": "05", "prefix": "8074720", "suffix": "200", "purposeCode": "OTHR",
		"purpose": "Polnitev kartice CeKR", "asOf": "2026-03-17T12:00:00.000+01:00",
		"payee": map[string]any{"name": "NLB d.d.", "street": "Trg republike 2", "town": "1000 Ljubljana"}}
	if diff := cmp.Diff(want, c.get("/v1/payment-order-account").is(t, 200, "").json); diff != "" {
		t.Error(diff)
	}
	if date := c.get("/v1/health").header.Get("Date"); date != "Tue, 17 Mar 2026 11:00:00 GMT" {
		t.Errorf("the Date is not the office's: %s", date)
	}
}

// lockedBuffer is a log that requests write at the same time.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

// The log tells which route, how it ended and how long it took, and nothing about anybody.
func TestTheLogKnowsNobody(t *testing.T) {
	var log lockedBuffer
	c := openCounter(t, Options{Log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	d := c.desk("okence-1")
	person := newID()
	d.send("PUT", "/v1/persons/"+person, map[string]any{"id": person, "role": "payer", "name": "Kanarčkova Žvrgolela", "document": nil})
	a := d.load(tryCard, "481205", 2000)
	d.signIn("1001", "9999", "okence-1")
	d.get("/v1/cards/100000089")
	d.get("/nowhere/100000089")
	d.closeDrawer(1)
	d.closeDrawer(2)
	_ = exec(c.office, `DROP TABLE policy`)
	d.get("/v1/me").is(t, 500, "internal")
	_ = exec(c.office, `CREATE TABLE policy (id INTEGER PRIMARY KEY) STRICT`)
	text := log.buf.String()
	// Traces, times and durations are random digits, and say nothing.
	quiet := regexp.MustCompile(`"(trace|time|duration)":("[^"]*"|[0-9]+)`).ReplaceAllString(text, "")
	for what, secret := range map[string]string{"MOK ID": tryCard, "another MOK ID": "100000089", "digits": "481205", "PIN": "2468", "wrong PIN": "9999",
		"token": d.token, "name": "Kanar", "holder": "Kalan", "receipt": a.text("receiptNumber"), "person": person, "staff": "1001", "desk": "okence"} {
		if strings.Contains(quiet, secret) {
			t.Errorf("the log holds the %s", what)
		}
	}
	for _, want := range []string{`"route":"PUT /v1/top-ups/{id}"`, `"status":201`, a.header.Get("Trace-Id"), `"route":"-"`, `"msg":"internal"`, `"duration":`} {
		if !strings.Contains(text, want) {
			t.Errorf("the log lacks %s", want)
		}
	}
}

func TestAPanicReachesNobody(t *testing.T) {
	var log lockedBuffer
	c := openCounter(t, Options{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	c.office.routes.mux.HandleFunc("GET /v1/panic", func(http.ResponseWriter, *http.Request) { panic("card 100000014") })
	c.office.routes.patterns["GET /v1/panic"] = true
	c.get("/v1/panic").is(t, 500, "internal")
	if text := log.buf.String(); !strings.Contains(text, `"type":"string"`) || strings.Contains(text, "100000014") {
		t.Errorf("logged as %s", text)
	}
}
