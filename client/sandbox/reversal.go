package sandbox

import (
	"fmt"
	"time"

	"cekr.kranj.si/desk/client/money"
)

const actReversal = "reversal"

// reasonWrongCard always needs a second person: a stranger's card was loaded.
const reasonWrongCard = "wrongCard"

// reversalBody is the desk's body of a reversal; the amount is cents.
type reversalBody struct {
	id, topUpID, mokID, reason, sessionID, staff, desk, approvalID string
	cents                                                          int64
	raw                                                            []byte
}

func (b *reversalBody) fields() object {
	return object{
		"id": text(&b.id, isUUID), "topUpId": text(&b.topUpID, isUUID), "mokId": text(&b.mokID, isMokID), "amount": amount(&b.cents, 1),
		"reason":          text(&b.reason, oneOf(reasonWrongCard, "wrongAmount", "customerWithdrew", "double", "test")),
		"drawerSessionId": text(&b.sessionID, isUUID), "staff": text(&b.staff, isStaff), "desk": text(&b.desk, isDesk),
		"approvalId": optional(text(&b.approvalID, isUUID)),
	}
}

// reversalWire is how a reversal ended.
type reversalWire struct {
	ID               string        `json:"id"`
	TopUpID          string        `json:"topUpId"`
	MokID            string        `json:"mokId"`
	Amount           money.Amount  `json:"amount"`
	State            string        `json:"state"`
	Code             string        `json:"code,omitempty"`
	Fee              *money.Amount `json:"fee,omitempty"`
	Total            *money.Amount `json:"total,omitempty"`
	ReceiptNumber    string        `json:"receiptNumber,omitempty"`
	BookedAt         string        `json:"bookedAt,omitempty"`
	BalanceAfter     *money.Amount `json:"balanceAfter,omitempty"`
	CorrectionNumber string        `json:"correctionNumber,omitempty"`
	ReversedBy       string        `json:"reversedBy,omitempty"`
	Approver         string        `json:"approver,omitempty"`
	sender
	TraceID string `json:"traceId"`
}

// reverseTopUp undoes a top-up, whole, out of an open drawer. It is judged as of its first arrival.
func (o *Office) reverseTopUp(r *request) (reply, error) {
	var b reversalBody
	var err error
	if b.raw, err = r.body(b.fields()); err != nil {
		return reply{}, err
	}
	id, err := r.writeID(&b.id)
	if err != nil {
		return reply{}, err
	}
	return o.once(r, write{act: actReversal, id: id, staff: b.staff, body: b.raw}, func(t *tx) (ended, error) {
		wire := reversalWire{ID: b.id, TopUpID: b.topUpID, MokID: b.mokID, Amount: money.EUR(b.cents), State: "rejected", TraceID: r.w.trace}
		err := o.judgeReversal(t, &b, r.who.staff, &wire)
		return ended{answer: &wire, rejected: wire.State == "rejected"}, err
	})
}

// judgeReversal completes the answer to a reversal: rejected with its code, or posted.
func (o *Office) judgeReversal(t *tx, b *reversalBody, sender string, wire *reversalWire) error {
	now := o.now()
	s := subject{act: approveReversal, id: b.id, mokID: b.mokID, maker: b.staff, cents: b.cents, raw: b.raw, sender: sender, approval: b.approvalID}
	u, code, err := t.undoFlaw(b, s, now)
	if err != nil {
		return err
	}
	if code == "" {
		return o.undo(t, b, s, u, now, wire)
	}
	wire.Code, wire.ReversedBy = code, u.reversedBy
	var correction *string
	if code == "reversal-window-over" || code == "balance-too-low" {
		if wire.CorrectionNumber, err = t.correctionOf(b.id, u.topUp, now); err != nil {
			return err
		}
		correction = &wire.CorrectionNumber
	}
	return t.insertReversal(b, "rejected", now.UnixMilli(), nil, nil, correction)
}

// undoing is a reversal as far as what it names was found.
type undoing struct {
	topUp      postedTopUp
	reversedBy string // the slip of what undid the top-up before, empty if nothing did
	drawer     int64  // the account of the drawer that pays
	card       cardRow
}

// undoFlaw looks for the first reason to reject a reversal, in the contract's order; none is an empty code.
func (t *tx) undoFlaw(b *reversalBody, s subject, now time.Time) (u undoing, code string, err error) {
	if code, err = t.namedFlaw(b, &u); err != nil || code != "" {
		return u, code, err
	}
	if u.drawer, code, err = t.sessionFlaw(b.sessionID, b.staff, b.desk); err != nil || code != "" {
		return u, code, err
	}
	if u.topUp.sessionClosed {
		return u, "reversal-window-over", nil
	}
	p, err := readPolicy(t)
	if err != nil {
		return u, "", err
	}
	needed := b.reason == reasonWrongCard || u.topUp.needsApproval(p, b.sessionID, now)
	if code, err = t.approvalFlaw(s, needed, now); err != nil || code != "" {
		return u, code, err
	}
	u.card, code, err = t.moneyFlaw(p, u.topUp, u.drawer, now)
	return u, code, err
}

// namedFlaw finds the top-up that a reversal names.
func (t *tx) namedFlaw(b *reversalBody, u *undoing) (string, error) {
	var state, mokID string
	var cents int64
	found, err := t.row(`SELECT state, mok_id, amount FROM top_ups WHERE id = ?`, args(b.topUpID), &state, &mokID, &cents)
	if err != nil {
		return "", err
	}
	able, err := t.staffMay(b.staff, capReversal)
	switch {
	case err != nil:
		return "", err
	case !found:
		return "top-up-unknown", nil
	case mokID != b.mokID || cents != b.cents:
		return "top-up-mismatch", nil
	case !able:
		return "forbidden-office", nil
	case state != "posted":
		return "top-up-not-posted", nil
	}
	if u.topUp, _, err = t.readPosted(`t.id = ?`, b.topUpID); err != nil {
		return "", err
	}
	if u.reversedBy = u.topUp.undoneBy(); u.reversedBy != "" {
		return "already-reversed", nil
	}
	return "", nil
}

// moneyFlaw tells whether the card and the drawer have what a reversal takes.
func (t *tx) moneyFlaw(p policy, up postedTopUp, drawer int64, now time.Time) (cardRow, string, error) {
	c, _, err := t.readCard(up.mokID, now)
	if err != nil {
		return c, "", err
	}
	if c.balance-up.cents < 0 && c.balance-up.cents < -p.reversalBelow {
		return c, "balance-too-low", nil
	}
	var cash int64
	if _, err := t.row(`SELECT -balance FROM accounts WHERE id = ?`, args(drawer), &cash); err != nil {
		return c, "", err
	}
	if cash < up.total {
		return c, "drawer-too-small", nil
	}
	return c, "", nil
}

// undo posts a reversal that has no flaw and completes its answer.
func (o *Office) undo(t *tx, b *reversalBody, s subject, u undoing, now time.Time, wire *reversalWire) error {
	last, err := t.lastMoment(u.card.account)
	if err != nil {
		return err
	}
	at, fee := max(now.UnixMilli(), last), u.topUp.total-u.topUp.cents
	number, err := t.post(entry{at: at, kind: entryReversal, place: placeCounter, ref: b.id, legs: []leg{
		{u.card.account, -b.cents}, {feesAccount, -fee}, {u.drawer, u.topUp.total}}})
	if err != nil {
		return err
	}
	var slip int64
	if _, err := t.row(`UPDATE offices SET last_reversal = last_reversal + 1 WHERE id = ? RETURNING last_reversal`, args(mainOffice), &slip); err != nil {
		return err
	}
	wire.State, wire.ReceiptNumber, wire.BookedAt = "posted", fmt.Sprintf("S-%d-%06d", now.Year(), slip), stamp(o.moment(at))
	wire.Fee, wire.Total, wire.BalanceAfter = euros(fee), euros(u.topUp.total), euros(u.card.balance-b.cents)
	if wire.Approver, err = t.useApproval(s); err != nil {
		return err
	}
	if err := t.insertReversal(b, "posted", at, &wire.ReceiptNumber, &number, nil); err != nil {
		return err
	}
	return t.withdrawCorrection(b.topUpID, at)
}

func (t *tx) insertReversal(b *reversalBody, state string, at int64, receipt *string, number *int64, correction *string) error {
	return t.exec(`INSERT INTO reversals (id, state, top_up, mok_id, amount, reason, session, staff, desk, approval, at, receipt, entry, correction)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, b.id, state, b.topUpID, b.mokID, b.cents, b.reason, b.sessionID, b.staff, b.desk,
		orNil(b.approvalID), at, receipt, number, correction)
}

// askReversal tells what became of a reversal's id.
func (o *Office) askReversal(r *request) (reply, error) { return o.ask(r, actReversal) }

// reversalAudits are what must find nothing of reversals and corrections; see audits.
var reversalAudits = []audit{
	{"a reversal and its answer are not both there", `SELECT 1 FROM reversals r FULL JOIN (SELECT id, answer FROM writes WHERE act = 'reversal') w
		ON w.id = r.id WHERE w.id IS NULL OR r.id IS NULL OR json_extract(w.answer, '$.state') <> r.state
		OR json_extract(w.answer, '$.amount.amount') <> r.amount OR json_extract(w.answer, '$.receiptNumber') IS NOT r.receipt
		OR json_extract(w.answer, '$.correctionNumber') IS NOT r.correction`},
	{"a posted reversal is not in the ledger as it says", `SELECT 1 FROM reversals r WHERE r.state = 'posted' AND NOT EXISTS (
		SELECT 1 FROM entries e JOIN cards c ON c.mok_id = r.mok_id JOIN postings p ON p.entry = e.id AND p.account = c.account
		JOIN drawer_sessions s ON s.id = r.session JOIN postings d ON d.entry = e.id AND d.account = s.account
		JOIN top_ups t ON t.id = r.top_up JOIN drawer_sessions ts ON ts.id = t.session JOIN postings td ON td.entry = t.entry AND td.account = ts.account
		WHERE e.id = r.entry AND e.ref = r.id AND e.kind = 'reversal' AND p.amount = -r.amount AND d.amount = -td.amount)`},
	{"a correction was paid that is not in the ledger as it says", `SELECT 1 FROM corrections c JOIN top_ups t ON t.id = c.top_up WHERE c.state = 'paid' AND NOT EXISTS (
		SELECT 1 FROM entries e JOIN cards k ON k.mok_id = t.mok_id JOIN postings p ON p.entry = e.id AND p.account = k.account
		WHERE e.id = c.entry AND e.ref = c.reversal AND e.kind = 'reversal' AND p.amount = -t.amount)`},
	{"an entry names a reversal that is not posted", `SELECT 1 FROM entries e WHERE e.kind = 'reversal' AND e.ref IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM reversals r WHERE r.id = e.ref AND r.entry = e.id)
		AND NOT EXISTS (SELECT 1 FROM corrections c WHERE c.reversal = e.ref AND c.entry = e.id)`},
	{"a top-up was undone twice", `SELECT 1 FROM corrections c JOIN reversals r ON r.top_up = c.top_up AND r.state = 'posted' WHERE c.state <> 'withdrawn'`},
	{"a rejected reversal and its correction are not both there", `SELECT 1 FROM corrections c LEFT JOIN reversals r ON r.id = c.reversal
		WHERE r.correction IS NOT c.number`},
	{"reversal numbers have a gap", `SELECT 1 WHERE (SELECT sum(last_reversal) FROM offices) <> (SELECT count(*) FROM reversals WHERE state = 'posted')`},
	{"correction numbers have a gap", `SELECT 1 WHERE (SELECT sum(last_correction) FROM offices) <> (SELECT count(*) FROM corrections)`},
}
