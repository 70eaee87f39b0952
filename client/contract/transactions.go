package contract

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func (s *suite) page(t *testing.T, mokID string, query url.Values) transactionPage {
	t.Helper()
	var p transactionPage
	s.get(t, s.reader(t), "/v1/cards/"+mokID+"/transactions", query.Encode()).want(t, 200).into(t, &p)
	return p
}

// transactions: newest first, each balance follows from the one before, pages join without a seam.
func (s *suite) transactions(t *testing.T) {
	mokID := s.office.Card.MokID
	d := s.open(t)
	posted := d.posts(t, d.next(t))
	d.posts(t, d.next(t))
	all := s.page(t, mokID, url.Values{"limit": {"200"}})
	each(t,
		check{"a posted top-up is in the list", func(t *testing.T) {
			got := all.Items[1]
			if got.Kind != "topUp" || got.Amount != posted.Amount || got.BalanceAfter != posted.BalanceAfter || got.BookedAt.Unix() != posted.BookedAt.Unix() {
				t.Errorf("the line %+v does not fit the top-up %+v", got, posted)
			}
		}},
		check{"newest first, and every balance follows from the line below", func(t *testing.T) { s.ordered(t, all.Items, mokID) }},
		check{"pages of any size join to the same list", func(t *testing.T) {
			for _, size := range []int{1, 2, 7} {
				short := all.Items[:min(len(all.Items), size*6)]
				if diff := cmp.Diff(short, s.paged(t, mokID, size, len(short))); diff != "" {
					t.Errorf("pages of %d (-whole +paged):\n%s", size, diff)
				}
			}
		}},
		check{"from is inclusive, to is exclusive", func(t *testing.T) { s.window(t, mokID, all.Items) }},
		check{"an empty window is an empty list", func(t *testing.T) {
			p := s.page(t, mokID, url.Values{"from": {"2001-01-01T00:00:00Z"}, "to": {"2001-01-02T00:00:00+01:00"}})
			if len(p.Items) != 0 || p.NextCursor != nil {
				t.Errorf("the year 2001 holds %d lines", len(p.Items))
			}
		}},
		check{"another card's cursor is 400", func(t *testing.T) {
			s.needs(t, s.office.OtherCard.MokID != "", "another card (-card2)")
			cursor := s.page(t, mokID, url.Values{"limit": {"1"}}).NextCursor
			s.send(t, request{method: http.MethodGet, path: "/v1/cards/" + s.office.OtherCard.MokID + "/transactions", token: s.reader(t),
				query: url.Values{"limit": {"1"}, "cursor": {*cursor}}.Encode()}).refused(t, 400, "bad-request")
		}},
		check{"a bad query is 400", func(t *testing.T) {
			for _, bad := range []string{"limit=0", "limit=201", "limit=x", "limit=-1", "cursor=somebody-elses", "from=yesterday", "from=2026-01-01",
				"from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z"} {
				s.send(t, request{method: http.MethodGet, path: "/v1/cards/" + mokID + "/transactions", query: bad, token: s.reader(t), invalid: true}).
					refused(t, 400, "bad-request")
			}
		}},
	)
}

func (s *suite) ordered(t *testing.T, lines []transaction, mokID string) {
	t.Helper()
	if balance := s.balance(t, mokID); len(lines) > 0 && lines[0].BalanceAfter.Amount != balance {
		t.Errorf("the newest line leaves %d cents, the card holds %d", lines[0].BalanceAfter.Amount, balance)
	}
	ids := map[string]bool{}
	for i, line := range lines {
		if ids[line.ID] {
			t.Errorf("the id %s stands twice", line.ID)
		}
		ids[line.ID] = true
		if i == 0 {
			continue
		}
		newer := lines[i-1]
		if newer.BookedAt.Before(line.BookedAt) {
			t.Errorf("line %d is older than line %d below it", i-1, i)
		}
		if newer.BalanceAfter.Amount != line.BalanceAfter.Amount+newer.Amount.Amount {
			t.Errorf("line %d leaves %d cents, which does not follow from %d %+d", i-1, newer.BalanceAfter.Amount, line.BalanceAfter.Amount, newer.Amount.Amount)
		}
	}
}

// paged reads the first lines in pages of a size.
func (s *suite) paged(t *testing.T, mokID string, size, lines int) []transaction {
	t.Helper()
	var got []transaction
	query := url.Values{"limit": {fmt.Sprint(size)}}
	for len(got) < lines {
		p := s.page(t, mokID, query)
		if len(p.Items) > size {
			t.Fatalf("a page of %d lines, asked for %d", len(p.Items), size)
		}
		got = append(got, p.Items...)
		if p.NextCursor == nil {
			break
		}
		query.Set("cursor", *p.NextCursor)
	}
	return got[:min(len(got), lines)]
}

// window: a line is in [its time, a moment later) and not in [start, its time).
func (s *suite) window(t *testing.T, mokID string, lines []transaction) {
	t.Helper()
	line := lines[len(lines)-1]
	holds := func(from, to time.Time) bool {
		p := s.page(t, mokID, url.Values{"from": {from.Format(time.RFC3339Nano)}, "to": {to.Format(time.RFC3339Nano)}, "limit": {"200"}})
		for _, got := range p.Items {
			if got.BookedAt.Before(from) || !got.BookedAt.Before(to) {
				t.Errorf("a line of %s is outside %s to %s", got.BookedAt, from, to)
			}
			if got.ID == line.ID {
				return true
			}
		}
		return false
	}
	if !holds(line.BookedAt, line.BookedAt.Add(time.Second)) {
		t.Error("a line is not in the window that begins with it")
	}
	if holds(line.BookedAt.Add(-time.Second), line.BookedAt) {
		t.Error("a line is in the window that ends with it")
	}
}
