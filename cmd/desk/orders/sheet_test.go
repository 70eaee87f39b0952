package orders

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/orders/table"
	"cekr.kranj.si/desk/gui/text"
)

// judged reads a list as a run does: its good rows, and for each bad row what is said of it by cell and key.
func judged(t testing.TB, data []byte) (about About, good []string, bad map[int]string) {
	t.Helper()
	bad = map[int]string{}
	j := Job{Text: string(data), Sheet: Sheet{Account: upn.DefaultAccount()}}
	_, err := j.each(t.Context(), func(a About) { about = a }, func(line int, m cardOrder) error {
		p := m.order.Payer
		good = append(good, fmt.Sprintf("%d %s %s %s|%s|%s", line, m.mokID, m.order.Amount.Plain(), p.Name, p.Street, p.Town))
		return nil
	}, func(p Problem) {
		for _, r := range p.Reasons {
			bad[p.Line] += strings.TrimSpace(r.Cell + " " + r.Message.Key)
		}
		for _, lang := range text.Languages() {
			text.Use(lang)
			if said := p.Sentence(); strings.ContainsAny(said, "‹\n") {
				t.Errorf("%s: %q", lang, said)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return about, good, bad
}

// The same spreadsheet, saved by LibreOffice in both formats, is read alike.
func TestASpreadsheetOfLibreOffice(t *testing.T) {
	for kind, format := range map[string]table.Format{"ods": table.ODS, "xlsx": table.XLSX} {
		t.Run(kind, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("table", "testdata", "office."+kind))
			if err != nil {
				t.Fatal(err)
			}
			about, good, bad := judged(t, data)
			wantAbout := About{
				About:  table.About{Format: format, Sheet: "Kartice", Others: []string{"Navodila", "Arhiv"}},
				Header: 4, Titles: []int{1}, Passed: []string{"Interno"},
			}
			if diff := cmp.Diff(wantAbout, about); diff != "" {
				t.Error(diff)
			}
			wantGood := []string{"5 100000014 1250,50 Živa Čuk||4000 Kranj", "7 100000022 12,30 ||", "19 100000139 50,00 Žiga Čuk||"}
			if diff := cmp.Diff(wantGood, good); diff != "" {
				t.Error(diff)
			}
			wantBad := map[int]string{
				6: "B6 amount.tooManyDecimals", 8: "A8 orders.cell.mok-id", 9: "A9 orders.cell.mok-id", 10: "B10 orders.cell.date", 11: "B11 orders.cell.error",
				12: "B12 orders.cell.format", 13: "B13 orders.cell.format", 14: "orders.row.hidden", 15: "C15 orders.cell.merged", 16: "C16 orders.cell.merged",
				17: "B17 orders.cell.rounded", 18: "B18 orders.cell.format",
			}
			if diff := cmp.Diff(wantBad, bad); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// book makes a spreadsheet of Excel's kind; change is told the file and its one sheet.
func book(t testing.TB, rows [][]any, change func(f *excelize.File, sheet string), options ...excelize.Options) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(f, "Sheet1")
	}
	var data bytes.Buffer
	if err := f.Write(&data, options...); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// style gives cells a format by its code.
func style(t testing.TB, f *excelize.File, from, to, code string) {
	t.Helper()
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err == nil {
		err = f.SetCellStyle("Sheet1", from, to, id)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestANumberOfASheetIsTakenAsItIsShownAndStored(t *testing.T) {
	for name, c := range map[string]struct {
		amount any
		code   string
		want   string // an amount, or a key
	}{
		"whole":                        {50, "General", "50,00"},
		"one decimal":                  {12.5, "General", "12,50"},
		"euros":                        {1250.5, `#,##0.00\ "€"`, "1250,50"},
		"euros of Slovenia":            {1250.5, `#,##0.00\ [$€-424]`, "1250,50"},
		"euros, negative in red":       {1250.5, `#,##0.00\ [$€-1];[Red]\-#,##0.00\ [$€-1]`, "1250,50"},
		"EUR":                          {1250.5, `#,##0.00\ "EUR"`, "1250,50"},
		"accounting":                   {1250.5, `_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-;_-* "-"??\ "€"_-;_-@_-`, "1250,50"},
		"blurred by binary fractions":  {12.3 * 3, "General", "36,90"},
		"blurred, a hair below":        {1.1 + 2.2 - 0.1e-15, "0.00", "3,30"},
		"three decimals":               {12.345, "General", "amount.tooManyDecimals"},
		"three decimals, shown as two": {12.345, "0.00", "amount.tooManyDecimals"},
		"two decimals, shown as none":  {12.5, "0", "orders.cell.rounded"},
		"shown in thousands":           {50000, "#,##0,", "orders.cell.format"},
		"dollars":                      {50, `[$$-409]#,##0.00`, "orders.cell.format"},
		"kuna":                         {50, `#,##0.00\ "kn"`, "orders.cell.format"},
		"per cent":                     {0.5, "0%", "orders.cell.format"},
		"a fraction":                   {0.5, "# ?/?", "orders.cell.format"},
		"an exponent":                  {50, "0.00E+00", "orders.cell.format"},
		"a date":                       {46371, "dd/mm/yyyy", "orders.cell.date"},
		"a Slovene date":               {46371, `d\.\ m\.\ yyyy`, "orders.cell.date"},
		"hours":                        {0.5, "[h]:mm", "orders.cell.date"},
		"negative":                     {-50, "General", "amount.negative"},
		"zero":                         {0, "General", "amount.zero"},
		"too large":                    {1e9, "General", "amount.tooLarge"},
		"huge":                         {1e300, "General", "amount.notANumber"},
		"truth":                        {true, "General", "orders.cell.format"},
		"text":                         {"50,00 €", "@", "50,00"},
		"text with one decimal":        {"50,5", "@", "amount.ambiguous"},
	} {
		data := book(t, [][]any{{"MOK ID", "Znesek"}, {100000014, c.amount}}, func(f *excelize.File, _ string) { style(t, f, "B2", "B2", c.code) })
		_, good, bad := judged(t, data)
		switch {
		case strings.Contains(c.want, "."):
			if len(good) != 0 || bad[2] != "B2 "+c.want {
				t.Errorf("%s: %q, %v", name, good, bad)
			}
		case !slices.Equal(good, []string{"2 100000014 " + c.want + " ||"}):
			t.Errorf("%s: %q, %v", name, good, bad)
		}
	}
}

func TestAMokIDThatBecameANumberIsRefusedWithItsCell(t *testing.T) {
	for name, c := range map[string]struct {
		id   any
		code string
		want string
	}{
		"nine digits":                         {100000014, "General", "100000014"},
		"nine digits as text":                 {"100000014", "@", "100000014"},
		"in groups":                           {100000014, "000 000 000", "100000014"},
		"with its zero shown":                 {41123456, "000000000", "041123456"},
		"a zero lost":                         {41123456, "General", "C17 recognise.unclear"},
		"decimals":                            {100000014.5, "General", "C17 orders.cell.mok-id"},
		"shown with decimals":                 {100000014, "0.00", "C17 orders.cell.mok-id"},
		"shown with an exponent":              {100000000, "0.00E+00", "C17 orders.cell.mok-id"},
		"text with an exponent":               {"1,00E+08", "@", "C17 recognise.exponent"},
		"a date":                              {46371, "dd/mm/yyyy", "C17 orders.cell.date"},
		"a card's number":                     {4111111111111111, "0", "C17 orders.row.pan"},
		"a card's number, in general":         {4111111111111111, "General", "C17 orders.row.pan"},
		"a card's number, as a spreadsheet's": {"4111 1111 1111 1111", "@", "C17 orders.row.pan"},
	} {
		rows := make([][]any, 17)
		rows[0], rows[16] = []any{"Zap. št.", "Znesek", "MOK ID"}, []any{1, 50, c.id}
		data := book(t, rows, func(f *excelize.File, _ string) { style(t, f, "C17", "C17", c.code) })
		_, good, bad := judged(t, data)
		if len(c.want) == 9 && !slices.Equal(good, []string{"17 " + c.want + " 50,00 ||"}) || len(c.want) > 9 && (len(good) > 0 || bad[17] != c.want) {
			t.Errorf("%s: %q, %v", name, good, bad)
		}
	}
}

func TestWhatASpreadsheetHidesIsSaid(t *testing.T) {
	rows := [][]any{{"Kartice 2026"}, {"MOK ID", "Znesek", "Plačnik", "Opomba"}, {100000014, 50, "Ana Novak", "x"}, {100000022, 20, "Bor Čuk", "y"}}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		change func(f *excelize.File, sheet string)
		bad    map[int]string
	}{
		"nothing":               {nil, map[int]string{}},
		"a hidden row":          {func(f *excelize.File, s string) { must(f.SetRowVisible(s, 4, false)) }, map[int]string{4: "orders.row.hidden"}},
		"a hidden title":        {func(f *excelize.File, s string) { must(f.SetRowVisible(s, 1, false)) }, map[int]string{}},
		"a column passed over":  {func(f *excelize.File, s string) { must(f.SetColVisible(s, "D", false)) }, map[int]string{}},
		"a title over columns":  {func(f *excelize.File, s string) { must(f.MergeCell(s, "A1", "D1")) }, map[int]string{}},
		"a name over two rows":  {func(f *excelize.File, s string) { must(f.MergeCell(s, "C3", "C4")) }, map[int]string{3: "C3 orders.cell.merged", 4: "C4 orders.cell.merged"}},
		"a name over two cells": {func(f *excelize.File, s string) { must(f.MergeCell(s, "B4", "C4")) }, map[int]string{4: "B4 orders.cell.mergedC4 orders.cell.merged"}},
		"a note over two rows":  {func(f *excelize.File, s string) { must(f.MergeCell(s, "D3", "D4")) }, map[int]string{}},
		"an empty formula": {func(f *excelize.File, s string) {
			must(f.SetCellValue(s, "B4", nil))
			must(f.SetCellFormula(s, "B4", "10*2"))
		}, map[int]string{4: "B4 orders.cell.noValue"}},
		"a reckoned formula": {func(f *excelize.File, s string) { must(f.SetCellFormula(s, "B4", "10*2")) }, map[int]string{}},
	} {
		_, good, bad := judged(t, book(t, rows, c.change))
		if diff := cmp.Diff(c.bad, bad); diff != "" || len(good) != 2-len(bad) {
			t.Errorf("%s: %q\n%s", name, good, diff)
		}
	}
	for name, c := range map[string]struct {
		change func(f *excelize.File, sheet string)
		want   Code
	}{
		"a hidden column of the list": {func(f *excelize.File, s string) { must(f.SetColVisible(s, "B", false)) }, HiddenColumn},
		"a header that is merged":     {func(f *excelize.File, s string) { must(f.MergeCell(s, "B2", "C2")) }, MergedHeader},
		"two lists": {func(f *excelize.File, s string) {
			_, err := f.NewSheet("Drugi")
			must(err)
			must(f.SetSheetRow("Drugi", "A1", &[]any{"MOK ID", "Znesek"}))
		}, Sheets},
	} {
		if err := refused(t, string(book(t, rows, c.change))); err == nil || err.Code != c.want {
			t.Errorf("%s: %+v", name, err)
		}
	}
	bare := book(t, [][]any{{100000014, 50, "Ana Novak", "x"}}, func(f *excelize.File, s string) { must(f.SetColVisible(s, "C", false)) })
	if err := refused(t, string(bare)); err == nil || err.Code != HiddenColumn || err.Column != "C" {
		t.Errorf("without a header: %+v", err)
	}
	about, good, _ := judged(t, book(t, rows, func(f *excelize.File, _ string) {
		_, err := f.NewSheet("Stari")
		must(err)
		must(f.SetSheetRow("Stari", "A1", &[]any{"MOK ID", "Znesek"}))
		must(f.SetSheetVisible("Stari", false))
	}))
	if len(good) != 2 || !slices.Equal(about.Others, []string{"Stari"}) || about.Sheet != "Sheet1" {
		t.Errorf("a hidden sheet: %+v, %q", about, good)
	}
}

func TestWhatIsNoReadableSpreadsheetIsSaid(t *testing.T) {
	whole := book(t, [][]any{{"MOK ID"}, {100000014}}, nil)
	archive := func(parts ...string) string { return archived(t, parts...) }
	const ods = "application/vnd.oasis.opendocument.spreadsheet"
	bomb := func(n int) string { return strings.Repeat("<table:table-row/>", n) }
	for name, c := range map[string]struct {
		list string
		want Code
	}{
		"an .xlsx with a password":      {string(book(t, [][]any{{"MOK ID"}}, nil, excelize.Options{Password: "geslo"})), Locked},
		"an .ods with a password":       {archive("mimetype", ods, "META-INF/manifest.xml", "<manifest:encryption-data/>", "content.xml", "x"), Locked},
		"an .xls":                       {"\xd0\xcf\x11\xe0" + string(wide("Workbook")), OldExcel},
		"a document":                    {archive("[Content_Types].xml", "", "word/document.xml", ""), NotCSV},
		"a text of LibreOffice":         {archive("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", ""), NotCSV},
		"a binary workbook":             {archive("[Content_Types].xml", "", "xl/workbook.bin", ""), BinaryExcel},
		"a page of the web as .xls":     {"\n<html><table><tr><td>MOK ID</td></tr></table></html>", NotCSV},
		"an .xlsx that is cut":          {string(whole[:len(whole)/2]), Damaged},
		"an .xlsx without its workbook": {archive("xl/worksheets/sheet1.xml", "<x/>", "[Content_Types].xml", ""), Damaged},
		"an .ods without its content":   {archive("mimetype", ods), Damaged},
		"an .ods that is cut":           {archive("mimetype", ods, "content.xml", "<office:spreadsheet xmlns:office='o'><table:table xmlns:table='t'><table:table-row>"), Damaged},
		"an .ods of endless rows": {archive("mimetype", ods, "content.xml", "<a xmlns:table='t' xmlns:text='x'><table:table><table:table-row table:number-rows-repeated='2000000000'>"+
			"<table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table></a>"), TooBig},
		"an .ods of endless cells": {archive("mimetype", ods, "content.xml", "<a xmlns:table='t' xmlns:text='x'><table:table><table:table-row>"+
			"<table:table-cell table:number-columns-repeated='2000000000'><text:p>1</text:p></table:table-cell></table:table-row></table:table></a>"), TooBig},
		"an .ods of too many elements": {archive("mimetype", ods, "content.xml", "<a xmlns:table='t'><table:table>"+bomb(5<<20)+"</table:table></a>"), TooBig},
		"an .xlsx of too many cells":   {archive("xl/workbook.xml", "", "xl/worksheets/sheet1.xml", strings.Repeat("<c/>", 5<<20)), TooBig},
		"an .xlsx merged to its end":   {archive("xl/workbook.xml", "", "xl/worksheets/sheet1.xml", `<mergeCell ref="A1:XFD1048576"/>`), TooBig},
		"an archive of nothing":        {archive("a", strings.Repeat("0", 129<<20)), TooBig},
	} {
		if err := refused(t, c.list); err == nil || err.Code != c.want {
			t.Errorf("%s: %+v, want %s", name, err, c.want)
		}
	}
}

func wide(text string) (b []byte) {
	for i := range len(text) {
		b = append(b, text[i], 0)
	}
	return b
}

// Every way in which a file can't be read is a code that has its sentence.
func TestEveryCodeOfATableIsACodeOfAList(t *testing.T) {
	for ours, theirs := range map[Code]table.Code{
		NotCSV: table.Foreign, OldExcel: table.OldExcel, BinaryExcel: table.Binary, Locked: table.Locked, Damaged: table.Damaged, TooBig: table.TooBig,
		Undecoded: table.Undecoded, Sheets: table.Sheets,
	} {
		if string(ours) != string(theirs) {
			t.Errorf("%s is %s", ours, theirs)
		}
	}
}

// What stands in quotes in a sheet's cell, or goes over lines, is the cell's; rows far apart keep their numbers.
func TestCellsOfASheetAreWhole(t *testing.T) {
	data := book(t, [][]any{{"MOK ID", "Plačnik", "Ulica", "Kraj"}, {"100000014", `Bar "Pri vodi", d.o.o.`, "Trg; 5", "4000 Kranj"}}, func(f *excelize.File, s string) {
		for cell, value := range map[string]any{"A3000": 100000022, "B3000": "Ana\nNovak", "E3001": "tu je nekaj", "A3001": 100000030} {
			if err := f.SetCellValue(s, cell, value); err != nil {
				t.Fatal(err)
			}
		}
	})
	_, good, bad := judged(t, data)
	if !slices.Equal(good, []string{`2 100000014 0,00 Bar "Pri vodi", d.o.o.|Trg; 5|4000 Kranj`}) || bad[3000] != "B3000 order.line.hidden" || bad[3001] != "orders.row.cells" {
		t.Errorf("%q, %v", good, bad)
	}
}
