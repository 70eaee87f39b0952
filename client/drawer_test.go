package client

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/money"
)

var opened = `{"id":"` + drawerID + `","desk":"KR-01","staff":"1001","state":"open","float":` + euros(20000) + `,"total":` + euros(20000) +
	`,"topUps":0,"openedAt":"` + asOf + `","traceId":"` + traceID + `"}`

var closed = `{"id":"` + drawerID + `","desk":"KR-01","staff":"1001","state":"closed","counted":` + euros(21900) + `,"float":` + euros(20000) + `,"topUps":1,"openedAt":"` + asOf +
	`","closedAt":"` + asOf + `","expected":` + euros(22000) + `,"difference":` + euros(-100) +
	`,"closeNumber":118,"traceId":"` + traceID + `"}`

func opening(t *testing.T) Sending {
	t.Helper()
	body, err := DrawerOpening{ID: drawerID, Desk: "KR-01", Staff: "1001", Float: money.EUR(20000)}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return Sending{ID: drawerID, Amount: money.EUR(20000), Body: body, First: true}
}

func closing(t *testing.T) Sending {
	t.Helper()
	body, err := DrawerClosing{ID: drawerID, Desk: "KR-01", Staff: "1001", Counted: money.EUR(21900)}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return Sending{ID: drawerID, Amount: money.EUR(21900), Body: body, First: true}
}

func TestOpeningADrawer(t *testing.T) {
	rejected := `{"id":"` + drawerID + `","desk":"KR-01","staff":"1001","state":"rejected","code":"drawer-already-open","float":` + euros(20000) + `,"traceId":"` + traceID + `"}`
	for _, tt := range []struct {
		name, body string
		want       Verdict
	}{
		{"open", opened, Posted},
		{"rejected", rejected, Rejected},
		{"another float", strings.ReplaceAll(opened, euros(20000), euros(20001)), Unknown},
		{"closed", closed, Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("PUT /v1/drawer-sessions/{id}", 201, tt.body)
			got := c.OpenDrawer(t.Context(), opening(t))
			if got.Verdict != tt.want || (got.Answer.ID != "") != tt.want.Final() {
				t.Errorf("%+v", got)
			}
			if o.body("PUT /v1/drawer-sessions/"+drawerID) != string(opening(t).Body) {
				t.Error("other bytes on the wire")
			}
		})
	}
}

func TestClosingADrawer(t *testing.T) {
	rejected := `{"id":"` + drawerID + `","desk":"KR-01","staff":"1001","state":"rejected","code":"session-closed","counted":` + euros(21900) + `,"traceId":"` + traceID + `"}`
	for _, tt := range []struct {
		name, body string
		want       Verdict
	}{
		{"closed", closed, Posted},
		{"rejected", rejected, Rejected},
		{"another count", strings.Replace(closed, euros(21900), euros(21901), 1), Unknown},
		{"still open", opened, Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("PUT /v1/drawer-sessions/{id}/close", 201, tt.body)
			got := c.CloseDrawer(t.Context(), closing(t))
			if got.Verdict != tt.want {
				t.Errorf("%+v", got)
			}
			if tt.want == Posted && (got.Answer.Difference != money.EUR(-100) || got.Answer.CloseNumber != 118) {
				t.Errorf("%+v", got.Answer)
			}
			if o.body("PUT /v1/drawer-sessions/"+drawerID+"/close") != string(closing(t).Body) {
				t.Error("other bytes on the wire")
			}
		})
	}
}

func TestCurrentDrawer(t *testing.T) {
	for _, tt := range []struct {
		name, session, previous string
		fits                    bool
	}{
		{"none", "null", "null", true},
		{"open", opened, "null", true},
		{"open, one before", opened, closed, true},
		{"another desk's", strings.Replace(opened, "KR-01", "KR-02", 1), "null", false},
		{"a closed one as open", closed, "null", false},
		{"an open one as closed", "null", opened, false},
		{"no id", strings.Replace(opened, drawerID, "", 1), "null", false},
		{"an id that is no UUID", strings.Replace(opened, drawerID, "drawer-17", 1), "null", false},
		{"a UUID in capitals", strings.Replace(opened, drawerID, strings.ToUpper(drawerID), 1), "null", false},
		{"the one before with such an id", opened, strings.Replace(closed, drawerID, "17", 1), false},
		{"a clerk that is no number", strings.Replace(opened, `"1001"`, `"Ana"`, 1), "null", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("GET /v1/drawer-sessions/current", 200, `{"session":`+tt.session+`,"previous":`+tt.previous+`,"asOf":"`+asOf+`"}`)
			got, err := c.CurrentDrawer(t.Context())
			if !tt.fits {
				if CodeOf(err) != CodeForeignAnswer {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil || (got.Session == nil) != (tt.session == "null") || (got.Previous == nil) != (tt.previous == "null") {
				t.Fatalf("%+v, %v", got, err)
			}
			if got.Session != nil && got.Session.Total != money.EUR(20000) {
				t.Errorf("%+v", got.Session)
			}
		})
	}
}

func TestDrawerBodiesAreCanonical(t *testing.T) {
	want := []string{
		`{"id":"` + drawerID + `","desk":"KR-01","staff":"1001","float":` + euros(20000) + `}`,
		`{"id":"` + drawerID + `","desk":"KR-01","staff":"1001","counted":` + euros(21900) + `}`,
	}
	if diff := cmp.Diff(want, []string{string(opening(t).Body), string(closing(t).Body)}); diff != "" {
		t.Error(diff)
	}
	for _, err := range []error{
		second(DrawerOpening{ID: "x", Desk: "KR-01", Staff: "1001", Float: money.EUR(0)}.Encode()),
		second(DrawerOpening{ID: drawerID, Desk: "", Staff: "1001", Float: money.EUR(0)}.Encode()),
		second(DrawerOpening{ID: drawerID, Desk: "KR-01", Staff: "1001", Float: money.EUR(-1)}.Encode()),
		second(DrawerClosing{ID: drawerID, Desk: "KR-01", Staff: "", Counted: money.EUR(0)}.Encode()),
		second(DrawerClosing{ID: drawerID, Desk: "KR-01", Staff: "1001", Counted: money.Amount{}}.Encode()),
	} {
		if CodeOf(err) != CodeBadInput {
			t.Errorf("%v", err)
		}
	}
	if _, err := (DrawerOpening{ID: drawerID, Desk: "KR-01", Staff: "1001", Float: money.EUR(0)}).Encode(); err != nil {
		t.Errorf("an empty drawer: %v", err)
	}
}

func second(_ []byte, err error) error { return err }
