package client

import (
	"context"
	"net/http"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// Requirement is something that the office wants before it takes this amount.
type Requirement string

// The requirements of the contract.
const (
	NeedsPayerName Requirement = "payerName"
	NeedsDocument  Requirement = "document"
	NeedsApproval  Requirement = "approval"
)

// LimitsLeft is what the card could still take before this top-up.
type LimitsLeft struct {
	Balance money.Amount `json:"balance"`
	Day     money.Amount `json:"day"`
	Month   money.Amount `json:"month"`
}

// OpenQuote is a top-up of the same card in the making at another desk.
type OpenQuote struct {
	Desk   string       `json:"desk"`
	Amount money.Amount `json:"amount"`
	Since  time.Time    `json:"since"`
}

// SimilarTopUp is a top-up of the same card and amount in the last quarter of an hour: a warning only.
type SimilarTopUp struct {
	ReceiptNumber string       `json:"receiptNumber"`
	Amount        money.Amount `json:"amount"`
	At            time.Time    `json:"at"`
}

// QuoteRequest asks what a top-up would cost. MatchID is from Match; without one the
// office answers match-required.
type QuoteRequest struct {
	Amount  money.Amount `json:"amount"`
	MatchID string       `json:"matchId,omitempty"`
}

// Quote is the office's offer, good until ExpiresAt by the office's clock.
type Quote struct {
	QuoteID      string        `json:"quoteId"`
	MokID        string        `json:"mokId"`
	Amount       money.Amount  `json:"amount"`
	Fee          money.Amount  `json:"fee"`
	Total        money.Amount  `json:"total"`
	BalanceAfter money.Amount  `json:"balanceAfter"`
	LimitsLeft   LimitsLeft    `json:"limitsLeft"`
	Required     []Requirement `json:"required"`
	ExpiresAt    time.Time     `json:"expiresAt"`
	// OtherOpenQuote is nil when no other desk is at this card.
	OtherOpenQuote *OpenQuote `json:"otherOpenQuote"`
	// Similar is nil when there was no such top-up.
	Similar *SimilarTopUp `json:"similar"`
}

// QuoteTopUp asks what a top-up would cost, and whether it would be taken. Problems:
// match-required, card-not-loadable, limit-exceeded (LimitLeft), amount-too-small.
func (c *Client) QuoteTopUp(ctx context.Context, mokID string, q QuoteRequest) (Quote, error) {
	if err := check(isMokID(mokID), isAmount(q.Amount, 1, "amount"), rule{q.MatchID == "" || ident.IsUUID(q.MatchID), "match"}); err != nil {
		return Quote{}, err
	}
	body, err := encode(q)
	if err != nil {
		return Quote{}, err
	}
	return post(ctx, c, call{method: http.MethodPost, at: at("/v1/cards/{mokId}/top-up-quotes", mokID), body: body},
		http.StatusCreated, func(got *Quote, _ http.Header) bool {
			total, err := got.Amount.Add(got.Fee)
			return got.MokID == mokID && got.Amount == q.Amount && got.Fee.Cents >= 0 && err == nil && total == got.Total &&
				ident.IsUUID(got.QuoteID)
		})
}
