package sandbox

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"cekr.kranj.si/desk/client/journal/disktest"
)

// withoutCustody takes back what the ledger learned of drawers that change hands.
const withoutCustody = `DROP TABLE custody;
	PRAGMA writable_schema = ON;
	UPDATE sqlite_schema SET sql = replace(sql, ', ''custody''', '') WHERE name IN ('writes', 'approvals');
	UPDATE sqlite_schema SET sql = replace(sql, ', ''drawerHandOver''', '') WHERE name = 'entries';
	PRAGMA writable_schema = RESET; `

// withoutDrawerDay takes back what the ledger learned for a drawer's day.
const withoutDrawerDay = withoutCustody + `DROP INDEX drawer_sessions_by_opening; DROP INDEX drawer_sessions_by_clerk; DROP INDEX drawer_sessions_of_desk;
	DROP TABLE movements; DROP TABLE counts; DROP TABLE denominations; ALTER TABLE offices DROP COLUMN last_movement;
	ALTER TABLE drawer_sessions DROP COLUMN float_reason; ALTER TABLE drawer_sessions DROP COLUMN difference_reason;
	ALTER TABLE drawer_sessions DROP COLUMN approval; ALTER TABLE policy DROP COLUMN difference_tolerance;
	PRAGMA writable_schema = ON;
	UPDATE sqlite_schema SET sql = replace(sql, ', ''movement'', ''count''', '') WHERE name = 'writes';
	UPDATE sqlite_schema SET sql = replace(sql, ', ''drawerMovement''', '') WHERE name = 'entries';
	PRAGMA writable_schema = RESET; `

// forgetSenders makes of a ledger what it was before senders and look-ups were kept: the table of writes is again as
// the fourth step made it. The file has free pages then, as one that was long in use, unless `after` is to VACUUM it.
func (s *store) forgetSenders(after string) error {
	text, err := migrations.ReadFile("migrations/0004_lock.sql")
	if err != nil {
		return err
	}
	writes, _, found := strings.Cut(string(text), "ALTER TABLE offices")
	if !found {
		return errors.New("the fourth step is another one")
	}
	if err := s.forgetUndo(""); err != nil {
		return err
	}
	return s.raw(func(c *sqlite3.Conn) error {
		return c.Exec(fmt.Sprintf("BEGIN IMMEDIATE; DROP TABLE look_ups; %s PRAGMA user_version = %d; COMMIT; %s", writes, senderVersion-1, after))
	})
}

// withoutSenders is the file of a disk's office as a program wrote it that kept no senders.
func withoutSenders(t *testing.T, s system, disk *disktest.Disk, after string) []byte {
	t.Helper()
	return asOlder(t, s, disk, func(store *store) error { return store.forgetSenders(after) })
}

// asOlder is the file of a disk's office with what a later program put into it forgotten.
func asOlder(t *testing.T, s system, disk *disktest.Disk, forget func(*store) error) []byte {
	t.Helper()
	old := disk.Crash(rand.New(rand.NewPCG(6, 6)))
	f := s.onDisk(old)
	defer f.forget()
	store, err := openStore(t.Context(), f.database(simPath))
	if err == nil {
		err = errors.Join(forget(store), store.close())
	}
	if err != nil {
		t.Fatal(err)
	}
	return old.Bytes(simPath)
}

// writesOf are one write of each kind, by a desk's clerk for a clerk that the bodies name.
func writesOf(d *testDesk, staff string) map[string]func() (path string, body any) {
	named := func(m map[string]any) { m["staff"] = staff }
	return map[string]func() (string, any){
		"a top-up": func() (string, any) {
			id, body := d.topUpOf(d.quote(tryCard, "481205", 100), named)
			return "/v1/top-ups/" + id, body
		},
		"a rejected top-up": func() (string, any) {
			id, body := d.topUpOf(d.quote(tryCard, "481205", 100), func(m map[string]any) { named(m); m["tendered"] = eur(1) })
			return "/v1/top-ups/" + id, body
		},
		"a lock": func() (string, any) {
			id, body := d.lockOf("100000097", named)
			return "/v1/locks/" + id, body
		},
		"a rejected lock": func() (string, any) {
			id, body := d.lockOf("100000055", named)
			return "/v1/locks/" + id, body
		},
		"an opening": func() (string, any) {
			id := newID()
			return "/v1/drawer-sessions/" + id, map[string]any{"id": id, "desk": "okence-9", "staff": staff, "float": eur(0)}
		},
		"a rejected opening": func() (string, any) {
			id := newID()
			return "/v1/drawer-sessions/" + id, map[string]any{"id": id, "desk": d.name, "staff": staff, "float": eur(0)}
		},
		"a rejected close": func() (string, any) {
			id := newID()
			return "/v1/drawer-sessions/" + id + "/close", map[string]any{"id": id, "desk": d.name, "staff": staff, "counted": eur(0)}
		},
	}
}

// One clerk's write in another's name says who sent it; a clerk's own doesn't. Whoever sends the bytes again, the first
// sender stays.
func TestAWriteInAnothersNameTellsItsSender(t *testing.T) {
	for _, staff := range []string{"1001", "1002"} {
		for name := range writesOf(nil, staff) {
			t.Run(name+" for "+staff, func(t *testing.T) {
				c := openCounter(t, Options{})
				d := c.desk("okence-1") // Ana's, 1001
				path, body := writesOf(d, staff)[name]()
				first := d.send("PUT", path, body)
				want := ""
				if staff != d.staff {
					want = d.staff
				}
				if first.status != 201 || first.text("sentBy") != want {
					t.Fatalf("want 201 sent by %q: %v", want, first)
				}
				for who, other := range map[string]*counter{"the second": c.as("1002", "1357", "okence-2"), "the first": d.counter} {
					if again := other.send("PUT", path, body); again.status != 200 || string(again.raw) != string(first.raw) {
						t.Errorf("sent again by %s: %v", who, again)
					}
				}
				var kept string
				err := c.office.store.read(t.Context(), func(x *tx) error {
					_, err := x.row(`SELECT group_concat(DISTINCT sender) FROM writes WHERE substr(id, 1, 36) = ?`, args(first.text("id")), &kept)
					return err
				})
				if err != nil || kept != "1001" {
					t.Errorf("the ledger keeps %q as its sender: %v", kept, err)
				}
			})
		}
	}
}

// A body that names no clerk always has its sender told: the answer is the only place where that stands.
func TestATombstoneAndAPersonTellTheirSender(t *testing.T) {
	d := openCounter(t, Options{}).desk("okence-1")
	boris := d.as("1002", "1357", "okence-2")
	id, body := d.topUpOf(d.quote(tryCard, "481205", 100), nil)
	tombstone := map[string]any{"id": id, "mokId": tryCard, "amount": eur(100), "desk": d.name}
	first := boris.send("PUT", "/v1/top-ups/"+id+"/cancellation", tombstone).is(t, 201, "")
	if first.text("sentBy") != "1002" {
		t.Errorf("the tombstone: %v", first)
	}
	for _, a := range []answered{d.send("PUT", "/v1/top-ups/"+id+"/cancellation", tombstone), d.put(id, body), d.get("/v1/top-ups/" + id)} {
		if string(a.is(t, 200, "").raw) != string(first.raw) {
			t.Errorf("told again it is %v", a)
		}
	}
	person := newID()
	if a := d.send("PUT", "/v1/persons/"+person, map[string]any{"id": person, "role": "payer", "name": "Ana", "document": nil}); a.text("sentBy") != "1001" {
		t.Errorf("the person: %v", a)
	}
}

// The current drawer tells who sent the opening, and once she has closed it herself nobody else; its ETag is the answer's.
func TestTheCurrentDrawerTellsTheSender(t *testing.T) {
	c := openCounter(t, Options{})
	boris := c.as("1002", "1357", "okence-1")
	d := &testDesk{counter: boris, name: "okence-1", staff: "1001"} // Ana's drawer, by Boris's hand
	opened := d.openDrawer(5000).is(t, 201, "")
	now := d.get("/v1/drawer-sessions/current").is(t, 200, "")
	if now.text("session", "sentBy") != "1002" || now.header.Get("ETag") != opened.header.Get("ETag") {
		t.Errorf("opened %v, then %v", opened, now)
	}
	d.counter = c.as("1001", "2468", "okence-1")
	closed := d.closeDrawer(5000).is(t, 201, "")
	if now = d.get("/v1/drawer-sessions/current"); closed.text("sentBy") != "" || now.at("previous", "sentBy") != nil {
		t.Errorf("she closed it herself: %v, then %v", closed, now)
	}
}

// What is said of senders and look-ups in the database, no code above it can break.
func TestTheDatabaseRefusesAWriteWithoutASender(t *testing.T) {
	c := openCounter(t, Options{})
	c.desk("okence-1").balance(tryCard)
	for _, row := range []struct{ why, query string }{
		{"somebody sent it", `INSERT INTO writes (act, id, answer, at) VALUES ('lock', 'x', '{}', 0)`},
		{"FOREIGN KEY", `INSERT INTO writes (act, id, answer, at, sender) VALUES ('lock', 'x', '{}', 0, '9999')`},
		{"never changed", `UPDATE writes SET sender = '1002'`},
		{"never changed", `UPDATE look_ups SET staff = '1002'`},
		{"stays", `DELETE FROM look_ups`},
		{"CHECK", `INSERT INTO look_ups SELECT n + 1, mok_id, at, staff, desk, 'all', trace FROM look_ups`},
		{"FOREIGN KEY", `INSERT INTO look_ups SELECT n + 1, mok_id, at, '9999', desk, view, trace FROM look_ups`},
		{"FOREIGN KEY", `INSERT INTO look_ups SELECT n + 1, '999999999', at, staff, desk, view, trace FROM look_ups`},
	} {
		if err := exec(c.office, row.query); err == nil || !strings.Contains(err.Error(), row.why) {
			t.Errorf("%q: want it refused (%s), got %v", row.query, row.why, err)
		}
	}
}

func TestTheAuditFindsSendersThatWereMadeOutside(t *testing.T) {
	for tamper, what := range map[string]string{
		`UPDATE writes SET sender = '1002'`:                               "an answer tells another sender than is kept",
		`UPDATE writes SET sender = '1002' WHERE act = 'lock'`:            "an answer tells another sender than is kept",
		`UPDATE writes SET sender = NULL WHERE act = 'person'`:            "an answer tells a sender and none is kept",
		`UPDATE writes SET answer = json_set(answer, '$.sentBy', '1002')`: "an answer tells another sender than is kept",
	} {
		t.Run(tamper, func(t *testing.T) {
			o, err := Open(t.Context(), Options{Now: clockAt(noon).now})
			if err != nil {
				t.Fatal(err)
			}
			defer o.Close()
			c := &counter{t: t, office: o, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}}
			ana := c.as("1001", "2468", "okence-1")
			ana.lock("100000055").is(t, 201, "card-not-lockable")
			person := newID()
			ana.send("PUT", "/v1/persons/"+person, map[string]any{"id": person, "role": "payer", "name": "Ana", "document": nil}).is(t, 201, "")
			if err := o.Verify(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := withoutRules(o, []string{tamper}); err != nil {
				t.Fatal(err)
			}
			if err = o.Verify(t.Context()); !errors.Is(err, ErrAudit) || !strings.HasSuffix(err.Error(), what) {
				t.Errorf("the audit says %v", err)
			}
		})
	}
	if got := len(olderSenderAudits); got != 2 {
		t.Errorf("%d audits of senders, tampering is tried for 2", got)
	}
}

// A training ledger from before senders were kept is taken over where it lies: what was answered is answered so for ever,
// without a sender; what comes from now on has one.
func TestAnOlderTrainingLedgerLearnsSenders(t *testing.T) {
	dir, clock := t.TempDir(), clockAt(noon)
	var d *testDesk
	var id string
	var body []byte
	var posted answered
	inFolder(t, dir, clock.now, func(c *counter) {
		d = c.desk("okence-1")
		id, body = d.topUpOf(d.quote(tryCard, "481205", 2000), nil)
		posted = d.put(id, body).is(t, 201, "")
	})
	s, err := openStore(t.Context(), systemFiles{}.database(filepath.Join(dir, dataFile)))
	if err == nil {
		err = errors.Join(s.forgetSenders(""), s.close())
	}
	if err != nil {
		t.Fatal(err)
	}
	inFolder(t, dir, clock.now, func(c *counter) {
		d.counter = c.as("1002", "1357", "okence-1")
		if again := d.put(id, body).is(t, 200, ""); string(again.raw) != string(posted.raw) {
			t.Errorf("the top-up again: %v", again)
		}
		if now := d.get("/v1/drawer-sessions/current"); now.text("session", "id") != d.session || now.at("session", "sentBy") != nil {
			t.Errorf("the drawer of before: %v", now)
		}
		if late := d.load(tryCard, "481205", 100).is(t, 201, ""); late.text("sentBy") != "1002" {
			t.Errorf("a new top-up: %v", late)
		}
		vesna := c.as("2001", "8642", "v")
		d.balance(tryCard)
		if seen := vesna.get("/v1/cards/"+tryCard+"/look-ups").is(t, 200, ""); len(seen.at("items").([]any)) != 1 {
			t.Errorf("look-ups since then: %v", seen)
		}
	})
}
