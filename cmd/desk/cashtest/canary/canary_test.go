package canary_test

import (
	"context"
	"encoding/base64"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/cmd/desk/cashtest/canary"
)

var data = canary.Data{
	Name: "ŽČŠ-7f3a91c4 Kanarčkova", Alias: "Lišček", PINs: []string{"730915846201"}, Sixes: []string{"847013", "847110"},
	Tokens: []string{"t0ken-of-the-trial-0123456789"},
}

func TestASeededLeakIsFound(t *testing.T) {
	for name, held := range map[string]string{
		"a name in a log":               `{"msg":"payer","name":"ŽČŠ-7f3a91c4"}`,
		"a name escaped":                `{"name":"\u017d\u010c\u0160-7f3a91c4"}`,
		"a surname alone":               "goroutine 1: Kanarčkova",
		"a name in small letters":       "kanarčkova",
		"a name in a body":              `"body":"` + base64.StdEncoding.EncodeToString([]byte(`{"id":"x","name":"Kanarčkova","role":"payer"}`)) + `"`,
		"a document":                    `{"document":{"kind":"passport"}}`,
		"a PIN":                         "pin=730915846201",
		"a PIN in the arguments":        "desk\x00--pin\x00730915846201\x00",
		"six digits":                    `{"panLast6":"847110"}`,
		"six digits in a sentence":      "card 847013 does not match",
		"six digits at the end":         "847013",
		"a token":                       "t0ken-of-the-trial-0123456789",
		"a header":                      "Authorization: x",
		"a clerk's name in a crash log": "panic: Lišček",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "kept"), []byte("x "+held), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := canary.Search(dir, data.Canaries()); err == nil {
				t.Error("not found")
			}
			if strings.Contains(name, "arguments") && canary.Text("/proc", []byte(held), data.Canaries()) == nil {
				t.Error("not found in the text")
			}
		})
	}
}

func TestChanceIsNoLeak(t *testing.T) {
	for name, held := range map[string]string{
		"a hash":           `"before":"9184701347a2"`,
		"an id":            "1e847013-4711-4000-8000-847110000000",
		"a fraction":       "took=0.847013",
		"a longer number":  "98470131",
		"a MOK ID":         `"mokId":"300000001"`,
		"an empty journal": "",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "kept"), []byte(held), 0o600); err != nil {
			t.Fatal(err)
		}
		if n, err := canary.Search(dir, data.Canaries()); err != nil || n != 1 {
			t.Errorf("%s: %d files, %v", name, n, err)
		}
	}
}

// A real log and a real journal that hold what they must not.
func TestALeakInARealLogAndARealJournalIsFound(t *testing.T) {
	dir := t.TempDir()
	file, err := os.Create(filepath.Join(dir, "desk.log"))
	if err != nil {
		t.Fatal(err)
	}
	slog.New(slog.NewJSONHandler(file, nil)).LogAttrs(context.Background(), slog.LevelInfo, "person", slog.String("name", data.Name))
	file.Close()
	if _, err := canary.Search(dir, data.Canaries()); err == nil {
		t.Error("not found in the log")
	}
	dir = t.TempDir()
	kept, err := journal.Open(journal.OS(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	r := journal.Record{Kind: journal.Intent, ID: "3f2504e0-4f89-41d3-9a0c-0305e82c3377", Task: "topup", MokID: "300000001",
		Amount: money.EUR(500), Desk: "D1", Staff: "7101", At: time.Unix(1, 0)}
	if err := kept.Append(r); err != nil {
		t.Fatal(err)
	}
	if _, err := canary.Search(dir, data.Canaries()); err != nil {
		t.Error(err)
	}
	r.Kind, r.Body = journal.Sending, []byte(`{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3377","payer":"Kanarčkova"}`)
	if err := kept.Append(r); err != nil {
		t.Fatal(err)
	}
	if _, err := canary.Search(dir, data.Canaries()); err == nil {
		t.Error("not found in the journal's body")
	}
}
