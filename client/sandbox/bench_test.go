package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// benchOffice is an office on disk, as durable as it gets, that has the bulk of its cards and limits that a
// benchmark does not reach.
func benchOffice(b *testing.B) *counter {
	b.Helper()
	c := openCounter(b, Options{Dir: b.TempDir(), Now: time.Now})
	if err := c.office.Seed(b.Context(), nil); err != nil {
		b.Fatal(err)
	}
	if err := exec(c.office, `UPDATE policy SET day_max = 99999999999, month_max = 99999999999, balance_max = 99999999999`); err != nil {
		b.Fatal(err)
	}
	c.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	return c
}

// atDesks runs b.N times work, at so many desks at once, and reports how many a second and how long the slowest
// hundredth takes.
func atDesks(b *testing.B, desks int, what string, work func(desk, i int)) {
	took := make([]time.Duration, b.N)
	var wg sync.WaitGroup
	b.ResetTimer()
	for desk := range desks {
		wg.Go(func() {
			for i := desk; i < b.N; i += desks {
				at := time.Now()
				work(desk, i)
				took[i] = time.Since(at)
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), what+"/s")
	b.ReportMetric(float64(took[b.N*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[b.N/2].Microseconds())/1000, "p50-ms")
}

func BenchmarkLookUps(b *testing.B) {
	c := benchOffice(b).as("1001", "2468", "okence-1")
	for _, desks := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("desks=%d", desks), func(b *testing.B) {
			atDesks(b, desks, "look-ups", func(_, i int) {
				if a, err := c.try("GET", "/v1/cards/"+bulkMokID(1+i%bulkCards), nil); err != nil || a.status != 200 {
					b.Errorf("%v %v", a, err)
				}
			})
		})
	}
}

func BenchmarkTopUps(b *testing.B) {
	c := benchOffice(b)
	cards := activeCards(b, c.office)
	for _, desks := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("desks=%d", desks), func(b *testing.B) {
			bodies := frozenTopUps(b, c, openDesks(b, c, desks), cards, b.N)
			token := c.as("1001", "2468", "okence-1")
			atDesks(b, desks, "top-ups", func(_, i int) {
				a, err := token.try("PUT", "/v1/top-ups/"+bodies[i].id, bodies[i].raw)
				if err != nil || a.status != 201 || a.text("state") != "posted" {
					b.Errorf("%v %v", a, err)
				}
			})
		})
	}
}

// BenchmarkDays is whole days of drawers: opened, forty top-ups, four storni, four movements, a count and the close, write after write.
func BenchmarkDays(b *testing.B) {
	c := benchOffice(b)
	cards := activeCards(b, c.office)
	for _, desks := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("desks=%d", desks), func(b *testing.B) {
			writes := frozenDays(b, c, cards, desks)
			token := c.as("1001", "2468", "okence-1")
			atDesks(b, desks, "writes", func(desk, i int) {
				w := writes[desk][i/desks]
				a, err := token.try("PUT", w.id, w.raw)
				if err != nil || a.status != 201 || a.text("state") == "rejected" {
					b.Errorf("%s: %v %v", w.id, a, err)
				}
			})
		})
	}
}

// frozenDays prepares what each desk writes, one day after the other, b.N writes of all desks.
func frozenDays(b *testing.B, c *counter, cards []string, desks int) [][]frozen {
	b.Helper()
	all := make([][]frozen, desks)
	for i := range all {
		d := &testDesk{counter: c, name: "d-" + newID()[:8], staff: "1001"}
		for len(all[i])*desks < b.N+desks {
			all[i] = append(all[i], frozenDay(b, c, d, cards[i%len(cards)])...)
		}
	}
	return all
}

func frozenDay(b *testing.B, c *counter, d *testDesk, mokID string) (day []frozen) {
	d.session = newID()
	put := func(path string, body map[string]any) {
		raw, err := json.Marshal(body)
		if err != nil {
			b.Fatal(err)
		}
		day = append(day, frozen{id: path, raw: raw})
	}
	put("/v1/drawer-sessions/"+d.session, map[string]any{"id": d.session, "float": eur(10000), "staff": d.staff, "desk": d.name})
	tops := frozenTopUps(b, c, []*testDesk{d}, []string{mokID}, 40)
	lies := int64(10000)
	for i, up := range tops {
		day = append(day, frozen{id: "/v1/top-ups/" + up.id, raw: up.raw})
		lies += 1000 + up.fee
		if i%10 < 9 {
			continue
		}
		id := newID()
		put("/v1/reversals/"+id, map[string]any{"id": id, "topUpId": up.id, "mokId": mokID, "amount": eur(1000), "reason": "wrongAmount", "drawerSessionId": d.session, "staff": d.staff, "desk": d.name})
		lies -= 1000 + up.fee
		id = newID()
		put("/v1/drawer-sessions/"+d.session+"/movements/"+id, map[string]any{"id": id, "drawerSessionId": d.session, "kind": "pickUp", "reason": "overLimit", "amount": eur(-1000), "staff": d.staff, "desk": d.name})
		lies -= 1000
	}
	id := newID()
	put("/v1/drawer-sessions/"+d.session+"/counts/"+id, map[string]any{"id": id, "drawerSessionId": d.session, "denominations": []any{map[string]any{"value": 50, "pieces": lies / 50}}, "counted": eur(lies), "staff": d.staff, "desk": d.name})
	put("/v1/drawer-sessions/"+d.session+"/close", map[string]any{"id": d.session, "counted": eur(lies), "staff": d.staff, "desk": d.name})
	return day
}

func activeCards(b *testing.B, o *Office) []string {
	var cards []string
	err := o.store.read(b.Context(), func(t *tx) error {
		return t.rows(`SELECT mok_id FROM cards WHERE state = 'active'`, nil, func(scan func(...any) error) error {
			var mokID string
			err := scan(&mokID)
			cards = append(cards, mokID)
			return err
		})
	})
	if err != nil || len(cards) < 1000 {
		b.Fatal(len(cards), err)
	}
	return cards
}

type frozen struct {
	id  string // or the path
	raw []byte
	fee int64 // of a top-up, in cents
}

func openDesks(b *testing.B, c *counter, desks int) []*testDesk {
	b.Helper()
	all := make([]*testDesk, desks)
	for i := range all {
		d := &testDesk{counter: c.as("1001", "2468", "d-"+newID()[:8]), staff: "1001"}
		d.name = "d-" + newID()[:8]
		d.openDrawer(10000).is(b, 201, "")
		all[i] = d
	}
	return all
}

// frozenTopUps prepares n top-ups of desks with their quotes, so that only the writes are measured.
func frozenTopUps(b *testing.B, c *counter, desks []*testDesk, cards []string, n int) []frozen {
	b.Helper()
	out := make([]frozen, n)
	now := time.Now()
	err := c.office.store.write(b.Context(), func(t *tx) error {
		for i := range out {
			d, quote, mokID := desks[i%len(desks)], newID(), cards[i%len(cards)]
			if _, err := t.row(`SELECT k.fee FROM cards c JOIN kinds k ON k.code = c.kind WHERE mok_id = ?`, args(mokID), &out[i].fee); err != nil {
				return err
			}
			if err := t.exec(`INSERT INTO quotes (id, mok_id, desk, amount, fee, made_at, expires_at) VALUES (?, ?, ?, 1000, ?, ?, ?)`,
				quote, mokID, d.name, out[i].fee, now.UnixMilli(), now.Add(time.Hour).UnixMilli()); err != nil {
				return err
			}
			d.seq++
			out[i].id = newID()
			out[i].raw, _ = json.Marshal(map[string]any{"id": out[i].id, "mokId": mokID, "amount": eur(1000), "quoteId": quote, "drawerSessionId": d.session,
				"staff": d.staff, "desk": d.name, "seq": d.seq, "prev": d.prev, "tendered": eur(2000)})
			sum := sha256.Sum256(out[i].raw)
			d.prev = hex.EncodeToString(sum[:])
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return out
}

func BenchmarkSeed(b *testing.B) {
	for b.Loop() {
		o, err := Open(b.Context(), Options{Dir: b.TempDir()})
		if err != nil {
			b.Fatal(err)
		}
		if err := o.Seed(b.Context(), nil); err != nil {
			b.Fatal(err)
		}
		if err := o.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			o, err := Open(b.Context(), Options{Dir: b.TempDir()})
			if err != nil {
				b.Fatal(err)
			}
			_ = o.Close()
		}
	})
	b.Run("seeded", func(b *testing.B) {
		dir := b.TempDir()
		o, err := Open(b.Context(), Options{Dir: dir})
		if err == nil {
			err = o.Seed(b.Context(), nil)
		}
		if err != nil {
			b.Fatal(err)
		}
		_ = o.Close()
		for b.Loop() {
			o, err := Open(b.Context(), Options{Dir: dir})
			if err != nil {
				b.Fatal(err)
			}
			_ = o.Close()
		}
	})
	b.Run("memory", func(b *testing.B) {
		for b.Loop() {
			o, err := Open(b.Context(), Options{})
			if err != nil {
				b.Fatal(err)
			}
			_ = o.Close()
		}
	})
}
