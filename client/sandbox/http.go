package sandbox

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// reply is an answer of the contract. A status without a body has none.
type reply struct {
	status int
	body   []byte
	etag   string
}

// answer makes a reply of a wire type.
func answer(status int, body any) (reply, error) {
	b, err := json.Marshal(body)
	return reply{status: status, body: b}, err
}

// request is what a handler sees.
type request struct {
	*http.Request
	w    *answerWriter
	who  *session // nil on the routes that need no token
	hold func()   // a fault: holds a write back while it is being worked on
}

// language is the one of the office's two languages that the desk likes best; Slovene if it does not say.
func (r *request) language() string {
	best, weight := "sl", 0.0
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, parameter, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if text, ok := strings.CutPrefix(strings.TrimSpace(parameter), "q="); ok {
			q, _ = strconv.ParseFloat(text, 64)
		}
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if (base == "sl" || base == "en") && q > weight {
			best, weight = base, q
		}
	}
	return best
}

// body reads the request's body strictly.
func (r *request) body(into object) ([]byte, error) {
	raw, err := readBody(r.w, r.Request)
	if err != nil {
		return nil, err
	}
	return raw, decode(raw, into)
}

// id reads a part of the path that has to have a form.
func (r *request) id(name string, form func(string) bool) (string, error) {
	value := r.PathValue(name)
	if !form(value) {
		return "", badRequest("path "+name, "not of the form it must have")
	}
	return value, nil
}

// answerWriter is the answer in the making: it knows its trace id and remembers its status for the log.
type answerWriter struct {
	http.ResponseWriter
	trace  string
	status int
}

func (w *answerWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *answerWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// handler answers every request: trace id, secret, route, and one line in the log.
func (o *Office) handler(secret string) http.Handler {
	return http.HandlerFunc(func(plain http.ResponseWriter, r *http.Request) {
		began := time.Now()
		w := &answerWriter{ResponseWriter: plain, trace: newTrace()}
		header := w.Header()
		header.Set("Trace-Id", w.trace)
		header.Set("Date", o.now().UTC().Format(http.TimeFormat))
		header.Set("Cache-Control", "no-store")
		header.Set("X-Content-Type-Options", "nosniff")
		route := "-"
		defer func() { o.finish(w, route, began, recover()) }()
		if secret != "" && subtle.ConstantTimeCompare([]byte(r.Header.Get("Embedded-Secret")), []byte(secret)) != 1 {
			refuse("embedded-secret-missing").write(w)
			return
		}
		pattern, problem := o.routes.find(r)
		if problem != nil {
			problem.write(w)
			return
		}
		route = pattern
		o.routes.mux.ServeHTTP(w, r)
	})
}

// finish logs a request. A panic becomes a problem, if nothing was answered yet; its text may hold anything, so
// only its type is told.
func (o *Office) finish(w *answerWriter, route string, began time.Time, value any) {
	if value != nil && value != http.ErrAbortHandler {
		o.log(slog.LevelError, "panic", slog.String("trace", w.trace), slog.String("type", fmt.Sprintf("%T", value)))
		if w.status == 0 {
			refuse("internal").write(w)
		}
	}
	o.log(slog.LevelInfo, "request", slog.String("route", route), slog.Int("status", w.status),
		slog.String("trace", w.trace), slog.Duration("duration", time.Since(began)))
	if value == http.ErrAbortHandler {
		panic(value)
	}
}

func (o *Office) log(level slog.Level, what string, attrs ...slog.Attr) {
	o.options.Log.LogAttrs(context.Background(), level, what, attrs...)
}

// produce lets the route's handler answer, behind the token.
func (o *Office) produce(r *request, to route) (reply, error) {
	if to.needs != nobody {
		who, err := o.authenticate(r)
		if err != nil {
			return reply{}, err
		}
		if to.needs != anybody && !who.may(to.needs) {
			return reply{}, refuse("forbidden")
		}
		r.who = who
	}
	return to.handle(o, r)
}

// send writes a reply, or the problem that an error is. What is no problem is the office's own fault: the log
// gets the store's code, the desk only the trace id.
func (o *Office) send(r *request, a reply, err error) {
	if err != nil {
		p := (*problem)(nil)
		if !errors.As(err, &p) {
			o.log(slog.LevelError, "internal", slog.String("trace", r.w.trace), slog.String("cause", cause(err)))
			p = refuse("internal")
		}
		p.write(r.w)
		return
	}
	header := r.w.Header()
	if a.etag != "" {
		header.Set("ETag", a.etag)
	}
	if a.body != nil {
		header.Set("Content-Type", "application/json")
		header.Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	r.w.WriteHeader(a.status)
	_, _ = r.w.Write(a.body)
}

// newTrace is 32 hex digits that no other request has.
func newTrace() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// newID is a random UUID (version 4).
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return formatID(b, 4)
}

func formatID(b [16]byte, version byte) string {
	b[6] = b[6]&0x0f | version<<4
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// cause names a fault of the office without a word of what it was about.
func cause(err error) string {
	if damaged := errors.Is(err, ErrDamaged); damaged {
		return ErrDamaged.Error()
	}
	if code := sqlite3.ErrorCode(0); errors.As(err, &code) {
		return code.Error()
	}
	return fmt.Sprintf("%T", err)
}
