package client

import (
	"context"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// Denomination is how many of one note or coin were counted.
type Denomination struct {
	// Value is in cents; see money.Denominations.
	Value int64 `json:"value"`
	// Pieces is at most 100,000.
	Pieces int64 `json:"pieces"`
}

// maxPieces of one note or coin.
const maxPieces = 100_000

// areNotes takes notes and coins of the euro, each at most once, whose sum is the amount.
func areNotes(all []Denomination, sum money.Amount) rule {
	seen, left := map[int64]bool{}, sum.Cents
	for _, d := range all {
		if !money.IsDenomination(d.Value) || seen[d.Value] || d.Pieces < 0 || d.Pieces > maxPieces {
			return rule{false, "denominations"}
		}
		seen[d.Value] = true
		left -= d.Value * d.Pieces
	}
	return rule{left == 0, "denominations"}
}

// CountRequest is the body of a count. Its bytes are made once, by Encode, journaled, and sent as they are.
type CountRequest struct {
	ID              string         `json:"id"`
	DrawerSessionID string         `json:"drawerSessionId"`
	Denominations   []Denomination `json:"denominations"`
	Counted         money.Amount   `json:"counted"`
	Desk            string         `json:"desk"`
	Staff           string         `json:"staff"`
}

// Encode gives the canonical bytes, or says what the contract does not allow.
func (r CountRequest) Encode() ([]byte, error) {
	err := check(isID(r.ID), isUUID(r.DrawerSessionID, "drawer session"), rule{r.Denominations != nil, "denominations"}, areNotes(r.Denominations, r.Counted),
		isAmount(r.Counted, 0, "counted"), isDesk(r.Desk), isStaff(r.Staff))
	if err != nil {
		return nil, err
	}
	return encode(r)
}

// Count is the office's word on a count. ID and State are always there, the session and the count with every ending;
// the rest as far as it belongs to State.
type Count struct {
	ID              string       `json:"id"`
	DrawerSessionID string       `json:"drawerSessionId" contract:"optional"`
	Counted         money.Amount `json:"counted" contract:"optional"`
	// State is posted, rejected, inFlight or unseen.
	State string `json:"state"`
	// Code says why it was rejected: CodeIllFormed if the office did not say it as agreed.
	Code string `json:"code" contract:"code"`
	// Expected and Difference are told to nobody before the close where the office wants that blind.
	Expected   money.Amount `json:"expected" contract:"optional"`
	Difference money.Amount `json:"difference" contract:"optional"`
	// CountsLeft is how often the drawer may be counted again: 0 or 1.
	CountsLeft int `json:"countsLeft" contract:"optional"`
	// Denominations are the notes and coins as sent; nil from an office before 1.4.0.
	Denominations []Denomination `json:"denominations" contract:"optional"`
	CountedAt     time.Time      `json:"countedAt" contract:"optional"`
	// Staff is the clerk as sent: whose drawer it is.
	Staff string `json:"staff" contract:"staff"`
	// SentBy is the clerk whose token brought the id first, where the count names another; see TopUp.SentBy.
	SentBy  string `json:"sentBy" contract:"staff"`
	TraceID string `json:"traceId" contract:"optional"`
}

// NotesOf are the notes and coins in a count's journaled bytes; nil where there are none to be read.
func NotesOf(body []byte) []Denomination {
	r, _ := decode[CountRequest](body)
	return r.Denominations
}

// CountDrawer puts the journaled count on the wire, once. Sending.Amount is the count. An answer is final only if it
// repeats id, session and count. Rejections: forbidden-office, session-unknown, session-not-yours, session-closed, count-limit.
func (c *Client) CountDrawer(ctx context.Context, s Sending) Outcome[Count] {
	body, _ := decode[countBody](s.Body) // what is no body is refused below
	return putJournaled(ctx, c, at("/v1/drawer-sessions/{id}/counts/{countId}", body.DrawerSessionID, s.ID), s, expected{ends: postedOrRejected}, countBody.fields, Count.fields)
}

// AskCount asks what became of a count's id. It is never NotSent; State tells inFlight and unseen. After unseen the same
// bytes are sent again.
func (c *Client) AskCount(ctx context.Context, session, id string, counted money.Amount) Outcome[Count] {
	want := expected{id: id, subject: session, amount: counted, ends: postedOrRejected}
	return ask(ctx, c, at("/v1/drawer-sessions/{id}/counts/{countId}", session, id), want, Count.fields, isID(id), isUUID(session, "drawer session"))
}

func (n Count) fields() writeFields {
	return writeFields{id: n.ID, subject: n.DrawerSessionID, amount: n.Counted, state: n.State}
}

// countBody is what a journaled body must say of itself, whatever version wrote it.
type countBody struct {
	ID              string       `json:"id"`
	DrawerSessionID string       `json:"drawerSessionId"`
	Counted         money.Amount `json:"counted"`
}

func (b countBody) fields() writeFields {
	return writeFields{id: b.ID, subject: b.DrawerSessionID, amount: b.Counted}
}
