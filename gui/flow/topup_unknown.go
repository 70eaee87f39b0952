package flow

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"cekr.kranj.si/desk/client"
)

// unknown keeps the cash where it is and asks again by itself, more and more seldom.
func (t *TopUp) unknown(out client.Outcome[client.TopUp]) {
	t.set(func(s *TopUpState) { s.notKnown(out) })
	if needsSignIn(out.Err) {
		t.TokenLost()
	}
	t.stop()
	t.stop = t.needs.Tasks.After(backOff(t.state.Asked), t.Check)
}

// notKnown is how an item stands after an answer that ends nothing.
func (s *TopUpState) notKnown(out client.Outcome[client.TopUp]) {
	s.Step, s.Asking, s.Seen, s.Problem, s.Field = TopUpUnknown, AskNothing, out.State, whyUnknown(out.Err), FieldNone
	if out.Alarm {
		s.Problem = Say("topup.alarm", "Trace", traceOf(out.Err))
	}
}

// whyUnknown says what happened to the question, and never "try again": that is what must not be done.
func whyUnknown(err error) *Message {
	if err == nil {
		return nil
	}
	if errors.Is(err, errFull) {
		return Say("journal.full.again")
	}
	switch code := client.CodeOf(err); code {
	case client.CodeTimeout, client.CodeConnectionLost, client.CodeNoConnection, client.CodeForeignAnswer,
		client.CodeNoTrust, client.CodeInFlight, client.CodeTokenExpired, client.CodeTokenMissing:
		return Say("topup.why." + code)
	}
	return Say("topup.why.other", "Trace", traceOf(err))
}

// backOff waits 2, 4, 8 … seconds and at most a minute between two questions.
func backOff(asked int) time.Duration {
	return min(2*time.Second<<min(asked, 5), time.Minute)
}

func traceOf(err error) string {
	if e, ok := err.(*client.Error); ok {
		return e.TraceID
	}
	return ""
}

func (t *TopUp) ask(what Ask) bool {
	if t.state.Step != TopUpUnknown || t.state.Asking != AskNothing {
		return false
	}
	t.stop()
	t.set(func(s *TopUpState) { s.Asking, s.Asked = what, s.Asked+1 })
	return true
}

// question does work about an item that was sent. Its ending finds the item wherever it is by then: a clerk
// need not wait for the office before the next customer. away says that no clerk has asked.
func (t *TopUp) question(of promise, away bool, limit time.Duration, work func(ctx context.Context) trip[client.TopUp]) {
	t.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		trip := work(ctx)
		return func() { t.heard(of, away, trip) }
	})
}

// heard takes an answer about an id.
func (t *TopUp) heard(of promise, away bool, trip trip[client.TopUp]) {
	if i := t.asideAt(of.id); i >= 0 {
		t.heardAside(i, trip)
		return
	}
	if t.state.ID != of.id || t.state.Step != TopUpUnknown {
		return
	}
	if trip.before != nil {
		t.stop()
		t.set(func(s *TopUpState) { s.Asking = AskNothing })
		t.problem(TopUpLocked, FieldNone, Say("journal.during"))
		return
	}
	if away && !trip.out.Verdict.Final() {
		return // the screen's own question has its own ending
	}
	if trip.second && !t.state.Unread { // on disk it may bear a clerk, who may not be the one to read it
		t.readings.mark(of, markUntold)
	}
	t.state.Unread = t.state.Unread || away || trip.second // or none: that it is read must be said
	t.answered(trip.out, trip.after)
}

// check asks the office what became of an id.
func (t *TopUp) check(ctx context.Context, of promise) trip[client.TopUp] {
	return t.road.heard(of, t.needs.Office.AskTopUp(ctx, of.id, of.amount))
}

// Check asks the office what became of the id.
func (t *TopUp) Check() {
	if t.state.Recovered {
		t.learn()
		return
	}
	if !t.ask(AskCheck) {
		return
	}
	of := t.sent()
	t.question(of, false, readLimit, func(ctx context.Context) trip[client.TopUp] { return t.check(ctx, of) })
}

// SendAgain sends the same bytes under the same id once more.
func (t *TopUp) SendAgain() {
	if t.state.Asking != AskNothing {
		return
	}
	if t.state.Step == TopUpNotSent {
		t.state.Step = TopUpUnknown // from the second attempt on nothing is certain
	}
	if !t.ask(AskAgain) {
		return
	}
	of, body := t.sent(), t.body
	t.question(of, false, writeLimit, func(ctx context.Context) trip[client.TopUp] { return t.road.again(ctx, of, body) })
}

// GiveBack asks the office for a tombstone; the cash leaves only when it answers cancelled. When nothing
// was ever sent, no tombstone is needed.
func (t *TopUp) GiveBack() {
	if t.state.Step == TopUpNotSent {
		t.abandon()
		return
	}
	if !t.ask(AskGiveBack) {
		return
	}
	of := t.sent()
	t.question(of, false, writeLimit, func(ctx context.Context) trip[client.TopUp] {
		return t.road.heard(of, t.needs.Office.CancelTopUp(ctx, client.Cancellation{
			ID: of.id, MokID: of.mokID, Amount: of.amount, Desk: t.needs.Desk,
		}))
	})
}

func (t *TopUp) abandon() {
	if t.state.Asking != AskNothing {
		return
	}
	of := t.sent()
	t.set(func(s *TopUpState) { s.Asking = AskGiveBack })
	t.run(writeLimit, func(context.Context) func() {
		err := t.road.forget(of)
		return func() {
			t.set(func(s *TopUpState) { s.Asking = AskNothing })
			if err != nil {
				t.problem(TopUpLocked, FieldNone, Say("journal.during"))
				return
			}
			t.ended(TopUpCancelled, client.TopUp{}, nil)
		}
	})
}

// sent is the intention as it was when the bytes were made: another clerk may be signed in by now.
func (t *TopUp) sent() promise { return sentPromise(t.state, t.body) }

func sentPromise(s TopUpState, body []byte) promise {
	of := promise{task: taskTopUp, id: s.ID, mokID: s.Card.MokID, amount: s.Amount, cash: cash{s.Quote.Total, s.Tendered}}
	var b client.TopUpRequest
	if json.Unmarshal(body, &b) == nil {
		of.staff, of.session = b.Staff, b.DrawerSessionID
	}
	return of
}
