package client

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"
)

func signInAnswerOf(number, alias string) string {
	return `{"token":"` + token + `","expiresAt":"` + asOf + `","staff":{"number":"` + number + `","alias":"` + alias + `"}}`
}

func TestSignInKeepsTheTokenForTheCallsThatFollow(t *testing.T) {
	c, o := setup(t)
	c.token, c.session = "", SignIn{}
	o.mux.HandleFunc("POST /v1/sign-ins", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("a sign-in carries a token")
		}
		answering(201, signInAnswerOf("1001", "Ana"))(w, r)
	})
	o.mux.HandleFunc("GET /v1/me", func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("Authorization"); got != "Bearer "+token {
			t.Errorf("Authorization %q", got)
		}
		answering(200, meAnswer)(w, r)
	})
	if _, ok := c.Session(); ok {
		t.Fatal("a session before the sign-in")
	}
	if _, err := c.Me(t.Context()); CodeOf(err) != CodeTokenMissing || o.seen("GET /v1/me") != 0 {
		t.Errorf("asked without a token: %v", err)
	}
	got, err := c.SignIn(t.Context(), "1001", pin)
	if err != nil {
		t.Fatal(err)
	}
	session, ok := c.Session()
	if !ok || session != got || got.Staff != (Staff{"1001", "Ana"}) || !got.ExpiresAt.Equal(when(t, asOf)) {
		t.Errorf("%+v, %+v", got, session)
	}
	sameJSON(t, o.body("POST /v1/sign-ins"), `{"staffNumber":"1001","pin":"`+pin+`","desk":"KR-01"}`)
	if _, err := c.Me(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestSignInRefusals(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		code   string
		left   int
		wait   time.Duration
	}{
		{"wrong PIN", 401, refusal(401, "sign-in-refused", `,"attemptsLeft":3`), CodeSignInRefused, 3, 0},
		{"last wrong PIN", 401, refusal(401, "sign-in-refused", `,"attemptsLeft":0`), CodeSignInRefused, 0, 0},
		{"locked", 403, refusal(403, "staff-locked", ""), CodeStaffLocked, -1, 0},
		{"locked for a while", 403, refusal(403, "staff-locked", `,"retryAfterSeconds":900`), CodeStaffLocked, -1, 15 * time.Minute},
		{"someone else's session", 201, signInAnswerOf("1002", "Boris"), CodeForeignAnswer, -1, 0},
		{"a token that is none", 201, strings.Replace(signInAnswerOf("1001", "Ana"), token, "a b", 1), CodeForeignAnswer, -1, 0},
		{"200 instead of 201", 200, signInAnswerOf("1001", "Ana"), CodeForeignAnswer, -1, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, o := setup(t)
			former, _ := c.Session()
			o.answers("POST /v1/sign-ins", tt.status, tt.body)
			_, err := c.SignIn(t.Context(), "1001", pin)
			e, _ := err.(*Error)
			if e == nil || e.Code != tt.code || e.RetryAfter != tt.wait || e.TraceID != traceID || e.Status != tt.status {
				t.Fatalf("%#v", err)
			}
			if tt.left >= 0 && (e.AttemptsLeft == nil || *e.AttemptsLeft != tt.left) || tt.left < 0 && e.AttemptsLeft != nil {
				t.Errorf("attempts left %v", e.AttemptsLeft)
			}
			if session, ok := c.Session(); !ok || session != former {
				t.Error("a refusal touched the former session")
			}
			if o.seen("POST /v1/sign-ins") != 1 {
				t.Error("sent more than once")
			}
		})
	}
}

func TestSignInSendsNothingMalformed(t *testing.T) {
	c, o := setup(t)
	for _, tt := range [][2]string{{"", pin}, {"Ana", pin}, {"1001", ""}, {"1001", "12a4"}, {"1001", "1234567890123"}} {
		if _, err := c.SignIn(t.Context(), tt[0], tt[1]); CodeOf(err) != CodeBadInput {
			t.Errorf("%v: %v", tt, err)
		}
	}
	if len(o.counts) != 0 {
		t.Errorf("on the wire: %v", o.counts)
	}
}

func TestSignOutForgetsTheTokenAlsoWhenTheOfficeIsAway(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"there":       func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
		"failing":     answering(500, refusal(500, "internal", "")),
		"odd":         answering(200, `{}`),
		"cutting off": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			c, o := setup(t)
			o.mux.HandleFunc("DELETE /v1/sign-ins/current", func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Authorization") != "Bearer "+token {
					t.Error("the office does not hear which token")
				}
				answer(w, r)
			})
			err := c.SignOut(t.Context())
			if (err == nil) != (name == "there") {
				t.Errorf("%v", err)
			}
			if _, ok := c.Session(); ok || c.token != "" {
				t.Error("still signed in")
			}
			if err := c.SignOut(t.Context()); err != nil || o.seen("DELETE /v1/sign-ins/current") != 1 {
				t.Errorf("second sign-out: %v", err)
			}
		})
	}
	t.Run("when the caller has given up", func(t *testing.T) {
		c, _ := setup(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := c.SignOut(ctx); CodeOf(err) != CodeAbandoned || c.token != "" {
			t.Errorf("%v", err)
		}
	})
}

func TestATokenThatTheOfficeCallsExpiredIsForgotten(t *testing.T) {
	c, o := setup(t)
	o.answers("GET /v1/me", 401, refusal(401, "token-expired", ""))
	if _, err := c.Me(t.Context()); CodeOf(err) != CodeTokenExpired {
		t.Errorf("%v", err)
	}
	if _, ok := c.Session(); ok {
		t.Error("still signed in")
	}
	got := c.TopUp(t.Context(), sending(t))
	if got.Verdict != NotSent || CodeOf(got.Err) != CodeTokenMissing || o.seen(topUpRoute) != 0 {
		t.Errorf("sent without a token: %+v", got)
	}
}

func TestAStrangersRefusalSignsNobodyOut(t *testing.T) {
	c, o := setup(t)
	o.mux.HandleFunc("GET /v1/me", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(401)
	})
	if _, err := c.Me(t.Context()); CodeOf(err) != CodeForeignAnswer {
		t.Errorf("%v", err)
	}
	if _, ok := c.Session(); !ok {
		t.Error("signed out")
	}
}

func TestALateExpiryDoesNotEndANewerSession(t *testing.T) {
	c, _ := setup(t)
	c.dropExpired(&Error{Status: 401, Code: CodeTokenExpired}, reply{token: "tokenOfYesterday"})
	if _, ok := c.Session(); !ok {
		t.Error("signed out")
	}
}
