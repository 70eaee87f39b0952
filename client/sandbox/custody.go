package sandbox

import (
	"time"

	"cekr.kranj.si/desk/client/money"
)

const actCustody = "custody"

// custodyVersion is the schema from which on a drawer can pass into other hands.
const custodyVersion = 10

// approveCustody is the act of a second person who receives a drawer, or agrees that another's is ended.
const approveCustody = "custody"

// Kinds of custody.
const (
	handOver    = "handOver"    // its clerk gives the open drawer to the next one, who counts and consents
	takeOver    = "takeOver"    // a clerk goes on with an absent clerk's drawer
	forcedClose = "forcedClose" // an absent clerk's drawer is closed, its cash goes to the vault
)

// custodyBody is the desk's body of a change of hands.
type custodyBody struct {
	id, sessionID, kind, reason, toSession, approvalID, staff, desk string
	counted                                                         int64
	raw                                                             []byte
}

func (b *custodyBody) fields() object {
	return object{
		"id": text(&b.id, isUUID), "drawerSessionId": text(&b.sessionID, isUUID), "kind": text(&b.kind, oneOf(handOver, takeOver, forcedClose)),
		"reason":  optional(text(&b.reason, oneOf("shiftEnd", "absent", "leftOpen", "deskFailed", "other"))),
		"counted": amount(&b.counted, 0), "toSessionId": optional(text(&b.toSession, isUUID)),
		"approvalId": text(&b.approvalID, isUUID), "staff": text(&b.staff, isStaff), "desk": text(&b.desk, isDesk),
	}
}

// custodyWire is how a change of hands ended.
type custodyWire struct {
	ID              string       `json:"id"`
	DrawerSessionID string       `json:"drawerSessionId"`
	Kind            string       `json:"kind"`
	Counted         money.Amount `json:"counted"`
	State           string       `json:"state"`
	Code            string       `json:"code,omitempty"`
	BookedAt        string       `json:"bookedAt,omitempty"`
	Approver        string       `json:"approver,omitempty"`
	Closed          *sessionWire `json:"closed,omitempty"`
	Opened          *sessionWire `json:"opened,omitempty"`
	Staff           string       `json:"staff"`
	sender
	TraceID string `json:"traceId"`
}

// changeCustody ends a clerk's session with a count made by others, and begins the next one with the same cash, if somebody goes on.
func (o *Office) changeCustody(r *request) (reply, error) {
	var b custodyBody
	var err error
	if b.raw, err = r.body(b.fields()); err == nil && (b.kind == forcedClose) != (b.toSession == "") {
		err = badRequest("/toSessionId", "not what the kind has")
	}
	if err != nil {
		return reply{}, err
	}
	if _, err := r.idAs("id", "/drawerSessionId", b.sessionID); err != nil {
		return reply{}, err
	}
	id, err := r.idAs("custodyId", "/id", b.id)
	if err != nil {
		return reply{}, err
	}
	return o.once(r, write{act: actCustody, id: id, staff: b.staff, body: b.raw}, func(t *tx) (ended, error) {
		wire := custodyWire{ID: b.id, DrawerSessionID: b.sessionID, Kind: b.kind, Counted: money.EUR(b.counted), State: "rejected", Staff: b.staff, TraceID: r.w.trace}
		err := o.judgeCustody(t, &b, r.who.staff, &wire)
		return ended{answer: &wire, rejected: wire.State == "rejected"}, err
	})
}

// judgeCustody completes the answer to a change of hands: rejected with its code, or posted.
func (o *Office) judgeCustody(t *tx, b *custodyBody, sender string, wire *custodyWire) error {
	now := o.now()
	agreed := subject{act: approveCustody, id: b.id, maker: b.staff, cents: b.counted, raw: b.raw, sender: sender, approval: b.approvalID}
	s, approver, code, err := t.custodyFlaw(b, agreed, now)
	if err != nil {
		return err
	}
	if wire.Code = code; code != "" {
		return t.insertCustody(b, "rejected", now.UnixMilli(), nil)
	}
	wire.State, wire.Approver = "posted", approver
	return o.passOn(t, b, s, agreed, wire)
}

// custodyFlaw looks for the first reason to reject a change of hands, in the contract's order; none is an empty code.
func (t *tx) custodyFlaw(b *custodyBody, agreed subject, now time.Time) (s sessionRow, approver, code string, err error) {
	able, err := t.staffMay(b.staff, capCustody)
	if err != nil || !able {
		return s, "", "forbidden-office", err
	}
	s, found, err := t.readSession(`id = ?`, b.sessionID)
	if err != nil {
		return s, "", "", err
	}
	owner := s.staff == b.staff
	switch {
	case !found:
		code = "session-unknown"
	case b.kind == handOver && !owner, b.kind != forcedClose && s.desk != b.desk:
		code = "session-not-yours"
	case b.kind != handOver && owner:
		code = "session-yours"
	case s.closedAt != nil:
		code = "session-closed"
	}
	if code != "" {
		return s, "", code, nil
	}
	if code, err = t.approvalFlaw(agreed, true, now); err != nil || code != "" {
		return s, "", code, err
	}
	if _, err = t.row(`SELECT approver FROM approvals WHERE id = ?`, args(b.approvalID), &approver); err != nil {
		return s, "", "", err
	}
	code, err = t.handsFlaw(b, s, approver)
	return s, approver, code, err
}

// handsFlaw tells whether two people who may are there, and whether the next session can begin.
func (t *tx) handsFlaw(b *custodyBody, s sessionRow, approver string) (string, error) {
	if b.kind != handOver {
		if approver == s.staff {
			return "same-person", nil
		}
		one, err := t.staffMay(b.staff, capSupervise)
		if err != nil {
			return "", err
		}
		other, err := t.staffMay(approver, capSupervise)
		if err != nil || !one && !other {
			return "supervisor-required", err
		}
	}
	if b.kind == forcedClose {
		return "", nil
	}
	able, err := t.staffMay(b.receiver(approver), capDrawer)
	if err != nil || !able {
		return "forbidden-office", err
	}
	taken, err := t.row(`SELECT 1 FROM drawer_sessions WHERE id = ? UNION ALL SELECT 1 FROM writes WHERE act = ? AND id = ?`,
		args(b.toSession, actDrawerOpen, b.toSession), new(int))
	if err != nil || taken {
		return "drawer-already-open", err
	}
	return "", nil
}

// receiver is who goes on with the cash.
func (b *custodyBody) receiver(approver string) string {
	if b.kind == handOver {
		return approver
	}
	return b.staff
}

// passOn ends the session and lets the next one begin, by one entry: in no moment the cash is in nobody's hands.
func (o *Office) passOn(t *tx, b *custodyBody, s sessionRow, agreed subject, wire *custodyWire) error {
	last, err := t.lastMoment(s.account)
	if err != nil {
		return err
	}
	at := max(o.now().UnixMilli(), s.openedAt, last)
	wire.BookedAt = stamp(o.moment(at))
	if _, err := t.useApproval(agreed); err != nil {
		return err
	}
	into, kind := vaultAccount, entryDrawerClose
	if b.kind != forcedClose {
		kind = entryDrawerHandOver
		if into, err = t.newAccount("drawer"); err != nil {
			return err
		}
	}
	var number *int64
	if s.total > 0 || b.counted > 0 {
		made, err := t.post(entry{at: at, kind: kind, place: placeDrawer, ref: b.id,
			legs: []leg{{s.account, s.total}, {into, -b.counted}, {differencesAccount, b.counted - s.total}}})
		if err != nil {
			return err
		}
		number = &made
	}
	if err := t.endRow(s, b.counted, at, wire.TraceID, "", ""); err != nil {
		return err
	}
	if b.kind != forcedClose {
		if err := t.exec(`INSERT INTO drawer_sessions (id, office, desk, staff, float, account, opened_at, opened_trace) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			b.toSession, mainOffice, s.desk, b.receiver(wire.Approver), b.counted, into, at, wire.TraceID); err != nil {
			return err
		}
	}
	if err := t.insertCustody(b, "posted", at, number); err != nil {
		return err
	}
	return o.tellBoth(t, b, wire)
}

// tellBoth completes the answer with the session that ended, and with the one that goes on.
func (o *Office) tellBoth(t *tx, b *custodyBody, wire *custodyWire) (err error) {
	if wire.Closed, err = o.oneSession(t, `id = ?`, b.sessionID); err == nil && b.toSession != "" {
		wire.Opened, err = o.oneSession(t, `id = ?`, b.toSession)
	}
	return err
}

func (t *tx) insertCustody(b *custodyBody, state string, at int64, entry *int64) error {
	return t.exec(`INSERT INTO custody (id, session, kind, reason, counted, to_session, state, at, staff, desk, approval, entry)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, b.id, b.sessionID, b.kind, orNil(b.reason), b.counted, orNil(b.toSession),
		state, at, b.staff, b.desk, b.approvalID, entry)
}

// askCustody tells what became of the id of a change of hands.
func (o *Office) askCustody(r *request) (reply, error) { return o.askAbout(r, actCustody, "custodyId") }

// custodyAudits are what must find nothing of drawers that passed into other hands; see audits.
var custodyAudits = []audit{
	{"a change of hands and its answer are not both there", `SELECT 1 FROM custody c FULL JOIN (SELECT id, answer FROM writes WHERE act = 'custody') w
		ON w.id = c.id WHERE w.id IS NULL OR c.id IS NULL OR json_extract(w.answer, '$.state') <> c.state
		OR json_extract(w.answer, '$.counted.amount') <> c.counted OR json_extract(w.answer, '$.drawerSessionId') <> c.session`},
	{"a session was ended by nobody, or twice", `SELECT 1 FROM drawer_sessions s
		LEFT JOIN custody c ON c.session = s.id AND c.state = 'posted' LEFT JOIN writes w ON w.act = 'drawer-close' AND w.id = s.id
		WHERE (s.closed_at IS NOT NULL) <> ((c.id IS NOT NULL) + (w.id IS NOT NULL))`},
	{"a session was begun by nobody, or twice", `SELECT 1 FROM drawer_sessions s
		LEFT JOIN custody c ON c.to_session = s.id AND c.state = 'posted' LEFT JOIN writes w ON w.act = 'drawer-open' AND w.id = s.id
		WHERE (c.id IS NOT NULL) + (w.id IS NOT NULL) <> 1`},
	{"cash did not go from hand to hand as it was counted", `SELECT 1 FROM custody c JOIN drawer_sessions s ON s.id = c.session
		LEFT JOIN drawer_sessions n ON n.id = c.to_session JOIN approvals p ON p.id = c.approval
		WHERE c.state = 'posted' AND (s.counted IS NOT c.counted OR s.closed_at <> c.at OR p.used_by IS NOT c.id
			OR (c.to_session IS NOT NULL) AND (n.id IS NULL OR n.float <> c.counted OR n.desk <> s.desk OR n.opened_at <> c.at
				OR n.staff <> iif(c.kind = 'handOver', p.approver, c.staff))
			OR (c.entry IS NULL) <> (s.expected = 0 AND c.counted = 0)
			OR c.entry IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = c.entry AND e.ref = c.id
				AND coalesce((SELECT sum(amount) FROM postings WHERE entry = e.id AND account = s.account), 0) = s.expected
				AND coalesce((SELECT sum(amount) FROM postings WHERE entry = e.id AND account = coalesce(n.account, 1)), 0) = -c.counted))`},
	{"an entry passes cash on for no change of hands", `SELECT 1 FROM entries e WHERE e.kind = 'drawerHandOver'
		AND NOT EXISTS (SELECT 1 FROM custody c WHERE c.id = e.ref AND c.entry = e.id AND c.state = 'posted')`},
	// Who closes an absent clerk's drawer counts it anew.
	{"a close does not repeat the last count", `SELECT 1 FROM drawer_sessions s JOIN counts c ON c.session = s.id
		WHERE s.counted IS NOT NULL AND c.n = (SELECT max(n) FROM counts l WHERE l.session = s.id) AND s.counted <> c.counted
		AND NOT EXISTS (SELECT 1 FROM custody x WHERE x.session = s.id AND x.state = 'posted')`},
}
