package sandbox

import (
	"encoding/json"
	"net/http"
	"regexp"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// isSlip is the form of the numbers on slips.
var isSlip = regexp.MustCompile(`^[A-Za-z0-9./-]{1,32}$`).MatchString

// postedTopUp is a top-up that was posted, and what became of it.
type postedTopUp struct {
	id, mokID, session, answer string
	cents, total, at           int64 // total is amount and fee, the cash that came in
	sessionClosed              bool
	reversal                   *reversalLine
	correction                 *correctionRow
}

// reversalLine is the reversal of a top-up, as it stands beside it.
type reversalLine struct {
	ID            string       `json:"id"`
	ReceiptNumber string       `json:"receiptNumber"`
	BookedAt      string       `json:"bookedAt"`
	Total         money.Amount `json:"total"`
	Desk          string       `json:"desk"`
	Staff         string       `json:"staff"`
	at            int64
}

// readPosted finds a posted top-up by a condition with one value.
func (t *tx) readPosted(where string, value any) (up postedTopUp, found bool, err error) {
	var closedAt *int64
	found, err = t.row(`SELECT t.id, t.mok_id, t.amount, -p.amount, t.at, t.session, s.closed_at, w.answer FROM top_ups t
		JOIN drawer_sessions s ON s.id = t.session JOIN postings p ON p.entry = t.entry AND p.account = s.account
		JOIN writes w ON w.act = 'top-up' AND w.id = t.id WHERE t.state = 'posted' AND `+where, args(value),
		&up.id, &up.mokID, &up.cents, &up.total, &up.at, &up.session, &closedAt, &up.answer)
	if err != nil || !found {
		return up, false, err
	}
	up.sessionClosed = closedAt != nil
	var r reversalLine
	there, err := t.row(`SELECT id, receipt, at, desk, staff FROM reversals WHERE top_up = ? AND state = 'posted'`, args(up.id),
		&r.ID, &r.ReceiptNumber, &r.at, &r.Desk, &r.Staff)
	if err != nil {
		return up, false, err
	}
	if there {
		r.Total = money.EUR(up.total)
		up.reversal = &r
	}
	up.correction, err = t.readCorrection(`c.top_up = ?`, up.id)
	return up, true, err
}

// undoneBy is the number of what undid a top-up, a reversal's slip or a correction that was paid; empty if nothing did.
func (up postedTopUp) undoneBy() string {
	switch {
	case up.reversal != nil:
		return up.reversal.ReceiptNumber
	case up.correction != nil && up.correction.state == correctionPaid:
		return up.correction.number
	}
	return ""
}

// needsApproval tells whether a second person must agree to a reversal out of that session, whatever the reason: it is
// much, it is late, or another drawer took the cash.
func (up postedTopUp) needsApproval(p policy, session string, now time.Time) bool {
	late := now.UnixMilli() > up.at+p.reversalWindow.Milliseconds()
	return up.cents >= p.reversalApprovalFrom || late || session != up.session
}

type foundTopUp struct {
	TopUp      json.RawMessage `json:"topUp"`
	Correction *correctionWire `json:"correction,omitempty"`
	Offer      offerWire       `json:"offer"`
	AsOf       string          `json:"asOf"`
}

type offerWire struct {
	Way           string `json:"way"`
	Code          string `json:"code,omitempty"`
	NeedsApproval bool   `json:"needsApproval"`
	BelowZero     bool   `json:"belowZero"`
}

// findTopUp shows a posted top-up of any desk, what became of it, and what a storno here would meet now.
func (o *Office) findTopUp(r *request) (reply, error) {
	where, value, err := topUpAsked(r)
	if err != nil {
		return reply{}, err
	}
	now := o.now()
	out := foundTopUp{AsOf: stamp(now)}
	err = o.store.read(r.Context(), func(t *tx) error {
		up, found, err := t.readPosted(where, value)
		if err != nil {
			return err
		}
		if !found {
			return refuse("top-up-unknown")
		}
		if out.TopUp, err = o.withReversal(up.answer, up.reversal); err != nil {
			return err
		}
		if up.correction != nil {
			w := o.correctionWire(*up.correction)
			out.Correction = &w
		}
		out.Offer, err = t.offer(up, r.who, now)
		return err
	})
	if err != nil {
		return reply{}, err
	}
	return answer(http.StatusOK, out)
}

// topUpAsked reads which top-up is meant: exactly one of its two names.
func topUpAsked(r *request) (where, value string, err error) {
	query := r.URL.Query()
	id, slip := query.Get("id"), query.Get("receiptNumber")
	switch {
	case query.Has("id") == query.Has("receiptNumber"):
		return "", "", badRequest("query", "not exactly one of receiptNumber and id")
	case query.Has("id") && !isUUID(id):
		return "", "", badRequest("query id", "not of the form it must have")
	case query.Has("id"):
		return `t.id = ?`, id, nil
	case !isSlip(slip):
		return "", "", badRequest("query receiptNumber", "not of the form it must have")
	}
	return `t.receipt = ?`, slip, nil
}

// withReversal is a top-up's answer as lists show it: with the reversal that undid it since, if one did.
func (o *Office) withReversal(kept string, r *reversalLine) (json.RawMessage, error) {
	if r == nil {
		return json.RawMessage(kept), nil
	}
	var w topUpWire
	if err := json.Unmarshal([]byte(kept), &w); err != nil {
		return nil, err
	}
	line := *r
	line.BookedAt = stamp(o.moment(r.at))
	w.Reversal = &line
	return json.Marshal(w)
}

// offer is what a reversal by that clerk, at that desk, would come to now.
func (t *tx) offer(up postedTopUp, who *session, now time.Time) (out offerWire, err error) {
	if up.undoneBy() != "" {
		return offerWire{Way: "none", Code: "already-reversed"}, nil
	}
	p, err := readPolicy(t)
	if err != nil {
		return out, err
	}
	var session string
	var drawer int64
	open, err := t.row(`SELECT id, account FROM drawer_sessions WHERE desk = ? AND staff = ? AND closed_at IS NULL`,
		args(who.desk, who.staff), &session, &drawer)
	if err != nil {
		return out, err
	}
	c, code, err := t.moneyFlaw(p, up, drawer, now)
	if err != nil {
		return out, err
	}
	out = offerWire{Way: "now", NeedsApproval: up.needsApproval(p, session, now), BelowZero: c.balance < up.cents}
	switch {
	case up.sessionClosed:
		out.Way, out.Code = "correction", "reversal-window-over"
	case code == "balance-too-low":
		out.Way, out.Code = "correction", code
	case !open:
		out.Way, out.Code = "none", "session-unknown"
	case code != "":
		out.Way, out.Code = "none", code
	}
	if out.Way != "now" {
		out.NeedsApproval = false
	}
	return out, nil
}
