package flow

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
)

// unknown keeps the cash where it is and asks again by itself, more and more seldom.
func (t *TopUp) unknown(out client.Outcome[client.TopUp]) {
	problem := whyUnknown(out.Err)
	if out.Alarm {
		problem = Say("topup.alarm", "Trace", traceOf(out.Err))
	}
	t.set(func(s *TopUpState) {
		s.Step, s.Asking, s.Seen, s.Problem, s.Field = TopUpUnknown, AskNothing, out.State, problem, FieldNone
	})
	if needsSignIn(out.Err) {
		t.TokenLost()
	}
	t.stop()
	t.stop = t.needs.Tasks.After(backOff(t.state.Asked), t.Check)
}

// whyUnknown says what happened to the question, and never "try again": that is what must not be done.
func whyUnknown(err error) *Message {
	if err == nil {
		return nil
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

// Check asks the office what became of the id.
func (t *TopUp) Check() {
	if !t.ask(AskCheck) {
		return
	}
	of := t.sent()
	t.run(readLimit, func(ctx context.Context) func() {
		out := t.needs.Office.AskTopUp(ctx, of.id, of.amount)
		err := t.settle(of, out)
		return func() { t.answered(out, err) }
	})
}

// SendAgain sends the same bytes under the same id once more.
func (t *TopUp) SendAgain() {
	if t.state.Step == TopUpNotSent {
		t.state.Step = TopUpUnknown // from the second attempt on nothing is certain
	}
	if !t.ask(AskAgain) {
		return
	}
	of, body := t.sent(), t.body
	t.run(writeLimit, func(ctx context.Context) func() {
		err := t.promises.again(of, body)
		if t.promises.refusedAsEnded(of, err) { // a question in the background has found out: the office only has to say it once more
			out := t.needs.Office.AskTopUp(ctx, of.id, of.amount)
			return func() { t.answered(out, nil) }
		}
		if err != nil {
			return t.lock
		}
		out := t.needs.Office.TopUp(ctx, client.Sending{ID: of.id, Amount: of.amount, Body: body})
		err = t.settle(of, out)
		return func() { t.answered(out, err) }
	})
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
	t.run(writeLimit, func(ctx context.Context) func() {
		out := t.needs.Office.CancelTopUp(ctx, client.Cancellation{
			ID: of.id, MokID: of.mokID, Amount: of.amount, Desk: t.needs.Desk,
		})
		err := t.settle(of, out)
		return func() { t.answered(out, err) }
	})
}

// lock ends the job here: the journal failed, and no question is under way any longer.
func (t *TopUp) lock() {
	t.state.Asking = AskNothing
	t.problem(TopUpLocked, FieldNone, Say("journal.during"))
}

func (t *TopUp) abandon() {
	of := t.sent()
	t.set(func(s *TopUpState) { s.Asking = AskGiveBack })
	t.run(writeLimit, func(context.Context) func() {
		err := t.promises.end(of, journal.Cancelled, "not-sent")
		return func() {
			if err != nil {
				t.lock()
				return
			}
			t.set(func(s *TopUpState) { s.Step, s.Asking, s.Problem = TopUpCancelled, AskNothing, nil })
		}
	})
}

// sent is the intention as it was when the bytes were made: another clerk may be signed in by now.
func (t *TopUp) sent() promise {
	return t.parkedPromise(parkedTopUp{state: t.state, body: t.body})
}

// park leaves an unknown outcome open and frees the screen for the next customer.
func (t *TopUp) park() {
	if t.state.Asking != AskNothing {
		return
	}
	t.parked = append(t.parked, parkedTopUp{state: t.state, body: t.body})
	t.reset()
	t.Redraw()
}

// parkedTopUp is an open item that is not on the screen.
type parkedTopUp struct {
	state TopUpState
	body  []byte
}

// OpenItems counts the top-ups whose outcome is not known, and sums them.
func (t *TopUp) OpenItems() (count int, sum money.Amount) {
	sum = money.EUR(0)
	items := t.OpenList()
	for _, s := range items {
		if more, err := sum.Add(s.Amount); err == nil {
			sum = more
		}
	}
	return len(items), sum
}

// OpenList is every top-up whose outcome is not known, the one on the screen last.
func (t *TopUp) OpenList() []TopUpState {
	var list []TopUpState
	for _, p := range t.parked {
		list = append(list, p.state)
	}
	if t.state.InFlight() {
		list = append(list, t.state)
	}
	return list
}

// blocked says that the same card and amount is open at this desk: a second one would be a double.
func (t *TopUp) blocked(amount money.Amount) bool {
	for _, p := range t.parked {
		if p.state.Card.MokID == t.state.Card.MokID && p.state.Amount == amount {
			return true
		}
	}
	return false
}

// Resume brings an open item back to the screen and asks what became of it.
func (t *TopUp) Resume(id string) {
	if !t.state.Ended() {
		return
	}
	for i, p := range t.parked {
		if p.state.ID != id {
			continue
		}
		t.parked = append(t.parked[:i:i], t.parked[i+1:]...)
		t.reset()
		t.state, t.body = p.state, p.body
		t.state.Asked, t.state.Asking = 0, AskNothing // a question in the background has its own ending
		t.Check()
		return
	}
}

// Recover takes up what a crash or a restart left open. It returns what was certainly never sent: there
// the clerk hands the cash back, if it was taken at all.
func (t *TopUp) Recover() (neverSent []journal.Item) {
	for _, item := range t.needs.Journal.Items() {
		if item.First().Task != taskTopUp {
			continue
		}
		if item.NeverSent() {
			neverSent = append(neverSent, item)
			continue
		}
		t.parked = append(t.parked, fromJournal(item))
	}
	return neverSent
}

// lastEnded says how the desk's last top-up ended, when nothing was begun after it; nil if something was. A crash
// may have come when the ending was on disk and nobody had read it yet: its cash would be forgotten.
func (t *TopUp) lastEnded() *Message {
	var m *Message
	for _, r := range t.needs.Journal.Ended() {
		if r.Task == taskTopUp {
			m = Say("counter.ended."+strings.ToLower(string(r.Kind)),
				"Short", ShortID(r.ID), "Amount", r.Amount, "MokID", GroupMokID(r.MokID))
		}
	}
	return m
}

func fromJournal(item journal.Item) parkedTopUp {
	first := item.First()
	p := parkedTopUp{body: item.Body()}
	p.state = TopUpState{
		Step: TopUpUnknown, ID: first.ID, Amount: first.Amount, Since: first.At,
		Card: client.Card{MokID: first.MokID},
	}
	var b client.TopUpRequest
	if json.Unmarshal(p.body, &b) == nil {
		p.state.Tendered = b.Tendered
	}
	return p
}

// DropNeverSent closes, on disk, an intention that a crash left before anything was sent.
func (t *TopUp) DropNeverSent(item journal.Item) error {
	first := item.First()
	return t.promises.end(promise{
		task: taskTopUp, id: first.ID, mokID: first.MokID, amount: first.Amount,
		staff: first.Staff, session: first.Session,
	}, journal.Dropped, "crash")
}

// CheckParked asks for every open item that is not on the screen what became of it.
func (t *TopUp) CheckParked() {
	for i := range t.parked {
		p := &t.parked[i]
		if p.state.Asking != AskNothing {
			continue
		}
		p.state.Asking = AskCheck
		of := t.parkedPromise(*p)
		t.needs.Tasks.Run(func(ctx context.Context) func() {
			ctx, cancel := context.WithTimeout(ctx, readLimit)
			defer cancel()
			out := t.needs.Office.AskTopUp(ctx, of.id, of.amount)
			err := t.settle(of, out)
			return func() { t.parkedAnswered(of.id, out, err) }
		})
	}
}

func (t *TopUp) parkedPromise(p parkedTopUp) promise {
	of := promise{task: taskTopUp, id: p.state.ID, mokID: p.state.Card.MokID, amount: p.state.Amount}
	var b client.TopUpRequest
	if json.Unmarshal(p.body, &b) == nil {
		of.staff, of.session = b.Staff, b.DrawerSessionID
	}
	return of
}

// parkedAnswered brings what has ended to the screen when it is free, so that the clerk sees how it ended.
func (t *TopUp) parkedAnswered(id string, out client.Outcome[client.TopUp], journalErr error) {
	for i := range t.parked {
		p := t.parked[i]
		if p.state.ID != id {
			continue
		}
		t.parked[i].state.Asking = AskNothing
		if !out.Verdict.Final() {
			return
		}
		t.parked = append(t.parked[:i:i], t.parked[i+1:]...)
		t.Settled(p.state, out.Answer)
		if t.state.Step == TopUpIdle {
			t.reset()
			t.state, t.body = p.state, p.body
			t.answered(out, journalErr)
		}
		return
	}
}
