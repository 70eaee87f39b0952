package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// attempt is something that an administrator or a desk wants done, and how one sees that it has been.
type attempt struct {
	do   func() error
	done func() bool
}

// asked makes an attempt's error of an answer: none, if it is of one of the good statuses.
func asked(a answered) error {
	switch a.status {
	case 200, 201, 204:
		return nil
	case 500:
		if a.text("code") == "internal" && a.header.Get("Content-Type") == "application/problem+json" && a.text("traceId") != "" {
			return errOwn
		}
	}
	return errors.New("answered neither as done nor as the office's own fault: " + a.String())
}

// Whatever else is asked of the office: whichever statement fails, it is done whole or it is not done, the answer does
// not say that it is, and once the store is well it can be done.
func TestWhateverIsAskedIsDoneWholeOrNot(t *testing.T) {
	rows := func(o *Office, query string, args ...any) bool {
		there := false
		if err := o.store.read(t.Context(), func(x *tx) (err error) { there, err = x.row(query, args, new(int)); return err }); err != nil {
			t.Fatal(err)
		}
		return there
	}
	ctx := context.Background()
	for name, begin := range map[string]func(d *testDesk, n int) attempt{
		"a person": func(d *testDesk, _ int) attempt {
			id := newID()
			body := map[string]any{"id": id, "role": "payer", "name": "Ana Kos", "document": nil}
			return attempt{func() error { return asked(d.send("PUT", "/v1/persons/"+id, body)) },
				func() bool { return rows(d.office, `SELECT 1 FROM persons WHERE id = ?`, id) }}
		},
		"a drawer that opens": func(d *testDesk, _ int) attempt {
			id := newID()
			maja := &testDesk{counter: d.as("1002", "1357", "d-"+id[:8]), name: "d-" + id[:8], staff: "1002"}
			body := map[string]any{"id": id, "desk": maja.name, "staff": "1002", "float": eur(10000)}
			return attempt{func() error { return asked(maja.send("PUT", "/v1/drawer-sessions/"+id, body)) },
				func() bool { return rows(d.office, `SELECT 1 FROM drawer_sessions WHERE id = ?`, id) }}
		},
		"a drawer that closes": func(d *testDesk, _ int) attempt {
			name := "d-" + newID()[:8]
			other := &testDesk{counter: d.as("1002", "1357", name), name: name, staff: "1002"}
			other.openDrawer(10000).is(t, 201, "")
			return attempt{func() error { return asked(other.closeDrawer(10100)) },
				func() bool {
					return rows(d.office, `SELECT 1 FROM drawer_sessions WHERE id = ? AND closed_at IS NOT NULL`, other.session)
				}}
		},
		"cash to the safe": func(d *testDesk, _ int) attempt {
			id := newID()
			return attempt{func() error { return asked(d.move(id, pickUp, -1)) },
				func() bool {
					return rows(d.office, `SELECT 1 FROM movements JOIN entries e ON e.id = entry WHERE movements.id = ?`, id)
				}}
		},
		"a count": func(d *testDesk, _ int) attempt {
			name := "d-" + newID()[:8]
			other, id := &testDesk{counter: d.as("1002", "1357", name), name: name, staff: "1002"}, newID()
			other.openDrawer(10000).is(t, 201, "")
			return attempt{func() error { return asked(other.count(id, 10000, 5000, 2)) },
				func() bool {
					return rows(d.office, `SELECT 1 FROM counts WHERE id = ?`, id) && rows(d.office, `SELECT 1 FROM denominations WHERE about = ?`, id)
				}}
		},
		"a sign-in": func(d *testDesk, _ int) attempt {
			var got answered
			return attempt{func() error { got = d.signIn("1002", "1357", "b"); return asked(got) },
				func() bool { return got.text("token") != "" }}
		},
		"a sign-out": func(d *testDesk, _ int) attempt {
			other := d.as("1002", "1357", "b")
			return attempt{func() error { return asked(other.send("DELETE", "/v1/sign-ins/current", nil)) },
				func() bool { return other.get("/v1/me").status == http.StatusUnauthorized }}
		},
		"a new member of staff": func(d *testDesk, n int) attempt {
			number := fmt.Sprint(4000 + n)
			return attempt{func() error { return d.office.AddStaff(ctx, number, "Žan", "1234", Clerk) },
				func() bool { return d.signIn(number, "1234", "b").status == 201 }}
		},
		"a new PIN": func(d *testDesk, n int) attempt {
			number := fmt.Sprint(5000 + n)
			if err := d.office.AddStaff(ctx, number, "Žan", "1234", Clerk); err != nil {
				t.Fatal(err)
			}
			return attempt{func() error { return d.office.ResetPIN(ctx, number, "4321") },
				func() bool { return d.signIn(number, "4321", "b").status == 201 }}
		},
		"a practice card": func(d *testDesk, n int) attempt {
			mokID := fmt.Sprint(700000000 + n)
			return attempt{func() error { return d.office.AddCard(ctx, PracticeCard{MokID: mokID, LastSix: "123456"}) },
				func() bool { return d.get("/v1/cards/"+mokID).status == 200 }}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := openCounter(t, Options{})
			d := c.desk("okence-1")
			for n := 1; ; n++ {
				a := begin(d, n)
				ran := c.office.deny(t, n)
				err := a.do()
				reached := ran() >= n
				c.office.deny(t, 0)
				if !reached {
					if err != nil || !a.done() {
						t.Fatalf("with nothing in its way: %v", err)
					}
					t.Logf("%d statements", n-1)
					return
				}
				if err != nil && !errors.Is(err, errOwn) && !errors.Is(err, sqlite3.AUTH) {
					t.Fatalf("statement %d: %v", n, err)
				}
				if done := a.done(); done != (err == nil) {
					t.Fatalf("statement %d: it ended with %v, done is %v", n, err, done)
				}
				if err != nil {
					if err := a.do(); err != nil || !a.done() {
						t.Fatalf("statement %d failed, then it cannot be done: %v", n, err)
					}
				}
			}
		})
	}
}

// Whichever statement fails while an office is made or grows, the error says so, and what is there is whole: the next
// time goes on from it.
func TestAnOfficeIsMadeWholeWhicheverStatementFails(t *testing.T) {
	for name, make := range map[string]func(o *Office) error{
		"the schema":        func(o *Office) error { return o.store.migrate(t.Context()) },
		"the demonstration": func(o *Office) error { return o.prepareDemo(t.Context()) },
		"the bulk":          func(o *Office) error { o.bulk = 2; return o.Seed(t.Context(), nil) },
	} {
		t.Run(name, func(t *testing.T) {
			for n := 1; ; n += 1 + n/8 {
				o, err := newOffice(Options{Now: clockAt(noon).now})
				if err == nil {
					o.store, err = openStore(t.Context(), inMemory)
				}
				if err == nil && name != "the schema" {
					err = o.store.migrate(t.Context())
				}
				if err == nil && name == "the bulk" {
					err = o.prepareDemo(t.Context())
				}
				if err != nil {
					t.Fatal(err)
				}
				ran := o.deny(t, n)
				failed := make(o)
				reached := ran() >= n
				o.deny(t, 0)
				if reached && failed != nil && !errors.Is(failed, sqlite3.AUTH) {
					t.Fatalf("statement %d: %v", n, failed)
				}
				if err := o.prepare(t.Context()); err != nil {
					t.Fatalf("after statement %d: %v", n, err)
				}
				if err := make(o); err != nil {
					t.Fatalf("after statement %d: %v", n, err)
				}
				if err := errors.Join(o.Verify(t.Context()), o.Close()); err != nil {
					t.Fatalf("after statement %d: %v", n, err)
				}
				if !reached {
					if failed != nil {
						t.Fatal(failed)
					}
					t.Logf("%d statements", n-1)
					return
				}
			}
		})
	}
}

// An audit that cannot look is no audit that found nothing.
func TestAnAuditThatFailsDoesNotPass(t *testing.T) {
	c := openCounter(t, Options{})
	for n := 1; ; n++ {
		ran := c.office.deny(t, n)
		err := c.office.Verify(t.Context())
		reached := ran() >= n
		c.office.deny(t, 0)
		if !reached {
			if err != nil || n < 20 {
				t.Fatalf("%d statements: %v", n-1, err)
			}
			return
		}
		if err == nil || errors.Is(err, ErrAudit) || errors.Is(err, ErrDamaged) {
			t.Errorf("statement %d: %v", n, err)
		}
	}
}
