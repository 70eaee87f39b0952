package flow

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// compareLimit bounds a whole comparison; each page has readLimit of its own.
const compareLimit = 2 * time.Minute

// mostPages bounds the office's list: a desk's work of years.
const mostPages = 2000

// errEndless is a list that does not come to its end.
var errEndless = errors.New("flow: endless list")

// comparison holds the journal against the office.
type comparison struct{ c *Counter }

// compare holds the journal against the office's list of this desk, off the screen, and then goes on, whatever
// came of it. What is open is asked about by its id meanwhile.
func (r comparison) compare(then func()) {
	if !r.c.state.Me.Can(client.MayTopUp) {
		then()
		return
	}
	if r.c.state.Comparing {
		return
	}
	r.c.frame.set(func(s *CounterState) { s.Comparing = true })
	r.checkOpen()
	staff := r.c.state.Me.Staff.Number
	r.c.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, compareLimit)
		defer cancel()
		var asOf time.Time
		found, err := r.c.outbox.Compare(ctx, topup.Task, staff, r.c.needs.log(), func(ctx context.Context, from int64) (outbox.Listing, error) {
			all, err := listDesk(ctx, r.c.needs.Office, from)
			asOf = all.AsOf
			return listing(from, all), err
		})
		return func() {
			r.compared(found, asOf, err)
			then()
		}
	})
}

// checkOpen asks about everything that is open, now.
func (r comparison) checkOpen() {
	for _, w := range r.c.writes() {
		w.checkSoon()
	}
	r.checkParked()
}

// checkParked asks about everything that is open and not on the screen, the longer it lasts the more seldom.
func (r comparison) checkParked() {
	for _, w := range r.c.writes() {
		w.checkParked()
	}
}

// listDesk reads all pages of the office's list from a number on, into one.
func listDesk(ctx context.Context, office DeskOffice, seq int64) (all client.TopUpPage, err error) {
	for cursor, pages := "", 0; pages < mostPages; pages++ {
		page, err := pageOf(ctx, office, seq, cursor)
		if err != nil {
			return all, err
		}
		all.Items, all.Gaps, all.AsOf = append(all.Items, page.Items...), page.Gaps, page.AsOf
		if page.NextCursor == "" {
			return all, nil
		}
		cursor = page.NextCursor
	}
	return all, errEndless
}

// listing is the office's list as the journal is held against it.
func listing(from int64, all client.TopUpPage) outbox.Listing {
	l := outbox.Listing{From: from, Gaps: all.Gaps}
	for _, item := range all.Items {
		l.Items = append(l.Items, outbox.Listed{
			ID: item.ID, MokID: item.MokID, Amount: item.Amount, Seq: item.Seq, State: item.State, Gap: item.Gap,
		})
	}
	return l
}

func pageOf(ctx context.Context, office DeskOffice, seq int64, cursor string) (client.TopUpPage, error) {
	ctx, cancel := context.WithTimeout(ctx, outbox.ReadLimit)
	defer cancel()
	return office.DeskTopUps(ctx, seq, cursor)
}

// compared tells the clerk what came of a comparison. A difference stays told until a comparison finds it gone.
func (r comparison) compared(found []outbox.Difference, asOf time.Time, err error) {
	r.c.state.Comparing = false
	if err != nil {
		r.c.needs.log().Warn("journal not compared", slog.Any("error", err))
		if r.c.state.NotCompared == nil && r.c.state.Notice == nil {
			r.c.state.Notice = task.Say("counter.not-compared")
		}
		r.c.frame.set(func(s *CounterState) { s.NotCompared = task.Problem(err) })
		if client.NeedsSignIn(err) {
			r.c.desk.tokenLost()
		}
		return
	}
	r.c.frame.set(func(s *CounterState) {
		if !slices.Equal(s.Differences, found) {
			s.DifferencesRead = false
		}
		s.Differences, s.NotCompared, s.ComparedAt = found, nil, asOf
	})
}

// DifferenceMessage says a difference to a clerk.
func DifferenceMessage(d outbox.Difference) *task.Message {
	key := "difference." + string(d.Kind)
	switch {
	case d.Kind != outbox.DiffGap:
	case d.To == d.Seq:
		key += ".one"
	case d.To == d.Seq+1:
		key += ".two"
	}
	return task.Say(key, "Short", task.ShortID(d.ID), "MokID", ident.GroupMokID(d.MokID), "Amount", d.Amount,
		"From", d.Seq, "To", d.To, "Ours", task.Say("difference.state."+cmp.Or(d.Ours, "none")), "Theirs", task.Say("difference.state."+cmp.Or(d.Theirs, "none")))
}

// ReadDifferences is the clerk's word that the differences were read and support has been called. They stay on
// the screen; they no longer keep the drawer from being closed.
func (c *Counter) ReadDifferences() {
	if c.May(commandReadDifferences) {
		c.frame.set(func(s *CounterState) { s.DifferencesRead = true })
	}
}

// compareAtStart compares after a sign-in, until it has been done today.
func (r comparison) compareAtStart() {
	last := r.c.state.ComparedAt // in the office's zone, whose days count
	today := r.c.line.now().In(last.Location()).Format(time.DateOnly) == last.Format(time.DateOnly)
	if r.c.state.SignedIn && !today {
		r.compare(func() {})
	}
}
