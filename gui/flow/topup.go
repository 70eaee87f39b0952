package flow

import (
	"context"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// TopUpOffice is what a top-up asks of the office, in this order.
type TopUpOffice interface {
	Card(ctx context.Context, mokID string) (client.Card, error)
	Match(ctx context.Context, mokID, panLast6 string) (client.Match, error)
	QuoteTopUp(ctx context.Context, mokID string, q client.QuoteRequest) (client.Quote, error)
	PutPerson(ctx context.Context, p client.Person) client.Outcome[client.PersonRef]
	TopUp(ctx context.Context, s client.Sending) client.Outcome[client.TopUp]
	AskTopUp(ctx context.Context, id string, amount money.Amount) client.Outcome[client.TopUp]
	CancelTopUp(ctx context.Context, c client.Cancellation) client.Outcome[client.TopUp]
}

// TopUp is the flow of a top-up: from the card in the customer's hand to the receipt. One is worked on at a time.
type TopUp struct {
	Draw func(TopUpState)

	needs   taskNeeds
	office  TopUpOffice
	journal Journal
	host    TopUpHost
	out     *outbox.Outbox
	queue   *outbox.Queue[client.TopUp, TopUpJob]
	// intending says that an intention is being written, leaving that it is to be abandoned as soon as it stands.
	intending, leaving bool
}

type topUpItem = outbox.Item[client.TopUp, TopUpJob]

// TopUpHost is what a top-up needs of the counter around it.
type TopUpHost interface {
	// Standing is how the counter stands now.
	Standing() TopUpStanding
	// Seen reports that the job on the screen lies before the clerk's eyes, and no other panel before it.
	Seen() bool
	// Ended is called when money has moved or certainly has not; hidden says that no clerk was looking.
	Ended(now TopUpState, hidden bool)
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// TopUpStanding is who takes cash now, into which drawer.
type TopUpStanding struct {
	Staff      string
	Lasts      bool                 // the token lives long enough to take cash
	Drawer     client.DrawerSession // the clerk's own
	DrawerOpen bool
	Now        time.Time // by the office's clock, as well as it is known
	Head       Letterhead
}

// NewTopUp starts idle.
func NewTopUp(n taskNeeds, office TopUpOffice, j Journal, o *outbox.Outbox, host TopUpHost) *TopUp {
	t := &TopUp{Draw: func(TopUpState) {}, needs: n, office: office, journal: j, out: o, host: host}
	t.queue = outbox.NewQueue(o, topUpScreen{t}, topUpTask(office, n.Desk))
	return t
}

// topUpScreen is what the outbox tells of.
type topUpScreen struct{ t *TopUp }

func (s topUpScreen) Changed(*topUpItem) { s.t.Redraw() }
func (s topUpScreen) Seen() bool         { return s.t.host.Seen() }
func (s topUpScreen) TokenLost()         { s.t.host.TokenLost() }

func (s topUpScreen) Ended(i *topUpItem, hidden bool) { s.t.host.Ended(topUpState(i), hidden) }

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
	t.release(true)
	if why := t.mayBegin(may); why != nil {
		t.problem(TopUpIdle, FieldNone, why)
		return
	}
	t.set(func(j *TopUpJob) { *j = TopUpJob{Step: TopUpAskingMatch, Card: card} })
}

func (t *TopUp) mayBegin(may bool) *Message {
	switch {
	case t.out.Halted():
		return Say("journal.halted")
	case t.out.Full():
		return Say("journal.full", "Phone", t.needs.Phone)
	case !t.host.Standing().DrawerOpen:
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
		m, err := t.office.Match(ctx, mokID, six)
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
		t.host.TokenLost()
	}
}
