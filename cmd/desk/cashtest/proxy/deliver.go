package proxy

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// answer is what came back from the office.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// deliver hands a request to the office. The desk's end does not end it. A copy is one that no desk has sent.
func (p *Proxy) deliver(r *http.Request, seen Seen, copied bool) (answer, error) {
	p.mu.Lock()
	base, secret, way := p.upstream, p.secret, p.way
	p.mu.Unlock()
	if base == "" {
		return answer{}, errors.New("no office")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	target := base + seen.Path
	if r.URL.RawQuery != "" {
		target += "?" + r.URL.RawQuery
	}
	on, err := http.NewRequestWithContext(ctx, r.Method, target, bytes.NewReader(seen.Body))
	if err != nil {
		return answer{}, err
	}
	on.GetBody = nil // never a second copy that is not counted
	on.Header = r.Header.Clone()
	on.Header.Del("Connection")
	if secret != "" {
		on.Header.Set("Embedded-Secret", secret)
	}
	if seen.Key != "" {
		p.count(func(t *Tally) {
			t.Delivered[seen.Key]++
			if copied {
				t.Copies[seen.Key]++
			}
		})
	}
	a, err := exchange(way, on)
	if err != nil {
		p.count(func(t *Tally) { t.Unanswered++ })
		return answer{}, err
	}
	p.learn(seen, a)
	if p.Delivered != nil {
		p.Delivered(seen)
	}
	return a, nil
}

func exchange(way *http.Transport, r *http.Request) (answer, error) {
	resp, err := way.RoundTrip(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, body}, err
}

// learn keeps what later faults are made of.
func (p *Proxy) learn(seen Seen, a answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id, ok := strings.CutSuffix(seen.Key, "/cancellation"); ok {
		done := p.hanging(id)
		select {
		case <-done:
		default:
			close(done)
		}
	}
	if seen.Key != "" && (a.status == http.StatusOK || a.status == http.StatusCreated) {
		p.answers[task(seen)+" before"], p.answers[task(seen)] = p.answers[task(seen)], a.body
	}
}

// hanging is closed once the office has answered a cancellation of the id. The caller holds mu.
func (p *Proxy) hanging(id string) chan struct{} {
	if p.cancelled[id] == nil {
		p.cancelled[id] = make(chan struct{})
	}
	return p.cancelled[id]
}

// task is the kind of thing that a path is about: top-ups, locks, drawer-sessions …
func task(seen Seen) string {
	parts := strings.Split(seen.Path, "/")
	if len(parts) < 3 {
		return ""
	}
	return parts[2]
}
