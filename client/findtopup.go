package client

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// TopUpQuery names a posted top-up of the office, of any of its desks: by the receipt's number or by the id, one of the two.
type TopUpQuery struct{ ID, ReceiptNumber string }

// ReversalWay is what a storno would come to now.
type ReversalWay string

// The ways of the contract.
const (
	// OfferNow: it would post, with an approval where one is needed.
	OfferNow ReversalWay = "now"
	// OfferCorrection: it would be passed to the bank, and the customer gets a number.
	OfferCorrection ReversalWay = "correction"
	// OfferNone: it would change nothing.
	OfferNone ReversalWay = "none"
)

// ReversalOffer is what a storno by this clerk at this desk would meet now. It is a preview: the write is judged when it arrives.
type ReversalOffer struct {
	Way ReversalWay `json:"way"`
	// Code is what it would be rejected with; empty with OfferNow.
	Code string `json:"code" contract:"code"`
	// NeedsApproval says that a second person must agree, whatever the reason; with ReversalWrongCard one always must.
	NeedsApproval bool `json:"needsApproval"`
	// BelowZero says that the money has been spent: the card would be below zero.
	BelowZero bool `json:"belowZero"`
}

// CorrectionState is how far a correction at the bank is.
type CorrectionState string

// The states of the contract.
const (
	CorrectionOpen    CorrectionState = "open"
	CorrectionPaid    CorrectionState = "paid"
	CorrectionRefused CorrectionState = "refused"
	// CorrectionWithdrawn: a reversal undid the top-up after all.
	CorrectionWithdrawn CorrectionState = "withdrawn"
)

var correctionStates = []CorrectionState{CorrectionOpen, CorrectionPaid, CorrectionRefused, CorrectionWithdrawn}

// Correction is a storno that no counter could make, passed to the bank.
type Correction struct {
	Number     string       `json:"number"`
	TopUpID    string       `json:"topUpId"`
	ReversalID string       `json:"reversalId"`
	MokID      string       `json:"mokId"`
	Amount     money.Amount `json:"amount"`
	// Total is what the customer paid then, with the fee.
	Total    money.Amount    `json:"total"`
	State    CorrectionState `json:"state"`
	OpenedAt time.Time       `json:"openedAt"`
	// EndedAt is zero while it is open.
	EndedAt time.Time `json:"endedAt" contract:"optional"`
}

// FoundTopUp is a posted top-up, what became of it, and what a storno would meet now.
type FoundTopUp struct {
	// TopUp has its Reversal if it was undone.
	TopUp TopUp `json:"topUp"`
	// Correction is the newest one that was asked of the bank for it, nil if there is none.
	Correction *Correction   `json:"correction" contract:"optional"`
	Offer      ReversalOffer `json:"offer"`
	AsOf       time.Time     `json:"asOf"`
}

// reSlip is the form of the numbers on slips.
var reSlip = regexp.MustCompile(`^[A-Za-z0-9./-]{1,32}$`)

// FindTopUp looks a posted top-up up, to undo it. It promises nothing. Problem: top-up-unknown.
func (c *Client) FindTopUp(ctx context.Context, q TopUpQuery) (FoundTopUp, error) {
	id, slip := ident.IsUUID(q.ID), reSlip.MatchString(q.ReceiptNumber)
	if err := check(rule{id && q.ReceiptNumber == "" || slip && q.ID == "", "receipt number"}); err != nil {
		return FoundTopUp{}, err
	}
	where := at("/v1/top-ups").with(map[string]string{"receiptNumber": q.ReceiptNumber, "id": q.ID})
	return get(ctx, c, call{at: where}, func(f *FoundTopUp, _ http.Header) bool {
		asked := f.TopUp.ID == q.ID || q.ID == "" && f.TopUp.ReceiptNumber == q.ReceiptNumber
		return asked && ident.IsUUID(f.TopUp.ID) && ident.IsMokID(f.TopUp.MokID) && f.TopUp.State == string(Posted) &&
			isAmount(f.TopUp.Amount, 1, "").holds && (f.Correction == nil || f.Correction.TopUpID == f.TopUp.ID)
	})
}

// Correction asks how far a correction is, by the number on the customer's slip. Problem: correction-unknown.
func (c *Client) Correction(ctx context.Context, number string) (Correction, error) {
	if err := check(rule{reSlip.MatchString(number), "correction number"}); err != nil {
		return Correction{}, err
	}
	return get(ctx, c, call{at: at("/v1/corrections/{number}", number)}, func(got *Correction, _ http.Header) bool {
		return got.Number == number && slices.Contains(correctionStates, got.State)
	})
}
