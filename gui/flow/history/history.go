package history

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Flow is the flow of a drawer's history.
type Flow struct {
	Draw func(State)

	needs  task.Needs
	office Office
	host   Host
	state  State
	turn   int // counts the questions: an answer to an older one is dropped

	sessions []client.DrawerSession // that the office has told, the one opened last first
	at       int                    // the place of the one that is shown
	older    string                 // cursor of further sessions, "" at the end
	next     string                 // cursor of further lines, "" at the end
	slip     task.Slip              // of the chosen line; nil while it isn't known
	cancel   func()
}

// New starts with nothing asked.
func New(n task.Needs, office Office, host Host) *Flow {
	return &Flow{Draw: func(State) {}, needs: n, office: office, host: host, state: State{Step: Idle, Chosen: -1}, cancel: func() {}}
}

// State is the present state.
func (h *Flow) State() State { return h.state }

// Redraw draws the present state once more.
func (h *Flow) Redraw() { h.Draw(h.state) }

func (h *Flow) set(change func(*State)) {
	change(&h.state)
	h.Redraw()
}

// pageSize is how many lines are asked for at a time; tablePage the same for a table, which nobody waits for line by line.
const (
	pageSize     = 50
	tablePage    = 200
	sessionsEach = 50
)

// Begin asks which sessions there are and shows the last one.
func (h *Flow) Begin() {
	if h.state.Step != Saving {
		h.find(Filter{})
	}
}

// find asks for the sessions of a filter's day, and shows the last of them.
func (h *Flow) find(f Filter) {
	day, _ := task.ParseDay(f.Day)
	q := h.whose()
	if !day.IsZero() {
		q.From, q.To = day, day.AddDate(0, 0, 1)
	}
	h.ask(f, func(ctx context.Context) func() {
		page, err := h.office.DrawerSessions(ctx, q)
		return h.ending(err, func() {
			h.sessions, h.older, h.at = page.Items, page.NextCursor, 0
			if !day.IsZero() {
				h.older = "" // another day is another question
			}
			if len(h.sessions) == 0 {
				h.set(func(s *State) { s.Step, s.AsOf = Nothing, page.AsOf })
				return
			}
			h.show(f)
		})
	})
}

func (h *Flow) whose() client.SessionQuery {
	staff, desk := h.host.Whose()
	return client.SessionQuery{Staff: staff, Desk: desk, Limit: sessionsEach}
}

// ask puts a question whose answer replaces what is shown.
func (h *Flow) ask(f Filter, question func(ctx context.Context) func()) {
	h.slip = nil
	h.set(func(s *State) { *s = State{Step: Asking, Filter: f, Chosen: -1, Turn: s.Turn + 1} })
	h.run(question)
}

// run asks away from the screen; an answer to an earlier question is dropped.
func (h *Flow) run(question func(ctx context.Context) func()) {
	h.turn++
	turn := h.turn
	h.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
		defer cancel()
		ending := question(ctx)
		return func() {
			if turn == h.turn {
				ending()
			}
		}
	})
}

// ending is what becomes of an answer.
func (h *Flow) ending(err error, good func()) func() {
	return func() {
		if err == nil {
			good()
			return
		}
		h.set(func(s *State) { s.Step, s.Problem = Failed, task.Problem(err) })
		h.lost(err)
	}
}

func (h *Flow) lost(err error) {
	if client.NeedsSignIn(err) {
		h.host.TokenLost()
	}
}

// show asks for the first lines of the session at its place.
func (h *Flow) show(f Filter) {
	session := h.sessions[h.at]
	h.ask(f, func(ctx context.Context) func() {
		page, err := h.office.DrawerOperations(ctx, session.ID, query(f, session, pageSize))
		return h.ending(err, func() {
			h.next = page.NextCursor
			h.set(func(s *State) {
				s.Step, s.Session, s.Items, s.More, s.AsOf = Shown, session, page.Items, page.NextCursor != "", page.AsOf
				s.Earlier, s.Later = h.at+1 < len(h.sessions) || h.older != "", h.at > 0
			})
		})
	})
}

// query is what the office is asked for.
func query(f Filter, of client.DrawerSession, limit int) client.OperationQuery {
	q := client.OperationQuery{Kind: f.Kind, State: f.State, Number: task.SlipNumber(f.Number), Limit: limit}
	from, _ := timeOf(f.From, of.OpenedAt)
	to, _ := timeOf(f.To, of.OpenedAt)
	if q.From = from; !to.IsZero() {
		q.To = to.Add(time.Minute) // the minute that was typed is meant, too
	}
	return q
}

// More asks for the next older lines.
func (h *Flow) More() {
	if h.state.Step != Shown || h.next == "" || h.state.Reading || h.state.Paging {
		return
	}
	session, q := h.state.Session, query(h.state.Filter, h.state.Session, pageSize)
	q.Cursor = h.next
	h.set(func(s *State) { s.Paging = true })
	h.run(func(ctx context.Context) func() {
		page, err := h.office.DrawerOperations(ctx, session.ID, q)
		return func() {
			h.state.Paging = false
			if err != nil {
				h.set(func(s *State) { s.Problem = task.Problem(err) })
				h.lost(err)
				return
			}
			h.next = page.NextCursor
			h.set(func(s *State) {
				s.Items, s.More, s.AsOf, s.Problem = append(slices.Clip(s.Items), page.Items...), page.NextCursor != "", page.AsOf, nil
			})
		}
	})
}

// Earlier shows the session that was opened before the one on the screen, Later the one after it.
func (h *Flow) Earlier() {
	switch {
	case h.state.Step != Shown || !h.state.Earlier:
	case h.at+1 < len(h.sessions):
		h.at++
		h.show(h.state.Filter)
	default:
		q, f := h.whose(), h.state.Filter
		q.Cursor = h.older
		h.ask(f, func(ctx context.Context) func() {
			page, err := h.office.DrawerSessions(ctx, q)
			return h.ending(err, func() {
				h.sessions, h.older = append(h.sessions, page.Items...), page.NextCursor
				if h.at+1 < len(h.sessions) {
					h.at++
				}
				h.show(f)
			})
		})
	}
}

// Later shows the session that was opened after the one on the screen.
func (h *Flow) Later() {
	if h.state.Step == Shown && h.at > 0 {
		h.at--
		h.show(h.state.Filter)
	}
}

// Narrow asks the clerk which lines are wanted; Find takes the answer.
func (h *Flow) Narrow() {
	if h.state.Step == Shown || h.state.Step == Nothing || h.state.Step == Failed {
		h.set(func(s *State) { s.Step, s.Problem, s.Field = Filtering, nil, task.FieldNone })
	}
}

// Find asks for the lines that a filter lets through. What can't be understood is said at its field; nothing is asked then.
func (h *Flow) Find(f Filter) {
	if h.state.Step != Filtering && h.state.Step != Shown {
		return
	}
	if at, m := f.problem(); m != nil {
		h.set(func(s *State) { s.Step, s.Problem, s.Field = Filtering, m, at })
		return
	}
	if f.Day != h.state.Filter.Day || len(h.sessions) == 0 {
		h.find(f)
		return
	}
	h.show(f)
}

// problem is the first field of a filter that can't be understood.
func (f Filter) problem() (task.Field, *task.Message) {
	for at, typed := range map[task.Field]string{task.FieldDay: f.Day, task.FieldFrom: f.From, task.FieldTo: f.To, task.FieldReceipt: f.Number} {
		if m := task.CardNumber(typed); m != nil {
			return at, m
		}
	}
	if _, ok := task.ParseDay(f.Day); !ok {
		return task.FieldDay, task.Say("history.bad-day")
	}
	some := time.Date(2026, 1, 1, 0, 0, 0, 0, time.Local)
	from, fromOK := timeOf(f.From, some)
	to, toOK := timeOf(f.To, some)
	switch {
	case !fromOK:
		return task.FieldFrom, task.Say("history.bad-time")
	case !toOK, !to.IsZero() && to.Before(from):
		return task.FieldTo, task.Say("history.bad-time")
	case !task.IsSlipNumber(task.SlipNumber(f.Number)):
		return task.FieldReceipt, task.Say("history.bad-number")
	}
	return task.FieldNone, nil
}

// timeOf reads a time of a day, 9:30 or 9; "" is none.
func timeOf(typed string, of time.Time) (time.Time, bool) {
	bare := strings.ReplaceAll(strings.ReplaceAll(typed, " ", ""), ".", ":")
	if bare == "" {
		return time.Time{}, true
	}
	hour, minute, _ := strings.Cut(bare, ":")
	h, err := strconv.Atoi(hour)
	m, minuteErr := 0, error(nil)
	if minute != "" {
		m, minuteErr = strconv.Atoi(minute)
	}
	if err != nil || minuteErr != nil || h < 0 || h > 23 || m < 0 || m > 59 {
		return time.Time{}, false
	}
	return time.Date(of.Year(), of.Month(), of.Day(), h, m, 0, 0, of.Location()), true
}

// Back goes one step back, and reports false where there is none.
func (h *Flow) Back() bool {
	switch {
	case h.state.Step == Saving:
		h.Cancel()
	case h.state.Step == Filtering && h.state.Session.ID != "":
		h.set(func(s *State) { s.Step, s.Problem, s.Field = Shown, nil, task.FieldNone })
	case h.state.Step == Shown && h.state.Filter.Narrows():
		h.show(Filter{Day: h.state.Filter.Day})
	default:
		return false
	}
	return true
}

// Forget puts the lines away: the next clerk's are others.
func (h *Flow) Forget() {
	h.cancel()
	h.turn++
	h.sessions, h.older, h.next, h.slip = nil, "", "", nil
	h.set(func(s *State) { *s = State{Step: Idle, Chosen: -1, Turn: s.Turn + 1} })
}

// Panicked is called when some work ended in a panic.
func (h *Flow) Panicked() {
	if !task.Panicked(h.needs.Tasks) {
		return
	}
	h.turn++
	h.cancel()
	h.state.Paper.Panicked()
	h.state.Reading = false
	switch h.state.Step {
	case Asking:
		h.state.Step, h.state.Problem = Failed, task.Say("problem.unreadable")
	case Saving:
		h.state.Step, h.state.Table = Shown, Table{Message: task.Say("slip.failed.other")}
	}
	h.Redraw()
}
