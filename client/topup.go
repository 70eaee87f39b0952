package client

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// TopUpRequest is the body of a top-up. Its bytes are made once, by Encode, journaled,
// and sent as they are.
type TopUpRequest struct {
	ID              string       `json:"id"`
	MokID           string       `json:"mokId"`
	Amount          money.Amount `json:"amount"`
	QuoteID         string       `json:"quoteId"`
	DrawerSessionID string       `json:"drawerSessionId"`
	// Staff is the number of the clerk who took the cash.
	Staff string `json:"staff"`
	Desk  string `json:"desk"`
	// Seq counts the desk's sent writes from 1.
	Seq int64 `json:"seq"`
	// Prev is the SHA-256, in hex, of the body the desk sent before; empty for its first.
	Prev string `json:"prev"`
	// Tendered is the cash that the customer put down.
	Tendered money.Amount `json:"tendered"`
	// PayerID names a person sent by PutPerson; empty when the quote does not ask for one.
	PayerID string `json:"payerId,omitempty"`
	// ApprovalID names a second person's agreement to these bytes; empty when the quote does not ask for one.
	ApprovalID string `json:"approvalId,omitempty"`
}

// TopUp is the office's word on a top-up. ID, Amount and State are always there; the rest
// as far as the office knows it.
type TopUp struct {
	ID     string       `json:"id"`
	MokID  string       `json:"mokId" contract:"optional"`
	Amount money.Amount `json:"amount" contract:"optional"`
	// State is posted, rejected, cancelled, inFlight or unseen.
	State string `json:"state"`
	// Code says why it was rejected: CodeIllFormed if the office did not say it as agreed.
	Code            string       `json:"code" contract:"code"`
	Fee             money.Amount `json:"fee" contract:"optional"`
	Total           money.Amount `json:"total" contract:"optional"`
	Tendered        money.Amount `json:"tendered" contract:"optional"`
	Change          money.Amount `json:"change" contract:"optional"`
	ReceiptNumber   string       `json:"receiptNumber" contract:"optional"`
	BookedAt        time.Time    `json:"bookedAt" contract:"optional"`
	BalanceAfter    money.Amount `json:"balanceAfter" contract:"optional"`
	Desk            string       `json:"desk" contract:"optional"`
	Seq             int64        `json:"seq" contract:"optional"`
	Staff           string       `json:"staff" contract:"optional"`
	DrawerSessionID string       `json:"drawerSessionId" contract:"optional"`
	// SentBy is the clerk whose token brought the id first, where that is not Staff; always of a tombstone. Empty also
	// when the office does not tell: one of contract 1.0, or an ending from its time.
	SentBy string `json:"sentBy" contract:"staff"`
	// Approver is the second person who has agreed to a posted one; empty for none, and of an office before 1.4.0.
	Approver string `json:"approver" contract:"staff"`
	// Reversal undid it since. Only lists and FindTopUp tell it; nil where there is none.
	Reversal *ReversalLine `json:"reversal" contract:"optional"`
	// Gap is set when the office missed a number of the desk's before this one.
	Gap     bool   `json:"gap" contract:"optional"`
	TraceID string `json:"traceId" contract:"optional"`
}

// Cancellation asks for a tombstone: if the top-up is not posted yet, it never will be.
type Cancellation struct {
	ID     string       `json:"id"`
	MokID  string       `json:"mokId"`
	Amount money.Amount `json:"amount"`
	Desk   string       `json:"desk"`
}

// SeqGap is a run of numbers, both ends included, that the office never saw from the desk.
type SeqGap struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// TopUpPage is a page of this desk's top-ups, by Seq. NextCursor is empty on the last one.
type TopUpPage struct {
	Items      []TopUp   `json:"items"`
	Gaps       []SeqGap  `json:"gaps"`
	NextCursor string    `json:"nextCursor" contract:"nullable"`
	AsOf       time.Time `json:"asOf"`
}

// Encode gives the canonical bytes: the fields in the contract's order, no HTML escapes.
// It refuses a request that the contract does not allow.
func (r TopUpRequest) Encode() ([]byte, error) {
	payer := r.PayerID == "" || ident.IsUUID(r.PayerID)
	approval := r.ApprovalID == "" || ident.IsUUID(r.ApprovalID)
	err := check(isID(r.ID), isMokID(r.MokID), isAmount(r.Amount, 1, "amount"), isUUID(r.QuoteID, "quote"),
		isUUID(r.DrawerSessionID, "drawer session"), isStaff(r.Staff), isDesk(r.Desk),
		rule{r.Seq >= 1 && r.Seq <= maxSeq, "seq"}, rule{reHash.MatchString(r.Prev), "prev"},
		isAmount(r.Tendered, 1, "tendered"), rule{payer, "payer"}, rule{approval, "approval"})
	if err != nil {
		return nil, err
	}
	return encode(r)
}

// TopUp puts the journaled bytes on the wire, once. The context's end says nothing about
// whether the office posted: the verdict is then Unknown.
func (c *Client) TopUp(ctx context.Context, s Sending) Outcome[TopUp] {
	return putJournaled(ctx, c, at("/v1/top-ups/{id}", s.ID), s, expected{ends: topUpEnds}, topUpBody.fields, TopUp.fields)
}

// AskTopUp asks what became of an id. It is never NotSent; State tells inFlight and unseen.
func (c *Client) AskTopUp(ctx context.Context, id string, amount money.Amount) Outcome[TopUp] {
	want := expected{id: id, amount: amount, ends: topUpEnds}
	return ask(ctx, c, at("/v1/top-ups/{id}", id), want, TopUp.fields, isID(id), isAmount(amount, 1, "amount"))
}

// CancelTopUp asks for a tombstone. Only Cancelled permits giving the cash back. It is
// never NotSent, for that would speak of the cancellation and not of the top-up.
func (c *Client) CancelTopUp(ctx context.Context, what Cancellation) Outcome[TopUp] {
	want := expected{id: what.ID, mokID: what.MokID, amount: what.Amount, ends: topUpEnds}
	where := at("/v1/top-ups/{id}/cancellation", what.ID)
	err := check(isID(what.ID), isMokID(what.MokID), isAmount(what.Amount, 1, "amount"), isDesk(what.Desk))
	if err != nil {
		return refused[TopUp](ctx, c, where, want, err)
	}
	body, err := encode(what)
	if err != nil {
		return refused[TopUp](ctx, c, where, want, err)
	}
	return put(ctx, c, where, body, want, TopUp.fields)
}

// DeskTopUps lists what the office has of this desk from a number (1 or more) on, for reconciliation.
func (c *Client) DeskTopUps(ctx context.Context, fromSeq int64, cursor string) (TopUpPage, error) {
	if err := check(rule{fromSeq >= 1 && fromSeq <= maxSeq, "seq"}); err != nil {
		return TopUpPage{}, err
	}
	where := at("/v1/desks/{desk}/top-ups", c.desk).with(map[string]string{
		"fromSeq": strconv.FormatInt(fromSeq, 10), "cursor": cursor,
	})
	return get(ctx, c, call{at: where}, func(p *TopUpPage, _ http.Header) bool {
		return !slices.ContainsFunc(p.Items, func(t TopUp) bool { return t.Desk != c.desk })
	})
}

// topUpEnds are the states of a top-up that the office never takes back.
var topUpEnds = map[string]Verdict{
	string(Posted): Posted, string(Rejected): Rejected, string(Cancelled): Cancelled,
}

func (t TopUp) fields() writeFields {
	return writeFields{id: t.ID, mokID: t.MokID, state: t.State, amount: t.Amount}
}

// topUpBody is what a journaled body must say of itself, whatever version wrote it.
type topUpBody struct {
	ID     string       `json:"id"`
	MokID  string       `json:"mokId"`
	Amount money.Amount `json:"amount"`
}

func (b topUpBody) fields() writeFields {
	return writeFields{id: b.ID, mokID: b.MokID, amount: b.Amount}
}

// TenderedIn is the cash that a journaled body says the customer put down; zero where it doesn't say.
func TenderedIn(body []byte) money.Amount {
	var b struct {
		Tendered money.Amount `json:"tendered"`
	}
	if json.Unmarshal(body, &b) != nil {
		return money.Amount{}
	}
	return b.Tendered
}
