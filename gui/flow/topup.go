package flow

import (
	"context"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
)

// TopUp is the flow of a top-up: from the card in the customer's hand to the receipt. One runs at a time.
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

	needs    Needs
	promises *promises
	readings *readings
	road     road[client.TopUp]
	state    TopUpState
	match    client.Match
	payerID  string
	body     []byte // the exact bytes, once sent
	// intending says that an intention is being written, leaving that it is to be dropped as soon as it stands.
	intending, leaving bool
	aside              []asideTopUp // what is open or unread and not on the screen
	stop               func()       // stops the next check by itself
	turn               int
}

// NewTopUp starts idle.
func NewTopUp(n Needs) *TopUp {
	p := newPromises(n)
	return newTopUp(n, p, newReadings(n, p))
}

func newTopUp(n Needs, p *promises, r *readings) *TopUp {
	return &TopUp{
		needs: n, state: TopUpState{Step: TopUpIdle}, stop: func() {}, promises: p, readings: r,
		road: road[client.TopUp]{promises: p, put: n.Office.TopUp, code: func(a client.TopUp) string { return a.Code }},
		Draw: func(TopUpState) {}, Ended: func() {}, TokenLost: func() {},
		Settled:   func(TopUpState, client.TopUp) {},
		Seen:      func() bool { return true },
		Drawer:    func() (client.DrawerSession, bool) { return client.DrawerSession{}, false },
		Clerk:     func() (string, bool) { return "", false },
		Decorate:  func(*Slip) {},
		OfficeNow: n.Now,
	}
}

// State is the present state.
func (t *TopUp) State() TopUpState { return t.state }

// Redraw draws the present state once more.
func (t *TopUp) Redraw() { t.Draw(t.state) }

func (t *TopUp) set(change func(*TopUpState)) {
	change(&t.state)
	t.Draw(t.state)
}

func (t *TopUp) problem(step TopUpStep, field Field, m *Message) {
	t.set(func(s *TopUpState) { s.Step, s.Field, s.Problem = step, field, m })
}

// run does work and takes its ending only if the same job is still on the screen.
func (t *TopUp) run(limit time.Duration, work func(ctx context.Context) func()) {
	turn := t.turn
	t.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		ending := work(ctx)
		return func() {
			if turn == t.turn {
				ending()
			}
		}
	})
}

// Begin starts a top-up of a card that the office allows to be topped up.
func (t *TopUp) Begin(card client.Card, may bool) {
	if !t.state.Ended() {
		return
	}
	t.leave(true)
	if t.promises.halted() {
		t.problem(TopUpIdle, FieldNone, Say("journal.halted"))
		return
	}
	if t.promises.full() {
		t.problem(TopUpIdle, FieldNone, Say("journal.full", "Phone", t.needs.Phone))
		return
	}
	if _, open := t.Drawer(); !open {
		t.problem(TopUpIdle, FieldNone, Say("topup.no-drawer"))
		return
	}
	if !may {
		t.problem(TopUpIdle, FieldNone, Say("topup.not-allowed"))
		return
	}
	t.set(func(s *TopUpState) { *s = TopUpState{Step: TopUpAskingMatch, Card: card} })
}

func (t *TopUp) reset() {
	t.stop()
	t.stop = func() {}
	t.turn++
	t.match, t.payerID, t.body = client.Match{}, "", nil
	t.state = TopUpState{Step: TopUpIdle}
}

// Match hands the last six digits to the office to be compared; they are not kept.
func (t *TopUp) Match(six string) {
	if t.state.Step != TopUpAskingMatch {
		return
	}
	six = strings.Map(dropSeparators, strings.Map(dropInvisible, six))
	if !digitsBetween(six, 6, 6) {
		t.problem(TopUpAskingMatch, FieldLastSix, Say("topup.six.wrong"))
		return
	}
	mokID := t.state.Card.MokID
	t.problem(TopUpMatching, FieldNone, nil)
	t.run(readLimit, func(ctx context.Context) func() {
		m, err := t.needs.Office.Match(ctx, mokID, six)
		return func() { t.matched(m, err) }
	})
}

func (t *TopUp) matched(m client.Match, err error) {
	switch {
	case err != nil:
		t.refuse(TopUpAskingMatch, FieldLastSix, err)
	case !m.Matched:
		t.set(func(s *TopUpState) { s.MatchLeft = m.AttemptsLeft })
		t.problem(TopUpAskingMatch, FieldLastSix, Say("topup.six.other-card", "Count", m.AttemptsLeft))
	default:
		t.match = m
		t.problem(TopUpAskingAmount, FieldAmount, nil)
	}
}

// refuse goes back to an asking step with the office's reason; nothing typed is lost.
func (t *TopUp) refuse(step TopUpStep, field Field, err error) {
	t.problem(step, field, Problem(err))
	if needsSignIn(err) {
		t.TokenLost()
	}
}

// Back returns to the question before, or leaves the job. While the office is being asked it does nothing.
func (t *TopUp) Back() {
	if t.state.Asking != AskNothing {
		return
	}
	switch t.state.Step {
	case TopUpAskingMatch, TopUpPosted, TopUpRejected, TopUpCancelled:
		t.Leave()
	case TopUpAskingAmount:
		t.problem(TopUpAskingMatch, FieldLastSix, nil)
	case TopUpAskingPayer:
		t.problem(TopUpAskingAmount, FieldAmount, nil)
	case TopUpReadBack:
		t.drop(TopUpAskingAmount, nil)
	case TopUpConfirming:
		t.problem(TopUpReadBack, FieldTendered, nil)
	}
}

// Leave ends the job on the screen if it can be left: nothing was sent, or it has ended and the clerk has
// read how, or it stays open in the journal and is counted in the status line.
func (t *TopUp) Leave() { t.leave(true) }

// leave is Leave; read says whether the clerk has seen what stands on the screen.
func (t *TopUp) leave(read bool) {
	switch t.state.Step {
	case TopUpReadBack, TopUpConfirming:
		if t.state.Asking == AskNothing {
			t.drop(TopUpIdle, nil)
		}
	case TopUpUnknown:
		t.setAside()
	case TopUpPosted, TopUpRejected, TopUpCancelled:
		t.leaveEnded(read)
	case TopUpIdle, TopUpAskingMatch, TopUpAskingAmount, TopUpAskingPayer:
		t.reset()
		t.Redraw()
	case TopUpMatching, TopUpQuoting, TopUpNamingPayer:
		t.leaveAsking()
	}
}

// leaveAsking leaves a question whose answer nobody waits for any more. An intention that stands, or is being
// written this moment, is dropped: nothing was sent.
func (t *TopUp) leaveAsking() {
	switch {
	case t.intending:
		t.leaving = true
	case t.state.ID != "":
		t.turn++
		t.state.Step = TopUpReadBack
		t.drop(TopUpIdle, nil)
	default:
		t.reset()
		t.Redraw()
	}
}
