package client

import (
	"context"
	"slices"
	"time"
)

// UnlockReason is why a card is unlocked.
type UnlockReason string

// The reasons of the contract.
const (
	UnlockFound UnlockReason = "found"
	// UnlockMistake: another card was meant.
	UnlockMistake UnlockReason = "lockedByMistake"
	// UnlockCleared: the suspicion has come to nothing.
	UnlockCleared       UnlockReason = "suspicionCleared"
	UnlockHolderRequest UnlockReason = "holderRequest"
	UnlockOther         UnlockReason = "other"
)

// UnlockReasons are all of them, in the order in which a clerk meets them.
func UnlockReasons() []UnlockReason {
	return []UnlockReason{UnlockFound, UnlockMistake, UnlockCleared, UnlockHolderRequest, UnlockOther}
}

// UnlockRequest is the body of an unlock. Its bytes are made once, by Encode, journaled, and sent as they are.
type UnlockRequest struct {
	ID     string       `json:"id"`
	MokID  string       `json:"mokId"`
	Reason UnlockReason `json:"reason"`
	// ApprovalID names the second person's agreement to these bytes.
	ApprovalID string `json:"approvalId"`
	Desk       string `json:"desk"`
	// Staff is the clerk whose act it is, the maker.
	Staff string `json:"staff"`
}

// Unlock is the office's word on an unlock. ID and State are always there, MokID with every ending; the rest as far as
// it belongs to State.
type Unlock struct {
	ID    string `json:"id"`
	MokID string `json:"mokId" contract:"optional"`
	// State is posted, rejected, inFlight or unseen.
	State string `json:"state"`
	// Code says why it was rejected: CodeIllFormed if the office did not say it as agreed.
	Code string `json:"code" contract:"code"`
	// CardState is what the card is again, or what keeps it from being unlocked; empty for a clerk who may not see cards.
	CardState CardState `json:"cardState" contract:"optional"`
	// UnlockedAt is the moment from which the card works again, by the office's clock.
	UnlockedAt time.Time `json:"unlockedAt" contract:"optional"`
	// SentBy is the clerk whose token brought the id first, where the body names another; see TopUp.SentBy.
	SentBy string `json:"sentBy" contract:"staff"`
	// Approver is the second person who has agreed to a posted one; see TopUp.Approver.
	Approver string `json:"approver" contract:"staff"`
	TraceID  string `json:"traceId" contract:"optional"`
}

// Encode gives the canonical bytes, or says what the contract does not allow.
func (r UnlockRequest) Encode() ([]byte, error) {
	err := check(isID(r.ID), isMokID(r.MokID), rule{slices.Contains(UnlockReasons(), r.Reason), "reason"},
		isUUID(r.ApprovalID, "approval"), isDesk(r.Desk), isStaff(r.Staff))
	if err != nil {
		return nil, err
	}
	return encode(r)
}

// Unlock puts the journaled bytes on the wire, once. No money is in it: Sending.Amount stays zero, and an answer is
// final only if it repeats id and MOK ID. Rejections: those of UnlockRejection in openapi.yaml. The verdict is never
// Cancelled.
func (c *Client) Unlock(ctx context.Context, s Sending) Outcome[Unlock] {
	return putJournaled(ctx, c, at("/v1/unlocks/{id}", s.ID), s, expected{ends: postedOrRejected}, unlockBody.fields, Unlock.fields)
}

// AskUnlock asks what became of an unlock's id. It is never NotSent; State tells inFlight and unseen.
func (c *Client) AskUnlock(ctx context.Context, id, mokID string) Outcome[Unlock] {
	want := expected{id: id, mokID: mokID, ends: postedOrRejected}
	return ask(ctx, c, at("/v1/unlocks/{id}", id), want, Unlock.fields, isID(id), isMokID(mokID))
}

func (u Unlock) fields() writeFields { return writeFields{id: u.ID, mokID: u.MokID, state: u.State} }

// unlockBody is what a journaled body must say of itself, whatever version wrote it.
type unlockBody struct {
	ID    string `json:"id"`
	MokID string `json:"mokId"`
}

func (b unlockBody) fields() writeFields { return writeFields{id: b.ID, mokID: b.MokID} }
