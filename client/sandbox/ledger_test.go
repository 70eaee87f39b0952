package sandbox

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// ledgerModel is what the office should hold, worked out beside it.
type ledgerModel struct {
	*rapid.T
	c        *counter
	desks    []*testDesk
	cards    map[string]int64 // balances
	day      map[string]int64 // topped up today
	drawers  map[string]int64 // by desk; absent when closed
	ended    []sent
	closes   int64
	receipts int64
	days     int             // gone by
	undone   map[string]bool // top-ups
	vesna    *counter        // the second person
}

// sent is a top-up that has ended, with the answer it got.
type sent struct {
	desk  *testDesk
	id    string
	mokID string
	cents int64
	body  []byte
	raw   []byte
	fee   int64
	day   int
}

var modelCards = []struct {
	mokID, six string
	fee        int64
}{{tryCard, "481205", 0}, {"100000022", "730144", 0}, {"100000113", "121212", 150}, {todayCard, "909090", 0}}

// Whatever desks do, in whatever order: the ledger adds up, and holds what the model says.
func TestTheLedgerAddsUpAfterAnySequence(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		clock := clockAt(noon)
		o, err := Open(context.Background(), Options{Now: clock.now, TokenLife: 1000 * time.Hour})
		if err != nil {
			rt.Fatal(err)
		}
		defer o.Close()
		c := &counter{t: t, office: o, clock: clock, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}}
		m := &ledgerModel{T: rt, c: c, cards: map[string]int64{}, day: map[string]int64{}, drawers: map[string]int64{}, undone: map[string]bool{},
			vesna: c.as("2001", "8642", "okence-1")}
		for _, name := range []string{"okence-1", "okence-2"} {
			m.desks = append(m.desks, &testDesk{counter: c.as("1001", "2468", name), name: name, staff: "1001"})
		}
		for _, card := range modelCards {
			m.cards[card.mokID] = m.desks[0].balance(card.mokID)
		}
		m.day[todayCard] = 10000
		rt.Repeat(map[string]func(*rapid.T){
			"open": m.open, "close": m.close, "top up": m.topUp, "top up once more": m.topUp, "send again": m.again, "other bytes": m.otherBytes, "cancel": m.cancel,
			"cancel first": m.cancelFirst, "reverse": m.reverse, "tomorrow": m.tomorrow, "": m.holds,
		})
		if err := o.Verify(context.Background()); err != nil {
			rt.Fatal(err)
		}
	})
}

func (m *ledgerModel) anyDesk(t *rapid.T) *testDesk {
	return rapid.SampledFrom(m.desks).Draw(t, "desk")
}

func (m *ledgerModel) open(t *rapid.T) {
	d, float := m.anyDesk(t), rapid.Int64Range(0, 50000).Draw(t, "float")
	mine := d.session
	a := d.openDrawer(float)
	if _, open := m.drawers[d.name]; open {
		d.session = mine
		m.want(t, a, "rejected", "drawer-already-open")
		return
	}
	m.want(t, a, "open", "")
	m.drawers[d.name] = float
}

func (m *ledgerModel) close(t *rapid.T) {
	d := m.anyDesk(t)
	held, open := m.drawers[d.name]
	if !open {
		t.Skip("the drawer is closed")
	}
	counted := max(0, held+rapid.Int64Range(-500, 500).Draw(t, "difference"))
	a := d.closeDrawer(counted)
	m.want(t, a, "closed", "")
	m.closes++
	if a.cents("expected") != held || a.cents("difference") != counted-held || a.number("closeNumber") != m.closes {
		t.Fatalf("want %d expected, close %d: %v", held, m.closes, a)
	}
	delete(m.drawers, d.name)
}

func (m *ledgerModel) topUp(t *rapid.T) {
	d, card := m.anyDesk(t), rapid.SampledFrom(modelCards).Draw(t, "card")
	cents := rapid.OneOf(rapid.Int64Range(100, 3000), rapid.Int64Range(1, 24999)).Draw(t, "cents")
	quote := d.quote(card.mokID, card.six, cents)
	fits := cents >= 100 && cents <= 250000-m.cards[card.mokID] && cents <= 100000-m.day[card.mokID]
	if !fits {
		if quote.status != 409 {
			t.Fatalf("a quote for %d cents: %v", cents, quote)
		}
		return
	}
	short := rapid.Bool().Draw(t, "too little cash")
	id, body := d.topUpOf(quote, func(b map[string]any) {
		if d.session == "" {
			b["drawerSessionId"] = newID()
		}
		if short {
			b["tendered"] = eur(cents + card.fee - 1)
		}
		if cents+card.fee == 1 {
			b["tendered"] = eur(1)
		}
	})
	a := d.put(id, body)
	_, open := m.drawers[d.name]
	switch {
	case d.session == "":
		m.want(t, a, "rejected", "session-unknown")
	case !open:
		m.want(t, a, "rejected", "session-closed")
	case short:
		m.want(t, a, "rejected", "tendered-too-small")
	default:
		m.want(t, a, "posted", "")
		m.cards[card.mokID] += cents
		m.day[card.mokID] += cents
		m.drawers[d.name] += cents + card.fee
		m.receipts++
	}
	m.ended = append(m.ended, sent{d, id, card.mokID, cents, body, a.raw, card.fee, m.days})
}

func (m *ledgerModel) again(t *rapid.T) {
	s := m.anyEnded(t)
	if a := s.desk.put(s.id, s.body); a.status != 200 || !bytes.Equal(a.raw, s.raw) {
		t.Fatalf("sent again: %v, first %s", a, s.raw)
	}
}

func (m *ledgerModel) otherBytes(t *rapid.T) {
	s := m.anyEnded(t)
	a := s.desk.put(s.id, append([]byte(" "), s.body...))
	if tombstone := bytes.Contains(s.raw, []byte(`"cancelled"`)); tombstone && (a.status != 200 || !bytes.Equal(a.raw, s.raw)) || !tombstone && a.status != 422 {
		t.Fatalf("other bytes: %v", a)
	}
}

func (m *ledgerModel) cancel(t *rapid.T) {
	s := m.anyEnded(t)
	if a := s.desk.cancel(s.id, s.mokID, s.cents); a.status != 200 || !bytes.Equal(a.raw, s.raw) {
		t.Fatalf("cancelled: %v, ended as %s", a, s.raw)
	}
}

func (m *ledgerModel) cancelFirst(t *rapid.T) {
	d := m.anyDesk(t)
	quote := d.quote(tryCard, "481205", 100)
	if quote.status != 201 || d.session == "" {
		t.Skip("nothing to send")
	}
	id, body := d.topUpOf(quote, nil)
	a := d.cancel(id, tryCard, 100)
	m.want(t, a, "cancelled", "")
	m.ended = append(m.ended, sent{d, id, tryCard, 100, body, a.raw, 0, m.days})
}

func (m *ledgerModel) tomorrow(*rapid.T) {
	m.c.clock.move(24 * time.Hour)
	m.days++
	clear(m.day)
}

func (m *ledgerModel) anyEnded(t *rapid.T) sent {
	if len(m.ended) == 0 {
		t.Skip("nothing was sent yet")
	}
	return rapid.SampledFrom(m.ended).Draw(t, "sent")
}

func (m *ledgerModel) want(t *rapid.T, a answered, state, code string) {
	if a.status != 201 || a.text("state") != state || a.text("code") != code {
		t.Fatalf("want %s %s, got %v", state, code, a)
	}
}

func (m *ledgerModel) holds(t *rapid.T) {
	for mokID, want := range m.cards {
		if got := m.desks[0].balance(mokID); got != want {
			t.Fatalf("card %s holds %d, not %d", mokID, got, want)
		}
	}
	for _, d := range m.desks {
		a := d.get("/v1/drawer-sessions/current?desk=" + d.name)
		want, open := m.drawers[d.name]
		if !open {
			want = -1
		}
		if got := a.cents("session", "total"); got != want {
			t.Fatalf("%s holds %d, not %d", d.name, got, want)
		}
	}
}

func exec(o *Office, queries ...string) error {
	return o.store.write(context.Background(), func(t *tx) error {
		for _, q := range queries {
			if err := t.exec(q); err != nil {
				return err
			}
		}
		return nil
	})
}

// The rules stand in the database: no code above it can break them.
func TestTheDatabaseRefusesWhatBreaksTheLedger(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	d.load(tryCard, "481205", 2000).is(t, 201, "")
	d.closeDrawer(12000).is(t, 201, "")
	const post = `INSERT INTO postings (account, seq, entry, amount, after) SELECT id, postings + 1, 999999, %, balance + % FROM accounts WHERE id = 1`
	posting := func(cents string) string { return strings.ReplaceAll(post, "%", cents) }
	other := strings.Replace(posting("5"), "id = 1", "id = 2", 1)
	entry := `INSERT INTO entries (id, at, kind, place) VALUES (999999, 0, 'purchase', 1)`
	for _, row := range []struct {
		why     string
		queries []string
	}{
		{"FOREIGN KEY", []string{posting("5"), other}},
		{"does not balance", []string{entry}},
		{"does not balance", []string{posting("5"), entry}},
		{"does not balance", []string{posting("5"), other, entry}},
		{"complete", []string{posting("-5"), other, entry, posting("5")}},
		{"follows", []string{strings.Replace(posting("5"), "balance + 5", "balance + 6", 1)}},
		{"follows", []string{strings.Replace(posting("5"), "postings + 1", "postings + 2", 1)}},
		{"follows", []string{`INSERT INTO postings (account, seq, entry, amount, after) VALUES (99999, 1, 999999, 5, 5)`}},
		{"CHECK", []string{posting("0")}},
		{"posting only", []string{`UPDATE accounts SET balance = balance + 1 WHERE id = 1`}},
		{"posting only", []string{`UPDATE accounts SET postings = postings + 1 WHERE id = 1`}},
		{"posting only", []string{`UPDATE accounts SET kind = 'fees' WHERE id = 1`}},
		{"starts empty", []string{`INSERT INTO accounts (kind, balance) VALUES ('card', 5)`}},
		{"stays", []string{`DELETE FROM accounts WHERE id = 1`}},
		{"never changed", []string{`UPDATE postings SET amount = amount + 1`}},
		{"stays", []string{`DELETE FROM postings`}},
		{"never changed", []string{`UPDATE entries SET at = at + 1`}},
		{"stays", []string{`DELETE FROM entries`}},
		{"below zero", []string{strings.Replace(posting("-99999999"), "id = 1", "id = (SELECT account FROM cards LIMIT 1)", 1), posting("99999999"), entry}},
		{"never changed", []string{`UPDATE writes SET answer = '{}'`}},
		{"for ever", []string{`DELETE FROM writes`}},
		{"never changed", []string{`UPDATE top_ups SET amount = 1`}},
		{"stays", []string{`DELETE FROM top_ups`}},
		{"count is final", []string{`UPDATE drawer_sessions SET counted = 1`}},
		{"not open", []string{`INSERT INTO top_ups (id, mok_id, amount, state, at, desk, seq, fingerprint, session, receipt, entry)
			SELECT 'x', mok_id, amount, state, at, desk, seq, fingerprint, session, 'x', entry FROM top_ups`}},
		{"UNIQUE", []string{`INSERT INTO writes (act, id, answer, at, sender) SELECT act, id, answer, at, sender FROM writes`}},
	} {
		if err := exec(d.office, row.queries...); err == nil || !strings.Contains(err.Error(), row.why) {
			t.Errorf("%q: want it refused (%s), got %v", row.queries, row.why, err)
		}
	}
}

// Somebody who writes into the file past the rules is found by the audit.
func TestTheAuditFindsWhatWasDoneFromOutside(t *testing.T) {
	for what, tamper := range map[string][]string{
		"a balance is not the sum of its postings":                {`UPDATE accounts SET balance = balance + 1 WHERE id = 1`},
		"a posting does not follow the one before":                {`UPDATE postings SET after = after + 1 WHERE account = 3 AND seq = 2`},
		"an entry does not balance":                               {`UPDATE postings SET amount = amount + 1, after = after + 1 WHERE account = 5`, `UPDATE accounts SET balance = balance + 1 WHERE id = 5`},
		"an entry has no postings":                                {`INSERT INTO entries (id, at, kind, place) VALUES (999999, 0, 'purchase', 1)`},
		"a posting has no entry":                                  {`DELETE FROM entries WHERE id = 1`},
		"a posted top-up is not in the ledger as it says":         {`UPDATE top_ups SET amount = amount + 1`},
		"an entry names a top-up that is not posted":              {`DELETE FROM top_ups`, `DELETE FROM writes WHERE act = 'top-up'`},
		"a top-up and its answer are not both there":              {`DELETE FROM writes WHERE act = 'top-up'`},
		"a drawer does not hold its float and what came and went": {`UPDATE drawer_sessions SET float = float + 1 WHERE closed_at IS NULL`},
		"close numbers have a gap":                                {`UPDATE drawer_sessions SET close_number = 2 WHERE close_number = 1`},
		"receipt numbers have a gap":                              {`UPDATE offices SET last_receipt = 7 WHERE id = 'nlb-kranj'`},
		"a quote was used by what is not posted":                  {`UPDATE quotes SET amount = amount + 1`},
		"a reference leads nowhere":                               {`UPDATE cards SET kind = 'none' WHERE mok_id = '100000014'`},
	} {
		t.Run(what, func(t *testing.T) {
			o, err := Open(t.Context(), Options{Now: clockAt(noon).now})
			if err != nil {
				t.Fatal(err)
			}
			defer o.Close()
			c := &counter{t: t, office: o, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}}
			c.desk("okence-1").closeDrawer(9000).is(t, 201, "")
			c.desk("okence-1").load(tryCard, "481205", 2000).is(t, 201, "")
			if err := o.Verify(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := withoutRules(o, tamper); err != nil {
				t.Fatal(err)
			}
			err = o.Verify(t.Context())
			if !errors.Is(err, ErrAudit) || !strings.HasSuffix(err.Error(), what) {
				t.Errorf("the audit says %v", err)
			}
		})
	}
	if got := len(audits); got != 13 {
		t.Errorf("%d audits, tampering is tried for 13", got)
	}
}

// withoutRules changes the data with the database's own checks out of the way.
func withoutRules(o *Office, queries []string) error {
	if _, err := o.store.conn.ExecContext(context.Background(), `PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON`); err != nil {
		return err
	}
	var triggers []string
	err := o.store.read(context.Background(), func(t *tx) error {
		return t.rows(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`, nil, func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			triggers = append(triggers, `DROP TRIGGER `+name)
			return err
		})
	})
	return errors.Join(err, exec(o, append(triggers, queries...)...))
}

func TestTheStoreIsSetUpToLoseNothing(t *testing.T) {
	o, err := Open(t.Context(), Options{Dir: t.TempDir(), Now: clockAt(noon).now})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	got := map[string]string{}
	for _, name := range []string{"journal_mode", "synchronous", "foreign_keys", "checksum_verification", "page_size", "trusted_schema"} {
		var value string
		if err := o.store.conn.QueryRowContext(t.Context(), `PRAGMA `+name).Scan(&value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got[name] = value
	}
	want := map[string]string{"journal_mode": "persist", "synchronous": "3", "foreign_keys": "1", "checksum_verification": "1", "page_size": "4096", "trusted_schema": "0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var loose int
	err = o.store.conn.QueryRowContext(t.Context(), `SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`).Scan(&loose)
	if err != nil || loose != 0 {
		t.Errorf("%d tables are not STRICT (%v)", loose, err)
	}
}
