package sandbox

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/ncruces/go-sqlite3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID stands in the file's header and says whose file it is ("CeKR").
const applicationID = 0x43654b52

// migrate brings the schema to this program's version, each step in a transaction of its own. A file made by
// a newer program is refused with ErrNewer, another program's file with ErrDamaged; neither is touched.
func (s *store) migrate() error {
	steps, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	return s.raw(func(c *sqlite3.Conn) error {
		version, err := fileVersion(c)
		if err != nil {
			return err
		}
		if version > len(steps) {
			return fmt.Errorf("%w: schema %d, this program knows %d", ErrNewer, version, len(steps))
		}
		for i := version; i < len(steps); i++ {
			if err := migrateStep(c, steps[i], i+1); err != nil {
				return err
			}
		}
		return nil
	})
}

// fileVersion is how many steps a file has behind it; nought for one that is empty.
func fileVersion(c *sqlite3.Conn) (int, error) {
	tables, err := pragmaInt(c, `SELECT count(*) FROM sqlite_schema`)
	if err != nil || tables == 0 {
		return 0, err
	}
	owner, err := pragmaInt(c, `PRAGMA application_id`)
	if err != nil {
		return 0, err
	}
	if owner != applicationID {
		return 0, fmt.Errorf("%w: not an office's database", ErrDamaged)
	}
	return pragmaInt(c, `PRAGMA user_version`)
}

func migrateStep(c *sqlite3.Conn, name string, version int) error {
	text, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	script := fmt.Sprintf("BEGIN IMMEDIATE;\n%s\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;\nCOMMIT;",
		text, applicationID, version)
	if err := c.Exec(script); err != nil {
		if !c.GetAutocommit() {
			_ = c.Exec(`ROLLBACK`)
		}
		return fmt.Errorf("sandbox: migration %d: %w", version, err)
	}
	return nil
}

func pragmaInt(c *sqlite3.Conn, query string) (int, error) {
	stmt, _, err := c.Prepare(query)
	if err != nil {
		return 0, err
	}
	defer stmt.Close()
	if !stmt.Step() {
		return 0, stmt.Err()
	}
	return stmt.ColumnInt(0), nil
}
