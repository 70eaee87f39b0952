package client

import (
	"context"
	"net/http"
	"strconv"
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

// TransactionQuery chooses a page. Zero times and an empty cursor leave the choice to the
// office; Limit is 1 to 200, 0 means the office's 50.
type TransactionQuery struct {
	From, To time.Time
	Cursor   string
	Limit    int
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
	if err := check(isMokID(mokID), rule{q.Limit >= 0 && q.Limit <= maxLimit, "limit"}); err != nil {
		return TransactionPage{}, err
	}
	query := map[string]string{"from": stamp(q.From), "to": stamp(q.To), "cursor": q.Cursor}
	if q.Limit > 0 {
		query["limit"] = strconv.Itoa(q.Limit)
	}
	where := at("/v1/cards/{mokId}/transactions", mokID).with(query)
	return get(ctx, c, call{at: where}, func(p *TransactionPage, _ http.Header) bool {
		return len(p.Items) <= maxLimit
	})
}

const maxLimit = 200 // items on a page

// stamp writes a time for a query; the zero time is left out.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
