package client

import (
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/money"
)

// daysLines are a rejected top-up, a reversal, a top-up that was undone, and an opening.
var daysLines = `{"items":[{"id":"` + otherID + `","kind":"topUp","state":"rejected","code":"limit-exceeded","at":"` + asOf + `","staff":"1001","mokId":"` + mokID + `","amount":` + euros(90000) + `},` +
	`{"id":"` + lockID + `","kind":"reversal","state":"posted","at":"` + asOf + `","staff":"1001","mokId":"` + mokID + `","topUpId":"` + topUpID + `","amount":` + euros(2000) + `,"fee":` + euros(50) + `,"cash":` + euros(-2050) + `,"number":"S-2026-000004"},` +
	`{"id":"` + topUpID + `","kind":"topUp","state":"posted","at":"` + asOf + `","staff":"1001","mokId":"` + mokID + `","amount":` + euros(2000) + `,"fee":` + euros(50) + `,"cash":` + euros(2050) + `,"number":"KR-2026-000123","reversedBy":"S-2026-000004"},` +
	`{"id":"` + drawerID + `","kind":"opening","state":"posted","at":"` + asOf + `","staff":"1001","amount":` + euros(20000) + `,"cash":` + euros(20000) + `}],"nextCursor":"c2","asOf":"` + asOf + `"}`

func TestADrawersDayIsReadLineByLine(t *testing.T) {
	c, o := setup(t)
	o.answers("GET /v1/drawer-sessions/{id}/operations", 200, daysLines)
	got, err := c.DrawerOperations(t.Context(), drawerID, OperationQuery{Limit: 4})
	if err != nil || got.NextCursor != "c2" || len(got.Items) != 4 {
		t.Fatalf("%+v, %v", got, err)
	}
	cash := int64(0)
	for _, line := range got.Items {
		cash += line.Cash.Cents
	}
	if cash != 20000 || got.Items[2].ReversedBy != "S-2026-000004" || got.Items[0].Code != "limit-exceeded" || got.Items[1].Cash != money.EUR(-2050) || got.Items[3].MokID != "" {
		t.Errorf("%+v", got.Items)
	}
}

// Lines that were not asked for, or whose figures don't belong together, are no answer: an office that does not know a filter gives all.
func TestLinesThatWereNotAskedForAreRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		body string
		q    OperationQuery
		fits bool
	}{
		"all":                          {daysLines, OperationQuery{}, true},
		"another kind":                 {daysLines, OperationQuery{Kind: OperationTopUp}, false},
		"another ending":               {daysLines, OperationQuery{State: OperationPosted}, false},
		"another number":               {daysLines, OperationQuery{Number: "KR-2026-000123"}, false},
		"cash that is not amount, fee": {strings.Replace(daysLines, `"cash":`+euros(2050), `"cash":`+euros(2000), 1), OperationQuery{}, false},
		"a top-up of no card":          {strings.ReplaceAll(daysLines, `"mokId":"`+mokID+`",`, ""), OperationQuery{}, false},
		"nobody's":                     {strings.ReplaceAll(daysLines, `"staff":"1001"`, `"staff":"Ana"`), OperationQuery{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("GET /v1/drawer-sessions/{id}/operations", 200, tt.body)
			if _, err := c.DrawerOperations(t.Context(), drawerID, tt.q); tt.fits && err != nil || !tt.fits && CodeOf(err) != CodeForeignAnswer {
				t.Errorf("%v", err)
			}
		})
	}
	c, _ := setup(t)
	for _, bad := range []OperationQuery{{Limit: 201}, {Limit: -1}, {Number: "4111 1111"}} {
		if _, err := c.DrawerOperations(t.Context(), drawerID, bad); CodeOf(err) != CodeBadInput {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := c.DrawerOperations(t.Context(), "17", OperationQuery{}); CodeOf(err) != CodeBadInput {
		t.Errorf("%v", err)
	}
}

func TestSessionsThatWereNotAskedForAreRefused(t *testing.T) {
	page := `{"items":[` + opened + `],"nextCursor":null,"asOf":"` + asOf + `"}`
	for q, fits := range map[SessionQuery]bool{{}: true, {Staff: "1001"}: true, {Desk: "KR-01", Limit: 1}: true, {Staff: "1002"}: false, {Desk: "KR-02"}: false} {
		c, o := setup(t)
		o.answers("GET /v1/drawer-sessions", 200, page)
		got, err := c.DrawerSessions(t.Context(), q)
		if fits && (err != nil || len(got.Items) != 1 || got.NextCursor != "") || !fits && CodeOf(err) != CodeForeignAnswer {
			t.Errorf("%+v: %+v, %v", q, got, err)
		}
	}
	c, _ := setup(t)
	for _, bad := range []SessionQuery{{Staff: "Ana"}, {Desk: "a desk"}, {Limit: 201}} {
		if _, err := c.DrawerSessions(t.Context(), bad); CodeOf(err) != CodeBadInput {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
