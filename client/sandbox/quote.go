package sandbox

import (
	"net/http"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// How long a quote lives, and how far back a like top-up is worth a warning.
const (
	quoteLife     = 10 * time.Minute
	similarWindow = 15 * time.Minute
)

type quoteAnswer struct {
	QuoteID        string          `json:"quoteId"`
	MokID          string          `json:"mokId"`
	Amount         money.Amount    `json:"amount"`
	Fee            money.Amount    `json:"fee"`
	Total          money.Amount    `json:"total"`
	BalanceAfter   money.Amount    `json:"balanceAfter"`
	LimitsLeft     headroomWire    `json:"limitsLeft"`
	Required       []string        `json:"required"`
	ExpiresAt      string          `json:"expiresAt"`
	OtherOpenQuote *otherQuoteWire `json:"otherOpenQuote"`
	Similar        *similarWire    `json:"similar"`
}

type otherQuoteWire struct {
	Desk   string       `json:"desk"`
	Amount money.Amount `json:"amount"`
	Since  string       `json:"since"`
}

type similarWire struct {
	ReceiptNumber string       `json:"receiptNumber"`
	Amount        money.Amount `json:"amount"`
	At            string       `json:"at"`
}

// quote says what a top-up would cost and leave, and freezes the fee for as long as it lives.
func (o *Office) quote(r *request) (reply, error) {
	mokID, err := r.id("mokId", isMokID)
	if err != nil {
		return reply{}, err
	}
	var cents int64
	var matchID string
	if _, err := r.body(object{"amount": amount(&cents, 1), "matchId": optional(text(&matchID, isUUID))}); err != nil {
		return reply{}, err
	}
	var out quoteAnswer
	err = o.store.write(r.Context(), func(t *tx) (err error) {
		out, err = o.makeQuote(t, mokID, matchID, r.who.desk, cents)
		return err
	})
	if err != nil {
		return reply{}, err
	}
	return answer(http.StatusCreated, out)
}

func (o *Office) makeQuote(t *tx, mokID, matchID, desk string, cents int64) (quoteAnswer, error) {
	now := o.now()
	c, found, err := t.readCard(mokID, now)
	if err != nil {
		return quoteAnswer{}, err
	}
	if !found {
		return quoteAnswer{}, refuse("card-not-found")
	}
	matched, err := t.matched(matchID, mokID, now)
	if err != nil {
		return quoteAnswer{}, err
	}
	if !matched {
		return quoteAnswer{}, refuse("match-required")
	}
	if c.state != cardActive {
		return quoteAnswer{}, refuse("card-not-loadable")
	}
	p, err := readPolicy(t)
	if err != nil {
		return quoteAnswer{}, err
	}
	if cents < p.topUpMin {
		return quoteAnswer{}, refuse("amount-too-small")
	}
	left, err := t.room(p, c, now)
	if err != nil {
		return quoteAnswer{}, err
	}
	if most := left.most(p); cents > most {
		return quoteAnswer{}, refuse("limit-exceeded").limit(most)
	}
	out := quoteAnswer{QuoteID: newID(), MokID: mokID, Amount: money.EUR(cents), Fee: money.EUR(c.fee), Total: money.EUR(cents + c.fee),
		BalanceAfter: money.EUR(c.balance + cents), LimitsLeft: left.wire(), Required: p.required(cents), ExpiresAt: stamp(now.Add(quoteLife))}
	if out.OtherOpenQuote, err = o.otherQuote(t, mokID, desk, now); err != nil {
		return quoteAnswer{}, err
	}
	if out.Similar, err = o.similar(t, mokID, cents, now); err != nil {
		return quoteAnswer{}, err
	}
	return out, t.exec(`INSERT INTO quotes (id, mok_id, desk, amount, fee, made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		out.QuoteID, mokID, desk, cents, c.fee, now.UnixMilli(), now.Add(quoteLife).UnixMilli())
}

// required is what a top-up of that many cents needs besides the cash.
func (p policy) required(cents int64) []string {
	out := []string{}
	if p.needsPayer(cents) {
		out = append(out, "payerName")
	}
	if p.needsApproval(cents) {
		out = append(out, "approval")
	}
	return out
}

func (p policy) needsPayer(cents int64) bool { return cents >= p.payerNameFrom }

// needsApproval tells whether a clerk alone may not take so much.
func (p policy) needsApproval(cents int64) bool { return cents > p.topUpMax }

// otherQuote finds the newest quote of another desk that is open: somebody may be loading this card there.
func (o *Office) otherQuote(t *tx, mokID, desk string, now time.Time) (*otherQuoteWire, error) {
	var other string
	var cents, since int64
	found, err := t.row(`SELECT desk, amount, made_at FROM quotes WHERE mok_id = ? AND expires_at > ? AND desk <> ? AND consumed_by IS NULL
		ORDER BY expires_at DESC LIMIT 1`, args(mokID, now.UnixMilli(), desk), &other, &cents, &since)
	if !found || err != nil {
		return nil, err
	}
	return &otherQuoteWire{other, money.EUR(cents), stamp(o.moment(since))}, nil
}

// similar finds the last top-up of the same card and amount that stands, if it was a moment ago.
func (o *Office) similar(t *tx, mokID string, cents int64, now time.Time) (*similarWire, error) {
	var receipt string
	var at int64
	found, err := t.row(`SELECT receipt, at FROM top_ups WHERE mok_id = ? AND at > ? AND amount = ? AND state = 'posted'
		AND NOT EXISTS (SELECT 1 FROM reversals r WHERE r.top_up = top_ups.id AND r.state = 'posted') ORDER BY at DESC LIMIT 1`, args(mokID, now.Add(-similarWindow).UnixMilli(), cents), &receipt, &at)
	if !found || err != nil {
		return nil, err
	}
	return &similarWire{receipt, money.EUR(cents), stamp(o.moment(at))}, nil
}
