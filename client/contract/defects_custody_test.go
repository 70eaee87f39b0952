package contract

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

// custodyPath tells the PUT or GET of a change of hands, and its id.
var custodyPath = regexp.MustCompile(`^/v1/drawer-sessions/[0-9a-f-]{36}/custody/([0-9a-f-]{36})$`)

// inOwnersName lets anybody close a drawer: it does so with the token that opened it.
func inOwnersName() func(realOffice, officeRequest) officeAnswer {
	var mu sync.Mutex
	opened := map[string]http.Header{}
	return func(office realOffice, q officeRequest) officeAnswer {
		a := office(q)
		mu.Lock()
		defer mu.Unlock()
		if q.method == http.MethodPut && strings.HasSuffix(q.path, "/close") && a.status == http.StatusForbidden {
			q.header = opened[strings.TrimSuffix(q.path, "/close")]
			return office(q)
		}
		if q.method == http.MethodPut {
			opened[q.path] = q.header
		}
		return a
	}
}

// custodyDefects are offices that give a drawer to anybody, to two, or to nobody.
func custodyDefects() []defect {
	all := func(officeAnswer) bool { return true }
	rejected := func(a officeAnswer) bool { return bytes.Contains(a.body, []byte(`"state":"rejected"`)) }
	passed := func(change func(officeRequest, officeAnswer) officeAnswer) func(realOffice, officeRequest) officeAnswer {
		return func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if custodyPath.MatchString(q.path) {
				a = change(q, a)
			}
			return a
		}
	}
	// takes answers a rejection as if the code were none of its business.
	takes := func(code string) func(realOffice, officeRequest) officeAnswer {
		return passed(func(q officeRequest, a officeAnswer) officeAnswer {
			if !a.rejectedWith(code) {
				return a
			}
			id := regexp.MustCompile(`drawer-sessions/([0-9a-f-]{36})`).FindStringSubmatch(q.path)[1]
			return a.swap(`"state":"rejected","code":"`+code+`"`, `"state":"posted","bookedAt":"2026-03-02T09:15:31Z","approver":"2001","closed":{"id":"`+id+
				`","desk":"KR-01","staff":"1001","state":"closed","float":{"amount":0,"currency":"EUR"},"topUps":0,"openedAt":"2026-03-02T09:15:31Z","closedAt":"2026-03-02T09:15:31Z",`+
				`"counted":{"amount":0,"currency":"EUR"},"expected":{"amount":0,"currency":"EUR"},"difference":{"amount":0,"currency":"EUR"},"closeNumber":1,"traceId":"0af7651916cd43dd8448eb211c80319c"}`)
		})
	}
	everywhere := func(old, with string) func(realOffice, officeRequest) officeAnswer {
		pattern := regexp.MustCompile(old)
		return func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if strings.HasPrefix(q.path, "/v1/drawer-sessions/") {
				a.body = pattern.ReplaceAll(a.body, []byte(with))
			}
			return a
		}
	}
	return []defect{
		{"a close by another that is taken", "OwnersClose", "want status 403", inOwnersName()},
		{"a close by another that is kept as a rejection", "OwnersClose", "want status 403", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if strings.HasSuffix(q.path, "/close") && a.status == http.StatusForbidden {
				q.path, q.body = strings.Replace(q.path, lastID(q.path), newID(), 1), nil
				a.status = http.StatusCreated
			}
			return a
		}},
		{"a take-over without approval", "CustodyRejections", "want it rejected approval-unknown", takes("approval-unknown")},
		{"a take-over without a supervisor", "CustodyRejections", "want it rejected supervisor-required", takes("supervisor-required")},
		{"an approval that serves twice", "HandOver", "want it rejected approval-used", takes("approval-used")},
		{"a drawer that is taken over at any desk", "CustodyRejections", "want it rejected session-not-yours", takes("session-not-yours")},
		{"a second person who is the absent clerk", "CustodyRejections", "want it rejected same-person", takes("same-person")},
		{"a hand-over that leaves the giver the owner", "HandOver", "the session that goes on is not", everywhere(`("state":"posted".*"opened":\{"id":"[^"]*","desk":"[^"]*","staff":")1002`, "${1}1001")},
		{"a hand-over that the desk is not told of", "HandOver", "the current session says otherwise", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if strings.HasSuffix(q.path, "/current") {
				a.body = regexp.MustCompile(`("session":\{"id":"[^"]*","desk":"[^"]*","staff":")1002`).ReplaceAll(a.body, []byte("${1}1001"))
			}
			return a
		}},
		{"a hand-over that loses cash on the way", "HandOver", "goes on is not", everywhere(`("opened":\{.*?"float":\{"amount":[0-9]*)[0-9],`, "${1}0,")},
		{"a hand-over that hides the difference", "HandOver", "does not add up", everywhere(`"difference":\{"amount":-5,`, `"difference":{"amount":0,`)},
		{"no mark of who closed it", "TakeOver", "does not say by whom", everywhere(`"closedBy":\{[^}]*\},?`, ``)},
		{"a mark that tells the owner as who closed it", "TakeOver", "does not say by whom", everywhere(`("closedBy":\{"custodyId":"[^"]*","kind":"[^"]*","staff":")1002`, "${1}1001")},
		{"no word of whose drawer it was", "HandOver", "does not say from whom", everywhere(`"takenFrom":\{[^}]*\},?`, ``)},
		{"an absent clerk who is not told", "TakeOver", "the absent clerk is not told", everywhere(`,"taken":\{.*\},"asOf"`, `,"asOf"`)},
		{"changes of hands whose ids are forgotten", "HandOver", "want status 200", freshIDs(custodyPath, all)},
		{"rejected changes of hands that are forgotten", "CustodyRejections", "want status 200", freshIDs(custodyPath, rejected)},
		{"a question that knows nothing", "HandOver", "not the same JSON again", passed(func(q officeRequest, a officeAnswer) officeAnswer {
			if q.method == http.MethodGet {
				a.body = []byte(`{"id":"` + lastID(q.path) + `","state":"unseen"}`)
			}
			return a
		})},
		{"cash that comes late into a drawer that has passed on", "HandOver", "want it rejected session-closed", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if isTopUp(q) {
				a = a.swap(`"code":"session-closed"`, `"code":"session-unknown"`)
			}
			return a
		}},
		{"a list that leaves a drawer out", "BranchDrawers", "is listed as", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if q.path == "/v1/drawers" {
				a.body = regexp.MustCompile(`"items":\[.*\],"nextCursor":("[^"]*"|null)`).ReplaceAll(a.body, []byte(`"items":[],"nextCursor":null`))
			}
			return a
		}},
		{"a list that shows old totals", "BranchDrawers", "is listed as", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if q.path == "/v1/drawers" {
				a.body = regexp.MustCompile(`"total":\{"amount":[0-9]+`).ReplaceAll(a.body, []byte(`"total":{"amount":77`))
			}
			return a
		}},
	}
}
