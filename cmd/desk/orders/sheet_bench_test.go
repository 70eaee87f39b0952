package orders

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// BenchmarkSpreadsheet reads and judges a list of 10,000 cards, as the window does before anything is made. It is to take a second at most.
func BenchmarkSpreadsheet(b *testing.B) {
	const rows = 10_000
	for name, data := range map[string][]byte{"xlsx": longBook(b, rows), "ods": longODS(b, rows)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, good, bad := judged(b, data); len(good) != rows || len(bad) > 0 {
					b.Fatal(len(good), bad)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/list")
		})
	}
}

func longBook(b *testing.B, n int) []byte {
	rows := [][]any{{"MOK ID", "Znesek", "Plačnik", "Ulica", "Kraj"}}
	for i := range n {
		rows = append(rows, []any{100000000 + i, float64(i) + 0.5, fmt.Sprintf("Živa Čuk %d", i), fmt.Sprintf("Glavni trg %d", i), "4000 Kranj"})
	}
	rows[1][1] = 0.5
	return book(b, rows, func(f *excelize.File, _ string) { style(b, f, "B2", fmt.Sprintf("B%d", n+1), `#,##0.00\ [$€-424]`) })
}

func longODS(b *testing.B, n int) []byte {
	var content strings.Builder
	content.WriteString(`<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="Kartice">`)
	cell := func(attributes, text string) {
		fmt.Fprintf(&content, `<table:table-cell table:style-name="ce1" %s><text:p>%s</text:p></table:table-cell>`, attributes, text)
	}
	const said = `office:value-type="string"`
	content.WriteString("<table:table-row>")
	for _, name := range []string{"MOK ID", "Znesek", "Plačnik", "Ulica", "Kraj"} {
		cell(said, name)
	}
	for i := range n {
		content.WriteString("</table:table-row><table:table-row>")
		cell(fmt.Sprintf(`office:value-type="float" office:value="%d"`, 100000000+i), fmt.Sprint(100000000+i))
		cell(fmt.Sprintf(`office:value-type="currency" office:currency="EUR" office:value="%d.5"`, i), fmt.Sprintf("%d,50 €", i))
		cell(said, fmt.Sprintf("Živa Čuk %d", i))
		cell(said, fmt.Sprintf("Glavni trg %d", i))
		cell(said, "4000 Kranj")
	}
	content.WriteString("</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>")
	return []byte(archived(b, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", content.String()))
}
