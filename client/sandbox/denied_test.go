package sandbox

import (
	"bytes"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// deny lets the n-th statement from now on fail, and all others work; 0 lets all work. Done tells how many there were.
func (o *Office) deny(t *testing.T, n int) (done func() int) {
	t.Helper()
	o.store.turn <- struct{}{}
	for query, stmt := range o.store.stmts {
		_ = stmt.Close() // a statement is looked at when it is prepared
		delete(o.store.stmts, query)
	}
	<-o.store.turn
	count := 0
	err := o.store.raw(func(c *sqlite3.Conn) error {
		return c.SetAuthorizer(func(action sqlite3.AuthorizerActionCode, what, _, _, _ string) sqlite3.AuthorizerReturnCode {
			if action == sqlite3.AUTH_TRANSACTION && what == "ROLLBACK" {
				return sqlite3.AUTH_OK // what undoes has nothing to undo it
			}
			switch action {
			case sqlite3.AUTH_SELECT, sqlite3.AUTH_INSERT, sqlite3.AUTH_UPDATE, sqlite3.AUTH_DELETE, sqlite3.AUTH_TRANSACTION, sqlite3.AUTH_SAVEPOINT:
				if count++; count == n {
					return sqlite3.AUTH_DENY
				}
			}
			return sqlite3.AUTH_OK
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return func() int { return count }
}

// Whichever statement fails, a write is done whole or not at all, and the same bytes sent once more are judged as if they
// were the first, or told what came of the first.
func TestAWriteIsWholeWhicheverStatementFails(t *testing.T) {
	for name, begin := range map[string]func(d *testDesk) (send func() answered, ask func() string){
		"a top-up": func(d *testDesk) (func() answered, func() string) {
			id, body := d.topUpOf(d.quote(tryCard, "481205", 100), nil)
			return func() answered { return d.put(id, body) }, func() string { return d.get("/v1/top-ups/" + id).text("state") }
		},
		"a rejection": func(d *testDesk) (func() answered, func() string) {
			id, body := d.topUpOf(d.quote(tryCard, "481205", 100), func(m map[string]any) { m["tendered"] = eur(1) })
			return func() answered { return d.put(id, body) }, func() string { return d.get("/v1/top-ups/" + id).text("state") }
		},
		"a cancellation": func(d *testDesk) (func() answered, func() string) {
			id, body := d.topUpOf(d.quote(tryCard, "481205", 100), nil)
			_ = body
			what := map[string]any{"id": id, "mokId": tryCard, "amount": eur(100), "desk": "okence-1"}
			return func() answered { return d.send("PUT", "/v1/top-ups/"+id+"/cancellation", what) },
				func() string { return d.get("/v1/top-ups/" + id).text("state") }
		},
		"a lock": func(d *testDesk) (func() answered, func() string) {
			id, body := d.lockOf("100000022", nil)
			return func() answered { return d.putLock(id, body) }, func() string { return d.get("/v1/locks/" + id).text("state") }
		},
		"a reversal": func(d *testDesk) (func() answered, func() string) {
			id, body := d.reversalOf(d.load(tryCard, "481205", 100), nil)
			return func() answered { return d.putReversal(id, body) }, func() string { return d.get("/v1/reversals/" + id).text("state") }
		},
		"an approved reversal": func(d *testDesk) (func() answered, func() string) {
			approval := newID()
			id, body := d.reversalOf(d.load(tryCard, "481205", 100), func(m map[string]any) { m["approvalId"] = approval })
			d.as("2001", "8642", "okence-1").approve(approval, "reversal", body, nil)
			return func() answered { return d.putReversal(id, body) }, func() string { return d.get("/v1/reversals/" + id).text("state") }
		},
		"a correction": func(d *testDesk) (func() answered, func() string) {
			posted := d.load("100000097", "660200", 100)
			d.spend("100000097", d.balance("100000097"))
			id, body := d.reversalOf(posted, nil)
			return func() answered { return d.putReversal(id, body) }, func() string { return d.get("/v1/reversals/" + id).text("state") }
		},
		"an approval": func(d *testDesk) (func() answered, func() string) {
			id, vesna := newID(), d.as("2001", "8642", "okence-1")
			_, subject := d.unlockOf("100000139", id, nil)
			body := vesna.approvalOf(id, "unlock", subject, nil)
			return func() answered { return vesna.send("PUT", "/v1/approvals/"+id, body) }, func() string { return d.get("/v1/approvals/" + id).text("state") }
		},
		"an unlock": func(d *testDesk) (func() answered, func() string) {
			approval := newID()
			d.lock("100000089")
			id, body := d.unlockOf("100000089", approval, nil)
			d.as("2001", "8642", "okence-1").approve(approval, "unlock", body, nil)
			return func() answered { return d.send("PUT", "/v1/unlocks/"+id, body) }, func() string { return d.get("/v1/unlocks/" + id).text("state") }
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := openCounter(t, Options{})
			d := c.desk("okence-1")
			for n := 1; ; n++ {
				send, ask := begin(d)
				card, drawer := d.balance(tryCard), d.drawer()
				done := c.office.deny(t, n)
				first := send()
				reached := done() >= n
				c.office.deny(t, 0)
				if !reached {
					first.is(t, 201, first.text("code"))
					t.Logf("%d statements", n-1)
					return
				}
				if first.status != 201 && first.status != 200 {
					first.is(t, 500, "internal")
					if got := ask(); got != "unseen" {
						t.Fatalf("statement %d: 500, and the office says %s", n, got)
					}
					if d.balance(tryCard) != card || d.drawer() != drawer {
						t.Fatalf("statement %d: 500, and money has moved", n)
					}
				}
				again := send()
				if first.status == 201 && !bytes.Equal(again.raw, first.raw) || first.status == 500 && again.status != 201 {
					t.Fatalf("statement %d: first %v, then %v", n, first, again)
				}
				moved := map[string]int64{"a top-up": 100, "a reversal": -100, "an approved reversal": -100}[name]
				if again.text("state") != "posted" {
					moved = 0
				}
				if state := again.text("state"); ask() != state || d.balance(tryCard) != card+moved {
					t.Fatalf("statement %d: %s, the office says %s, the card has %d more", n, state, ask(), d.balance(tryCard)-card)
				}
			}
		})
	}
}

// What is only looked at fails with a problem too, and can be looked at again.
func TestAReadFailsWholeWhicheverStatementFails(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	posted, late := d.load(tryCard, "481205", 500), d.load("100000097", "660200", 100)
	d.spend("100000097", d.balance("100000097"))
	d.reverse(late, nil).is(t, 201, "balance-too-low")
	for _, path := range []string{
		"/v1/me", "/v1/cards/" + tryCard, "/v1/cards/" + tryCard + "?view=minimal", "/v1/cards/" + tryCard + "/transactions", "/v1/top-ups/" + posted.text("id"),
		"/v1/top-ups?id=" + posted.text("id"), "/v1/corrections/P-2026-000001", "/v1/desks/okence-1/top-ups?fromSeq=1", "/v1/drawer-sessions/current?desk=okence-1", "/v1/health", "/v1/payment-order-account",
	} {
		for n := 1; ; n++ {
			done := c.office.deny(t, n)
			got := d.get(path)
			reached := done() >= n
			c.office.deny(t, 0)
			if !reached {
				got.is(t, 200, got.text("code"))
				break
			}
			if got.status != 200 && got.status != 500 {
				t.Errorf("%s, statement %d: %v", path, n, got)
			}
		}
		d.get(path).is(t, 200, "")
	}
}

// A quote and a match that fail give nothing that a top-up could use.
func TestAQuoteFailsWholeWhicheverStatementFails(t *testing.T) {
	c := openCounter(t, Options{})
	d := c.desk("okence-1")
	for path, body := range map[string]map[string]any{
		"/v1/cards/" + tryCard + "/matches":       {"panLast6": "481205"},
		"/v1/cards/" + tryCard + "/top-up-quotes": {"amount": eur(100)},
	} {
		d.send("POST", "/v1/cards/"+tryCard+"/matches", map[string]any{"panLast6": "481205"})
		for n := 1; ; n++ {
			done := c.office.deny(t, n)
			got := d.send("POST", path, body)
			reached := done() >= n
			c.office.deny(t, 0)
			if !reached {
				break
			}
			if got.status == 500 && (got.text("quoteId") != "" || got.text("matchId") != "") || got.status > 500 {
				t.Errorf("%s, statement %d: %v", path, n, got)
			}
		}
	}
}
