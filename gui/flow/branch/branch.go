package branch

import (
	"context"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where the view stands.
type Step string

// The steps of the view.
const (
	Idle   Step = "idle"
	Asking Step = "asking" // the office is asked for the first time
	Shown  Step = "shown"
)

// Level says how loud a drawer is.
type Level string

// The levels of a drawer's cash, by the office's two limits.
const (
	Fine Level = "fine"
	Much Level = "much" // from the first on cash should go to the safe
	Full Level = "full" // from the second on the drawer takes no more
)

// Row is an open drawer.
type Row struct {
	client.BranchDrawer
	Level Level
	Own   bool // of the clerk who looks
}

// State is all that the view shows.
type State struct {
	Step    Step
	Rows    []Row
	AsOf    time.Time // by the office's clock
	Blind   bool      // the rows have no totals
	Problem *task.Message
}

// Office is what the view asks of the office.
type Office interface {
	Drawers(ctx context.Context, cursor string) (client.DrawerPage, error)
}

// Standing is who looks, and by which rules of the office.
type Standing struct {
	Staff  string
	Limits client.Limits
	Blind  bool
}

// Host is what the view needs of the counter around it.
type Host interface {
	Standing() Standing
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// Flow is the flow of a supervisor's view.
type Flow struct {
	Draw func(State)

	needs  task.Needs
	office Office
	host   Host
	state  State
	turn   int // counts what makes an answer void
	asking bool
}

// New starts with nothing asked.
func New(n task.Needs, office Office, host Host) *Flow {
	return &Flow{Draw: func(State) {}, needs: n, office: office, host: host, state: State{Step: Idle}}
}

// State is the present state.
func (f *Flow) State() State { return f.state }

// Redraw draws the present state once more.
func (f *Flow) Redraw() { f.Draw(f.state) }

// mostPages of drawers are read; no branch has as many.
const mostPages = 10

// Ask asks for the drawers as they are now. What is shown stays until the answer is there.
func (f *Flow) Ask() {
	if f.asking {
		return
	}
	if f.asking = true; f.state.Step == Idle {
		f.state.Step = Asking
	}
	f.Redraw()
	turn := f.turn
	f.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		all, err := f.read(ctx)
		return func() {
			if turn == f.turn {
				f.asking = false
				f.answered(all, err)
			}
		}
	})
}

func (f *Flow) read(ctx context.Context) (all client.DrawerPage, err error) {
	cursor := ""
	for range mostPages {
		page, err := f.office.Drawers(ctx, cursor)
		if err != nil {
			return all, err
		}
		all.Items, all.AsOf = append(all.Items, page.Items...), page.AsOf
		if cursor = page.NextCursor; cursor == "" {
			break
		}
	}
	return all, nil
}

func (f *Flow) answered(all client.DrawerPage, err error) {
	if err != nil {
		f.state.Problem = task.Problem(err)
		f.Redraw()
		if client.NeedsSignIn(err) {
			f.host.TokenLost()
		}
		return
	}
	now := f.host.Standing()
	f.state = State{Step: Shown, AsOf: all.AsOf, Blind: now.Blind}
	for _, d := range all.Items {
		row := Row{BranchDrawer: d, Level: level(d.Session.Total, now.Limits), Own: d.Session.Staff == now.Staff}
		if now.Blind {
			row.Session.Total, row.InFlight.Sum = money.Amount{}, money.Amount{}
		}
		f.state.Rows = append(f.state.Rows, row)
	}
	f.Redraw()
}

// level is how loud a total is; a limit that the office left out is none.
func level(total money.Amount, limits client.Limits) Level {
	reaches := func(limit money.Amount) bool { return limit.Currency != "" && !total.Less(limit) }
	switch {
	case reaches(limits.DrawerLockout):
		return Full
	case reaches(limits.DrawerWarning):
		return Much
	}
	return Fine
}

// Loud counts the drawers above a limit.
func (s State) Loud() (n int) {
	for _, r := range s.Rows {
		if r.Level != Fine {
			n++
		}
	}
	return n
}

// Find is the row of a session; false where it is not open any more.
func (s State) Find(session string) (Row, bool) {
	for _, r := range s.Rows {
		if r.Session.ID == session {
			return r, true
		}
	}
	return Row{}, false
}

// Forget puts the figures away: the next clerk may not see them.
func (f *Flow) Forget() {
	f.turn++
	f.asking = false
	f.state = State{Step: Idle}
	f.Redraw()
}

// Panicked is called when some work ended in a panic.
func (f *Flow) Panicked() {
	if task.Panicked(f.needs.Tasks) && f.asking {
		f.turn++
		f.asking = false
		f.state.Problem = task.Say("problem.unreadable")
		f.Redraw()
	}
}
