package sandbox

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"cekr.kranj.si/desk/client/journal/disktest"
)

func nthPage(data []byte, n int) []byte { return data[n*pageSize : (n+1)*pageSize] }

// misplace copies a page over another, or has the two change places; false if that changes nothing.
func misplace(data []byte, from, to int, swap bool) (bad []byte, differs bool) {
	bad = bytes.Clone(data)
	copy(nthPage(bad, to), nthPage(data, from))
	if swap {
		copy(nthPage(bad, from), nthPage(data, to))
	}
	return bad, !bytes.Equal(bad, data)
}

// older is the file as it was before pages were bound to their places.
func older(data []byte) []byte {
	old := bytes.Clone(data)
	for at := 0; at < len(old); at += pageSize {
		mixInPlace(old[at:at+pageSize], int64(at))
	}
	binary.BigEndian.PutUint32(old[60:], placeVersion-1)
	seal(old[:pageSize])
	return old
}

// refuses tells how an office does more with a damaged file than to refuse it.
func (s system) refuses(t *testing.T, disk *disktest.Disk, damaged []byte) error {
	disk.Put(simPath, damaged)
	f := s.onDisk(disk)
	o, err := openOn(t, f)
	if err == nil {
		_ = o.Close()
	}
	f.forget()
	if !errors.Is(err, ErrDamaged) {
		return fmt.Errorf("opening it gives %v", err)
	}
	if !bytes.Equal(disk.Bytes(simPath), damaged) {
		return errors.New("the damaged file was written to")
	}
	return nil
}

// A page may be whole and stand where another belongs. The office does not open then, and leaves the file as it is.
func TestAPageInAnothersPlaceIsFoundAtOpening(t *testing.T) {
	s := systems[0]
	m := newImage(t, s)
	data, chance := m.disk.Bytes(simPath), rand.New(rand.NewPCG(5, 5))
	pages, tried := len(data)/pageSize, 0
	for from := range pages {
		for range cases(2, 40) {
			to := chance.IntN(pages)
			bad, differs := misplace(data, from, to, chance.IntN(2) == 0)
			if !differs {
				continue
			}
			tried++
			if err := s.refuses(t, m.disk.Crash(chance), bad); err != nil {
				t.Errorf("page %d in the place of page %d: %v", from, to, err)
			}
		}
	}
	if tried < pages {
		t.Errorf("%d tried of %d pages", tried, pages)
	}
}

// When a page comes into another's place under an open office, what needs it is not answered; nothing is answered wrong.
func TestAPageInAnothersPlaceUnderAnOpenOffice(t *testing.T) {
	dir := t.TempDir()
	inFolder(t, dir, clockAt(noon).now, func(*counter) {})
	path := filepath.Join(dir, dataFile)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	o, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	want, err := balances(o)
	if err != nil {
		t.Fatal(err)
	}
	found, pages := 0, len(whole)/pageSize
	for n := range pages * pages {
		from, to := n/pages, n%pages
		bad, differs := misplace(whole, from, to, false)
		if !differs || to == 0 {
			continue
		}
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := o.store.raw(func(c *sqlite3.Conn) error { return c.ReleaseMemory() }); err != nil {
			t.Fatal(err)
		}
		got, err := balances(o)
		switch {
		case errors.Is(err, ErrDamaged):
			found++
		case err != nil:
			t.Errorf("page %d in the place of page %d: %v", from, to, err)
		default:
			for mokID, cents := range want {
				if got[mokID] != cents {
					t.Errorf("page %d in the place of page %d: card %s holds %d, not %d", from, to, mokID, got[mokID], cents)
				}
			}
		}
	}
	if found < pages {
		t.Errorf("%d were found: the balances need no page", found)
	}
}

// A ledger of an older program opens with all that is in it, is of this version from then on, and has its pages bound to their places. The
// power may go at any moment of that.
func TestAnOlderLedgerIsTakenOverInPlace(t *testing.T) {
	for _, s := range systems {
		for what, after := range map[string]string{"a full file": "VACUUM", "a file with free pages": ""} {
			t.Run(s.name+", of before pages were bound to their places, "+what, func(t *testing.T) {
				m := newImage(t, s)
				m.disk.Put(simPath, older(withoutSenders(t, s, m.disk, after)))
				s.takesOver(t, m, 2*len(m.disk.Bytes(simPath))/pageSize) // every page is written
			})
			t.Run(s.name+", of before senders were kept, "+what, func(t *testing.T) {
				m := newImage(t, s)
				m.disk.Put(simPath, withoutSenders(t, s, m.disk, after))
				s.takesOver(t, m, 10)
			})
			t.Run(s.name+", of before anything could be undone, "+what, func(t *testing.T) {
				m := newImage(t, s)
				m.disk.Put(simPath, asOlder(t, s, m.disk, func(store *store) error { return store.forgetUndo(after) }))
				s.takesOver(t, m, 10)
			})
		}
	}
}

// takesOver opens an older ledger and cuts the power at one moment after the other. Opening it makes that many changes at least.
func (s system) takesOver(t *testing.T, m *image, least int) {
	chance := rand.New(rand.NewPCG(6, 6))
	p := &outage{t: t, system: s, image: m, desks: m.desks.copied(), chance: chance}
	changes, err := p.changesToOpen(m.disk.Crash(chance))
	if err != nil || changes < least {
		t.Fatalf("%d changes, want %d: %v", changes, least, err)
	}
	step := max(1, changes/cases(20, 400))
	for moment := 1; moment <= changes; moment += step {
		p.desks = m.desks.copied()
		p.desks.chance = chance
		if err := p.live(m.disk.Crash(chance), moment); err != nil {
			t.Fatalf("until the power goes at change %d: %v", moment, err)
		}
		if err := p.openPlaced(p.after); err != nil {
			t.Fatalf("after the power went at change %d: %v", moment, err)
		}
	}
	t.Logf("%d changes of the disk, a cut at one of %d", changes, step)
}

// changesToOpen is how often an office that opens changes the disk.
func (p *outage) changesToOpen(disk *disktest.Disk) (n int, err error) {
	disk.Watch(func(disktest.Call) { n++ })
	f := p.system.onDisk(disk)
	defer f.forget()
	o, err := openOn(p.t, f)
	opened := n
	if err == nil {
		err = o.Close()
	}
	disk.Watch(nil)
	if err == nil {
		err = p.openPlaced(disk)
	}
	return opened, err
}

// openPlaced opens a ledger, looks at all of it, and wants it with every page bound to its place.
func (p *outage) openPlaced(disk *disktest.Disk) error {
	if err := p.live(disk, 0); err != nil {
		return err
	}
	data := disk.Bytes(simPath)
	steps, err := fs.Glob(migrations, "migrations/*.sql")
	if got := binary.BigEndian.Uint32(data[60:]); err != nil || int(got) != len(steps) {
		return fmt.Errorf("the ledger says that it is of schema %d", got)
	}
	free, err := freePages(bytes.NewReader(data), data, formOf(data))
	for at := int64(0); at < pagesOf(data)*pageSize; at += pageSize {
		page := bytes.Clone(data[at : at+pageSize])
		if mixInPlace(page, at); !pageIsWhole(page) && !free[at] {
			return errors.New("a page is not bound to its place")
		}
	}
	return err
}

// Of an older ledger the pages do not tell their places: it is added up before they are bound.
func TestAnOlderLedgerWithAPageInAnothersPlaceIsFound(t *testing.T) {
	s := systems[0]
	m := newImage(t, s)
	data, chance := older(withoutSenders(t, s, m.disk, "VACUUM")), rand.New(rand.NewPCG(7, 7))
	pages := len(data) / pageSize
	for range cases(60, 1000) {
		from, to := chance.IntN(pages), chance.IntN(pages)
		bad, differs := misplace(data, from, to, chance.IntN(2) == 0)
		if !differs {
			continue
		}
		if err := s.refuses(t, m.disk.Crash(chance), bad); err != nil {
			t.Errorf("page %d in the place of page %d: %v", from, to, err)
		}
	}
}

// Places differ, none is zero, and a few flipped bits lead from none to another.
func TestPlacesAreApart(t *testing.T) {
	var places []uint64
	for n := range int64(1 << 16) {
		places = append(places, place(n*pageSize))
	}
	slices.Sort(places)
	if places[0] == 0 || len(slices.Compact(places)) != 1<<16 {
		t.Error("two pages have one place")
	}
}

// SQLite leaves one page of a large file out: it is where it locks the file. Anywhere else, zeros are no page.
func TestThePageThatSQLiteLocksMayBeZeros(t *testing.T) {
	form := pageForm{summed: true, placed: true}
	for at, want := range map[int64]bool{0: false, pageSize: false, lockedPage - pageSize: false, lockedPage: true, lockedPage + pageSize: false} {
		if got := form.isWhole(make([]byte, pageSize), at); got != want {
			t.Errorf("zeros at %d: %v", at, got)
		}
	}
}

// A version that no office writes is damage; it came with right checksums, so somebody wrote it.
func TestAVersionThatCannotBeIsDamage(t *testing.T) {
	for _, version := range []string{"0", "-1", "-2147483648"} {
		dir := t.TempDir()
		inFolder(t, dir, clockAt(noon).now, func(c *counter) {
			if _, err := c.office.store.conn.ExecContext(t.Context(), `PRAGMA user_version = `+version); err != nil {
				t.Fatal(err)
			}
		})
		if o, err := Open(t.Context(), Options{Dir: dir}); !errors.Is(err, ErrDamaged) {
			t.Errorf("version %s: %v", version, err)
			if err == nil {
				_ = o.Close()
			}
		}
	}
}
