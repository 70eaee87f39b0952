package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/money"
)

// longDay is an open drawer that has so many top-ups behind it, every tenth one rejected, written as the office writes them.
func longDay(tb testing.TB, lines int) *testDesk {
	tb.Helper()
	clock := clockAt(noon)
	c := openCounter(tb, Options{Now: clock.now})
	d := c.desk("okence-1")
	err := c.office.store.write(tb.Context(), func(t *tx) error {
		card, _, err := t.readCard(tryCard, noon)
		if err != nil {
			return err
		}
		s, _, err := t.readSession(`id = ?`, d.session)
		for i := 0; i < lines && err == nil; i++ {
			err = c.office.lateTopUp(t, d, card.account, s.account, i)
		}
		if err == nil {
			err = t.exec(`UPDATE offices SET last_receipt = (SELECT count(receipt) FROM top_ups) WHERE id = ?`, mainOffice)
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	clock.move(lineEach * time.Duration(lines+1))
	return d
}

// lineEach is the time between two top-ups of a long day.
const lineEach = 100 * time.Millisecond

// lateTopUp writes the i-th top-up of a long day.
func (o *Office) lateTopUp(t *tx, d *testDesk, card, drawer int64, i int) error {
	at, id := noon.Add(lineEach*time.Duration(i)).UnixMilli(), newID()
	b := topUpBody{id: id, mokID: tryCard, cents: 100, tendered: 100, sessionID: d.session, staff: d.staff, desk: d.name, seq: int64(i + 1), raw: []byte(id)}
	gap := false
	wire := topUpWire{ID: id, MokID: tryCard, Amount: money.EUR(100), State: "rejected", Code: "limit-exceeded", Tendered: euros(100), Desk: d.name, Seq: b.seq,
		Staff: d.staff, DrawerSessionID: d.session, Gap: &gap, TraceID: fmt.Sprintf("%032x", i)}
	var receipt *string
	var entryID *int64
	if i%10 != 0 {
		number, err := t.post(entry{at: at, kind: entryTopUp, place: placeCounter, ref: id, legs: []leg{{card, 100}, {drawer, -100}}})
		if err != nil {
			return err
		}
		slip := fmt.Sprintf("KR-2026-%06d", i-i/10)
		receipt, entryID = &slip, &number
		wire.State, wire.Code, wire.ReceiptNumber, wire.Fee, wire.Total, wire.BookedAt = "posted", "", slip, euros(0), euros(100), stamp(o.moment(at))
	}
	if err := t.insertTopUp(&b, wire.State, at, receipt, entryID); err != nil {
		return err
	}
	answer, err := json.Marshal(wire)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO writes (act, id, fingerprint, answer, at, sender) VALUES ('top-up', ?, zeroblob(32), ?, ?, ?)`, id, string(answer), at, d.staff)
}

// BenchmarkADaysHistory is what a clerk waits for in a day of so many operations: its first page and its last one, one by number, its
// report, and all of it.
func BenchmarkADaysHistory(b *testing.B) {
	for _, lines := range []int{1000, 10_000, 100_000} {
		d := longDay(b, lines)
		path := "/v1/drawer-sessions/" + d.session + "/operations?limit=200"
		last := noon.Add(200 * lineEach).UTC().Format(time.RFC3339)
		for name, ask := range map[string]string{
			"first page":    path,
			"last page":     path + "&to=" + last,
			"rejected ones": path + "&state=rejected&to=" + last,
			"by number":     path + "&number=KR-2026-000100",
			"X":             "/v1/drawer-sessions/" + d.session + "/report?kind=x",
			"card's page":   "/v1/cards/" + tryCard + "/transactions?limit=200&kind=topUp",
			"card's rare":   "/v1/cards/" + tryCard + "/transactions?limit=200&kind=purchase",
			"open":          "/v1/drawer-sessions/current",
		} {
			b.Run(fmt.Sprintf("%d/%s", lines, name), func(b *testing.B) {
				for b.Loop() {
					d.get(ask).is(b, 200, "")
				}
			})
		}
		if lines <= 10_000 {
			b.Run(fmt.Sprintf("%d/all of it", lines), func(b *testing.B) {
				for b.Loop() {
					if got := len(d.operations("limit=200")); got != lines+1 {
						b.Fatal(got)
					}
				}
			})
		}
	}
}

// A page in the middle of a long day costs what the first one costs: each kind of line is found from the page's place on, and none is sorted
// but those of one moment.
func TestALatePageReadsNoMoreThanTheFirst(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	q := lineQuery{session: d.session, to: 1 << 62, limit: 51}
	q.after, _ = linePlaceOf("")
	statement, values := q.statement()
	searched := map[string]int{}
	err := d.office.store.read(t.Context(), func(x *tx) error {
		return x.rows(`EXPLAIN QUERY PLAN `+statement, values, func(scan func(...any) error) error {
			var plan string
			err := scan(new(int), new(int), new(int), &plan)
			for _, table := range []string{"top_ups", "reversals", "movements"} {
				if strings.Contains(plan, table+"_by_session (session=? AND state=? AND at>? AND at<?)") {
					searched[table]++
				}
			}
			if strings.HasPrefix(plan, "SCAN") && plan != "SCAN k" || plan == "USE TEMP B-TREE FOR ORDER BY" && len(searched) < 3 {
				t.Errorf("it reads all there are: %s", plan)
			}
			return err
		})
	})
	if want := map[string]int{"top_ups": 2, "reversals": 2, "movements": 2}; err != nil || !maps.Equal(searched, want) {
		t.Errorf("searched %v, %v", searched, err)
	}
}
