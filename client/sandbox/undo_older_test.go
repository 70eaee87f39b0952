package sandbox

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// forgetUndo makes of a ledger what it was before there were approvals, reversals and unlocks, and does what comes after.
func (s *store) forgetUndo(after string) error {
	return s.raw(func(c *sqlite3.Conn) error {
		return c.Exec(`BEGIN IMMEDIATE; ` + withoutDrawerDay + `
			DROP TABLE unlocks; DROP TABLE corrections; DROP TABLE reversals; DROP TABLE approvals;
			DROP TRIGGER entries_keep_cards_in_credit;
			DELETE FROM places WHERE id = 1000;
			ALTER TABLE policy DROP COLUMN top_up_approved_max; ALTER TABLE policy DROP COLUMN approval_minutes;
			ALTER TABLE policy DROP COLUMN reversal_minutes; ALTER TABLE policy DROP COLUMN reversal_approval_from;
			ALTER TABLE policy DROP COLUMN reversal_below;
			ALTER TABLE offices DROP COLUMN last_reversal; ALTER TABLE offices DROP COLUMN last_correction;
			PRAGMA writable_schema = ON;
			UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (kind <> ''drawer''', 'CHECK (kind <> ''card'' OR balance >= 0),
  CHECK (kind <> ''drawer''') WHERE name = 'accounts';
			UPDATE sqlite_schema SET sql = replace(sql, ', ''approval'', ''reversal'', ''unlock''', '') WHERE name = 'writes';
			PRAGMA writable_schema = RESET;
			PRAGMA user_version = 6;
			COMMIT; ` + after)
	})
}

// A ledger from before anything could be undone is taken over where it lies: what was loaded then can be undone, and its
// tables have the checks of a new one.
func TestAnOlderTrainingLedgerLearnsToUndo(t *testing.T) {
	dir, clock := t.TempDir(), clockAt(noon)
	var d *testDesk
	var posted answered
	inFolder(t, dir, clock.now, func(c *counter) {
		d = c.desk("okence-1")
		posted = d.load(tryCard, "481205", 2000).is(t, 201, "")
	})
	s, err := openStore(t.Context(), systemFiles{}.database(filepath.Join(dir, dataFile)))
	if err == nil {
		err = errors.Join(s.forgetUndo(""), s.close())
	}
	if err != nil {
		t.Fatal(err)
	}
	schema := func(o *Office, table string) (sql string) {
		if err := o.store.read(t.Context(), func(x *tx) error {
			_, err := x.row(`SELECT sql FROM sqlite_schema WHERE name = ?`, args(table), &sql)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return sql
	}
	fresh := openCounter(t, Options{}).office
	inFolder(t, dir, clock.now, func(c *counter) {
		d.counter = c.as("1001", "2468", "okence-1")
		d.reverse(posted, nil).is(t, 201, "")
		for _, table := range []string{"accounts", "writes"} {
			if is, want := schema(c.office, table), schema(fresh, table); is != want {
				t.Errorf("the table of an older ledger is %s, of a new one %s", is, want)
			}
		}
	})
}
