package cashtest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"time"
)

// forever is how long a silent network keeps a connection: longer than any desk waits.
const forever = 90 * time.Second

// answer gives the office's answer to the desk, or what a fault makes of it.
func (l *Line) answer(w http.ResponseWriter, r request, d drawn, from *httptest.ResponseRecorder) {
	body := from.Body.Bytes()
	switch d.fault {
	case LostAfter:
		panic(http.ErrAbortHandler)
	case SilentAfter:
		l.silence(r)
	case SlowAnswer:
		time.Sleep(d.later % (28 * time.Second))
	case Duplicate:
		l.wire.later(r, d.later)
	case Commit500:
		problem(w, http.StatusInternalServerError, "internal")
		return
	case Commit401:
		problem(w, http.StatusUnauthorized, "token-expired")
		return
	case Commit409:
		problem(w, http.StatusConflict, "in-flight")
		return
	case Commit422:
		problem(w, http.StatusUnprocessableEntity, "other-bytes")
		return
	case Garbage:
		body = append([]byte("\xff{"), body...)
	case OtherID:
		body = otherID.ReplaceAll(body, []byte(`"id":"00000000-0000-4000-8000-00000000beef"`))
	case OtherAmount:
		body = otherAmount.ReplaceAll(body, []byte(`"amount":{"amount":12345678,`))
	}
	time.Sleep(d.back)
	l.event()
	for name, values := range from.Header() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(from.Code)
	if d.fault == CutBody && len(body) > 1 {
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(body)
}

var (
	otherID     = regexp.MustCompile(`"id":"[0-9a-f-]{36}"`)
	otherAmount = regexp.MustCompile(`"amount":\{"amount":[0-9]+,`)
)

// spoil answers instead of the office, or not at all.
func (l *Line) spoil(w http.ResponseWriter, r request, d drawn) {
	switch d.fault {
	case LostBefore:
		panic(http.ErrAbortHandler)
	case SilentBefore:
		l.silence(r)
	case Late:
		l.wire.later(r, d.later)
		panic(http.ErrAbortHandler)
	case LateSilent:
		l.wire.later(r, d.later)
		l.silence(r)
	case Slow:
		time.Sleep(d.later % (40 * time.Second))
		l.answer(w, r, drawn{back: d.back}, l.wire.deliver(r))
	case Status500:
		problem(w, http.StatusInternalServerError, "internal")
	case Status401:
		problem(w, http.StatusUnauthorized, "token-expired")
	case Status502:
		page(w, http.StatusBadGateway)
	case Status503:
		w.Header().Set("Retry-After", "1")
		page(w, http.StatusServiceUnavailable)
	case Status407:
		w.Header().Set("Proxy-Authenticate", `Basic realm="proxy"`)
		page(w, http.StatusProxyAuthRequired)
	case Portal:
		page(w, http.StatusOK)
	case PortalJSON:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"state":"posted","ok":true}`))
	case Redirect:
		w.Header().Set("Location", "http://portal.invalid"+r.URL.Path)
		w.WriteHeader(http.StatusTemporaryRedirect)
	}
}

// silence keeps the connection without a word until the desk gives up.
func (l *Line) silence(r request) {
	_ = l.sleep(r.Context(), forever)
	panic(http.ErrAbortHandler)
}

func problem(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`{"type":"about:blank","title":"x","status":` + strconv.Itoa(status) + `,"code":"` + code +
		`","traceId":"0123456789abcdef0123456789abcdef"}`))
}

func page(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	_, _ = w.Write(bytes.Repeat([]byte("<html>sign in to the network</html>\n"), 3))
}
