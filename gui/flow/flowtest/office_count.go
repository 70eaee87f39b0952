package flowtest

import (
	"context"
	"encoding/json"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
)

// CountDrawer keeps the bytes and answers Counts, or keeps the count.
func (o *Office) CountDrawer(_ context.Context, s client.Sending) client.Outcome[client.Count] {
	o.asked("count")
	o.Sent = append(o.Sent, s.Body)
	if len(o.Counts) > 0 {
		out := o.Counts[0]
		o.Counts = o.Counts[1:]
		return out
	}
	return o.keep(s.Body)
}

// keep keeps a count against what the open drawer holds.
func (o *Office) keep(body []byte) client.Outcome[client.Count] {
	var sent client.CountRequest
	if json.Unmarshal(body, &sent) != nil || o.DrawerNow.Session == nil || len(o.counted) > 1 {
		return client.Outcome[client.Count]{Verdict: client.Rejected, Answer: client.Count{ID: sent.ID, State: "rejected", Code: client.CodeCountLimit, Staff: sent.Staff}}
	}
	expected := o.DrawerNow.Session.Total
	difference, _ := sent.Counted.Sub(expected)
	kept := client.Count{
		ID: sent.ID, DrawerSessionID: sent.DrawerSessionID, Counted: sent.Counted, State: "posted", Expected: expected, Difference: difference,
		CountsLeft: 1 - len(o.counted), Denominations: sent.Denominations, CountedAt: Start, Staff: sent.Staff,
	}
	o.counted = append(o.counted, kept)
	return client.Outcome[client.Count]{Verdict: client.Posted, Answer: kept}
}

// AskCount answers CountAsks, or tells of a count that was kept.
func (o *Office) AskCount(_ context.Context, _, id string, _ money.Amount) client.Outcome[client.Count] {
	o.asked("count-ask")
	if len(o.CountAsks) > 0 {
		return next(&o.CountAsks)
	}
	for _, kept := range o.counted {
		if kept.ID == id {
			return client.Outcome[client.Count]{Verdict: client.Posted, Answer: kept}
		}
	}
	return client.Outcome[client.Count]{Verdict: client.Unknown, Err: &client.Error{Code: client.CodeTimeout}}
}
