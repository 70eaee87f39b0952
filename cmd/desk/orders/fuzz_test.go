package orders

import (
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzList reads anything as a list. It ends, its lines rise, nothing of a bad row is kept, and cells written in quotes are
// read back as they were.
func FuzzList(f *testing.F) {
	for _, text := range []string{
		"MOK ID;Znesek;Plačnik;Ulica;Kraj\n100000014;50,00;Ana Žagar;Glavni trg 1;4000 Kranj\n", "\uFEFF100000014\r\n\r\n100000022,5\n",
		`100000014,"50,00","a ""b"" c"`, "=cmd|' /C calc'!A0;+1;-1;@x\n", "100000014\t5\t\x00\n", "\xff\xfe1\x000\x00", strings.Repeat(";", 5000),
		"mok,mok\n1\n", "\"open\n100000014\n", "kraj\n", "100000014;50\u2028100000022;60", "４;１", "ime;mok\nNull;100000014\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		reader, before := NewReader(strings.NewReader(text)), 0
		for {
			row, err := reader.Next()
			if err != nil {
				if _, ours := errors.AsType[*Error](err); !ours && !errors.Is(err, io.EOF) {
					t.Fatalf("%v", err)
				}
				break
			}
			if row.Line <= before || row.Line > strings.Count(text, "\n")+1 {
				t.Fatalf("line %d after %d", row.Line, before)
			}
			before = row.Line
			cells := row.Cells
			whole := cells.MokID + cells.Amount + cells.Name + cells.Street + cells.Town
			if row.Problem != nil && whole != "" {
				t.Error("a bad row has cells")
			}
			if !utf8.ValidString(whole) || strings.ContainsAny(whole, "\n") {
				t.Errorf("a cell that is no line of text: %q", whole)
			}
		}
		roundTrip(t, text)
	})
}

func roundTrip(t *testing.T, cell string) {
	if !utf8.ValidString(cell) || strings.ContainsAny(cell, "\r\n") || len(cell) > maxLine/4 {
		return
	}
	row, err := NewReader(strings.NewReader(`100000014;5;"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)).Next()
	if err != nil || row.Problem != nil || row.Cells.Name != cell {
		t.Errorf("%q came back as %q, %v, %v", cell, row.Cells.Name, row.Problem, err)
	}
}
