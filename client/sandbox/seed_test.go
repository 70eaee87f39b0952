package sandbox

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"cekr.kranj.si/desk/client/plaintext"
)

// seeded is what the bulk came to, to compare two runs.
type seeded struct {
	cards, entries, sum, balances int64
	states                        map[string]int64
}

func countSeeded(t *testing.T, o *Office) seeded {
	t.Helper()
	s := seeded{states: map[string]int64{}}
	err := o.store.read(t.Context(), func(x *tx) error {
		if _, err := x.row(`SELECT (SELECT count(*) FROM cards), (SELECT count(*) FROM entries), (SELECT sum(abs(amount) * (seq % 101)) FROM postings),
			(SELECT sum(balance) FROM accounts WHERE kind = 'card')`, nil, &s.cards, &s.entries, &s.sum, &s.balances); err != nil {
			return err
		}
		return x.rows(`SELECT state, count(*) FROM cards GROUP BY state`, nil, func(scan func(...any) error) error {
			var state string
			var n int64
			err := scan(&state, &n)
			s.states[state] = n
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheBulk(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	clock := clockAt(noon)
	o := openOffice(t, Options{Now: clock.now})
	last, calls := 0, 0
	if err := o.Seed(t.Context(), func(done, total int) {
		if done < last || total != bulkCards+1 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last, calls = done, calls+1
	}); err != nil {
		t.Fatal(err)
	}
	if last != bulkCards+1 || calls < 100 {
		t.Errorf("progress was told %d times, last %d", calls, last)
	}
	whole := countSeeded(t, o)
	if whole.cards < 2000 || whole.entries < 100000 {
		t.Errorf("only %d cards, %d entries", whole.cards, whole.entries)
	}
	for _, state := range []string{cardActive, cardLocked, cardLost, cardStolen, cardExpired, cardReplaced, cardNotActivated} {
		if whole.states[state] < 5 {
			t.Errorf("%d cards are %s", whole.states[state], state)
		}
	}
	t.Run("adds up", func(t *testing.T) {
		if err := o.Verify(t.Context()); err != nil {
			t.Error(err)
		}
	})
	t.Run("again does nothing", func(t *testing.T) {
		if err := o.Seed(t.Context(), nil); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(whole, countSeeded(t, o), cmp.AllowUnexported(seeded{})); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("keeps the rules of the service", func(t *testing.T) { bulkKeepsTheRules(t, o) })
	t.Run("the long statement", func(t *testing.T) { longStatementIsLong(t, o) })
}

func TestASeedThatIsStoppedGoesOnWhereItWas(t *testing.T) {
	few := func() *Office {
		o := openOffice(t, Options{Now: clockAt(noon).now})
		o.bulk = 120
		return o
	}
	straight, stopped := few(), few()
	if err := straight.Seed(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for stops := 0; ; stops++ {
		ctx, cancel := context.WithCancel(t.Context())
		after := 1 + rng.IntN(20)
		err := stopped.Seed(ctx, func(int, int) {
			if after--; after == 0 {
				cancel()
			}
		})
		cancel()
		if err == nil {
			if stops < 5 {
				t.Errorf("stopped only %d times", stops)
			}
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(countSeeded(t, straight), countSeeded(t, stopped), cmp.AllowUnexported(seeded{})); diff != "" {
		t.Error(diff)
	}
}

// bulkKeepsTheRules: no balance above what a card may hold, a withdrawal costs five per cent and at least 15 euros.
func bulkKeepsTheRules(t *testing.T, o *Office) {
	for what, query := range map[string]string{
		"a balance above the limit": `SELECT 1 FROM postings p JOIN accounts a ON a.id = p.account WHERE a.kind = 'card' AND p.after > 250000`,
		"a withdrawal without its fee": `SELECT 1 FROM postings p JOIN entries e ON e.id = p.entry JOIN accounts a ON a.id = p.account
			LEFT JOIN postings q ON q.account = p.account AND q.seq = p.seq + 1 LEFT JOIN entries f ON f.id = q.entry
			WHERE a.kind = 'card' AND e.kind = 'withdrawal' AND (f.kind IS NOT 'fee' OR q.amount <> -max(1500, -p.amount / 20))`,
		"a statement out of order": `SELECT 1 FROM postings p JOIN postings q ON q.account = p.account AND q.seq = p.seq + 1 JOIN accounts a ON a.id = p.account
			JOIN entries e ON e.id = p.entry JOIN entries f ON f.id = q.entry WHERE a.kind = 'card' AND f.at < e.at`,
		"a line in the future":    `SELECT 1 FROM entries, demo WHERE at > opened_at`,
		"a line before two years": `SELECT 1 FROM entries, demo WHERE at < opened_at - 731 * 86400000`,
		"no withdrawals":          `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM entries WHERE kind = 'withdrawal')`,
		"no refunds":              `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM entries WHERE kind = 'refund')`,
		"a card with no name that is no gift or tourist's": `SELECT 1 FROM cards WHERE (holder IS NULL) <> (kind IN ('darilna', 'turisticna'))`,
		"too many top-ups in a month": `SELECT 1 FROM postings p JOIN entries e ON e.id = p.entry JOIN accounts a ON a.id = p.account
			WHERE a.kind = 'card' AND e.kind = 'topUp' AND a.id <> (SELECT account FROM cards WHERE mok_id = '100000022')
			GROUP BY a.id, strftime('%Y-%m', e.at / 1000, 'unixepoch') HAVING sum(p.amount) > 300000`,
	} {
		err := o.store.read(t.Context(), func(x *tx) error {
			found, err := x.row(query, nil, new(int))
			if found {
				t.Errorf("there is %s", what)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func longStatementIsLong(t *testing.T, o *Office) {
	c := &counter{t: t, office: o, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}}
	d := c.as("1001", "2468", "a")
	if lines := d.statement(longCard, "limit=200"); len(lines) != 10000 {
		t.Errorf("%d lines", len(lines))
	} else if at, _ := time.Parse(time.RFC3339, lines[0]["bookedAt"].(string)); noon.Sub(at) > 14*24*time.Hour {
		t.Errorf("the last line is of %s", at)
	}
	a := d.send("POST", "/v1/cards/"+longCard+"/matches", map[string]any{"panLast6": "246810"}).is(t, 200, "")
	d.send("POST", "/v1/cards/"+longCard+"/top-up-quotes", map[string]any{"amount": eur(1000), "matchId": a.text("matchId")}).is(t, 201, "")
}

func TestBulkCardsAreFictionalAndDoNotCollide(t *testing.T) {
	seen := map[string]bool{longCard: true}
	for _, c := range demoCards {
		seen[c.mokID] = true
	}
	kinds := map[string]int{}
	for number := 1; number <= bulkCards; number++ {
		c := bulkCardOf(number, noon)
		if seen[c.row.mokID] || !isMokID(c.row.mokID) || !isSix(c.row.lastSix) || c.row.mokID[:3] != "100" {
			t.Errorf("card %d is %s", number, c.row.mokID)
		}
		seen[c.row.mokID] = true
		kinds[c.row.kind]++
		if c.row.holder != nil && (utf8.RuneCountInString(*c.row.holder) > 80 || !plaintext.Name(*c.row.holder)) {
			t.Errorf("holder %q", *c.row.holder)
		}
	}
	for _, kind := range []string{kindPersonal, kindYouth, kindSenior, kindGift, kindTourist} {
		if kinds[kind] < 20 {
			t.Errorf("%d cards are %s", kinds[kind], kind)
		}
	}
}

func TestTheSeedsPaceFollowsTheDisk(t *testing.T) {
	s := seeder{batch: minBatch}
	for _, row := range []struct {
		write, commit time.Duration
		want          int
	}{{6, 2, 120}, {6, 7, 240}, {12, 8, 240}, {12, 13, 480}, {24, 90, 480}, {24, 11, 240}, {12, 1, 120}, {6, 1, 120}} {
		if s.pace(row.write, row.commit); s.batch != row.want {
			t.Errorf("after %d to write and %d to commit: %d lines, want %d", row.write, row.commit, s.batch, row.want)
		}
	}
}

func TestASeedThatIsStoppedSaysSo(t *testing.T) {
	o := openOffice(t, Options{Now: clockAt(noon).now})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := o.Seed(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("seeded: %v", err)
	}
}

// Customers are served while the bulk comes: nobody waits for more than a few of its short transactions.
func TestSeedingStarvesNobody(t *testing.T) {
	o := openOffice(t, Options{Dir: t.TempDir(), Now: clockAt(noon).now})
	c := &counter{t: t, office: o, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}}
	d := c.desk("okence-1")
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	began := make(chan struct{})
	var once sync.Once
	progress := 0
	wg.Go(func() {
		if err := o.Seed(ctx, func(int, int) { once.Do(func() { close(began) }); progress++ }); !errors.Is(err, context.Canceled) {
			t.Errorf("seeded: %v", err)
		}
	})
	<-began
	var waits []time.Duration
	for range 60 {
		at := time.Now()
		d.load(tryCard, "481205", 100).is(t, 201, "")
		waits = append(waits, time.Since(at))
	}
	cancel()
	wg.Wait()
	slices.Sort(waits)
	t.Logf("match, quote and top-up together while seeding: median %s, worst %s; %d steps of the seed meanwhile", waits[30], waits[59], progress)
	if progress < 60 {
		t.Errorf("the seed made only %d steps while 60 customers were served", progress)
	}
	if progress > 60*12 { // turns are given in order: a customer's few requests wait for one step each turn
		t.Errorf("the seed made %d steps while 60 customers were served", progress)
	}
}
