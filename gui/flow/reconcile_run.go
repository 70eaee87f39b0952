package flow

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"cekr.kranj.si/desk/client"
)

// compareLimit bounds a whole comparison; each page has readLimit of its own.
const compareLimit = 2 * time.Minute

// mostPages bounds the office's list: a desk's work of years.
const mostPages = 2000

// errEndless is a list that does not come to its end.
var errEndless = errors.New("flow: endless list")

// comparison is the outcome of one.
type comparison struct {
	found []Difference
	err   error // the office could not be asked
	asOf  time.Time
}

// compare holds the journal against the office's list of this desk, off the screen, and then goes on, whatever
// came of it. What is open is asked about by its id meanwhile.
func (c *Counter) compare(then func()) {
	if !c.state.Me.Can(client.MayTopUp) {
		then()
		return
	}
	if c.state.Comparing {
		return
	}
	c.set(func(s *CounterState) { s.Comparing = true })
	c.checkOpen()
	staff := c.state.Me.Staff.Number
	c.needs.Tasks.Run(func(ctx context.Context) func() {
		ctx, cancel := context.WithTimeout(ctx, compareLimit)
		defer cancel()
		found := c.reconcile(ctx, staff)
		return func() {
			c.compared(found)
			then()
		}
	})
}

// checkOpen asks about everything that is open, now.
func (c *Counter) checkOpen() {
	c.TopUp.CheckSoon()
	c.TopUp.CheckParked()
	c.Lock.CheckParked()
}

// reconcile is called away from the screen.
func (c *Counter) reconcile(ctx context.Context, staff string) comparison {
	before := keptOf(c.needs.Journal, taskTopUp)
	upTo := comparedUpTo(c.needs.Journal)
	office, asOf, err := listDesk(ctx, c.needs.Office, upTo+1)
	if err != nil {
		return comparison{err: err}
	}
	found, confirmed := differences(before, keptOf(c.needs.Journal, taskTopUp), office)
	for _, d := range found {
		c.needs.log().Error("journal and office differ", "kind", string(d.Kind), "id", d.ID, "seq", d.Seq, "to", d.To,
			"amount", d.Amount.Cents, "state", d.Ours, "why", d.Theirs)
	}
	if confirmed > upTo {
		as := promise{task: markCompared, id: c.needs.NewID(), staff: staff}
		if err := c.promises.mark(as, comparedNote+strconv.FormatInt(confirmed, 10)); err != nil {
			c.needs.log().Error("comparison not on record", slog.Any("error", err))
		}
	}
	return comparison{found: found, asOf: asOf}
}

// listDesk reads all pages of the office's list from a number on.
func listDesk(ctx context.Context, from DeskOffice, seq int64) (office listing, asOf time.Time, err error) {
	office.from = seq
	for cursor, pages := "", 0; pages < mostPages; pages++ {
		page, err := pageOf(ctx, from, seq, cursor)
		if err != nil {
			return office, asOf, err
		}
		office.items, office.gaps, asOf = append(office.items, page.Items...), page.Gaps, page.AsOf
		if page.NextCursor == "" {
			return office, asOf, nil
		}
		cursor = page.NextCursor
	}
	return office, asOf, errEndless
}

func pageOf(ctx context.Context, from DeskOffice, seq int64, cursor string) (client.TopUpPage, error) {
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	return from.DeskTopUps(ctx, seq, cursor)
}

// compared tells the clerk what came of a comparison. A difference stays told until a comparison finds it gone.
func (c *Counter) compared(found comparison) {
	c.state.Comparing = false
	if found.err != nil {
		c.needs.log().Warn("journal not compared", slog.Any("error", found.err))
		if c.state.NotCompared == nil && c.state.Notice == nil {
			c.state.Notice = Say("counter.not-compared")
		}
		c.set(func(s *CounterState) { s.NotCompared = Problem(found.err) })
		if needsSignIn(found.err) {
			c.tokenLost()
		}
		return
	}
	c.set(func(s *CounterState) {
		if !sameDifferences(s.Differences, found.found) {
			s.DifferencesRead = false
		}
		s.Differences, s.NotCompared, s.ComparedAt = found.found, nil, found.asOf
	})
}

func sameDifferences(a, b []Difference) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// ReadDifferences is the clerk's word that the differences were read and support has been called. They stay on
// the screen; they no longer keep the drawer from being closed.
func (c *Counter) ReadDifferences() {
	if c.ready() {
		c.set(func(s *CounterState) { s.DifferencesRead = true })
	}
}

// compareAtStart compares after a sign-in, until it has been done today.
func (c *Counter) compareAtStart() {
	last := c.state.ComparedAt // in the office's zone, whose days count
	today := c.officeNow().In(last.Location()).Format(time.DateOnly) == last.Format(time.DateOnly)
	if c.state.SignedIn && !today {
		c.compare(func() {})
	}
}
