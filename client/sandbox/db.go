package sandbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
)

// pragmas make a commit durable and the schema's promises hold. With PERSIST a commit writes a few zeros at the
// journal's beginning and syncs them: no file changes its length, comes or goes, so nothing depends on a folder,
// which Windows cannot sync. The first pragma lets another process, one that adds staff, have its turn. A page that
// becomes free is written with zeros: left out, it could be a hole in the file, which has no checksum.
const pragmas = `
PRAGMA busy_timeout = 10000;
PRAGMA page_size = 4096;
PRAGMA journal_mode = PERSIST;
PRAGMA synchronous = EXTRA;
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -8000;`

// store is the office's database over one connection. Reads and writes wait for their turn, in order; who writes also
// does the writes that wait. With a rollback journal a commit keeps readers out anyway, so more connections would add
// waiting and refusals (SQLITE_BUSY), not speed.
type store struct {
	name  string
	pool  *sql.DB
	conn  *sql.Conn
	turn  chan struct{}
	stmts map[string]*sql.Stmt // only touched by whoever has the turn
	queue writeQueue

	afterFirstRead func() error // what is to be done after each first look; nil if nothing is

	commitFailed  bool // a commit has failed; only touched by whoever has the turn
	inTransaction bool // the connection is in a transaction that it should not be in; likewise
}

// inMemory is the name of a database that goes with its connection.
const inMemory = ":memory:"

// openStore opens the file, or a database in memory for the name inMemory.
func openStore(ctx context.Context, name string) (*store, error) {
	pool, err := driver.Open(name, func(c *sqlite3.Conn) error {
		// A plan must not hang on the values of one run: SQLite would make it anew for each.
		_, err := c.Config(sqlite3.DBCONFIG_ENABLE_QPSG, true)
		return errors.Join(err, c.Exec(pragmas))
	})
	if err != nil {
		return nil, storeError(err)
	}
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(storeError(err), pool.Close())
	}
	return &store{name: name, pool: pool, conn: conn, turn: make(chan struct{}, 1), stmts: map[string]*sql.Stmt{}}, nil
}

// raw hands the connection itself to fn, outside any transaction.
func (s *store) raw(fn func(*sqlite3.Conn) error) error {
	return storeError(s.conn.Raw(func(c any) error { return fn(c.(driver.Conn).Raw()) }))
}

func (s *store) close() error {
	s.turn <- struct{}{} // the turn is never given back
	for _, stmt := range s.stmts {
		_ = stmt.Close()
	}
	err := s.conn.Close()
	if errors.Is(err, sql.ErrConnDone) { // thrown away, and there was no new one to be had
		err = nil
	}
	return errors.Join(err, s.pool.Close())
}

// read runs fn over one state of the database. Only the wait for a turn obeys ctx.
func (s *store) read(ctx context.Context, fn func(*tx) error) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	t := &tx{s: s, ctx: context.WithoutCancel(ctx)}
	if err := s.settleFailedCommit(t.ctx); err != nil {
		return err
	}
	if err := t.exec(`BEGIN`); err != nil {
		return err
	}
	defer s.rollBack(t.ctx)
	return fn(t)
}

// tx is one turn at the database.
type tx struct {
	s         *store
	ctx       context.Context
	nextEntry int64 // the ledger's next number, once it was asked for
}

func (t *tx) prepared(query string) (*sql.Stmt, error) {
	if stmt, ok := t.s.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := t.s.conn.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, storeError(err)
	}
	t.s.stmts[query] = stmt
	return stmt, nil
}

// exec runs a statement that gives no rows.
func (t *tx) exec(query string, args ...any) error {
	stmt, err := t.prepared(query)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(t.ctx, args...)
	return storeError(err)
}

// row reads the first row into dest and tells whether there was one.
func (t *tx) row(query string, args []any, dest ...any) (bool, error) {
	stmt, err := t.prepared(query)
	if err != nil {
		return false, err
	}
	err = stmt.QueryRowContext(t.ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, storeError(err)
}

// rows calls each for every row, with the function that reads it.
func (t *tx) rows(query string, args []any, each func(scan func(dest ...any) error) error) error {
	stmt, err := t.prepared(query)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(t.ctx, args...)
	if err != nil {
		return storeError(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return storeError(err)
		}
	}
	return storeError(rows.Err())
}

// storeError marks what a damaged file or a folder without room or rights answers.
func storeError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sqlite3.CORRUPT), errors.Is(err, sqlite3.NOTADB), errors.Is(err, sqlite3.IOERR_DATA):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case errors.Is(err, sqlite3.READONLY), errors.Is(err, sqlite3.CANTOPEN), errors.Is(err, sqlite3.PERM):
		return fmt.Errorf("%w: %w", ErrNotWritable, err)
	}
	return err
}

func args(values ...any) []any { return values }
