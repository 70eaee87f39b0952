package contract

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

var sentByField = regexp.MustCompile(`,"sentBy":"[0-9]+"`)

// withoutSender strips the sender from the answers of some requests.
func withoutSender(of func(officeRequest) bool) func(realOffice, officeRequest) officeAnswer {
	return func(office realOffice, q officeRequest) officeAnswer {
		a := office(q)
		if of(q) {
			a.body = sentByField.ReplaceAll(a.body, nil)
		}
		return a
	}
}

func pathHas(part string) func(officeRequest) bool {
	return func(q officeRequest) bool { return strings.Contains(q.path, part) }
}

// clerks remembers whose token is whose, as sign-ins go by.
type clerks struct {
	mu     sync.Mutex
	number map[string]string
}

// of is the clerk of a request, once its answer has gone by.
func (c *clerks) of(q officeRequest, a officeAnswer) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var in signIn
	if json.Unmarshal(a.body, &in) == nil && in.Token != "" {
		c.number[in.Token] = in.Staff.Number
	}
	return c.number[strings.TrimPrefix(q.header.Get("Authorization"), "Bearer ")]
}

// senderDefects are offices that do not know who sent a write.
func senderDefects() []defect {
	last := &clerks{number: map[string]string{}}
	always := &clerks{number: map[string]string{}}
	write := func(q officeRequest) bool { return q.method == http.MethodPut }
	defects := []defect{
		{"nobody's sender is told", "Sender", "want it sent by", withoutSender(func(officeRequest) bool { return true })},
		{"the last sender is told", "Sender", "not the same JSON again", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if by := last.of(q, a); write(q) && by != "" {
				a.body = sentByField.ReplaceAll(a.body, []byte(`,"sentBy":"`+by+`"`))
			}
			return a
		}},
		{"whose name it is told as the sender", "Sender", "want it sent by", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if name := regexp.MustCompile(`"staff":"([0-9]+)"`).FindSubmatch(q.body); name != nil {
				a.body = sentByField.ReplaceAll(a.body, []byte(`,"sentBy":"`+string(name[1])+`"`))
			}
			return a
		}},
		{"a sender is told also of one's own write", "Sender", `want it sent by ""`, func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if by := always.of(q, a); write(q) && by != "" && !bytes.Contains(a.body, []byte(`"sentBy"`)) {
				a = a.swap(`,"traceId"`, `,"sentBy":"`+by+`","traceId"`)
			}
			return a
		}},
		{"the current drawer does not know the sender", "Sender$", "the current session says otherwise", withoutSender(pathHas("/current"))},
		{"a question does not know the sender", "Sender", "not the same JSON again", withoutSender(func(q officeRequest) bool { return q.method == http.MethodGet && topUpPath.MatchString(q.path) })},
		{"the desk's list does not know the sender", "Sender", `sent by ""`, withoutSender(pathHas("/v1/desks/"))},
	}
	for what, part := range map[string]string{"top-up": "/top-ups/", "cancellation": "/cancellation", "lock": "/locks/", "opening": "/drawer-sessions/", "person": "/persons/"} {
		defects = append(defects, defect{"no sender of a " + what, "Sender", "want it sent by", withoutSender(func(q officeRequest) bool {
			return write(q) && strings.Contains(q.path, part) && (what != "opening" || !strings.HasSuffix(q.path, "/close"))
		})})
	}
	return defects
}

// currentDefects are offices whose current session is not as durable as their answers: what it tells is late, or another.
func currentDefects() []defect {
	current := pathHas("/drawer-sessions/current")
	change := func(old, with string) func(realOffice, officeRequest) officeAnswer {
		return func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if current(q) {
				a.body = regexp.MustCompile(old).ReplaceAll(a.body, []byte(with))
			}
			return a
		}
	}
	const says = "the current session says otherwise"
	return []defect{
		{"the current session comes late", "Drawer$", "has no such session", stale("session")},
		{"the last closed one comes late", "Drawer$", "has no such session", stale("previous")},
		{"the current session has another float", "Drawer$", says, change(`"float":\{"amount":12345`, `"float":{"amount":12344`)},
		{"the last closed one has another count", "Drawer$", says, change(`"counted":\{"amount":[0-9]+`, `"counted":{"amount":1`)},
		{"the current session is another", "Drawer$", says, change(`"session":\{"id":"[0-9a-f]{8}`, `"session":{"id":"00000000`)},
		{"the last closed one is another", "Drawer$", says, change(`"previous":\{"id":"[0-9a-f]{8}`, `"previous":{"id":"00000000`)},
	}
}

// stale shows a session of the current ones only from the second question after a write on, as a follower does that lags behind.
func stale(which string) func(realOffice, officeRequest) officeAnswer {
	var mu sync.Mutex
	fresh := map[string]bool{} // desks of which a write has just come
	session := regexp.MustCompile(`"` + which + `":\{[^{}]*(\{[^{}]*\}[^{}]*)*\}`)
	desk := regexp.MustCompile(`"desk":"([^"]+)"`)
	return func(office realOffice, q officeRequest) officeAnswer {
		mu.Lock()
		defer mu.Unlock()
		a := office(q)
		if found := desk.FindSubmatch(q.body); q.method == http.MethodPut && found != nil {
			fresh[string(found[1])] = true
		}
		if name, asksCurrent := strings.CutPrefix(q.query, "desk="); asksCurrent && fresh[name] {
			delete(fresh, name)
			a.body = session.ReplaceAll(a.body, []byte(`"`+which+`":null`))
			a.header.Del("Etag")
		}
		return a
	}
}
