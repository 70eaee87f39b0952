package orders

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

// listed is a list before it is written in any form: titles, the names of its columns, and its rows. Amounts are in cents.
type listed struct {
	titles int
	header []string
	rows   []map[string]string
	cents  []int64
}

// drawList draws a list whose columns stand in any order, among others.
func drawList(t *rapid.T) listed {
	l := listed{
		titles: rapid.IntRange(0, 3).Draw(t, "titles"),
		header: rapid.Permutation([]string{"MOK ID (9 števk)", "Znesek v EUR", "Plačnik", "Ulica", "Poštna št.", "Kraj", "Opomba"}).Draw(t, "header"),
	}
	word := rapid.StringMatching(`[A-ZČŠŽ][a-zčšž]{2,8}`)
	for i := range rapid.IntRange(1, 6).Draw(t, "rows") {
		cents := rapid.Int64Range(1, 9_999_999).Draw(t, "cents")
		l.cents = append(l.cents, cents)
		l.rows = append(l.rows, map[string]string{
			"MOK ID (9 števk)": fmt.Sprint(100000014 + i), "Znesek v EUR": fmt.Sprintf("%d,%02d", cents/100, cents%100), "Plačnik": word.Draw(t, "name") + " Kovačič",
			"Ulica": word.Draw(t, "street") + " 5", "Poštna št.": fmt.Sprint(rapid.IntRange(1000, 9999).Draw(t, "post")), "Kraj": word.Draw(t, "town"), "Opomba": word.Draw(t, "note"),
		})
	}
	return l
}

// want is what must be read of it.
func (l listed) want() (good []string) {
	for i, r := range l.rows {
		good = append(good, fmt.Sprintf("%d %s %s %s|%s|%s %s", l.titles+2+i, r["MOK ID (9 števk)"], r["Znesek v EUR"], r["Plačnik"], r["Ulica"], r["Poštna št."], r["Kraj"]))
	}
	return good
}

// grid is its cells, row by row.
func (l listed) grid() (grid [][]string) {
	for range l.titles {
		grid = append(grid, []string{"Seznam kartic, 11/2026"})
	}
	grid = append(grid, l.header)
	for _, r := range l.rows {
		var row []string
		for _, name := range l.header {
			row = append(row, r[name])
		}
		grid = append(grid, row)
	}
	return grid
}

func (l listed) csv(sep string, quoted bool, end string) string {
	var lines []string
	for _, row := range l.grid() {
		row = slices.Clone(row)
		for i := range row {
			if quoted {
				row[i] = `"` + row[i] + `"`
			}
		}
		lines = append(lines, strings.Join(row, sep))
	}
	return strings.Join(lines, end) + end
}

// number tells a column whose cells a spreadsheet may hold as numbers.
func number(name string) bool {
	return name == "MOK ID (9 števk)" || name == "Znesek v EUR" || name == "Poštna št."
}

func (l listed) book(t *rapid.T, numbers bool) string {
	f := excelize.NewFile()
	defer f.Close()
	for y, row := range l.grid() {
		for x, text := range row {
			var value any = text
			if name := l.header[x]; y > l.titles && numbers && number(name) {
				if value = text; name == "Znesek v EUR" {
					value = float64(l.cents[y-l.titles-1]) / 100
				} else {
					var n int
					if _, err := fmt.Sscan(text, &n); err != nil {
						t.Fatal(err)
					}
					value = n
				}
			}
			cell, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err == nil {
				err = f.SetCellValue("Sheet1", cell, value)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	data, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return data.String()
}

func (l listed) ods(tb testing.TB, numbers bool) string {
	var content strings.Builder
	content.WriteString(`<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="Kartice">`)
	for y, row := range l.grid() {
		content.WriteString("<table:table-row>")
		for x, text := range row {
			as := `office:value-type="string"`
			if y > l.titles && numbers && number(l.header[x]) {
				as = fmt.Sprintf(`office:value-type="float" office:value="%s"`, strings.Replace(text, ",", ".", 1))
			}
			fmt.Fprintf(&content, "<table:table-cell %s><text:p>", as)
			if err := xml.EscapeText(&content, []byte(text)); err != nil {
				tb.Fatal(err)
			}
			content.WriteString("</text:p></table:table-cell>")
		}
		content.WriteString("</table:table-row>")
	}
	content.WriteString("</table:table></office:document-content>")
	return archived(tb, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", content.String())
}

// One list gives the same orders in whatever form it is saved.
func TestAListIsTheSameInEveryForm(t *testing.T) {
	encoded := func(text string, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	rapid.Check(t, func(rt *rapid.T) {
		l := drawList(rt)
		want := l.want()
		for form, data := range map[string]string{
			"semicolons": l.csv(";", false, "\r\n"), "semicolons in quotes": l.csv(";", true, "\n"), "commas in quotes": l.csv(",", true, "\n"), "tabs": l.csv("\t", false, "\n"),
			"with a mark": "\uFEFF" + l.csv(";", false, "\n"), "lines of a Mac": l.csv(";", false, "\r"),
			"Windows-1250": encoded(charmap.Windows1250.NewEncoder().String(l.csv(";", false, "\r\n"))),
			"UTF-16":       encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(l.csv("\t", false, "\r\n"))),
			"UTF-16, bare": encoded(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(l.csv(";", false, "\n"))),
			".xlsx, texts": l.book(rt, false), ".xlsx, numbers": l.book(rt, true), ".ods, texts": l.ods(t, false), ".ods, numbers": l.ods(t, true),
		} {
			if _, good, bad := judged(t, []byte(data)); !slices.Equal(good, want) || len(bad) > 0 {
				rt.Fatalf("%s: %q, %v, want %q\n%q", form, good, bad, want, data[:min(len(data), 300)])
			}
		}
		// Unquoted, its amounts fall apart: then no row is taken, in no order of columns.
		if _, good, _ := judged(t, []byte(l.csv(",", false, "\n"))); len(good) > 0 {
			rt.Fatalf("cents are lost: %q", good)
		}
	})
}
