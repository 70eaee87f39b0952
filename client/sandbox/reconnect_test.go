package sandbox

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"cekr.kranj.si/desk/client/journal/disktest"
)

// refuse makes SQLite refuse these words on the connection that is there now; none lets it do all again.
func (s *store) refuse(t *testing.T, words ...string) {
	t.Helper()
	var refusal func(sqlite3.AuthorizerActionCode, string, string, string, string) sqlite3.AuthorizerReturnCode
	if len(words) > 0 {
		refusal = func(what sqlite3.AuthorizerActionCode, word, _, _, _ string) sqlite3.AuthorizerReturnCode {
			if what == sqlite3.AUTH_TRANSACTION && slices.Contains(words, word) {
				return sqlite3.AUTH_DENY
			}
			return sqlite3.AUTH_OK
		}
	}
	if err := s.raw(func(c *sqlite3.Conn) error { return c.SetAuthorizer(refusal) }); err != nil {
		t.Fatal(err)
	}
}

// atWork is an office on a simulated disk, with desks that send to it, and a look at what it holds.
func atWork(t *testing.T, s system) (*Office, *outage, *disktest.Disk) {
	t.Helper()
	m, chance := newImage(t, s), rand.New(rand.NewPCG(8, 8))
	disk := m.disk.Crash(chance)
	f := s.onDisk(disk)
	t.Cleanup(f.forget)
	o, err := openOn(t, f)
	if err != nil {
		t.Fatal(err)
	}
	p := &outage{t: t, system: s, image: m, desks: m.desks.copied(), chance: chance}
	p.desks.chance = chance
	return o, p, disk
}

// A transaction that SQLite does not end is undone with its connection: nothing that comes later joins it.
func TestARollbackThatIsRefusedKeepsNothing(t *testing.T) {
	for _, s := range systems {
		t.Run(s.name, func(t *testing.T) {
			o, p, disk := atWork(t, s)
			defer o.Close()
			for range 5 {
				if err := p.send(o, p.desks.topUp(p.desks.uuid())); err != nil {
					t.Fatal(err)
				}
				lost := p.desks.topUp(p.desks.uuid())
				o.store.refuse(t, "COMMIT", "ROLLBACK")
				if _, err := lost.deliver(o); err == nil {
					t.Fatal("what was not committed is answered")
				}
				if err := p.checkAll(o, true); err != nil { // which sends the lost one again
					t.Fatalf("after a refusal: %v", err)
				}
				o.store.refuse(t, "ROLLBACK")
				for range 3 {
					if err := p.checkAll(o, true); err != nil {
						t.Fatalf("after a refusal at a read: %v", err)
					}
				}
				if err := p.copied().live(disk.Crash(p.chance), 0); err != nil {
					t.Fatalf("after a power cut: %v", err)
				}
			}
		})
	}
}

// In memory the data would go with the connection. Until SQLite ends the transaction nothing is done, then all goes on.
func TestInMemoryARollbackThatIsRefusedStopsTheOffice(t *testing.T) {
	s, _ := openScratch(t)
	if err := s.write(t.Context(), insert(1)); err != nil {
		t.Fatal(err)
	}
	s.refuse(t, "COMMIT", "ROLLBACK")
	if err := s.write(t.Context(), insert(2)); err == nil {
		t.Error("what was not committed is said to be kept")
	}
	if err := s.write(t.Context(), insert(3)); !errors.Is(err, errInTransaction) {
		t.Errorf("a write: %v", err)
	}
	if err := s.read(t.Context(), func(*tx) error { t.Error("a read saw what was not committed"); return nil }); !errors.Is(err, errInTransaction) {
		t.Errorf("a read: %v", err)
	}
	s.refuse(t)
	if err := s.write(t.Context(), insert(4)); err != nil {
		t.Error(err)
	}
	if got := s.numbers(t); !slices.Equal(got, []int{1, 4}) {
		t.Errorf("kept %v", got)
	}
}

// While the file cannot be opened anew, the office answers nothing; when it can, all goes on.
func TestAConnectionThatCannotBeRenewed(t *testing.T) {
	o, p, disk := atWork(t, systems[1])
	o.store.refuse(t, "COMMIT", "ROLLBACK")
	lost := p.desks.topUp(p.desks.uuid())
	if _, err := lost.deliver(o); err == nil {
		t.Fatal("what was not committed is answered")
	}
	diskFault{cause: errOwn, n: 1, lasting: true}.injectInto(disk)
	for range 3 {
		if _, err := lost.deliver(o); err == nil || refusedForDisk(err) != nil {
			t.Errorf("without a connection: %v", err)
		}
	}
	disk.Fail(nil)
	if err := p.checkAll(o, true); err != nil {
		t.Errorf("with a connection again: %v", err)
	}
	o.store.refuse(t, "COMMIT", "ROLLBACK")
	if _, err := p.desks.topUp(p.desks.uuid()).deliver(o); err == nil {
		t.Error("what was not committed is answered")
	}
	diskFault{cause: errOwn, n: 1, lasting: true}.injectInto(disk)
	if _, err := balances(o); err == nil {
		t.Error("balances without a connection")
	}
	if err := o.Close(); err != nil {
		t.Errorf("closed without a connection: %v", err)
	}
}
