package flow

import (
	"context"
	"encoding/json"
	"slices"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
)

// Recover takes up what a crash or a restart left open, and what ended without a clerk having read it. It
// returns what was certainly never sent: there the clerk hands the cash back, if it was taken at all.
func (t *TopUp) Recover() (neverSent []journal.Item) {
	for _, item := range t.needs.Journal.Items() {
		switch first := item.First(); {
		case isMark(first.Task):
			_ = t.promises.end(promise{task: first.Task, id: first.ID, session: first.Session}, journal.Dropped, first.Note)
		case first.Task != taskTopUp:
		case item.NeverSent():
			neverSent = append(neverSent, item)
		default:
			t.aside = append(t.aside, fromJournal(item))
		}
	}
	for _, s := range t.readings.unread(taskTopUp) {
		t.aside = append(t.aside, asideTopUp{state: fromSettled(s, true)})
	}
	return neverSent
}

func fromJournal(item journal.Item) asideTopUp {
	first := item.First()
	p := asideTopUp{body: item.Body()}
	p.state = TopUpState{
		Step: TopUpUnknown, ID: first.ID, Amount: first.Amount, Since: item.Records[1].At.Local(),
		Card: client.Card{MokID: first.MokID},
	}
	var b client.TopUpRequest
	if json.Unmarshal(p.body, &b) == nil {
		p.state.Tendered = b.Tendered
	}
	p.state.remember(cashOf(item.Records[1].Note, first.Amount))
	return p
}

// remember takes back what the journal knows of the cash.
func (s *TopUpState) remember(c cash) {
	if c.total.IsZero() {
		return
	}
	s.Quote.Amount, s.Quote.Total, s.Tendered = s.Amount, c.total, c.given
	s.Quote.Fee, _ = c.total.Sub(s.Amount)
	s.Change, _ = c.given.Sub(c.total)
}

var stepOfEnding = map[journal.Kind]TopUpStep{
	journal.Posted: TopUpPosted, journal.Rejected: TopUpRejected, journal.Cancelled: TopUpCancelled,
	journal.Dropped: TopUpCancelled, // abandoned before it was sent: what that means for the cash is the same
}

// fromSettled is a top-up that the journal has with its ending. Whether its receipt was printed is not known
// when a clerk saw it end: then the next print is a copy.
func fromSettled(s journal.Settled, unread bool) TopUpState {
	state := TopUpState{
		Step: stepOfEnding[s.Ending.Kind], ID: s.Ending.ID, Amount: s.Ending.Amount, Since: s.Ending.At.Local(),
		Card: client.Card{MokID: s.Ending.MokID}, Recovered: true, Unread: unread,
	}
	if s.Ending.Staff != "" {
		state.Paper.Copies = 1
	}
	if state.Step == TopUpRejected {
		state.Problem = Reason(s.Ending.Note, "")
	}
	state.remember(cashOf(s.Sent, s.Ending.Amount))
	return state
}

// isEnded leaves out what a crash left unsent and a clerk has closed: that clerk has read it.
func isEnded(s journal.Settled) bool {
	return s.Ending.Task == taskTopUp && (s.Ending.Kind != journal.Dropped || s.Ending.Note != noteCrash)
}

// Why an intention was dropped: by the clerk at the form, or by one who was told what a crash had left.
const (
	noteClerk = "clerk"
	noteCrash = "crash"
)

// recentMost is how many of the last top-ups are listed: a busy day's.
const recentMost = 50

// Recent lists the last top-ups of this desk that have ended, the newest first, as the journal knows them.
func (t *TopUp) Recent() []TopUpState {
	var list []TopUpState
	settled := t.needs.Journal.Settled()
	for i := len(settled) - 1; i >= 0 && len(list) < recentMost; i-- {
		if isEnded(settled[i]) {
			list = append(list, fromSettled(settled[i], false))
		}
	}
	return list
}

// reopen shows a top-up of the journal that has ended, with the receipt that the office knows of.
func (t *TopUp) reopen(id string) {
	settled := t.needs.Journal.Settled()
	i := slices.IndexFunc(settled, func(s journal.Settled) bool { return s.Ending.ID == id && isEnded(s) })
	if i < 0 {
		return
	}
	t.leave(true)
	t.reset()
	t.state = fromSettled(settled[i], false)
	t.state.Paper.Copies = max(1, t.state.Paper.Copies)
	t.learn()
}

// learn asks the office for what the journal doesn't keep: the receipt, and the last digits of the card.
func (t *TopUp) learn() {
	if !t.state.Ended() || t.state.ReceiptKnown() || t.state.Asking != AskNothing || t.state.Step == TopUpCancelled {
		t.Redraw()
		return
	}
	id, amount, mokID := t.state.ID, t.state.Amount, t.state.Card.MokID
	t.set(func(s *TopUpState) { s.Asking, s.Asked = AskCheck, s.Asked+1 })
	t.run(readLimit, func(ctx context.Context) func() {
		out := t.needs.Office.AskTopUp(ctx, id, amount)
		card, err := client.Card{}, error(nil)
		if out.Verdict == client.Posted {
			card, err = t.needs.Office.Card(ctx, mokID)
		}
		return func() { t.learned(out, card, err) }
	})
}

func (t *TopUp) learned(out client.Outcome[client.TopUp], card client.Card, cardErr error) {
	t.set(func(s *TopUpState) {
		s.Asking = AskNothing
		step, final := topUpEnds[out.Verdict]
		switch {
		case !final && out.Err != nil:
			s.Problem = whyUnknown(out.Err)
		case step != s.Step:
			s.Problem = Say("topup.differs", "Short", s.ShortID())
		default:
			paper := s.Paper
			s.end(s.Step, out.Answer, nil)
			s.Paper = paper
			if cardErr == nil && card.MokID == s.Card.MokID {
				s.Card.PANLast4 = card.PANLast4
			}
		}
	})
	if needsSignIn(out.Err) {
		t.TokenLost()
	}
}

// DropNeverSent closes, on disk, an intention that a crash left before anything was sent.
func (t *TopUp) DropNeverSent(item journal.Item) error {
	first := item.First()
	return t.promises.end(promise{
		task: taskTopUp, id: first.ID, mokID: first.MokID, amount: first.Amount,
		staff: first.Staff, session: first.Session,
	}, journal.Dropped, noteCrash)
}
