package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/cmd/desk/windowtest"
	"cekr.kranj.si/desk/gui/text"
)

// damagedJournal leaves a journal with one top-up sent and open, and a flipped bit in its first record; it gives
// the log's bytes.
func damagedJournal(t *testing.T, dir string) []byte {
	t.Helper()
	kept, err := journal.Open(journal.OS(), dir)
	if err != nil {
		t.Fatal(err)
	}
	r := journal.Record{
		Kind: journal.Intent, ID: "0f3a9d1c-0000-4000-8000-000000000000", Task: "topup", MokID: "100000014", Amount: money.EUR(2000),
		Desk: "VADNA-1", Staff: "1001", At: time.Now(),
	}
	if err := kept.Append(r); err != nil {
		t.Fatal(err)
	}
	r.Kind, r.Seq, r.Body = journal.Sending, 1, []byte(`{"id":"0f3a9d1c-0000-4000-8000-000000000000","seq":1}`)
	if err := kept.Append(r); err != nil {
		t.Fatal(err)
	}
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "journal.log")
	log, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	log[bytes.Index(log, []byte("INTENT"))] ^= 1
	if err := os.WriteFile(path, log, 0o600); err != nil {
		t.Fatal(err)
	}
	return log
}

// A clerk with cash in hand starts the program: the journal is damaged, and the window asks the office.
func TestRealWindowOfADamagedJournalAsksTheOffice(t *testing.T) {
	windowtest.Tools(t)
	c := &counter{t: t, data: t.TempDir(), home: t.TempDir()}
	damaged := damagedJournal(t, c.dir("journal"))
	c.Program = windowtest.NewDisplay(t, "1280x720").Start(binary(t),
		"DESK_DATA="+c.data, "HOME="+c.home, "DESK_CONFIG="+config(t), "FYNE_SCALE=1")
	c.Window(text.In(text.Slovene).Say("window.title.training"))
	c.Do([]windowtest.Step{
		{Name: "damaged-1-sign-in", Shot: true},
		{Name: "damaged-2-number", Type: "1001", Keys: []string{"Return"}},
		{Name: "damaged-3-asked", Type: "2468", Keys: []string{"Return"}, Done: c.answered(1, "GET", "/v1/drawer-sessions/current"), Shot: true},
	})
	for route, times := range map[string]int{"/v1/top-ups/{id}": 1, "/v1/desks/{desk}/top-ups": 1} {
		if !c.answered(times, "GET", route)() {
			t.Errorf("the office was not asked at %s", route)
		}
	}
	if log, err := os.ReadFile(filepath.Join(c.dir("journal"), "journal.log")); err != nil || !bytes.Equal(log, damaged) {
		t.Errorf("the damaged log was touched: %v", err)
	}
}
