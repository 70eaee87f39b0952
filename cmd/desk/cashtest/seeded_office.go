package cashtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

// topUpOn reads a top-up's PUT as an office does; ok is false for every other request, which it leaves as it is.
func topUpOn(r *http.Request) (b topUpBody, ok bool) {
	id, found := strings.CutPrefix(r.URL.Path, "/v1/top-ups/")
	if r.Method != http.MethodPut || !found {
		return b, false
	}
	b.cancels = strings.HasSuffix(id, "/cancellation")
	raw, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(strings.NewReader(string(raw)))
	return b, json.Unmarshal(raw, &b.fields) == nil
}

type topUpBody struct {
	fields  map[string]any
	cancels bool
}

func (b topUpBody) text(key string) string { s, _ := b.fields[key].(string); return s }

func (b topUpBody) ends(state, code string) []byte {
	said, _ := json.Marshal(map[string]any{"id": b.text("id"), "mokId": b.text("mokId"), "amount": b.fields["amount"],
		"state": state, "code": code, "desk": b.text("desk"), "traceId": strings.Repeat("0", 32)})
	return said
}

func says201(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(body)
}

// noKey is an office that takes every copy of a top-up for a new one.
type noKey struct {
	http.Handler
	mu   sync.Mutex
	seen map[string]int
}

func (o *noKey) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, ok := topUpOn(r)
	if !ok || b.cancels {
		o.Handler.ServeHTTP(w, r)
		return
	}
	id := b.text("id")
	o.mu.Lock()
	n := o.seen[id]
	o.seen[id]++
	o.mu.Unlock()
	if n == 0 {
		o.Handler.ServeHTTP(w, r)
		return
	}
	b.fields["id"] = fmt.Sprintf("%02x%s", 0xa0+n%0x50, id[2:])
	b.fields["quoteId"] = o.quote(r, b) // such an office does not look whether a quote was used
	body, _ := json.Marshal(b.fields)
	again := r.Clone(r.Context())
	again.URL.Path = "/v1/top-ups/" + b.text("id")
	again.Body = io.NopCloser(strings.NewReader(string(body)))
	answer := httptest.NewRecorder()
	o.Handler.ServeHTTP(answer, again)
	w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
	w.WriteHeader(answer.Code)
	_, _ = w.Write([]byte(strings.ReplaceAll(answer.Body.String(), b.text("id"), id)))
}

// quote gets the copy a quote of its own.
func (o *noKey) quote(r *http.Request, b topUpBody) string {
	mokID := b.text("mokId")
	var match struct{ MatchID string }
	o.post(r, "/v1/cards/"+mokID+"/matches", map[string]any{"panLast6": mokID[3:]}, &match)
	var quote struct{ QuoteID string }
	o.post(r, "/v1/cards/"+mokID+"/top-up-quotes", map[string]any{"amount": b.fields["amount"], "matchId": match.MatchID}, &quote)
	return quote.QuoteID
}

func (o *noKey) post(r *http.Request, path string, body map[string]any, into any) {
	text, _ := json.Marshal(body)
	ask := httptest.NewRequest(http.MethodPost, path, strings.NewReader(string(text)))
	ask.Header = r.Header.Clone()
	answer := httptest.NewRecorder()
	o.Handler.ServeHTTP(answer, ask)
	_ = json.Unmarshal(answer.Body.Bytes(), into)
}

// noRejections is an office that refuses some top-ups for a reason that passes, and judges the next copy anew.
type noRejections struct {
	http.Handler
	mu   sync.Mutex
	seen map[string]int
}

func (o *noRejections) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, ok := topUpOn(r)
	if ok && !b.cancels {
		o.mu.Lock()
		n := o.seen[b.text("id")]
		o.seen[b.text("id")]++
		o.mu.Unlock()
		if n == 0 && b.text("id")[0]%2 == 0 {
			says201(w, b.ends("rejected", "limit-exceeded"))
			return
		}
	}
	o.Handler.ServeHTTP(w, r)
}

// noTombstones is an office that answers a cancellation of what it never saw, and keeps nothing of it.
type noTombstones struct{ http.Handler }

func (o noTombstones) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if b, ok := topUpOn(r); ok && b.cancels {
		ask := httptest.NewRequest(http.MethodGet, "/v1/top-ups/"+b.text("id"), nil)
		ask.Header = r.Header.Clone()
		answer := httptest.NewRecorder()
		o.Handler.ServeHTTP(answer, ask)
		var now struct{ State string }
		if json.Unmarshal(answer.Body.Bytes(), &now) == nil && now.State == "unseen" {
			says201(w, b.ends("cancelled", ""))
			return
		}
	}
	o.Handler.ServeHTTP(w, r)
}
