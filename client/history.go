package client

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// OperationKind is what a line of a drawer's day is.
type OperationKind string

// The kinds of the contract.
const (
	OperationOpening  OperationKind = "opening"
	OperationTopUp    OperationKind = "topUp"
	OperationReversal OperationKind = "reversal"
	OperationMovement OperationKind = "movement"
	OperationCount    OperationKind = "count"
	OperationClose    OperationKind = "close"
)

// OperationKinds are those of the contract, in the order of a day.
func OperationKinds() []OperationKind {
	return []OperationKind{OperationOpening, OperationTopUp, OperationReversal, OperationMovement, OperationCount, OperationClose}
}

// States of a line of a drawer's day.
const (
	OperationPosted   = "posted"
	OperationRejected = "rejected"
)

// Operation is one line of a drawer's day.
type Operation struct {
	// ID is that of the write; of an opening and a close the session's.
	ID   string        `json:"id"`
	Kind OperationKind `json:"kind"`
	// State is posted or rejected; Code says why it was rejected.
	State string    `json:"state"`
	Code  string    `json:"code" contract:"code"`
	At    time.Time `json:"at"`
	Staff string    `json:"staff"`
	// Amount is an opening's float, a top-up's or reversal's amount without the fee, a movement's signed amount, and what was counted.
	Amount money.Amount `json:"amount"`
	Fee    money.Amount `json:"fee" contract:"optional"`
	// Cash is what the drawer moved by, signed; without a currency where it did not move.
	Cash  money.Amount `json:"cash" contract:"optional"`
	MokID string       `json:"mokId" contract:"optional"`
	// Number is on the line's paper; empty where there is none.
	Number string `json:"number" contract:"optional"`
	// TopUpID is what a reversal was to undo, ReversedBy the slip of what undid a top-up.
	TopUpID      string       `json:"topUpId" contract:"optional"`
	ReversedBy   string       `json:"reversedBy" contract:"optional"`
	MovementKind MovementKind `json:"movementKind" contract:"optional"`
}

// OperationQuery chooses a page of a drawer's day. What is empty is not asked for; Limit is 1 to 200, 0 means the office's 50.
type OperationQuery struct {
	Kind     OperationKind
	State    string
	Number   string // on the line's paper
	From, To time.Time
	Cursor   string
	Limit    int
}

// OperationPage is a page, newest first. NextCursor is empty on the last one.
type OperationPage struct {
	Items      []Operation `json:"items"`
	NextCursor string      `json:"nextCursor" contract:"nullable"`
	AsOf       time.Time   `json:"asOf"`
}

// DrawerOperations asks for a page of a session's lines, of an office that gives MayHistory. Problems: session-unknown, and forbidden for
// another clerk's session without MayAudit.
func (c *Client) DrawerOperations(ctx context.Context, session string, q OperationQuery) (OperationPage, error) {
	if err := check(isUUID(session, "drawer session"), isLimit(q.Limit), rule{q.Number == "" || reSlip.MatchString(q.Number), "number"}); err != nil {
		return OperationPage{}, err
	}
	where := at("/v1/drawer-sessions/{id}/operations", session).with(map[string]string{
		"kind": string(q.Kind), "state": q.State, "number": q.Number, "from": stamp(q.From), "to": stamp(q.To), "cursor": q.Cursor, "limit": limitOf(q.Limit),
	})
	return get(ctx, c, call{at: where}, func(p *OperationPage, _ http.Header) bool {
		for _, o := range p.Items {
			if !o.fits(q) {
				return false
			}
		}
		return len(p.Items) <= maxLimit
	})
}

// fits reports that a line is one that was asked for, and that its figures belong together.
func (o Operation) fits(q OperationQuery) bool {
	card := o.Kind != OperationTopUp && o.Kind != OperationReversal || ident.IsMokID(o.MokID)
	whole := o.Kind != OperationTopUp || o.State != OperationPosted || o.Cash.Cents == o.Amount.Cents+o.Fee.Cents
	asked := (q.Kind == "" || o.Kind == q.Kind) && (q.State == "" || o.State == q.State) && (q.Number == "" || o.Number == q.Number)
	return ident.IsUUID(o.ID) && ident.IsStaff(o.Staff) && card && whole && asked
}

// SessionQuery chooses a page of drawer sessions. What is empty is not asked for; Limit is 1 to 200, 0 means the office's 50.
type SessionQuery struct {
	Staff, Desk string
	From, To    time.Time // of the opening
	Cursor      string
	Limit       int
}

// SessionPage is a page, the session opened last first. NextCursor is empty on the last one.
type SessionPage struct {
	Items      []DrawerSession `json:"items"`
	NextCursor string          `json:"nextCursor" contract:"nullable"`
	AsOf       time.Time       `json:"asOf"`
}

// DrawerSessions asks which sessions there were, of an office that gives MayHistory: the clerk's own, with MayAudit everybody's. Problem:
// forbidden for another clerk's.
func (c *Client) DrawerSessions(ctx context.Context, q SessionQuery) (SessionPage, error) {
	staff, desk := q.Staff == "" || ident.IsStaff(q.Staff), q.Desk == "" || ident.IsDesk(q.Desk)
	if err := check(rule{staff, "staff number"}, rule{desk, "desk"}, isLimit(q.Limit)); err != nil {
		return SessionPage{}, err
	}
	where := at("/v1/drawer-sessions").with(map[string]string{
		"staff": q.Staff, "desk": q.Desk, "from": stamp(q.From), "to": stamp(q.To), "cursor": q.Cursor, "limit": limitOf(q.Limit),
	})
	return get(ctx, c, call{at: where}, func(p *SessionPage, _ http.Header) bool {
		for _, s := range p.Items {
			fits := (q.Staff == "" || s.Staff == q.Staff) && (q.Desk == "" || s.Desk == q.Desk) && (s.State == DrawerOpen || s.State == DrawerClosed)
			if !fits || !ident.IsUUID(s.ID) || !ident.IsStaff(s.Staff) || !ident.IsDesk(s.Desk) {
				return false
			}
		}
		return len(p.Items) <= maxLimit
	})
}

func isLimit(n int) rule { return rule{n >= 0 && n <= maxLimit, "limit"} }

// limitOf writes a number for a query; zero is left out.
func limitOf(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
