package drawer

import (
	"context"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where the clerk's drawer stands.
type Step string

// The steps of a drawer session.
const (
	Unasked Step = "unasked" // the office hasn't told yet
	None    Step = "none"    // no session at this desk
	Float   Step = "float"   // the clerk is asked for the opening float
	// SureFloat asks whether a float is right that can't be.
	SureFloat Step = "sureFloat"
	Opening   Step = "opening"
	Opened    Step = "opened"
	Count     Step = "count" // the clerk is asked for the counted sum, without seeing what is expected
	// SureCount asks whether the count is right, for it is final.
	SureCount Step = "sureCount"
	Closing   Step = "closing"
	Closed    Step = "closed"  // the office's closing, with the difference
	Unknown   Step = "unknown" // an opening or a closing was sent and its outcome is not known
	Foreign   Step = "foreign" // another clerk's session is open at this desk
	Halted    Step = "halted"  // the journal failed
)

// State is all the drawer's panel and the status line show.
type State struct {
	Step     Step
	Session  client.DrawerSession
	Previous *client.DrawerSession
	Taken    *client.DrawerSession // the clerk's last session, which others ended; nil for none
	Typed    string
	Notes    task.Notes      // the float as typed, where it is counted by notes and coins
	Wrong    int64           // the note or coin where Problem belongs; 0 for none
	Sum      money.Amount    // what was typed, as it is understood and asked about
	Counted  *Counted        // the count by notes and coins with which the drawer is closed; nil for a sum that was typed
	Second   bool            // a second person must agree to the close: its difference is above the office's tolerance
	Differs  bool            // the float is not what was counted last: it needs a reason
	Counting bool            // it is being counted by notes and coins
	ByNotes  bool            // the office has drawers counted by notes and coins
	Doubts   []*task.Message // why that can't be right
	Blind    bool            // what is expected may not be seen now; Session has no total then
	Advice   *task.Message   // the drawer holds as much as the office wants, or more
	Safe     bool            // cash can be taken to the safe
	Problem  *task.Message
	Field    task.Field // where Problem belongs
	AsOf     time.Time
	Busy     bool
	Paper    task.PaperState
	Approver string        // the second person's alias; "" for none, and where it isn't known any more
	Before   *task.Message // what became of another opening or closing, while this one's outcome is not known

	write outbox.Status[client.DrawerSession]
}

// fields are the entries at which a step asks.
var fields = map[Step]task.Field{Float: task.FieldFloat, Count: task.FieldCount}

// Office is what the drawer asks of the office.
type Office interface {
	CurrentDrawer(ctx context.Context) (client.DrawerNow, error)
	OpenDrawer(ctx context.Context, s client.Sending) client.Outcome[client.DrawerSession]
	CloseDrawer(ctx context.Context, s client.Sending) client.Outcome[client.DrawerSession]
}

// Flow is the flow of a clerk's cash between the opening float and the close.
type Flow struct {
	Draw func(State)
	// Taken is called when the clerk hears that others ended their drawer.
	Taken func(s client.DrawerSession)
	// Others are the closes that are not the clerk's to settle.
	Others Others
	// Notes is its part where notes and coins are counted.
	Notes Notes

	needs  task.Needs
	office Office
	host   Host
	second Approver
	out    *outbox.Outbox
	queue  *outbox.Queue[client.DrawerSession, noForm] // Parked ones wait for the one on the screen to be settled and read
	state  State
	// recovered says that writes were taken up from the journal: only the office knows which session stands.
	recovered bool
	wanted    bool          // the clerk waits to be asked for the float
	why       *task.Message // of a rejection, while the office is asked which session stands
	turn      int           // counts the writes and the clerks: an answer about the time before one is dropped
}

// Host is what a drawer needs of the counter around it.
type Host interface {
	// Standing is who is signed in, and what the office wants of its drawers.
	Standing() Standing
	// MayClose says why the drawer can't be closed now; nil when it can.
	MayClose() *task.Message
	// Changed is called when a session was opened or closed.
	Changed()
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// Standing is who keeps the drawer now, and by which rules of the office.
type Standing struct {
	Staff  string
	Head   task.Letterhead
	Limits client.Limits
	Blind  bool // nobody may see what is expected in a drawer before it is closed
	// Count has the clerk's drawer counted by notes and coins, which leads to Notes.Close; nil where the office wants the sum alone.
	Count func()
	// Counting says that it is being counted so: who sees the sum counts towards it.
	Counting bool
	Safe     bool // cash can be taken to the safe while the drawer is open
	// Stopped is why nothing may be sent; nil while it may.
	Stopped *task.Message
}

// Approver asks a second person.
type Approver interface{ Ask(s task.Subject) }

// New starts without knowing of any session.
func New(n task.Needs, office Office, o *outbox.Outbox, second Approver, host Host) *Flow {
	d := &Flow{Draw: func(State) {}, Taken: func(client.DrawerSession) {}, needs: n, office: office, host: host, out: o, second: second, state: State{Step: Unasked}}
	d.Others, d.Notes = Others{d}, Notes{d}
	d.queue = outbox.NewQueue(o, screen{d}, writes(office)...)
	return d
}

func (d *Flow) staff() string { return d.host.Standing().Staff }

// State is the present state: once an opening or a closing was sent, where that stands.
func (d *Flow) State() State {
	s, i := d.state, d.queue.Shown()
	s.write = i.Status
	switch i.Stage {
	case outbox.Sending:
		s.Step, s.Problem, s.Busy = Closing, nil, true
		if i.Task == taskOpen {
			s.Step = Opening
		}
	case outbox.Unknown:
		s.Step, s.Problem, s.Busy = Unknown, unknownMessage(i), i.Busy()
	case outbox.Halted:
		s.Step, s.Problem = Halted, task.Say("journal.drawer")
	}
	s.Field = fields[s.Step]
	return d.judged(s)
}

// Redraw draws the present state once more.
func (d *Flow) Redraw() { d.Draw(d.State()) }

func (d *Flow) set(change func(*State)) {
	change(&d.state)
	d.Redraw()
}

// say goes to a step, and says there what is wrong; nil when nothing is.
func (d *Flow) say(step Step, m *task.Message) {
	d.set(func(s *State) { s.Step, s.Problem = step, m })
}

// Open reports the clerk's own open session.
func (d *Flow) Open() (client.DrawerSession, bool) {
	switch d.State().Step {
	case Opened, Count, SureCount:
		return d.state.Session, true
	}
	return client.DrawerSession{}, false
}

// Refresh asks the office which session is open at this desk.
func (d *Flow) Refresh() {
	if !d.may(Refresh) || d.state.Step == Closed && len(d.Others.besides()) > 0 { // the difference is read first
		return
	}
	turn := d.turn
	d.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		now, err := d.office.CurrentDrawer(ctx)
		return func() {
			if turn == d.turn {
				d.refreshed(now, err)
			}
		}
	})
}

func (d *Flow) refreshed(now client.DrawerNow, err error) {
	if err != nil {
		d.set(func(s *State) { s.Problem = task.Problem(err) })
		if client.NeedsSignIn(err) {
			d.host.TokenLost()
		}
		return
	}
	news := now.Taken != nil && (d.state.Taken == nil || d.state.Taken.ID != now.Taken.ID)
	d.set(func(s *State) {
		s.Previous, s.Taken, s.AsOf = now.Previous, now.Taken, now.AsOf
		if now.Session != nil {
			s.Session = *now.Session
		}
		s.Step, s.Problem = nextStep(s.Step, now, d.staff()), d.why
	})
	d.why = nil
	if news {
		d.Taken(*now.Taken)
	}
	if d.wanted {
		d.AskFloat()
	}
}

// nextStep keeps a question that the clerk is answering, unless the office's word ends it.
func nextStep(step Step, now client.DrawerNow, staff string) Step {
	switch {
	case now.Session == nil && (step == Float || step == SureFloat || step == Closed):
		return step
	case now.Session == nil:
		return None
	case now.Session.Staff != staff:
		return Foreign
	case step == Count || step == SureCount:
		return step
	}
	return Opened
}

// Forget puts everything away when nobody is signed in, but for a write that is on its way or whose outcome is not
// known.
func (d *Flow) Forget() {
	d.turn++
	d.wanted, d.why = false, nil
	d.Others.standAside()
	if !d.writing() {
		before := d.before()
		d.state = State{Step: Unasked}
		d.next(before)
	}
	d.Redraw()
}

// AskFloat asks the clerk for the opening float; while the office has not told yet, as soon as it has.
func (d *Flow) AskFloat() {
	d.wanted = d.State().Step == Unasked
	if !d.may(AskFloat) || d.wanted || d.state.Step == Closed && d.next(d.before()) {
		return
	}
	d.state.Typed, d.state.Notes, d.state.Paper = "", nil, task.PaperState{}
	d.state.Counted, d.state.Approver = nil, ""
	d.follow(AskFloat)
}

// AskCount asks the clerk for what is counted: the sum, or, where the office wants them, the notes and coins.
func (d *Flow) AskCount() {
	if !d.may(AskCount) {
		return
	}
	if why := d.host.MayClose(); why != nil {
		d.say(Opened, why)
		return
	}
	d.state.Typed, d.state.Counted, d.state.Second = "", nil, false
	if byNotes := d.host.Standing().Count; byNotes != nil {
		d.say(Opened, nil)
		byNotes()
		return
	}
	d.follow(AskCount)
}

// Back leaves a question; nothing is sent.
func (d *Flow) Back() {
	d.wanted = false
	switch st := d.State(); {
	case !st.May(Back):
	case st.Step == Closed:
		d.leaveClosed()
	case st.Step == SureCount && st.Counted != nil:
		d.say(Opened, nil)
	default:
		d.follow(Back)
	}
}
