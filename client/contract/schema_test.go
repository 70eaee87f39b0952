package contract

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// posted is a good answer, as text, to be spoiled.
const posted = `{"id":"4c6f0d3e-8a5b-4f27-9d11-6b0a2f7c8e44","mokId":"100000014","amount":{"amount":2000,"currency":"EUR"},"state":"posted",` +
	`"fee":{"amount":0,"currency":"EUR"},"total":{"amount":2000,"currency":"EUR"},"tendered":{"amount":5000,"currency":"EUR"},"change":{"amount":3000,"currency":"EUR"},` +
	`"receiptNumber":"KR-1","bookedAt":"2026-03-02T09:18:44+01:00","balanceAfter":{"amount":6230,"currency":"EUR"},"desk":"KR-01","seq":1,"staff":"1001",` +
	`"drawerSessionId":"8e2f4b6a-1c3d-4e5f-8a7b-9c0d1e2f3a55","gap":false,"traceId":"0af7651916cd43dd8448eb211c80319c"}`

// refusal is a good value, a change that breaks its schema, and what the report must say.
type refusal struct {
	name, schema, good string
	spoil              func(string) string
	where              string
}

// The schemas bite: what an office must not say is refused, and the report says where.
func TestSchemasRefuse(t *testing.T) {
	cut := func(old string) func(string) string { return swap(old, "") }
	table := []refusal{
		{"a field nobody named", "TopUp", posted, swap(`{"id"`, `{"note":"","id"`), "at /note: must not be here"},
		{"posted without a receipt", "TopUp", posted, cut(`"receiptNumber":"KR-1",`), "at /: missing property 'receiptNumber'"},
		{"posted with a code", "TopUp", posted, swap(`"seq"`, `"code":"session-closed","seq"`), "at /code: must not be here"},
		{"rejected with a receipt", "TopUp", posted, swap(`"posted"`, `"rejected","code":"session-closed"`), "at /receiptNumber: must not be here"},
		{"rejected without a code", "TopUp", posted, func(s string) string {
			s = swap(`"posted"`, `"rejected"`)(cut(`"receiptNumber":"KR-1","bookedAt":"2026-03-02T09:18:44+01:00",`)(s))
			return cut(`"balanceAfter":{"amount":6230,"currency":"EUR"},`)(s)
		}, "at /: missing property 'code'"},
		{"a code of another write", "TopUp", posted, swap(`"posted"`, `"rejected","code":"count-limit"`), "at /code: value must be one of 'card-not-found'"},
		{"no such state", "TopUp", posted, swap(`"posted"`, `"done"`), "at /state: value must be one of 'posted'"},
		{"inFlight as an ending", "TopUp", posted, swap(`"posted"`, `"inFlight"`), "at /state: value must be one of"},
		{"unseen with fields", "TopUpState", posted, swap(`"posted"`, `"unseen"`), "additional properties"},
		{"an amount in text", "TopUp", posted, swap(`"amount":2000`, `"amount":"2000"`), "at /amount/amount: got string, want integer"},
		{"an amount with a fraction", "TopUp", posted, swap(`"amount":2000`, `"amount":20.5`), "at /amount/amount: got number, want integer"},
		{"another currency", "TopUp", posted, swap(`"EUR"`, `"USD"`), "at /amount/currency: value must be 'EUR'"},
		{"a time without a zone", "TopUp", posted, swap(`44+01:00`, `44`), "at /bookedAt: '2026"},
		{"a time in words", "TopUp", posted, swap(`2026-03-02T09:18:44+01:00`, `noon`), "at /bookedAt: 'noon' is not valid date-time"},
		{"an id in capitals", "TopUp", posted, swap(`4c6f`, `4C6F`), "at /id: '4C6F"},
		{"a name in other case", "TopUp", posted, swap(`"gap"`, `"Gap"`), "at /Gap: must not be here"},
		{"a trace id too short", "TopUp", posted, swap(`319c"`, `"`), "at /traceId: "},
		{"more than the minimal view", "CardAnswer", `{"mokId":"100000014","exists":true,"lockable":true}`, swap(`true}`, `true,"state":"active"}`), "additional properties 'state' not allowed"},
		{"a card that does not exist", "CardAnswer", `{"mokId":"100000014","exists":true,"lockable":true}`, swap(`"exists":true`, `"exists":false`), "at /exists: value must be true"},
		{"a match without a proof", "Match", `{"matched":false,"attemptsLeft":4}`, swap(`false`, `true`), "missing properties 'matchId', 'expiresAt'"},
		{"a problem without its limit", "Problem", `{"type":"about:blank","title":"x","status":409,"code":"match-required","traceId":"0af7651916cd43dd8448eb211c80319c"}`,
			swap(`match-required`, `limit-exceeded`), "missing property 'limitLeft'"},
		{"an unknown code", "Problem", `{"type":"about:blank","title":"x","status":409,"code":"match-required","traceId":"0af7651916cd43dd8448eb211c80319c"}`,
			swap(`match-required`, `computer-says-no`), "at /code: value must be one of 'amount-too-small'"},
		{"open with a count", "DrawerSession", `{"id":"8e2f4b6a-1c3d-4e5f-8a7b-9c0d1e2f3a55","desk":"D","staff":"1001","state":"open","float":{"amount":0,"currency":"EUR"},` +
			`"total":{"amount":0,"currency":"EUR"},"topUps":0,"openedAt":"2026-03-02T08:01:12Z","traceId":"0af7651916cd43dd8448eb211c80319c"}`,
			swap(`"topUps"`, `"expected":{"amount":0,"currency":"EUR"},"topUps"`), "at /expected: must not be here"},
	}
	table = append(table, lockTable...)
	s := mustSpec(t)
	for _, row := range table {
		t.Run(row.name, func(t *testing.T) {
			schema := s.doc.Components.Schemas[row.schema].Value
			if err := visit(t, schema, row.good); err != nil {
				t.Fatalf("the good one: %s", plain(err))
			}
			err := visit(t, schema, row.spoil(row.good))
			if err == nil {
				t.Fatalf("accepted: %s", row.spoil(row.good))
			}
			if report := plain(err); !strings.Contains(report, row.where) {
				t.Errorf("the report does not name %s: %s", row.where, report)
			}
		})
	}
}

// swap changes the first place.
func swap(old, with string) func(string) string {
	return func(s string) string {
		if !strings.Contains(s, old) {
			panic(old + " is not there")
		}
		return strings.Replace(s, old, with, 1)
	}
}

func visit(t *testing.T, schema *openapi3.Schema, text string) error {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return schema.VisitJSON(value, openapi3.EnableJSONSchema2020(), openapi3.MultiErrors())
}

// A path finds its operation, the literal one before the one with a parameter.
func TestPathsFindTheirOperation(t *testing.T) {
	s := mustSpec(t)
	for path, want := range map[string]string{
		"/v1/drawer-sessions/current":       "/v1/drawer-sessions/current",
		"/v1/drawer-sessions/abc/report":    "/v1/drawer-sessions/{id}/report",
		"/v1/cards/100000014":               "/v1/cards/{mokId}",
		"/v1/cards/100000014/transactions":  "/v1/cards/{mokId}/transactions",
		"/v1/cards/100000014/transactions/": "",
		"/v1/cards":                         "",
	} {
		op, _ := s.find("GET", path)
		if got := ""; op != nil {
			got = op.path
			if got != want {
				t.Errorf("%s is %s, not %q", path, got, want)
			}
		} else if want != "" {
			t.Errorf("%s is nothing, not %s", path, want)
		}
	}
}

func TestStrictJSONRefuses(t *testing.T) {
	for _, bad := range []string{"", "{", `{"a":1,"a":2}`, `{"a":{"b":1,"b":1}}`, `{"a":[1.0]}`, `{"a":1e3}`, `{}{}`, "{\"a\":\"\xff\"}", "\ufeff{}", `[{"x":1},{"x":2,"x":3}]`} {
		if strictJSON([]byte(bad)) == nil {
			t.Errorf("accepted: %q", bad)
		}
	}
	for _, good := range []string{`{}`, `{"a":{"b":1},"c":{"b":1}}`, ` {"a":-1,"b":null,"c":[true,"1e3"]} `} {
		if err := strictJSON([]byte(good)); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
}

func TestReportsHoldNoSecrets(t *testing.T) {
	for _, body := range []string{`{"staffNumber":"1001","pin":"2468","desk":"A"}`, `{"panLast6": "481205"}`, `{"token":"k3J9vQ2mT7xW0bD5"}`} {
		shown := answer{request: request{method: "POST", path: "/x", token: "k3J9vQ2mT7xW0bD5", body: []byte(body)}, body: []byte(body)}.String()
		for _, secret := range []string{"2468", "481205", "k3J9vQ2mT7xW0bD5"} {
			if strings.Contains(shown, secret) {
				t.Errorf("the report shows %s: %s", secret, shown)
			}
		}
	}
}

// An office of the same contract, or of a later minor version, is tried; of an earlier one it is told which it keeps.
func TestWhichOfficesKeepAContract(t *testing.T) {
	for office, want := range map[string]bool{"1.1.0": true, "1.1.7": true, "1.2.0": true, "1.10.0": true, "1.0.9": false, "2.1.0": false, "0.9.0": false, "": false, "1.1": false} {
		if got := keeps(office, "1.1.0"); got != want {
			t.Errorf("an office of %q keeps 1.1.0: %v", office, got)
		}
	}
}
