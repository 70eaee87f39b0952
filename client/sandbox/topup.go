package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// maxSeq bounds a desk's running number: what every JSON reader can hold exactly.
const maxSeq = 1<<53 - 1

// topUpBody is the desk's body of a top-up; amounts are cents.
type topUpBody struct {
	id, mokID, quoteID, sessionID, staff, desk, prev, payerID, approvalID string
	cents, tendered, seq                                                  int64
	raw                                                                   []byte
	sender                                                                string // the clerk whose token brought it
}

func (b *topUpBody) fields() object {
	return object{
		"id": text(&b.id, isUUID), "mokId": text(&b.mokID, isMokID), "amount": amount(&b.cents, 1),
		"quoteId": text(&b.quoteID, isUUID), "drawerSessionId": text(&b.sessionID, isUUID),
		"staff": text(&b.staff, isStaff), "desk": text(&b.desk, isDesk), "seq": wholeNumber(&b.seq, 1, maxSeq),
		"prev": text(&b.prev, isPrev), "tendered": amount(&b.tendered, 1), "payerId": optional(text(&b.payerID, isUUID)),
		"approvalId": optional(text(&b.approvalID, isUUID)),
	}
}

// topUpWire is how a top-up ended. What is nil the office cannot say.
type topUpWire struct {
	ID              string        `json:"id"`
	MokID           string        `json:"mokId"`
	Amount          money.Amount  `json:"amount"`
	State           string        `json:"state"`
	Code            string        `json:"code,omitempty"`
	Fee             *money.Amount `json:"fee,omitempty"`
	Total           *money.Amount `json:"total,omitempty"`
	Tendered        *money.Amount `json:"tendered,omitempty"`
	Change          *money.Amount `json:"change,omitempty"`
	ReceiptNumber   string        `json:"receiptNumber,omitempty"`
	BookedAt        string        `json:"bookedAt,omitempty"`
	BalanceAfter    *money.Amount `json:"balanceAfter,omitempty"`
	Desk            string        `json:"desk"`
	Seq             int64         `json:"seq,omitempty"`
	Staff           string        `json:"staff,omitempty"`
	DrawerSessionID string        `json:"drawerSessionId,omitempty"`
	Reversal        *reversalLine `json:"reversal,omitempty"` // in lists only
	Gap             *bool         `json:"gap,omitempty"`
	Approver        string        `json:"approver,omitempty"`
	sender
	TraceID string `json:"traceId"`
}

func euros(cents int64) *money.Amount { a := money.EUR(cents); return &a }

// topUp loads a card with cash that was taken. It is judged as of its first arrival, and every later one is told
// what came of that. Who sends it need not be whose drawer it is.
func (o *Office) topUp(r *request) (reply, error) {
	var b topUpBody
	var err error
	if b.raw, err = r.body(b.fields()); err != nil {
		return reply{}, err
	}
	id, err := r.writeID(&b.id)
	if err != nil {
		return reply{}, err
	}
	b.sender = r.who.staff
	return o.once(r, write{act: actTopUp, id: id, staff: b.staff, body: b.raw, cash: cashOnTheWay{b.sessionID, b.cents}}, func(t *tx) (ended, error) {
		wire, err := o.judge(t, &b, r.w.trace)
		return ended{answer: &wire, rejected: wire.State == "rejected"}, err
	})
}

// judge rejects a top-up or posts it. Money, drawer, quote, receipt number and the row of the id move together.
func (o *Office) judge(t *tx, b *topUpBody, trace string) (topUpWire, error) {
	now := o.now()
	gap, err := t.gap(b)
	if err != nil {
		return topUpWire{}, err
	}
	wire := topUpWire{ID: b.id, MokID: b.mokID, Amount: money.EUR(b.cents), State: "rejected", Tendered: euros(b.tendered),
		Desk: b.desk, Seq: b.seq, Staff: b.staff, DrawerSessionID: b.sessionID, Gap: &gap, TraceID: trace}
	found, code, err := t.findFlaw(b, now)
	if err != nil {
		return topUpWire{}, err
	}
	if found.quoted {
		wire.Fee, wire.Total, wire.Change = euros(found.fee), euros(b.cents+found.fee), euros(max(0, b.tendered-b.cents-found.fee))
	}
	if code != "" {
		wire.Code = code
		return wire, t.insertTopUp(b, "rejected", now.UnixMilli(), nil, nil)
	}
	wire.State = "posted"
	return wire, o.book(t, b, found, now, &wire)
}

// topUpParts are the rows that a top-up names, as far as they were found.
type topUpParts struct {
	card   cardRow
	drawer int64 // the session's account
	quoted bool
	fee    int64
}

// findFlaw looks for the first reason to reject a top-up, in the contract's order; none is an empty code. The quote
// is read before all else, since a rejection tells the fee when it is known.
func (t *tx) findFlaw(b *topUpBody, now time.Time) (parts topUpParts, code string, err error) {
	quoteFlaw, err := t.quoteFlaw(b, now, &parts)
	if err != nil {
		return parts, "", err
	}
	known := false
	if parts.card, known, err = t.readCard(b.mokID, now); err != nil || !known {
		return parts, "card-not-found", err
	}
	if parts.drawer, code, err = t.sessionFlaw(b.sessionID, b.staff, b.desk); err != nil || code != "" {
		return parts, code, err
	}
	if quoteFlaw != "" {
		return parts, quoteFlaw, nil
	}
	if parts.card.state != cardActive {
		return parts, "card-not-loadable", nil
	}
	p, err := readPolicy(t)
	if err != nil {
		return parts, "", err
	}
	left, err := t.room(p, parts.card, now)
	if err != nil {
		return parts, "", err
	}
	if b.cents < p.topUpMin || b.cents > left.most(p) {
		return parts, "limit-exceeded", nil
	}
	if code, err = t.requiredFlaw(p, b, now); err != nil || code != "" {
		return parts, code, err
	}
	if b.tendered < b.cents+parts.fee {
		return parts, "tendered-too-small", nil
	}
	return parts, "", nil
}

// requiredFlaw tells what is missing of that which a quote of the amount requires.
func (t *tx) requiredFlaw(p policy, b *topUpBody, now time.Time) (string, error) {
	if b.payerID == "" && p.needsPayer(b.cents) {
		return "payer-required", nil
	}
	if b.payerID != "" {
		if known, err := t.hasPerson(b.payerID); err != nil || !known {
			return "person-unknown", err
		}
	}
	return t.approvalFlaw(b.subject(), p.needsApproval(b.cents), now)
}

func (b *topUpBody) subject() subject {
	return subject{act: approveTopUp, id: b.id, mokID: b.mokID, maker: b.staff, cents: b.cents, raw: b.raw, sender: b.sender, approval: b.approvalID}
}

func (t *tx) quoteFlaw(b *topUpBody, now time.Time, parts *topUpParts) (string, error) {
	var mokID string
	var cents, expires int64
	var consumed *string
	found, err := t.row(`SELECT mok_id, amount, fee, expires_at, consumed_by FROM quotes WHERE id = ?`, args(b.quoteID),
		&mokID, &cents, &parts.fee, &expires, &consumed)
	if err != nil || !found || expires <= now.UnixMilli() {
		return "quote-unknown", err
	}
	if mokID != b.mokID || cents != b.cents || consumed != nil {
		return "quote-mismatch", nil
	}
	parts.quoted = true
	return "", nil
}

// sessionFlaw tells what keeps cash from moving in a clerk's drawer at a desk; else it gives the drawer's account.
func (t *tx) sessionFlaw(id, staff, desk string) (account int64, code string, err error) {
	var whose, where string
	var closedAt *int64
	found, err := t.row(`SELECT staff, desk, closed_at, account FROM drawer_sessions WHERE id = ?`, args(id), &whose, &where, &closedAt, &account)
	switch {
	case err != nil:
		return 0, "", err
	case !found:
		return 0, "session-unknown", nil
	case whose != staff || where != desk:
		return 0, "session-not-yours", nil
	case closedAt != nil:
		return 0, "session-closed", nil
	}
	return account, "", nil
}

// gap tells whether the office lacks what the desk sent before, or has had this number already.
func (t *tx) gap(b *topUpBody) (bool, error) {
	taken, err := t.row(`SELECT 1 FROM top_ups WHERE desk = ? AND seq = ?`, args(b.desk, b.seq), new(int))
	if err != nil || taken {
		return true, err
	}
	if b.seq == 1 {
		return b.prev != "", nil
	}
	before, err := hex.DecodeString(b.prev)
	if err != nil || len(before) == 0 {
		return true, nil
	}
	follows, err := t.row(`SELECT 1 FROM top_ups WHERE desk = ? AND seq = ? AND fingerprint = ?`, args(b.desk, b.seq-1, before), new(int))
	return !follows, err
}

// book posts a top-up that has no flaw and completes its answer.
func (o *Office) book(t *tx, b *topUpBody, parts topUpParts, now time.Time, wire *topUpWire) error {
	last, err := t.lastMoment(parts.card.account)
	if err != nil {
		return err
	}
	at := max(now.UnixMilli(), last)
	number, err := t.post(entry{at: at, kind: entryTopUp, place: placeCounter, ref: b.id, legs: []leg{
		{parts.card.account, b.cents}, {feesAccount, parts.fee}, {parts.drawer, -b.cents - parts.fee}}})
	if err != nil {
		return err
	}
	var receipt int64
	if _, err := t.row(`UPDATE offices SET last_receipt = last_receipt + 1 WHERE id = ? RETURNING last_receipt`, args(mainOffice), &receipt); err != nil {
		return err
	}
	wire.ReceiptNumber = fmt.Sprintf("KR-%d-%06d", now.Year(), receipt)
	wire.BookedAt, wire.BalanceAfter = stamp(o.moment(at)), euros(parts.card.balance+b.cents)
	if err := t.insertTopUp(b, "posted", at, &wire.ReceiptNumber, &number); err != nil {
		return err
	}
	if wire.Approver, err = t.useApproval(b.subject()); err != nil {
		return err
	}
	return t.exec(`UPDATE quotes SET consumed_by = ? WHERE id = ?`, b.id, b.quoteID)
}

func (t *tx) insertTopUp(b *topUpBody, state string, at int64, receipt *string, number *int64) error {
	fingerprint := sha256.Sum256(b.raw)
	return t.exec(`INSERT INTO top_ups (id, mok_id, amount, state, at, desk, seq, fingerprint, session, receipt, entry)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, b.id, b.mokID, b.cents, state, at, b.desk, b.seq, fingerprint[:], b.sessionID, receipt, number)
}

// askTopUp tells what became of a top-up's id.
func (o *Office) askTopUp(r *request) (reply, error) { return o.ask(r, actTopUp) }

// ending is the answer that a top-up got, nil if the office never saw it.
func (t *tx) ending(id string) ([]byte, error) { return t.endingOf(actTopUp, id) }
