package flowtest

import (
	"context"
	"slices"
	"strconv"

	"cekr.kranj.si/desk/client"
)

// Past is what happened in drawers: Days are sessions, the one opened last first; Lines those of each, newest first. PastErr is the
// answer to the next question, and to all after it while it stands. PastAsked and DaysAsked keep the questions.
type Past struct {
	Days      []client.DrawerSession
	Lines     map[string][]client.Operation
	PastErr   error
	PastAsked []client.OperationQuery
	DaysAsked []client.SessionQuery
	// During is called in the middle of each question for lines.
	During func()
}

// DrawerSessions answers from Days.
func (p *Past) DrawerSessions(_ context.Context, q client.SessionQuery) (client.SessionPage, error) {
	p.DaysAsked = append(p.DaysAsked, q)
	var of []client.DrawerSession
	for _, d := range p.Days {
		if (q.Staff == "" || d.Staff == q.Staff) && (q.Desk == "" || d.Desk == q.Desk) && (q.From.IsZero() || !d.OpenedAt.Before(q.From)) && (q.To.IsZero() || d.OpenedAt.Before(q.To)) {
			of = append(of, d)
		}
	}
	items, next := pageOf(of, q.Cursor, q.Limit)
	return client.SessionPage{Items: items, NextCursor: next, AsOf: Start}, p.PastErr
}

// DrawerOperations answers from Lines; the cursor of a page is its place.
func (p *Past) DrawerOperations(ctx context.Context, session string, q client.OperationQuery) (client.OperationPage, error) {
	p.PastAsked = append(p.PastAsked, q)
	if p.During != nil {
		p.During()
	}
	if err := ctx.Err(); err != nil {
		return client.OperationPage{}, &client.Error{Code: client.CodeTimeout}
	}
	var of []client.Operation
	for _, o := range p.Lines[session] {
		if (q.Kind == "" || o.Kind == q.Kind) && (q.State == "" || o.State == q.State) && (q.Number == "" || o.Number == q.Number) &&
			(q.From.IsZero() || !o.At.Before(q.From)) && (q.To.IsZero() || o.At.Before(q.To)) {
			of = append(of, o)
		}
	}
	items, next := pageOf(of, q.Cursor, q.Limit)
	return client.OperationPage{Items: items, NextCursor: next, AsOf: Start}, p.PastErr
}

func pageOf[T any](all []T, cursor string, limit int) (items []T, next string) {
	from, _ := strconv.Atoi(cursor)
	to := min(from+limit, len(all))
	if to < len(all) {
		next = strconv.Itoa(to)
	}
	return slices.Clone(all[from:to]), next
}
