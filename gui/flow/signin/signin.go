package signin

import (
	"context"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where signing in stands.
type Step string

// The steps of signing in.
const (
	Asking   Step = "asking"
	Sending  Step = "sending"
	SignedIn Step = "signedIn"
)

// State is all the sign-in screen shows.
type State struct {
	Step    Step
	Number  string // staff number as typed, kept over a failure; the PIN never is
	Problem *task.Message
	Field   task.Field // where the problem belongs
	Again   bool       // the same clerk is asked once more: the half-typed form is kept
	Me      client.Me
	Expires time.Time
}

// Office is what signing in asks of the office.
type Office interface {
	SignIn(ctx context.Context, staffNumber, pin string) (client.SignIn, error)
	SignOut(ctx context.Context) error
	Me(ctx context.Context) (client.Me, error)
}

// Flow is the flow of signing in and out.
type Flow struct {
	Draw func(State)

	host     Host
	office   Office
	tasks    outbox.Tasks
	state    State
	last     string // staff number of the last clerk signed in
	sessions *sessions
}

// Host is what signing in needs of whatever works behind it.
type Host interface {
	// Entered is called when a clerk has signed in; same says it is the clerk of before.
	Entered(me client.Me, same bool)
	// Left is called when nobody is signed in any more.
	Left()
}

// New starts with nobody signed in.
func New(office Office, tasks outbox.Tasks, host Host) *Flow {
	return &Flow{
		Draw: func(State) {}, host: host, office: office, tasks: tasks, state: State{Step: Asking},
		sessions: &sessions{now: 1},
	}
}

// State is the present state.
func (s *Flow) State() State { return s.state }

// Redraw draws the present state once more.
func (s *Flow) Redraw() { s.Draw(s.state) }

func (s *Flow) set(change func(*State)) {
	change(&s.state)
	s.Draw(s.state)
}

// Submit signs in with a staff number and a PIN, both as typed. The PIN is not kept.
func (s *Flow) Submit(number, pin string) {
	if s.state.Step != Asking {
		return
	}
	number, pin = strings.TrimSpace(number), strings.TrimSpace(pin)
	if problem, field := check(number, pin); problem != nil {
		if card := task.CardNumber(number); card != nil {
			number, problem = "", card
		}
		s.set(func(st *State) { st.Number, st.Problem, st.Field = number, problem, field })
		return
	}
	s.set(func(st *State) {
		st.Step, st.Number, st.Problem, st.Field = Sending, number, nil, task.FieldNone
	})
	s.tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		in, err := s.office.SignIn(ctx, number, pin)
		if err != nil {
			return func() { s.refuse(err) }
		}
		me, err := s.office.Me(ctx)
		if err != nil {
			return func() { s.refuse(err) }
		}
		return func() { s.enter(in, me) }
	})
}

func check(number, pin string) (*task.Message, task.Field) {
	if !ident.IsStaff(number) {
		return task.Say("signin.number.wrong"), task.FieldNumber
	}
	if !task.DigitsBetween(pin, 4, 12) {
		return task.Say("signin.pin.wrong"), task.FieldPIN
	}
	return nil, task.FieldNone
}

func (s *Flow) refuse(err error) {
	s.set(func(st *State) { st.Step, st.Problem, st.Field = Asking, task.Problem(err), task.FieldPIN })
}

func (s *Flow) enter(in client.SignIn, me client.Me) {
	same := s.last == me.Staff.Number
	s.last = me.Staff.Number
	s.sessions.begin()
	s.set(func(st *State) {
		*st = State{Step: SignedIn, Me: me, Expires: in.ExpiresAt}
	})
	s.host.Entered(me, same)
}

// SignOut ends the clerk's session. The desk forgets the token even if the office can't be reached.
func (s *Flow) SignOut() {
	if s.state.Step != SignedIn {
		return
	}
	s.last = ""
	s.set(func(st *State) { *st = State{Step: Asking} })
	s.host.Left()
	s.tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		_ = s.office.SignOut(ctx) // the token is forgotten either way, and it expires by itself
		return nil
	})
}

// During are tasks for questions that are asked with the token of whoever is signed in.
func (s *Flow) During(tasks outbox.Tasks) outbox.Tasks { return sessionTasks{tasks, s.sessions} }

// Again asks the same clerk to sign in once more and says why. What is half typed stays for that clerk;
// another one may sign in instead.
func (s *Flow) Again(why *task.Message) {
	if s.state.Step != SignedIn {
		return
	}
	number := s.state.Me.Staff.Number
	s.set(func(st *State) {
		*st = State{Step: Asking, Number: number, Again: true, Problem: why}
	})
}

// tokenMargin is how long a token must still live before cash is taken.
const tokenMargin = 5 * time.Minute

// Lasts reports that somebody is signed in and the token lives long enough to take cash.
func (s *Flow) Lasts(now time.Time) bool {
	return s.state.Step == SignedIn && s.state.Expires.Sub(now) >= tokenMargin
}

// Panicked is called when some work ended in a panic.
func (s *Flow) Panicked() {
	if task.Panicked(s.tasks) && s.state.Step == Sending {
		s.set(func(st *State) {
			st.Step, st.Problem, st.Field = Asking, task.Say("problem.unreadable"), task.FieldPIN
		})
	}
}

// Past reports that what is being taken in answers a question of a session before this one.
func (s *Flow) Past() bool { return s.sessions.past() }
