package contract

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
)

// movementPath and countPath tell the PUT or GET of a movement or a count, and its id.
var (
	movementPath = regexp.MustCompile(`^/v1/drawer-sessions/[0-9a-f-]{36}/movements/([0-9a-f-]{36})$`)
	countPath    = regexp.MustCompile(`^/v1/drawer-sessions/[0-9a-f-]{36}/counts/([0-9a-f-]{36})$`)
	reportPath   = regexp.MustCompile(`^/v1/drawer-sessions/[0-9a-f-]{36}/report$`)
)

// sentAgain does a write a second time, under an id of its own.
func sentAgain(office realOffice, q officeRequest, id string) {
	fresh := newID()
	q.path, q.body = strings.Replace(q.path, id, fresh, 1), bytes.ReplaceAll(q.body, []byte(id), []byte(fresh))
	office(q)
}

// drawerDayDefects are offices whose drawers' days don't add up.
func drawerDayDefects() []defect {
	all := func(officeAnswer) bool { return true }
	rejected := func(a officeAnswer) bool { return bytes.Contains(a.body, []byte(`"state":"rejected"`)) }
	return []defect{
		{"a movement that is counted twice", "Movement$", "the drawer moved by", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if found := movementPath.FindStringSubmatch(q.path); found != nil && q.method == http.MethodPut && a.status == 201 {
				sentAgain(office, q, found[1])
			}
			return a
		}},
		{"movements whose ids are forgotten", "Movement$", "want status 200", freshIDs(movementPath, all)},
		{"rejected movements that are forgotten", "MovementRejections", "want status 200", freshIDs(movementPath, rejected)},
		{"copies of a movement that each move", "MovementsAtOnce", "copies of one movement moved", freshIDs(movementPath, all)},
		{"a movement that says another session", "Movement$", "does not repeat", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if movementPath.MatchString(q.path) && q.method == http.MethodPut {
				a.body = regexp.MustCompile(`"drawerSessionId":"[^"]*"`).ReplaceAll(a.body, []byte(`"drawerSessionId":"`+newID()+`"`))
			}
			return a
		}},
		{"a movement's question that knows nothing", "Movement$", "not the same JSON again", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if found := movementPath.FindStringSubmatch(q.path); found != nil && q.method == http.MethodGet {
				a.body = []byte(`{"id":"` + found[1] + `","state":"unseen"}`)
			}
			return a
		}},
		{"a count that is forgotten", "Count$", "want status 200", freshIDs(countPath, all)},
		{"a third count that is taken", "Count$", "want it rejected count-limit", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if countPath.MatchString(q.path) {
				a = a.swap(`"state":"rejected","code":"count-limit"`, `"state":"posted","expected":{"amount":10000,"currency":"EUR"},"difference":{"amount":0,"currency":"EUR"},"countsLeft":0,"countedAt":"2026-03-02T09:15:31Z"`)
			}
			return a
		}},
		{"a close that forgets the count", "Count$", "count-mismatch", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if strings.HasSuffix(q.path, "/close") {
				a = a.swap(`"count-mismatch"`, `"session-not-yours"`)
			}
			return a
		}},
		{"a difference that needs nobody", "Settlement", "approval-required", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if strings.HasSuffix(q.path, "/close") {
				a = a.swap(`"approval-required"`, `"count-mismatch"`)
			}
			return a
		}},
		{"a count that tells other notes", "Count$", "counted 10 cents too little", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if countPath.MatchString(q.path) {
				a = a.swap(`"denominations":[{"value":500,`, `"denominations":[{"value":1000,`)
			}
			return a
		}},
		{"an X that leaves the movements out", "DrawerReport", "does not add up", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if reportPath.MatchString(q.path) {
				a.body = regexp.MustCompile(`"movements":\{"count":[0-9]+,"sum":\{"amount":-?[0-9]+`).ReplaceAll(a.body, []byte(`"movements":{"count":0,"sum":{"amount":0`))
			}
			return a
		}},
		{"an X that expects otherwise than the drawer", "DrawerReport", "X tells other figures", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if reportPath.MatchString(q.path) { // in one piece with the float
				a = a.swap(`"float":{"amount":10000`, `"float":{"amount":10001`)
				a.body = regexp.MustCompile(`"expected":\{"amount":([0-9]*)0,`).ReplaceAll(a.body, []byte(`"expected":{"amount":${1}1,`))
			}
			return a
		}},
		{"a Z of an open drawer", "DrawerReport", "want status 409", func(office realOffice, q officeRequest) officeAnswer {
			if reportPath.MatchString(q.path) {
				q.query = strings.Replace(q.query, "kind=z", "kind=x", 1)
			}
			return office(q)
		}},
	}
}
