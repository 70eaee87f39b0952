package client

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/money"
)

const (
	approvalID    = "5a1b7d9e-0c2f-4e4a-9b68-1d3f5a7c9eaa"
	approvalRoute = "PUT /v1/approvals/" + approvalID
	unlockID      = "7d444840-9dc0-41d1-b245-5ffdce74fa99"
	unlockRoute   = "PUT /v1/unlocks/" + unlockID

	// someHash is the SHA-256 of "test".
	someHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
)

func approvalRequest() ApprovalRequest {
	return ApprovalRequest{ID: approvalID, Act: ApproveReversal, SubjectID: reversalID, SubjectHash: someHash, MokID: mokID,
		Amount: new(money.EUR(2000)), Maker: "1001", Desk: "KR-01"}
}

// approving is the first attempt at an approval.
func approving(t *testing.T) Sending {
	t.Helper()
	body, err := approvalRequest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	return Sending{ID: approvalID, Amount: money.EUR(2000), Body: body, First: true}
}

// unlocking is the first attempt at an unlock.
func unlocking(t *testing.T) Sending {
	t.Helper()
	body, err := unlockRequest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	return Sending{ID: unlockID, Body: body, First: true}
}

func unlockRequest() UnlockRequest {
	return UnlockRequest{ID: unlockID, MokID: mokID, Reason: UnlockMistake, ApprovalID: approvalID, Desk: "KR-01", Staff: "1001"}
}

// agreed and freed are the office's words that an approval and an unlock were posted.
var (
	agreed = `{"id":"` + approvalID + `","act":"reversal","subjectId":"` + reversalID + `","subjectHash":"` + someHash + `","mokId":"` + mokID + `","amount":` + euros(2000) +
		`,"state":"posted","approver":"2001","expiresAt":"` + asOf + `","traceId":"` + traceID + `"}`
	freed = `{"id":"` + unlockID + `","mokId":"` + mokID + `","state":"posted","unlockedAt":"` + asOf + `","cardState":"active","traceId":"` + traceID + `"}`
)

func sortedWords(words []string) []string { return slices.Sorted(slices.Values(words)) }

func TestHashOfIsTheSHA256OfTheBytes(t *testing.T) {
	if got := HashOf([]byte("test")); got != someHash {
		t.Error(got)
	}
}

// The second person's token goes with the approval, the clerk's own with all else; neither knows of the other.
func TestASecondPersonHasATokenBesideTheClerks(t *testing.T) {
	c, o := setup(t)
	const hers = "vesnas-token-0123456789"
	o.answers("POST /v1/sign-ins", 201, `{"token":"`+hers+`","expiresAt":"`+asOf+`","staff":{"number":"2001","alias":"Vesna"}}`)
	var sent []string
	o.mux.HandleFunc("PUT /v1/approvals/{id}", func(w http.ResponseWriter, r *http.Request) {
		sent = append(sent, r.Header.Get("Authorization"))
		answering(201, agreed)(w, r)
	})
	o.mux.HandleFunc("GET /v1/approvals/{id}", func(w http.ResponseWriter, r *http.Request) {
		sent = append(sent, r.Header.Get("Authorization"))
		answering(200, agreed)(w, r)
	})
	o.mux.HandleFunc("DELETE /v1/sign-ins/current", func(w http.ResponseWriter, r *http.Request) {
		sent = append(sent, r.Header.Get("Authorization"))
		w.WriteHeader(http.StatusNoContent)
	})
	before, _ := c.Session()
	vesna, err := c.SignInBeside(t.Context(), "2001", pin)
	if err != nil || vesna.Session().Staff.Number != "2001" {
		t.Fatalf("%+v %v", vesna, err)
	}
	want := Outcome[Approval]{Verdict: Posted, Answer: Approval{ID: approvalID, Act: ApproveReversal, SubjectID: reversalID, SubjectHash: someHash, MokID: mokID,
		Amount: money.EUR(2000), State: "posted", Approver: "2001", ExpiresAt: when(t, asOf), TraceID: traceID}}
	if diff := cmp.Diff(want, vesna.Approve(t.Context(), approving(t))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, c.AskApproval(t.Context(), approvalID, mokID, money.EUR(2000))); diff != "" {
		t.Error(diff)
	}
	if err := vesna.SignOut(t.Context()); err != nil {
		t.Error(err)
	}
	if got := vesna.Approve(t.Context(), approving(t)); got.Verdict != NotSent || CodeOf(got.Err) != CodeTokenMissing {
		t.Errorf("signed out: %+v", got)
	}
	if diff := cmp.Diff([]string{"Bearer " + hers, "Bearer " + token, "Bearer " + hers}, sent); diff != "" {
		t.Error(diff)
	}
	if after, signedIn := c.Session(); !signedIn || after != before {
		t.Errorf("the clerk's sign-in went from %+v to %+v", before, after)
	}
	silent(t, "log", o.log.String())
	if strings.Contains(o.log.String(), hers) {
		t.Error("the second person's token is in the log")
	}
}

// Whatever becomes of the second person's sign-in, the clerk stays signed in.
func TestTheClerkStaysSignedInWhateverBecomesOfTheOther(t *testing.T) {
	c, o := setup(t)
	o.answers("POST /v1/sign-ins", 401, refusal(401, CodeSignInRefused, `,"attemptsLeft":4`))
	if other, err := c.SignInBeside(t.Context(), "2001", pin); other != nil || CodeOf(err) != CodeSignInRefused {
		t.Errorf("%v %v", other, err)
	}
	c, o = setup(t)
	o.answers("POST /v1/sign-ins", 201, `{"token":"vesnas-token-0123456789","expiresAt":"`+asOf+`","staff":{"number":"2001","alias":"Vesna"}}`)
	o.answers("PUT /v1/approvals/{id}", 401, refusal(401, CodeTokenExpired, ""))
	vesna, err := c.SignInBeside(t.Context(), "2001", pin)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{CodeTokenExpired, CodeTokenMissing} {
		if got := vesna.Approve(t.Context(), approving(t)); CodeOf(got.Err) != want {
			t.Errorf("%+v", got)
		}
	}
	if _, signedIn := c.Session(); !signedIn {
		t.Error("the clerk is signed out")
	}
}

func TestAnApprovalIsGivenOnlyByItsOwnAnswer(t *testing.T) {
	for name, body := range map[string]string{
		"other bytes":    strings.Replace(agreed, someHash, strings.Repeat("0", 64), 1),
		"no hash":        strings.Replace(agreed, `"subjectHash":"`+someHash+`",`, "", 1),
		"another card":   strings.Replace(agreed, mokID, "100000022", 1),
		"another amount": strings.Replace(agreed, euros(2000), euros(2001), 1),
		"no amount":      strings.Replace(agreed, `"amount":`+euros(2000)+`,`, "", 1),
	} {
		c, o := setup(t)
		o.answers("PUT /v1/approvals/{id}", 201, body)
		if got := (secondPerson{Client: c}).Approve(t.Context(), approving(t)); got.Verdict != Unknown || CodeOf(got.Err) != CodeForeignAnswer {
			t.Errorf("%s: %+v", name, got)
		}
	}
	rejected := strings.NewReplacer(`"posted"`, `"rejected","code":"same-person"`, `"expiresAt":"`+asOf+`",`, "").Replace(agreed)
	c, o := setup(t)
	o.answers("PUT /v1/approvals/{id}", 201, rejected)
	if got := (secondPerson{Client: c}).Approve(t.Context(), approving(t)); got.Verdict != Rejected || got.Answer.Code != CodeSamePerson || got.Answer.Approver != "2001" {
		t.Errorf("%+v", got)
	}
}

// An unlock and its approval move no money: they are held against the card.
func TestUnlocksAndTheirApprovalsAreHeldAgainstTheCard(t *testing.T) {
	r := approvalRequest()
	r.Act, r.SubjectID, r.Amount = ApproveUnlock, unlockID, nil
	body, err := r.Encode()
	if err != nil || strings.Contains(string(body), "amount") {
		t.Fatalf("%s %v", body, err)
	}
	c, o := setup(t)
	answer := strings.NewReplacer(`"amount":`+euros(2000)+`,`, "", "reversal", "unlock", reversalID, unlockID).Replace(agreed)
	o.answers("PUT /v1/approvals/{id}", 201, answer)
	o.answers("GET /v1/approvals/{id}", 200, answer)
	o.answers("PUT /v1/unlocks/{id}", 201, freed)
	o.answers("GET /v1/unlocks/{id}", 200, freed)
	s := Sending{ID: approvalID, Body: body, First: true}
	if got := (secondPerson{Client: c}).Approve(t.Context(), s); got.Verdict != Posted {
		t.Errorf("%+v", got)
	}
	if got := c.AskApproval(t.Context(), approvalID, mokID, money.Amount{}); got.Verdict != Posted {
		t.Errorf("%+v", got)
	}
	if got := c.AskApproval(t.Context(), approvalID, mokID, money.EUR(0)); CodeOf(got.Err) != CodeBadInput {
		t.Errorf("%+v", got)
	}
	want := Outcome[Unlock]{Verdict: Posted, Answer: Unlock{ID: unlockID, MokID: mokID, State: "posted", CardState: CardActive, UnlockedAt: when(t, asOf), TraceID: traceID}}
	if diff := cmp.Diff(want, c.Unlock(t.Context(), unlocking(t))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, c.AskUnlock(t.Context(), unlockID, mokID)); diff != "" {
		t.Error(diff)
	}
	if got := c.AskUnlock(t.Context(), unlockID, "100000022"); got.Verdict != Unknown || CodeOf(got.Err) != CodeForeignAnswer {
		t.Errorf("%+v", got)
	}
}

func TestApprovalsAndUnlocksEncodeOnlyWhatTheContractAllows(t *testing.T) {
	body, err := approvalRequest().Encode()
	want := `{"id":"` + approvalID + `","act":"reversal","subjectId":"` + reversalID + `","subjectHash":"` + someHash + `","mokId":"` + mokID + `","amount":` + euros(2000) +
		`,"maker":"1001","desk":"KR-01"}`
	if err != nil || string(body) != want {
		t.Errorf("%v, canonical form\n%s\nwant\n%s", err, body, want)
	}
	for name, spoil := range map[string]func(*ApprovalRequest){
		"no act":                 func(r *ApprovalRequest) { r.Act = "" },
		"an act of no clerk":     func(r *ApprovalRequest) { r.Act = "loan" },
		"a settlement of a card": func(r *ApprovalRequest) { r.Act = ApproveSettlement },
		"no subject":             func(r *ApprovalRequest) { r.SubjectID = "" },
		"no hash":                func(r *ApprovalRequest) { r.SubjectHash = "" },
		"a hash in capitals":     func(r *ApprovalRequest) { r.SubjectHash = strings.ToUpper(someHash) },
		"no card":                func(r *ApprovalRequest) { r.MokID = "" },
		"no amount of money":     func(r *ApprovalRequest) { r.Amount = nil },
		"an amount of nothing":   func(r *ApprovalRequest) { r.Amount = new(money.EUR(0)) },
		"an amount of an unlock": func(r *ApprovalRequest) { r.Act = ApproveUnlock },
		"a maker by name":        func(r *ApprovalRequest) { r.Maker = "Ana" },
	} {
		r := approvalRequest()
		spoil(&r)
		if _, err := r.Encode(); CodeOf(err) != CodeBadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
	body, err = unlockRequest().Encode()
	want = `{"id":"` + unlockID + `","mokId":"` + mokID + `","reason":"lockedByMistake","approvalId":"` + approvalID + `","desk":"KR-01","staff":"1001"}`
	if err != nil || string(body) != want {
		t.Errorf("%v, canonical form\n%s\nwant\n%s", err, body, want)
	}
	for name, spoil := range map[string]func(*UnlockRequest){
		"no reason":       func(r *UnlockRequest) { r.Reason = "" },
		"no approval":     func(r *UnlockRequest) { r.ApprovalID = "" },
		"a PAN as MOK ID": func(r *UnlockRequest) { r.MokID = "4111111111111111" },
	} {
		r := unlockRequest()
		spoil(&r)
		if _, err := r.Encode(); CodeOf(err) != CodeBadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What an office before 1.3 gives without serving it, a desk does not offer.
func TestAnOlderOfficesRightsToUndoAreNone(t *testing.T) {
	for version, want := range map[string]bool{"1.0.0": false, "1.2.9": false, "1.3.0": true, "1.10.0": true, "": false, "1.x.0": false} {
		m := Me{ContractVersion: version, Capabilities: []Capability{MayReverse, MayUnlock, MayApprove, MayTopUp}}
		if m.Can(MayReverse) != want || m.Can(MayUnlock) != want || m.Can(MayApprove) != want || !m.Can(MayTopUp) {
			t.Errorf("%q", version)
		}
	}
}
