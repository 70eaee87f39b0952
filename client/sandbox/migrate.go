package sandbox

import (
	"context"
	"embed"
	"errors"
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
func (s *store) migrate(ctx context.Context) error {
	steps, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	version := 0
	err = s.raw(func(c *sqlite3.Conn) (err error) { version, err = fileVersion(c); return err })
	if err != nil {
		return err
	}
	if version > len(steps) {
		return fmt.Errorf("%w: schema %d, this program knows %d", ErrNewer, version, len(steps))
	}
	for i, isNew := version, version == 0; i < len(steps); i++ {
		if i+1 == placeVersion && !isNew {
			if err := s.placePages(ctx); err != nil {
				return err
			}
		}
		if err := s.raw(func(c *sqlite3.Conn) error { return migrateStep(c, steps[i], i+1) }); err != nil {
			return err
		}
	}
	return nil
}

// placePages writes every page of an older file anew, as one change, so that each is bound to its place. Only the
// audit can tell whether all of them stand in their places now.
func (s *store) placePages(ctx context.Context) error {
	if err := s.verify(ctx); errors.Is(err, ErrAudit) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	} else if err != nil {
		return err
	}
	return s.raw(func(c *sqlite3.Conn) error { return c.Exec(`VACUUM`) })
}

// fileVersion is how many steps a file has behind it; zero for one that is empty.
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
	version, err := pragmaInt(c, `PRAGMA user_version`)
	if err == nil && version < 1 {
		err = fmt.Errorf("%w: no schema has number %d", ErrDamaged, version)
	}
	return version, err
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
			_ = c.Exec(`ROLLBACK; PRAGMA writable_schema = OFF`)
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
