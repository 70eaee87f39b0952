package orders

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/upn"
)

// FuzzSheet: whatever a sheet of LibreOffice holds, it is read or refused; no cell is made up.
func FuzzSheet(f *testing.F) {
	source, err := os.ReadFile(filepath.Join("table", "testdata", "office.fods"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(source))
	f.Add(`<a xmlns:table="t" xmlns:text="x"><table:table><table:table-row><table:table-cell><text:p>100000014</text:p></table:table-cell></table:table-row></table:table></a>`)
	f.Fuzz(func(t *testing.T, content string) {
		readToItsEnd(t, archived(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", content), content)
	})
}

// FuzzBook does so with a sheet of Excel, whose reader is a library.
func FuzzBook(f *testing.F) {
	data, err := os.ReadFile(filepath.Join("table", "testdata", "office.xlsx"))
	if err != nil {
		f.Fatal(err)
	}
	whole, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		f.Fatal(err)
	}
	var parts []string
	for _, part := range whole.File {
		from, err := part.Open()
		if err != nil {
			f.Fatal(err)
		}
		text, err := io.ReadAll(from)
		if err != nil {
			f.Fatal(err)
		}
		parts = append(parts, part.Name, string(text))
	}
	const fuzzed = "xl/worksheets/sheet2.xml"
	at := slices.Index(parts, fuzzed) + 1
	f.Add(parts[at])
	f.Add(`<worksheet><sheetData><row r="2"><c r="A2" t="s"><v>999999</v></c><c r="ZZZZ1" t="inlineStr"/><c s="-1"><v>1</v></c></row><row r="1"/></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, content string) {
		parts := slices.Clone(parts)
		parts[at] = content
		readToItsEnd(t, archived(t, parts...), strings.Join(parts, ""))
	})
}

// readToItsEnd reads a list that may be anything.
func readToItsEnd(t *testing.T, data, source string) {
	t.Helper()
	rows, err := NewReader(t.Context(), []byte(data), upn.DefaultAccount())
	for last := 0; err == nil; {
		var row Row
		if row, err = rows.Next(); err != nil {
			break
		}
		if row.Line <= last {
			t.Fatalf("line %d after %d", row.Line, last)
		}
		if last = row.Line; row.Problem != nil {
			continue
		}
		if _, id, bad := Check(row.Cells, upn.DefaultAccount()); bad == nil && !strings.Contains(source, id[6:]) {
			t.Fatalf("%s is made up", id)
		}
	}
	if _, ok := errors.AsType[*Error](err); !ok && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
}

// archived is an archive of parts: name, text, name, text.
func archived(t testing.TB, parts ...string) string {
	t.Helper()
	var data bytes.Buffer
	z := zip.NewWriter(&data)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return data.String()
}
