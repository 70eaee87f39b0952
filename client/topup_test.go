package client

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/money"
)

const topUpRoute = "PUT /v1/top-ups/" + topUpID

func TestTopUpSendsTheJournaledBytesAndReadsTheEnding(t *testing.T) {
	c, o := setup(t)
	o.mux.HandleFunc("PUT /v1/top-ups/{id}", func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("Authorization"); got != "Bearer "+token {
			t.Errorf("Authorization %q", got)
		}
		answering(http.StatusCreated, posted)(w, r)
	})
	s := sending(t)
	got := c.TopUp(t.Context(), s)
	want := Outcome[TopUp]{Verdict: Posted, Answer: TopUp{
		ID: topUpID, MokID: mokID, Amount: money.EUR(2000), State: "posted", Fee: money.EUR(0), Total: money.EUR(2000),
		Tendered: money.EUR(5000), Change: money.EUR(3000), ReceiptNumber: "KR-2026-000123", BookedAt: when(t, asOf),
		BalanceAfter: money.EUR(6230), Desk: "KR-01", Seq: 1, Staff: "1001", DrawerSessionID: drawerID, TraceID: traceID,
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if o.body(topUpRoute) != string(s.Body) {
		t.Errorf("other bytes on the wire: %s", o.body(topUpRoute))
	}
}

func TestEveryEndingOfATopUp(t *testing.T) {
	rejected := `{"id":"` + topUpID + `","mokId":"` + mokID + `","amount":` + euros(2000) +
		`,"state":"rejected","code":"session-closed","tendered":` + euros(5000) + `,"desk":"KR-01","traceId":"` + traceID + `"}`
	cancelled := `{"id":"` + topUpID + `","mokId":"` + mokID + `","amount":` + euros(2000) + `,"state":"cancelled","desk":"KR-01","traceId":"` + traceID + `"}`
	for _, tt := range []struct {
		name, body string
		status     int
		want       Verdict
		code       string
	}{
		{"posted now", posted, 201, Posted, ""},
		{"posted before", posted, 200, Posted, ""},
		{"rejected now", rejected, 201, Rejected, "session-closed"},
		{"rejected before", rejected, 200, Rejected, "session-closed"},
		{"cancelled before", cancelled, 200, Cancelled, ""},
		{"posted, said by a later version of the contract", strings.Replace(posted, `"fee"`, `"ledgerNo":[{"a":1.5}],"fee"`, 1), 201, Posted, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("PUT /v1/top-ups/{id}", tt.status, tt.body)
			got := c.TopUp(t.Context(), sending(t))
			if got.Verdict != tt.want || !got.Verdict.Final() || got.Answer.Code != tt.code || got.Err != nil || got.Alarm {
				t.Errorf("%+v", got)
			}
			if got.Answer.ID != topUpID || got.Answer.Amount != money.EUR(2000) {
				t.Errorf("answer %+v", got.Answer)
			}
		})
	}
}

func TestAskingForATopUp(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       Verdict
		state      string
	}{
		{"posted", posted, Posted, ""},
		{"in flight", `{"id":"` + topUpID + `","state":"inFlight"}`, Unknown, StateInFlight},
		{"unseen", `{"id":"` + topUpID + `","state":"unseen"}`, Unknown, StateUnseen},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("GET /v1/top-ups/{id}", 200, tt.body)
			got := c.AskTopUp(t.Context(), topUpID, money.EUR(2000))
			if got.Verdict != tt.want || got.State != tt.state || got.Err != nil {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestAskingIsNeverNotSent(t *testing.T) {
	c, o := setup(t)
	o.server.Close()
	ask := c.AskTopUp(t.Context(), topUpID, money.EUR(2000))
	cancel := c.CancelTopUp(t.Context(), Cancellation{ID: topUpID, MokID: mokID, Amount: money.EUR(2000), Desk: "KR-01"})
	for _, got := range []Outcome[TopUp]{ask, cancel} {
		if got.Verdict != Unknown || CodeOf(got.Err) != CodeNoConnection {
			t.Errorf("%+v", got)
		}
	}
}

func TestCancellingATopUp(t *testing.T) {
	c, o := setup(t)
	o.answers("PUT /v1/top-ups/{id}/cancellation", 201, `{"id":"`+topUpID+`","mokId":"`+mokID+`","amount":`+euros(2000)+
		`,"state":"cancelled","desk":"KR-01","traceId":"`+traceID+`"}`)
	got := c.CancelTopUp(t.Context(), Cancellation{ID: topUpID, MokID: mokID, Amount: money.EUR(2000), Desk: "KR-01"})
	if got.Verdict != Cancelled || got.Answer.State != "cancelled" {
		t.Errorf("%+v", got)
	}
	sameJSON(t, o.body("PUT /v1/top-ups/"+topUpID+"/cancellation"),
		`{"id":"`+topUpID+`","mokId":"`+mokID+`","amount":`+euros(2000)+`,"desk":"KR-01"}`)
}

func TestDeskTopUpsForReconciliation(t *testing.T) {
	c, o := setup(t)
	o.mux.HandleFunc("GET /v1/desks/KR-01/top-ups", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("fromSeq") != "3" || r.URL.Query().Get("cursor") != "a b&c" {
			t.Errorf("query %s", r.URL.RawQuery)
		}
		answering(200, `{"items":[`+strings.Replace(posted, `"seq":1`, `"seq":5`, 1)+`],"gaps":[{"from":3,"to":4}],"nextCursor":null,"asOf":"`+asOf+`"}`)(w, r)
	})
	page, err := c.DeskTopUps(t.Context(), 3, "a b&c")
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Items) != 1 || page.Items[0].Seq != 5 || page.NextCursor != "" || !cmp.Equal(page.Gaps, []SeqGap{{3, 4}}) {
		t.Errorf("%+v", page)
	}
	if _, err := c.DeskTopUps(t.Context(), 0, ""); CodeOf(err) != CodeBadInput {
		t.Errorf("from 0: %v", err)
	}
}

func TestDeskTopUpsOfAnotherDeskAreForeign(t *testing.T) {
	c, o := setup(t)
	o.answers("GET /v1/desks/KR-01/top-ups", 200,
		`{"items":[`+strings.Replace(posted, "KR-01", "KR-02", 1)+`],"gaps":[],"nextCursor":null,"asOf":"`+asOf+`"}`)
	if _, err := c.DeskTopUps(t.Context(), 1, ""); CodeOf(err) != CodeForeignAnswer {
		t.Errorf("%v", err)
	}
}

func TestTopUpEncodesOnlyWhatTheContractAllows(t *testing.T) {
	body, err := topUpRequest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"` + topUpID + `","mokId":"` + mokID + `","amount":` + euros(2000) + `,"quoteId":"` + quoteID +
		`","drawerSessionId":"` + drawerID + `","staff":"1001","desk":"KR-01","seq":1,"prev":"","tendered":` + euros(5000) + `}`
	if string(body) != want {
		t.Errorf("canonical form\n%s\nwant\n%s", body, want)
	}
	for name, spoil := range map[string]func(*TopUpRequest){
		"id in capitals":     func(r *TopUpRequest) { r.ID = strings.ToUpper(r.ID) },
		"a PAN as MOK ID":    func(r *TopUpRequest) { r.MokID = "4111111111111111" },
		"nothing":            func(r *TopUpRequest) { r.Amount = money.EUR(0) },
		"less than nothing":  func(r *TopUpRequest) { r.Amount = money.EUR(-1) },
		"no currency":        func(r *TopUpRequest) { r.Amount.Currency = "" },
		"more than money":    func(r *TopUpRequest) { r.Amount = money.EUR(money.Max + 1) },
		"no quote":           func(r *TopUpRequest) { r.QuoteID = "" },
		"no drawer":          func(r *TopUpRequest) { r.DrawerSessionID = "" },
		"staff name":         func(r *TopUpRequest) { r.Staff = "Ana" },
		"desk with a slash":  func(r *TopUpRequest) { r.Desk = "KR/01" },
		"seq 0":              func(r *TopUpRequest) { r.Seq = 0 },
		"prev of other size": func(r *TopUpRequest) { r.Prev = "ab" },
		"nothing tendered":   func(r *TopUpRequest) { r.Tendered = money.EUR(0) },
		"payer by name":      func(r *TopUpRequest) { r.PayerID = "Jože" },
	} {
		r := topUpRequest()
		spoil(&r)
		if _, err := r.Encode(); CodeOf(err) != CodeBadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestASendingMustBeWhatItsBodySays(t *testing.T) {
	for name, spoil := range map[string]func(*Sending){
		"another id":     func(s *Sending) { s.ID = otherID },
		"another amount": func(s *Sending) { s.Amount = money.EUR(2001) },
		"no body":        func(s *Sending) { s.Body = nil },
		"not JSON":       func(s *Sending) { s.Body = []byte("id") },
		"path":           func(s *Sending) { s.ID = ".." },
	} {
		c, o := setup(t)
		first, again := sending(t), sending(t)
		again.First = false
		spoil(&first)
		spoil(&again)
		if got := c.TopUp(t.Context(), first); got.Verdict != NotSent || CodeOf(got.Err) != CodeBadInput {
			t.Errorf("%s, first: %+v", name, got)
		}
		if got := c.TopUp(t.Context(), again); got.Verdict != Unknown || CodeOf(got.Err) != CodeBadInput {
			t.Errorf("%s, again: %+v", name, got)
		}
		if len(o.counts) != 0 {
			t.Errorf("%s: on the wire: %v", name, o.counts)
		}
	}
}

func TestQuestionsAndCancellationsSendNothingMalformed(t *testing.T) {
	c, o := setup(t)
	cancel := Cancellation{ID: topUpID, MokID: mokID, Amount: money.EUR(2000), Desk: "KR-01"}
	badID, badCard, badAmount, badDesk := cancel, cancel, cancel, cancel
	badID.ID, badCard.MokID, badAmount.Amount, badDesk.Desk = "..", "4111111111111111", money.Amount{}, ""
	for _, got := range []Outcome[TopUp]{
		c.AskTopUp(t.Context(), "..", money.EUR(2000)), c.AskTopUp(t.Context(), topUpID, money.EUR(0)),
		c.CancelTopUp(t.Context(), badID), c.CancelTopUp(t.Context(), badCard), c.CancelTopUp(t.Context(), badAmount), c.CancelTopUp(t.Context(), badDesk),
	} {
		if got.Verdict != Unknown || CodeOf(got.Err) != CodeBadInput {
			t.Errorf("%+v", got)
		}
	}
	if len(o.counts) != 0 {
		t.Errorf("on the wire: %v", o.counts)
	}
}
