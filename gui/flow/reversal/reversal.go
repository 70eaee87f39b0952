package reversal

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Office is what undoing a top-up asks of the office.
type Office interface {
	FindTopUp(ctx context.Context, q client.TopUpQuery) (client.FoundTopUp, error)
	Correction(ctx context.Context, number string) (client.Correction, error)
	Reverse(ctx context.Context, s client.Sending) client.Outcome[client.Reversal]
	AskReversal(ctx context.Context, id, mokID string, amount money.Amount) client.Outcome[client.Reversal]
}

// Flow is the flow of undoing a posted top-up.
type Flow struct {
	Draw func(State)
	// List is the desk's reversals besides the one that is worked on.
	List List

	needs  task.Needs
	office Office
	out    *outbox.Outbox
	host   Host
	second Approver
	queue  *outbox.Queue[client.Reversal, Job]
}

type item = outbox.Item[client.Reversal, Job]

// Host is what a reversal needs of the counter around it.
type Host interface {
	// Standing is who hands cash out now, from which drawer.
	Standing() Standing
	// Seen reports that the reversal on the screen lies before the clerk's eyes, and no other panel before it.
	Seen() bool
	// Ended is called when a top-up was undone, or certainly was not; hidden says that no clerk was looking.
	Ended(now State, hidden bool)
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// Standing is who hands cash out now, from which drawer.
type Standing struct {
	Staff   string
	Drawer  string        // the id of the clerk's open session, or ""
	Lasts   bool          // the token lives long enough to wait for a second person
	Stopped *task.Message // why nothing may be sent any more; nil while it may
}

// Approver asks a second person.
type Approver interface{ Ask(s task.Subject) }

// New starts idle.
func New(n task.Needs, office Office, o *outbox.Outbox, second Approver, host Host) *Flow {
	r := &Flow{Draw: func(State) {}, needs: n, office: office, out: o, host: host, second: second}
	r.queue = outbox.NewQueue(o, screen{r}, write(office))
	r.List = List{r}
	return r
}

// screen is what the outbox tells of.
type screen struct{ r *Flow }

func (s screen) Changed(*item) { s.r.Redraw() }
func (s screen) Seen() bool    { return s.r.host.Seen() }
func (s screen) TokenLost()    { s.r.host.TokenLost() }

func (s screen) Ended(i *item, hidden bool) {
	if i.Stage == outbox.Cancelled { // given up: there is nothing to read
		s.r.queue.New(Task)
		s.r.Redraw()
	}
	s.r.host.Ended(stateOf(i), hidden)
}

// State is the present state.
func (r *Flow) State() State { return stateOf(r.item()) }

// Redraw draws the present state once more.
func (r *Flow) Redraw() { r.Draw(r.State()) }

func (r *Flow) item() *item { return r.queue.Shown() }

// say says at the present step what is wrong; nil when nothing is.
func (r *Flow) say(m *task.Message) {
	r.item().Form.Problem = m
	r.Redraw()
}

// Begin asks which top-up is to be undone. mokID is the card on the screen, or "".
func (r *Flow) Begin(mokID string) {
	if !r.may(Begin) {
		return
	}
	r.Leave()
	r.item().Form.MokID = mokID
	r.follow(Begin)
}

// FindSlip looks for a top-up by its receipt's number, as typed, or for a correction by its own.
func (r *Flow) FindSlip(typed string) {
	if !r.may(Find) {
		return
	}
	number := task.SlipNumber(typed)
	if m := task.CardNumber(typed); m != nil {
		r.item().Form.Typed = ""
		r.say(m)
		return
	}
	r.item().Form.Typed = typed
	if number == "" {
		r.say(task.Say("reversal.no-number"))
		return
	}
	r.find(client.TopUpQuery{ReceiptNumber: number})
}

// Find looks for a top-up of the card's list or of this desk.
func (r *Flow) Find(topUpID string) {
	if r.may(Find) {
		r.find(client.TopUpQuery{ID: topUpID})
	}
}

// found shows the top-up, or says why it can't be undone. One whose reversal is open is brought to the screen; of one that the bank corrects
// it is told how far that is.
func (r *Flow) found(l looked) {
	if l.err != nil {
		r.arrive(AskingSlip)
		r.say(task.Problem(l.err))
		if client.NeedsSignIn(l.err) {
			r.host.TokenLost()
		}
		return
	}
	f := l.topUp
	if c, is := correctionOf(l); is {
		r.showCorrection(c, f.TopUp.ReceiptNumber)
		return
	}
	if id, open := r.List.openFor(f.TopUp.ID); open {
		r.arrive(AskingSlip)
		r.Resume(id)
		return
	}
	if why := cannot(f); why != nil {
		r.arrive(AskingSlip)
		r.say(why)
		return
	}
	j := &r.item().Form
	j.Found, j.TopUpID, j.MokID = f, f.TopUp.ID, f.TopUp.MokID
	r.arrive(Asking)
}

// Fill takes the reason and shows what will happen.
func (r *Flow) Fill(reason client.ReversalReason) {
	if !r.may(Fill) {
		return
	}
	r.item().Form.Reason = reason
	if reason == "" {
		r.say(task.Say("reversal.choose"))
		return
	}
	r.follow(Fill)
}

// Check asks what became of the reversal on the screen, or for its number and its sum.
func (r *Flow) Check() {
	if r.may(Check) {
		r.item().Check()
	}
}

// SendAgain sends the same bytes once more; the office undoes once.
func (r *Flow) SendAgain() { r.item().SendAgain() }

// GiveUp ends a reversal that certainly was not sent and is no longer wanted.
func (r *Flow) GiveUp() {
	if r.may(GiveUp) {
		r.item().GiveBack()
	}
}
