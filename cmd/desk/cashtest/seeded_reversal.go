package cashtest

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// comesBack is a day on which customers come back to have their top-ups undone.
var comesBack = &Shape{Desks: 1, Cards: 1, Jobs: 3, Rate: 300, Undoes: true}

// seededReversals are the bugs of a storno.
func seededReversals() []Bug {
	return []Bug{
		{Name: "cash is handed out on an unknown storno", Shape: comesBack, Office: func(o flow.Office) flow.Office { return paysOnUnknown{o} }},
		{Name: "an unseen storno is taken for never posted", Shape: comesBack, Office: func(o flow.Office) flow.Office { return trustsUnseenReversal{o} }},
		{Name: "a storno is sent again under a new id", Shape: comesBack, Office: func(o flow.Office) flow.Office { return reversesAnew{o} }},
		{Name: "how a storno ended is not remembered", Shape: &Shape{Desks: 1, Cards: 2, Jobs: 4, Rate: 300, Undoes: true},
			Journal: func(j outbox.Journal) outbox.Journal { return forgetsReversals{j} }},
		{Name: "the office undoes a top-up twice", Shape: comesBack, Branch: func(o http.Handler) http.Handler { return &undoesTwice{Handler: o, totals: map[string]any{}} }},
	}
}

// paysOnUnknown takes silence for a storno that was posted.
type paysOnUnknown struct{ flow.Office }

func (p paysOnUnknown) Reverse(ctx context.Context, s client.Sending) client.Outcome[client.Reversal] {
	out := p.Office.Reverse(ctx, s)
	if out.Verdict == client.Unknown {
		out = client.Outcome[client.Reversal]{Verdict: client.Posted, Answer: client.Reversal{
			ID: s.ID, TopUpID: client.ReversedIn(s.Body), Amount: s.Amount, Total: s.Amount, State: "posted", BookedAt: time.Now(),
		}}
	}
	return out
}

// trustsUnseenReversal tells the clerk that a storno was rejected which the office has not seen so far.
type trustsUnseenReversal struct{ flow.Office }

func (t trustsUnseenReversal) AskReversal(ctx context.Context, id, mokID string, amount money.Amount) client.Outcome[client.Reversal] {
	out := t.Office.AskReversal(ctx, id, mokID, amount)
	if out.State == client.StateUnseen {
		out = client.Outcome[client.Reversal]{Verdict: client.Rejected, Answer: client.Reversal{ID: id, MokID: mokID, Amount: amount, State: "rejected", Code: "top-up-unknown"}}
	}
	return out
}

// reversesAnew sends every attempt but the first under another id, and takes that one's answer for the first's.
type reversesAnew struct{ flow.Office }

func (r reversesAnew) Reverse(ctx context.Context, s client.Sending) client.Outcome[client.Reversal] {
	if s.First {
		return r.Office.Reverse(ctx, s)
	}
	fresh := "f" + s.ID[1:]
	s.Body = bytes.ReplaceAll(s.Body, []byte(s.ID), []byte(fresh))
	s.ID = fresh
	return r.Office.Reverse(ctx, s)
}

// forgetsReversals has no ending of a storno to tell of.
type forgetsReversals struct{ outbox.Journal }

func (f forgetsReversals) Settled() []journal.Settled {
	return slices.DeleteFunc(f.Journal.Settled(), func(s journal.Settled) bool { return s.Ending.Task == "reversal" })
}

// undoesTwice is an office that forgets that a top-up was undone.
type undoesTwice struct {
	http.Handler
	mu     sync.Mutex
	totals map[string]any // by top-up
}

func (o *undoesTwice) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	asks := r.Method == http.MethodGet && (r.URL.Path == "/v1/top-ups" || strings.HasSuffix(r.URL.Path, "/transactions"))
	undoes := r.Method == http.MethodPut && strings.HasPrefix(r.URL.Path, "/v1/reversals/")
	if !asks && !undoes {
		o.Handler.ServeHTTP(w, r)
		return
	}
	inner := httptest.NewRecorder()
	o.Handler.ServeHTTP(inner, r)
	var said map[string]any
	body := inner.Body.Bytes()
	if inner.Code/100 == 2 && json.Unmarshal(body, &said) == nil {
		if undoes {
			o.undone(said)
		} else {
			forgetsUndoing(said)
		}
		body, _ = json.Marshal(said)
	}
	for name, values := range inner.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(inner.Code)
	_, _ = w.Write(body)
}

// undone makes a second storno look like the first.
func (o *undoesTwice) undone(said map[string]any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	id, _ := said["topUpId"].(string)
	if said["state"] == "posted" {
		o.totals[id] = said
		return
	}
	first, is := o.totals[id].(map[string]any)
	if !is || said["code"] != "already-reversed" {
		return
	}
	delete(said, "code")
	delete(said, "reversedBy")
	said["state"] = "posted"
	for _, name := range []string{"fee", "total", "receiptNumber", "bookedAt", "balanceAfter"} {
		if value, there := first[name]; there {
			said[name] = value
		}
	}
}

// forgetsUndoing takes from a top-up, and from a card's lines, that it was undone.
func forgetsUndoing(said map[string]any) {
	if topUp, is := said["topUp"].(map[string]any); is {
		delete(topUp, "reversal")
		delete(said, "correction")
		said["offer"] = map[string]any{"way": "now", "needsApproval": false, "belowZero": false}
	}
	lines, _ := said["items"].([]any)
	for _, line := range lines {
		if fields, is := line.(map[string]any); is {
			delete(fields, "reversedBy")
		}
	}
}
