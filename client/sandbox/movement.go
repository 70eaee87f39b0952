package sandbox

import (
	"fmt"

	"cekr.kranj.si/desk/client/money"
)

const actMovement = "movement"

// drawerDayVersion is the schema from which on a drawer's movements and counts are kept.
const drawerDayVersion = 8

// Kinds of movement.
const (
	pickUp        = "pickUp"
	changeBrought = "changeBrought"
	correction    = "correction"
)

// movementBody is the desk's body of a movement of cash.
type movementBody struct {
	id, sessionID, kind, reason, approvalID, staff, desk string
	cents                                                int64
}

func (b *movementBody) fields() object {
	return object{
		"id": text(&b.id, isUUID), "drawerSessionId": text(&b.sessionID, isUUID), "kind": text(&b.kind, oneOf(pickUp, changeBrought, correction)),
		"reason": optional(text(&b.reason, oneOf("overLimit", "endOfDay", "smallChange", "notes", "mistake", "other"))),
		"amount": amount(&b.cents, -money.Max), "approvalId": optional(text(&b.approvalID, isUUID)),
		"staff": text(&b.staff, isStaff), "desk": text(&b.desk, isDesk),
	}
}

// signed refuses cash that goes the other way than its kind.
func (b *movementBody) signed() error {
	if b.cents == 0 || b.kind == pickUp && b.cents > 0 || b.kind == changeBrought && b.cents < 0 {
		return badRequest("/amount/amount", "not of the sign that its kind has")
	}
	return nil
}

// movementWire is how a movement ended.
type movementWire struct {
	ID              string        `json:"id"`
	DrawerSessionID string        `json:"drawerSessionId"`
	Kind            string        `json:"kind"`
	Amount          money.Amount  `json:"amount"`
	State           string        `json:"state"`
	Code            string        `json:"code,omitempty"`
	Total           *money.Amount `json:"total,omitempty"`
	BookedAt        string        `json:"bookedAt,omitempty"`
	MovementNumber  string        `json:"movementNumber,omitempty"`
	Staff           string        `json:"staff"`
	sender
	TraceID string `json:"traceId"`
}

// moveCash takes cash out of an open drawer to the safe, or brings it from there.
func (o *Office) moveCash(r *request) (reply, error) {
	var b movementBody
	body, err := r.body(b.fields())
	if err == nil {
		err = b.signed()
	}
	if err != nil {
		return reply{}, err
	}
	if _, err := r.idAs("id", "/drawerSessionId", b.sessionID); err != nil {
		return reply{}, err
	}
	id, err := r.idAs("movementId", "/id", b.id)
	if err != nil {
		return reply{}, err
	}
	return o.once(r, write{act: actMovement, id: id, staff: b.staff, body: body}, func(t *tx) (ended, error) {
		wire := movementWire{ID: b.id, DrawerSessionID: b.sessionID, Kind: b.kind, Amount: money.EUR(b.cents), State: "rejected", Staff: b.staff, TraceID: r.w.trace}
		err := o.judgeMovement(t, &b, &wire)
		return ended{answer: &wire, rejected: wire.State == "rejected"}, err
	})
}

// judgeMovement completes the answer to a movement: rejected with its code, or posted.
func (o *Office) judgeMovement(t *tx, b *movementBody, wire *movementWire) error {
	s, code, err := t.drawerOf(b.sessionID, b.staff, b.desk)
	switch {
	case err != nil:
		return err
	case code != "":
		wire.Code = code
	case b.kind == correction && b.approvalID == "":
		wire.Code = "approval-required"
	case b.approvalID != "": // nobody at this office agrees to movements
		wire.Code = "approval-unknown"
	case s.total+b.cents < 0:
		wire.Code = "drawer-too-small"
	default:
		return o.move(t, b, s, wire)
	}
	return t.insertMovement(b, "rejected", o.now().UnixMilli(), nil, nil)
}

// drawerOf finds the open session that a clerk names as theirs at a desk, or the first reason why it isn't.
func (t *tx) drawerOf(id, staff, desk string) (s sessionRow, code string, err error) {
	able, err := t.staffMay(staff, capDrawer)
	if err != nil || !able {
		return s, "forbidden-office", err
	}
	s, found, err := t.readSession(`id = ?`, id)
	switch {
	case err != nil:
	case !found:
		code = "session-unknown"
	case s.staff != staff || s.desk != desk:
		code = "session-not-yours"
	case s.closedAt != nil:
		code = "session-closed"
	}
	return s, code, err
}

// move moves the cash between the drawer and the vault, and numbers its slip.
func (o *Office) move(t *tx, b *movementBody, s sessionRow, wire *movementWire) error {
	now := o.now()
	last, err := t.lastMoment(s.account)
	if err != nil {
		return err
	}
	at := max(now.UnixMilli(), last)
	entry, err := t.post(entry{at: at, kind: entryDrawerMovement, place: placeDrawer, ref: b.id, legs: []leg{{vaultAccount, b.cents}, {s.account, -b.cents}}})
	if err != nil {
		return err
	}
	var number int64
	if _, err := t.row(`UPDATE offices SET last_movement = last_movement + 1 WHERE id = ? RETURNING last_movement`, args(mainOffice), &number); err != nil {
		return err
	}
	wire.State, wire.Total, wire.BookedAt = "posted", euros(s.total+b.cents), stamp(o.moment(at))
	wire.MovementNumber = fmt.Sprintf("G-%d-%06d", now.Year(), number)
	return t.insertMovement(b, "posted", at, &wire.MovementNumber, &entry)
}

func (t *tx) insertMovement(b *movementBody, state string, at int64, number *string, entry *int64) error {
	return t.exec(`INSERT INTO movements (id, session, kind, reason, amount, state, at, staff, desk, number, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		b.id, b.sessionID, b.kind, orNil(b.reason), b.cents, state, at, b.staff, b.desk, number, entry)
}

// askMovement tells what became of a movement's id.
func (o *Office) askMovement(r *request) (reply, error) {
	return o.askAbout(r, actMovement, "movementId")
}

// drawerDayAudits are what must find nothing of movements and counts; see audits.
var drawerDayAudits = []audit{
	{"a movement and its answer are not both there", `SELECT 1 FROM movements m FULL JOIN (SELECT id, answer FROM writes WHERE act = 'movement') w
		ON w.id = m.id WHERE w.id IS NULL OR m.id IS NULL OR json_extract(w.answer, '$.state') <> m.state
		OR json_extract(w.answer, '$.amount.amount') <> m.amount OR json_extract(w.answer, '$.movementNumber') IS NOT m.number`},
	{"a posted movement is not in the ledger as it says", `SELECT 1 FROM movements m WHERE m.state = 'posted' AND NOT EXISTS (
		SELECT 1 FROM entries e JOIN drawer_sessions s ON s.id = m.session JOIN postings p ON p.entry = e.id AND p.account = s.account
		WHERE e.id = m.entry AND e.ref = m.id AND e.kind = 'drawerMovement' AND p.amount = -m.amount)`},
	{"an entry moves cash for no movement", `SELECT 1 FROM entries e WHERE e.kind = 'drawerMovement'
		AND NOT EXISTS (SELECT 1 FROM movements m WHERE m.id = e.ref AND m.entry = e.id AND m.state = 'posted')`},
	{"movement numbers have a gap", `SELECT 1 WHERE (SELECT sum(last_movement) FROM offices) <> (SELECT count(*) FROM movements WHERE state = 'posted')`},
	{"a count and its answer are not both there", `SELECT 1 FROM counts c FULL JOIN (SELECT id, answer FROM writes
		WHERE act = 'count' AND json_extract(answer, '$.state') = 'posted') w ON w.id = c.id
		WHERE w.id IS NULL OR c.id IS NULL OR json_extract(w.answer, '$.counted.amount') <> c.counted OR json_extract(w.answer, '$.expected.amount') <> c.expected`},
	{"a count is not the sum of its notes and coins", `SELECT 1 FROM counts c WHERE c.counted <>
		(SELECT coalesce(sum(value * pieces), 0) FROM denominations d WHERE d.about = c.id)`},
	{"a float is not the sum of its notes and coins", `SELECT 1 FROM drawer_sessions s JOIN (SELECT about, sum(value * pieces) AS total FROM denominations
		GROUP BY about) d ON d.about = s.id WHERE d.total <> s.float`},
	{"a close does not repeat the last count", `SELECT 1 FROM drawer_sessions s JOIN counts c ON c.session = s.id
		WHERE s.counted IS NOT NULL AND c.n = (SELECT max(n) FROM counts l WHERE l.session = s.id) AND s.counted <> c.counted`},
}
