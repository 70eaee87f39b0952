package client

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/money"
)

var cardAnswer = `{"mokId":"` + mokID + `","state":"active","stateSince":"` + asOf + `","kind":{"code":"osnovna","name":"Kartica CeKR"},
	"holder":{"masked":"A*** N****"},"balance":` + euros(4230) + `,"panLast4":"1205","expires":"2028-05",
	"paymentOptions":{"online":true,"abroad":false,"atm":true},"possible":["top-up","lock"],"replacedBy":null,"asOf":"` + asOf + `"}`

func TestCardAsAClerkSeesIt(t *testing.T) {
	c, o := setup(t)
	o.mux.HandleFunc("GET /v1/cards/"+mokID, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "view=clerk" {
			t.Errorf("query %s", r.URL.RawQuery)
		}
		w.Header().Set("ETag", `"v7"`)
		answering(200, cardAnswer)(w, r)
	})
	got, err := c.Card(t.Context(), mokID)
	want := Card{
		MokID: mokID, State: CardActive, StateSince: when(t, asOf), Kind: CardKind{"osnovna", "Kartica CeKR"},
		Holder: &Holder{"A*** N****"}, Balance: money.EUR(4230), PANLast4: "1205", Expires: "2028-05",
		PaymentOptions: PaymentOptions{Online: true, ATM: true}, Possible: []Act{ActTopUp, ActLock}, AsOf: when(t, asOf), ETag: `"v7"`,
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if !got.Allows(ActTopUp) || got.Allows(ActUnlock) {
		t.Error("acts are misread")
	}
}

func TestCardsThatAreNotTheOneAskedFor(t *testing.T) {
	for name, body := range map[string]string{
		"another card":     strings.Replace(cardAnswer, mokID, "100000022", 1),
		"no state":         strings.Replace(cardAnswer, `"active"`, `""`, 1),
		"too many digits":  strings.Replace(cardAnswer, `"1205"`, `"4111111111111111"`, 1),
		"month 13":         strings.Replace(cardAnswer, `2028-05`, `2028-13`, 1),
		"replaced by name": strings.Replace(cardAnswer, `"replacedBy":null`, `"replacedBy":"new"`, 1),
		"null balance":     strings.Replace(cardAnswer, euros(4230), `null`, 1),
	} {
		c, o := setup(t)
		o.answers("GET /v1/cards/{mokId}", 200, body)
		if got, err := c.Card(t.Context(), mokID); CodeOf(err) != CodeForeignAnswer || got.MokID != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCardStates(t *testing.T) {
	c, o := setup(t)
	body := strings.NewReplacer(`"active"`, `"replaced"`, `"holder":{"masked":"A*** N****"}`, `"holder":null`,
		`"replacedBy":null`, `"replacedBy":"100000022"`, `"kind"`, `"stateReason":"issuer","kind"`).Replace(cardAnswer)
	o.answers("GET /v1/cards/{mokId}", 200, body)
	got, err := c.Card(t.Context(), mokID)
	if err != nil || got.State != CardReplaced || got.Holder != nil || got.ReplacedBy != "100000022" || got.StateReason != ByIssuer {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestCardMinimal(t *testing.T) {
	c, o := setup(t)
	o.mux.HandleFunc("GET /v1/cards/"+mokID, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "view=minimal" {
			t.Errorf("query %s", r.URL.RawQuery)
		}
		answering(200, `{"mokId":"`+mokID+`","exists":true,"lockable":true}`)(w, r)
	})
	if got, err := c.CardMinimal(t.Context(), mokID); err != nil || got != (CardMinimal{mokID, true, true}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestNoCardAndNoLeave(t *testing.T) {
	for code, status := range map[string]int{CodeCardNotFound: 404, CodeForbidden: 403} {
		c, o := setup(t)
		o.answers("GET /v1/cards/{mokId}", status, refusal(status, code, ""))
		_, err := c.Card(t.Context(), mokID)
		_, minimal := c.CardMinimal(t.Context(), mokID)
		for _, err := range []error{err, minimal} {
			if CodeOf(err) != code {
				t.Errorf("%v", err)
			}
		}
	}
}

func TestOnlyAMokIDGoesOut(t *testing.T) {
	c, o := setup(t)
	for _, bad := range []string{"", "1", "10000001", "1000000145", "4111111111111111", "10000001a", "100000014\n", "１０００００１４４", "../../me1"} {
		_, card := c.Card(t.Context(), bad)
		_, minimal := c.CardMinimal(t.Context(), bad)
		_, match := c.Match(t.Context(), bad, last6)
		_, pages := c.Transactions(t.Context(), bad, TransactionQuery{})
		_, quote := c.QuoteTopUp(t.Context(), bad, QuoteRequest{Amount: money.EUR(2000)})
		for _, err := range []error{card, minimal, match, pages, quote} {
			if CodeOf(err) != CodeBadInput {
				t.Errorf("%q: %v", bad, err)
			}
		}
	}
	if len(o.counts) != 0 {
		t.Errorf("on the wire: %v", o.counts)
	}
}

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       Match
		code       string
	}{
		{"yes", `{"matched":true,"attemptsLeft":5,"matchId":"` + otherID + `","expiresAt":"` + asOf + `"}`, Match{true, 5, otherID, when(t, asOf)}, ""},
		{"no", `{"matched":false,"attemptsLeft":4}`, Match{false, 4, "", time.Time{}}, ""},
		{"yes without proof", `{"matched":true,"attemptsLeft":5}`, Match{}, CodeForeignAnswer},
		{"yes without end", `{"matched":true,"attemptsLeft":5,"matchId":"` + otherID + `"}`, Match{}, CodeForeignAnswer},
		{"no with proof", `{"matched":false,"attemptsLeft":4,"matchId":"` + otherID + `"}`, Match{}, CodeForeignAnswer},
		{"neither", `{"attemptsLeft":4}`, Match{}, CodeForeignAnswer},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("POST /v1/cards/{mokId}/matches", 200, tt.body)
			got, err := c.Match(t.Context(), mokID, last6)
			if !cmp.Equal(got, tt.want) || CodeOf(err) != tt.code {
				t.Errorf("%+v, %v", got, err)
			}
			sameJSON(t, o.body("POST /v1/cards/"+mokID+"/matches"), `{"panLast6":"`+last6+`"}`)
		})
	}
}

func TestMatchIsLockedAfterTooManyTries(t *testing.T) {
	c, o := setup(t)
	o.answers("POST /v1/cards/{mokId}/matches", 403, refusal(403, "match-locked", `,"retryAfterSeconds":900`))
	_, err := c.Match(t.Context(), mokID, last6)
	if e, _ := err.(*Error); e == nil || e.Code != CodeMatchLocked || e.RetryAfter != 15*time.Minute {
		t.Errorf("%v", err)
	}
	for _, bad := range []string{"", "48120", "4812055", "48120a", "4111111111111111"} {
		if _, err := c.Match(t.Context(), mokID, bad); CodeOf(err) != CodeBadInput {
			t.Errorf("%v", err)
		}
	}
	if o.seen("POST /v1/cards/"+mokID+"/matches") != 1 {
		t.Error("malformed digits went out")
	}
}

func TestTransactions(t *testing.T) {
	c, o := setup(t)
	from := when(t, "2026-02-01T00:00:00+01:00")
	o.mux.HandleFunc("GET /v1/cards/"+mokID+"/transactions", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("from") != "2026-02-01T00:00:00+01:00" || q.Has("to") || q.Get("limit") != "20" || q.Get("cursor") != "c+1/=" {
			t.Errorf("query %s", r.URL.RawQuery)
		}
		answering(200, `{"items":[{"id":"t-000812","bookedAt":"`+asOf+`","kind":"purchase","place":"Mercator, Kranj","amount":`+euros(-1250)+
			`,"balanceAfter":`+euros(4230)+`}],"nextCursor":"c2","asOf":"`+asOf+`"}`)(w, r)
	})
	got, err := c.Transactions(t.Context(), mokID, TransactionQuery{From: from, Cursor: "c+1/=", Limit: 20})
	want := TransactionPage{NextCursor: "c2", AsOf: when(t, asOf), Items: []Transaction{{
		ID: "t-000812", BookedAt: when(t, asOf), Kind: TransactionPurchase, Place: "Mercator, Kranj", Amount: money.EUR(-1250), BalanceAfter: money.EUR(4230),
	}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if _, err := c.Transactions(t.Context(), mokID, TransactionQuery{Limit: 201}); CodeOf(err) != CodeBadInput {
		t.Errorf("%v", err)
	}
}

func TestNoTransactionsIsTheOfficesWord(t *testing.T) {
	c, o := setup(t)
	o.answers("GET /v1/cards/{mokId}/transactions", 200, `{"items":[],"nextCursor":null,"asOf":"`+asOf+`"}`)
	if got, err := c.Transactions(t.Context(), mokID, TransactionQuery{}); err != nil || got.Items == nil || len(got.Items) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}
