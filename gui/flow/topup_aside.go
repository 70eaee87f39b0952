package flow

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
)

// asideTopUp is an item that is not on the screen: its outcome isn't known, or no clerk has read it.
type asideTopUp struct {
	state TopUpState
	body  []byte
	rest  int // how many looks at it are left out, for the office's sake
}

// setAside keeps what is open or unread and frees the screen for the next customer. A question about an outcome
// that is on its way finds it there; one for a receipt is asked again.
func (t *TopUp) setAside() {
	switch {
	case t.state.Ended():
		t.state.Asking = AskNothing
	case t.state.Asking != AskNothing && !t.state.Unread: // the answer will bear a clerk, who won't have read it
		t.readings.mark(t.sent(), markUntold)
		t.state.Unread = true
	}
	t.aside = append(t.aside, asideTopUp{state: t.state, body: t.body})
	t.reset()
	t.Redraw()
}

// outcomes are the steps of an ending.
var outcomes = map[TopUpStep]bool{TopUpPosted: true, TopUpRejected: true, TopUpCancelled: true}

// OpenItems counts the top-ups that are not settled or whose ending nobody has read, and sums them.
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

// OpenList is every top-up whose outcome is not known or was not read, the one on the screen last.
func (t *TopUp) OpenList() []TopUpState {
	var list []TopUpState
	for _, p := range t.aside {
		list = append(list, p.state)
	}
	if t.state.Open() {
		list = append(list, t.state)
	}
	return list
}

// blocked says that the same card is open at this desk with that amount or that total: a second one would
// be a double, whichever of the two the customer names.
func (t *TopUp) blocked(amount, total money.Amount) bool {
	for _, p := range t.aside {
		due, known := p.state.Due()
		if !known {
			due = p.state.Amount
		}
		same := func(a money.Amount) bool { return a == p.state.Amount || a == due }
		if p.state.Card.MokID == t.state.Card.MokID && (same(amount) || same(total)) {
			return true
		}
	}
	return false
}

func (t *TopUp) asideAt(id string) int {
	for i, p := range t.aside {
		if p.state.ID == id {
			return i
		}
	}
	return -1
}

// item is a job that is on the screen or set aside; nil if it is neither.
func (t *TopUp) item(id string) *TopUpState {
	if i := t.asideAt(id); i >= 0 {
		return &t.aside[i].state
	}
	if t.state.ID == id {
		return &t.state
	}
	return nil
}

// take brings an item back to the screen.
func (t *TopUp) take(i int) {
	p := t.aside[i]
	t.aside = append(t.aside[:i:i], t.aside[i+1:]...)
	t.reset()
	t.state, t.body = p.state, p.body
}

// Resume brings an item back to the screen: an open one is asked about, of an ended one the clerk reads how
// it ended and prints its receipt. It also shows any other top-up of this desk that the journal still knows.
func (t *TopUp) Resume(id string) {
	if !t.state.Ended() {
		return
	}
	if t.state.ID == id {
		t.Redraw()
		return
	}
	i := t.asideAt(id)
	if i < 0 {
		t.reopen(id)
		return
	}
	t.leave(true)
	t.take(t.asideAt(id))
	switch {
	case t.state.Step == TopUpUnknown:
		t.state.Asked, t.state.Asking = 0, AskNothing // a question on its way has its own ending
		t.Check()
	case !t.state.ReceiptKnown():
		t.learn()
	default:
		t.Redraw()
	}
}

// CheckParked asks for every open item that is not on the screen what became of it, the longer it lasts the
// more seldom. An ending that comes of it bears no clerk: none has read it yet.
func (t *TopUp) CheckParked() {
	for i := range t.aside {
		p := &t.aside[i]
		if p.state.Step != TopUpUnknown || p.state.Asking != AskNothing {
			continue
		}
		if p.rest > 0 {
			p.rest--
			continue
		}
		p.state.Asking, p.state.Asked = AskCheck, p.state.Asked+1
		of := sentPromise(p.state, p.body)
		of.staff = ""
		t.question(of, true, readLimit, func(ctx context.Context) trip[client.TopUp] { return t.check(ctx, of) })
	}
}

// CheckSoon lets the next CheckParked ask about everything.
func (t *TopUp) CheckSoon() {
	for i := range t.aside {
		t.aside[i].rest = 0
	}
}

// mostRests bounds how many looks in a row leave an item out: it is asked about once a minute at least.
const mostRests = 3

// heardAside takes an answer about an item that is not on the screen. What has ended stays there until a
// clerk has read it.
func (t *TopUp) heardAside(i int, trip trip[client.TopUp]) {
	s := &t.aside[i].state
	s.Asking = AskNothing
	step, final := topUpEnds[trip.out.Verdict]
	switch {
	case s.Step != TopUpUnknown || trip.before != nil:
		t.Redraw()
	case !final:
		s.notKnown(trip.out)
		t.aside[i].rest = min(s.Asked/2, mostRests)
		t.Redraw()
	default:
		s.Unread = true
		s.end(step, trip.out.Answer, trip.after)
		t.Ended()
		t.Settled(*s, trip.out.Answer)
	}
}
