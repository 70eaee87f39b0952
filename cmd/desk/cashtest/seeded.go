package cashtest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Seeded are the bugs that the schedules must find. Each is one that teams have shipped, or nearly.
func Seeded() []Bug {
	return append([]Bug{
		{Name: "an attempt is sent under a new id", Office: func(o flow.Office) flow.Office { return &changesID{Office: o} }},
		{Name: "unseen is taken for never posted", Office: func(o flow.Office) flow.Office { return trustsUnseen{o} }},
		{Name: "a time-out is taken for not sent", Office: func(o flow.Office) flow.Office { return takesForNotSent{o, client.CodeTimeout} }},
		{Name: "a lost connection is taken for not sent", Office: func(o flow.Office) flow.Office { return takesForNotSent{o, client.CodeConnectionLost} }},
		{Name: "the status code is trusted", Transport: answers(func(r *http.Response) bool { return r.StatusCode/100 == 2 }, "posted")},
		{Name: "an error status is final", Transport: answers(func(r *http.Response) bool { return r.StatusCode/100 >= 4 }, "rejected")},
		{Name: "a write is repeated by the library", Transport: func(t http.RoundTripper) http.RoundTripper { return repeats{t} }},
		{Name: "a write is replayed by net/http", Transport: replayed},
		{Name: "a redirect is followed", Transport: func(t http.RoundTripper) http.RoundTripper { return follows{t} }},
		{Name: "the journal is written after the sending", Journal: func(j outbox.Journal) outbox.Journal { return &writesLate{Journal: j} }},
		{Name: "the journal's errors are passed over", Journal: func(j outbox.Journal) outbox.Journal { return passesOver{j} }},
		{Name: "how a lock ended is not remembered", Shape: &Shape{Desks: 1, Cards: 2, Jobs: 2, Rate: 250, Locks: true},
			Journal: func(j outbox.Journal) outbox.Journal { return forgetsLocks{j} }},
		{Name: "recovery is skipped", Journal: func(j outbox.Journal) outbox.Journal { return forgets{j} }},
		{Name: "nothing is synced", Disk: func(fs journal.FS) journal.FS { return syncs{fs, func(journal.File) error { return nil }} }},
		{Name: "a failed sync is tried again", Disk: func(fs journal.FS) journal.FS {
			return syncs{fs, func(f journal.File) error {
				if f.Sync() == nil {
					return nil
				}
				return f.Sync()
			}}
		}},
		{Name: "the office has no unique key", Branch: func(o http.Handler) http.Handler { return &noKey{Handler: o, seen: map[string]int{}} }},
		{Name: "the office forgets a rejection", Branch: func(o http.Handler) http.Handler { return &noRejections{Handler: o, seen: map[string]int{}} }},
		{Name: "the office forgets a cancellation", Branch: func(o http.Handler) http.Handler { return noTombstones{o} }},
	}, slices.Concat(seededReversals(), seededMovements(), seededSeconds(), seededCounts())...)
}

// changesID sends every attempt but the first under an id of its own.
type changesID struct {
	flow.Office
	n int
}

func (r *changesID) TopUp(ctx context.Context, s client.Sending) client.Outcome[client.TopUp] {
	if s.First {
		return r.Office.TopUp(ctx, s)
	}
	r.n++
	fresh := "f" + string(rune('0'+r.n%10)) + s.ID[2:]
	s.Body = bytes.ReplaceAll(s.Body, []byte(s.ID), []byte(fresh))
	s.ID = fresh
	return r.Office.TopUp(ctx, s)
}

// trustsUnseen gives the cash back when the office has not seen the id so far.
type trustsUnseen struct{ flow.Office }

func (t trustsUnseen) AskTopUp(ctx context.Context, id string, amount money.Amount) client.Outcome[client.TopUp] {
	out := t.Office.AskTopUp(ctx, id, amount)
	if out.State == client.StateUnseen {
		out = client.Outcome[client.TopUp]{Verdict: client.Cancelled, Answer: client.TopUp{ID: id, Amount: amount, State: "cancelled"}}
	}
	return out
}

// takesForNotSent takes one kind of silence for proof that nothing was sent.
type takesForNotSent struct {
	flow.Office
	code string
}

func (h takesForNotSent) TopUp(ctx context.Context, s client.Sending) client.Outcome[client.TopUp] {
	out := h.Office.TopUp(ctx, s)
	if out.Verdict == client.Unknown && client.CodeOf(out.Err) == h.code {
		out.Verdict = client.NotSent
	}
	return out
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func topUpOf(r *http.Request) bool {
	return r.Method == http.MethodPut && strings.HasPrefix(r.URL.Path, "/v1/top-ups/")
}

// answers takes what the status says for an answer of the office's, whatever the body is.
func answers(when func(*http.Response) bool, state string) func(http.RoundTripper) http.RoundTripper {
	return func(t http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			body := bodyOf(r)
			answer, err := t.RoundTrip(r)
			if err != nil || !topUpOf(r) || !when(answer) {
				return answer, err
			}
			said, _ := io.ReadAll(answer.Body)
			if bytes.Contains(said, []byte(`"mokId"`)) && answer.StatusCode/100 == 2 {
				answer.Body = io.NopCloser(bytes.NewReader(said))
				return answer, nil
			}
			made := bytes.Replace(body, []byte(`{`), []byte(`{"state":"`+state+`",`), 1)
			answer.StatusCode, answer.Header = http.StatusOK, http.Header{"Content-Type": {"application/json"}}
			answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(made)), int64(len(made))
			return answer, nil
		})
	}
}

// bodyOf reads a request's body and puts it back.
func bodyOf(r *http.Request) []byte {
	if r.Body == nil {
		return nil
	}
	body, _ := io.ReadAll(r.Body)
	_ = r.Body.Close()
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body
}

// repeats sends again after an error, as resty does with a retry count.
type repeats struct{ http.RoundTripper }

func (t repeats) RoundTrip(r *http.Request) (*http.Response, error) {
	body := bodyOf(r)
	answer, err := t.RoundTripper.RoundTrip(r)
	for range 2 {
		if err == nil || r.Context().Err() != nil {
			break
		}
		again := r.Clone(r.Context())
		again.Body = io.NopCloser(bytes.NewReader(body))
		answer, err = t.RoundTripper.RoundTrip(again)
	}
	return answer, err
}

// replayed marks writes as repeatable and keeps their connections, as an Idempotency-Key header does.
func replayed(t http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		if topUpOf(r) {
			body := bodyOf(r)
			r = r.Clone(r.Context())
			r.Close = false
			r.Header.Set("X-"+"Idempotency-"+"Key", r.URL.Path)
			r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		}
		return t.RoundTrip(r)
	})
}

// follows goes where it is sent.
type follows struct{ http.RoundTripper }

func (t follows) RoundTrip(r *http.Request) (*http.Response, error) {
	body := bodyOf(r)
	answer, err := t.RoundTripper.RoundTrip(r)
	if err != nil || answer.StatusCode != http.StatusTemporaryRedirect {
		return answer, err
	}
	_ = answer.Body.Close()
	next, err := http.NewRequestWithContext(r.Context(), r.Method, answer.Header.Get("Location"), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return t.RoundTripper.RoundTrip(next)
}

// writesLate keeps a SENDING in memory until the next record.
type writesLate struct {
	outbox.Journal
	mu   sync.Mutex
	late []journal.Record
}

func (w *writesLate) Append(r journal.Record) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.Kind == journal.Sending {
		w.late = append(w.late, r)
		return nil
	}
	for _, l := range w.late {
		if err := w.Journal.Append(l); err != nil {
			return err
		}
	}
	w.late = nil
	return w.Journal.Append(r)
}

// passesOver tells of no error.
type passesOver struct{ outbox.Journal }

func (p passesOver) Append(r journal.Record) error {
	_ = p.Journal.Append(r)
	return nil
}

// forgets has nothing to recover.
type forgets struct{ outbox.Journal }

func (forgets) Items() []journal.Item { return nil }

// forgetsLocks has no ending of a lock to tell of.
type forgetsLocks struct{ outbox.Journal }

func (f forgetsLocks) Settled() []journal.Settled {
	return slices.DeleteFunc(f.Journal.Settled(), func(s journal.Settled) bool { return s.Ending.Task == "lock" })
}

// syncs replaces the sync of every file.
type syncs struct {
	journal.FS
	sync func(journal.File) error
}

func (s syncs) Open(name string) (journal.File, error) {
	f, err := s.FS.Open(name)
	if err != nil {
		return nil, err
	}
	return syncsFile{f, s.sync}, nil
}

type syncsFile struct {
	journal.File
	sync func(journal.File) error
}

func (f syncsFile) Sync() error { return f.sync(f.File) }
