package contract

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
)

// dayPath tells the lines of a drawer's day.
var dayPath = regexp.MustCompile(`^/v1/drawer-sessions/[0-9a-f-]{36}/operations$`)

// historyDefects are offices whose lists don't tell what happened.
func historyDefects() []defect {
	told := func(path *regexp.Regexp, query string, change func(officeAnswer) officeAnswer) func(realOffice, officeRequest) officeAnswer {
		return func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if path.MatchString(q.path) && q.method == http.MethodGet && strings.Contains(q.query, query) {
				return change(a)
			}
			return a
		}
	}
	without := func(path *regexp.Regexp, name string) func(realOffice, officeRequest) officeAnswer {
		return func(office realOffice, q officeRequest) officeAnswer {
			if path.MatchString(q.path) {
				q.query = regexp.MustCompile(`(^|&)`+name+`=[^&]*`).ReplaceAllString(q.query, "")
			}
			return office(q)
		}
	}
	card := regexp.MustCompile(`^/v1/cards/[0-9]{9}/transactions$`)
	sessions := regexp.MustCompile(`^/v1/drawer-sessions$`)
	return []defect{
		{"a day without what was refused", "DrawerOperations$", "the lines of a day", told(dayPath, "", func(a officeAnswer) officeAnswer {
			a.body = regexp.MustCompile(`\{"id":"[0-9a-f-]*","kind":"topUp","state":"rejected"[^{]*\{[^}]*\}[^}]*\},?`).ReplaceAll(a.body, nil)
			return a
		})},
		{"a storno that moves no cash", "DrawerOperations$", "the lines of a day", told(dayPath, "", func(a officeAnswer) officeAnswer {
			a.body = regexp.MustCompile(`"cash":\{"amount":-[0-9]+,"currency":"EUR"\},"mokId"`).ReplaceAll(a.body, []byte(`"mokId"`))
			return a
		})},
		{"an undone top-up that says nothing of it", "DrawerOperations$", "the lines of a day", told(dayPath, "", func(a officeAnswer) officeAnswer {
			a.body = regexp.MustCompile(`,"reversedBy":"[^"]*"`).ReplaceAll(a.body, nil)
			return a
		})},
		{"a page that begins again", "DrawerOperations$", "-whole +paged", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if dayPath.MatchString(q.path) && strings.Contains(q.query, "limit=1") && strings.Contains(q.query, "cursor=") {
				first := office(officeRequest{q.method, q.path, "limit=1", q.header, nil})
				a.body = regexp.MustCompile(`"items":\[.*\],"nextCursor"`).ReplaceAll(a.body, regexp.MustCompile(`"items":\[.*\],"nextCursor"`).Find(first.body))
			}
			return a
		}},
		{"a kind that is not filtered by", "DrawerOperations$", "not what stands in the whole list", without(dayPath, "kind")},
		{"a number that is not filtered by", "DrawerOperations$", "not what stands in the whole list", without(dayPath, "number")},
		{"a time that is not filtered by", "DrawerOperations$", "not what stands in the whole list", without(dayPath, "to")},
		{"a day for everybody", "DrawerOperationsForWhom", "want status 403", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if dayPath.MatchString(q.path) && a.status == http.StatusForbidden {
				a.status, a.body = 200, []byte(`{"items":[],"nextCursor":null,"asOf":"2026-03-02T09:15:31Z"}`)
				a.header.Set("Content-Type", "application/json")
			}
			return a
		}},
		{"sessions of all desks", "DrawerSessions", "the desk's sessions", without(sessions, "desk")},
		{"only closed sessions", "DrawerSessions", "the desk's sessions", told(sessions, "", func(a officeAnswer) officeAnswer {
			a.body = bytes.Replace(a.body, []byte(`"state":"open"`), []byte(`"state":"open","was":"open"`), 1)
			a.body = regexp.MustCompile(`\{"id":"[0-9a-f-]*","desk":"[^"]*","staff":"[0-9]*","state":"open","was":"open".*?"traceId":"[0-9a-f]*"\},?`).ReplaceAll(a.body, nil)
			return a
		})},
		{"a card's kinds that are not filtered by", "TransactionFilters", "not what stands in the whole list", without(card, "kind")},
		{"undone ones among what stands", "TransactionFilters", "not what stands in the whole list", without(card, "state")},
	}
}
