package sandbox

import "time"

const actUnlock = "unlock"

// unlockBody is the desk's body of an unlock.
type unlockBody struct {
	id, mokID, reason, approvalID, desk, staff string
	raw                                        []byte
}

func (b *unlockBody) fields() object {
	return object{
		"id": text(&b.id, isUUID), "mokId": text(&b.mokID, isMokID),
		"reason":     text(&b.reason, oneOf("found", "lockedByMistake", "suspicionCleared", "holderRequest", "other")),
		"approvalId": text(&b.approvalID, isUUID), "desk": text(&b.desk, isDesk), "staff": text(&b.staff, isStaff),
	}
}

// unlockWire is how an unlock ended. The card's state is told to who may see cards.
type unlockWire struct {
	ID         string `json:"id"`
	MokID      string `json:"mokId"`
	State      string `json:"state"`
	Code       string `json:"code,omitempty"`
	CardState  string `json:"cardState,omitempty"`
	UnlockedAt string `json:"unlockedAt,omitempty"`
	Approver   string `json:"approver,omitempty"`
	sender
	TraceID string `json:"traceId"`
}

// unlockable tells whether a clerk's precautionary lock is all that stops a card.
func (c cardRow) unlockable() bool {
	return c.state == cardLocked && c.reason != nil && *c.reason == "clerk"
}

// unlockCard undoes a clerk's precautionary lock, with a second person. It is judged as of its first arrival.
func (o *Office) unlockCard(r *request) (reply, error) {
	var b unlockBody
	var err error
	if b.raw, err = r.body(b.fields()); err != nil {
		return reply{}, err
	}
	id, err := r.writeID(&b.id)
	if err != nil {
		return reply{}, err
	}
	return o.once(r, write{act: actUnlock, id: id, staff: b.staff, body: b.raw}, func(t *tx) (ended, error) {
		wire := unlockWire{ID: b.id, MokID: b.mokID, State: "rejected", TraceID: r.w.trace}
		err := o.judgeUnlock(t, &b, r.who, &wire)
		return ended{answer: &wire, rejected: wire.State == "rejected"}, err
	})
}

// judgeUnlock completes the answer to an unlock: rejected with its code, or posted.
func (o *Office) judgeUnlock(t *tx, b *unlockBody, who *session, wire *unlockWire) error {
	now := o.now()
	s := subject{act: approveUnlock, id: b.id, mokID: b.mokID, maker: b.staff, raw: b.raw, sender: who.staff, approval: b.approvalID}
	c, code, err := t.unlockFlaw(b, s, now)
	if err != nil {
		return err
	}
	if code == "" {
		return o.free(t, b, s, c, who, now, wire)
	}
	if wire.Code = code; who.may(capCardRead) && (code == "card-final" || code == "card-not-locked") {
		wire.CardState = c.state
	}
	return t.insertUnlock(b, "rejected", now.UnixMilli(), nil)
}

// unlockFlaw looks for the first reason to reject an unlock, in the contract's order; none is an empty code.
func (t *tx) unlockFlaw(b *unlockBody, s subject, now time.Time) (c cardRow, code string, err error) {
	c, found, err := t.readCard(b.mokID, now)
	if err != nil || !found {
		return c, "card-not-found", err
	}
	able, err := t.staffMay(b.staff, capUnlock)
	switch {
	case err != nil:
		return c, "", err
	case !able:
		return c, "forbidden-office", nil
	case c.state == cardActive || c.state == cardNotActivated:
		return c, "card-not-locked", nil
	case c.state != cardLocked:
		return c, "card-final", nil
	case c.unlockable():
		code, err = t.approvalFlaw(s, true, now)
		return c, code, err
	case c.reason != nil && *c.reason == "holderPortal":
		return c, "locked-by-holder", nil
	}
	return c, "locked-by-issuer", nil
}

// free unlocks a card. The database changes the card's state with the unlock's row.
func (o *Office) free(t *tx, b *unlockBody, s subject, c cardRow, who *session, now time.Time, wire *unlockWire) error {
	before := cardActive // the state of a card that was locked before this office kept its locks
	if _, err := t.row(`SELECT card_was FROM locks WHERE mok_id = ? AND state = 'posted' ORDER BY at DESC LIMIT 1`, args(b.mokID), &before); err != nil {
		return err
	}
	at := max(now.UnixMilli(), c.since)
	wire.State, wire.UnlockedAt = "posted", stamp(o.moment(at))
	if who.may(capCardRead) {
		wire.CardState = before
	}
	var err error
	if wire.Approver, err = t.useApproval(s); err != nil {
		return err
	}
	return t.insertUnlock(b, "posted", at, &before)
}

func (t *tx) insertUnlock(b *unlockBody, state string, at int64, cardIs *string) error {
	return t.exec(`INSERT INTO unlocks (id, state, mok_id, at, reason, staff, desk, approval, card_is) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		b.id, state, b.mokID, at, b.reason, b.staff, b.desk, b.approvalID, cardIs)
}

// askUnlock tells what became of an unlock's id.
func (o *Office) askUnlock(r *request) (reply, error) { return o.ask(r, actUnlock) }

// unlockAudits are what must find nothing of unlocks; see audits.
var unlockAudits = []audit{
	{"an unlock and its answer are not both there", `SELECT 1 FROM unlocks u FULL JOIN (SELECT id, answer FROM writes WHERE act = 'unlock') w
		ON w.id = u.id WHERE w.id IS NULL OR u.id IS NULL OR json_extract(w.answer, '$.state') <> u.state
		OR json_extract(w.answer, '$.mokId') <> u.mok_id`},
	{"a card that was locked can be used", `SELECT 1 FROM locks l LEFT JOIN cards c ON c.mok_id = l.mok_id
		WHERE l.state = 'posted' AND (c.state IS NULL OR c.state IN ('active', 'notActivated'))
		AND NOT EXISTS (SELECT 1 FROM unlocks u WHERE u.mok_id = l.mok_id AND u.state = 'posted' AND u.at >= l.at)`},
	{"an unlock had no lock before it", `SELECT 1 FROM unlocks u JOIN cards c ON c.mok_id = u.mok_id WHERE u.state = 'posted' AND c.state_since < u.at`},
}
