package sandbox

import (
	"net/http"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// sessionRow is a drawer session as it is stored. What is nil comes with the close.
type sessionRow struct {
	id, desk, staff, openedTrace     string
	float, account, openedAt         int64
	closedAt, counted, expected, num *int64
	closedTrace                      *string
	sentBy                           *string // of the opening, of the close once it is closed; nil for one that nobody noted
	topUps, reversals                int64
	closedBy                         *custodyRow // by whom it was ended, where not by its own clerk
	takenFrom                        *custodyRow // from whom it was received
	total                            int64       // cash that should be there now
}

// sessionWire is a drawer session on the wire. What is nil does not belong to its state.
type sessionWire struct {
	ID          string        `json:"id"`
	Desk        string        `json:"desk"`
	Staff       string        `json:"staff"`
	State       string        `json:"state"`
	Code        string        `json:"code,omitempty"`
	Float       *money.Amount `json:"float,omitempty"`
	Total       *money.Amount `json:"total,omitempty"`
	TopUps      *int64        `json:"topUps,omitempty"`
	Reversals   *int64        `json:"reversals,omitempty"`
	OpenedAt    string        `json:"openedAt,omitempty"`
	ClosedAt    string        `json:"closedAt,omitempty"`
	Counted     *money.Amount `json:"counted,omitempty"`
	Expected    *money.Amount `json:"expected,omitempty"`
	Difference  *money.Amount `json:"difference,omitempty"`
	CloseNumber *int64        `json:"closeNumber,omitempty"`
	ClosedBy    *closedBy     `json:"closedBy,omitempty"`
	TakenFrom   *takenFrom    `json:"takenFrom,omitempty"`
	sender
	TraceID string `json:"traceId"`
}

// readSession finds a session by a condition with one value. The drawer's total is what its account says: the
// float and the totals of the posted top-ups without those of the reversals it paid, by one formula for all uses.
func (t *tx) readSession(where string, value any) (s sessionRow, found bool, err error) {
	found, err = t.row(`SELECT s.id, s.desk, s.staff, s.opened_trace, s.float, s.account, s.opened_at, s.closed_at, s.counted,
			s.expected, s.close_number, s.closed_trace, -a.balance,
			coalesce(s.top_ups, (SELECT count(*) FROM top_ups u WHERE u.session = s.id AND u.state = 'posted')),
			(SELECT count(*) FROM reversals r WHERE r.session = s.id AND r.state = 'posted'),
			(SELECT sender FROM writes w WHERE w.act = iif(s.closed_at IS NULL, 'drawer-open', 'drawer-close') AND w.id = s.id)
		FROM drawer_sessions s JOIN accounts a ON a.id = s.account WHERE s.`+where, args(value),
		&s.id, &s.desk, &s.staff, &s.openedTrace, &s.float, &s.account, &s.openedAt, &s.closedAt, &s.counted,
		&s.expected, &s.num, &s.closedTrace, &s.total, &s.topUps, &s.reversals, &s.sentBy)
	if err == nil && found {
		err = t.readHands(&s)
	}
	return s, found, err
}

func (o *Office) sessionWire(s sessionRow) sessionWire {
	w := sessionWire{ID: s.id, Desk: s.desk, Staff: s.staff, State: "open", Float: euros(s.float), Total: euros(s.total),
		TopUps: &s.topUps, Reversals: &s.reversals, OpenedAt: stamp(o.moment(s.openedAt)), TraceID: s.openedTrace}
	if s.closedAt != nil {
		w.State, w.ClosedAt, w.TraceID = "closed", stamp(o.moment(*s.closedAt)), *s.closedTrace
		w.Counted, w.Expected, w.Total = euros(*s.counted), euros(*s.expected), euros(*s.expected)
		w.Difference, w.CloseNumber = euros(*s.counted-*s.expected), s.num
	}
	if s.sentBy != nil && *s.sentBy != s.staff {
		w.SentBy = *s.sentBy
	}
	w.ClosedBy, w.TakenFrom = s.closedBy.ender(), s.takenFrom.giver()
	return w
}

// floatBody is the counted cash of an opening, and why it is not what was counted before.
type floatBody struct {
	cents    int64
	pieces   []piece
	byPieces bool
	reason   string
}

// openDrawer opens a clerk's drawer at a desk with a float, which comes from the vault.
func (o *Office) openDrawer(r *request) (reply, error) {
	var w sessionWire
	var f floatBody
	body, err := r.body(object{"id": text(&w.ID, isUUID), "desk": text(&w.Desk, isDesk), "staff": text(&w.Staff, isStaff), "float": amount(&f.cents, 0),
		"denominations": optional(denominations(&f.pieces, &f.byPieces)),
		"floatReason":   optional(text(&f.reason, oneOf("changeBrought", "toSafe", "otherDrawer", "recounted", "other")))})
	if err == nil && f.byPieces {
		err = sums(f.pieces, f.cents, "/float/amount")
	}
	if err != nil {
		return reply{}, err
	}
	id, err := r.writeID(&w.ID)
	if err != nil {
		return reply{}, err
	}
	w.Float, w.TraceID = euros(f.cents), r.w.trace
	a, err := o.once(r, write{act: actDrawerOpen, id: id, staff: w.Staff, body: body}, func(t *tx) (ended, error) {
		if err := o.startSession(t, &w, f); err != nil {
			return ended{}, err
		}
		return ended{answer: &w, rejected: w.State == "rejected"}, nil
	})
	if err == nil && a.status == http.StatusCreated && w.State == "open" {
		a.etag, err = etag(w)
	}
	return a, err
}

// startSession completes the answer to an opening: open, or rejected with its code.
func (o *Office) startSession(t *tx, w *sessionWire, f floatBody) error {
	w.State = "rejected"
	able, err := t.staffMay(w.Staff, capDrawer)
	if err != nil || !able {
		w.Code = "forbidden-office"
		return err
	}
	busy, err := t.row(`SELECT 1 FROM drawer_sessions WHERE desk = ? AND closed_at IS NULL OR id = ?`, args(w.Desk, w.ID), new(int))
	if err != nil || busy {
		w.Code = "drawer-already-open"
		return err
	}
	account, err := t.newAccount("drawer")
	if err != nil {
		return err
	}
	now := o.now()
	if f.cents > 0 {
		if _, err := t.post(entry{at: now.UnixMilli(), kind: entryDrawerFloat, place: placeDrawer, ref: w.ID,
			legs: []leg{{vaultAccount, f.cents}, {account, -f.cents}}}); err != nil {
			return err
		}
	}
	if err := t.exec(`INSERT INTO drawer_sessions (id, office, desk, staff, float, account, opened_at, opened_trace, float_reason)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, w.ID, mainOffice, w.Desk, w.Staff, f.cents, account, now.UnixMilli(), w.TraceID, orNil(f.reason)); err != nil {
		return err
	}
	if err := t.insertPieces(w.ID, f.pieces); err != nil {
		return err
	}
	s, _, err := t.readSession(`id = ?`, w.ID)
	*w = o.sessionWire(s)
	return err
}

type drawerNow struct {
	Session  *sessionWire `json:"session"`
	Previous *sessionWire `json:"previous"`
	Taken    *sessionWire `json:"taken,omitempty"`
	AsOf     string       `json:"asOf"`
}

// currentDrawer tells what is open at a desk, and what was closed there last.
func (o *Office) currentDrawer(r *request) (reply, error) {
	desk := r.who.desk
	if query := r.URL.Query(); query.Has("desk") {
		if desk = query.Get("desk"); !isDesk(desk) {
			return reply{}, badRequest("query desk", "not of the form it must have")
		}
	}
	out := drawerNow{AsOf: stamp(o.now())}
	err := o.store.read(r.Context(), func(t *tx) (err error) {
		if out.Session, err = o.oneSession(t, `closed_at IS NULL AND s.desk = ?`, desk); err != nil {
			return err
		}
		out.Previous, err = o.oneSession(t, `id = (SELECT id FROM drawer_sessions WHERE desk = ? AND closed_at IS NOT NULL
			ORDER BY closed_at DESC, close_number DESC LIMIT 1)`, desk)
		if err == nil {
			out.Taken, err = o.taken(t, r.who.staff)
		}
		return err
	})
	if err != nil {
		return reply{}, err
	}
	a, err := answer(http.StatusOK, out)
	if err == nil && out.Session != nil {
		a.etag, err = etag(out.Session)
	}
	return a, err
}

func (o *Office) oneSession(t *tx, where string, value any) (*sessionWire, error) {
	s, found, err := t.readSession(where, value)
	if err != nil || !found {
		return nil, err
	}
	w := o.sessionWire(s)
	return &w, nil
}

// closeDrawer closes a session with the counted cash. The count is final. A refusal is kept for its own bytes only:
// the id is the session's, and whose it is may still close it.
func (o *Office) closeDrawer(r *request) (reply, error) {
	var w sessionWire
	var counted int64
	var why, approval string
	body, err := r.body(object{"approvalId": optional(text(&approval, isUUID)),
		"id": text(&w.ID, isUUID), "desk": text(&w.Desk, isDesk), "staff": text(&w.Staff, isStaff), "counted": amount(&counted, 0),
		"differenceReason": optional(text(&why, oneOf("changeError", "countedTwice", "notFound", "foreignNote", "other")))})
	if err != nil {
		return reply{}, err
	}
	id, err := r.writeID(&w.ID)
	if err != nil {
		return reply{}, err
	}
	w.Counted, w.TraceID = euros(counted), r.w.trace
	return o.once(r, write{act: actDrawerClose, id: id, staff: w.Staff, body: body, againstRejection: true}, func(t *tx) (ended, error) {
		agreed := subject{act: approveSettlement, id: id, maker: w.Staff, cents: counted, raw: body, sender: r.who.staff, approval: approval}
		if err := o.endSession(t, &w, counted, why, agreed); err != nil {
			return ended{}, err
		}
		return ended{answer: &w, rejected: w.State == "rejected"}, nil
	})
}

// endSession completes the answer to a close. The counted cash goes to the vault, what is over or short to the
// account of differences, and the drawer's account is at zero. A close that is nobody else's to bring keeps nothing under the id: its
// owner sends the same bytes.
func (o *Office) endSession(t *tx, w *sessionWire, counted int64, why string, agreed subject) error {
	w.State = "rejected"
	s, found, err := t.readSession(`id = ?`, w.ID)
	switch {
	case err != nil:
		return err
	case !found:
		w.Code = "session-unknown"
		return nil
	case s.staff != w.Staff || s.desk != w.Desk:
		w.Code = "session-not-yours"
		return nil
	case s.closedAt != nil: // by others, or its own close would have been found
		w.Code = "session-closed"
		return nil
	case s.staff != agreed.sender && agreed.approval == "":
		return refuse("owner-required")
	}
	last, err := t.lastCount(w.ID)
	if err != nil || last.n > 0 && last.counted != counted {
		w.Code = "count-mismatch"
		return err
	}
	if w.Code, err = t.differenceFlaw(counted-s.total, agreed, o.now()); err != nil || w.Code != "" {
		return err
	}
	now := max(o.now().UnixMilli(), s.openedAt)
	if s.total > 0 || counted > 0 {
		if _, err := t.post(entry{at: now, kind: entryDrawerClose, place: placeDrawer, ref: w.ID,
			legs: []leg{{s.account, s.total}, {vaultAccount, -counted}, {differencesAccount, counted - s.total}}}); err != nil {
			return err
		}
	}
	if _, err := t.useApproval(agreed); err != nil {
		return err
	}
	if err := t.endRow(s, counted, now, w.TraceID, why, agreed.approval); err != nil {
		return err
	}
	s, _, err = t.readSession(`id = ?`, w.ID)
	*w = o.sessionWire(s)
	return err
}

// endRow ends a session's row with its count and the next close number.
func (t *tx) endRow(s sessionRow, counted, at int64, trace, why, approval string) error {
	var number int64
	if _, err := t.row(`UPDATE offices SET last_close = last_close + 1 WHERE id = ? RETURNING last_close`, args(mainOffice), &number); err != nil {
		return err
	}
	return t.exec(`UPDATE drawer_sessions SET closed_at = ?, counted = ?, expected = ?, close_number = ?, top_ups = ?, closed_trace = ?, difference_reason = ?, approval = ?
		WHERE id = ?`, at, counted, s.total, number, s.topUps, trace, orNil(why), orNil(approval), s.id)
}

// differenceFlaw tells why a close with a difference is not taken: above the tolerance a second person must agree.
func (t *tx) differenceFlaw(difference int64, agreed subject, now time.Time) (string, error) {
	p, err := readPolicy(t)
	if err != nil {
		return "", err
	}
	return t.approvalFlaw(agreed, max(difference, -difference) > p.differenceTolerance, now)
}
