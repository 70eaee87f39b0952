package flow

import (
	"context"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// DrawerStep names where the clerk's drawer stands.
type DrawerStep string

// The steps of a drawer session.
const (
	DrawerUnasked DrawerStep = "unasked" // the office hasn't told yet
	DrawerNone    DrawerStep = "none"    // no session at this desk
	DrawerFloat   DrawerStep = "float"   // the clerk is asked for the opening float
	DrawerOpening DrawerStep = "opening"
	DrawerOpened  DrawerStep = "opened"
	DrawerCount   DrawerStep = "count" // the clerk is asked for the counted sum, without seeing what is expected
	DrawerClosing DrawerStep = "closing"
	DrawerClosed  DrawerStep = "closed"  // the office's closing, with the difference
	DrawerUnsure  DrawerStep = "unsure"  // an opening or a closing was sent and its outcome is not known
	DrawerForeign DrawerStep = "foreign" // another clerk's session is open at this desk
	DrawerLocked  DrawerStep = "locked"  // the journal failed
)

// DrawerState is all the drawer's panel and the status line show.
type DrawerState struct {
	Step     DrawerStep
	Session  client.DrawerSession
	Previous *client.DrawerSession
	Typed    string
	Problem  *Message
	Field    Field
	AsOf     time.Time
	Busy     bool
	Paper    PaperState
	Before   *Message // what became of another opening or closing, while this one's outcome is not known
}

// DrawerOffice is what the drawer asks of the office.
type DrawerOffice interface {
	CurrentDrawer(ctx context.Context) (client.DrawerNow, error)
	OpenDrawer(ctx context.Context, s client.Sending) client.Outcome[client.DrawerSession]
	CloseDrawer(ctx context.Context, s client.Sending) client.Outcome[client.DrawerSession]
}

// Drawer is the flow of a clerk's cash between the opening float and the close.
type Drawer struct {
	Draw func(DrawerState)

	needs  taskNeeds
	office DrawerOffice
	host   DrawerHost
	out    *outbox.Outbox
	queue  *outbox.Queue[client.DrawerSession, noForm] // parked ones wait for the one on the screen to be settled and read
	state  DrawerState
	// recovered says that writes were taken up from the journal: only the office knows which session stands.
	recovered bool
	wanted    bool     // the clerk waits to be asked for the float
	why       *Message // of a rejection, while the office is asked which session stands
	turn      int      // counts the writes and the clerks: an answer about the time before one is dropped
}

// DrawerHost is what a drawer needs of the counter around it.
type DrawerHost interface {
	// Clerk is the staff number of the clerk signed in, and what their slips bear.
	Clerk() (staff string, head Letterhead)
	// MayClose says why the drawer can't be closed now; nil when it can.
	MayClose() *Message
	// Changed is called when a session was opened or closed.
	Changed()
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// NewDrawer starts without knowing of any session.
func NewDrawer(n taskNeeds, office DrawerOffice, o *outbox.Outbox, host DrawerHost) *Drawer {
	d := &Drawer{Draw: func(DrawerState) {}, needs: n, office: office, host: host, out: o, state: DrawerState{Step: DrawerUnasked}}
	d.queue = outbox.NewQueue(o, drawerScreen{d}, drawerTasks(office)...)
	return d
}

func (d *Drawer) staff() string {
	staff, _ := d.host.Clerk()
	return staff
}

// State is the present state: once an opening or a closing was sent, where that stands.
func (d *Drawer) State() DrawerState {
	s, i := d.state, d.queue.Shown()
	switch i.Stage {
	case outbox.Sending:
		s.Step, s.Problem, s.Busy = DrawerClosing, nil, true
		if i.Task == taskDrawerOpen {
			s.Step = DrawerOpening
		}
	case outbox.Unknown:
		s.Step, s.Field, s.Problem, s.Busy = DrawerUnsure, FieldNone, drawerUnsure(i), i.Busy()
	case outbox.Halted:
		s.Step, s.Field, s.Problem = DrawerLocked, FieldNone, Say("journal.drawer")
	}
	return s
}

// Redraw draws the present state once more.
func (d *Drawer) Redraw() { d.Draw(d.State()) }

func (d *Drawer) set(change func(*DrawerState)) {
	change(&d.state)
	d.Redraw()
}

// writing reports that an opening or a closing is on its way, or that its outcome is not known.
func (d *Drawer) writing() bool {
	switch d.State().Step {
	case DrawerOpening, DrawerClosing, DrawerUnsure, DrawerLocked:
		return true
	}
	return false
}

func (d *Drawer) problem(step DrawerStep, field Field, m *Message) {
	d.set(func(s *DrawerState) { s.Step, s.Field, s.Problem, s.Busy = step, field, m, false })
}

// Open reports the clerk's own open session.
func (d *Drawer) Open() (client.DrawerSession, bool) {
	switch d.State().Step {
	case DrawerOpened, DrawerCount:
		return d.state.Session, true
	}
	return client.DrawerSession{}, false
}

// Refresh asks the office which session is open at this desk.
func (d *Drawer) Refresh() {
	if d.writing() || d.state.Step == DrawerClosed && len(d.queue.Parked()) > 0 { // the difference is read first
		return
	}
	turn := d.turn
	d.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, readLimit)
		defer cancel()
		now, err := d.office.CurrentDrawer(ctx)
		return func() {
			if turn == d.turn {
				d.refreshed(now, err)
			}
		}
	})
}

func (d *Drawer) refreshed(now client.DrawerNow, err error) {
	if err != nil {
		d.set(func(s *DrawerState) { s.Problem = Problem(err) })
		if client.NeedsSignIn(err) {
			d.host.TokenLost()
		}
		return
	}
	d.set(func(s *DrawerState) {
		s.Previous, s.AsOf = now.Previous, now.AsOf
		if now.Session != nil {
			s.Session = *now.Session
		}
		s.Step, s.Problem = nextDrawerStep(s.Step, now, d.staff()), d.why
	})
	d.why = nil
	if d.wanted {
		d.AskFloat()
	}
}

// nextDrawerStep keeps a question that the clerk is answering, unless the office's word ends it.
func nextDrawerStep(step DrawerStep, now client.DrawerNow, staff string) DrawerStep {
	switch {
	case now.Session == nil && (step == DrawerFloat || step == DrawerClosed):
		return step
	case now.Session == nil:
		return DrawerNone
	case now.Session.Staff != staff:
		return DrawerForeign
	case step == DrawerCount:
		return step
	}
	return DrawerOpened
}

// Forget puts everything away when nobody is signed in, but for a write that is on its way or whose outcome is not
// known.
func (d *Drawer) Forget() {
	d.turn++
	d.wanted, d.why = false, nil
	if !d.writing() {
		before := d.before()
		d.state = DrawerState{Step: DrawerUnasked}
		d.next(before)
	}
	d.Redraw()
}

// AskFloat asks the clerk for the opening float; while the office has not told yet, as soon as it has.
func (d *Drawer) AskFloat() {
	d.wanted = d.State().Step == DrawerUnasked
	if d.writing() {
		return
	}
	if d.state.Step == DrawerClosed && d.next(d.before()) {
		return
	}
	if d.state.Step == DrawerNone || d.state.Step == DrawerClosed {
		d.set(func(s *DrawerState) { s.Typed, s.Paper = "", PaperState{} })
		d.problem(DrawerFloat, FieldFloat, nil)
	}
}

// AskCount asks the clerk for the counted sum.
func (d *Drawer) AskCount() {
	if d.State().Step != DrawerOpened {
		return
	}
	if why := d.host.MayClose(); why != nil {
		d.problem(DrawerOpened, FieldNone, why)
		return
	}
	d.set(func(s *DrawerState) { s.Typed = "" })
	d.problem(DrawerCount, FieldCount, nil)
}

// Back leaves a question; nothing is sent.
func (d *Drawer) Back() {
	d.wanted = false
	switch d.State().Step {
	case DrawerClosed:
		d.leaveClosed()
	case DrawerFloat:
		d.problem(DrawerNone, FieldNone, nil)
	case DrawerCount:
		d.problem(DrawerOpened, FieldNone, nil)
	}
}
