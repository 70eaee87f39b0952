package client

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/money"
)

const (
	movementID    = "c56a4180-65aa-42ec-a945-5fd21dec05bb"
	movementRoute = "/v1/drawer-sessions/" + drawerID + "/movements/" + movementID
)

func movement() MovementRequest {
	return MovementRequest{ID: movementID, DrawerSessionID: drawerID, Kind: PickUp, Reason: MovedOverLimit, Amount: money.EUR(-100000), Desk: "KR-01", Staff: "1001"}
}

// moving is the first attempt at a movement. The journal knows how much, the body which way.
func moving(t *testing.T) Sending {
	t.Helper()
	body, err := movement().Encode()
	if err != nil {
		t.Fatal(err)
	}
	return Sending{ID: movementID, Amount: money.EUR(100000), Body: body, First: true}
}

var (
	moved = `{"id":"` + movementID + `","drawerSessionId":"` + drawerID + `","kind":"pickUp","amount":` + euros(-100000) + `,"state":"posted","total":` + euros(2000) +
		`,"bookedAt":"` + asOf + `","movementNumber":"G-2026-000012","traceId":"` + traceID + `"}`
	notMoved = `{"id":"` + movementID + `","drawerSessionId":"` + drawerID + `","kind":"pickUp","amount":` + euros(-100000) + `,"state":"rejected","code":"drawer-too-small","traceId":"` + traceID + `"}`
)

// movementAnswers are what an office may say to a movement, sent or asked about, and what it proves.
var movementAnswers = []struct {
	name, body string
	want       Verdict
}{
	{"moved", moved, Posted},
	{"rejected", notMoved, Rejected},
	{"another amount", strings.Replace(moved, euros(-100000), euros(-100001), 1), Unknown},
	{"the other way", strings.Replace(moved, euros(-100000), euros(100000), 1), Unknown},
	{"another session", strings.Replace(moved, drawerID, lockID, 1), Unknown},
	{"another id", strings.Replace(moved, movementID, lockID, 1), Unknown},
	{"no such state", strings.Replace(moved, `"posted"`, `"done"`, 1), Unknown},
}

func TestAMovementIsFinalOnlyInItsOwnAnswer(t *testing.T) {
	for _, tt := range movementAnswers {
		t.Run(tt.name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("PUT /v1/drawer-sessions/{id}/movements/{movementId}", 201, tt.body)
			o.answers("GET /v1/drawer-sessions/{id}/movements/{movementId}", 200, tt.body)
			got := c.MoveCash(t.Context(), moving(t))
			asked := c.AskMovement(t.Context(), drawerID, movementID, money.EUR(-100000))
			if got.Verdict != tt.want || asked.Verdict != tt.want || (got.Answer.ID != "") != tt.want.Final() {
				t.Errorf("sent %+v, asked %+v", got, asked)
			}
			if o.body("PUT "+movementRoute) != string(moving(t).Body) {
				t.Error("other bytes on the wire")
			}
			if tt.want == Posted && (got.Answer.Total != money.EUR(2000) || got.Answer.Number != "G-2026-000012" || got.Answer.Kind != PickUp) {
				t.Errorf("%+v", got.Answer)
			}
		})
	}
}

func TestAMovementOfAnotherSendingStaysHere(t *testing.T) {
	for name, change := range map[string]func(*Sending){
		"another amount": func(s *Sending) { s.Amount = money.EUR(100001) },
		"another id":     func(s *Sending) { s.ID = lockID },
		"no JSON":        func(s *Sending) { s.Body = []byte("{") },
	} {
		t.Run(name, func(t *testing.T) {
			c, o := setup(t)
			s := moving(t)
			change(&s)
			if got := c.MoveCash(t.Context(), s); got.Verdict != NotSent || CodeOf(got.Err) != CodeBadInput || o.seen("PUT "+movementRoute) != 0 {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestMovementBodiesAreCanonical(t *testing.T) {
	want := `{"id":"` + movementID + `","drawerSessionId":"` + drawerID + `","kind":"pickUp","reason":"overLimit","amount":` + euros(-100000) + `,"desk":"KR-01","staff":"1001"}`
	if diff := cmp.Diff(want, string(moving(t).Body)); diff != "" {
		t.Error(diff)
	}
	for name, change := range map[string]func(*MovementRequest){
		"an id":                 func(r *MovementRequest) { r.ID = "17" },
		"a session":             func(r *MovementRequest) { r.DrawerSessionID = "17" },
		"a kind":                func(r *MovementRequest) { r.Kind = "correction" },
		"the other way":         func(r *MovementRequest) { r.Amount = money.EUR(100) },
		"nothing":               func(r *MovementRequest) { r.Amount = money.EUR(0) },
		"no currency":           func(r *MovementRequest) { r.Amount.Currency = "" },
		"a reason of the other": func(r *MovementRequest) { r.Reason = MovedSmallChange },
		"no reason":             func(r *MovementRequest) { r.Reason = "" },
		"a desk":                func(r *MovementRequest) { r.Desk = "" },
		"a clerk":               func(r *MovementRequest) { r.Staff = "Ana" },
	} {
		r := movement()
		change(&r)
		if _, err := r.Encode(); CodeOf(err) != CodeBadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
	brought := movement()
	brought.Kind, brought.Reason, brought.Amount = ChangeBrought, MovedSmallChange, money.EUR(5000)
	if _, err := brought.Encode(); err != nil {
		t.Errorf("change brought: %v", err)
	}
}
