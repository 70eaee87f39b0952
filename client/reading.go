package client

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-resty/resty/v2"
)

const (
	maxReads  = 3 // times that a read may be on the wire
	firstWait = 200 * time.Millisecond
	longWait  = 2 * time.Second // the most that an office may ask a read to wait
)

// newReading makes the client for GET. Repeating is done by read, and nowhere else.
func newReading(over http.RoundTripper, log *slog.Logger) *resty.Client {
	return newResty(over, log)
}

// read sends a GET, and sends it again at most twice where retryRead says so and the
// caller's deadline leaves the time.
func (c *Client) read(ctx context.Context, call call) reply {
	call, refusal := c.authorise(call)
	if refusal != nil {
		return reply{local: refusal, unsent: true}
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	sent, wait := 0, c.pause
	for {
		r := c.send(ctx, c.reading, call)
		sent += max(r.connections, 1)
		again, why := c.retryRead(r, sent)
		if pause := max(wait, waitAsked(r)); again && !sleep(ctx, pause) {
			again, why = false, "no time left"
		}
		if !again {
			return r
		}
		c.logRetry(ctx, call, r, why)
		wait *= 2
	}
}

// retryRead says whether a read that ended in r is sent again, and why. Wire is how often
// it was on the wire so far.
func (c *Client) retryRead(r reply, sent int) (again bool, why string) {
	switch {
	case sent >= maxReads:
		return false, "sent often enough"
	case r.status == http.StatusBadGateway, r.status == http.StatusServiceUnavailable, r.status == http.StatusGatewayTimeout:
		return waitAsked(r) <= longWait, "the office is away for a moment"
	case r.err == nil:
		return false, "answered"
	}
	switch code := transportError(r).Code; code {
	case CodeNoConnection, CodeConnectionLost:
		return true, code
	default:
		return false, code
	}
}

// waitAsked is the Retry-After of an answer, 0 if there is none.
func waitAsked(r reply) time.Duration { return retryAfter(r.header.Get("Retry-After")) }

// sleep waits unless the context ends before that; it does not begin what it cannot finish.
func sleep(ctx context.Context, d time.Duration) bool {
	if end, ok := ctx.Deadline(); ok && time.Until(end) <= d {
		return false
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// get reads one thing.
func get[T any](ctx context.Context, c *Client, call call, fits func(*T, http.Header) bool) (T, error) {
	call.method = http.MethodGet
	r := c.read(ctx, call)
	return conclude(ctx, c, call, r, http.StatusOK, fits)
}
