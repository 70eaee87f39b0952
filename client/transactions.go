package client

import (
	"context"
	"net/http"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// TransactionKind is what moved the balance.
type TransactionKind string

// The kinds of the contract.
const (
	TransactionTopUp      TransactionKind = "topUp"
	TransactionPurchase   TransactionKind = "purchase"
	TransactionFee        TransactionKind = "fee"
	TransactionRefund     TransactionKind = "refund"
	TransactionWithdrawal TransactionKind = "withdrawal"
	TransactionReversal   TransactionKind = "reversal"
)

// Transaction is one movement of a card's balance. Amount is signed.
type Transaction struct {
	ID           string          `json:"id"`
	BookedAt     time.Time       `json:"bookedAt"`
	Kind         TransactionKind `json:"kind"`
	Place        string          `json:"place"`
	Amount       money.Amount    `json:"amount"`
	BalanceAfter money.Amount    `json:"balanceAfter"`
	// TopUpID, of a line made at a counter of this office, is the top-up that made it, or that a reversal undid.
	TopUpID string `json:"topUpId" contract:"optional"`
	// ReceiptNumber is that of the line's own slip, ReversedBy that of the reversal's, on the line of a top-up that was
	// undone. Empty where there is none, and from an office that doesn't tell.
	ReceiptNumber string `json:"receiptNumber" contract:"optional"`
	ReversedBy    string `json:"reversedBy" contract:"optional"`
}

// TransactionState tells a top-up that was undone from all other lines.
type TransactionState string

// The states of the contract.
const (
	TransactionStanding TransactionState = "standing"
	TransactionReversed TransactionState = "reversed"
)

// TransactionKinds are those of the contract, the usual one first.
func TransactionKinds() []TransactionKind {
	return []TransactionKind{TransactionTopUp, TransactionPurchase, TransactionWithdrawal, TransactionRefund, TransactionFee, TransactionReversal}
}

// TransactionQuery chooses a page. Zero times and an empty cursor leave the choice to the
// office; Limit is 1 to 200, 0 means the office's 50.
type TransactionQuery struct {
	From, To time.Time
	// Kind, State and ReceiptNumber are only for an office that gives MayHistory; what is empty is not asked for.
	Kind          TransactionKind
	State         TransactionState
	ReceiptNumber string
	Cursor        string
	Limit         int
}

// TransactionPage is a page, newest first. NextCursor is empty on the last one. No items
// means that the office said there are none.
type TransactionPage struct {
	Items      []Transaction `json:"items"`
	NextCursor string        `json:"nextCursor" contract:"nullable"`
	AsOf       time.Time     `json:"asOf"`
}

// Transactions asks for a page of a card's history. Problems: card-not-found, forbidden.
func (c *Client) Transactions(ctx context.Context, mokID string, q TransactionQuery) (TransactionPage, error) {
	if err := check(isMokID(mokID), isLimit(q.Limit), rule{q.ReceiptNumber == "" || reSlip.MatchString(q.ReceiptNumber), "receipt number"}); err != nil {
		return TransactionPage{}, err
	}
	query := map[string]string{
		"from": stamp(q.From), "to": stamp(q.To), "cursor": q.Cursor, "limit": limitOf(q.Limit),
		"kind": string(q.Kind), "state": string(q.State), "receiptNumber": q.ReceiptNumber,
	}
	where := at("/v1/cards/{mokId}/transactions", mokID).with(query)
	return get(ctx, c, call{at: where}, func(p *TransactionPage, _ http.Header) bool {
		for _, line := range p.Items {
			if !line.fits(q) {
				return false
			}
		}
		return len(p.Items) <= maxLimit
	})
}

// fits reports that a line is one that was asked for: an office that does not know a filter gives others too.
func (l Transaction) fits(q TransactionQuery) bool {
	state := q.State == "" || (q.State == TransactionReversed) == (l.ReversedBy != "")
	return state && (q.Kind == "" || l.Kind == q.Kind) && (q.ReceiptNumber == "" || l.ReceiptNumber == q.ReceiptNumber)
}

const maxLimit = 200 // items on a page

// stamp writes a time for a query; the zero time is left out.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
