package client

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/money"
)

const (
	reversalID    = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4b66"
	reversalRoute = "PUT /v1/reversals/" + reversalID
)

func reversalRequest() ReversalRequest {
	return ReversalRequest{ID: reversalID, TopUpID: topUpID, MokID: mokID, Amount: money.EUR(2000), Reason: ReversalWrongAmount,
		DrawerSessionID: drawerID, Staff: "1001", Desk: "KR-01"}
}

// reversing is the first attempt at a reversal.
func reversing(t *testing.T) Sending {
	t.Helper()
	body, err := reversalRequest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	return Sending{ID: reversalID, Amount: money.EUR(2000), Body: body, First: true}
}

// undone is the office's word that a reversal was posted, passedOn that it has become a correction.
var (
	undone = `{"id":"` + reversalID + `","topUpId":"` + topUpID + `","mokId":"` + mokID + `","amount":` + euros(2000) + `,"state":"posted","fee":` + euros(150) +
		`,"total":` + euros(2150) + `,"receiptNumber":"S-2026-000004","bookedAt":"` + asOf + `","balanceAfter":` + euros(-500) + `,"traceId":"` + traceID + `"}`
	passedOn = `{"id":"` + reversalID + `","topUpId":"` + topUpID + `","mokId":"` + mokID + `","amount":` + euros(2000) +
		`,"state":"rejected","code":"reversal-window-over","correctionNumber":"P-2026-000042","traceId":"` + traceID + `"}`
)

func TestEveryEndingOfAReversal(t *testing.T) {
	done := Reversal{ID: reversalID, TopUpID: topUpID, MokID: mokID, Amount: money.EUR(2000), State: "posted", Fee: money.EUR(150), Total: money.EUR(2150),
		ReceiptNumber: "S-2026-000004", BookedAt: when(t, asOf), BalanceAfter: money.EUR(-500), TraceID: traceID}
	refused := Reversal{ID: reversalID, TopUpID: topUpID, MokID: mokID, Amount: money.EUR(2000), State: "rejected", Code: CodeReversalWindowOver,
		CorrectionNumber: "P-2026-000042", TraceID: traceID}
	before := refused
	before.Code, before.CorrectionNumber, before.ReversedBy = CodeAlreadyReversed, "", "S-2026-000001"
	for name, tt := range map[string]struct {
		body string
		want Outcome[Reversal]
	}{
		"posted":           {undone, Outcome[Reversal]{Verdict: Posted, Answer: done}},
		"passed to a bank": {passedOn, Outcome[Reversal]{Verdict: Rejected, Answer: refused}},
		"undone before": {strings.NewReplacer("reversal-window-over", "already-reversed", "correctionNumber", "reversedBy", "P-2026-000042", "S-2026-000001").Replace(passedOn),
			Outcome[Reversal]{Verdict: Rejected, Answer: before}},
	} {
		for _, status := range []int{201, 200} {
			c, o := setup(t)
			o.answers("PUT /v1/reversals/{id}", status, tt.body)
			s := reversing(t)
			if diff := cmp.Diff(tt.want, c.Reverse(t.Context(), s)); diff != "" || o.body(reversalRoute) != string(s.Body) {
				t.Errorf("%s, %d: %s%s", name, status, diff, o.body(reversalRoute))
			}
		}
		c, o := setup(t)
		o.answers("GET /v1/reversals/{id}", 200, tt.body)
		if diff := cmp.Diff(tt.want, c.AskReversal(t.Context(), reversalID, mokID, money.EUR(2000))); diff != "" {
			t.Errorf("%s, asked: %s", name, diff)
		}
	}
}

// An answer about another top-up, card or amount is about another storno: the cash stays where it is.
func TestAReversalIsDoneOnlyByItsOwnAnswer(t *testing.T) {
	for name, body := range map[string]string{
		"another top-up":  strings.Replace(undone, topUpID, otherID, 1),
		"no top-up":       strings.Replace(undone, `"topUpId":"`+topUpID+`",`, "", 1),
		"another card":    strings.Replace(undone, mokID, "100000022", 1),
		"another amount":  strings.Replace(undone, `"amount":`+euros(2000), `"amount":`+euros(2001), 1),
		"a tombstone":     strings.Replace(undone, "posted", "cancelled", 1),
		"a state of none": strings.Replace(undone, "posted", "corrected", 1),
	} {
		c, o := setup(t)
		o.answers("PUT /v1/reversals/{id}", 201, body)
		if got := c.Reverse(t.Context(), reversing(t)); got.Verdict != Unknown || CodeOf(got.Err) != CodeForeignAnswer {
			t.Errorf("%s: %+v", name, got)
		}
	}
	c, o := setup(t)
	o.answers("GET /v1/reversals/{id}", 200, `{"id":"`+reversalID+`","state":"unseen"}`)
	if got := c.AskReversal(t.Context(), reversalID, mokID, money.EUR(2000)); got.Verdict != Unknown || got.State != StateUnseen || got.Err != nil {
		t.Errorf("%+v", got)
	}
	for _, bad := range []Outcome[Reversal]{c.AskReversal(t.Context(), "..", mokID, money.EUR(1)), c.AskReversal(t.Context(), reversalID, "1", money.EUR(1)),
		c.AskReversal(t.Context(), reversalID, mokID, money.Amount{})} {
		if bad.Verdict != Unknown || CodeOf(bad.Err) != CodeBadInput {
			t.Errorf("%+v", bad)
		}
	}
}

func TestReversalEncodesOnlyWhatTheContractAllows(t *testing.T) {
	body, err := reversalRequest().Encode()
	want := `{"id":"` + reversalID + `","topUpId":"` + topUpID + `","mokId":"` + mokID + `","amount":` + euros(2000) +
		`,"reason":"wrongAmount","drawerSessionId":"` + drawerID + `","staff":"1001","desk":"KR-01"}`
	if err != nil || string(body) != want {
		t.Errorf("%v, canonical form\n%s\nwant\n%s", err, body, want)
	}
	if ReversedIn(body) != topUpID || ReversedIn(nil) != "" || ReversedIn([]byte(`{"topUpId":"4111111111111111"}`)) != "" {
		t.Error("the top-up that a body undoes is not told")
	}
	approved := reversalRequest()
	approved.ApprovalID = approvalID
	if body, err := approved.Encode(); err != nil || !strings.HasSuffix(string(body), `,"approvalId":"`+approvalID+`"}`) {
		t.Errorf("%s %v", body, err)
	}
	for name, spoil := range map[string]func(*ReversalRequest){
		"id in capitals":         func(r *ReversalRequest) { r.ID = strings.ToUpper(r.ID) },
		"a receipt as a top-up":  func(r *ReversalRequest) { r.TopUpID = "KR-2026-000123" },
		"a PAN as MOK ID":        func(r *ReversalRequest) { r.MokID = "4111111111111111" },
		"no amount":              func(r *ReversalRequest) { r.Amount = money.Amount{} },
		"nothing":                func(r *ReversalRequest) { r.Amount = money.EUR(0) },
		"no reason":              func(r *ReversalRequest) { r.Reason = "" },
		"a reason in words":      func(r *ReversalRequest) { r.Reason = "napaka" },
		"no drawer":              func(r *ReversalRequest) { r.DrawerSessionID = "" },
		"staff name":             func(r *ReversalRequest) { r.Staff = "Ana" },
		"desk with a slash":      func(r *ReversalRequest) { r.Desk = "KR/01" },
		"an approval that isn't": func(r *ReversalRequest) { r.ApprovalID = "yes" },
	} {
		r := reversalRequest()
		spoil(&r)
		if _, err := r.Encode(); CodeOf(err) != CodeBadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The clerk's choices are those of the contract, all of them.
func TestTheReasonsOfUndoingAreTheContracts(t *testing.T) {
	for schema, have := range map[string][]string{"ReversalReason": texts(ReversalReasons()), "UnlockReason": texts(UnlockReasons())} {
		_, enum, _ := strings.Cut(string(OpenAPI), "    "+schema+":\n")
		_, enum, _ = strings.Cut(enum, "enum: [")
		enum, _, _ = strings.Cut(enum, "]")
		if diff := cmp.Diff(sortedWords(strings.Split(enum, ", ")), sortedWords(have)); diff != "" {
			t.Errorf("%s: %s", schema, diff)
		}
	}
}

func TestFindingATopUpToUndo(t *testing.T) {
	line := `"reversal":{"id":"` + reversalID + `","receiptNumber":"S-2026-000004","bookedAt":"` + asOf + `","total":` + euros(2000) + `,"desk":"KR-02","staff":"1002"}`
	correction := `{"number":"P-2026-000042","topUpId":"` + topUpID + `","reversalId":"` + reversalID + `","mokId":"` + mokID + `","amount":` + euros(2000) +
		`,"total":` + euros(2000) + `,"state":"withdrawn","openedAt":"` + asOf + `","endedAt":"` + asOf + `"}`
	answer := `{"topUp":` + strings.Replace(posted, "{", "{"+line+",", 1) + `,"correction":` + correction +
		`,"offer":{"way":"none","code":"already-reversed","needsApproval":false,"belowZero":true},"asOf":"` + asOf + `"}`
	c, o := setup(t)
	o.answers("GET /v1/top-ups", 200, answer)
	got, err := c.FindTopUp(t.Context(), TopUpQuery{ID: topUpID})
	if err != nil || got.TopUp.Reversal == nil || got.TopUp.Reversal.Staff != "1002" || got.TopUp.Reversal.Total != money.EUR(2000) ||
		got.Correction == nil || got.Correction.State != CorrectionWithdrawn || got.Offer != (ReversalOffer{OfferNone, CodeAlreadyReversed, false, true}) {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := c.FindTopUp(t.Context(), TopUpQuery{ReceiptNumber: got.TopUp.ReceiptNumber}); err != nil {
		t.Error(err)
	}
	for name, body := range map[string]string{
		"another top-up":           strings.Replace(answer, topUpID, otherID, 1),
		"one that was not posted":  strings.Replace(answer, `"state":"posted"`, `"state":"rejected"`, 1),
		"a correction of another":  strings.Replace(answer, `"topUpId":"`+topUpID, `"topUpId":"`+otherID, 1),
		"nothing to say of a way":  strings.Replace(answer, `"way":"none",`, "", 1),
		"nothing of the amount":    strings.Replace(answer, `"amount":`+euros(2000)+`,"state":"posted"`, `"state":"posted"`, 1),
		"a MOK ID that is no such": strings.Replace(answer, mokID, "4111111111111111", 1),
	} {
		c, o := setup(t)
		o.answers("GET /v1/top-ups", 200, body)
		if got, err := c.FindTopUp(t.Context(), TopUpQuery{ID: topUpID}); CodeOf(err) != CodeForeignAnswer {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
	n := len(o.counts)
	for _, q := range []TopUpQuery{{}, {ID: topUpID, ReceiptNumber: "KR-1"}, {ID: "KR-1"}, {ReceiptNumber: "4111 1111"}} {
		if _, err := c.FindTopUp(t.Context(), q); CodeOf(err) != CodeBadInput || len(o.counts) != n {
			t.Errorf("%+v: %v", q, err)
		}
	}
	o.answers("GET /v1/corrections/{number}", 200, correction)
	if got, err := c.Correction(t.Context(), "P-2026-000042"); err != nil || got != *mustFind(t, answer).Correction {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := c.Correction(t.Context(), "P-2026-000043"); CodeOf(err) != CodeForeignAnswer {
		t.Errorf("another correction: %v", err)
	}
	if _, err := c.Correction(t.Context(), "../me"); CodeOf(err) != CodeForeignAnswer && CodeOf(err) != CodeNotFound {
		t.Errorf("%v", err)
	}
}

func mustFind(t *testing.T, answer string) FoundTopUp {
	t.Helper()
	found, err := decode[FoundTopUp]([]byte(answer))
	if err != nil {
		t.Fatal(err)
	}
	return found
}
