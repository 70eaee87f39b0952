package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// States of a correction.
const (
	correctionOpen      = "open"
	correctionPaid      = "paid"
	correctionRefused   = "refused"
	correctionWithdrawn = "withdrawn"
)

// ErrNoCorrection: there is no open correction of this number.
var ErrNoCorrection = errors.New("sandbox: no correction of this number is open")

// correctionRow is a top-up that no counter could undo, passed to the bank.
type correctionRow struct {
	number, topUp, reversal, mokID, state string
	cents, total, openedAt                int64
	endedAt                               *int64
}

type correctionWire struct {
	Number     string       `json:"number"`
	TopUpID    string       `json:"topUpId"`
	ReversalID string       `json:"reversalId"`
	MokID      string       `json:"mokId"`
	Amount     money.Amount `json:"amount"`
	Total      money.Amount `json:"total"`
	State      string       `json:"state"`
	OpenedAt   string       `json:"openedAt"`
	EndedAt    string       `json:"endedAt,omitempty"`
}

func (o *Office) correctionWire(c correctionRow) correctionWire {
	w := correctionWire{Number: c.number, TopUpID: c.topUp, ReversalID: c.reversal, MokID: c.mokID, Amount: money.EUR(c.cents),
		Total: money.EUR(c.total), State: c.state, OpenedAt: stamp(o.moment(c.openedAt))}
	if c.endedAt != nil {
		w.EndedAt = stamp(o.moment(*c.endedAt))
	}
	return w
}

// readCorrection finds a correction by a condition with one value, nil if there is none.
func (t *tx) readCorrection(where string, value any) (*correctionRow, error) {
	var c correctionRow
	found, err := t.row(`SELECT c.number, c.top_up, c.reversal, t.mok_id, t.amount, c.total, c.state, c.opened_at, c.ended_at
		FROM corrections c JOIN top_ups t ON t.id = c.top_up WHERE `+where, args(value),
		&c.number, &c.topUp, &c.reversal, &c.mokID, &c.cents, &c.total, &c.state, &c.openedAt, &c.endedAt)
	if err != nil || !found {
		return nil, err
	}
	return &c, nil
}

// correctionOf is the number of a top-up's correction, which is opened if there is none.
func (t *tx) correctionOf(reversal string, up postedTopUp, now time.Time) (string, error) {
	if up.correction != nil {
		return up.correction.number, nil
	}
	var last int64
	if _, err := t.row(`UPDATE offices SET last_correction = last_correction + 1 WHERE id = ? RETURNING last_correction`, args(mainOffice), &last); err != nil {
		return "", err
	}
	number := fmt.Sprintf("P-%d-%06d", now.Year(), last)
	return number, t.exec(`INSERT INTO corrections (number, top_up, reversal, total, state, opened_at) VALUES (?, ?, ?, ?, 'open', ?)`,
		number, up.id, reversal, up.total, now.UnixMilli())
}

// withdrawCorrection ends the open correction of a top-up that a counter has undone after all.
func (t *tx) withdrawCorrection(topUp string, at int64) error {
	return t.exec(`UPDATE corrections SET state = 'withdrawn', ended_at = ? WHERE top_up = ? AND state = 'open'`, at, topUp)
}

// correction tells how far a correction is.
func (o *Office) correction(r *request) (reply, error) {
	number, err := r.id("number", isSlip)
	if err != nil {
		return reply{}, err
	}
	var c *correctionRow
	err = o.store.read(r.Context(), func(t *tx) (err error) { c, err = t.readCorrection(`c.number = ?`, number); return err })
	if err != nil {
		return reply{}, err
	}
	if c == nil {
		return reply{}, refuse("correction-unknown")
	}
	return answer(http.StatusOK, o.correctionWire(*c))
}

// EndCorrection ends an open correction as the bank would: paid, out of the card to the customer's account, or refused.
// It gives ErrNoCorrection for a number of which none is open.
func (o *Office) EndCorrection(ctx context.Context, number string, paid bool) error {
	err := o.store.write(ctx, func(t *tx) error {
		c, err := t.readCorrection(`c.number = ?`, number)
		if err != nil {
			return err
		}
		if c == nil || c.state != correctionOpen {
			return ErrNoCorrection
		}
		if !paid {
			return t.exec(`UPDATE corrections SET state = 'refused', ended_at = ? WHERE number = ?`, o.now().UnixMilli(), number)
		}
		return o.pay(t, *c)
	})
	if err != nil {
		return fmt.Errorf("sandbox: end correction: %w", err)
	}
	return nil
}

// pay takes a correction off the card and gives it, with the fee, to the customer by transfer.
func (o *Office) pay(t *tx, c correctionRow) error {
	card, _, err := t.readCard(c.mokID, o.now())
	if err != nil {
		return err
	}
	last, err := t.lastMoment(card.account)
	if err != nil {
		return err
	}
	at := max(o.now().UnixMilli(), last)
	number, err := t.post(entry{at: at, kind: entryReversal, place: placeBank, ref: c.reversal, legs: []leg{
		{card.account, -c.cents}, {feesAccount, c.cents - c.total}, {transfersAccount, c.total}}})
	if err != nil {
		return err
	}
	return t.exec(`UPDATE corrections SET state = 'paid', ended_at = ?, entry = ? WHERE number = ?`, at, number, c.number)
}
