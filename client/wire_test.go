package client

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// pipes is an office in memory, so that a test with waiting in it takes no time.
type pipes struct {
	dialled chan net.Conn
	closed  chan struct{}
	once    sync.Once
	handler http.HandlerFunc
	count   atomic.Int64
	dials   atomic.Int64
	deaf    atomic.Bool // takes no call
}

// inMemory gives a client that talks to the handler by pipes, over the transport that a
// desk uses, and without keeping connections. It must run in a bubble.
func inMemory(t *testing.T, handler http.HandlerFunc) (*Client, *pipes) {
	t.Helper()
	p := &pipes{dialled: make(chan net.Conn), closed: make(chan struct{}), handler: handler}
	server := &http.Server{Handler: http.HandlerFunc(p.serve), ErrorLog: log.New(io.Discard, "", 0)}
	go server.Serve(p)
	cfg := Config{BaseURL: "http://127.0.0.1:1" + basePath, EmbeddedSecret: "secret", Desk: "KR-01"}
	over, err := transport(cfg)
	if err != nil {
		t.Fatal(err)
	}
	over.DialContext = p.dial
	over.DisableKeepAlives = true
	cfg.Transport = over
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	signedIn(c)
	t.Cleanup(func() { server.Close() })
	return c, p
}

func (p *pipes) serve(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	p.count.Add(1)
	p.handler(w, r)
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	p.dials.Add(1)
	if p.deaf.Load() {
		<-p.closed
		return nil, &net.OpError{Op: "dial", Err: net.ErrClosed}
	}
	here, there := net.Pipe()
	select {
	case p.dialled <- there:
		return here, nil
	case <-p.closed:
		return nil, &net.OpError{Op: "dial", Err: net.ErrClosed}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.dialled:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// never answers, and ends with the connection.
func never(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// inTurn answers each time with the next handler, at last always with the last.
func inTurn(handlers ...http.HandlerFunc) http.HandlerFunc {
	var n atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		i := int(n.Add(1)) - 1
		handlers[min(i, len(handlers)-1)](w, r)
	}
}

func drop(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func away(retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

func TestASlowOfficeLeavesAWriteUnknown(t *testing.T) {
	for _, a := range attempts(t) {
		for _, tt := range []struct {
			name     string
			deadline time.Duration
			want     time.Duration
			handler  http.HandlerFunc
		}{
			{"the caller's deadline", 3 * time.Second, 3 * time.Second, never},
			{"no first byte", 0, 20 * time.Second, never},
			{"no last byte", 0, 30 * time.Second, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				io.WriteString(w, a.good[:20])
				http.NewResponseController(w).Flush()
				never(w, r)
			}},
		} {
			t.Run(a.name+"/"+tt.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c, o := inMemory(t, tt.handler)
					ctx := t.Context()
					if tt.deadline > 0 {
						var cancel context.CancelFunc
						ctx, cancel = context.WithTimeout(ctx, tt.deadline)
						defer cancel()
					}
					began := time.Now()
					got := a.send(ctx, c, true)
					if got.Verdict != Unknown || CodeOf(got.Err) != CodeTimeout {
						t.Errorf("%+v", got)
					}
					if took := time.Since(began); took != tt.want {
						t.Errorf("took %v", took)
					}
					if o.count.Load() != 1 {
						t.Errorf("on the wire %d times", o.count.Load())
					}
				})
			})
		}
	}
}

func TestADialThatNeverEndsIsNotSentAtTheFirstAttempt(t *testing.T) {
	for _, first := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			c, o := inMemory(t, never)
			o.deaf.Store(true)
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			s := sending(t)
			s.First = first
			got := c.TopUp(ctx, s)
			if (got.Verdict == NotSent) != first || CodeOf(got.Err) != CodeTimeout || o.count.Load() != 0 || o.dials.Load() != 1 {
				t.Errorf("%+v after %d dials", got, o.dials.Load())
			}
		})
	}
}

func TestReadsAreRepeatedTwiceAtMostAndOnlyWhereItHelps(t *testing.T) {
	good := answering(200, meAnswer)
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		within  time.Duration
		times   int64
		took    time.Duration
		code    string
	}{
		{"answered at once", good, 0, 1, 0, ""},
		{"dropped once", inTurn(drop, good), 0, 2, 200 * time.Millisecond, ""},
		{"dropped twice", inTurn(drop, drop, good), 0, 3, 600 * time.Millisecond, ""},
		{"dropped always", drop, 0, 3, 600 * time.Millisecond, CodeConnectionLost},
		{"away once", inTurn(away(""), good), 0, 2, 200 * time.Millisecond, ""},
		{"away always", away(""), 0, 3, 600 * time.Millisecond, CodeForeignAnswer},
		{"bad gateway", inTurn(page(502)(""), page(504)(""), good), 0, 3, 600 * time.Millisecond, ""},
		{"asked to wait a second", inTurn(away("1"), good), 0, 2, time.Second, ""},
		{"asked to wait too long", inTurn(away("3"), good), 0, 1, 0, CodeForeignAnswer},
		{"no time to wait", inTurn(away("2"), good), time.Second, 1, 0, CodeForeignAnswer},
		{"failing", inTurn(answering(500, refusal(500, CodeInternal, "")), good), 0, 1, 0, CodeInternal},
		{"refused", inTurn(answering(403, refusal(403, CodeForbidden, "")), good), 0, 1, 0, CodeForbidden},
		{"a page", inTurn(page(200)(""), good), 0, 1, 0, CodeForeignAnswer},
		{"too slow", inTurn(never, good), time.Second, 1, time.Second, CodeTimeout},
		{"too slow for anybody", inTurn(never, good), 0, 1, 20 * time.Second, CodeTimeout},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, o := inMemory(t, tt.handler)
				ctx := t.Context()
				if tt.within > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, tt.within)
					defer cancel()
				}
				began := time.Now()
				_, err := c.Me(ctx)
				if CodeOf(err) != tt.code || o.count.Load() != tt.times || time.Since(began) != tt.took {
					t.Errorf("%v, %d times in %v", err, o.count.Load(), time.Since(began))
				}
			})
		})
	}
}

func TestGivingUpEndsTheWaitBetweenReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, o := inMemory(t, away("2"))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began := time.Now()
		_, err := c.Me(ctx)
		if err == nil || time.Since(began) != time.Second || o.count.Load() != 1 {
			t.Errorf("%v, %d times in %v", err, o.count.Load(), time.Since(began))
		}
	})
}

func TestAskingForATopUpIsARead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, o := inMemory(t, inTurn(drop, away(""), answering(200, posted)))
		if got := c.AskTopUp(t.Context(), topUpID, money.EUR(2000)); got.Verdict != Posted || o.count.Load() != 3 {
			t.Errorf("%+v after %d", got, o.count.Load())
		}
	})
	synctest.Test(t, func(t *testing.T) {
		c, o := inMemory(t, drop)
		if got := c.AskTopUp(t.Context(), topUpID, money.EUR(2000)); got.Verdict != Unknown || o.count.Load() != 3 {
			t.Errorf("%+v after %d", got, o.count.Load())
		}
	})
}

func TestPostsAreNeverRepeated(t *testing.T) {
	for _, handler := range []http.HandlerFunc{drop, away("1"), away(""), page(502)(""), page(500)("")} {
		synctest.Test(t, func(t *testing.T) {
			c, o := inMemory(t, handler)
			_, signIn := c.SignIn(t.Context(), "1001", pin)
			_, match := c.Match(t.Context(), mokID, last6)
			_, quote := c.QuoteTopUp(t.Context(), mokID, QuoteRequest{Amount: money.EUR(2000)})
			signOut := c.SignOut(t.Context())
			for _, err := range []error{signIn, match, quote, signOut} {
				if code := CodeOf(err); code != CodeConnectionLost && code != CodeForeignAnswer {
					t.Errorf("%v", err)
				}
			}
			if o.count.Load() != 4 {
				t.Errorf("4 posts were %d times on the wire", o.count.Load())
			}
		})
	}
}

// A connection kept from an earlier read that the office has closed meanwhile is where
// net/http repeats a request by itself.
func TestWritesAreNotRepeatedAlsoAfterReadsOnKeptConnections(t *testing.T) {
	c, o := setup(t)
	o.answers("GET /v1/me", 200, meAnswer)
	o.mux.HandleFunc("/v1/", func(w http.ResponseWriter, _ *http.Request) { hangUp(w, true) })
	for _, a := range attempts(t) {
		if _, err := c.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := a.send(t.Context(), c, true); got.Verdict != Unknown || o.seen(a.route) != 1 {
			t.Errorf("%s: %+v, on the wire %d times", a.name, got, o.seen(a.route))
		}
	}
}

func TestAReadOnADeadKeptConnectionIsAtMostThreeTimesOnTheWire(t *testing.T) {
	c, o := setup(t)
	o.answers("GET /v1/me", 200, meAnswer)
	card := "GET /v1/cards/" + mokID
	o.mux.HandleFunc(card, func(w http.ResponseWriter, _ *http.Request) { hangUp(w, false) })
	if _, err := c.Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Card(t.Context(), mokID); CodeOf(err) != CodeConnectionLost {
		t.Errorf("%v", err)
	}
	if o.seen(card) > maxReads {
		t.Errorf("on the wire %d times", o.seen(card))
	}
}

func TestOneClientServesManyAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, o := inMemory(t, inTurn(answering(201, posted), drop, answering(500, refusal(500, CodeInternal, "")), answering(200, posted)))
		s := sending(t)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { c.TopUp(t.Context(), s) })
			all.Go(func() { c.Session(); c.OfficeTime() })
		}
		all.Wait()
		if o.count.Load() != 50 {
			t.Errorf("50 writes were %d times on the wire", o.count.Load())
		}
	})
}
