package contract

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"cekr.kranj.si/desk/client/sandbox"
)

// says adds a word to the answers of a path.
func says(path, word string) func(realOffice, officeRequest) officeAnswer {
	return func(office realOffice, q officeRequest) officeAnswer {
		a := office(q)
		if q.path == path && a.status == 200 {
			a = a.swap(`"contractVersion"`, word+`,"contractVersion"`)
		}
		return a
	}
}

// houseDefects are offices that say otherwise of the house here and there.
func houseDefects() []defect {
	const practice, blind = `"practice":true`, `"blindClose":true`
	toAna := func(word string) func(realOffice, officeRequest) officeAnswer { // and to nobody else
		return func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if strings.Contains(string(a.body), `"alias":"Ana"`) && q.path == "/v1/me" {
				a = a.swap(`"contractVersion"`, word+`,"contractVersion"`)
			}
			return a
		}
	}
	return []defect{
		{"practice that is said before the sign-in only", "Practice", "health says practice: true, me says false", says("/v1/health", practice)},
		{"practice that is said after the sign-in only", "Practice", "health says practice: false, me says true", says("/v1/me", practice)},
		{"practice that is said to one clerk only", "Practice", "me says", toAna(practice)},
		{"practice that becomes real", "Practice", "practice was true when the run began", becomesReal()},
		{"practice in words", "Health", "breaks openapi.yaml", says("/v1/health", `"practice":"yes"`)},
		{"practice that is null", "Me", "breaks openapi.yaml", says("/v1/me", `"practice":null`)},
		{"a blind close for one clerk only", "BlindClose", "for one clerk", toAna(blind)},
		{"a blind close in words", "Me", "breaks openapi.yaml", says("/v1/me", `"blindClose":"yes"`)},
		{"a close that never tells what was expected", "Drawer$", "missing property 'expected'", func(office realOffice, q officeRequest) officeAnswer {
			a := says("/v1/me", blind)(office, q)
			if strings.HasSuffix(q.path, "/close") && a.status == 201 {
				a = a.without("expected")
			}
			return a
		}},
		{"a later route that the office does not know", "LaterRoutes", "what is not served is 501", later(http.StatusNotFound, "not-found")},
		{"a later route without its method", "LaterRoutes", "what is not served is 501", later(http.StatusMethodNotAllowed, "method-not-allowed")},
		{"a later route that is served otherwise than agreed", "LaterRoutes", "breaks openapi.yaml", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if a.status == 501 {
				a.status, a.body = 201, []byte(`{"state":"done"}`)
				a.header.Set("Content-Type", "application/json")
			}
			return a
		}},
	}
}

// without takes a field out of the answer's body.
func (a officeAnswer) without(field string) officeAnswer {
	fields := map[string]json.RawMessage{}
	if json.Unmarshal(a.body, &fields) == nil {
		delete(fields, field)
		a.body, _ = json.Marshal(fields)
	}
	return a
}

// becomesReal is an office for practice from the first sign-in until somebody asks it for a sign of life.
func becomesReal() func(realOffice, officeRequest) officeAnswer {
	var real atomic.Bool
	return func(office realOffice, q officeRequest) officeAnswer {
		if q.path == "/v1/health" {
			real.Store(true)
		}
		if real.Load() {
			return office(q)
		}
		return says("/v1/me", `"practice":true`)(office, q)
	}
}

// later answers what the office does not serve with another problem.
func later(status int, code string) func(realOffice, officeRequest) officeAnswer {
	return func(office realOffice, q officeRequest) officeAnswer {
		a := office(q)
		if a.status == 501 {
			a.status = status
			a = a.swap(`"not-implemented"`, `"`+code+`"`).swap(`"status":501`, `"status":`+strconv.Itoa(status))
			a.header.Set("Allow", "GET")
		}
		return a
	}
}

// passes runs parts of the suite against an office, which must keep the contract, and gives the report.
func passes(t *testing.T, office Office, parts string, changed func(realOffice, officeRequest) officeAnswer) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { relay(t, w, r, office, changed) }))
	defer server.Close()
	out, passed := runAgain(t, office, append(moreFlags(office), "-test.v", "-test.run=^TestConformance$/^("+parts+")$", "-office="+server.URL)...)
	if !passed {
		t.Error(out)
	}
	return out
}

// Both words are the office's to say or to leave out: the normal run leaves them out.
func TestAnOfficeForPracticeWithABlindCloseKeepsTheContract(t *testing.T) {
	office, _ := embeddedWith(t, sandbox.Options{Practice: true, BlindClose: true})
	passes(t, office, "Health|Me|Practice|BlindClose|Drawer|DrawerWrites", noDefect)
	passes(t, office, "Practice|BlindClose", func(office realOffice, q officeRequest) officeAnswer { // and to say in full
		a := office(q)
		if q.path == "/v1/me" || q.path == "/v1/health" {
			a = a.swap(`"practice":true`, `"practice":false`).swap(`"blindClose":true`, `"blindClose":false`)
		}
		return a
	})
}

// An office may be further than ours: what it serves besides is held to the file, and not refused.
func TestAnOfficeThatServesMoreKeepsTheContract(t *testing.T) {
	office, _ := embeddedOffice(t)
	out := passes(t, office, "LaterRoutes", func(office realOffice, q officeRequest) officeAnswer {
		a := office(q)
		if a.status != 501 {
			return a
		}
		switch {
		case strings.HasSuffix(q.path, "/payment-options"):
			a.status, a.body = 200, []byte(`{"online":true,"abroad":true,"atm":false}`)
			a.header.Set("Content-Type", "application/json")
			a.header.Set("ETag", `"c14-8"`)
		case strings.HasSuffix(q.path, "/report"):
			a.status = http.StatusNotFound
			a = a.swap(`"not-implemented"`, `"session-unknown"`).swap(`"status":501`, `"status":404`)
		}
		return a
	})
	if !strings.Contains(out, "it is served: 200") {
		t.Errorf("that it serves more is not told:\n%s", out)
	}
}
