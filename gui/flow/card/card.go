package card

import (
	"context"
	"slices"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where looking a card up stands.
type Step string

// The steps of a look-up.
const (
	Empty   Step = "empty"
	Looking Step = "looking"
	Shown   Step = "shown"
	Minimal Step = "minimal" // the office shows this counter only that the card exists
)

// ListStep names how much of a list is known.
type ListStep string

// A list is empty only when the office said so.
const (
	ListUnknown ListStep = "unknown"
	ListLoading ListStep = "loading"
	ListKnown   ListStep = "known"
	ListFailed  ListStep = "failed"
)

// State is all the card's panel shows.
type State struct {
	Step    Step
	MokID   string
	Card    client.Card
	Minimal client.CardMinimal
	Problem *task.Message // why there is no card
	Note    *task.Message // what the recogniser got, when it was not a plain MOK ID
	Turn    int           // counts look-ups and clearings by hand; a refresh is none
	Wipe    bool          // the field must be emptied: what was typed may be a PAN

	List        ListStep
	Items       []client.Transaction
	Next        string // cursor of the next page, "" at the end
	ListProblem *task.Message
	ListAsOf    time.Time
	// Search is what Items were looked for by. Searching says that the clerk is asked for it; SearchProblem belongs to SearchField.
	Search        Search
	Searching     bool
	SearchProblem *task.Message
	SearchField   task.Field
	Statement     StatementState
}

// May reports that the office allows an act on the card.
func (s State) May(act client.Act) bool {
	return s.Step == Shown && s.Card.Allows(act)
}

// Office is what looking at a card asks of the office.
type Office interface {
	Card(ctx context.Context, mokID string) (client.Card, error)
	CardMinimal(ctx context.Context, mokID string) (client.CardMinimal, error)
	Transactions(ctx context.Context, mokID string, q client.TransactionQuery) (client.TransactionPage, error)
}

// Flow is the flow of looking a card up.
type Flow struct {
	Draw func(State)

	needs  task.Needs
	office Office
	host   Host
	state  State
	turn   int // counts the questions: an answer to an earlier one is dropped
	typed  int // counts the look-ups and clearings by hand
	list   int // counts the lists: a page of an earlier one is dropped

	statement int        // counts the statements
	slip      *Statement // that is ready
}

// Host is what looking a card up needs of the counter around it.
type Host interface {
	// Account gives the constants that make a reference a CeKR reference.
	Account() upn.Account
	// FullView says whether this counter may see more than that a card exists.
	FullView() bool
	// Searches says whether the office looks for lines by what they are.
	Searches() bool
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// New starts with no card.
func New(n task.Needs, office Office, host Host) *Flow {
	return &Flow{Draw: func(State) {}, needs: n, office: office, host: host, state: State{Step: Empty, List: ListUnknown}}
}

// State is the present state.
func (c *Flow) State() State { return c.state }

// Redraw draws the present state once more.
func (c *Flow) Redraw() { c.Draw(c.state) }

func (c *Flow) set(change func(*State)) {
	change(&c.state)
	c.state.Turn = c.typed
	c.Draw(c.state)
}

// Clear takes the card off the screen.
func (c *Flow) Clear() {
	c.turn++
	c.typed++
	c.set(func(s *State) { *s = State{Step: Empty, List: ListUnknown} })
}

// Enter takes what was typed, read or pasted into the MOK ID field and looks the card up.
func (c *Flow) Enter(text string) {
	r := recognise.Recognise(text, c.host.Account())
	c.turn++
	c.typed++
	if r.MokID == "" {
		c.set(func(s *State) {
			*s = State{Step: Empty, List: ListUnknown, Problem: r.Message(), Wipe: r.Refused()}
		})
		return
	}
	c.set(func(s *State) {
		*s = State{Step: Looking, MokID: r.MokID, Note: r.Message(), List: ListUnknown}
	})
	c.look(r.MokID)
}

// Refresh asks the office for the shown card again, keeping it on the screen meanwhile. The clerk may be
// typing the next card's number: that is left alone.
func (c *Flow) Refresh() {
	if c.state.Step != Shown {
		return
	}
	c.turn++
	c.look(c.state.MokID)
}

func (c *Flow) look(mokID string) {
	if !c.host.FullView() {
		c.lookMinimal(mokID)
		return
	}
	turn := c.turn
	c.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		card, err := c.office.Card(ctx, mokID)
		return func() {
			if turn == c.turn {
				c.shown(card, err)
			}
		}
	})
}

func (c *Flow) lookMinimal(mokID string) {
	turn := c.turn
	c.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		card, err := c.office.CardMinimal(ctx, mokID)
		return func() {
			switch {
			case turn != c.turn:
			case err != nil:
				c.failed(err)
			default:
				c.set(func(s *State) { s.Step, s.Minimal = Minimal, card })
			}
		}
	})
}

func (c *Flow) failed(err error) {
	c.set(func(s *State) {
		s.Step, s.Problem = Empty, task.Problem(err)
	})
	if client.NeedsSignIn(err) {
		c.host.TokenLost()
	}
}

func (c *Flow) shown(card client.Card, err error) {
	if err != nil {
		c.failed(err)
		return
	}
	c.set(func(s *State) {
		s.Step, s.Card, s.Problem = Shown, card, nil
		s.List, s.ListProblem = ListLoading, nil
	})
	c.page("")
}

// MoreTransactions asks for the next page of the card's transactions, if there is one.
func (c *Flow) MoreTransactions() {
	if c.state.Step != Shown || c.state.Next == "" || c.state.List == ListLoading {
		return
	}
	c.set(func(s *State) { s.List = ListLoading })
	c.page(c.state.Next)
}

// pageSize is how many transactions are asked for at a time: more than a screen holds, less than a wait.
const pageSize = 50

func (c *Flow) page(cursor string) {
	turn, list, mokID, q := c.turn, c.list, c.state.MokID, c.state.Search.query()
	q.Cursor, q.Limit = cursor, pageSize
	c.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		page, err := c.office.Transactions(ctx, mokID, q)
		return func() {
			if turn == c.turn && list == c.list {
				c.listed(page, cursor == "", err)
			}
		}
	})
}

func (c *Flow) listed(page client.TransactionPage, first bool, err error) {
	if err != nil {
		c.set(func(s *State) { s.List, s.ListProblem = ListFailed, task.Problem(err) })
		if client.NeedsSignIn(err) {
			c.host.TokenLost()
		}
		return
	}
	c.set(func(s *State) {
		s.List, s.Next, s.ListAsOf, s.ListProblem = ListKnown, page.NextCursor, page.AsOf, nil
		if first {
			s.Items = nil
		}
		s.Items = append(slices.Clip(s.Items), page.Items...)
	})
}

// Panicked is called when some work ended in a panic.
func (c *Flow) Panicked() {
	if !task.Panicked(c.needs.Tasks) {
		return
	}
	c.turn++
	c.state.Statement.Paper.Panicked()
	switch {
	case c.state.Step == Looking:
		c.set(func(s *State) { s.Step, s.Problem = Empty, task.Say("problem.unreadable") })
	case c.state.Statement.Step == StatementReading:
		c.set(func(s *State) {
			s.Statement.Step, s.Statement.Problem = StatementFailed, task.Say("problem.unreadable")
		})
	case c.state.List == ListLoading:
		c.set(func(s *State) { s.List, s.ListProblem = ListFailed, task.Say("problem.unreadable") })
	}
}
