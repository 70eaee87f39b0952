package sandbox

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// inFolder opens an office in a folder and hands a desk of it to fn; it is closed afterwards.
func inFolder(t *testing.T, dir string, now func() time.Time, fn func(d *counter)) {
	t.Helper()
	o, err := Open(t.Context(), Options{Dir: dir, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	fn(&counter{t: t, office: o, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}})
	if err := errors.Join(o.Verify(t.Context()), o.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestAnOfficeRemembersWhatHappened(t *testing.T) {
	dir, clock := filepath.Join(t.TempDir(), "a folder", "with#odd%20names, č & ž"), clockAt(noon)
	var id, session string
	var body []byte
	var posted answered
	inFolder(t, dir, clock.now, func(c *counter) {
		d := c.desk("okence-1")
		session = d.session
		id, body = d.topUpOf(d.quote(tryCard, "481205", 2000), nil)
		posted = d.put(id, body).is(t, 201, "")
		for range 4 {
			c.signIn("1002", "0000", "b")
		}
	})
	inFolder(t, dir, clock.now, func(c *counter) {
		a := c.signIn("1002", "0000", "b").is(t, 401, "sign-in-refused")
		if a.number("attemptsLeft") != 0 {
			t.Errorf("wrong PINs are forgotten: %v", a)
		}
		ana := c.as("1001", "2468", "okence-1")
		if again := ana.send("PUT", "/v1/top-ups/"+id, body).is(t, 200, ""); !bytes.Equal(again.raw, posted.raw) {
			t.Errorf("the top-up again: %v", again)
		}
		if now := ana.get("/v1/drawer-sessions/current"); now.text("session", "id") != session || now.cents("session", "total") != 12000 {
			t.Errorf("the drawer: %v", now)
		}
	})
}

func TestAnotherDayBringsThreeNewTopUps(t *testing.T) {
	dir, clock := t.TempDir(), clockAt(noon)
	for _, days := range []time.Duration{0, 0, 1, 30, 300} {
		clock.move(days * 24 * time.Hour)
		inFolder(t, dir, clock.now, func(c *counter) {
			ana := c.as("1001", "2468", "a")
			today := midnight(c.office.now())
			var loads, sum int64
			for _, line := range ana.statement(todayCard, "limit=200") {
				if at, _ := time.Parse(time.RFC3339, line["bookedAt"].(string)); line["kind"] == "topUp" && !at.Before(today) {
					loads++
					sum += centsOf(line, "amount")
				}
			}
			if loads != 3 || sum != 10000 || ana.balance(todayCard) != 13640 {
				t.Errorf("%s: %d top-ups of %d cents, %d on the card", today, loads, sum, ana.balance(todayCard))
			}
		})
	}
}

func TestJustAfterMidnightThreeTopUpsAreOfToday(t *testing.T) {
	clock := clockAt(time.Date(2026, 3, 16, 23, 0, 1, 0, time.UTC))
	inFolder(t, t.TempDir(), clock.now, func(c *counter) {
		if q := c.desk("a").quote(todayCard, "909090", 100); q.cents("limitsLeft", "day") != 90000 {
			t.Errorf("left: %v", q)
		}
	})
}

// Whatever byte of the file is changed: it is found when the office opens, and nothing is served from it.
func TestAChangedByteIsFound(t *testing.T) {
	dir := t.TempDir()
	inFolder(t, dir, clockAt(noon).now, func(c *counter) { c.desk("okence-1").load(tryCard, "481205", 2000) })
	path := filepath.Join(dir, dataFile)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	positions := []int{0, 15, 16, 17, 18, 19, 20, 21, 24, 28, 40, 44, 56, 60, 68, 92, 96, 99, 100, pageSize - 1, pageSize, len(whole) - 1}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		positions = append(positions, rng.IntN(len(whole)))
	}
	for _, at := range positions {
		spoiled := bytes.Clone(whole)
		spoiled[at] ^= 1 << rng.IntN(8)
		if err := os.WriteFile(path, spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		if o, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now}); !errors.Is(err, ErrDamaged) {
			t.Errorf("byte %d changed: %v", at, err)
			if err == nil {
				_ = o.Close()
			}
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, spoiled) {
			t.Errorf("byte %d: the damaged file was written to (%v)", at, err)
		}
	}
	for what, content := range map[string][]byte{"empty": {}, "cut": whole[:len(whole)/2+7], "cut at a page": whole[:len(whole)/2/pageSize*pageSize],
		"nothing but zeros": make([]byte, len(whole)), "text": bytes.Repeat([]byte("Not a database. "), 1000)} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if o, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", what, err)
			if err == nil {
				_ = o.Close()
			}
		}
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	inFolder(t, dir, clockAt(noon).now, func(c *counter) {
		if got := c.as("1001", "2468", "a").balance(tryCard); got != 6230 {
			t.Errorf("the whole file holds %d", got)
		}
	})
}

// Damage that comes while the office is open gives no answer rather than a wrong one.
func TestDamageUnderAnOpenOffice(t *testing.T) {
	dir := t.TempDir()
	inFolder(t, dir, clockAt(noon).now, func(*counter) {})
	path := filepath.Join(dir, dataFile)
	o, err := Open(t.Context(), Options{Dir: dir, Now: clockAt(noon).now})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, _ := f.Stat()
	for page := int64(1); page < info.Size()/pageSize; page++ {
		if _, err := f.WriteAt([]byte{0xa5}, page*pageSize+100); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.store.raw(func(c *sqlite3.Conn) error { return c.ReleaseMemory() }); err != nil {
		t.Fatal(err)
	}
	if err := o.Verify(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Errorf("the audit says %v", err)
	}
	c := &counter{t: t, office: o, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}}
	c.signIn("1001", "2468", "a").is(t, 500, "internal")
}

func TestAFolderThatCannotBeUsed(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for what, path := range map[string]string{"a file": file, "below a file": filepath.Join(file, "below")} {
		if _, err := Open(t.Context(), Options{Dir: path}); !errors.Is(err, ErrNotWritable) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, dataFile), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Dir: dir}); !errors.Is(err, ErrDamaged) {
		t.Errorf("a folder in place of the file: %v", err)
	}
}

func TestAFolderWithoutTheRightToWrite(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("root may write anywhere, and Windows has other rights: run as a user on Unix")
	}
	dir := t.TempDir()
	inFolder(t, dir, clockAt(noon).now, func(*counter) {})
	for _, path := range []string{filepath.Join(dir, dataFile), dir} {
		if err := os.Chmod(path, 0o500); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), Options{Dir: dir}); !errors.Is(err, ErrNotWritable) {
			t.Errorf("%s: %v", path, err)
		}
		if err := os.Chmod(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFileOfANewerProgramIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	inFolder(t, dir, clockAt(noon).now, func(c *counter) {
		if _, err := c.office.store.conn.ExecContext(t.Context(), `PRAGMA user_version = `+strconv.Itoa(1000)); err != nil {
			t.Fatal(err)
		}
	})
	if _, err := Open(t.Context(), Options{Dir: dir}); !errors.Is(err, ErrNewer) {
		t.Errorf("opened: %v", err)
	}
}

func TestAnotherProgramsDatabaseIsNotAnOffice(t *testing.T) {
	dir := t.TempDir()
	inFolder(t, dir, clockAt(noon).now, func(c *counter) {
		if _, err := c.office.store.conn.ExecContext(t.Context(), `PRAGMA application_id = 7`); err != nil {
			t.Fatal(err)
		}
	})
	if _, err := Open(t.Context(), Options{Dir: dir}); !errors.Is(err, ErrDamaged) {
		t.Errorf("opened: %v", err)
	}
}

func TestALeftoverOfAHalfMadeFileIsNoOffice(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, newFile), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	inFolder(t, dir, clockAt(noon).now, func(c *counter) { c.signIn("1001", "2468", "a").is(t, 201, "") })
}

func TestResetWaitsForNobodyToUseTheData(t *testing.T) {
	dir := t.TempDir()
	o, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.ListenTLS(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	second, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatalf("two programs at one folder: %v", err)
	}
	if err := second.AddStaff(t.Context(), "4004", "Žan", "1234", Clerk); err != nil {
		t.Error(err)
	}
	c := &counter{t: t, office: o, client: &http.Client{Transport: inProcess{o.Handler()}}, base: "http://office", header: http.Header{}}
	c.signIn("4004", "1234", "a").is(t, 201, "")
	if err := Reset(dir); !errors.Is(err, ErrInUse) {
		t.Errorf("reset of an open office: %v", err)
	}
	if err := errors.Join(second.Close(), o.Close(), Reset(dir), Reset(dir)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, caFile)); err != nil {
		t.Errorf("the authority is gone: %v", err)
	}
	inFolder(t, dir, clockAt(noon).now, func(c *counter) { c.signIn("4004", "1234", "a").is(t, 401, "sign-in-refused") })
}

func TestOpeningCanBeGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("opened: %v", err)
	}
}
