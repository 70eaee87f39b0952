package sandbox

import (
	"encoding/json"
	"slices"
)

// senderVersion is the schema from which on the sender of a write is kept, and each look-up; undoVersion the one from
// which on there are approvals, reversals and unlocks.
const (
	senderVersion = 6
	undoVersion   = 7
)

// sender is embedded in the answer of every write: the clerk whose token brought the id first, where the body does not
// name that clerk as its own.
type sender struct {
	SentBy string `json:"sentBy,omitempty"`
}

func (s *sender) sentBy(number string) { s.SentBy = number }

// writeAnswer is the answer to a write, which can tell its sender.
type writeAnswer interface{ sentBy(number string) }

// seal completes the answer to a write's first arrival with its sender and keeps both under the id, for ever. No
// fingerprint is a tombstone.
func (t *tx) seal(r *request, w write, fingerprint []byte, answer writeAnswer, at int64) ([]byte, error) {
	if r.who.staff != w.staff {
		answer.sentBy(r.who.staff)
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	return body, t.exec(`INSERT INTO writes (act, id, fingerprint, answer, at, sender) VALUES (?, ?, nullif(?, x''), ?, ?, ?)`,
		w.act, w.id, fingerprint, string(body), at, r.who.staff)
}

// tellsAnotherSender is the rule of senders; not every answer repeats its clerk.
const tellsAnotherSender = "an answer tells another sender than is kept"

// senderAudits are what must find nothing of senders and look-ups; see audits.
var senderAudits = append(slices.Clone(olderSenderAudits), audit{tellsAnotherSender, `SELECT 1 FROM writes w
	LEFT JOIN locks l ON w.act = 'lock' AND l.id = w.id
	LEFT JOIN reversals r ON w.act = 'reversal' AND r.id = w.id LEFT JOIN unlocks u ON w.act = 'unlock' AND u.id = w.id
	WHERE w.sender IS NOT NULL AND coalesce(json_extract(w.answer, '$.sentBy'), json_extract(w.answer, '$.staff'),
		l.staff, r.staff, u.staff, json_extract(w.answer, '$.approver')) IS NOT w.sender`})

// olderSenderAudits are those of a file from before undoVersion.
var olderSenderAudits = []audit{
	{tellsAnotherSender, `SELECT 1 FROM writes w LEFT JOIN locks l ON w.act = 'lock' AND l.id = w.id
		WHERE w.sender IS NOT NULL AND coalesce(json_extract(w.answer, '$.sentBy'), json_extract(w.answer, '$.staff'), l.staff) IS NOT w.sender`},
	{"an answer tells a sender and none is kept", `SELECT 1 FROM writes WHERE sender IS NULL AND json_extract(answer, '$.sentBy') IS NOT NULL`},
}
