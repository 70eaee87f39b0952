package sandbox

import (
	"encoding/json"
	"fmt"
	"time"
)

const actLock = "lock"

// lockBody is the desk's body of a lock. It names no person.
type lockBody struct {
	id, mokID, reason, reporter, verification, note, staff, desk string
}

func (b *lockBody) fields() object {
	return object{
		"id": text(&b.id, isUUID), "mokId": text(&b.mokID, isMokID),
		"reason": text(&b.reason, oneOf("lost", "stolen", "foundByThirdParty", "suspiciousActivity", "compromised", "captured", "damaged",
			"endUserRequest", "issuerRequest", "other")),
		"reporter":     text(&b.reporter, oneOf("holderInPerson", "holderByPhone", "representative", "finder", "policeOrMerchant", "staff")),
		"verification": text(&b.verification, oneOf("none", "document", "panLastSix", "knowledge")),
		"noteId":       optional(text(&b.note, isUUID)), "staff": text(&b.staff, isStaff), "desk": text(&b.desk, isDesk),
	}
}

// lockWire is how a lock ended. Of the card it tells only that it is locked, or, to who may see cards, why not.
type lockWire struct {
	ID                  string          `json:"id"`
	MokID               string          `json:"mokId"`
	State               string          `json:"state"`
	Code                string          `json:"code,omitempty"`
	CardState           string          `json:"cardState,omitempty"`
	LockNumber          string          `json:"lockNumber,omitempty"`
	LockedAt            string          `json:"lockedAt,omitempty"`
	ReportNeeded        *bool           `json:"reportNeeded,omitempty"`
	WalletTokensStopped json.RawMessage `json:"walletTokensStopped,omitempty"`
	sender
	TraceID string `json:"traceId"`
}

// lockable tells whether a card in this state can be locked: it is neither stopped already nor final.
func lockable(state string) bool { return state == cardActive || state == cardNotActivated }

// lockCard stops a card, on the word of whoever stands at the counter. It is judged as of its first arrival.
func (o *Office) lockCard(r *request) (reply, error) {
	var b lockBody
	body, err := r.body(b.fields())
	if err != nil {
		return reply{}, err
	}
	id, err := r.writeID(&b.id)
	if err != nil {
		return reply{}, err
	}
	return o.once(r, write{act: actLock, id: id, staff: b.staff, body: body}, func(t *tx) (ended, error) {
		wire := lockWire{ID: b.id, MokID: b.mokID, State: "rejected", TraceID: r.w.trace}
		err := o.judgeLock(t, &b, &wire, r.who.may(capCardRead))
		return ended{answer: &wire, rejected: wire.State == "rejected"}, err
	})
}

// judgeLock completes the answer to a lock: rejected with its code, or posted. A state is told only to who sees cards.
func (o *Office) judgeLock(t *tx, b *lockBody, wire *lockWire, seesCards bool) error {
	now := o.now()
	c, found, err := t.readCard(b.mokID, now)
	if err != nil {
		return err
	}
	able, err := t.staffMay(b.staff, capLock)
	if err != nil {
		return err
	}
	switch {
	case !found:
		wire.Code = "card-not-found"
	case !able:
		wire.Code = "forbidden-office"
	case !lockable(c.state):
		wire.Code = "card-not-lockable"
		if seesCards {
			wire.CardState = c.state
		}
	default:
		return o.stop(t, b, c, now, wire)
	}
	return t.insertLock(b, "rejected", now.UnixMilli(), nil, nil)
}

// stop locks a card. The database changes the card's state with the lock's row.
func (o *Office) stop(t *tx, b *lockBody, c cardRow, now time.Time, wire *lockWire) error {
	var last int64
	if _, err := t.row(`UPDATE offices SET last_lock = last_lock + 1 WHERE id = ? RETURNING last_lock`, args(mainOffice), &last); err != nil {
		return err
	}
	at, report := max(now.UnixMilli(), c.since), b.reason == "lost" || b.reason == "stolen"
	wire.State, wire.LockNumber = "posted", fmt.Sprintf("Z-%d-%06d", now.Year(), last)
	wire.LockedAt, wire.ReportNeeded = stamp(o.moment(at)), &report
	wire.WalletTokensStopped = json.RawMessage("null") // nobody tells this office
	return t.insertLock(b, "posted", at, &wire.LockNumber, &c.state)
}

func (t *tx) insertLock(b *lockBody, state string, at int64, number, cardWas *string) error {
	return t.exec(`INSERT INTO locks (id, mok_id, state, at, reason, reporter, verification, note, staff, desk, number, card_was)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, b.id, b.mokID, state, at, b.reason, b.reporter, b.verification,
		orNil(b.note), b.staff, b.desk, number, cardWas)
}

// askLock tells what became of a lock's id.
func (o *Office) askLock(r *request) (reply, error) { return o.ask(r, actLock) }

// lockAudits are what must find nothing of locks; see audits.
var lockAudits = []audit{
	{"a lock and its answer are not both there", `SELECT 1 FROM locks l FULL JOIN (SELECT id, answer FROM writes WHERE act = 'lock') w
		ON w.id = l.id WHERE w.id IS NULL OR l.id IS NULL OR json_extract(w.answer, '$.state') <> l.state
		OR json_extract(w.answer, '$.mokId') <> l.mok_id OR json_extract(w.answer, '$.lockNumber') IS NOT l.number`},
	{"a card that was locked can be used", `SELECT 1 FROM locks l LEFT JOIN cards c ON c.mok_id = l.mok_id
		WHERE l.state = 'posted' AND (c.state IS NULL OR c.state IN ('active', 'notActivated'))`},
	{"lock numbers have a gap", `SELECT 1 WHERE (SELECT sum(last_lock) FROM offices) <> (SELECT count(*) FROM locks WHERE state = 'posted')`},
}
