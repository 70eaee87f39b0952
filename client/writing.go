package client

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-resty/resty/v2"
)

// requestTimeout is how long a request may take when the caller set no earlier end.
const requestTimeout = 30 * time.Second

// newWriting makes the client for everything that is not a GET. A request goes on the
// wire once, over a connection of its own: no retries, no redirects, no cookies, no
// second body for the transport to replay.
func newWriting(over http.RoundTripper, log *slog.Logger) *resty.Client {
	return newResty(over, log).
		SetCloseConnection(true).
		SetPreRequestHook(func(_ *resty.Client, r *http.Request) error {
			r.GetBody = nil
			return nil
		})
}

// newResty is what both clients share.
func newResty(over http.RoundTripper, log *slog.Logger) *resty.Client {
	return resty.New().
		SetLogger(restyLog{log}).
		SetDisableWarn(true).
		SetTransport(over).
		SetTimeout(requestTimeout).
		SetRedirectPolicy(resty.NoRedirectPolicy()).
		SetResponseBodyLimit(maxAnswer).
		SetCookieJar(nil)
}

// write sends a call once.
func (c *Client) write(ctx context.Context, call call) reply {
	call, refusal := c.authorise(call)
	if refusal != nil {
		return reply{local: refusal, unsent: true}
	}
	if len(call.body) > maxRequest {
		return reply{local: badInput("body too large"), unsent: true}
	}
	return c.send(ctx, c.writing, call)
}

// post sends a call once and reads its answer, for what moves no money.
func post[T any](ctx context.Context, c *Client, call call, status int, fits func(*T, http.Header) bool) (T, error) {
	r := c.write(ctx, call)
	return conclude(ctx, c, call, r, status, fits)
}
