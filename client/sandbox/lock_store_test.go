package sandbox

import (
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// What is said of locks in the database, no code above it can break.
func TestTheDatabaseRefusesWhatBreaksALock(t *testing.T) {
	c := openCounter(t, Options{})
	c.as("1001", "2468", "okence-1").lock(tryCard).is(t, 201, "")
	const copied = `INSERT INTO locks SELECT 'x', %, 'posted', at, reason, reporter, verification, note, staff, desk, 'x', 'active' FROM locks`
	of := func(mokID string) string { return strings.Replace(copied, "%", "'"+mokID+"'", 1) }
	for _, row := range []struct{ why, query string }{
		{"never changed", `UPDATE locks SET reason = 'stolen'`},
		{"stays", `DELETE FROM locks`},
		{"the card cannot be locked", of(tryCard)},
		{"the card cannot be locked", of("100000055")},
		{"the card cannot be locked", of("999999999")},
		{"the card cannot be locked", strings.Replace(of("100000089"), "'active'", "'notActivated'", 1)},
		{"CHECK", strings.Replace(of("100000089"), "'x', 'active'", "NULL, 'active'", 1)},
		{"CHECK", strings.Replace(of("100000089"), "'posted'", "'rejected'", 1)},
		{"UNIQUE", strings.Replace(of("100000089"), "'x', 'active'", "number, 'active'", 1)},
		{"never changed", `UPDATE writes SET answer = '{}'`},
		{"for ever", `DELETE FROM writes`},
		{"CHECK", `INSERT INTO writes (act, id, answer, at, sender) VALUES ('loan', 'x', '{}', 0, '1001')`},
		{"CHECK", `INSERT INTO writes (act, id, fingerprint, answer, at, sender) VALUES ('lock', 'x', x'00', '{}', 0, '1001')`},
		{"UNIQUE", `INSERT INTO writes SELECT * FROM writes`},
	} {
		if err := exec(c.office, row.query); err == nil || !strings.Contains(err.Error(), row.why) {
			t.Errorf("%q: want it refused (%s), got %v", row.query, row.why, err)
		}
	}
}

func TestTheAuditFindsLocksThatWereMadeOutside(t *testing.T) {
	for what, tamper := range map[string]string{
		"a lock and its answer are not both there": `DELETE FROM writes WHERE act = 'lock'`,
		"a card that was locked can be used":       `UPDATE cards SET state = 'active', state_reason = NULL WHERE mok_id = '` + tryCard + `'`,
		"lock numbers have a gap":                  `UPDATE offices SET last_lock = 7 WHERE id = 'nlb-kranj'`,
	} {
		t.Run(what, func(t *testing.T) {
			o, err := Open(t.Context(), Options{Now: clockAt(noon).now})
			if err != nil {
				t.Fatal(err)
			}
			defer o.Close()
			c := &counter{t: t, office: o, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}}
			ana := c.as("1001", "2468", "okence-1")
			ana.lock(tryCard).is(t, 201, "")
			ana.lock(tryCard).is(t, 201, "card-not-lockable")
			if err := o.Verify(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := withoutRules(o, []string{tamper}); err != nil {
				t.Fatal(err)
			}
			err = o.Verify(t.Context())
			if !errors.Is(err, ErrAudit) || !strings.HasSuffix(err.Error(), what) {
				t.Errorf("the audit says %v", err)
			}
		})
	}
	if got := len(lockAudits); got != 3 {
		t.Errorf("%d audits of locks, tampering is tried for 3", got)
	}
}

// A folder from before there were locks keeps every id and answer, and can lock from then on.
func TestAnOlderFolderLearnsToLock(t *testing.T) {
	s, err := openStore(t.Context(), filepath.Join(t.TempDir(), "old"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	err = s.raw(func(c *sqlite3.Conn) error {
		for i, step := range []string{"0001_office", "0002_ledger", "0003_counter"} {
			if err := migrateStep(c, "migrations/"+step+".sql", i+1); err != nil {
				return err
			}
		}
		return c.Exec(`INSERT INTO writes (act, id, fingerprint, answer, at) VALUES ('drawer-open', 'a', NULL, '{"state":"open"}', 7), ('person', 'b', zeroblob(32), '{}', 8)`)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	o := &Office{store: s}
	const somebody = `INSERT INTO staff (number, alias, pin, role, office) VALUES ('1001', 'Ana', '', 'clerk', 'o')`
	if err := exec(o, `INSERT INTO offices (id, name, kind, town) VALUES ('o', 'o', 'bank', 'o')`, somebody,
		`INSERT INTO writes (act, id, answer, at, sender) VALUES ('lock', 'a', '{}', 9, '1001')`); err != nil {
		t.Error(err)
	}
	if err := exec(o, `DELETE FROM writes`); err == nil {
		t.Error("the ids are free")
	}
	var kept []string
	err = s.read(t.Context(), func(t *tx) error {
		return t.rows(`SELECT act || id || hex(fingerprint) || answer || at FROM writes ORDER BY at`, nil, func(scan func(...any) error) error {
			var row string
			err := scan(&row)
			kept = append(kept, row)
			return err
		})
	})
	want := `drawer-opena{"state":"open"}7 personb` + strings.Repeat("0", 64) + `{}8 locka{}9`
	if got := strings.Join(kept, " "); err != nil || got != want {
		t.Errorf("%v, kept\n%s\nwant\n%s", err, got, want)
	}
}
