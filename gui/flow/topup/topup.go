package topup

import (
	"context"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Office is what a top-up asks of the office, in this order.
type Office interface {
	Card(ctx context.Context, mokID string) (client.Card, error)
	Match(ctx context.Context, mokID, panLast6 string) (client.Match, error)
	QuoteTopUp(ctx context.Context, mokID string, q client.QuoteRequest) (client.Quote, error)
	PutPerson(ctx context.Context, p client.Person) client.Outcome[client.PersonRef]
	TopUp(ctx context.Context, s client.Sending) client.Outcome[client.TopUp]
	AskTopUp(ctx context.Context, id string, amount money.Amount) client.Outcome[client.TopUp]
	CancelTopUp(ctx context.Context, c client.Cancellation) client.Outcome[client.TopUp]
}

// Flow is the flow of a top-up: from the card in the customer's hand to the receipt. One is worked on at a time.
type Flow struct {
	Draw func(State)
	List List

	needs   task.Needs
	office  Office
	journal outbox.Journal
	host    Host
	second  Approver
	out     *outbox.Outbox
	queue   *outbox.Queue[client.TopUp, Job]
	form    form
}

type item = outbox.Item[client.TopUp, Job]

// Host is what a top-up needs of the counter around it.
type Host interface {
	// Standing is how the counter stands now.
	Standing() Standing
	// Seen reports that the job on the screen lies before the clerk's eyes, and no other panel before it.
	Seen() bool
	// Ended is called when money has moved or certainly has not; hidden says that no clerk was looking.
	Ended(now State, hidden bool)
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// Standing is who takes cash now, into which drawer.
type Standing struct {
	Staff      string
	Lasts      bool                 // the token lives long enough to take cash
	Drawer     client.DrawerSession // the clerk's own
	DrawerOpen bool
	Room       Room
	Now        time.Time     // by the office's clock, as well as it is known
	Stopped    *task.Message // why nothing may be sent any more; nil while it may
}

// Room is how much more cash the drawer may take.
type Room struct {
	Limited bool         // the office sets a limit; else there is room for everything
	Left    money.Amount // under it, the cash of what is not settled counted as there; negative above it
	Least   money.Amount // the smallest top-up
	Blind   bool         // what is left may not be told: what is expected in the drawer can be computed from it
}

// Full reports that not even the smallest top-up has room.
func (r Room) Full() bool { return r.Limited && (r.Left.Cents <= 0 || r.Left.Less(r.Least)) }

// Takes reports that a sum has room.
func (r Room) Takes(sum money.Amount) bool { return !r.Limited || sum.Cents <= r.Left.Cents }

// New starts idle.
func New(n task.Needs, office Office, j outbox.Journal, o *outbox.Outbox, second Approver, host Host) *Flow {
	t := &Flow{Draw: func(State) {}, needs: n, office: office, journal: j, out: o, second: second, host: host}
	t.queue = outbox.NewQueue(o, screen{t}, write(office, n.Desk))
	t.List, t.form = List{t}, form{t: t}
	return t
}

// screen is what the outbox tells of.
type screen struct{ t *Flow }

func (s screen) Changed(*item) { s.t.Redraw() }
func (s screen) Seen() bool    { return s.t.host.Seen() }
func (s screen) TokenLost()    { s.t.host.TokenLost() }

func (s screen) Ended(i *item, hidden bool) { s.t.host.Ended(stateOf(i), hidden) }

// State is the present state.
func (t *Flow) State() State { return stateOf(t.item()) }

// Redraw draws the present state once more.
func (t *Flow) Redraw() { t.Draw(t.State()) }

func (t *Flow) item() *item { return t.queue.Shown() }

func (t *Flow) job() *Job { return &t.item().Form }

func (t *Flow) set(change func(*Job)) {
	change(t.job())
	t.Redraw()
}

// say says at the present step what is wrong; nil when nothing is.
func (t *Flow) say(m *task.Message) {
	t.set(func(j *Job) { j.Problem = m })
}

func (t *Flow) saying(m *task.Message) func() {
	return func() { t.say(m) }
}

// Begin starts a top-up of a card that the office allows to be topped up.
func (t *Flow) Begin(card client.Card, may bool) {
	if !t.form.may(Begin) {
		return
	}
	t.Release(true)
	if why := mayNot(t.out, t.host.Standing(), may, t.needs.Phone); why != nil {
		t.say(why)
		return
	}
	t.job().Card = card
	t.form.follow(Begin, t.saying(nil))
}

// mayNot says why no top-up can begin now; nil when one can. may says that the office allows it for the card.
func mayNot(o *outbox.Outbox, now Standing, may bool, phone string) *task.Message {
	switch {
	case o.Halted():
		return task.Say("journal.halted")
	case o.Full():
		return task.Say("journal.full", "Phone", phone)
	case now.Stopped != nil:
		return now.Stopped
	case !now.DrawerOpen:
		return task.Say("topup.no-drawer")
	case now.Room.Full():
		return task.Say("counter.drawer-full")
	case !may:
		return task.Say("topup.not-allowed")
	}
	return nil
}

// Match hands the last six digits to the office to be compared; they are not kept.
func (t *Flow) Match(six string) {
	if !t.form.may(Match) {
		return
	}
	six = strings.Map(recognise.DropSeparators, strings.Map(recognise.DropInvisible, six))
	if !task.DigitsBetween(six, 6, 6) {
		t.say(task.Say("topup.six.wrong"))
		return
	}
	mokID := t.job().Card.MokID
	t.form.follow(Match, t.saying(nil))
	t.item().Run(outbox.ReadLimit, func(ctx context.Context) func() {
		m, err := t.office.Match(ctx, mokID, six)
		return func() { t.matched(m, err) }
	})
}

func (t *Flow) matched(m client.Match, err error) {
	switch {
	case err != nil:
		t.refuse(AskingMatch, err)
	case !m.Matched:
		t.job().MatchLeft = m.AttemptsLeft
		t.form.answer(AskingMatch, t.saying(task.Say("topup.six.other-card", "Count", m.AttemptsLeft)))
	default:
		t.job().match = m
		t.form.answer(AskingAmount, t.saying(nil))
	}
}

// refuse goes back to a question with the office's reason; nothing typed is lost.
func (t *Flow) refuse(to Step, err error) {
	t.form.answer(to, func() {
		t.say(task.Problem(err))
		if client.NeedsSignIn(err) {
			t.host.TokenLost()
		}
	})
}
