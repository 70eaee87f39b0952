package flow

import (
	"context"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// TopUp is the flow of a top-up: from the card in the customer's hand to the receipt. One is worked on at a time.
type TopUp struct {
	Draw func(TopUpState)
	// Ended is called when money has moved or certainly has not: the card and the drawer are read again.
	Ended func()
	// Seen reports that the job on the screen lies before the clerk's eyes, and no other panel before it.
	Seen func() bool
	// Settled is called when an item has ended that no clerk was looking at; was is how it stands now.
	Settled func(was TopUpState, answer client.TopUp)
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost func()
	// Drawer gives the clerk's open drawer session; false when there is none.
	Drawer func() (client.DrawerSession, bool)
	// Clerk gives the staff number, and whether the token lives long enough to take cash.
	Clerk func() (number string, lasts bool)
	// Decorate adds to a slip what only the counter knows: clerk and office.
	Decorate func(*Slip)
	// OfficeNow is the time by the office's clock, as well as it is known.
	OfficeNow func() time.Time

	needs Needs
	out   *outbox.Outbox
	queue *outbox.Queue[client.TopUp, TopUpJob]
	// intending says that an intention is being written, leaving that it is to be abandoned as soon as it stands.
	intending, leaving bool
}

type topUpItem = outbox.Item[client.TopUp, TopUpJob]

// NewTopUp starts idle, with an outbox of its own.
func NewTopUp(n Needs) *TopUp { return newTopUp(n, newOutbox(n, alone{})) }

func newTopUp(n Needs, o *outbox.Outbox) *TopUp {
	t := &TopUp{
		needs: n, out: o,
		Draw: func(TopUpState) {}, Ended: func() {}, TokenLost: func() {},
		Settled:   func(TopUpState, client.TopUp) {},
		Seen:      func() bool { return true },
		Drawer:    func() (client.DrawerSession, bool) { return client.DrawerSession{}, false },
		Clerk:     func() (string, bool) { return "", false },
		Decorate:  func(*Slip) {},
		OfficeNow: n.Now,
	}
	t.queue = outbox.NewQueue(o, topUpScreen{t}, topUpTask(n.Office, n.Desk))
	return t
}

// topUpScreen is what the outbox tells of.
type topUpScreen struct{ t *TopUp }

func (s topUpScreen) Changed(*topUpItem) { s.t.Redraw() }
func (s topUpScreen) Seen() bool         { return s.t.Seen() }
func (s topUpScreen) TokenLost()         { s.t.TokenLost() }

func (s topUpScreen) Ended(i *topUpItem, hidden bool) {
	s.t.Ended()
	if hidden {
		s.t.Settled(topUpState(i), i.Answer)
	}
}

// State is the present state.
func (t *TopUp) State() TopUpState { return topUpState(t.item()) }

// Redraw draws the present state once more.
func (t *TopUp) Redraw() { t.Draw(t.State()) }

func (t *TopUp) item() *topUpItem { return t.queue.Shown() }

func (t *TopUp) job() *TopUpJob { return &t.item().Form }

func (t *TopUp) set(change func(*TopUpJob)) {
	change(t.job())
	t.Redraw()
}

func (t *TopUp) problem(step TopUpStep, field Field, m *Message) {
	t.set(func(j *TopUpJob) { j.Step, j.Field, j.Problem = step, field, m })
}

// at reports the step, unless the item's record is on its way to the disk.
func (t *TopUp) at(step TopUpStep) bool {
	st := t.State()
	return st.Step == step && st.Asking == AskNothing
}

// Begin starts a top-up of a card that the office allows to be topped up.
func (t *TopUp) Begin(card client.Card, may bool) {
	if !t.State().Ended() {
		return
	}
	t.leave(true)
	if why := t.mayBegin(may); why != nil {
		t.problem(TopUpIdle, FieldNone, why)
		return
	}
	t.set(func(j *TopUpJob) { *j = TopUpJob{Step: TopUpAskingMatch, Card: card} })
}

func (t *TopUp) mayBegin(may bool) *Message {
	_, open := t.Drawer()
	switch {
	case t.out.Halted():
		return Say("journal.halted")
	case t.out.Full():
		return Say("journal.full", "Phone", t.needs.Phone)
	case !open:
		return Say("topup.no-drawer")
	case !may:
		return Say("topup.not-allowed")
	}
	return nil
}

func (t *TopUp) reset() {
	t.queue.New(taskTopUp)
	t.Redraw()
}

// Match hands the last six digits to the office to be compared; they are not kept.
func (t *TopUp) Match(six string) {
	if !t.at(TopUpAskingMatch) {
		return
	}
	six = strings.Map(dropSeparators, strings.Map(dropInvisible, six))
	if !digitsBetween(six, 6, 6) {
		t.problem(TopUpAskingMatch, FieldLastSix, Say("topup.six.wrong"))
		return
	}
	mokID := t.job().Card.MokID
	t.problem(TopUpMatching, FieldNone, nil)
	t.item().Run(readLimit, func(ctx context.Context) func() {
		m, err := t.needs.Office.Match(ctx, mokID, six)
		return func() { t.matched(m, err) }
	})
}

func (t *TopUp) matched(m client.Match, err error) {
	switch {
	case err != nil:
		t.refuse(TopUpAskingMatch, FieldLastSix, err)
	case !m.Matched:
		t.set(func(j *TopUpJob) { j.MatchLeft = m.AttemptsLeft })
		t.problem(TopUpAskingMatch, FieldLastSix, Say("topup.six.other-card", "Count", m.AttemptsLeft))
	default:
		t.job().match = m
		t.problem(TopUpAskingAmount, FieldAmount, nil)
	}
}

// refuse goes back to an asking step with the office's reason; nothing typed is lost.
func (t *TopUp) refuse(step TopUpStep, field Field, err error) {
	t.problem(step, field, Problem(err))
	if client.NeedsSignIn(err) {
		t.TokenLost()
	}
}
