package flow

import (
	"context"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
)

// SignInStep names where signing in stands.
type SignInStep string

// The steps of signing in.
const (
	SignInAsking  SignInStep = "asking"
	SignInSending SignInStep = "sending"
	SignedIn      SignInStep = "signedIn"
)

// SignInState is all the sign-in screen shows.
type SignInState struct {
	Step    SignInStep
	Number  string // staff number as typed, kept over a failure; the PIN never is
	Problem *Message
	Field   Field // where the problem belongs
	Again   bool  // the same clerk is asked once more: the half-typed form is kept
	Me      client.Me
	Expires time.Time
}

// SignInOffice is what signing in asks of the office.
type SignInOffice interface {
	SignIn(ctx context.Context, staffNumber, pin string) (client.SignIn, error)
	SignOut(ctx context.Context) error
	Me(ctx context.Context) (client.Me, error)
}

// SignIn is the flow of signing in and out.
type SignIn struct {
	Draw func(SignInState)

	host     SignInHost
	office   SignInOffice
	tasks    Tasks
	state    SignInState
	last     string // staff number of the last clerk signed in
	sessions *sessions
}

// SignInHost is what signing in needs of whatever works behind it.
type SignInHost interface {
	// Entered is called when a clerk has signed in; same says it is the clerk of before.
	Entered(me client.Me, same bool)
	// Left is called when nobody is signed in any more.
	Left()
}

// NewSignIn starts with nobody signed in.
func NewSignIn(office SignInOffice, tasks Tasks, host SignInHost) *SignIn {
	return &SignIn{
		Draw: func(SignInState) {}, host: host, office: office, tasks: tasks, state: SignInState{Step: SignInAsking},
		sessions: &sessions{now: 1},
	}
}

// State is the present state.
func (s *SignIn) State() SignInState { return s.state }

// Redraw draws the present state once more.
func (s *SignIn) Redraw() { s.Draw(s.state) }

func (s *SignIn) set(change func(*SignInState)) {
	change(&s.state)
	s.Draw(s.state)
}

// Submit signs in with a staff number and a PIN, both as typed. The PIN is not kept.
func (s *SignIn) Submit(number, pin string) {
	if s.state.Step != SignInAsking {
		return
	}
	number, pin = strings.TrimSpace(number), strings.TrimSpace(pin)
	if problem, field := checkSignIn(number, pin); problem != nil {
		if card := cardNumber(number); card != nil {
			number, problem = "", card
		}
		s.set(func(st *SignInState) { st.Number, st.Problem, st.Field = number, problem, field })
		return
	}
	s.set(func(st *SignInState) {
		st.Step, st.Number, st.Problem, st.Field = SignInSending, number, nil, FieldNone
	})
	s.tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, readLimit)
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

func checkSignIn(number, pin string) (*Message, Field) {
	if !ident.IsStaff(number) {
		return Say("signin.number.wrong"), FieldNumber
	}
	if !digitsBetween(pin, 4, 12) {
		return Say("signin.pin.wrong"), FieldPIN
	}
	return nil, FieldNone
}

func (s *SignIn) refuse(err error) {
	s.set(func(st *SignInState) { st.Step, st.Problem, st.Field = SignInAsking, Problem(err), FieldPIN })
}

func (s *SignIn) enter(in client.SignIn, me client.Me) {
	same := s.last == me.Staff.Number
	s.last = me.Staff.Number
	s.sessions.begin()
	s.set(func(st *SignInState) {
		*st = SignInState{Step: SignedIn, Me: me, Expires: in.ExpiresAt}
	})
	s.host.Entered(me, same)
}

// SignOut ends the clerk's session. The desk forgets the token even if the office can't be reached.
func (s *SignIn) SignOut() {
	if s.state.Step != SignedIn {
		return
	}
	s.last = ""
	s.set(func(st *SignInState) { *st = SignInState{Step: SignInAsking} })
	s.host.Left()
	s.tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, readLimit)
		defer cancel()
		_ = s.office.SignOut(ctx) // the token is forgotten either way, and it expires by itself
		return nil
	})
}

// during are tasks for questions that are asked with the token of whoever is signed in.
func (s *SignIn) during(tasks Tasks) Tasks { return sessionTasks{tasks, s.sessions} }

// Again asks the same clerk to sign in once more and says why. What is half typed stays for that clerk;
// another one may sign in instead.
func (s *SignIn) Again(why *Message) {
	if s.state.Step != SignedIn {
		return
	}
	number := s.state.Me.Staff.Number
	s.set(func(st *SignInState) {
		*st = SignInState{Step: SignInAsking, Number: number, Again: true, Problem: why}
	})
}

// tokenMargin is how long a token must still live before cash is taken.
const tokenMargin = 5 * time.Minute

// Lasts reports that somebody is signed in and the token lives long enough to take cash.
func (s *SignIn) Lasts(now time.Time) bool {
	return s.state.Step == SignedIn && s.state.Expires.Sub(now) >= tokenMargin
}

// broke is called when some work ended in a panic.
func (s *SignIn) broke() {
	if broken(s.tasks) && s.state.Step == SignInSending {
		s.set(func(st *SignInState) {
			st.Step, st.Problem, st.Field = SignInAsking, Say("problem.unreadable"), FieldPIN
		})
	}
}

// past reports that what is being taken in answers a question of a session before this one.
func (s *SignIn) past() bool { return s.sessions.past() }
