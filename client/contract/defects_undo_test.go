package contract

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

func isUndo(q officeRequest, kind string) bool {
	return q.method == http.MethodPut && strings.HasPrefix(q.path, "/v1/"+kind+"/")
}

// rejectedWith reports whether an answer is a rejection with that code.
func (a officeAnswer) rejectedWith(code string) bool {
	return bytes.Contains(a.body, []byte(`"code":"`+code+`"`))
}

// approvalField is the approval that a body names.
var approvalField = regexp.MustCompile(`,"approvalId":"[0-9a-f-]{36}"`)

// waves through what it should refuse for its approval: the write is done under another id, as if nobody had to agree.
func waves(code string) func(realOffice, officeRequest) officeAnswer {
	return func(office realOffice, q officeRequest) officeAnswer {
		a := office(q)
		if !isUndo(q, "reversals") || a.status != 201 || !a.rejectedWith(code) {
			return a
		}
		id, fresh := lastID(q.path), newID()
		q.path = strings.Replace(q.path, id, fresh, 1)
		q.body = approvalField.ReplaceAll(bytes.ReplaceAll(q.body, []byte(id), []byte(fresh)), nil)
		return office(q).swap(fresh, id)
	}
}

// becomes gives a rejection the fields of a write that was done.
func becomes(kind, code, done string) func(realOffice, officeRequest) officeAnswer {
	return func(office realOffice, q officeRequest) officeAnswer {
		a := office(q)
		if isUndo(q, kind) && a.rejectedWith(code) {
			a = a.swap(`"state":"rejected","code":"`+code+`"`, `"state":"posted",`+done)
		}
		return a
	}
}

// undoneTwice answers the second storno of a top-up as it did the first.
func undoneTwice() func(realOffice, officeRequest) officeAnswer {
	var mu sync.Mutex
	first := map[string]officeAnswer{} // by top-up
	return func(office realOffice, q officeRequest) officeAnswer {
		a := office(q)
		if !strings.HasPrefix(q.path, "/v1/reversals/") {
			return a
		}
		mu.Lock()
		defer mu.Unlock()
		var got reversal
		if json.Unmarshal(a.body, &got) == nil && got.State == "posted" {
			first[got.TopUpID] = a
		} else if before, found := first[got.TopUpID]; found && got.Code == "already-reversed" {
			var was reversal
			_ = json.Unmarshal(before.body, &was)
			a.body = before.swap(was.ID, got.ID).body
		}
		return a
	}
}

// oneSignInADesk lets a second sign-in at a desk end the first.
func oneSignInADesk() func(realOffice, officeRequest) officeAnswer {
	var mu sync.Mutex
	desk, last := map[string]string{}, map[string]string{} // desk by token, newest token by desk
	return func(office realOffice, q officeRequest) officeAnswer {
		mu.Lock()
		defer mu.Unlock()
		token := strings.TrimPrefix(q.header.Get("Authorization"), "Bearer ")
		if at := desk[token]; at != "" && last[at] != token {
			q.header.Set("Authorization", "Bearer ended-by-another-one")
		}
		a := office(q)
		var in signIn
		var body struct{ Desk string }
		if q.path == "/v1/sign-ins" && json.Unmarshal(a.body, &in) == nil && json.Unmarshal(q.body, &body) == nil && in.Token != "" {
			desk[in.Token], last[body.Desk] = body.Desk, in.Token
		}
		return a
	}
}

// undoDefects are offices that undo too much, or take anybody's word for it.
func undoDefects() []defect {
	numbers := regexp.MustCompile(`"(correctionNumber|number)":"P-[^"]+"`)
	return []defect{
		{"a top-up that is undone twice", "ReversalsAtOnce", "ended as", undoneTwice()},
		{"a top-up that is undone again under another id", "Reversal$", "want it rejected with already-reversed", undoneTwice()},
		{"an approval that serves twice", "ApprovalBinding", "want it rejected with approval-used", waves("approval-used")},
		{"an approval that has ended", "ApprovalBinding", "want it rejected with approval-expired", waves("approval-expired")},
		{"an approval of anything", "ApprovalBinding", "want it rejected with approval-mismatch", waves("approval-mismatch")},
		{"an approval for other bytes", "ApprovalBinding", "want it rejected with approval-mismatch", func(office realOffice, q officeRequest) officeAnswer {
			if isUndo(q, "reversals") { // it looks at the values only
				q.body = bytes.ReplaceAll(q.body, []byte(`"double"`), []byte(`"wrongAmount"`))
			}
			return office(q)
		}},
		{"an approval of one's own act", "ApprovalRejections", "want it rejected with same-person",
			becomes("approvals", "same-person", `"expiresAt":"2030-01-01T00:00:00Z"`)},
		{"a second person's token that brings the write", "ApprovalBinding", "want it rejected with same-person", waves("same-person")},
		{"a second sign-in that ends the maker's", "Approval$", "want status 200", oneSignInADesk()},
		{"a storno that the drawer knows nothing of", "Reversal$", "more than before", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if strings.HasSuffix(q.path, "/current") && bytes.Contains(a.body, []byte(`"reversals":1`)) {
				a = a.swap(`"total":{"amount":10000`, `"total":{"amount":10100`)
			}
			return a
		}},
		{"a storno that the card's list hides", "Reversal$", "the card's list begins with", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			a.body = regexp.MustCompile(`,"reversedBy":"S-[^"]+"}`).ReplaceAll(a.body, []byte(`}`))
			return a
		}},
		{"an answer to the top-up that changes with its storno", "Reversal$", "not the same JSON again", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if q.method == http.MethodPut && topUpPath.MatchString(q.path) && a.status == 200 {
				get := officeRequest{http.MethodGet, "/v1/top-ups", "id=" + lastID(q.path), q.header, nil}
				var found struct{ TopUp json.RawMessage }
				if json.Unmarshal(office(get).body, &found) == nil {
					a.body = found.TopUp
				}
			}
			return a
		}},
		{"a new correction for each asking", "Corrections", "has the corrections", func() func(realOffice, officeRequest) officeAnswer {
			return func(office realOffice, q officeRequest) officeAnswer {
				a := office(q)
				if id := lastID(q.path); strings.HasPrefix(q.path, "/v1/reversals/") {
					a.body = numbers.ReplaceAll(a.body, []byte(`"$1":"P-`+id[:8]+`"`))
				}
				return a
			}
		}()},
		{"a second person whom no answer tells", "ApprovedTopUp", "the answer says \"\"", func(office realOffice, q officeRequest) officeAnswer {
			a := office(q)
			if isUndo(q, "top-ups") {
				a.body = regexp.MustCompile(`,"approver":"[0-9]+"`).ReplaceAll(a.body, nil)
			}
			return a
		}},
		{"a card that is unlocked without a lock", "UnlockRejections", "want it rejected with card-not-locked",
			becomes("unlocks", "card-not-locked", `"unlockedAt":"2026-03-02T09:20:11+01:00"`)},
		{"an unlock without a second person", "UnlockRejections", "want it rejected with approval-unknown",
			becomes("unlocks", "approval-unknown", `"unlockedAt":"2026-03-02T09:20:11+01:00"`)},
	}
}
