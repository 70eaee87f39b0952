package contract

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

// lookUpDefects are offices whose record of look-ups is not to be relied on.
func lookUpDefects() []defect {
	isRecord := func(q officeRequest) bool { return strings.HasSuffix(q.path, "/look-ups") }
	// recorded changes the entries of every page of the record.
	recorded := func(keep func(lookUp) bool, edit func(*lookUp)) func(realOffice, officeRequest) officeAnswer {
		return func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if !isRecord(q) || a.status != 200 {
				return a
			}
			page := struct {
				Items      []lookUp `json:"items"`
				NextCursor *string  `json:"nextCursor"`
				AsOf       string   `json:"asOf"`
			}{}
			if json.Unmarshal(a.body, &page) != nil {
				return a
			}
			kept := []lookUp{}
			for _, entry := range page.Items {
				if keep(entry) {
					edit(&entry)
					kept = append(kept, entry)
				}
			}
			page.Items = kept
			a.body, _ = json.Marshal(page)
			return a
		}
	}
	all, asItIs := func(lookUp) bool { return true }, func(*lookUp) {}
	const otherwise = "the record tells the look-up otherwise"
	defects := []defect{
		{"no look-up is recorded", "LookUps$", "not in the record", recorded(func(lookUp) bool { return false }, asItIs)},
		{"a look-up is put down to another clerk", "LookUps$", otherwise, recorded(all, func(e *lookUp) { e.Staff = "9999" })},
		{"a look-up is put down to another desk", "LookUps$", otherwise, recorded(all, func(e *lookUp) { e.Desk += "x" })},
		{"a look-up does not name its answer", "LookUps$", otherwise, recorded(all, func(e *lookUp) { e.TraceID = strings.Repeat("0", 32) })},
		{"every view is recorded as the clerk's", "LookUps$", otherwise, recorded(all, func(e *lookUp) { e.View = "clerk" })},
		{"a look-up has another time", "LookUps$", "apart", recorded(all, func(e *lookUp) { e.At = e.At.AddDate(0, 0, -1) })},
		{"the record comes late", "LookUps$", otherwise, lateRecord()},
		{"one record for all cards", "LookUps$", "another_card's_record", func(office realOffice, q officeRequest) officeAnswer {
			if isRecord(q) && !strings.Contains(q.path, unknownMokID) {
				q.path = regexp.MustCompile(`[0-9]{9}`).ReplaceAllString(q.path, embedded().Card.MokID)
			}
			return office(q)
		}},
		{"who may see cards reads the record", "LookUpsForWhom", "want status 403", recordForAll()},
	}
	for _, view := range []string{"clerk", "minimal", "transactions"} {
		defects = append(defects, defect{"no record of the view " + view, "LookUps$", "record",
			recorded(func(e lookUp) bool { return e.View != view }, asItIs)})
	}
	return defects
}

// lateRecord writes each look-up down when the next one comes.
func lateRecord() func(realOffice, officeRequest) officeAnswer {
	newest := regexp.MustCompile(`"items":\[\{[^}]*\},?`)
	return func(office realOffice, q officeRequest) officeAnswer {
		a := office(q)
		if strings.HasSuffix(q.path, "/look-ups") {
			a.body = newest.ReplaceAll(a.body, []byte(`"items":[`))
		}
		return a
	}
}

// recordForAll reads the record with a supervisor's token, whoever asks.
func recordForAll() func(realOffice, officeRequest) officeAnswer {
	var mu sync.Mutex
	var token string
	return func(office realOffice, q officeRequest) officeAnswer {
		mu.Lock()
		defer mu.Unlock()
		if !strings.HasSuffix(q.path, "/look-ups") {
			return office(q)
		}
		if token == "" {
			body := bytesOf(map[string]string{"staffNumber": embedded().Supervisor.Number, "pin": embedded().Supervisor.PIN, "desk": "D"})
			var in signIn
			_ = json.Unmarshal(office(officeRequest{http.MethodPost, "/v1/sign-ins", "", http.Header{"Content-Type": {"application/json"}}, body}).body, &in)
			token = in.Token
		}
		q.header.Set("Authorization", "Bearer "+token)
		return office(q)
	}
}
