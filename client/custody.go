package client

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// CustodyKind is how an open drawer passes into other hands.
type CustodyKind string

// The kinds of the contract.
const (
	// HandOver: its clerk gives it to the next one, who counts and consents.
	HandOver CustodyKind = "handOver"
	// TakeOver: a clerk goes on with an absent clerk's drawer, at its desk.
	TakeOver CustodyKind = "takeOver"
	// ForcedClose: an absent clerk's drawer is closed, from any desk of the office.
	ForcedClose CustodyKind = "forcedClose"
)

// CustodyReason is why a drawer passes on.
type CustodyReason string

// The reasons of the contract.
const (
	// ForShiftEnd: the next clerk's hours begin.
	ForShiftEnd CustodyReason = "shiftEnd"
	// ForAbsence: its clerk had to go.
	ForAbsence CustodyReason = "absent"
	// ForLeftOpen: its clerk forgot to close it.
	ForLeftOpen CustodyReason = "leftOpen"
	// ForDeskFailed: its desk is out of order.
	ForDeskFailed CustodyReason = "deskFailed"
	ForOther      CustodyReason = "other"
)

// CustodyReasons are those that a kind can have, the usual one first.
func CustodyReasons(kind CustodyKind) []CustodyReason {
	switch kind {
	case HandOver:
		return []CustodyReason{ForShiftEnd, ForOther}
	case TakeOver, ForcedClose:
		return []CustodyReason{ForAbsence, ForLeftOpen, ForDeskFailed, ForOther}
	}
	return nil
}

// CustodyRequest is the body of a change of hands. Its bytes are made once, by Encode, journaled, and sent as they are.
type CustodyRequest struct {
	ID              string        `json:"id"`
	DrawerSessionID string        `json:"drawerSessionId"`
	Kind            CustodyKind   `json:"kind"`
	Reason          CustodyReason `json:"reason"`
	Counted         money.Amount  `json:"counted"`
	// ToSessionID is the session that goes on with the cash; none of a forced close.
	ToSessionID string `json:"toSessionId,omitempty"`
	ApprovalID  string `json:"approvalId"`
	Desk        string `json:"desk"`
	// Staff is the maker.
	Staff string `json:"staff"`
}

// Encode gives the canonical bytes, or says what the contract does not allow.
func (r CustodyRequest) Encode() ([]byte, error) {
	next := rule{(r.Kind == ForcedClose) == (r.ToSessionID == "") && (r.ToSessionID == "" || ident.IsUUID(r.ToSessionID)), "next session"}
	err := check(isID(r.ID), isUUID(r.DrawerSessionID, "drawer session"), rule{len(CustodyReasons(r.Kind)) > 0, "kind"}, rule{slices.Contains(CustodyReasons(r.Kind), r.Reason), "reason"},
		isAmount(r.Counted, 0, "counted"), next, isUUID(r.ApprovalID, "approval"), isDesk(r.Desk), isStaff(r.Staff))
	if err != nil {
		return nil, err
	}
	return encode(r)
}

// Custody is the office's word on a change of hands. ID and State are always there, the session and the count with every
// ending; the rest as far as it belongs to State.
type Custody struct {
	ID              string       `json:"id"`
	DrawerSessionID string       `json:"drawerSessionId" contract:"optional"`
	Kind            CustodyKind  `json:"kind" contract:"optional"`
	Counted         money.Amount `json:"counted" contract:"optional"`
	// State is posted, rejected, inFlight or unseen.
	State string `json:"state"`
	// Code says why it was rejected: CodeIllFormed if the office did not say it as agreed.
	Code     string    `json:"code" contract:"code"`
	BookedAt time.Time `json:"bookedAt" contract:"optional"`
	// Approver is the second person.
	Approver string `json:"approver" contract:"staff"`
	// Closed is the session that ended, Opened the one that goes on; nil where there is none.
	Closed *DrawerSession `json:"closed" contract:"optional"`
	Opened *DrawerSession `json:"opened" contract:"optional"`
	// Staff is the maker as sent.
	Staff string `json:"staff" contract:"staff"`
	// SentBy is the clerk whose token brought the id first, where that is not Staff; see TopUp.SentBy.
	SentBy  string `json:"sentBy" contract:"staff"`
	TraceID string `json:"traceId" contract:"optional"`
}

// ClosedBy is who ended a session, where its clerk did not close it.
type ClosedBy struct {
	CustodyID string      `json:"custodyId"`
	Kind      CustodyKind `json:"kind"`
	// Staff is the maker, Approver the second person, Desk where it was done.
	Staff    string `json:"staff" contract:"staff"`
	Approver string `json:"approver" contract:"staff"`
	Desk     string `json:"desk"`
}

// TakenFrom is whose drawer a session began with.
type TakenFrom struct {
	CustodyID       string      `json:"custodyId"`
	Kind            CustodyKind `json:"kind"`
	DrawerSessionID string      `json:"drawerSessionId"`
	Staff           string      `json:"staff" contract:"staff"`
}

// ChangeCustody puts the journaled change of hands on the wire, once. Sending.Amount is the count. An answer is final only if it
// repeats id, session and count. Rejections: those of an approval, and forbidden-office, session-unknown, session-not-yours,
// session-yours, session-closed, supervisor-required, drawer-already-open.
func (c *Client) ChangeCustody(ctx context.Context, s Sending) Outcome[Custody] {
	want := expected{ends: postedOrRejected}
	body, err := decode[custodyBody](s.Body)
	where := at("/v1/drawer-sessions/{id}/custody/{custodyId}", body.DrawerSessionID, s.ID)
	if err != nil {
		return refused[Custody](ctx, c, where, want, badInput("body of another sending"))
	}
	return putJournaled(ctx, c, where, s, want, custodyBody.fields, Custody.fields)
}

// AskCustody asks what became of the id of a change of hands. It is never NotSent; State tells inFlight and unseen. After unseen
// the same bytes are sent again.
func (c *Client) AskCustody(ctx context.Context, session, id string, counted money.Amount) Outcome[Custody] {
	want := expected{id: id, subject: session, amount: counted, ends: postedOrRejected}
	return ask(ctx, c, at("/v1/drawer-sessions/{id}/custody/{custodyId}", session, id), want, Custody.fields, isID(id), isUUID(session, "drawer session"))
}

func (m Custody) fields() writeFields {
	return writeFields{id: m.ID, subject: m.DrawerSessionID, amount: m.Counted, state: m.State}
}

// custodyBody is what a journaled body must say of itself, whatever version wrote it.
type custodyBody struct {
	ID              string       `json:"id"`
	DrawerSessionID string       `json:"drawerSessionId"`
	Counted         money.Amount `json:"counted"`
}

func (b custodyBody) fields() writeFields {
	return writeFields{id: b.ID, subject: b.DrawerSessionID, amount: b.Counted}
}

// CustodyKindIn is the kind that a journaled body names; "" where it can't be read.
func CustodyKindIn(body []byte) CustodyKind {
	var b struct {
		Kind CustodyKind `json:"kind"`
	}
	if json.Unmarshal(body, &b) != nil || len(CustodyReasons(b.Kind)) == 0 {
		return ""
	}
	return b.Kind
}
