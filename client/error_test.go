package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"

	"cekr.kranj.si/desk/client/money"
)

// hasDigits reports whether a text has that many digits in one run, as masked counts them.
func hasDigits(text string, n int) bool {
	run, gap := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			run, gap = run+1, 0
		case unicode.IsLetter(r) || gap == 1:
			run, gap = 0, 0
		case run > 0:
			gap++
		}
		if run >= n {
			return true
		}
	}
	return false
}

func TestRemarksAreMasked(t *testing.T) {
	for text, want := range map[string]string{
		"amount is missing":            "amount is missing",
		"field 3 of 120":               "field 3 of 120",
		"card 100000014 unknown":       "card ••••••••• unknown",
		"card 100 000 014":             "card ••• ••• •••",
		"PAN 4111-1111.1111 1111!":     "PAN ••••-••••.•••• ••••!",
		"PIN 2468":                     "PIN ••••",
		"full width １２３４":              "full width ••••",
		"a\r\nb\x00\u202ec":            "a  b c",
		"4\u200b\u200b1\x001 1":        "•• • •",
		"1  2  3  4":                   "1  2  3  4",
		"\xff 12345":                   "? •••••",
		strings.Repeat("x", 400) + "1": strings.Repeat("x", 300),
	} {
		if got := masked(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	for _, c := range []*Client{{token: token}, {}} {
		if got := c.withoutTokens(reply{token: token}, "token "+token+" is dead"); got != "token • is dead" {
			t.Errorf("%q", got)
		}
		if got := c.withoutTokens(reply{}, "as it is"); got != "as it is" {
			t.Errorf("%q", got)
		}
	}
}

func FuzzMasked(f *testing.F) {
	f.Add("card 4111 1111 1111 1111 or 100000014")
	f.Fuzz(func(t *testing.T, text string) {
		got := masked(text)
		if hasDigits(got, shownDigits+1) || strings.ContainsAny(got, "\r\n\x00") || len([]rune(got)) > longestDetail {
			t.Errorf("%q became %q", text, got)
		}
	})
}

func TestRetryAfterIsReadWithinReason(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"": 0, "x": 0, "-5": 0, "1": time.Second, "1.5": 0, "86400": 24 * time.Hour, "99999999999": 24 * time.Hour,
		"Mon, 02 Mar 2020 08:15:30 GMT": 0, "Mon, 02 Mar 2999 08:15:30 GMT": 24 * time.Hour,
	} {
		if got := retryAfter(text); got != want {
			t.Errorf("%q is %v", text, got)
		}
	}
}

func TestErrorsCanBeAskedAndTellNothing(t *testing.T) {
	left, limit := 3, money.EUR(500)
	e := &Error{Status: 409, Code: CodeLimitExceeded, Detail: "card of Znidaršič", TraceID: traceID, AttemptsLeft: &left, LimitLeft: &limit}
	wrapped := fmt.Errorf("quote: %w", e)
	if CodeOf(wrapped) != CodeLimitExceeded || CodeOf(nil) != "" || CodeOf(errors.New("x")) != "" {
		t.Error("codes")
	}
	if want := "office: limit-exceeded (status 409) trace " + traceID; e.Error() != want {
		t.Errorf("%q", e.Error())
	}
	silent(t, "text", fmt.Sprintf("%v %+v %s %q", e, e, e, wrapped))
	if gone := (&Error{Code: CodeAbandoned, cause: context.Canceled}); !errors.Is(gone, context.Canceled) {
		t.Error("the caller's own end")
	}
}

func TestAnswersThatDidNotComeOverTLSAreNobodys(t *testing.T) {
	office := &Client{secure: true}
	embedded := &Client{secret: "s"}
	neither := &Client{}
	good := reply{status: 201, body: []byte(posted), header: http.Header{"Content-Type": {"application/json"}}}
	for _, tt := range []struct {
		c    *Client
		tls  bool
		want Verdict
	}{{office, true, Posted}, {office, false, Unknown}, {embedded, false, Posted}, {neither, true, Unknown}, {neither, false, Unknown}} {
		good.tls = tt.tls
		got := classify(tt.c, good, expected{id: topUpID, amount: money.EUR(2000), ends: topUpEnds}, TopUp.fields)
		if got.Verdict != tt.want {
			t.Errorf("secure %v, TLS %v: %+v", tt.c.secure, tt.tls, got)
		}
	}
}

func TestAnAnswerForAnotherCardIsNobodys(t *testing.T) {
	c, o := setup(t)
	o.answers("PUT /v1/top-ups/{id}", 201, strings.Replace(posted, mokID, "100000022", 1))
	if got := c.TopUp(t.Context(), sending(t)); got.Verdict != Unknown || CodeOf(got.Err) != CodeForeignAnswer {
		t.Errorf("%+v", got)
	}
}

// An office, or somebody who plays one, that says all it knows back at us.
func TestLogsAndErrorsTellNoSecret(t *testing.T) {
	detail := `,"detail":"` + strings.Join(secrets[:5], " and ") + `","traceId2":"` + mokID + `"`
	gossip := map[string]http.HandlerFunc{
		"problem":   answering(422, refusal(422, CodeOtherBytes, detail)),
		"code":      answering(409, refusal(409, "card-"+mokID, "")),
		"page":      answering(200, strings.Join(secrets, " ")),
		"malformed": answering(201, `{"id":"`+mokID+`","id":"`+token+`"}`),
		"trace": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Trace-Id", mokID+" "+token)
			answering(500, refusal(500, CodeInternal, ""))(w, r)
		},
		"redirect": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://office.example/"+mokID+"?token="+token)
			w.WriteHeader(302)
		},
		"cut":      drop,
		"no HTTP":  func(w http.ResponseWriter, _ *http.Request) { hangUp(w, true) },
		"too long": func(w http.ResponseWriter, _ *http.Request) { flood(w, 1<<20) },
	}
	for name, handler := range gossip {
		t.Run(name, func(t *testing.T) {
			c, o := setup(t)
			c.pause = time.Millisecond
			o.mux.HandleFunc("/", handler)
			errs := everyCall(t.Context(), c, t)
			for _, err := range errs {
				if err == nil {
					t.Error("gossip was believed")
					continue
				}
				silent(t, "error", fmt.Sprintf("%v %+v %s %q", err, err, err, errors.Unwrap(err)))
				silent(t, "detail", detailOf(err))
			}
			silent(t, "log", o.log.String())
			if lines := strings.Count(o.log.String(), `"route":"/v1/`); lines < len(errs) {
				t.Errorf("%d lines for %d calls", lines, len(errs))
			}
		})
	}
}

// everyCall makes each call of the client once; the last signs out.
func everyCall(ctx context.Context, c *Client, t *testing.T) []error {
	_, signIn := c.SignIn(ctx, "1001", pin)
	_, me := c.Me(ctx)
	_, health := c.Health(ctx)
	_, account := c.PaymentOrderAccount(ctx)
	_, card := c.Card(ctx, mokID)
	_, minimal := c.CardMinimal(ctx, mokID)
	_, match := c.Match(ctx, mokID, last6)
	_, pages := c.Transactions(ctx, mokID, TransactionQuery{})
	_, quote := c.QuoteTopUp(ctx, mokID, QuoteRequest{Amount: money.EUR(2000), MatchID: otherID})
	_, drawer := c.CurrentDrawer(ctx)
	_, desk := c.DeskTopUps(ctx, 1, "")
	errs := []error{signIn, me, health, account, card, minimal, match, pages, quote, drawer, desk}
	errs = append(errs, c.AskTopUp(ctx, topUpID, money.EUR(2000)).Err)
	for _, a := range attempts(t) {
		errs = append(errs, a.send(ctx, c, true).Err)
	}
	return append(errs, c.SignOut(ctx))
}

func TestTheLogSaysWhatHappened(t *testing.T) {
	c, o := setup(t)
	o.answers("PUT /v1/top-ups/{id}", 201, posted)
	c.TopUp(t.Context(), sending(t))
	for _, part := range []string{
		`"method":"PUT"`, `"route":"/v1/top-ups/{id}"`, `"status":201`, `"trace":"` + traceID + `"`, `"ms":`, `"verdict":"posted"`, `"level":"INFO"`,
	} {
		if !strings.Contains(o.log.String(), part) {
			t.Errorf("no %s in %s", part, o.log.String())
		}
	}
}

func TestTheLibrarysOwnLinesAreReducedToTheFact(t *testing.T) {
	c, o := setup(t)
	logger := restyLog{c.log}
	logger.Errorf("GET %s", "https://office.example/"+mokID)
	logger.Warnf("token %s", token)
	logger.Debugf("body %s", last6)
	silent(t, "log", o.log.String())
	if strings.Count(o.log.String(), "\n") != 2 {
		t.Errorf("%s", o.log.String())
	}
}
