package client

import (
	"context"
	"net/http"
	"slices"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// States of a drawer session.
const (
	DrawerOpen     = "open"
	DrawerClosed   = "closed"
	DrawerRejected = "rejected"
)

// DrawerSession is a clerk's cash between the opening float and the close.
type DrawerSession struct {
	ID    string `json:"id"`
	Desk  string `json:"desk" contract:"optional"`
	Staff string `json:"staff" contract:"optional"`
	// State is open, closed or rejected.
	State string `json:"state"`
	// Code says why it was rejected: CodeIllFormed if the office did not say it as agreed.
	Code  string       `json:"code" contract:"code"`
	Float money.Amount `json:"float" contract:"optional"`
	// Total is the cash that should be in an open drawer now.
	Total  money.Amount `json:"total" contract:"optional"`
	TopUps int          `json:"topUps" contract:"optional"`
	// Reversals counts those that this drawer paid out.
	Reversals int       `json:"reversals" contract:"optional"`
	OpenedAt  time.Time `json:"openedAt" contract:"optional"`
	// ClosedAt, Counted, Expected, Difference and CloseNumber belong to a closed session.
	ClosedAt   time.Time    `json:"closedAt" contract:"optional"`
	Counted    money.Amount `json:"counted" contract:"optional"`
	Expected   money.Amount `json:"expected" contract:"optional"`
	Difference money.Amount `json:"difference" contract:"optional"`
	// CloseNumber runs without gaps at the office.
	CloseNumber int64 `json:"closeNumber" contract:"optional"`
	// ClosedBy is who ended it, nil where its clerk closed it; TakenFrom whose drawer it began with, nil where it was opened.
	ClosedBy  *ClosedBy  `json:"closedBy" contract:"optional"`
	TakenFrom *TakenFrom `json:"takenFrom" contract:"optional"`
	// SentBy is the clerk whose token brought the opening first, or of a closed session the close, where that is not
	// Staff; see TopUp.SentBy.
	SentBy  string `json:"sentBy" contract:"staff"`
	TraceID string `json:"traceId" contract:"optional"`
}

// DrawerNow is what the office knows of this desk's drawer.
type DrawerNow struct {
	// Session is the open one, nil if there is none.
	Session *DrawerSession `json:"session"`
	// Previous is the last one closed at this desk, nil if there was none.
	Previous *DrawerSession `json:"previous"`
	// Taken is the last session of the clerk signed in, at any desk, if others ended it; nil otherwise.
	Taken *DrawerSession `json:"taken" contract:"optional"`
	AsOf  time.Time      `json:"asOf"`
}

// DrawerOpening is the body of an opening.
type DrawerOpening struct {
	ID    string       `json:"id"`
	Desk  string       `json:"desk"`
	Staff string       `json:"staff"`
	Float money.Amount `json:"float"`
	// Denominations are the float by notes and coins; FloatReason says why it is not what was counted last. Both only
	// for an office that gives MayCount; left out when empty.
	Denominations []Denomination `json:"denominations,omitempty"`
	FloatReason   FloatReason    `json:"floatReason,omitempty"`
}

// FloatReason is why a float is not what was counted at the desk's last close.
type FloatReason string

// FloatReasons are those of the contract, the usual one first.
func FloatReasons() []FloatReason {
	return []FloatReason{"toSafe", "changeBrought", "otherDrawer", "recounted", "other"}
}

// DifferenceReason is what a clerk says of a difference that a recount did not mend.
type DifferenceReason string

// DifferenceReasons are those of the contract.
func DifferenceReasons() []DifferenceReason {
	return []DifferenceReason{"notFound", "changeError", "countedTwice", "foreignNote", "other"}
}

// DrawerClosing is the body of a close; ID is the session's.
type DrawerClosing struct {
	ID      string       `json:"id"`
	Desk    string       `json:"desk"`
	Staff   string       `json:"staff"`
	Counted money.Amount `json:"counted"`
	// DifferenceReason is only for an office that gives MayCount; left out when empty.
	DifferenceReason DifferenceReason `json:"differenceReason,omitempty"`
	// ApprovalID is a second person's agreement to these bytes; left out when empty.
	ApprovalID string `json:"approvalId,omitempty"`
}

// Encode gives the canonical bytes, or says what the contract does not allow.
func (r DrawerOpening) Encode() ([]byte, error) {
	notes := len(r.Denominations) == 0 || areNotes(r.Denominations, r.Float).holds
	why := r.FloatReason == "" || slices.Contains(FloatReasons(), r.FloatReason)
	if err := check(isID(r.ID), isDesk(r.Desk), isStaff(r.Staff), isAmount(r.Float, 0, "float"), rule{notes, "denominations"}, rule{why, "reason"}); err != nil {
		return nil, err
	}
	return encode(r)
}

// Encode gives the canonical bytes, or says what the contract does not allow.
func (r DrawerClosing) Encode() ([]byte, error) {
	why := r.DifferenceReason == "" || slices.Contains(DifferenceReasons(), r.DifferenceReason)
	if err := check(isID(r.ID), isDesk(r.Desk), isStaff(r.Staff), isAmount(r.Counted, 0, "counted"), rule{why, "reason"}, rule{r.ApprovalID == "" || isUUID(r.ApprovalID, "").holds, "approval"}); err != nil {
		return nil, err
	}
	return encode(r)
}

// CurrentDrawer asks for this desk's open session and the last closed one.
func (c *Client) CurrentDrawer(ctx context.Context) (DrawerNow, error) {
	where := at("/v1/drawer-sessions/current").with(map[string]string{"desk": c.desk})
	return get(ctx, c, call{at: where}, func(now *DrawerNow, _ http.Header) bool {
		return now.Session.fits(c.desk, DrawerOpen) && now.Previous.fits(c.desk, DrawerClosed) && now.Taken.wasTaken()
	})
}

// OpenDrawer puts the journaled opening on the wire, once. Sending.Amount is the float;
// Posted means that the session is open.
func (c *Client) OpenDrawer(ctx context.Context, s Sending) Outcome[DrawerSession] {
	want := expected{ends: map[string]Verdict{DrawerOpen: Posted, DrawerRejected: Rejected}}
	return putJournaled(ctx, c, at("/v1/drawer-sessions/{id}", s.ID), s, want,
		func(b openingBody) writeFields { return writeFields{id: b.ID, amount: b.Float} },
		func(d DrawerSession) writeFields { return writeFields{id: d.ID, state: d.State, amount: d.Float} })
}

// CloseDrawer puts the journaled close on the wire, once. Sending.ID is the session's id,
// Sending.Amount the count; Posted means that the session is closed.
func (c *Client) CloseDrawer(ctx context.Context, s Sending) Outcome[DrawerSession] {
	want := expected{ends: map[string]Verdict{DrawerClosed: Posted, DrawerRejected: Rejected}}
	return putJournaled(ctx, c, at("/v1/drawer-sessions/{id}/close", s.ID), s, want,
		func(b closingBody) writeFields { return writeFields{id: b.ID, amount: b.Counted} },
		func(d DrawerSession) writeFields { return writeFields{id: d.ID, state: d.State, amount: d.Counted} })
}

// openingBody and closingBody are what a journaled body must say of itself, whatever
// version wrote it.
type openingBody struct {
	ID    string       `json:"id"`
	Float money.Amount `json:"float"`
}

type closingBody struct {
	ID      string       `json:"id"`
	Counted money.Amount `json:"counted"`
}

// wasTaken reports whether a session, if there is one, says who ended it.
func (d *DrawerSession) wasTaken() bool {
	return d == nil || d.fits(d.Desk, DrawerClosed) && d.ClosedBy != nil
}

// fits reports whether a session, if there is one, is this desk's and in that state. Its id goes into every
// top-up: one that the contract does not know is refused here, before any cash is taken.
func (d *DrawerSession) fits(desk, state string) bool {
	return d == nil || ident.IsUUID(d.ID) && ident.IsStaff(d.Staff) && d.Desk == desk && d.State == state
}
