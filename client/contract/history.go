package contract

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func historyParts() []part {
	return []part{
		{"DrawerOperations", (*suite).drawerOperations},
		{"DrawerOperationsForWhom", (*suite).drawerOperationsForWhom},
		{"DrawerSessions", (*suite).drawerSessions},
		{"TransactionFilters", (*suite).transactionFilters},
	}
}

// linesOf reads a list whole, in pages of a size.
func linesOf[T any](t *testing.T, s *suite, token, path string, query url.Values, size int) []T {
	t.Helper()
	lines, q := []T{}, url.Values{"limit": {fmt.Sprint(size)}}
	for name, value := range query {
		q[name] = value
	}
	for {
		var page struct {
			Items      []T     `json:"items"`
			NextCursor *string `json:"nextCursor"`
		}
		s.get(t, token, path, q.Encode()).want(t, 200).into(t, &page)
		if len(page.Items) > size {
			t.Fatalf("a page of %d lines, asked for %d", len(page.Items), size)
		}
		lines = append(lines, page.Items...)
		if page.NextCursor == nil {
			return lines
		}
		q.Set("cursor", *page.NextCursor)
	}
}

func (d *desk) dayPath() string { return "/v1/drawer-sessions/" + d.drawer + "/operations" }

func (d *desk) day(t *testing.T, query url.Values, size int) []drawerLine {
	t.Helper()
	return linesOf[drawerLine](t, d.s, d.token, d.dayPath(), query, size)
}

// aDay does one of everything that this office offers, and tells what the lines must be, newest first.
func (d *desk) aDay(t *testing.T) []drawerLine {
	t.Helper()
	s := d.s
	opening := drawerLine{ID: d.drawer, Kind: "opening", State: "posted", Staff: d.staff.Number, Amount: eur(d.float), Cash: eur(d.float)}
	up := d.posts(t, d.next(t))
	posted := drawerLine{ID: up.ID, Kind: "topUp", State: "posted", Staff: d.staff.Number, Amount: up.Amount, Fee: up.Fee, Cash: up.Total, MokID: up.MokID, Number: up.ReceiptNumber}
	no := d.rejects(t, d.next(t, func(b *topUpBody) { b.QuoteID = newID() }), "quote-unknown")
	rejected := drawerLine{ID: no.ID, Kind: "topUp", State: "rejected", Code: no.Code, Staff: d.staff.Number, Amount: no.Amount, MokID: no.MokID}
	lines := []drawerLine{rejected, posted, opening}
	if s.capable("movement") {
		w := d.move(-1000)
		got := s.movementEnded(t, d.sendMovement(t, w).want(t, 201), w, "posted", "")
		lines = append([]drawerLine{{ID: w.body.ID, Kind: "movement", State: "posted", Staff: d.staff.Number, Amount: eur(-1000), Cash: eur(-1000), Number: got.Number, MovementKind: w.body.Kind}}, lines...)
	}
	if s.capable("reversal") {
		f := d.reversal(up)
		back := d.reversed(t, d.put(t, f).want(t, 201), f, up)
		lines[len(lines)-2].ReversedBy = back.ReceiptNumber
		lines = append([]drawerLine{{ID: f.id, Kind: "reversal", State: "posted", Staff: d.staff.Number, Amount: up.Amount, Fee: up.Fee, Cash: eur(-up.Total.Amount), MokID: up.MokID,
			Number: back.ReceiptNumber, TopUpID: up.ID}}, lines...)
	}
	cash := d.now(t).Session.Total.Amount
	if s.capable("count") {
		w := d.count(cash - 1)
		s.countEnded(t, d.sendCount(t, w).want(t, 201), w, "posted", "")
		lines = append([]drawerLine{{ID: w.body.ID, Kind: "count", State: "posted", Staff: d.staff.Number, Amount: eur(cash - 1)}}, lines...)
	}
	closed := d.closeDrawer(t, cash-1)
	return append([]drawerLine{{ID: d.drawer, Kind: "close", State: "posted", Staff: d.staff.Number, Amount: eur(cash - 1), Number: fmt.Sprint(closed.CloseNumber)}}, lines...)
}

// drawerOperations: every line of a day is told once, as its write ended, whatever the pages; filters give what stands in the whole list.
func (s *suite) drawerOperations(t *testing.T) {
	s.gives(t, "history")
	d := s.open(t)
	want := d.aDay(t)
	all := d.day(t, nil, 200)
	var last time.Time
	timeless := make([]drawerLine, len(all))
	for i, line := range all {
		if i > 0 && line.At.After(last) {
			t.Errorf("line %d is younger than the one above it", i)
		}
		last, timeless[i] = line.At, line
		timeless[i].At = time.Time{}
	}
	if diff := cmp.Diff(want, timeless); diff != "" {
		t.Fatalf("the lines of a day (-done +told):\n%s", diff)
	}
	cash := int64(0)
	for _, line := range all {
		cash += line.Cash.Amount
	}
	if s.capable("report") {
		if x := d.report(t, "z"); cash != x.Expected.Amount {
			t.Errorf("the lines move %d cents, the report expects %d", cash, x.Expected.Amount)
		}
	}
	for _, size := range []int{1, 2, 3} {
		if diff := cmp.Diff(all, d.day(t, nil, size)); diff != "" {
			t.Errorf("pages of %d (-whole +paged):\n%s", size, diff)
		}
	}
	for _, q := range []struct{ name, value string }{{"kind", "topUp"}, {"kind", "opening"}, {"kind", "close"}, {"kind", "count"}, {"state", "posted"}, {"state", "rejected"},
		{"number", want[len(want)-2].Number}, {"number", want[0].Number}, {"number", "none-" + s.run}, {"from", stampOf(all[1].At)}, {"to", stampOf(all[1].At)}} {
		t.Run(q.name+" "+q.value, func(t *testing.T) {
			expected := []drawerLine{}
			for _, line := range all {
				if line.is(q.name, q.value) {
					expected = append(expected, line)
				}
			}
			if diff := cmp.Diff(expected, d.day(t, url.Values{q.name: {q.value}}, 2)); diff != "" {
				t.Errorf("not what stands in the whole list (-want +got):\n%s", diff)
			}
		})
	}
}

func stampOf(at time.Time) string { return at.Format(time.RFC3339Nano) }

// is tells whether a line is one that a filter asks for.
func (l drawerLine) is(name, value string) bool {
	at, _ := time.Parse(time.RFC3339Nano, value)
	return map[string]bool{"kind": l.Kind == value, "state": l.State == value, "number": l.Number == value,
		"from": !l.At.Before(at), "to": l.At.Before(at)}[name]
}

// drawerOperationsForWhom: a day is for whose it is, and for who has audit.
func (s *suite) drawerOperationsForWhom(t *testing.T) {
	s.gives(t, "history")
	d := s.open(t)
	each(t,
		check{"not for another clerk", func(t *testing.T) {
			s.needs(t, s.office.Second.Number != "", "a second clerk (-staff2)")
			s.get(t, s.tokenOf(t, s.office.Second), d.dayPath(), "").refused(t, 403, "forbidden")
			s.get(t, s.tokenOf(t, s.office.Second), "/v1/drawer-sessions", "staff="+d.staff.Number).refused(t, 403, "forbidden")
		}},
		check{"for who has audit", func(t *testing.T) { s.get(t, s.supervisor(t), d.dayPath(), "").want(t, 200) }},
		check{"of a session that there is", func(t *testing.T) {
			s.get(t, d.token, "/v1/drawer-sessions/"+newID()+"/operations", "").refused(t, 404, "session-unknown")
		}},
		check{"a bad query is 400", func(t *testing.T) {
			for path, bad := range map[string][]string{d.dayPath(): {"kind=fee", "state=open", "number=a%20b", "limit=0", "limit=201", "cursor=somebody-elses", "from=today"},
				"/v1/drawer-sessions": {"staff=x", "limit=0", "cursor=somebody-elses", "from=today", "from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z"}} {
				for _, query := range bad {
					s.send(t, request{method: http.MethodGet, path: path, query: query, token: d.token, invalid: true}).refused(t, 400, "bad-request")
				}
			}
		}},
	)
}

// drawerSessions: the sessions are found again by desk and time, the last opened first.
func (s *suite) drawerSessions(t *testing.T) {
	s.gives(t, "history")
	d := s.desk(t, s.office.Clerk)
	var opened []session
	for range 3 {
		d.openDrawer(t, 5000)
		opened = append([]session{d.closeDrawer(t, 5000)}, opened...)
	}
	opened = append([]session{d.openDrawer(t, 700)}, opened...)
	find := func(query url.Values, size int) []session {
		return linesOf[session](t, s, d.token, "/v1/drawer-sessions", query, size)
	}
	for _, size := range []int{1, 2, 200} {
		if diff := cmp.Diff(opened, find(url.Values{"desk": {d.name}}, size)); diff != "" {
			t.Errorf("the desk's sessions in pages of %d (-had +told):\n%s", size, diff)
		}
	}
	middle := opened[1].OpenedAt
	for _, got := range find(url.Values{"desk": {d.name}, "from": {stampOf(middle)}}, 200) {
		if got.OpenedAt.Before(middle) {
			t.Errorf("from %s: a session of %s", middle, got.OpenedAt)
		}
	}
	for _, got := range find(url.Values{"staff": {d.staff.Number}, "from": {stampOf(middle.Add(-time.Minute))}}, 200) {
		if got.Staff != d.staff.Number {
			t.Errorf("asked for those of %s, told one of %s", d.staff.Number, got.Staff)
		}
	}
}

// transactionFilters: lines of a card by kind, by whether they stand and by number are those that stand in the whole list.
func (s *suite) transactionFilters(t *testing.T) {
	s.gives(t, "history")
	d, mokID := s.open(t), s.office.Card.MokID
	up := d.posts(t, d.next(t))
	if s.capable("reversal") {
		gone := d.posts(t, d.next(t))
		f := d.reversal(gone)
		d.reversed(t, d.put(t, f).want(t, 201), f, gone)
	}
	path, since := "/v1/cards/"+mokID+"/transactions", url.Values{"from": {stampOf(up.BookedAt.Add(-time.Minute))}}
	all := linesOf[cardLine](t, s, d.token, path, since, 200)
	for _, q := range []struct{ name, value string }{{"kind", "topUp"}, {"kind", "reversal"}, {"kind", "purchase"}, {"state", "standing"}, {"state", "reversed"},
		{"receiptNumber", up.ReceiptNumber}, {"receiptNumber", "none-" + s.run}} {
		t.Run(q.name+" "+q.value, func(t *testing.T) {
			want := []cardLine{}
			for _, line := range all {
				if line.is(q.name, q.value) {
					want = append(want, line)
				}
			}
			query := url.Values{q.name: {q.value}, "from": since["from"]}
			if diff := cmp.Diff(want, linesOf[cardLine](t, s, d.token, path, query, 2)); diff != "" {
				t.Errorf("not what stands in the whole list (-want +got):\n%s", diff)
			}
		})
	}
	for _, bad := range []string{"kind=lock", "state=posted", "receiptNumber=a%20b"} {
		s.send(t, request{method: http.MethodGet, path: path, query: bad, token: d.token, invalid: true}).refused(t, 400, "bad-request")
	}
}

func (l cardLine) is(name, value string) bool {
	return map[string]bool{"kind": l.Kind == value, "receiptNumber": l.ReceiptNumber == value, "state": (value == "reversed") == (l.ReversedBy != "")}[name]
}
