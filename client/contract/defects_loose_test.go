package contract

import (
	"bytes"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// looseDefects are offices that take what they should not, or lose count.
func looseDefects() []defect {
	closeNumber := regexp.MustCompile(`"closeNumber":([0-9]+)`)
	return []defect{
		{"a right match gives no tries back", "Match$", "4 tries left", wrongForEver()},
		{"limits are not judged at the top-up", "TopUpLimit", "want it rejected limit-exceeded", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if isTopUp(q) && bytes.Contains(a.body, []byte(`"code":"limit-exceeded"`)) {
				a = a.swap(`"state":"rejected","code":"limit-exceeded"`, `"state":"posted","receiptNumber":"X-1","bookedAt":"2026-03-02T09:18:44+01:00",`+
					`"balanceAfter":{"amount":0,"currency":"EUR"}`)
			}
			return a
		}},
		{"a cursor of another card's list is taken", "Transactions", "another_card's_cursor", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if a.status == 400 && strings.HasSuffix(q.path, "/transactions") && strings.Contains(q.query, "cursor=") && !strings.Contains(q.query, "somebody-elses") {
				q.query = ""
				return office(q)
			}
			return a
		}},
		{"a first top-up with a predecessor is not flagged", "DeskGaps", "number 1 with a prev", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if bytes.Contains(q.body, []byte(`"seq":1,"prev":"aaaa`)) {
				a = a.swap(`"gap":true`, `"gap":false`)
			}
			return a
		}},
		{"close numbers with gaps", "DrawerNumbers", "two closes in a row", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			a.body = closeNumber.ReplaceAllFunc(a.body, func(found []byte) []byte {
				n, _ := strconv.Atoi(string(closeNumber.FindSubmatch(found)[1]))
				return []byte(`"closeNumber":` + strconv.Itoa(2*n))
			})
			return a
		}},
		{"a drawer for nobody", "DrawerRejections", "want it rejected: forbidden-office", func(office realOffice, q officeRequest) officeAnswer {
			if q.method != http.MethodPut || !bytes.Contains(q.body, []byte(nobodysNumber)) {
				return office(q)
			}
			q.body = bytes.Replace(q.body, []byte(nobodysNumber), []byte(embedded().Clerk.Number), 1)
			return office(q).swap(embedded().Clerk.Number, nobodysNumber)
		}},
	}
}

// wrongForEver counts a card's wrong tries, and forgives none.
func wrongForEver() func(realOffice, officeRequest) officeAnswer {
	var mu sync.Mutex
	wrong := map[string]int{}
	left := regexp.MustCompile(`"attemptsLeft":[0-9]`)
	return func(office realOffice, q officeRequest) officeAnswer {
		mu.Lock()
		defer mu.Unlock()
		a := office(q)
		if strings.HasSuffix(q.path, "/matches") && bytes.Contains(a.body, []byte(`"matched":false`)) {
			wrong[q.path]++
			a.body = left.ReplaceAll(a.body, []byte(`"attemptsLeft":`+strconv.Itoa(max(0, 5-wrong[q.path]))))
		}
		return a
	}
}
