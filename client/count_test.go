package client

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/money"
)

const (
	countID    = "e02fd0e4-00fd-490a-8a30-0d00a0038acc"
	countRoute = "/v1/drawer-sessions/" + drawerID + "/counts/" + countID
)

func count() CountRequest {
	return CountRequest{ID: countID, DrawerSessionID: drawerID, Denominations: []Denomination{{5000, 4}, {2000, 1}}, Counted: money.EUR(22000), Desk: "KR-01", Staff: "1001"}
}

func counting(t *testing.T) Sending {
	t.Helper()
	body, err := count().Encode()
	if err != nil {
		t.Fatal(err)
	}
	return Sending{ID: countID, Amount: money.EUR(22000), Body: body, First: true}
}

var counted = `{"id":"` + countID + `","drawerSessionId":"` + drawerID + `","counted":` + euros(22000) + `,"state":"posted","expected":` + euros(22010) +
	`,"difference":` + euros(-10) + `,"countsLeft":1,"countedAt":"` + asOf + `","traceId":"` + traceID + `"}`

func TestACountIsFinalOnlyInItsOwnAnswer(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       Verdict
	}{
		{"kept", counted, Posted},
		{"rejected", `{"id":"` + countID + `","drawerSessionId":"` + drawerID + `","counted":` + euros(22000) + `,"state":"rejected","code":"count-limit","traceId":"` + traceID + `"}`, Rejected},
		{"another count", strings.Replace(counted, euros(22000), euros(22001), 1), Unknown},
		{"another session", strings.Replace(counted, drawerID, lockID, 1), Unknown},
		{"another id", strings.Replace(counted, countID, lockID, 1), Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("PUT /v1/drawer-sessions/{id}/counts/{countId}", 201, tt.body)
			o.answers("GET /v1/drawer-sessions/{id}/counts/{countId}", 200, tt.body)
			got := c.CountDrawer(t.Context(), counting(t))
			asked := c.AskCount(t.Context(), drawerID, countID, money.EUR(22000))
			if got.Verdict != tt.want || asked.Verdict != tt.want {
				t.Errorf("sent %+v, asked %+v", got, asked)
			}
			if o.body("PUT "+countRoute) != string(counting(t).Body) {
				t.Error("other bytes on the wire")
			}
			if tt.want == Posted && (got.Answer.Difference != money.EUR(-10) || got.Answer.CountsLeft != 1) {
				t.Errorf("%+v", got.Answer)
			}
		})
	}
}

func TestCountBodiesAreCanonical(t *testing.T) {
	want := `{"id":"` + countID + `","drawerSessionId":"` + drawerID + `","denominations":[{"value":5000,"pieces":4},{"value":2000,"pieces":1}],"counted":` + euros(22000) + `,"desk":"KR-01","staff":"1001"}`
	if diff := cmp.Diff(want, string(counting(t).Body)); diff != "" {
		t.Error(diff)
	}
	for name, change := range map[string]func(*CountRequest){
		"another sum":               func(r *CountRequest) { r.Counted = money.EUR(22001) },
		"a note that doesn't exist": func(r *CountRequest) { r.Denominations[0].Value = 30000 },
		"a note twice":              func(r *CountRequest) { r.Denominations = []Denomination{{5000, 2}, {5000, 2}, {2000, 1}} },
		"fewer than none":           func(r *CountRequest) { r.Denominations = []Denomination{{5000, 5}, {1000, -3}} },
		"no list":                   func(r *CountRequest) { r.Denominations, r.Counted = nil, money.EUR(0) },
		"too many": func(r *CountRequest) {
			r.Denominations, r.Counted = []Denomination{{1, maxPieces + 1}}, money.EUR(maxPieces+1)
		},
	} {
		r := count()
		change(&r)
		if _, err := r.Encode(); CodeOf(err) != CodeBadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
	empty := count()
	empty.Denominations, empty.Counted = []Denomination{}, money.EUR(0)
	if _, err := empty.Encode(); err != nil {
		t.Errorf("an empty drawer: %v", err)
	}
	opening := DrawerOpening{ID: drawerID, Desk: "KR-01", Staff: "1001", Float: money.EUR(100), Denominations: []Denomination{{50, 1}}}
	if _, err := opening.Encode(); CodeOf(err) != CodeBadInput {
		t.Errorf("a float that is not its coins: %v", err)
	}
	opening.Denominations, opening.FloatReason = []Denomination{{50, 2}}, "toSafe"
	if body, err := opening.Encode(); err != nil || !strings.HasSuffix(string(body), `"denominations":[{"value":50,"pieces":2}],"floatReason":"toSafe"}`) {
		t.Errorf("%s, %v", body, err)
	}
}
