package client

import (
	"context"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// problem is the body of a refusal (RFC 9457).
type problem struct {
	Code              string        `json:"code"`
	Detail            string        `json:"detail" contract:"optional"`
	TraceID           string        `json:"traceId" contract:"optional"`
	AttemptsLeft      *int          `json:"attemptsLeft" contract:"optional"`
	LimitLeft         *money.Amount `json:"limitLeft" contract:"optional"`
	RetryAfterSeconds int64         `json:"retryAfterSeconds" contract:"optional"`
}

// fault says why r is not an answer of the contract's with content; nil if it is one.
func (c *Client) fault(r reply) *Error {
	switch {
	case r.local != nil:
		return r.local
	case r.err != nil && r.status == 0:
		return transportError(r)
	case r.err != nil:
		broken := transportError(r)
		broken.Status, broken.TraceID = r.status, traceOf(r.header)
		return broken
	case !c.fromOffice(r):
		return foreign(r, "no trusted connection")
	case r.header.Get("Content-Encoding") != "":
		return foreign(r, "encoded")
	case r.status < 200 || r.status > 299:
		return c.refusal(r)
	case !isJSON(r.header, "application/json"):
		return foreign(r, "not JSON")
	}
	return nil
}

// refusal reads a problem; whatever is not one is a stranger's answer.
func (c *Client) refusal(r reply) *Error {
	if !isJSON(r.header, "application/problem+json") {
		return foreign(r, "not a problem")
	}
	p, err := decode[problem](r.body)
	if err != nil {
		return foreign(r, "not a readable problem")
	}
	e := &Error{
		Status: r.status, Code: codeOf(p.Code), Detail: masked(c.withoutTokens(r, p.Detail)), TraceID: traceOf(r.header),
		AttemptsLeft: p.AttemptsLeft, LimitLeft: p.LimitLeft,
		RetryAfter: max(seconds(p.RetryAfterSeconds), waitAsked(r)),
	}
	if e.TraceID == "" && reTrace.MatchString(p.TraceID) {
		e.TraceID = p.TraceID
	}
	return e
}

func foreign(r reply, why string) *Error {
	return &Error{Status: r.status, Code: CodeForeignAnswer, Detail: why, TraceID: traceOf(r.header)}
}

// readAnswer reads the answer of a call that moves no money.
func readAnswer[T any](c *Client, r reply, status int, fits func(*T, http.Header) bool) (T, *Error) {
	var none T
	if fault := c.fault(r); fault != nil {
		c.dropExpired(fault, r)
		return none, fault
	}
	if r.status != status {
		return none, foreign(r, "unexpected status")
	}
	answer, err := decode[T](r.body)
	if err != nil {
		return none, foreign(r, err.Error())
	}
	if !fits(&answer, r.header) {
		return none, foreign(r, "speaks of something else")
	}
	return answer, nil
}

// conclude is readAnswer, and the line in the log.
func conclude[T any](ctx context.Context, c *Client, call call, r reply, status int, fits func(*T, http.Header) bool) (T, error) {
	answer, fault := readAnswer(c, r, status, fits)
	if fault != nil {
		c.logCall(ctx, call, r, "failed", fault)
		return answer, fault
	}
	c.logCall(ctx, call, r, "understood", nil)
	return answer, nil
}

// isJSON reports whether the answer says, once, that it is of that type in UTF-8.
func isJSON(header http.Header, want string) bool {
	said := header.Values("Content-Type")
	if len(said) != 1 {
		return false
	}
	kind, params, err := mime.ParseMediaType(said[0])
	charset, named := params["charset"]
	return err == nil && kind == want && (!named || strings.EqualFold(charset, "utf-8"))
}

// traceOf is the office's trace id, if it looks like one.
func traceOf(header http.Header) string {
	if id := header.Get("Trace-Id"); reTrace.MatchString(id) {
		return id
	}
	return ""
}

// retryAfter reads seconds or an HTTP date; 0 for anything else.
func retryAfter(text string) time.Duration {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return seconds(n)
	}
	if at, err := http.ParseTime(text); err == nil {
		return min(max(time.Until(at), 0), longestRetryAfter)
	}
	return 0
}

const longestRetryAfter = 24 * time.Hour

func seconds(n int64) time.Duration {
	return time.Duration(min(max(n, 0), int64(longestRetryAfter/time.Second))) * time.Second
}
