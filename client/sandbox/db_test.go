package sandbox

import (
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// A statement with a limit would otherwise be planned again at each run, which costs three times the run.
func TestAPlanIsMadeOnce(t *testing.T) {
	o := openOffice(t, Options{})
	err := o.store.raw(func(c *sqlite3.Conn) error {
		stmt, _, err := c.Prepare(`SELECT after FROM postings WHERE account = ? AND seq >= ? ORDER BY seq LIMIT ?`)
		if err != nil {
			return err
		}
		defer stmt.Close()
		for n := range 10 {
			for at := 1; at <= 3; at++ {
				if err := stmt.BindInt(at, n); err != nil {
					return err
				}
			}
			if err := stmt.Exec(); err != nil {
				return err
			}
		}
		if n := stmt.Status(sqlite3.STMTSTATUS_REPREPARE, false); n != 0 {
			t.Errorf("planned %d times more", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
