package client

import (
	"context"
	"testing"

	"cekr.kranj.si/desk/client/money"
)

// attempt is any write, and what the good answer to it would be.
type attempt struct {
	name  string
	route string
	good  string
	holds []string // what the good answer must say beside the id
	first bool     // whether a failed dial can be NotSent
	send  func(context.Context, *Client, bool) ended
}

// ended is an Outcome without its answer.
type ended struct {
	Verdict Verdict
	Err     error
	Alarm   bool
	State   string
}

func end[T any](o Outcome[T]) ended { return ended{o.Verdict, o.Err, o.Alarm, o.State} }

// attempts are all the writes of the contract that the client makes.
func attempts(t *testing.T) []attempt {
	again := func(s Sending, first bool) Sending {
		s.First = first
		return s
	}
	topUp, open, shut, lock := sending(t), opening(t), closing(t), locking(t)
	undo, free, agree := reversing(t), unlocking(t), approving(t)
	cancelled := `{"id":"` + topUpID + `","mokId":"` + mokID + `","amount":` + euros(2000) + `,"state":"cancelled","desk":"KR-01","traceId":"` + traceID + `"}`
	ofCard, ofDrawer := []string{"state", "amount", "mokId"}, []string{"state", "amount"}
	return []attempt{
		{"top-up", topUpRoute, posted, ofCard, true, func(ctx context.Context, c *Client, first bool) ended {
			return end(c.TopUp(ctx, again(topUp, first)))
		}},
		{"cancellation", topUpRoute + "/cancellation", cancelled, ofCard, false, func(ctx context.Context, c *Client, _ bool) ended {
			return end(c.CancelTopUp(ctx, Cancellation{topUpID, mokID, money.EUR(2000), "KR-01"}))
		}},
		{"drawer open", "PUT /v1/drawer-sessions/" + drawerID, opened, ofDrawer, true, func(ctx context.Context, c *Client, first bool) ended {
			return end(c.OpenDrawer(ctx, again(open, first)))
		}},
		{"drawer close", "PUT /v1/drawer-sessions/" + drawerID + "/close", closed, ofDrawer, true, func(ctx context.Context, c *Client, first bool) ended {
			return end(c.CloseDrawer(ctx, again(shut, first)))
		}},
		{"lock", lockRoute, stopped, []string{"state", "mokId"}, true, func(ctx context.Context, c *Client, first bool) ended {
			return end(c.Lock(ctx, again(lock, first)))
		}},
		{"reversal", reversalRoute, undone, []string{"state", "amount", "mokId", "topUpId"}, true, func(ctx context.Context, c *Client, first bool) ended {
			return end(c.Reverse(ctx, again(undo, first)))
		}},
		{"unlock", unlockRoute, freed, []string{"state", "mokId"}, true, func(ctx context.Context, c *Client, first bool) ended {
			return end(c.Unlock(ctx, again(free, first)))
		}},
		{"approval", approvalRoute, agreed, []string{"state", "amount", "mokId", "subjectHash"}, true, func(ctx context.Context, c *Client, first bool) ended {
			return end(secondPerson{Client: c}.Approve(ctx, again(agree, first)))
		}},
		{"person", "PUT /v1/persons/" + otherID, `{"id":"` + otherID + `","role":"payer"}`, nil, true, func(ctx context.Context, c *Client, _ bool) ended {
			return end(c.PutPerson(ctx, payer()))
		}},
	}
}
