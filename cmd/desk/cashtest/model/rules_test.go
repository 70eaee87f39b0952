package model

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/journal/disktest"
	"cekr.kranj.si/desk/client/money"
)

// answer is what can come back to a question.
type answer uint8

const (
	lost      answer = iota // nothing, in time
	noDial                  // no connection came about
	failed                  // 500
	badAnswer               // 502 of a proxy
	refused                 // 400, with a code
	strange                 // 200 with somebody else's page
	half                    // a 200 that breaks off
	other                   // posted, but under another id
	otherSum                // posted, but another amount
	busy                    // 409, or inFlight to a question
	notSeen                 // unseen, to a question
	saysPosted
	saysRejected
	saysCancelled
	answerCount
)

var answerNames = [answerCount]string{"nothing", "no connection", "500", "502", "400", "a portal's page", "half an answer", "another id",
	"another amount", "in flight", "unseen", "posted", "rejected", "cancelled"}

func (a answer) String() string { return answerNames[a] }

// program is what the program itself says, asked once.
type program struct {
	follows [len(kinds)][len(kinds)]bool  // the journal: may this record follow that one
	verdict [len(asks)][answerCount]uint8 // the client: what an answer proves
}

var (
	once sync.Once
	says program
	mute error
)

// asked gives what the program says. The client is asked in a bubble, where its pauses between reads take no time.
func asked(t *testing.T) *program {
	t.Helper()
	once.Do(func() {
		mute = errors.New("the program was not asked to the end")
		err := says.askJournal()
		synctest.Test(t, func(*testing.T) { mute = errors.Join(err, says.askClient()) })
	})
	if mute != nil {
		t.Fatal(mute)
	}
	return &says
}

const (
	desk    = "KR-1"
	card    = "100000014"
	firstID = "4c6f0d3e-8a5b-4f27-9d11-6b0a2f7c8e44"
	otherID = "9a1e5c70-6a43-4a0a-b1f3-7f5f0e9f4c33"
	session = "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f"
)

var (
	paid = money.EUR(2000)
	noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
)

// paths leads an id to each kind by records that are legal.
var paths = [len(kinds)][]int{unmet: {}, intent: {intent}, sending: {intent, sending}, posted: {intent, sending, posted},
	rejected: {intent, sending, rejected}, cancelled: {intent, sending, cancelled}, dropped: {intent, dropped}}

func (p *program) askJournal() error {
	for from := range kinds {
		for to := range kinds {
			if to == unmet {
				continue
			}
			j, err := journal.Open(disktest.New(), "journal")
			if err != nil {
				return err
			}
			for _, k := range paths[from] {
				if err := j.Append(record(k)); err != nil {
					return fmt.Errorf("%s on the way to %s: %w", kinds[k], kinds[from], err)
				}
			}
			p.follows[from][to] = j.Append(record(to)) == nil
		}
	}
	return nil
}

func record(kind int) journal.Record {
	r := journal.Record{Kind: kinds[kind], ID: firstID, Task: "topup", MokID: card, Amount: paid, Desk: desk, Staff: "1001", Session: session, At: noon}
	if kind == sending {
		r.Body, r.Seq = body(), 1
	}
	return r
}

func body() []byte {
	b, err := client.TopUpRequest{ID: firstID, MokID: card, Amount: paid, QuoteID: otherID, DrawerSessionID: session, Staff: "1001",
		Desk: desk, Seq: 1, Tendered: paid}.Encode()
	if err != nil {
		panic(err)
	}
	return b
}

func (p *program) askClient() error {
	for what := send; what < len(asks); what++ {
		for a := range answerCount {
			out, err := outcome(what, a)
			if err != nil {
				return err
			}
			found := false
			for i, v := range verdicts {
				if v == out.Verdict {
					p.verdict[what][a], found = uint8(i), true
				}
			}
			if !found {
				return fmt.Errorf("%s, %s: verdict %q", asks[what], a, out.Verdict)
			}
		}
	}
	return nil
}

// outcome asks the client itself what an answer to a question proves.
func outcome(what int, a answer) (out client.Outcome[client.TopUp], err error) {
	ctx := context.Background()
	c, err := client.New(client.Config{BaseURL: "http://127.0.0.1:1", Desk: desk, EmbeddedSecret: "secret", Transport: answering(a)})
	if err != nil {
		return out, err
	}
	defer c.Close()
	if _, err := c.SignIn(ctx, "1001", "2468"); err != nil {
		return out, fmt.Errorf("sign-in: %w", err)
	}
	s := client.Sending{ID: firstID, Amount: paid, Body: body(), First: what == send}
	switch what {
	case send, again:
		return c.TopUp(ctx, s), nil
	case check:
		return c.AskTopUp(ctx, firstID, paid), nil
	default:
		return c.CancelTopUp(ctx, client.Cancellation{ID: firstID, MokID: card, Amount: paid, Desk: desk}), nil
	}
}

// answering is a network whose only answer is this one; it lets the clerk sign in.
type answering answer

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	trace := httptrace.ContextClientTrace(r.Context())
	if r.Method == http.MethodPost {
		return respond(201, "application/json", `{"token":"0123456789abcdef","expiresAt":"2099-01-01T00:00:00Z","staff":{"number":"1001","alias":"Ana"}}`), nil
	}
	if trace != nil && trace.GetConn != nil {
		trace.GetConn("")
	}
	if answer(a) == noDial {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: io.EOF}
	}
	if trace != nil {
		trace.GotConn(httptrace.GotConnInfo{})
		trace.WroteHeaders()
	}
	said := func(state, id string, amount money.Amount) string {
		return fmt.Sprintf(`{"id":%q,"mokId":%q,"amount":{"amount":%d,"currency":"EUR"},"state":%q}`, id, card, amount.Cents, state)
	}
	const ours, theirs = "application/json", "application/problem+json"
	switch answer(a) {
	case failed:
		return respond(500, theirs, `{"code":"internal"}`), nil
	case badAnswer:
		return respond(502, "text/html", "<h1>Bad gateway</h1>"), nil
	case refused:
		return respond(400, theirs, `{"code":"bad-request"}`), nil
	case strange:
		return respond(200, "text/html", "<h1>Welcome</h1>"), nil
	case half:
		text := said("posted", firstID, paid)
		return respond(200, ours, text[:len(text)/2]), nil
	case other:
		return respond(200, ours, said("posted", otherID, paid)), nil
	case otherSum:
		return respond(200, ours, said("posted", firstID, money.EUR(2001))), nil
	case busy:
		if r.Method == http.MethodGet {
			return respond(200, ours, fmt.Sprintf(`{"id":%q,"state":"inFlight"}`, firstID)), nil
		}
		return respond(409, theirs, `{"code":"in-flight"}`), nil
	case notSeen:
		return respond(200, ours, fmt.Sprintf(`{"id":%q,"state":"unseen"}`, firstID)), nil
	case saysPosted, saysRejected, saysCancelled:
		return respond(200, ours, said(answer(a).String(), firstID, paid)), nil
	}
	return nil, &net.OpError{Op: "read", Net: "tcp", Err: io.EOF}
}

func respond(status int, kind, body string) *http.Response {
	return &http.Response{StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {kind}},
		Body: io.NopCloser(bytes.NewReader([]byte(body))), ContentLength: int64(len(body))}
}
