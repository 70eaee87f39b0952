package report

import (
	"context"
	"strconv"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where a report stands.
type Step string

// The steps of a report.
const (
	Idle   Step = "idle"
	Asking Step = "asking"
	Shown  Step = "shown"
	Failed Step = "failed" // the office did not tell; Problem says why
)

// Unknown is what nobody knows the outcome of at this desk: in none of the figures.
type Unknown struct {
	Count int
	Sum   money.Amount
}

// State is all that the report's panel shows.
type State struct {
	Step    Step
	Kind    client.ReportKind
	Report  client.DrawerReport
	Unknown Unknown
	Problem *task.Message
	Paper   task.PaperState
}

// Office is what a report asks of the office.
type Office interface {
	DrawerReport(ctx context.Context, session string, kind client.ReportKind) (client.DrawerReport, error)
}

// Standing is of which drawer there is a report.
type Standing struct {
	Staff string
	// Session is the clerk's open drawer, or the desk's last close if it is that of the clerk: Kind says which. "" for neither.
	Session string
	Kind    client.ReportKind
	Unknown Unknown
}

// Host is what a report needs of the counter around it.
type Host interface {
	Standing() Standing
	// TokenLost is called when the office no longer takes the clerk's token.
	TokenLost()
}

// Flow is the flow of a drawer's figures.
type Flow struct {
	Draw func(State)

	needs  task.Needs
	office Office
	host   Host
	state  State
	turn   int // counts the questions: an answer to an older one is dropped
}

// New starts with nothing asked.
func New(n task.Needs, office Office, host Host) *Flow {
	return &Flow{Draw: func(State) {}, needs: n, office: office, host: host, state: State{Step: Idle}}
}

// State is the present state.
func (r *Flow) State() State { return r.state }

// Redraw draws the present state once more.
func (r *Flow) Redraw() { r.Draw(r.state) }

// Ask asks for the figures as they are now.
func (r *Flow) Ask() {
	now := r.host.Standing()
	if now.Session == "" {
		return
	}
	r.turn++
	turn := r.turn
	r.state = State{Step: Asking, Kind: now.Kind}
	r.Redraw()
	r.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		report, err := r.office.DrawerReport(ctx, now.Session, now.Kind)
		return func() {
			if turn == r.turn {
				r.answered(report, err)
			}
		}
	})
}

func (r *Flow) answered(report client.DrawerReport, err error) {
	if err != nil {
		r.state.Step, r.state.Problem = Failed, task.Problem(err)
		r.Redraw()
		if client.NeedsSignIn(err) {
			r.host.TokenLost()
		}
		return
	}
	r.state.Step, r.state.Report, r.state.Unknown = Shown, report, r.host.Standing().Unknown
	r.Redraw()
}

// Forget puts the figures away: the next clerk's are others.
func (r *Flow) Forget() {
	r.turn++
	r.state = State{Step: Idle}
	r.Redraw()
}

// Slip is a report on paper.
type Slip struct {
	task.Letterhead
	Report  client.DrawerReport
	Unknown Unknown
}

// Kind names a report.
func (s Slip) Kind() task.SlipKind {
	if s.Report.Kind == client.ReportZ {
		return "reportZ"
	}
	return "reportX"
}

// Number is a Z's, without gaps at the office; an X's is the moment that it tells of.
func (s Slip) Number() string {
	if s.Report.Kind == client.ReportZ {
		return strconv.FormatInt(s.Report.Session.CloseNumber, 10)
	}
	return s.Report.AsOf.Format("20060102-150405")
}

// Table is a report as a table for a spreadsheet.
type Table struct{ Slip }

// Slip is the report on the screen; false while there is none.
func (r *Flow) Slip() (task.Slip, bool) {
	slip := r.slip()
	return slip, r.state.Step == Shown
}

func (r *Flow) slip() Slip {
	head := r.needs.Head()
	head.Copy = r.state.Paper.Copies
	if by := r.state.Report.Session.Staff; by != r.host.Standing().Staff {
		head.Clerk = by
	}
	return Slip{Letterhead: head, Report: r.state.Report, Unknown: r.state.Unknown}
}

// Paper prints, opens or saves the report.
func (r *Flow) Paper(act task.PaperAct) { r.hand(act, r.slip()) }

// SaveTable keeps the report as a table for a spreadsheet.
func (r *Flow) SaveTable() { r.hand(task.PaperSave, Table{r.slip()}) }

func (r *Flow) hand(act task.PaperAct, slip task.Slip) {
	if r.state.Step != Shown || r.state.Paper.Step == task.PaperWorking {
		return
	}
	turn := r.turn
	mine := func() bool { return r.turn == turn }
	task.HandOut(r.needs, act, slip, task.Place{Paper: &r.state.Paper, Mine: mine, Seen: mine, Draw: r.Redraw})
}

// Panicked is called when some work ended in a panic.
func (r *Flow) Panicked() {
	if !task.Panicked(r.needs.Tasks) {
		return
	}
	r.state.Paper.Panicked()
	if r.state.Step == Asking {
		r.turn++
		r.state.Step, r.state.Problem = Failed, task.Say("problem.unreadable")
	}
	r.Redraw()
}
