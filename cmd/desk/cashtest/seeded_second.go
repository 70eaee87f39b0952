package cashtest

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"sync"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// A day on which amounts are above the limit, and one on which locked cards are unlocked.
var (
	aboveLimit = &Shape{Desks: 1, Cards: 2, Jobs: 3, Rate: 100, Seconds: true}
	unlocks    = &Shape{Desks: 1, Cards: 2, Jobs: 2, Rate: 300, Seconds: true, Locks: true}
)

// seededSeconds are the bugs of what needs a second person.
func seededSeconds() []Bug {
	return []Bug{
		{Name: "an approval is used again", Shape: aboveLimit, Office: func(o flow.Office) flow.Office { return &usesAgain{Office: o} }},
		{Name: "other bytes are sent than were approved", Shape: aboveLimit, Office: func(o flow.Office) flow.Office { return encodesAnew{o} }},
		{Name: "an unseen unlock is taken for rejected", Shape: unlocks, Office: func(o flow.Office) flow.Office { return trustsUnseenUnlock{o} }},
		{Name: "how an unlock ended is not remembered", Shape: unlocks, Journal: func(j outbox.Journal) outbox.Journal { return forgetsUnlocks{j} }},
	}
}

// usesAgain lets every top-up above the limit go with the approval of the first.
type usesAgain struct {
	flow.Office
	mu    sync.Mutex
	first string
}

func (u *usesAgain) TopUp(ctx context.Context, s client.Sending) client.Outcome[client.TopUp] {
	var said struct{ ApprovalID string }
	if json.Unmarshal(s.Body, &said) == nil && said.ApprovalID != "" {
		u.mu.Lock()
		if u.first == "" {
			u.first = said.ApprovalID
		}
		s.Body = bytes.ReplaceAll(s.Body, []byte(said.ApprovalID), []byte(u.first))
		u.mu.Unlock()
	}
	return u.Office.TopUp(ctx, s)
}

// encodesAnew sends what was approved with its fields in another order.
type encodesAnew struct{ flow.Office }

func (e encodesAnew) TopUp(ctx context.Context, s client.Sending) client.Outcome[client.TopUp] {
	var said map[string]json.RawMessage
	if json.Unmarshal(s.Body, &said) == nil && said["approvalId"] != nil {
		s.Body, _ = json.Marshal(said)
	}
	return e.Office.TopUp(ctx, s)
}

// trustsUnseenUnlock tells the clerk that an unlock was rejected which the office has not seen so far.
type trustsUnseenUnlock struct{ flow.Office }

func (t trustsUnseenUnlock) AskUnlock(ctx context.Context, id, mokID string) client.Outcome[client.Unlock] {
	out := t.Office.AskUnlock(ctx, id, mokID)
	if out.State == client.StateUnseen {
		out = client.Outcome[client.Unlock]{Verdict: client.Rejected, Answer: client.Unlock{ID: id, MokID: mokID, State: "rejected", Code: client.CodeCardNotLocked}}
	}
	return out
}

// forgetsUnlocks has no ending of an unlock to tell of.
type forgetsUnlocks struct{ outbox.Journal }

func (f forgetsUnlocks) Settled() []journal.Settled {
	return slices.DeleteFunc(f.Journal.Settled(), func(s journal.Settled) bool { return s.Ending.Task == "unlock" })
}
