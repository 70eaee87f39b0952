package sandbox

import (
	"context"
	"fmt"
	"sync"

	"github.com/ncruces/go-sqlite3"
)

// maxTogether is how many writes share a commit at most, so that those who read wait for no more than that.
const maxTogether = 32

// writeQueue holds the writes that wait for their turn, in order.
type writeQueue struct {
	mu      sync.Mutex
	waiting []*waitingWrite
}

// waitingWrite is a write and, once it has ended, how.
type waitingWrite struct {
	ctx   context.Context
	fn    func(*tx) error
	ended chan error
}

// panicked is the ending of a write that panicked, in whosever turn.
type panicked struct{ value any }

func (panicked) Error() string { return "sandbox: a write panicked" }

// write runs fn as a transaction: all of it is durable when write returns nil, none of it otherwise. A durable commit
// costs the disk far more than the write itself. So writes that wait at the same time are done one after the other,
// each undone alone if it fails, and are committed together. ctx ends the wait only.
func (s *store) write(ctx context.Context, fn func(*tx) error) error {
	w := &waitingWrite{ctx: ctx, fn: fn, ended: make(chan error, 1)}
	s.queue.add(w)
	for {
		select {
		case err := <-w.ended:
			return w.result(err)
		default:
		}
		select {
		case err := <-w.ended:
			return w.result(err)
		case <-ctx.Done():
			if s.queue.remove(w) {
				return ctx.Err()
			}
			return w.result(<-w.ended)
		case s.turn <- struct{}{}:
			s.commitTogether(s.queue.take())
			<-s.turn
		}
	}
}

// result gives an ending back to who asked for the write, a panic as a panic.
func (w *waitingWrite) result(err error) error {
	if b, ok := err.(panicked); ok {
		panic(b.value)
	}
	return err
}

func (q *writeQueue) add(w *waitingWrite) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, w)
}

// take gives the next writes to do, none if others have done them all.
func (q *writeQueue) take() []*waitingWrite {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), maxTogether)
	batch := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	return batch
}

// remove is false if somebody is doing the write already.
func (q *writeQueue) remove(w *waitingWrite) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, other := range q.waiting {
		if other == w {
			q.waiting = append(q.waiting[:i:i], q.waiting[i+1:]...)
			return true
		}
	}
	return false
}

func (q *writeQueue) length() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting)
}

// commitTogether does the writes and tells each how it ended, not before all of them are durable.
func (s *store) commitTogether(batch []*waitingWrite) {
	if len(batch) == 0 {
		return
	}
	endings := make([]error, len(batch))
	if err := s.doTogether(batch, endings); err != nil {
		for i := range endings {
			if endings[i] == nil {
				endings[i] = err
			}
		}
	}
	for i, w := range batch {
		w.ended <- endings[i]
	}
}

// doTogether leaves in endings what became of each write. An error is the ending of all writes that have none of
// their own: until settleFailedCommit nobody knows whether they were kept.
func (s *store) doTogether(batch []*waitingWrite, endings []error) (failed error) {
	control := &tx{s: s, ctx: context.WithoutCancel(batch[0].ctx)}
	if err := s.settleFailedCommit(control.ctx); err != nil {
		return err
	}
	defer func() { s.commitFailed = failed != nil }()
	if err := control.exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	kept := false
	defer func() {
		if !kept {
			s.rollBack(control.ctx)
		}
	}()
	if len(batch) == 1 { // the transaction is the one write's: nothing must be kept without it
		if endings[0] = s.doOne(batch[0]); endings[0] != nil {
			return nil
		}
	} else if err := s.doEach(control, batch, endings); err != nil {
		return err
	}
	if err := control.exec(`COMMIT`); err != nil {
		return err
	}
	kept = true
	return nil
}

// doEach does writes that share a transaction, and undoes alone what fails.
func (s *store) doEach(control *tx, batch []*waitingWrite, endings []error) error {
	for i, w := range batch {
		if err := control.exec(`SAVEPOINT one`); err != nil {
			return err
		}
		if endings[i] = s.doOne(w); endings[i] != nil {
			if err := control.exec(`ROLLBACK TO one`); err != nil {
				return err
			}
		}
		if err := control.exec(`RELEASE one`); err != nil {
			return err
		}
	}
	return nil
}

// settleFailedCommit comes before anything is read or written. After a commit that failed, what SQLite shows may not
// be what is on the disk: the zeros that are the commit may be in the file and not on the disk. A commit that
// succeeds puts all that is shown on the disk. Setting the version writes to the file even when the version stays the
// same.
func (s *store) settleFailedCommit(ctx context.Context) error {
	if err := s.reconnect(ctx); err != nil || !s.commitFailed {
		return err
	}
	err := s.raw(func(c *sqlite3.Conn) error {
		version, err := pragmaInt(c, `PRAGMA user_version`)
		if err != nil {
			return err
		}
		return c.Exec(fmt.Sprintf("BEGIN IMMEDIATE; PRAGMA user_version = %d; COMMIT", version))
	})
	if s.commitFailed = err != nil; s.commitFailed {
		s.rollBack(ctx)
	}
	return err
}

// doOne runs a write's function; its panic must not end the others.
func (s *store) doOne(w *waitingWrite) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = panicked{value}
		}
	}()
	return w.fn(&tx{s: s, ctx: context.WithoutCancel(w.ctx)})
}
