package contract

import (
	"net/http"
	"sync"
	"testing"
)

func concurrentParts() []part {
	return []part{
		{"SameIdAtOnce", (*suite).sameIDAtOnce},
		{"InFlight", (*suite).inFlight},
		{"DesksAtOnce", (*suite).desksAtOnce},
		{"QuoteAtOnce", (*suite).quoteAtOnce},
	}
}

func (d *desk) sendRequest(w write) request {
	return request{method: http.MethodPut, path: "/v1/top-ups/" + w.id, token: d.token, body: w.raw}
}

func (d *desk) cancelRequest(w write) request {
	body := bytesOf(cancellationBody{w.id, w.body.MokID, w.body.Amount, w.body.Desk})
	return request{method: http.MethodPut, path: "/v1/top-ups/" + w.id + "/cancellation", token: d.token, body: body}
}

// sameIDAtOnce: of many copies at once one is the first; all that get an ending get the same; money moves once.
func (s *suite) sameIDAtOnce(t *testing.T) {
	d := s.open(t)
	for round := range 4 {
		w := d.next(t)
		var first []answer
		answers := s.together(t, 8, func(int) request { return d.sendRequest(w) })
		last := d.send(t, w).want(t, 200)
		for _, a := range answers {
			switch a.status {
			case 409:
				a.refused(t, 409, "in-flight")
			case 201:
				first = append(first, a)
				same(t, last, a)
			default:
				same(t, last, a.want(t, 200))
			}
		}
		if len(first) != 1 {
			t.Errorf("%d of 8 copies were told to be the first", len(first))
		}
		if cash, want := d.cash(t), int64(round+1)*w.body.Tendered.Amount; cash != want {
			t.Fatalf("after %d top-ups in 8 copies each the drawer moved by %d, not by %d", round+1, cash, want)
		}
	}
}

// inFlight: while one copy is being worked on, the others are told so, by PUT, by GET and by the cancellation.
func (s *suite) inFlight(t *testing.T) {
	d := s.open(t)
	w := d.next(t)
	first := s.held(t, "PUT /v1/top-ups/{id}", d.sendRequest(w), func() string { return d.ask(t, w.id).State }, func() {
		d.cancel(t, w).refused(t, 409, "in-flight")
	})
	s.ended(t, first.want(t, 201), w, "posted", "")
	same(t, first, d.send(t, w).want(t, 200))
}

// held sends a write that the office takes its time over. While it is in flight, copies hear so, state asks for it and
// during may do more. Then it is let go, and its answer is given back.
func (s *suite) held(t *testing.T, route string, q request, state func() string, during func()) answer {
	t.Helper()
	s.needs(t, s.office.Hold != nil, "an office that can be made to take its time")
	release := s.office.Hold(route)
	defer release()
	var first answer
	var failed error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		first, failed = s.exchange(q)
	}()
	for state() == "unseen" {
		select {
		case <-ended:
			t.Fatal("the write ended before it was seen in flight: Hold does not hold")
		default:
		}
	}
	if got := state(); got != "inFlight" {
		t.Errorf("asked while a copy is being worked on, it is %s", got)
	}
	if p := s.send(t, q).refused(t, 409, "in-flight"); p.RetryAfterSeconds == nil {
		t.Error("in-flight without retryAfterSeconds")
	}
	during()
	release()
	<-ended
	if failed != nil {
		t.Fatalf("the copy that was being worked on got no answer: %v", failed)
	}
	for _, wrong := range s.judge(first) {
		t.Errorf("%s\n%v", wrong, first)
	}
	return first
}

// desksAtOnce: several desks load one card at the same moment; no cent is lost and none is made.
func (s *suite) desksAtOnce(t *testing.T) {
	const desks = 4
	mokID := s.office.Card.MokID
	before := s.balance(t, mokID)
	var at []*desk
	var writes []write
	for range desks {
		d := s.open(t)
		at, writes = append(at, d), append(writes, d.next(t))
	}
	for i, a := range s.together(t, desks, func(i int) request { return at[i].sendRequest(writes[i]) }) {
		s.ended(t, a.want(t, 201), writes[i], "posted", "")
		if cash := at[i].cash(t); cash != s.rules.Min {
			t.Errorf("the drawer of desk %d moved by %d", i, cash)
		}
	}
	if now := s.balance(t, mokID); now != before+desks*s.rules.Min {
		t.Errorf("%d top-ups of %d brought the card from %d to %d", desks, s.rules.Min, before, now)
	}
}

// quoteAtOnce: two ids on one quote at the same moment: one posts.
func (s *suite) quoteAtOnce(t *testing.T) {
	d := s.open(t)
	q := d.quote(t, s.office.Card, s.rules.Min)
	writes := []write{d.write(q), d.write(q)}
	states := map[string]int{}
	for _, a := range s.together(t, len(writes), func(i int) request { return d.sendRequest(writes[i]) }) {
		var got topUp
		a.want(t, 201).into(t, &got)
		states[got.State+got.Code]++
	}
	if states["posted"] != 1 || states["rejectedquote-mismatch"] != 1 {
		t.Errorf("two ids on one quote ended as %v", states)
	}
	if cash := d.cash(t); cash != s.rules.Min {
		t.Errorf("the drawer moved by %d", cash)
	}
}

// together sends n requests at once and gives the answers, judged, in the order of i.
func (s *suite) together(t *testing.T, n int, of func(i int) request) []answer {
	t.Helper()
	answers, errs := make([]answer, n), make([]error, n)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			q := of(i)
			<-start
			answers[i], errs[i] = s.exchange(q)
		})
	}
	close(start)
	all.Wait()
	for i, a := range answers {
		if errs[i] != nil {
			t.Fatalf("request %d of %d at once: no answer: %v", i, n, errs[i])
		}
		for _, wrong := range s.judge(a) {
			t.Errorf("%s\n%v", wrong, a)
		}
	}
	return answers
}
