package card

import (
	"context"
	"slices"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// StatementStep names where a card's statement stands.
type StatementStep string

// The steps of a statement.
const (
	StatementNone    StatementStep = ""
	StatementReading StatementStep = "reading" // the office is asked for the period's lines
	StatementReady   StatementStep = "ready"   // it can be printed
	StatementFailed  StatementStep = "failed"
)

// StatementState is what the screen says of a statement.
type StatementState struct {
	Step     StatementStep
	From, To time.Time // the first and the last day
	Lines    int       // of the period, as far as they were read
	Problem  *task.Message
	Paper    task.PaperState
}

// Statement is a card's lines of a period on paper.
type Statement struct {
	task.Letterhead
	MokID    string
	From, To time.Time            // the first and the last day
	Items    []client.Transaction // the oldest first, all of the period
	AsOf     time.Time
}

// Kind names a statement.
func (Statement) Kind() task.SlipKind { return "statement" }

// Number is the period. No file's name tells a card.
func (s Statement) Number() string { return s.From.Format("20060102") + "-" + s.To.Format("20060102") }

// statementPage is how many lines are asked for at a time; statementMost bounds a statement, which is paper.
const (
	statementPage = 200
	statementMost = 10_000
)

// MakeStatement reads all lines of the days that are looked for; without such days, those of this month and the one before. Kinds, states
// and numbers that are looked for don't matter: a statement is whole.
func (c *Flow) MakeStatement() {
	if c.state.Step != Shown || c.state.Statement.Step == StatementReading {
		return
	}
	from, to := c.state.Search.period(c.state.ListAsOf)
	slip := Statement{Letterhead: c.needs.Head(), MokID: c.state.MokID, From: from, To: to}
	c.statement++
	turn, mine := c.turn, c.statement
	c.slip = nil
	c.set(func(s *State) { s.Statement = StatementState{Step: StatementReading, From: from, To: to} })
	here := func() bool { return turn == c.turn && mine == c.statement }
	c.needs.Tasks.Run(func(ctx context.Context) func() {
		err := c.readStatement(ctx, &slip)
		return func() {
			if here() {
				c.stated(slip, err)
			}
		}
	})
}

// period is what a statement is of.
func (s Search) period(asOf time.Time) (from, to time.Time) {
	from, _ = task.ParseDay(s.From)
	to, _ = task.ParseDay(s.To)
	if to.IsZero() {
		y, m, d := asOf.Date()
		to = time.Date(y, m, d, 0, 0, 0, 0, time.Local)
	}
	if from.IsZero() {
		from = time.Date(to.Year(), to.Month()-1, 1, 0, 0, 0, 0, time.Local)
	}
	return from, to
}

// readStatement reads page after page, each within the limit of a question.
func (c *Flow) readStatement(ctx context.Context, s *Statement) error {
	q := client.TransactionQuery{From: s.From, To: s.To.AddDate(0, 0, 1), Limit: statementPage}
	for {
		page, err := c.statementLines(ctx, s.MokID, q)
		if err != nil {
			return err
		}
		s.Items, s.AsOf = append(s.Items, page.Items...), page.AsOf
		if len(s.Items) > statementMost {
			return errTooLong
		}
		if q.Cursor = page.NextCursor; q.Cursor == "" {
			slices.Reverse(s.Items)
			return nil
		}
	}
}

func (c *Flow) statementLines(ctx context.Context, mokID string, q client.TransactionQuery) (client.TransactionPage, error) {
	ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
	defer cancel()
	return c.office.Transactions(ctx, mokID, q)
}

// tooLong is the refusal of a statement that no one would read.
type tooLong struct{}

func (tooLong) Error() string { return "too-long" }

var errTooLong tooLong

func (c *Flow) stated(slip Statement, err error) {
	if err != nil {
		why := task.Problem(err)
		if err == error(errTooLong) {
			why = task.Say("list.statement.too-long", "Count", statementMost)
		}
		c.set(func(s *State) { s.Statement.Step, s.Statement.Problem = StatementFailed, why })
		if client.NeedsSignIn(err) {
			c.host.TokenLost()
		}
		return
	}
	c.slip = &slip
	c.set(func(s *State) { s.Statement.Step, s.Statement.Lines = StatementReady, len(slip.Items) })
}

// Slip is the statement that is ready; false while there is none.
func (c *Flow) Slip() (task.Slip, bool) {
	if c.slip == nil || c.state.Step != Shown || c.state.Statement.Step != StatementReady {
		return nil, false
	}
	slip := *c.slip
	slip.Letterhead = c.needs.Head()
	slip.Copy = c.state.Statement.Paper.Copies
	return slip, true
}

// Paper prints, opens or saves the statement.
func (c *Flow) Paper(act task.PaperAct) {
	slip, ok := c.Slip()
	if !ok || c.state.Statement.Paper.Step == task.PaperWorking {
		return
	}
	made := c.slip
	mine := func() bool { return c.slip == made }
	task.HandOut(c.needs, act, slip, task.Place{Paper: &c.state.Statement.Paper, Mine: mine, Seen: mine, Draw: c.Redraw})
}
