package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/windowtest"
	"cekr.kranj.si/desk/gui/text"
)

// keys is the whole job as a clerk's fingers do it, from the sign-in to the receipt. It is the one
// place to mend when a screen changes. What each step waits for is what the program leaves on disk.
func keys(c *counter) []windowtest.Step {
	return []windowtest.Step{
		{Name: "01-sign-in", Shot: true},
		{Name: "02-number", Type: "1001", Keys: []string{"Return"}},
		{Name: "03-signed-in", Type: "2468", Keys: []string{"Return"}, Done: c.answered(1, "GET", "/v1/drawer-sessions/current"), Shot: true},
		{Name: "04-card", Type: "100000014", Keys: []string{"Return"}, Done: c.answered(1, "GET", "/v1/cards/{mokId}/transactions"), Shot: true},
		{Name: "05-drawer-asked", Keys: []string{"ctrl+t"}},
		{Name: "06-float", Keys: returns(1)},
		{Name: "06-counted", Type: "1", Keys: returns(14)},
		{Name: "07-drawer-open", Keys: returns(1), Done: c.promised("POSTED", "drawer-open"), Shot: true},
		{Name: "08-matched", Type: "481205", Keys: []string{"Return"}, Done: c.answered(1, "POST", "/v1/cards/{mokId}/matches")},
		{Name: "09-read-back", Type: "20", Keys: []string{"Return"}, Done: c.promised("INTENT", "topup"), Shot: true},
		{Name: "10-change", Type: "50", Keys: []string{"Return"}, Shot: true},
		{Name: "11-posted", Keys: []string{"Return"}, Done: c.answered(2, "GET", "/v1/cards/{mokId}/transactions"), Shot: true},
		{Name: "12-receipt", Keys: []string{"ctrl+s"}, Done: func() bool { return c.receipt() != "" }, Shot: true},
	}
}

// returns go through the table of notes and coins: fourteen from its first line to the last, one to the button, and one to push it, which a
// hand gives when the eye has seen the button.
func returns(n int) (keys []string) {
	for range n {
		keys = append(keys, "Return")
	}
	return keys
}

// counter is a training counter that runs in a window, seen from its data folder.
type counter struct {
	*windowtest.Program
	t    *testing.T
	data string // DESK_DATA
	home string
}

func (c *counter) dir(name string) string { return filepath.Join(c.data, "training", name) }

// open starts the built program with data of its own.
func open(t *testing.T) *counter {
	t.Helper()
	windowtest.Tools(t)
	return openOn(t, windowtest.NewDisplay(t, "1280x720"))
}

// openOn does the same on a display.
func openOn(t *testing.T, d *windowtest.Display) *counter {
	t.Helper()
	c := &counter{t: t, data: t.TempDir(), home: t.TempDir()}
	c.Program = d.Start(binary(t),
		"DESK_DATA="+c.data, "HOME="+c.home, "DESK_CONFIG="+config(t), "FYNE_SCALE=1")
	c.Window(text.In(text.Slovene).Say("window.title.training"))
	return c
}

func config(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "desk.toml")
	if err := os.WriteFile(file, []byte("mode = \"training\"\ntheme = \"light\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// answered tells whether the office has answered so many such requests well, by the program's own
// log. After a top-up the card is asked for once more.
func (c *counter) answered(times int, method, route string) func() bool {
	return func() bool {
		log, err := os.ReadFile(filepath.Join(c.dir("log"), "desk.log"))
		if err != nil {
			return false
		}
		n := 0
		for line := range strings.Lines(string(log)) {
			var entry struct {
				Method, Route string
				Status        int
			}
			if json.Unmarshal([]byte(line), &entry) == nil && entry.Method == method && entry.Route == route && entry.Status/100 == 2 {
				n++
			}
		}
		return n >= times
	}
}

// promised tells whether the desk's journal holds such a record: the screen changes after it.
func (c *counter) promised(kind, task string) func() bool {
	record := regexp.MustCompile(`"kind":"` + kind + `","desk":"[^"]*","staff":"[^"]*","at":"[^"]*","id":"[^"]*","task":"` + task + `"`)
	return func() bool {
		kept, err := os.ReadFile(filepath.Join(c.dir("journal"), "journal.log"))
		return err == nil && record.Match(kept)
	}
}

// posted is how many top-ups of 20,00 € the office's ledger holds for the card, from outside.
func (c *counter) posted() (n int) {
	ledger, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(filepath.Join(c.dir("office"), "office.db"))+"?mode=ro&vfs="+sandbox.VFS)
	if err != nil {
		return -1
	}
	defer ledger.Close()
	err = ledger.QueryRow(`SELECT count(*) FROM top_ups WHERE state = 'posted' AND mok_id = '100000014' AND amount = 2000`).Scan(&n)
	if err != nil {
		return -1
	}
	return n
}

// receipt is the path of the PDF that the clerk has saved, empty when there is none.
func (c *counter) receipt() string {
	found, _ := filepath.Glob(filepath.Join(c.home, "*.pdf"))
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

func TestRealWindowFromSignInToReceipt(t *testing.T) {
	c := open(t)
	c.Do(keys(c))
	endsWell(t, c)
}

// endsWell ends a counter that has posted one top-up, and looks into all that it leaves.
func endsWell(t *testing.T, c *counter) {
	t.Helper()
	receipt(t, c.receipt())
	if err := c.Quit(); err != nil {
		t.Errorf("it does not end well: %v\n%s", err, c.Said())
	}
	if said := c.Said(); strings.Contains(said, "fyne.Do") {
		t.Errorf("a widget was changed on another goroutine than the screen's:\n%s", said)
	}
	if n := c.posted(); n != 1 {
		t.Errorf("the ledger holds %d top-ups", n)
	}
	audit(t, c.dir("office"))
	settled(t, c.dir("journal"))
	nothingPersonal(t, c)
}

// receipt reads the saved PDF as a person does.
func receipt(t *testing.T, path string) {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if errors.Is(err, exec.ErrNotFound) && os.Getenv("DESK_FULL") != "1" {
		t.Log("pdftotext (poppler) is not here: the receipt's words were not read")
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"20,00", "50,00", "30,00", "VADNI PRIMER", "KR-"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the receipt lacks %s:\n%s", want, out)
		}
	}
}

// audit lets the office weigh its own books.
func audit(t *testing.T, dir string) {
	t.Helper()
	office, err := sandbox.Open(context.Background(), sandbox.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer office.Close()
	if err := office.Verify(context.Background()); err != nil {
		t.Error(err)
	}
}

// settled makes sure that the desk has no open promise left.
func settled(t *testing.T, dir string) {
	t.Helper()
	kept, err := journal.Open(journal.OS(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	if open := kept.Items(); len(open) != 0 {
		t.Errorf("%d promises are open", len(open))
	}
	if seq, _ := kept.Next(); seq < 2 {
		t.Errorf("nothing was promised: the next number is %d", seq)
	}
}

// nothingPersonal looks for the PIN, the digits of the card and staff aliases in all that the program
// has left but the office's own ledger.
func nothingPersonal(t *testing.T, c *counter) {
	t.Helper()
	for _, name := range []string{"log", "journal", "crash"} {
		files, err := os.ReadDir(c.dir(name))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			held, err := os.ReadFile(filepath.Join(c.dir(name), file.Name()))
			if err != nil {
				t.Fatal(err)
			}
			if name == "crash" {
				t.Errorf("a crash report is left:\n%s", held)
			}
			for _, secret := range []string{`"2468"`, "481205", "Ana", "Bearer"} {
				if strings.Contains(string(held), secret) {
					t.Errorf("%s/%s holds %s", name, file.Name(), secret)
				}
			}
		}
	}
}

func TestWithoutADisplayItEndsWithOneSentence(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only here a session may have no display")
	}
	cmd := exec.Command(binary(t))
	cmd.Env = []string{"HOME=" + t.TempDir(), "DESK_DATA=" + t.TempDir(), "DESK_CONFIG=" + config(t), "PATH=" + os.Getenv("PATH")}
	ends(t, cmd, "cli.noDisplay")
}

func TestWithoutOpenGLItEndsWithOneSentence(t *testing.T) {
	windowtest.Tools(t)
	bare := windowtest.NewDisplay(t, "640x480", "-extension", "GLX")
	cmd := bare.Command(binary(t), "DESK_DATA="+t.TempDir(), "DESK_CONFIG="+config(t))
	ends(t, cmd, "cli.noWindow")
}

// ends runs a program that must give up by itself, with one sentence and the status of trouble.
func ends(t *testing.T, cmd *exec.Cmd, sentence string) {
	t.Helper()
	late := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	defer late.Stop()
	out, err := cmd.CombinedOutput()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.ExitCode() != 1 || strings.TrimSpace(string(out)) != text.In(text.Slovene).Say(sentence) {
		t.Errorf("it ends with %v and says:\n%s", err, out)
	}
}

// binary is the program as anybody builds it, once for all tests.
func binary(t *testing.T) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var (
	buildDir string
	built    = sync.OnceValues(func() (string, error) {
		path := filepath.Join(buildDir, "desk")
		if runtime.GOOS == "windows" {
			path += ".exe"
		}
		if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
			return "", errors.Join(err, errors.New(string(out)))
		}
		return path, nil
	})
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "desk-window-*")
	if err != nil {
		panic(err)
	}
	buildDir = dir
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}
