package sandbox

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// openScratch is a store with one table of numbers, and how often it has committed.
func openScratch(t *testing.T) (*store, *int) {
	t.Helper()
	s, err := openStore(t.Context(), ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.write(t.Context(), func(x *tx) error { return x.exec(`CREATE TABLE numbers (n INTEGER PRIMARY KEY) STRICT`) }); err != nil {
		t.Fatal(err)
	}
	commits := new(int)
	if err := s.raw(func(c *sqlite3.Conn) error { c.CommitHook(func() bool { *commits++; return true }); return nil }); err != nil {
		t.Fatal(err)
	}
	return s, commits
}

func (s *store) numbers(t *testing.T) (all []int) {
	t.Helper()
	err := s.read(t.Context(), func(x *tx) error {
		return x.rows(`SELECT n FROM numbers ORDER BY n`, nil, func(scan func(...any) error) error {
			var n int
			err := scan(&n)
			all = append(all, n)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func insert(n int) func(*tx) error {
	return func(x *tx) error { return x.exec(`INSERT INTO numbers (n) VALUES (?)`, n) }
}

var errOwn = errors.New("its own failure")

func TestWaitingWritesShareACommitAndNoFailure(t *testing.T) {
	s, commits := openScratch(t)
	s.turn <- struct{}{} // somebody reads for a while
	results := make([]error, 20)
	var wg sync.WaitGroup
	for n := range results {
		wg.Go(func() {
			defer func() {
				if value := recover(); value != nil {
					results[n] = value.(error)
				}
			}()
			results[n] = s.write(t.Context(), func(x *tx) error {
				if err := insert(n)(x); err != nil {
					return err
				}
				switch n % 10 {
				case 3:
					return errOwn
				case 6:
					panic(errOwn)
				case 8:
					return insert(n)(x) // twice the same number
				}
				return nil
			})
		})
		for s.queue.length() <= n { // so that they wait in order
		}
	}
	<-s.turn
	wg.Wait()
	var want []int
	for n, err := range results {
		switch n % 10 {
		case 3, 6:
			if !errors.Is(err, errOwn) {
				t.Errorf("write %d: %v", n, err)
			}
		case 8:
			if !errors.Is(err, sqlite3.CONSTRAINT) {
				t.Errorf("write %d: %v", n, err)
			}
		default:
			want = append(want, n)
			if err != nil {
				t.Errorf("write %d: %v", n, err)
			}
		}
	}
	if got := s.numbers(t); !slices.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
	if *commits != 1 {
		t.Errorf("%d commits", *commits)
	}
}

func TestMoreWritesThanShareACommit(t *testing.T) {
	s, commits := openScratch(t)
	s.turn <- struct{}{}
	const many = 2*maxTogether + 5
	var wg sync.WaitGroup
	for n := range many {
		wg.Go(func() {
			if err := s.write(t.Context(), insert(n)); err != nil {
				t.Error(err)
			}
		})
	}
	for s.queue.length() < many {
	}
	<-s.turn
	wg.Wait()
	if got := s.numbers(t); len(got) != many || *commits != 3 {
		t.Errorf("kept %d in %d commits", len(got), *commits)
	}
}

// A commit that fails fails for all who shared it.
func TestACommitThatFailsKeepsNothing(t *testing.T) {
	s, _ := openScratch(t)
	if err := s.raw(func(c *sqlite3.Conn) error { c.CommitHook(func() bool { return false }); return nil }); err != nil {
		t.Fatal(err)
	}
	s.turn <- struct{}{}
	var wg sync.WaitGroup
	for n := range 3 {
		wg.Go(func() {
			fn := insert(n)
			if n == 2 {
				fn = func(*tx) error { return errOwn }
			}
			if err := s.write(t.Context(), fn); err == nil || errors.Is(err, errOwn) != (n == 2) {
				t.Errorf("write %d: %v", n, err)
			}
		})
	}
	for s.queue.length() < 3 {
	}
	<-s.turn
	wg.Wait()
	if err := s.raw(func(c *sqlite3.Conn) error { c.CommitHook(nil); return nil }); err != nil {
		t.Fatal(err)
	}
	if got := s.numbers(t); len(got) != 0 {
		t.Errorf("kept %v", got)
	}
	if err := s.write(t.Context(), insert(7)); err != nil || len(s.numbers(t)) != 1 {
		t.Errorf("the next write: %v", err)
	}
}

func TestAWaitCanBeGivenUp(t *testing.T) {
	s, _ := openScratch(t)
	s.turn <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- s.write(ctx, insert(1)) }()
	for s.queue.length() < 1 {
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	go func() { ended <- s.write(t.Context(), insert(2)) }()
	for s.queue.length() < 1 {
	}
	<-s.turn
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if got := s.numbers(t); !slices.Equal(got, []int{2}) {
		t.Errorf("kept %v", got)
	}
}
