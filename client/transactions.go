package client

import (
	"context"
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
	return TransactionPage{}, errNotBuilt
}
