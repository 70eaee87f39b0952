package sandbox

import (
	"context"
	"database/sql/driver"
	"errors"

	"github.com/ncruces/go-sqlite3"
)

// errInTransaction: SQLite does not leave a transaction, and there is no file to open anew.
var errInTransaction = errors.New("sandbox: the database does not leave a transaction")

// rollBack ends a transaction and keeps nothing of it. SQLite may have ended it already. A transaction that SQLite
// refuses to end would take up whatever came next, so that is remembered.
func (s *store) rollBack(ctx context.Context) {
	_, _ = s.conn.ExecContext(ctx, `ROLLBACK`)
	s.inTransaction = !s.isOutside()
}

// isOutside tells whether the connection is in no transaction, as far as it can be asked.
func (s *store) isOutside() bool {
	outside := false
	err := s.raw(func(c *sqlite3.Conn) error { outside = c.GetAutocommit(); return nil })
	return err == nil && outside
}

// reconnect comes before anything else is done. A connection that is still in a transaction is closed, which undoes
// what it had begun, and a new one takes its place. Data in memory would be lost with it: there the transaction has
// to end.
func (s *store) reconnect(ctx context.Context) error {
	if !s.inTransaction {
		return nil
	}
	if s.name == inMemory {
		if s.rollBack(ctx); s.inTransaction {
			return errInTransaction
		}
		return nil
	}
	for _, stmt := range s.stmts {
		_ = stmt.Close()
	}
	clear(s.stmts)
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn }) // closes it for good
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return storeError(err)
	}
	s.conn = conn
	if err := s.firstRead(); err != nil {
		return err
	}
	s.inTransaction = false
	return nil
}

// firstRead has SQLite undo what a crash, or a connection that was thrown away, left unfinished.
func (s *store) firstRead() error {
	err := s.raw(func(c *sqlite3.Conn) error { return c.Exec(`SELECT 1 FROM sqlite_schema`) })
	if err == nil && s.afterFirstRead != nil {
		err = s.afterFirstRead()
	}
	return err
}
