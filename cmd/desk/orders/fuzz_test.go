package orders

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/text"
)

// FuzzList: whatever a file holds, its lines are told apart one by one, a row is either an order that the paper takes or a problem
// that can be said, and no word of a cell is said again.
func FuzzList(f *testing.F) {
	for _, list := range []string{
		"MOK ID;Znesek;Plačnik;Ulica;Kraj\n100000014;50,00;Ana Žagar;Glavni trg 1;4000 Kranj\n", "\uFEFF\"100000014\",\"50,00\"\r\n", "100000014\t5\n\n;;\n1;2\n",
		"100000014;\"Bar \"\"Pri vodi\"\"\n", "100000014;5;4111 1111 1111 1111\n", "\xff\xfe1\x000\x00", "100000014;5;\x8eagar", "100000014,50,00\n", "SI05 8074720-100000014-200;=1+1;@x\n",
		"100000014;5;Pen\u0303a;\u202e;\x00\n", strings.Repeat("100000014;", 50), `";`, "\n\r\n\r", "100000014;\u00a05\u00a0",
	} {
		f.Add([]byte(list))
	}
	text.Use("sl")
	f.Fuzz(func(t *testing.T, list []byte) {
		rows, err := NewReader(context.Background(), list, upn.DefaultAccount())
		last, lines := 0, bytes.Count(list, []byte("\n"))+bytes.Count(list, []byte("\r"))+1
		for {
			var row Row
			if err == nil {
				row, err = rows.Next()
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				e, ok := errors.AsType[*Error](err)
				if !ok {
					t.Fatalf("%q: %v", list, err)
				}
				if said := text.Say(e.Sentence()); strings.ContainsAny(said, "\n‹") {
					t.Fatalf("%q: %q", list, said)
				}
				return
			}
			if row.Line <= last || row.Line > lines {
				t.Fatalf("%q: line %d after %d", list, row.Line, last)
			}
			last = row.Line
			problem := row.Problem
			if problem == nil {
				order, mokID, bad := Check(row.Cells, upn.DefaultAccount())
				if problem = bad; bad == nil && (order.ValidateForm() != nil || !strings.Contains(string(order.PayeeReference), mokID) || len(mokID) != 9) {
					t.Fatalf("%q is taken: %+v", list, order)
				}
			}
			if problem == nil {
				continue
			}
			problem.Line = row.Line
			said := problem.Sentence()
			if said == "" || strings.ContainsAny(said, "\n‹") {
				t.Fatalf("%q: %q", list, said)
			}
			for _, cell := range strings.Fields(fmt.Sprint(row.Cells)) {
				if len([]rune(cell)) > 12 && strings.Contains(said, cell) {
					t.Fatalf("%q: a cell stands in %q", list, said)
				}
			}
		}
		for _, about := range rows.About().Said() {
			if said := text.Say(about.Key, about.Values); strings.ContainsAny(said, "\n‹") {
				t.Fatalf("%q: %q", list, said)
			}
		}
	})
}
