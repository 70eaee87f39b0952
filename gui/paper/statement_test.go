package paper_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/paper"
)

func statement(lines int) paper.Statement {
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.FixedZone("CET", 3600))
	s := paper.Statement{MokID: "100000014", From: at, To: at.AddDate(0, 0, 30), AsOf: at.AddDate(0, 0, 31), Office: "NLB Poslovalnica Kranj", Desk: "KR-01", Staff: "Ana", Lang: "sl"}
	balance := int64(1000)
	for i := range lines {
		cents := int64(-130)
		what := fmt.Sprintf("Mestni avtobus Kranj, vožnja %d", i+1)
		if i%7 == 0 {
			cents, what = 3000, fmt.Sprintf("Polnitev · Okence NLB, Kranj · KR-2026-%06d, na okencu z zelo dolgim imenom, ki ne gre v stolpec", i)
		}
		balance += cents
		s.Lines = append(s.Lines, paper.StatementLine{At: at.Add(time.Duration(i) * time.Hour), What: what, Amount: money.EUR(cents), After: money.EUR(balance)})
	}
	return s
}

// textOf is what a PDF says, by pdftotext, a page a string.
func textOf(t *testing.T, pdf []byte) []string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("DESK_FULL") == "1" {
			t.Fatal(err)
		}
		t.Skip("no pdftotext")
	}
	path := filepath.Join(t.TempDir(), "statement.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), tool, "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}

// Every line of the period stands on some sheet, each sheet says which it is and of which card, and the last one adds up.
func TestAStatementRunsOverItsSheets(t *testing.T) {
	for _, training := range []bool{false, true} {
		s := statement(200)
		s.Training = training
		pdf, err := s.PDF()
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := s.PDF(); !bytes.Equal(pdf, again) {
			t.Error("the same statement gives other bytes")
		}
		sheets := textOf(t, pdf)
		all := strings.Join(sheets, "\n")
		for i := range 200 {
			if !training && i%7 != 0 && strings.Count(all, fmt.Sprintf("vožnja %d ", i+1)) != 1 {
				t.Errorf("line %d stands there %d times", i+1, strings.Count(all, fmt.Sprintf("vožnja %d ", i+1)))
			}
		}
		if len(sheets) < 3 {
			t.Fatalf("%d sheets", len(sheets))
		}
		for i, sheet := range sheets {
			for _, want := range []string{fmt.Sprintf("stran %d od %d", i+1, len(sheets)), "100 000 014", "Kdaj"} {
				if !training && !strings.Contains(sheet, want) {
					t.Errorf("sheet %d does not say %q", i+1, want)
				}
			}
			if training != strings.Contains(sheet, "Natisnjeno na vadnem okencu") {
				t.Errorf("sheet %d, training %t: %v", i+1, training, sheet[:60])
			}
		}
		last := sheets[len(sheets)-1]
		in, out := int64(29*3000), int64(171*-130)
		for _, want := range []string{money.EUR(in).Format("sl"), money.EUR(-out).Format("sl"), money.EUR(1000 + in + out).Format("sl")} {
			if !strings.Contains(strings.ReplaceAll(last, "\u00a0", " "), strings.ReplaceAll(want, "\u00a0", " ")) {
				t.Errorf("the last sheet does not say %q:\n%s", want, last)
			}
		}
	}
}

func TestAStatementOfNothingSaysSo(t *testing.T) {
	pdf, err := statement(0).PDF()
	if err != nil {
		t.Fatal(err)
	}
	if sheets := textOf(t, pdf); len(sheets) != 1 || !strings.Contains(sheets[0], "ni bilo prometa") || strings.Contains(sheets[0], "€") {
		t.Errorf("%q", sheets)
	}
}

// A statement whose lines don't follow from each other, or that lacks what it is of, is not printed.
func TestAStatementThatDoesNotFollowIsNotPrinted(t *testing.T) {
	for name, change := range map[string]func(*paper.Statement){
		"a line is missing":          func(s *paper.Statement) { s.Lines = append(s.Lines[:2:2], s.Lines[3:]...) },
		"another balance":            func(s *paper.Statement) { s.Lines[1].After.Cents++ },
		"no card":                    func(s *paper.Statement) { s.MokID = "" },
		"an end before its start":    func(s *paper.Statement) { s.To = s.From.AddDate(0, 0, -1) },
		"nobody who hands it out":    func(s *paper.Statement) { s.Staff = "" },
		"a copy that there can't be": func(s *paper.Statement) { s.Copy = -1 },
	} {
		s := statement(5)
		change(&s)
		if _, err := s.PDF(); !errors.Is(err, paper.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
