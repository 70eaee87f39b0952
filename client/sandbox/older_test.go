package sandbox

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// An office of an older program deletes SQLite's journal at each commit. Its crash in the middle of a write leaves a journal that still has to be
// played back; the office that finds it undoes what was half written, and knows all that was whole.
func TestAWriteThatAnOlderOfficeLeftHalfDoneIsUndone(t *testing.T) {
	whole, crashed, clock := t.TempDir(), t.TempDir(), clockAt(noon)
	var posted answered
	var id string
	var body []byte
	inFolder(t, whole, clock.now, func(c *counter) {
		d := c.desk("okence-1")
		id, body = d.topUpOf(d.quote(tryCard, "481205", 2000), nil)
		posted = d.put(id, body).is(t, 201, "")
	})
	if err := os.Remove(filepath.Join(whole, dataFile+journalOf)); err != nil {
		t.Fatal(err)
	}
	s, err := openStore(t.Context(), systemFiles{}.database(filepath.Join(whole, dataFile)))
	if err != nil {
		t.Fatal(err)
	}
	err = s.raw(func(c *sqlite3.Conn) error {
		return c.Exec(`
			PRAGMA journal_mode = DELETE;
			PRAGMA cache_size = 1;
			BEGIN IMMEDIATE;
			CREATE TABLE half_done (nonsense BLOB);
			INSERT INTO half_done VALUES (randomblob(400000));`)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{dataFile, dataFile + journalOf} {
		copyFile(t, filepath.Join(whole, name), filepath.Join(crashed, name))
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(crashed, dataFile+journalOf)); err != nil || info.Size() < 512 {
		t.Fatalf("nothing was left half done: %v, %v", info, err)
	}
	if info, err := os.Stat(filepath.Join(crashed, dataFile)); err != nil || info.Size() < 400000 {
		t.Fatalf("nothing was written half way: %v, %v", info, err)
	}
	inFolder(t, crashed, clock.now, func(c *counter) {
		err := c.office.store.read(t.Context(), func(x *tx) error {
			left, err := x.row(`SELECT 1 FROM sqlite_schema WHERE name = 'half_done'`, nil, new(int))
			if left {
				t.Error("what was half written is there")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		again := c.as("1001", "2468", "okence-1").send("PUT", "/v1/top-ups/"+id, body).is(t, 200, "")
		if string(again.raw) != string(posted.raw) {
			t.Errorf("the top-up again: %v", again)
		}
	})
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(out, in)
	if e := out.Close(); err != nil || e != nil {
		t.Fatal(err, e)
	}
}
