package client

import (
	"context"
	"slices"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// MovementKind is which way cash goes between a drawer and the safe.
type MovementKind string

// The kinds of the contract that need no second person.
const (
	// PickUp: cash to the safe.
	PickUp MovementKind = "pickUp"
	// ChangeBrought: change from the safe.
	ChangeBrought MovementKind = "changeBrought"
)

// MovementReason is why cash was moved.
type MovementReason string

// The reasons of the contract.
const (
	// MovedOverLimit: the drawer held much.
	MovedOverLimit MovementReason = "overLimit"
	// MovedEndOfDay: the safe keeps it over night.
	MovedEndOfDay MovementReason = "endOfDay"
	// MovedSmallChange, MovedNotes: they ran out.
	MovedSmallChange MovementReason = "smallChange"
	MovedNotes       MovementReason = "notes"
	MovedOther       MovementReason = "other"
)

// MovementReasons are those that a kind can have, the usual one first.
func MovementReasons(kind MovementKind) []MovementReason {
	if kind == ChangeBrought {
		return []MovementReason{MovedSmallChange, MovedNotes, MovedOther}
	}
	return []MovementReason{MovedOverLimit, MovedEndOfDay, MovedOther}
}

// MovementRequest is the body of a movement. Its bytes are made once, by Encode, journaled, and sent as they are.
type MovementRequest struct {
	ID              string         `json:"id"`
	DrawerSessionID string         `json:"drawerSessionId"`
	Kind            MovementKind   `json:"kind"`
	Reason          MovementReason `json:"reason"`
	// Amount has a sign: positive into the drawer.
	Amount money.Amount `json:"amount"`
	Desk   string       `json:"desk"`
	Staff  string       `json:"staff"`
}

// Encode gives the canonical bytes, or says what the contract does not allow.
func (r MovementRequest) Encode() ([]byte, error) {
	into, out := r.Kind == ChangeBrought && r.Amount.Cents > 0, r.Kind == PickUp && r.Amount.Cents < 0
	err := check(isID(r.ID), isUUID(r.DrawerSessionID, "drawer session"), rule{into || out, "kind"}, rule{slices.Contains(MovementReasons(r.Kind), r.Reason), "reason"},
		isAmount(r.Amount, -money.Max, "amount"), isDesk(r.Desk), isStaff(r.Staff))
	if err != nil {
		return nil, err
	}
	return encode(r)
}

// Movement is the office's word on a movement. ID and State are always there, the session and the amount with every
// ending; the rest as far as it belongs to State.
type Movement struct {
	ID              string       `json:"id"`
	DrawerSessionID string       `json:"drawerSessionId" contract:"optional"`
	Kind            MovementKind `json:"kind" contract:"optional"`
	// Amount has a sign: positive into the drawer.
	Amount money.Amount `json:"amount" contract:"optional"`
	// State is posted, rejected, inFlight or unseen.
	State string `json:"state"`
	// Code says why it was rejected: CodeIllFormed if the office did not say it as agreed.
	Code string `json:"code" contract:"code"`
	// Total is the cash that should be in the drawer just after.
	Total    money.Amount `json:"total" contract:"optional"`
	BookedAt time.Time    `json:"bookedAt" contract:"optional"`
	// Number stands on the slip that goes with the cash.
	Number string `json:"movementNumber" contract:"optional"`
	// Staff is the clerk as sent: whose drawer it is.
	Staff string `json:"staff" contract:"staff"`
	// SentBy is the clerk whose token brought the id first, where the movement names another; see TopUp.SentBy.
	SentBy  string `json:"sentBy" contract:"staff"`
	TraceID string `json:"traceId" contract:"optional"`
}

// MoveCash puts the journaled movement on the wire, once. The journal knows no sign: Sending.Amount is how much is
// moved, and the body says which way. An answer is final only if it repeats id, session and the amount with its sign.
// Rejections: forbidden-office, session-unknown, session-not-yours, session-closed, drawer-too-small.
func (c *Client) MoveCash(ctx context.Context, s Sending) Outcome[Movement] {
	body, err := decode[movementBody](s.Body)
	where := at("/v1/drawer-sessions/{id}/movements/{movementId}", body.DrawerSessionID, s.ID)
	want := expected{ends: postedOrRejected, dial: s.First}
	if err != nil || magnitude(body.Amount) != s.Amount {
		return refused[Movement](ctx, c, where, want, badInput("body of another sending"))
	}
	s.Amount = body.Amount
	return putJournaled(ctx, c, where, s, want, movementBody.fields, Movement.fields)
}

// AskMovement asks what became of a movement's id. amount has a sign: positive into the drawer. It is never NotSent;
// State tells inFlight and unseen. After unseen the same bytes are sent again.
func (c *Client) AskMovement(ctx context.Context, session, id string, amount money.Amount) Outcome[Movement] {
	want := expected{id: id, subject: session, amount: amount, ends: postedOrRejected}
	return ask(ctx, c, at("/v1/drawer-sessions/{id}/movements/{movementId}", session, id), want, Movement.fields, isID(id), isUUID(session, "drawer session"))
}

func (m Movement) fields() writeFields {
	return writeFields{id: m.ID, subject: m.DrawerSessionID, amount: m.Amount, state: m.State}
}

// movementBody is what a journaled body must say of itself, whatever version wrote it.
type movementBody struct {
	ID              string       `json:"id"`
	DrawerSessionID string       `json:"drawerSessionId"`
	Amount          money.Amount `json:"amount"`
}

func (b movementBody) fields() writeFields {
	return writeFields{id: b.ID, subject: b.DrawerSessionID, amount: b.Amount}
}

// magnitude is an amount without its sign.
func magnitude(a money.Amount) money.Amount {
	a.Cents = max(a.Cents, -a.Cents)
	return a
}
