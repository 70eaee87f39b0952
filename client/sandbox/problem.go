package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"

	"cekr.kranj.si/desk/client/money"
)

// problem is an answer that is no answer: RFC 9457 with the contract's stable code.
// It is an error, so that a handler can return it from inside a transaction, which is then undone.
type problem struct {
	Type         string        `json:"type"`
	Title        string        `json:"title"`
	Status       int           `json:"status"`
	Code         string        `json:"code"`
	Detail       string        `json:"detail,omitempty"`
	TraceID      string        `json:"traceId"`
	AttemptsLeft *int          `json:"attemptsLeft,omitempty"`
	LimitLeft    *money.Amount `json:"limitLeft,omitempty"`
	RetryAfter   *int64        `json:"retryAfterSeconds,omitempty"`
	allow        string
}

func (p *problem) Error() string { return "sandbox: " + p.Code }

// refuse makes the problem with this code; the status is the code's own.
func refuse(code string) *problem {
	status, ok := problemStatus[code]
	if !ok {
		code, status = "internal", http.StatusInternalServerError
	}
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code}
}

// badRequest names the part of the request that is wrong: a JSON pointer into the body, or what stands in
// the path or the query. It never repeats what was sent.
func badRequest(where, why string) *problem {
	p := refuse("bad-request")
	p.Detail = where + ": " + why
	return p
}

func (p *problem) left(attempts int) *problem   { p.AttemptsLeft = &attempts; return p }
func (p *problem) limit(cents int64) *problem   { a := money.EUR(cents); p.LimitLeft = &a; return p }
func (p *problem) after(seconds int64) *problem { p.RetryAfter = &seconds; return p }

var problemStatus = map[string]int{
	"bad-request":             http.StatusBadRequest,
	"sign-in-refused":         http.StatusUnauthorized,
	"token-missing":           http.StatusUnauthorized,
	"token-expired":           http.StatusUnauthorized,
	"embedded-secret-missing": http.StatusUnauthorized,
	"staff-locked":            http.StatusForbidden,
	"forbidden":               http.StatusForbidden,
	"owner-required":          http.StatusForbidden,
	"match-locked":            http.StatusForbidden,
	"card-not-found":          http.StatusNotFound,
	"session-unknown":         http.StatusNotFound,
	"not-found":               http.StatusNotFound,
	"top-up-unknown":          http.StatusNotFound,
	"correction-unknown":      http.StatusNotFound,
	"method-not-allowed":      http.StatusMethodNotAllowed,
	"match-required":          http.StatusConflict,
	"limit-exceeded":          http.StatusConflict,
	"card-not-loadable":       http.StatusConflict,
	"amount-too-small":        http.StatusConflict,
	"in-flight":               http.StatusConflict,
	"session-open":            http.StatusConflict,
	"body-too-large":          http.StatusRequestEntityTooLarge,
	"unsupported-media-type":  http.StatusUnsupportedMediaType,
	"other-bytes":             http.StatusUnprocessableEntity,
	"internal":                http.StatusInternalServerError,
	"not-implemented":         http.StatusNotImplemented,
}

func (p *problem) write(w *answerWriter) {
	p.TraceID = w.trace
	body, err := json.Marshal(p)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "application/problem+json")
	if p.RetryAfter != nil {
		header.Set("Retry-After", strconv.FormatInt(*p.RetryAfter, 10))
	}
	if p.allow != "" {
		header.Set("Allow", p.allow)
	}
	if p.Status == http.StatusUnauthorized {
		header.Set("WWW-Authenticate", "Bearer")
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.Status)
	_, _ = w.Write(body)
}
