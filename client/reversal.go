package client

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// ReversalReason is why a top-up is undone.
type ReversalReason string

// The reasons of the contract.
const (
	// ReversalWrongCard: a stranger's card was loaded. The office wants a second person, whatever the amount.
	ReversalWrongCard   ReversalReason = "wrongCard"
	ReversalWrongAmount ReversalReason = "wrongAmount"
	// ReversalWithdrawn: the customer does not want it after all.
	ReversalWithdrawn ReversalReason = "customerWithdrew"
	// ReversalDouble: the same top-up was made twice.
	ReversalDouble ReversalReason = "double"
	ReversalTest   ReversalReason = "test"
)

// ReversalReasons are all of them, in the order in which a clerk meets them.
func ReversalReasons() []ReversalReason {
	return []ReversalReason{ReversalWrongAmount, ReversalWrongCard, ReversalWithdrawn, ReversalDouble, ReversalTest}
}

// ReversalRequest is the body of a reversal. Its bytes are made once, by Encode, journaled, and sent as they are.
type ReversalRequest struct {
	ID      string `json:"id"`
	TopUpID string `json:"topUpId"`
	// MokID and Amount repeat the top-up's: the whole amount, without its fee.
	MokID  string         `json:"mokId"`
	Amount money.Amount   `json:"amount"`
	Reason ReversalReason `json:"reason"`
	// DrawerSessionID is the drawer that hands the cash back, Staff whose it is.
	DrawerSessionID string `json:"drawerSessionId"`
	Staff           string `json:"staff"`
	Desk            string `json:"desk"`
	// ApprovalID names a second person's agreement to these bytes; empty when there is none.
	ApprovalID string `json:"approvalId,omitempty"`
}

// Reversal is the office's word on a reversal. ID and State are always there, TopUpID, MokID and Amount with every
// ending; the rest as far as it belongs to State. Cash leaves the drawer only on posted.
type Reversal struct {
	ID      string       `json:"id"`
	TopUpID string       `json:"topUpId" contract:"optional"`
	MokID   string       `json:"mokId" contract:"optional"`
	Amount  money.Amount `json:"amount" contract:"optional"`
	// State is posted, rejected, inFlight or unseen.
	State string `json:"state"`
	// Code says why it was rejected: CodeIllFormed if the office did not say it as agreed.
	Code string       `json:"code" contract:"code"`
	Fee  money.Amount `json:"fee" contract:"optional"`
	// Total is the cash to hand back, amount and fee.
	Total money.Amount `json:"total" contract:"optional"`
	// ReceiptNumber is that of the reversal's own slip.
	ReceiptNumber string    `json:"receiptNumber" contract:"optional"`
	BookedAt      time.Time `json:"bookedAt" contract:"optional"`
	// BalanceAfter below zero says that the money had been spent: the holder owes it.
	BalanceAfter money.Amount `json:"balanceAfter" contract:"optional"`
	// CorrectionNumber is the customer's, with reversal-window-over and balance-too-low: the bank works on it.
	CorrectionNumber string `json:"correctionNumber" contract:"optional"`
	// ReversedBy is the slip of the earlier reversal, with already-reversed.
	ReversedBy string `json:"reversedBy" contract:"optional"`
	// SentBy is the clerk whose token brought the id first, where the body names another; see TopUp.SentBy.
	SentBy string `json:"sentBy" contract:"staff"`
	// Approver is the second person who has agreed to a posted one; see TopUp.Approver.
	Approver string `json:"approver" contract:"staff"`
	TraceID  string `json:"traceId" contract:"optional"`
}

// ReversalLine is the reversal of a top-up, as lists tell it beside the top-up.
type ReversalLine struct {
	ID            string       `json:"id"`
	ReceiptNumber string       `json:"receiptNumber"`
	BookedAt      time.Time    `json:"bookedAt"`
	Total         money.Amount `json:"total"`
	Desk          string       `json:"desk"`
	Staff         string       `json:"staff"`
}

// Encode gives the canonical bytes: the fields in the order above, no HTML escapes. It
// refuses a request that the contract does not allow.
func (r ReversalRequest) Encode() ([]byte, error) {
	approval := r.ApprovalID == "" || ident.IsUUID(r.ApprovalID)
	err := check(isID(r.ID), isUUID(r.TopUpID, "top-up"), isMokID(r.MokID), isAmount(r.Amount, 1, "amount"),
		rule{slices.Contains(ReversalReasons(), r.Reason), "reason"}, isUUID(r.DrawerSessionID, "drawer session"),
		isStaff(r.Staff), isDesk(r.Desk), rule{approval, "approval"})
	if err != nil {
		return nil, err
	}
	return encode(r)
}

// Reverse puts the journaled bytes on the wire, once. An answer is final only if it repeats id, top-up, card and
// amount. Rejections: those of ReversalRejection in openapi.yaml. The verdict is never Cancelled.
func (c *Client) Reverse(ctx context.Context, s Sending) Outcome[Reversal] {
	return putJournaled(ctx, c, at("/v1/reversals/{id}", s.ID), s, expected{ends: postedOrRejected}, reversalBody.fields, Reversal.fields)
}

// AskReversal asks what became of a reversal's id. It is never NotSent; State tells inFlight and unseen. After unseen
// the same bytes are sent again, and no cash leaves the drawer.
func (c *Client) AskReversal(ctx context.Context, id, mokID string, amount money.Amount) Outcome[Reversal] {
	want := expected{id: id, mokID: mokID, amount: amount, ends: postedOrRejected}
	return ask(ctx, c, at("/v1/reversals/{id}", id), want, Reversal.fields, isID(id), isMokID(mokID), isAmount(amount, 1, "amount"))
}

// ReversedIn is the top-up that a journaled reversal's body undoes; empty where it doesn't say.
func ReversedIn(body []byte) (topUpID string) {
	var b reversalBody
	if json.Unmarshal(body, &b) != nil || !ident.IsUUID(b.TopUpID) {
		return ""
	}
	return b.TopUpID
}

func (r Reversal) fields() writeFields {
	return writeFields{id: r.ID, mokID: r.MokID, subject: r.TopUpID, state: r.State, amount: r.Amount}
}

// reversalBody is what a journaled body must say of itself, whatever version wrote it.
type reversalBody struct {
	ID      string       `json:"id"`
	TopUpID string       `json:"topUpId"`
	MokID   string       `json:"mokId"`
	Amount  money.Amount `json:"amount"`
}

func (b reversalBody) fields() writeFields {
	return writeFields{id: b.ID, mokID: b.MokID, subject: b.TopUpID, amount: b.Amount}
}
