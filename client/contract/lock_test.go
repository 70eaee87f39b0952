package contract

import (
	"bytes"
	"net/http"
	"regexp"
)

// stopped and notStopped are good answers to a lock, as text, to be spoiled.
const (
	stopped = `{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3377","mokId":"100000014","state":"posted","lockNumber":"Z-1","lockedAt":"2026-03-02T09:20:11+01:00",` +
		`"reportNeeded":true,"walletTokensStopped":null,"traceId":"0af7651916cd43dd8448eb211c80319c"}`
	notStopped = `{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3377","mokId":"100000014","state":"rejected","code":"card-not-lockable",` +
		`"cardState":"lost","traceId":"0af7651916cd43dd8448eb211c80319c"}`
)

var lockTable = []refusal{
	{"a lock without its minute", "Lock", stopped, swap(`"lockedAt":"2026-03-02T09:20:11+01:00",`, ""), "missing property 'lockedAt'"},
	{"a lock without its card", "Lock", stopped, swap(`"mokId":"100000014",`, ""), "missing property 'mokId'"},
	{"a lock with a code", "Lock", stopped, swap(`"lockNumber"`, `"code":"card-not-found","lockNumber"`), "at /code: must not be here"},
	{"a lock that tells the card's state", "Lock", stopped, swap(`"lockNumber"`, `"cardState":"locked","lockNumber"`), "at /cardState: must not be here"},
	{"a lock that tells a name", "Lock", stopped, swap(`"lockNumber"`, `"holder":{"masked":"A***"},"lockNumber"`), "at /holder: must not be here"},
	{"a lock that tells the balance", "Lock", stopped, swap(`"lockNumber"`, `"balance":{"amount":1,"currency":"EUR"},"lockNumber"`), "at /balance: must not be here"},
	{"a lock that was cancelled", "Lock", stopped, swap(`"posted"`, `"cancelled"`), "at /state: value must be one of 'posted', 'rejected'"},
	{"a rejection with a minute", "Lock", notStopped, swap(`"cardState"`, `"lockedAt":"2026-03-02T09:20:11+01:00","cardState"`), "at /lockedAt: must not be here"},
	{"a rejection without a code", "Lock", notStopped, swap(`"code":"card-not-lockable",`, ""), "missing property 'code'"},
	{"a card that can be used as the reason", "Lock", notStopped, swap(`"lost"`, `"active"`), "at /cardState: value must be one of 'locked'"},
	{"a state of a card that is not there", "Lock", notStopped, swap(`card-not-lockable`, `card-not-found`), "at /cardState: must not be here"},
	{"a code of a top-up", "Lock", notStopped, swap(`card-not-lockable`, `card-not-loadable`), "at /code: value must be one of 'card-not-found'"},
	{"unseen with a card", "LockState", `{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3377","state":"unseen"}`, swap(`"state"`, `"mokId":"100000014","state"`), "additional properties 'mokId'"},
}

var lockPath = regexp.MustCompile(`^/v1/locks/([0-9a-f-]{36})$`)

// lockDefects are offices that are broken where they lock cards. None of them uses a card up.
func lockDefects() []defect {
	isLock := func(q officeRequest) bool { return q.method == http.MethodPut && lockPath.MatchString(q.path) }
	return []defect{
		{"a lock that tells a finder the state", "LockRejections", "more than the minimal view tells", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if !bytes.Contains(a.body, []byte("cardState")) {
				a = a.swap(`"code":"card-not-lockable"`, `"code":"card-not-lockable","cardState":"locked"`)
			}
			return a
		}},
		{"a lock that speaks of another card", "LockRejections", "does not repeat id and card", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if isLock(q) {
				a.body = regexp.MustCompile(`"mokId":"[0-9]{9}"`).ReplaceAll(a.body, []byte(`"mokId":"000000077"`))
			}
			return a
		}},
		{"a lock that cannot be is an error status", "LockRejections", "want status 201", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if isLock(q) && a.status == 201 {
				a.status = http.StatusConflict
			}
			return a
		}},
		{"no memory of locks", "LockRejectedForEver", "want status 422", freshIDs(lockPath, func(officeAnswer) bool { return true })},
		{"404 for a lock not seen", "LockRejectedForEver", "want status 200", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if bytes.Contains(a.body, []byte(`"unseen"`)) {
				a.status = http.StatusNotFound
			}
			return a
		}},
		{"a note that is swallowed", "LockBodies", "want status 400", func(office realOffice, q officeRequest) officeAnswer {
			q.body = bytes.Replace(q.body, []byte(`"note":"she lost it",`), nil, 1)
			return office(q)
		}},
		{"a lock that stops nothing", "Lock$", "not locked by a clerk since", func(office realOffice, q officeRequest) officeAnswer {
			if !isLock(q) {
				return office(q)
			}
			a := office(officeRequest{method: http.MethodGet, path: "/v1/health", header: http.Header{}})
			trace := a.header.Get("Trace-Id")
			return officeAnswer{201, a.header, []byte(`{"id":"` + lockPath.FindStringSubmatch(q.path)[1] + `","mokId":"100000097","state":"posted","lockNumber":"Z-1",` +
				`"lockedAt":"` + a.time() + `","reportNeeded":true,"walletTokensStopped":null,"traceId":"` + trace + `"}`)}
		}},
	}
}

var healthTime = regexp.MustCompile(`"time":"([^"]+)"`)

// time is the office's clock by its health.
func (a officeAnswer) time() string { return string(healthTime.FindSubmatch(a.body)[1]) }
