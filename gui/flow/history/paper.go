package history

import (
	"context"
	"errors"
	"slices"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Choose points at a line, and asks the office for what its paper says, if it has one.
func (h *Flow) Choose(at int) {
	if h.state.Step != Shown || at < 0 || at >= len(h.state.Items) || at == h.state.Chosen {
		return
	}
	line, session := h.state.Items[at], h.state.Session
	h.slip = nil
	h.set(func(s *State) {
		s.Chosen, s.Reading, s.Paging, s.Paper, s.Problem = at, HasPaper(line), false, task.PaperState{}, nil
	})
	if !HasPaper(line) {
		h.turn++ // the answer about another line says nothing of this one
		return
	}
	head := h.needs.Head()
	head.Copy = 1 // how often it was printed before isn't known here
	h.run(func(ctx context.Context) func() {
		slip, err := h.host.Slip(ctx, head, session, line)
		return func() {
			h.slip = slip
			h.set(func(s *State) {
				if s.Reading = false; err != nil {
					s.Problem = task.Problem(err)
				}
			})
			if err != nil {
				h.slip = nil
				h.lost(err)
			}
		}
	})
}

// Slip is the chosen line's paper, a copy; false while it isn't known.
func (h *Flow) Slip() (task.Slip, bool) {
	_, chosen := h.state.Line()
	return h.slip, chosen && h.slip != nil
}

// Paper prints, opens or saves the chosen line's paper.
func (h *Flow) Paper(act task.PaperAct) {
	slip, ok := h.Slip()
	if !ok || h.state.Paper.Step == task.PaperWorking {
		return
	}
	turn := h.turn
	mine := func() bool { return turn == h.turn }
	task.HandOut(h.needs, act, slip, task.Place{Paper: &h.state.Paper, Mine: mine, Seen: mine, Draw: h.Redraw})
}

// SaveTable reads all lines that the filter lets through, and keeps them as a table for a spreadsheet. It goes on in the background, and
// can be cancelled; until it is whole, there is no file.
func (h *Flow) SaveTable() {
	if h.state.Step != Shown {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	h.cancel = cancel
	h.turn++
	turn, session, q, head := h.turn, h.state.Session, query(h.state.Filter, h.state.Session, tablePage), h.needs.Head()
	h.set(func(s *State) { s.Step, s.Table, s.Problem, s.Reading, s.Paging = Saving, Table{}, nil, false, false })
	told := func(lines int) {
		h.needs.Tasks.Run(func(context.Context) func() {
			return func() {
				if turn == h.turn && h.state.Step == Saving {
					h.set(func(s *State) { s.Table.Lines = max(s.Table.Lines, lines) })
				}
			}
		})
	}
	h.needs.Tasks.Run(func(program context.Context) func() {
		defer context.AfterFunc(program, cancel)()
		path, lines, err := h.save(ctx, Lines{Letterhead: head, Session: session}, q, told)
		return func() {
			gone := ctx.Err() != nil
			cancel()
			if turn == h.turn {
				h.saved(path, lines, gone, err)
			}
		}
	})
}

// save reads page after page, each within the limit of a question, and hands the table out.
func (h *Flow) save(ctx context.Context, table Lines, q client.OperationQuery, told func(lines int)) (path string, lines int, err error) {
	for {
		page, err := h.page(ctx, table.Session.ID, q)
		if err != nil {
			return "", len(table.Items), err
		}
		table.Items, table.AsOf = append(table.Items, page.Items...), page.AsOf
		told(len(table.Items))
		if q.Cursor = page.NextCursor; q.Cursor == "" {
			break
		}
	}
	slices.Reverse(table.Items)
	ctx, cancel := context.WithTimeout(ctx, outbox.WriteLimit)
	defer cancel()
	if err := ctx.Err(); err != nil {
		return "", len(table.Items), err
	}
	path, err = h.needs.Papers.Save(ctx, table)
	return path, len(table.Items), err
}

func (h *Flow) page(ctx context.Context, session string, q client.OperationQuery) (client.OperationPage, error) {
	ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
	defer cancel()
	return h.office.DrawerOperations(ctx, session, q)
}

func (h *Flow) saved(path string, lines int, gone bool, err error) {
	said := task.Say("history.saved", "Count", lines, "Path", path)
	var of *client.Error
	switch {
	case err != nil && gone:
		said = task.Say("history.cancelled")
	case errors.As(err, &of):
		said = task.Problem(of)
	case err != nil:
		said = task.PaperProblem(err)
	}
	h.set(func(s *State) { s.Step, s.Table = Shown, Table{Lines: lines, Message: said} })
	if !gone {
		h.lost(err)
	}
}

// Cancel ends the table that is on its way.
func (h *Flow) Cancel() {
	if h.state.Step == Saving {
		h.cancel()
		h.set(func(s *State) { s.Table.Cancelling = true })
	}
}
