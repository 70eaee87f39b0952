package wiring_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/cmd/desk/wiring"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func training(t *testing.T) settings.Settings {
	t.Helper()
	place := settings.Place{OS: "linux", Home: t.TempDir(), Env: func(key string) string {
		return map[string]string{"DESK_DATA": filepath.Join(t.TempDir(), "data")}[key]
	}}
	s := settings.Default()
	folders, err := settings.FoldersFor(place, s.Mode)
	if err != nil {
		t.Fatal(err)
	}
	s.Data, s.Folder = folders, t.TempDir()
	return s
}

func open(t *testing.T, s settings.Settings, log *slog.Logger) *wiring.Desk {
	t.Helper()
	d, err := wiring.Open(t.Context(), s, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func begin(t *testing.T, d *wiring.Desk) *flow.Counter {
	t.Helper()
	needs := d.Needs
	needs.Tasks = &flowtest.AtOnce{Context: t.Context()}
	c := flow.NewCounter(needs)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// The whole job on real parts: journal on disk, HTTP on loopback, SQLite, PDF.
func TestTheMainJobOnRealParts(t *testing.T) {
	var log bytes.Buffer
	s := training(t)
	d := open(t, s, slog.New(slog.NewJSONHandler(&log, nil)))
	c := begin(t, d)
	c.SignIn.Submit("1001", "2468")
	if !c.State().SignedIn {
		t.Fatalf("not signed in: %+v", c.SignIn.State().Problem)
	}
	c.Do(flow.CommandDrawer)
	c.Drawer.OpenWith("200")
	if _, ok := c.Drawer.Open(); !ok {
		t.Fatalf("the drawer is not open: %+v", c.Drawer.State().Problem)
	}
	c.LookUp("SI05 8074720-100000014-200")
	before := c.Card.State().Card.Balance
	topUp(t, c, "481205", "50", "100")
	if got := c.TopUp.State(); got.Step != topup.Posted || got.Answer.Change != money.EUR(5000) {
		t.Fatalf("%s %+v", got.Step, got.Problem)
	}
	after := c.Card.State().Card.Balance
	if sum, _ := before.Add(money.EUR(5000)); sum != after {
		t.Errorf("balance %v became %v", before, after)
	}
	if total := c.Drawer.State().Session.Total; total != money.EUR(25000) {
		t.Errorf("the drawer holds %v, want the total alone, without what was changed", total)
	}
	c.Do(flow.CommandSave)
	checkSaved(t, c, s.Folder)
	closeDrawer(t, c)
	if err := d.Embedded().Verify(t.Context()); err != nil {
		t.Error(err)
	}
	for _, secret := range []string{"2468", "481205", "100000014"} {
		if strings.Contains(meaning(t, log.String()), secret) {
			t.Errorf("the log holds %s", secret)
		}
	}
}

// meaning is a log without what is made of random or counted digits: trace ids, times and durations.
func meaning(t *testing.T, log string) string {
	t.Helper()
	var kept strings.Builder
	for line := range strings.Lines(log) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		for _, random := range []string{"trace", "time", "ms", "duration"} {
			delete(entry, random)
		}
		fmt.Fprintln(&kept, entry)
	}
	return kept.String()
}

func topUp(t *testing.T, c *flow.Counter, six, amount, given string) {
	t.Helper()
	c.Do(flow.CommandTopUp)
	c.TopUp.Match(six)
	c.TopUp.Quote(amount)
	c.TopUp.Tender(given)
	c.TopUp.Confirm()
}

func checkSaved(t *testing.T, c *flow.Counter, folder string) {
	t.Helper()
	if st := c.TopUp.State().Paper; st.Step != task.PaperSaved {
		t.Fatalf("%+v", st)
	}
	files, err := filepath.Glob(filepath.Join(folder, "potrdilo-*.pdf"))
	if err != nil || len(files) != 1 {
		t.Fatalf("saved %v, %v", files, err)
	}
	pdf, err := os.ReadFile(files[0])
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("what was saved is no PDF: %v", err)
	}
}

// closeWith counts the drawer by notes and coins, and says that it is right.
func closeWith(c *flow.Counter, cents int64) {
	for _, intent := range flowtest.Closes(c, cents) {
		intent()
	}
}

func closeDrawer(t *testing.T, c *flow.Counter) {
	t.Helper()
	c.Do(flow.CommandNext)
	closeWith(c, 25000)
	if st := c.Drawer.State(); st.Step != drawer.Closed || !st.Session.Difference.IsZero() {
		t.Fatalf("%s %+v %+v", st.Step, st.Session, st.Problem)
	}
	c.Do(flow.CommandSave)
	if st := c.Drawer.State().Paper; st.Step != task.PaperSaved {
		t.Errorf("%+v", st)
	}
}

func TestATrainingOrderCannotBeMistakenForAPayment(t *testing.T) {
	s := training(t)
	c := begin(t, open(t, s, slog.New(slog.DiscardHandler)))
	c.Do(flow.CommandOrder)
	c.Order.Hand(task.PaperSave, order.Form{
		MokID: "100000014", Amount: "50", Name: "Žiga Čuk", Street: "Cesta 1", Town: "4000 Kranj",
	})
	if st := c.Order.State(); st.Paper.Step != task.PaperSaved || !st.WithCode {
		t.Fatalf("%+v", st)
	}
	out, err := exec.Command("pdftotext", "-layout", filepath.Join(s.Folder, "nalog-upn-100000014.pdf"), "-").Output()
	if errors.Is(err, exec.ErrNotFound) && os.Getenv("DESK_FULL") != "1" {
		t.Skip("pdftotext (poppler) is not here: the order's words were not read")
	}
	if err != nil || !strings.Contains(string(out), "VADNI PRIMER - NE PLAČAJTE") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestAnAnswerLostAfterTheOfficeBookedIsSettledAfterARestart(t *testing.T) {
	s := training(t)
	d := open(t, s, slog.New(slog.DiscardHandler))
	c := begin(t, d)
	c.SignIn.Submit("1001", "2468")
	c.Do(flow.CommandDrawer)
	c.Drawer.OpenWith("0")
	c.LookUp("100000014")
	fault := sandbox.Fault{Kind: sandbox.CommitThenDrop, Times: 1}
	if err := d.Embedded().Faults().Set("PUT /v1/top-ups/{id}", fault); err != nil {
		t.Fatal(err)
	}
	topUp(t, c, "481205", "20", "20")
	if st := c.TopUp.State(); st.Step != topup.Unknown {
		t.Fatalf("%s %+v", st.Step, st.Problem)
	}
	id := c.TopUp.State().ID
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}

	d = open(t, s, slog.New(slog.DiscardHandler))
	c = begin(t, d)
	if n := c.State().OpenCount; n != 1 {
		t.Fatalf("%d open items after a restart", n)
	}
	c.SignIn.Submit("1002", "1357")
	c.Resume(id)
	if st := c.TopUp.State(); st.Step != topup.Posted {
		t.Errorf("%s %+v", st.Step, st.Problem)
	}
	if err := d.Embedded().Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWhatStandsInTheWayOfStartingIsSaid(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(t *testing.T, s settings.Settings)
		key   string
	}{
		"a second copy":     {func(t *testing.T, s settings.Settings) { open(t, s, slog.New(slog.DiscardHandler)) }, "start.journal.held-by"},
		"a damaged journal": {func(t *testing.T, s settings.Settings) { spoil(t, s, filepath.Join(s.Data.Journal(), "journal.log")) }, "start.journal.damaged"},
		"a damaged ledger":  {func(t *testing.T, s settings.Settings) { spoil(t, s, filepath.Join(s.Data.Ledger(), "office.db")) }, "cli.sandbox.damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			s := training(t)
			tt.spoil(t, s)
			_, err := wiring.Open(context.Background(), s, slog.New(slog.DiscardHandler))
			var told *wiring.Error
			if !errors.As(err, &told) || told.Key != tt.key {
				t.Errorf("said %v, want %s", err, tt.key)
			}
		})
	}
}

// A file of trust that can't be used is named at the start as desk check names it.
func TestAFileOfTrustThatCannotBeUsedIsNamedAtTheStart(t *testing.T) {
	for text, key := range map[string]string{
		"no PEM at all": "check.ca.broken", "\xff\xfe-\x00": "check.ca.wide", "\x30\x82\x0a\x00\x02\x01\x03\x30": "check.ca.pfx",
	} {
		s := training(t)
		folders, err := settings.FoldersFor(settings.Place{OS: "linux", Home: t.TempDir(), Env: func(string) string { return "" }}, settings.Office)
		if err != nil {
			t.Fatal(err)
		}
		s.Mode, s.Data, s.Connection = settings.Office, folders, settings.Connection{URL: "https://urad.example.si", CA: filepath.Join(t.TempDir(), "ca.pem")}
		if err := os.WriteFile(s.Connection.CA, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = wiring.Open(t.Context(), s, slog.New(slog.DiscardHandler))
		var told *wiring.Error
		if !errors.As(err, &told) || told.Key != key || told.Values["Path"] != s.Connection.CA {
			t.Errorf("%q: said %v, want %s", text, err, key)
		}
	}
}

func TestAJournalOfAnotherDeskIsNotTakenUp(t *testing.T) {
	s := training(t)
	d := open(t, s, slog.New(slog.DiscardHandler))
	c := begin(t, d)
	c.SignIn.Submit("1001", "2468")
	c.Do(flow.CommandDrawer)
	c.Drawer.OpenWith("0")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	s.Desk = "VADNA-2"
	_, err := wiring.Open(t.Context(), s, slog.New(slog.DiscardHandler))
	var told *wiring.Error
	if !errors.As(err, &told) || told.Key != "start.journal.other-desk" {
		t.Errorf("said %v", err)
	}
}

// spoil lets a counter work once, then overwrites part of a file.
func spoil(t *testing.T, s settings.Settings, path string) {
	t.Helper()
	d := open(t, s, slog.New(slog.DiscardHandler))
	c := begin(t, d)
	c.SignIn.Submit("1001", "2468")
	c.Do(flow.CommandDrawer)
	c.Drawer.OpenWith("0")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xA5}, int(info.Size()/4)), info.Size()/8); err != nil {
		t.Fatal(err)
	}
}
