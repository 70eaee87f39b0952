package client

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/money"
)

const (
	custodyID    = "b3a1c2d4-5e6f-4a7b-8c9d-0e1f2a3b4c77"
	custodyRoute = "/v1/drawer-sessions/" + drawerID + "/custody/" + custodyID
	nextID       = "9f0e1d2c-3b4a-4958-8776-655443322110"
	agreedID     = "5a1b7d9e-0c2f-4e4a-9b68-1d3f5a7c9eaa"
)

func handingOver() CustodyRequest {
	return CustodyRequest{ID: custodyID, DrawerSessionID: drawerID, Kind: HandOver, Reason: ForShiftEnd, Counted: money.EUR(0), ToSessionID: nextID,
		ApprovalID: agreedID, Desk: "KR-01", Staff: "1001"}
}

func passing(t *testing.T) Sending {
	t.Helper()
	body, err := handingOver().Encode()
	if err != nil {
		t.Fatal(err)
	}
	return Sending{ID: custodyID, Amount: money.EUR(0), Body: body, First: true}
}

// An empty drawer passes on, too: zero is an amount.
var passed = `{"id":"` + custodyID + `","drawerSessionId":"` + drawerID + `","kind":"handOver","counted":` + euros(0) + `,"state":"posted","bookedAt":"` + asOf +
	`","approver":"1002","closed":` + strings.Replace(closed, `"closeNumber"`, `"closedBy":{"custodyId":"`+custodyID+`","kind":"handOver","staff":"1001","approver":"1002","desk":"KR-01"},"closeNumber"`, 1) +
	`,"staff":"1001","traceId":"` + traceID + `"}`

func TestAChangeOfHandsIsFinalOnlyInItsOwnAnswer(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       Verdict
	}{
		{"passed", passed, Posted},
		{"rejected", `{"id":"` + custodyID + `","drawerSessionId":"` + drawerID + `","kind":"handOver","counted":` + euros(0) + `,"state":"rejected","code":"session-closed","staff":"1001","traceId":"` + traceID + `"}`, Rejected},
		{"another count", strings.Replace(passed, euros(0), euros(1), 1), Unknown},
		{"another session", strings.Replace(passed, drawerID, lockID, 1), Unknown},
		{"another id", strings.Replace(passed, custodyID, lockID, 1), Unknown},
		{"a clerk who is none", strings.Replace(passed, `"approver":"1002"`, `"approver":"Boris"`, 1), Posted},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("PUT /v1/drawer-sessions/{id}/custody/{custodyId}", 201, tt.body)
			o.answers("GET /v1/drawer-sessions/{id}/custody/{custodyId}", 200, tt.body)
			got := c.ChangeCustody(t.Context(), passing(t))
			asked := c.AskCustody(t.Context(), drawerID, custodyID, money.EUR(0))
			if got.Verdict != tt.want || asked.Verdict != tt.want {
				t.Errorf("sent %+v, asked %+v", got, asked)
			}
			if o.body("PUT "+custodyRoute) != string(passing(t).Body) {
				t.Error("other bytes on the wire")
			}
			if tt.name == "passed" && (got.Answer.Closed == nil || got.Answer.Closed.ClosedBy == nil || got.Answer.Closed.ClosedBy.Approver != "1002") {
				t.Errorf("%+v", got.Answer)
			}
		})
	}
}

func TestCustodyBodiesAreCanonical(t *testing.T) {
	want := `{"id":"` + custodyID + `","drawerSessionId":"` + drawerID + `","kind":"handOver","reason":"shiftEnd","counted":` + euros(0) +
		`,"toSessionId":"` + nextID + `","approvalId":"` + agreedID + `","desk":"KR-01","staff":"1001"}`
	if diff := cmp.Diff(want, string(passing(t).Body)); diff != "" {
		t.Error(diff)
	}
	for name, change := range map[string]func(*CustodyRequest){
		"a hand-over to nobody":         func(r *CustodyRequest) { r.ToSessionID = "" },
		"a forced close into a session": func(r *CustodyRequest) { r.Kind, r.Reason = ForcedClose, ForAbsence },
		"no such kind":                  func(r *CustodyRequest) { r.Kind = "gift" },
		"another kind's reason":         func(r *CustodyRequest) { r.Reason = ForAbsence },
		"no second person":              func(r *CustodyRequest) { r.ApprovalID = "" },
		"less than nothing":             func(r *CustodyRequest) { r.Counted.Cents = -1 },
		"a session that is no id":       func(r *CustodyRequest) { r.DrawerSessionID = "17" },
	} {
		r := handingOver()
		change(&r)
		if _, err := r.Encode(); CodeOf(err) != CodeBadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An approval of a drawer has a sum, zero too, and no card.
func TestAnApprovalOfADrawerHasNoCard(t *testing.T) {
	sum, minus := money.EUR(0), money.EUR(-1)
	good := ApprovalRequest{ID: agreedID, Act: ApproveCustody, SubjectID: custodyID, SubjectHash: HashOf(passing(t).Body), Amount: &sum, Maker: "1001", Desk: "KR-01"}
	body, err := good.Encode()
	if err != nil || strings.Contains(string(body), "mokId") {
		t.Fatalf("%s, %v", body, err)
	}
	for name, change := range map[string]func(*ApprovalRequest){
		"a card":            func(r *ApprovalRequest) { r.MokID = "100000014" },
		"no sum":            func(r *ApprovalRequest) { r.Amount = nil },
		"less than nothing": func(r *ApprovalRequest) { r.Amount = &minus },
		"an empty top-up":   func(r *ApprovalRequest) { r.Act, r.MokID = ApproveTopUp, "100000014" },
	} {
		r := good
		change(&r)
		if _, err := r.Encode(); CodeOf(err) != CodeBadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
	c, o := setup(t)
	o.answers("GET /v1/approvals/{id}", 200, `{"id":"`+agreedID+`","state":"unseen"}`)
	if got := c.AskApproval(t.Context(), agreedID, "", money.EUR(0)); got.State != "unseen" {
		t.Errorf("%+v", got)
	}
}

func TestADrawerThatOthersEndedIsTold(t *testing.T) {
	taken := strings.Replace(closed, `"closeNumber"`, `"closedBy":{"custodyId":"`+custodyID+`","kind":"takeOver","staff":"1002","approver":"2001","desk":"KR-07"},"closeNumber"`, 1)
	for body, want := range map[string]bool{taken: true, strings.Replace(taken, `"KR-01"`, `"KR-09"`, 1): true, closed: false, opened: false} {
		c, o := setup(t)
		o.answers("GET /v1/drawer-sessions/current", 200, `{"session":null,"previous":null,"taken":`+body+`,"asOf":"`+asOf+`"}`)
		now, err := c.CurrentDrawer(t.Context())
		if (err == nil) != want || want && now.Taken.ClosedBy.Kind != TakeOver {
			t.Errorf("%s: %+v, %v", body, now.Taken, err)
		}
	}
}

func TestABranchsDrawersAreOpen(t *testing.T) {
	item := func(session string) string {
		return `{"items":[{"session":` + session + `,"lastMovedAt":"` + asOf + `","inFlight":` + line(1, 2000) + `}],"nextCursor":null,"asOf":"` + asOf + `"}`
	}
	for body, want := range map[string]bool{item(opened): true, item(closed): false, item(strings.Replace(opened, drawerID, "17", 1)): false,
		`{"items":[],"nextCursor":"x","asOf":"` + asOf + `"}`: true} {
		c, o := setup(t)
		o.answers("GET /v1/drawers", 200, body)
		if page, err := c.Drawers(t.Context(), ""); (err == nil) != want {
			t.Errorf("%s: %+v, %v", body, page, err)
		}
	}
}
