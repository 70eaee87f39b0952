package client

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"
)

// call is one request to be made.
type call struct {
	method string
	at     place
	body   []byte
	open   bool   // goes without a token
	token  string // set by authorise
}

// reply is everything seen of one attempt at a call.
type reply struct {
	status int
	header http.Header
	body   []byte
	tls    bool
	err    error // of the transport; may stand beside a status
	local  *Error
	// unsent is proof that no byte of the request was written: the transport looked for
	// a connection and never had one, or nothing was handed to it at all.
	unsent          bool
	handshakeFailed bool   // the TLS handshake failed
	connections     int    // how often a connection was given to the request
	token           string // that went with it
	took            time.Duration
}

// authorise gives the call its token, or refuses it when nobody is signed in.
func (c *Client) authorise(call call) (call, *Error) {
	if call.at.err != nil {
		return call, badInput("path")
	}
	if call.open || call.token != "" {
		return call, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token == "" {
		return call, &Error{Code: CodeTokenMissing}
	}
	call.token = c.token
	return call, nil
}

// send makes one attempt. It never fails: what went wrong is in the reply.
func (c *Client) send(ctx context.Context, over *resty.Client, call call) reply {
	if err := ctx.Err(); err != nil {
		return reply{err: err, unsent: true}
	}
	watch := &requestTrace{}
	req := over.R().
		SetContext(httptrace.WithClientTrace(ctx, watch.hooks())).
		SetHeader("Accept", "application/json, application/problem+json").
		SetHeader("Accept-Language", c.answerLanguage()).
		SetHeader("User-Agent", c.agent)
	if call.token != "" {
		req.SetHeader("Authorization", "Bearer "+call.token)
	}
	if c.secret != "" {
		req.SetHeader("Embedded-Secret", c.secret)
	}
	if call.body != nil {
		req.SetHeader("Content-Type", "application/json").SetBody(call.body)
	}
	began := time.Now()
	resp, err := req.Execute(call.method, call.at.on(c.base))
	r := reply{err: err, token: call.token, took: time.Since(began), connections: int(watch.connections.Load())}
	if resp != nil && resp.RawResponse != nil {
		r.status, r.header, r.body = resp.StatusCode(), resp.Header(), resp.Body()
		r.tls = resp.RawResponse.TLS != nil
	}
	r.unsent = r.status == 0 && watch.unsent()
	r.handshakeFailed = watch.handshakeFailed.Load()
	c.takeDate(r)
	return r
}

// requestTrace watches what the transport does with a request.
type requestTrace struct {
	sought          atomic.Bool
	wrote           atomic.Bool
	handshakeFailed atomic.Bool
	connections     atomic.Int64
}

func (w *requestTrace) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { w.sought.Store(true) },
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			w.handshakeFailed.Store(err != nil)
		},
		GotConn:          func(httptrace.GotConnInfo) { w.connections.Add(1) },
		WroteHeaderField: func(string, []string) { w.wrote.Store(true) },
		WroteHeaders:     func() { w.wrote.Store(true) },
		WroteRequest:     func(httptrace.WroteRequestInfo) { w.wrote.Store(true) },
	}
}

// unsent is true only on proof: a transport that reports nothing proves nothing.
func (w *requestTrace) unsent() bool {
	return w.sought.Load() && w.connections.Load() == 0 && !w.wrote.Load()
}

// fromOffice reports whether the answer came over a connection that only the office can be at
// the end of: TLS, checked by the transport, or the embedded office on loopback.
func (c *Client) fromOffice(r reply) bool {
	if c.secure {
		return r.tls
	}
	return c.secret != ""
}
