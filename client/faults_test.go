package client

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// fault is an office, or somebody before it, that does not answer as it should.
type fault struct {
	name   string
	answer func(good string) http.HandlerFunc
	code   string
	alarm  bool
	state  string
	in     string // what the answer must hold for it to be spoiled; "" is nothing
}

// faults end every write as Unknown.
func faults() []fault {
	var all []fault
	for code, status := range map[string]int{
		CodeBadRequest: 400, CodeTokenMissing: 401, CodeTokenExpired: 401, CodeForbidden: 403, CodeNotFound: 404, CodeWrongMethod: 405,
		CodeBodyTooLarge: 413, CodeUnsupportedType: 415, "too-early": 425, "too-many": 429, CodeInternal: 500, CodeNotImplemented: 501,
	} {
		all = append(all, fault{name: code, answer: problemOf(status, code), code: code})
	}
	all = append(all,
		fault{name: "in flight", answer: problemOf(409, CodeInFlight), code: CodeInFlight, state: StateInFlight},
		fault{name: "other bytes", answer: problemOf(422, CodeOtherBytes), code: CodeOtherBytes, alarm: true},
		fault{name: "422 of a stranger", answer: page(422), code: CodeForeignAnswer, alarm: true},
	)
	for _, status := range []int{401, 403, 404, 407, 408, 409, 413, 425, 429, 500, 502, 503, 504, 511} {
		all = append(all, fault{name: "page with " + strconv.Itoa(status), answer: page(status), code: CodeForeignAnswer})
	}
	for _, status := range []int{202, 203, 204, 205, 206, 299} {
		all = append(all, fault{name: "the good answer with " + strconv.Itoa(status), code: CodeForeignAnswer,
			answer: func(good string) http.HandlerFunc { return answering(status, good) }})
	}
	return append(append(all, strangers()...), spoilt()...)
}

// strangers are answers with a good status that are not the office's, or not whole.
func strangers() []fault {
	typed := func(kind string) func(string) http.HandlerFunc {
		return func(good string) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = strings.Split(kind, "|")
				io.WriteString(w, good)
			}
		}
	}
	return []fault{
		{name: "page", answer: page(200), code: CodeForeignAnswer},
		{name: "nothing", answer: func(string) http.HandlerFunc { return answering(200, "") }, code: CodeForeignAnswer},
		{name: "JSON called text", answer: typed("text/plain"), code: CodeForeignAnswer},
		{name: "JSON called a problem", answer: typed("application/problem+json"), code: CodeForeignAnswer},
		{name: "JSON called twice", answer: typed("application/json|text/html"), code: CodeForeignAnswer},
		{name: "JSON in Latin 2", answer: typed("application/json; charset=iso-8859-2"), code: CodeForeignAnswer},
		{name: "JSON with no type", answer: typed(""), code: CodeForeignAnswer},
		{name: "cut", code: CodeConnectionLost, answer: func(good string) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Content-Length", strconv.Itoa(len(good)))
				w.WriteHeader(201)
				io.WriteString(w, good[:len(good)/2])
			}
		}},
		{name: "cut in a chunk", code: CodeConnectionLost, answer: func(good string) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				io.WriteString(w, good)
				http.NewResponseController(w).Flush()
				panic(http.ErrAbortHandler)
			}
		}},
		{name: "64 MiB", code: CodeForeignAnswer, answer: func(good string) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				io.WriteString(w, good)
				flood(w, 64<<20)
			}
		}},
		{name: "gzip nobody asked for", code: CodeForeignAnswer, answer: func(good string) http.HandlerFunc {
			return zipped(func(w io.Writer) { io.WriteString(w, good) })
		}},
		{name: "gzip bomb", code: CodeForeignAnswer, answer: func(good string) http.HandlerFunc {
			return zipped(func(w io.Writer) { io.WriteString(w, good); flood(w, 64<<20) })
		}},
		{name: "connection reset after the commit", code: CodeConnectionLost, answer: func(string) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) { hangUp(w, true) }
		}},
		{name: "connection closed after the commit", code: CodeConnectionLost, answer: func(string) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) { hangUp(w, false) }
		}},
		{name: "not HTTP", code: CodeConnectionLost, answer: func(string) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				conn, _, _ := http.NewResponseController(w).Hijack()
				io.WriteString(conn, "220 mail.example ESMTP\r\n")
				conn.Close()
			}
		}},
	}
}

// spoilt are answers in JSON that do not say what they should.
func spoilt() []fault {
	change := func(name string, how func(string) string) fault {
		return fault{name: name, code: CodeForeignAnswer, answer: func(good string) http.HandlerFunc { return answering(201, how(good)) }}
	}
	swap := func(in, name, from, to string) fault {
		f := change(name, func(good string) string { return strings.Replace(good, from, to, 1) })
		f.in = in
		return f
	}
	state := func(to string) fault {
		f := change("state "+to, func(good string) string {
			for _, from := range []string{"posted", "cancelled", "open", "closed"} {
				good = strings.Replace(good, `"state":"`+from+`"`, `"state":"`+to+`"`, 1)
			}
			return good
		})
		f.in = "state"
		return f
	}
	return []fault{
		change("another id", func(good string) string {
			return strings.NewReplacer(topUpID, quoteID, drawerID, quoteID, otherID, quoteID, lockID, quoteID,
				reversalID, quoteID, approvalID, quoteID, unlockID, quoteID).Replace(good)
		}),
		change("id in capitals", func(good string) string {
			return strings.NewReplacer(topUpID, strings.ToUpper(topUpID), drawerID, strings.ToUpper(drawerID), otherID, strings.ToUpper(otherID), lockID, strings.ToUpper(lockID),
				reversalID, strings.ToUpper(reversalID), approvalID, strings.ToUpper(approvalID), unlockID, strings.ToUpper(unlockID)).Replace(good)
		}),
		change("key in capitals", func(good string) string { return strings.Replace(good, `"id"`, `"ID"`, 1) }),
		change("key twice", func(good string) string { return strings.Replace(good, `{`, `{"id":"`+quoteID+`",`, 1) }),
		change("key also in capitals", func(good string) string { return strings.Replace(good, `{`, `{"Id":"`+quoteID+`",`, 1) }),
		change("something behind", func(good string) string { return good + good }),
		change("in a list", func(good string) string { return "[" + good + "]" }),
		change("null", func(string) string { return "null" }),
		change("text", func(string) string { return `"posted"` }),
		change("nothing in it", func(string) string { return "{}" }),
		change("byte-order mark", func(good string) string { return "\ufeff" + good }),
		change("bytes that are no text", func(good string) string { return strings.Replace(good, "}", ",\"x\":\"\xff\"}", 1) }),
		change("too deep", func(good string) string {
			return strings.Replace(good, `{`, `{"x":`+strings.Repeat("[", 10_000)+strings.Repeat("]", 10_000)+`,`, 1)
		}),
		swap("amount", "another amount", `00,"currency"`, `01,"currency"`),
		swap("amount", "amount in dollars", "EUR", "USD"),
		swap("amount", "amount with an exponent", `00,"currency"`, `e2,"currency"`),
		swap("amount", "amount with a point", `00,"currency"`, `00.0,"currency"`),
		swap("amount", "amount as text", `{"amount":`, `{"amount":"5","x":`),
		swap("amount", "amount beyond 64 bits", `{"amount":`, `{"amount":922337203685477`),
		swap("mokId", "another card", mokID, "100000022"),
		swap("mokId", "no card", `"mokId":"`+mokID+`",`, ``),
		swap("mokId", "card as a number", `"mokId":"`+mokID+`"`, `"mokId":`+mokID),
		state(StateInFlight), state(StateUnseen), state("pending"), state(""), state("POSTED"),
	}
}

// flood writes that many bytes, or as many as are taken.
func flood(w io.Writer, n int) {
	for block := bytes.Repeat([]byte(" "), 64<<10); n > 0; n -= len(block) {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

func problemOf(status int, code string) func(string) http.HandlerFunc {
	return func(string) http.HandlerFunc { return answering(status, refusal(status, code, "")) }
}

func page(status int) func(string) http.HandlerFunc {
	return func(string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(status)
			io.WriteString(w, "<html><title>Sign in to the network</title></html>")
		}
	}
}

func zipped(write func(io.Writer)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		write(z)
		z.Close()
	}
}

// hangUp ends the connection without a word, by FIN or by RST.
func hangUp(w http.ResponseWriter, reset bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	if under, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = under.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok && reset {
		tcp.SetLinger(0)
	}
	conn.Close()
}

func TestNoFaultEndsAWrite(t *testing.T) {
	for _, a := range attempts(t) {
		for _, f := range faults() {
			if f.in != "" && !slices.Contains(a.holds, f.in) {
				continue
			}
			t.Run(a.name+"/"+f.name, func(t *testing.T) {
				c, o := setup(t)
				o.mux.HandleFunc(a.route, f.answer(a.good))
				got := a.send(t.Context(), c, true)
				if got.Verdict != Unknown || CodeOf(got.Err) != f.code || got.Alarm != f.alarm || got.State != f.state {
					t.Errorf("%+v, code %s", got, CodeOf(got.Err))
				}
				if o.seen(a.route) != 1 {
					t.Errorf("on the wire %d times", o.seen(a.route))
				}
				silent(t, "error", got.Err.Error())
				silent(t, "log", o.log.String())
			})
		}
	}
}

func TestARedirectIsNeverFollowed(t *testing.T) {
	reached := 0
	second := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ }))
	defer second.Close()
	for _, status := range []int{300, 301, 302, 303, 304, 305, 307, 308} {
		for _, a := range attempts(t) {
			c, o := setup(t)
			o.mux.HandleFunc(a.route, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", second.URL+"/v1/top-ups/"+topUpID)
				w.WriteHeader(status)
			})
			got := a.send(t.Context(), c, true)
			if got.Verdict != Unknown || CodeOf(got.Err) != CodeForeignAnswer || o.seen(a.route) != 1 {
				t.Errorf("%s %d: %+v", a.name, status, got)
			}
			silent(t, "log", o.log.String())
		}
		c, o := setup(t)
		o.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, second.URL, status)
		})
		_, read := c.Card(t.Context(), mokID)
		_, post := c.SignIn(t.Context(), "1001", pin)
		if CodeOf(read) != CodeForeignAnswer || CodeOf(post) != CodeForeignAnswer {
			t.Errorf("%d: %v, %v", status, read, post)
		}
	}
	if reached != 0 {
		t.Errorf("%d requests reached the second host", reached)
	}
}

func TestOnlyAFirstAttemptThatNeverConnectedIsNotSent(t *testing.T) {
	for _, a := range attempts(t) {
		for _, first := range []bool{true, false} {
			c, o := setup(t)
			o.server.Close()
			got := a.send(t.Context(), c, first)
			want := Unknown
			if a.first && (first || a.name == "person") {
				want = NotSent
			}
			if got.Verdict != want || CodeOf(got.Err) != CodeNoConnection {
				t.Errorf("%s, first %v: %+v", a.name, first, got)
			}
			silent(t, "error", got.Err.Error())
			silent(t, "log", o.log.String())
		}
	}
}

func TestATransportThatTellsNothingProvesNothing(t *testing.T) {
	_, o := setup(t)
	cfg := o.config(t)
	cfg.Transport = silentTransport{}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	signedIn(c)
	if got := c.TopUp(t.Context(), sending(t)); got.Verdict != Unknown || CodeOf(got.Err) != CodeNoConnection {
		t.Errorf("%+v", got)
	}
}

// silentTransport may have sent the request, and says that it could not dial.
type silentTransport struct{}

func (silentTransport) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "dial", Err: io.ErrUnexpectedEOF}
}

func TestGivingUpBeforeSendingIsNotSent(t *testing.T) {
	c, o := setup(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := sending(t)
	if got := c.TopUp(ctx, s); got.Verdict != NotSent || CodeOf(got.Err) != CodeAbandoned {
		t.Errorf("%+v", got)
	}
	s.First = false
	if got := c.TopUp(ctx, s); got.Verdict != Unknown {
		t.Errorf("%+v", got)
	}
	if o.seen(topUpRoute) != 0 {
		t.Error("sent")
	}
}

func TestGivingUpWhileTheOfficeWorksIsUnknown(t *testing.T) {
	for _, a := range attempts(t) {
		c, o := setup(t)
		ctx, cancel := context.WithCancel(t.Context())
		gaveUp := make(chan struct{}) // the office does not answer before: its return would be an empty 200
		o.mux.HandleFunc(a.route, func(http.ResponseWriter, *http.Request) {
			cancel()
			<-gaveUp
		})
		got := a.send(ctx, c, true)
		close(gaveUp)
		if got.Verdict != Unknown || CodeOf(got.Err) != CodeAbandoned || o.seen(a.route) != 1 {
			t.Errorf("%s: %+v", a.name, got)
		}
	}
}
