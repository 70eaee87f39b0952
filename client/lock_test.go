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
	lockID    = "3f2504e0-4f89-41d3-9a0c-0305e82c3377"
	lockRoute = "PUT /v1/locks/" + lockID
)

// locking is the first attempt at a lock.
func locking(t *testing.T) Sending {
	t.Helper()
	body, err := lockRequest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	return Sending{ID: lockID, Body: body, First: true}
}

func lockRequest() LockRequest {
	return LockRequest{ID: lockID, MokID: mokID, Reason: ReasonLost, Reporter: ReporterHolder, Verification: VerifiedByDocument,
		Staff: "1001", Desk: "KR-01"}
}

// stopped is the office's word that locking was posted, notStopped that it was rejected.
var (
	stopped = `{"id":"` + lockID + `","mokId":"` + mokID + `","state":"posted","lockNumber":"Z-2026-000007","lockedAt":"` + asOf +
		`","reportNeeded":true,"walletTokensStopped":null,"traceId":"` + traceID + `"}`
	notStopped = `{"id":"` + lockID + `","mokId":"` + mokID + `","state":"rejected","code":"card-not-lockable","cardState":"stolen","traceId":"` + traceID + `"}`
)

func TestLockSendsTheJournaledBytesAndReadsTheEnding(t *testing.T) {
	c, o := setup(t)
	o.mux.HandleFunc("PUT /v1/locks/{id}", func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("Authorization"); got != "Bearer "+token {
			t.Errorf("Authorization %q", got)
		}
		answering(http.StatusCreated, stopped)(w, r)
	})
	s := locking(t)
	got := c.Lock(t.Context(), s)
	want := Outcome[Lock]{Verdict: Posted, Answer: Lock{ID: lockID, MokID: mokID, State: "posted", LockNumber: "Z-2026-000007",
		LockedAt: when(t, asOf), ReportNeeded: true, TraceID: traceID}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if o.body(lockRoute) != string(s.Body) {
		t.Errorf("other bytes on the wire: %s", o.body(lockRoute))
	}
}

func TestEveryEndingOfALock(t *testing.T) {
	untold := strings.Replace(notStopped, `"cardState":"stolen",`, ``, 1)
	for _, tt := range []struct {
		name, body string
		status     int
		want       Verdict
		code       string
		state      CardState
	}{
		{"posted now", stopped, 201, Posted, "", ""},
		{"posted before", stopped, 200, Posted, "", ""},
		{"rejected now", notStopped, 201, Rejected, CodeCardNotLockable, CardStolen},
		{"rejected before", notStopped, 200, Rejected, CodeCardNotLockable, CardStolen},
		{"rejected, and the state is not told", untold, 201, Rejected, CodeCardNotLockable, ""},
		{"posted, said by a later version", strings.Replace(stopped, `"state"`, `"branch":{"n":[1.5]},"state"`, 1), 201, Posted, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("PUT /v1/locks/{id}", tt.status, tt.body)
			got := c.Lock(t.Context(), locking(t))
			if got.Verdict != tt.want || got.Answer.Code != tt.code || got.Answer.CardState != tt.state || got.Err != nil || got.Alarm {
				t.Errorf("%+v", got)
			}
			if got.Answer.ID != lockID || got.Answer.MokID != mokID {
				t.Errorf("answer %+v", got.Answer)
			}
		})
	}
}

func TestWhatTheOfficeSaysOfPaymentsByPhone(t *testing.T) {
	for said, want := range map[string]*bool{"null": nil, "true": new(true), "false": new(false)} {
		c, o := setup(t)
		o.answers("PUT /v1/locks/{id}", 201, strings.Replace(stopped, "null", said, 1))
		if got := c.Lock(t.Context(), locking(t)); got.Verdict != Posted || !cmp.Equal(got.Answer.WalletTokensStopped, want) {
			t.Errorf("%s: %+v", said, got)
		}
	}
}

// A lock has no tombstone: an answer that says so is not the office's.
func TestALockIsNeverCancelled(t *testing.T) {
	cancelled := strings.Replace(stopped, "posted", "cancelled", 1)
	c, o := setup(t)
	o.answers("PUT /v1/locks/{id}", 200, cancelled)
	o.answers("GET /v1/locks/{id}", 200, cancelled)
	for _, got := range []Outcome[Lock]{c.Lock(t.Context(), locking(t)), c.AskLock(t.Context(), lockID, mokID)} {
		if got.Verdict != Unknown || CodeOf(got.Err) != CodeForeignAnswer {
			t.Errorf("%+v", got)
		}
	}
}

func TestAskingForALock(t *testing.T) {
	pending := func(state string) string { return `{"id":"` + lockID + `","state":"` + state + `"}` }
	for _, tt := range []struct {
		name, body string
		status     int
		want       Verdict
		state      string
		code       string
	}{
		{"posted", stopped, 200, Posted, "", ""},
		{"rejected", notStopped, 200, Rejected, "", ""},
		{"in flight", pending(StateInFlight), 200, Unknown, StateInFlight, ""},
		{"unseen", pending(StateUnseen), 200, Unknown, StateUnseen, ""},
		{"another card", strings.Replace(stopped, mokID, "100000022", 1), 200, Unknown, "", CodeForeignAnswer},
		{"an ending without its card", pending("posted"), 200, Unknown, "", CodeForeignAnswer},
		{"another id", strings.Replace(stopped, lockID, otherID, 1), 200, Unknown, "", CodeForeignAnswer},
		{"unseen, of another id", strings.Replace(pending(StateUnseen), lockID, otherID, 1), 200, Unknown, "", CodeForeignAnswer},
		{"created by a question", stopped, 201, Unknown, "", CodeForeignAnswer},
		{"not found", refusal(404, CodeNotFound, ""), 404, Unknown, "", CodeNotFound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("GET /v1/locks/{id}", tt.status, tt.body)
			got := c.AskLock(t.Context(), lockID, mokID)
			if got.Verdict != tt.want || got.State != tt.state || CodeOf(got.Err) != tt.code || got.Alarm {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestAskingForALockIsNeverNotSent(t *testing.T) {
	c, o := setup(t)
	for _, bad := range []Outcome[Lock]{c.AskLock(t.Context(), "..", mokID), c.AskLock(t.Context(), lockID, "4111111111111111")} {
		if bad.Verdict != Unknown || CodeOf(bad.Err) != CodeBadInput {
			t.Errorf("%+v", bad)
		}
	}
	if len(o.counts) != 0 {
		t.Errorf("on the wire: %v", o.counts)
	}
	o.server.Close()
	if got := c.AskLock(t.Context(), lockID, mokID); got.Verdict != Unknown || CodeOf(got.Err) != CodeNoConnection {
		t.Errorf("%+v", got)
	}
	silent(t, "log", o.log.String())
}

func TestLockEncodesOnlyWhatTheContractAllows(t *testing.T) {
	body, err := lockRequest().Encode()
	want := `{"id":"` + lockID + `","mokId":"` + mokID + `","reason":"lost","reporter":"holderInPerson","verification":"document","staff":"1001","desk":"KR-01"}`
	if err != nil || string(body) != want {
		t.Errorf("%v, canonical form\n%s\nwant\n%s", err, body, want)
	}
	for name, spoil := range map[string]func(*LockRequest){
		"id in capitals":      func(r *LockRequest) { r.ID = strings.ToUpper(r.ID) },
		"a PAN as MOK ID":     func(r *LockRequest) { r.MokID = "4111111111111111" },
		"no reason":           func(r *LockRequest) { r.Reason = "" },
		"a reason in words":   func(r *LockRequest) { r.Reason = "she lost it" },
		"no reporter":         func(r *LockRequest) { r.Reporter = "" },
		"a reporter's name":   func(r *LockRequest) { r.Reporter = "Živa Kalan" },
		"no verification":     func(r *LockRequest) { r.Verification = "" },
		"a document's number": func(r *LockRequest) { r.Verification = "PB1234567" },
		"staff name":          func(r *LockRequest) { r.Staff = "Ana" },
		"desk with a slash":   func(r *LockRequest) { r.Desk = "KR/01" },
	} {
		r := lockRequest()
		spoil(&r)
		if _, err := r.Encode(); CodeOf(err) != CodeBadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The clerk's choices are those of the contract, all of them.
func TestTheChoicesOfALockAreTheContracts(t *testing.T) {
	_, body, _ := strings.Cut(string(OpenAPI), "    LockRequest:\n")
	body, _, _ = strings.Cut(body, "    Lock:\n")
	for name, have := range map[string][]string{"reason": texts(LockReasons()), "reporter": texts(Reporters()), "verification": texts(Verifications())} {
		_, enum, _ := strings.Cut(body, "        "+name+":\n")
		_, enum, _ = strings.Cut(enum, "enum: [")
		enum, _, found := strings.Cut(enum, "]")
		want := strings.Split(enum, ", ")
		slices.Sort(want)
		if diff := cmp.Diff(want, slices.Sorted(slices.Values(have))); diff != "" || !found {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func texts[S ~string](all []S) []string {
	var list []string
	for _, one := range all {
		list = append(list, string(one))
	}
	return list
}

func TestALockMustBeWhatItsBodySays(t *testing.T) {
	for name, spoil := range map[string]func(*Sending){
		"another id": func(s *Sending) { s.ID = otherID },
		"an amount":  func(s *Sending) { s.Amount = money.EUR(1) },
		"zero euros": func(s *Sending) { s.Amount = money.EUR(0) },
		"no body":    func(s *Sending) { s.Body = nil },
		"no card":    func(s *Sending) { s.Body = []byte(`{"id":"` + lockID + `","mokId":""}`) },
		"not a card": func(s *Sending) { s.Body = []byte(`{"id":"` + lockID + `","mokId":"4111111111111111"}`) },
		"card left out": func(s *Sending) {
			s.Body = []byte(`{"id":"` + lockID + `"}`)
		},
		"path": func(s *Sending) { s.ID = ".." },
	} {
		c, o := setup(t)
		first, again := locking(t), locking(t)
		again.First = false
		spoil(&first)
		spoil(&again)
		if got := c.Lock(t.Context(), first); got.Verdict != NotSent || CodeOf(got.Err) != CodeBadInput {
			t.Errorf("%s, first: %+v", name, got)
		}
		if got := c.Lock(t.Context(), again); got.Verdict != Unknown || CodeOf(got.Err) != CodeBadInput {
			t.Errorf("%s, again: %+v", name, got)
		}
		if len(o.counts) != 0 {
			t.Errorf("%s: on the wire: %v", name, o.counts)
		}
	}
}
