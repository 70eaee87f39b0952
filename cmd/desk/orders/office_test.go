package orders

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"cekr.kranj.si/desk/client/plaintext"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/orders/table"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/text"
)

// An amount without quotes falls into two cells where commas part them. In no order of columns are its cents taken for something else.
func TestAnAmountSplitByItsDecimalCommaIsFoundWhereverItStands(t *testing.T) {
	for _, amount := range []string{"12,50", "12,5", "1.250,00", "1 250,00", "1,250.00", "1,250", "12,50 €", "EUR 12,50", "€12,50", "12, 50", "12,-", "12,–", "12,00 EUR"} {
		for _, order := range []string{
			"MOK ID,Znesek,Kraj", "MOK ID,Znesek,Ulica,Kraj,Plačnik", "Znesek,MOK ID,Plačnik,Ulica,Kraj", "Plačnik,Ulica,Kraj,Znesek,MOK ID",
			"MOK ID,Plačnik,Znesek", "MOK ID,Znesek", "MOK ID,Znesek,Opomba", "Zap. št.,MOK ID,Znesek,Telefon,Ime,Priimek", "MOK ID,Znesek,Hišna št.,Ulica",
		} {
			for _, cells := range [2]map[string]string{
				{"MOK ID": "100000014", "Znesek": amount, "Plačnik": "Ana Novak", "Ulica": "Glavni trg 1", "Kraj": "4000 Kranj", "Zap. št.": "1"}, {"MOK ID": "100000014", "Znesek": amount},
			} {
				var row []string
				for name := range strings.SplitSeq(order, ",") {
					row = append(row, cells[name])
				}
				for _, line := range []string{strings.Join(row, ","), strings.TrimRight(strings.Join(row, ","), ",")} {
					rows, bad := read(t, order+"\n"+line+"\n")
					if len(rows) != 0 || bad[2] != "orders.row.decimals" {
						t.Errorf("%s / %s: %+v, %v", order, line, rows, bad)
					}
				}
			}
		}
	}
}

func TestAnAmountInQuotesOrBesideAPostCodeIsWhole(t *testing.T) {
	for list, want := range map[string]order.Form{
		"MOK ID,Znesek,Kraj\n100000014,\"12,50\",4000 Kranj\n":                  {MokID: "100000014", Amount: "12,50", Town: "4000 Kranj"},
		"MOK ID,Znesek,Poštna številka,Kraj\n100000014,12,4000,Kranj\n":         {MokID: "100000014", Amount: "12", Town: "4000 Kranj"},
		"MOK ID,Znesek,Hišna št.,Ulica\n\"100000014\",\"12\",\"5\",\"Trg\"\n":   {MokID: "100000014", Amount: "12", Street: "Trg 5"},
		"MOK ID;Znesek;Hišna št.;Ulica\n100000014;12,50;5;Trg\n":                {MokID: "100000014", Amount: "12,50", Street: "Trg 5"},
		"MOK ID\tZnesek\tKraj\n100000014\t12,50\n":                              {MokID: "100000014", Amount: "12,50"},
		"sep=|\nMOK ID|Znesek|Ulica\n100000014|12,50|Trg; 5\n":                  {MokID: "100000014", Amount: "12,50", Street: "Trg; 5"},
		"MOK ID,Znesek,Plačnik\n100000014,12\n":                                 {MokID: "100000014", Amount: "12"},
		"MOK ID,Plačnik,Znesek\n100000014,\"Novak, Ana\",12.50\n":               {MokID: "100000014", Amount: "12.50", Name: "Novak, Ana"},
		"MOK ID,Znesek,Plačnik,Ulica,Kraj\n100000014,12.50,Ana Novak,,\n":       {MokID: "100000014", Amount: "12.50", Name: "Ana Novak"},
		"MOK ID,Znesek,Zap. št.,Kraj\n100000014,12.50,1,Kranj\n":                {MokID: "100000014", Amount: "12.50", Town: "Kranj"},
		"Zap. št.,MOK ID,Oddelek,Kraj\n1,100000014,5,Kranj\n":                   {MokID: "100000014", Town: "Kranj"},
		"MOK ID,Hišna št.,Ulica\n100000014,5,Trg\n":                             {MokID: "100000014", Street: "Trg 5"},
		"MOK ID,Znesek,Plačnik,Ulica\n\"100000014\",\"12,50\",\"Ana Novak\"\n":  {MokID: "100000014", Amount: "12,50", Name: "Ana Novak"},
		"MOK ID,Priimek,Ime,Pošta,Poštna št.\n100000014,Novak,Ana,Kranj,4000\n": {MokID: "100000014", Name: "Ana Novak", Town: "4000 Kranj"},
	} {
		rows, bad := read(t, list)
		if len(rows) != 1 || rows[0].Cells != want {
			t.Errorf("%q: %+v, %v", list, rows, bad)
		}
	}
}

// A comma too many moves what comes after it; with cells left out at the end it would not be seen.
func TestWithCommasAPayerIsTakenOnlyFromAWholeRow(t *testing.T) {
	for list, key := range map[string]string{
		"MOK ID,Znesek,Plačnik,Ulica,Kraj\n100000014,12.50,Novak, Ana,Glavni trg 1,4000 Kranj\n": "orders.row.cells",
		"MOK ID,Znesek,Plačnik,Ulica,Kraj\n100000014,12.50,Novak, Ana\n":                         "orders.row.few",
		"MOK ID,Znesek,Plačnik,Ulica,Kraj,Opomba\n100000014,12.50,Novak, Ana,Glavni trg 1\n":     "orders.row.few",
		"MOK ID,Plačnik,Znesek\n100000014,Novak, Ana,12.50\n":                                    "orders.row.cells",
		"MOK ID,Znesek, v EUR,Plačnik\n100000014,12.50,Ana\n":                                    "orders.row.few",
		"MOK ID,Vsota,Kraj\n100000014,12,50\n":                                                   "orders.row.decimals",
		"MOK ID,Vsota,Opomba,Kraj\n100000014,12,50,dolg\n":                                       "orders.row.decimals",
		"100000014,12.50,Novak, Ana\n":                                                           "orders.row.few",
		"100000014,12.50,Novak, Ana,Glavni trg 1,4000 Kranj\n":                                   "orders.row.cells",
	} {
		rows, bad := read(t, list)
		if line := strings.Count(list, "\n"); len(rows) != 0 || bad[line] != key {
			t.Errorf("%q: %+v, %v", list, rows, bad)
		}
	}
}

// What the header of a list would have said is never guessed: the list is refused as a whole, also by those who skip bad rows.
func TestColumnsAreNeverGuessedAnew(t *testing.T) {
	const row = "100000014;50,00;Ana Novak;4000 Kranj;Glavni trg 1\n"
	for name, c := range map[string]struct {
		list string
		want Code
	}{
		"unknown names":                          {"Karta;Koliko;Kdo;Kje;Cesta\n" + row, NoMokID},
		"unknown names under a title":            {"Seznam 11/2026;;;;\nKarta;Koliko;Kdo;Kje;Cesta\n" + row, NoMokID},
		"unknown names under numbers":            {"1;2;3;4;5\nKarta;Koliko;Kdo;Kje;Cesta\n" + row, SecondHeader},
		"unknown names in the midst":             {row + "Karta;Koliko;Kdo;Kje;Cesta\n" + row, SecondHeader},
		"a header without MOK ID":                {"Znesek;Plačnik;Kraj;Ulica\n" + row, NoMokID},
		"a header with a broken quote":           {"\"MOK ID;Znesek;Plačnik;Kraj;Ulica\n" + row, NoMokID},
		"a header that is too long":              {strings.Repeat("x", 70e3) + ";MOK ID\n" + row, NoMokID},
		"a header in unknown letters":            {"MOK ID;Znesek;Pla\x9fnik;Kraj;Ulica\n" + row, Undecoded},
		"a header with a lost letter":            {"MOK ID;Znesek;Pla?nik;Kraj;Ulica\n" + row, LostHeader},
		"a header in another PC's letters":       {"MOK ID;Znesek;Plaènik;Kraj;Ulica\n" + row, LostHeader},
		"a header with a sign for a letter":      {"MOK ID;Znesek;Pla~nik;Kraj;Ulica\n" + row, LostHeader},
		"a header with a line for a letter":      {"MOK ID;Znesek;Ime in priimek;Kraj;Hi_na _tevilka;Ulica\n" + row, LostHeader},
		"a header as the web writes it":          {"MOK ID;Znesek;Pla&#269;nik;Kraj;Ulica\n" + row, LostHeader},
		"the same, by names":                     {"MOK ID;Znesek;Plačnik;Po&scaron;ta;Ulica\n" + row, LostHeader},
		"an amount that may be another":          {"MOK ID;Znesek z DDV;Plačnik;Kraj;Ulica\n" + row, AmountName},
		"two names in one cell":                  {"MOK ID;Znesek,Plačnik;Kraj;Ulica\n" + row, AmountName},
		"an amount in a header over lines":       {"\"MOK\nID\";\"Znesek\nv centih\"\n" + row, Unit},
		"a header saved twice over":              {"MOK ID;Znesek;PlaÄŤnik;Kraj;Ulica\n" + row, LostHeader},
		"two headers, the second otherwise":      {"MOK ID;Znesek;Plačnik;Kraj;Ulica\n" + row + "MOK ID;Znesek;Plačnik;Ulica;Kraj\n" + row, SecondHeader},
		"a header below the first cards":         {row + "MOK ID;Znesek;Plačnik;Kraj;Ulica\n" + row, Above},
		"two columns for one thing":              {"MOK ID;Znesek;Ulica;Naslov\n" + row, Header},
		"a street and the whole of it":           {"MOK ID;Znesek;Ulica in številka;Ulica\n" + row, Header},
		"a header again, otherwise, in brackets": {"MOK ID (9 števk);Znesek;Plačnik;Kraj;Ulica\n" + row + "MOK ID (9 števk);Znesek;Plačnik;Ulica;Kraj\n" + row, SecondHeader},
		"a header again, with a broken quote":    {"MOK ID;Znesek;Plačnik;Kraj;Ulica\n" + row + "MOK ID;\"Znesek;Plačnik;Ulica;Kraj\n" + row, SecondHeader},
		"a row of words alone is a header":       {row + "Ana;;Ana Novak;Kranj;Glavni trg\n", SecondHeader},
		"cents":                                  {"MOK ID;Znesek v centih\n100000014;5000\n", Unit},
		"dollars":                                {"MOK ID;Znesek ($)\n100000014;50\n", Unit},
		"thousands":                              {"MOK ID;Znesek (v 000 EUR)\n100000014;50\n", Unit},
	} {
		if err := refused(t, c.list); err == nil || err.Code != c.want {
			t.Errorf("%s: %+v, want %s", name, err, c.want)
		}
		j := job(t, c.list)
		j.SkipBad = true
		if s, err := Run(t.Context(), j); !isCode(err, c.want) || len(j.beside(t)) != 0 {
			t.Errorf("%s, bad rows skipped: %+v, %v", name, s, err)
		}
	}
}

func TestFilesAsOfficesSaveThem(t *testing.T) {
	const head, row = "MOK ID;Znesek;Plačnik;Kraj;Ulica\r\n", "100000014;50,00;Živa Čuk;4000 Kranj;Škofjeloška 1\r\n"
	ziva := order.Form{MokID: "100000014", Amount: "50,00", Name: "Živa Čuk", Street: "Škofjeloška 1", Town: "4000 Kranj"}
	in := func(list string, encoded func(string) (string, error)) string {
		t.Helper()
		said, err := encoded(list)
		if err != nil {
			t.Fatal(err)
		}
		return said
	}
	windows := charmap.Windows1250.NewEncoder().String
	for name, c := range map[string]struct {
		list  string
		about About
	}{
		"Windows-1250":              {in(head+row, windows), About{About: table.About{Encoding: table.Windows1250}}},
		"ISO 8859-2":                {in(head+row, charmap.ISO8859_2.NewEncoder().String), About{About: table.About{Encoding: table.ISO88592}}},
		"UTF-16 with a mark":        {in(head+row, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String), About{About: table.About{Encoding: table.UTF16LE}}},
		"UTF-16 BE with a mark":     {in(head+row, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String), About{About: table.About{Encoding: table.UTF16BE}}},
		"UTF-16 without a mark":     {in(head+row, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String), About{About: table.About{Encoding: table.UTF16LE}}},
		"UTF-16 BE without":         {in(head+row, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String), About{About: table.About{Encoding: table.UTF16BE}}},
		"sep=":                      {"sep=;\r\n" + head + row, About{About: table.About{Declared: true}, Header: 2}},
		"sep= after a mark":         {"\uFEFFsep=;\r\n" + head + row, About{About: table.About{Declared: true}, Header: 2}},
		"sep= in UTF-16":            {in("sep=;\n"+head+row, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String), About{About: table.About{Encoding: table.UTF16LE, Declared: true}, Header: 2}},
		"sep= in Windows-1250":      {in("SEP=;\n"+head+row, windows), About{About: table.About{Encoding: table.Windows1250, Declared: true}, Header: 2}},
		"sep= in quotes":            {"\"sep=;\"\r\n" + head + row, About{About: table.About{Declared: true}, Header: 2}},
		"lines of an older Mac":     {strings.ReplaceAll(head+row, "\r\n", "\r"), About{}},
		"titles":                    {"Seznam kartic, november 2026;;;;\r\nTel. 041 123 456\r\n\r\n" + head + row, About{Header: 4, Titles: []int{1, 2}}},
		"a title that is a name":    {"Kartica;;;;\r\n" + head + row, About{Header: 2, Titles: []int{1}}},
		"a title with a quote":      {"Bar \"Pri vodi\";\"x\r\n" + head + row, About{Header: 2, Titles: []int{1}}},
		"names over lines":          {"\"MOK\r\nID\";\"Znesek\r\n(v EUR)\";Plačnik;Kraj;Ulica\r\n" + row, About{}},
		"titles, names over lines":  {"Seznam \"Kranj\"\r\n\"MOK\nID\nkartice\";Znesek;Plačnik;Kraj;\"Ulica in\nštevilka\"\r\n" + row, About{Header: 2, Titles: []int{1}}},
		"further names as they are": {"Davčna številka;E-pošta;Hišni red;MOK ID;Znesek;Plačnik;Kraj;Ulica\r\n1;2;3;" + row, About{Passed: []string{"Davčna številka", "E-pošta", "Hišni red"}}},
		"the end of a file of DOS":  {head + row + "\x1a", About{}},
		"further columns":           {"Zap. št.;MOK ID;Opomba;Znesek;Plačnik;Kraj;Ulica\r\n1;100000014;4111111111111111;50,00;Živa Čuk;4000 Kranj;Škofjeloška 1\r\n", About{Passed: []string{"Zap. št.", "Opomba"}}},
		"without carons in names":   {"mok id;ZNESEK;Placnik;Kraj;Ulica\r\n" + row, About{}},
		"a header twice the same":   {head + row + head, About{}},
	} {
		c.about.Format, c.about.Separator = table.CSV, ';'
		if c.about.Encoding == "" {
			c.about.Encoding = table.UTF8
		}
		c.about.Header = max(c.about.Header, 1)
		reader, err := NewReader(t.Context(), []byte(c.list), upn.DefaultAccount())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(c.about, reader.About()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if row, err := reader.Next(); err != nil || row.Problem != nil || row.Cells != ziva {
			t.Errorf("%s: %+v, %v", name, row, err)
		}
		for _, lang := range text.Languages() {
			for _, r := range reader.About().Said() {
				if said := text.In(lang).Say(r.Key, r.Values); strings.ContainsAny(said, "‹") || strings.Contains(said, "4111") {
					t.Errorf("%s: %s", name, said)
				}
			}
		}
	}
}

func TestUsualNamesOfColumns(t *testing.T) {
	for field, names := range map[Field][]string{
		MokID:  {"MOK ID", "MOK ID (9 števk)", "mok_id", "MOK-ID:", "Št. MOK ID", "MOK ID kartice", "MOKID", "Kartica", "\u00a0MOK\u00a0ID\u00a0"},
		Amount: {"Znesek", "Znesek v EUR", "Znesek (EUR)", "Znesek [€]", "ZNESEK v evrih", "Znesek/EUR", "Znesek €", "Znesek polnitve (v EUR)", "Amount in EUR", "Znesek (obvezno)"},
		Name:   {"Plačnik", "PLAČNIK", "Placnik", "Ime in priimek", "Priimek in ime plačnika", "Plačnik (ime in priimek)", "Plac\u030cnik", "Payer"},
		Street: {"Ulica", "Naslov", "Ulica in hišna številka", "Ulica in hišna št.", "Naslov plačnika", "Street and number"},
		Town:   {"Kraj", "Pošta", "Poštna številka in kraj", "Poštna št. in pošta", "Town"},
		Whole:  {"Zap. št.", "Opomba", "E-pošta", "Telefon", "Številka kartice", "Davčna številka", "Prejemnik", "Naslov prejemnika", "Znesek DDV", "Imetnik kartice", "Datum", ""},
	} {
		for _, name := range names {
			if got := columnOf(name); got.field != field {
				t.Errorf("%q is %q, want %q", name, got.field, field)
			}
		}
	}
}

func TestAmountsAsSpreadsheetsWriteThem(t *testing.T) {
	for written, want := range map[string]string{
		"50,00 €": "50,00", "50,00€": "50,00", "€ 50,00": "50,00", "EUR 50,00": "50,00", "50,00 EUR": "50,00", "50,00\u00a0€": "50,00", "1.250,00 €": "1.250,00",
		"50,-": "50,00", "50,--": "50,00", "50,–": "50,00", "50,- €": "50,00", "€ 50,-": "50,00", "50.-": "50,00", "1.250,-": "1.250,00", "eur50": "50", " 50 ": " 50 ",
		// What is unclear stays so, and is refused.
		"50,5": "50,5", "50,5 €": "50,5", "€ 50,00 €": "€ 50,00 €", "-50,-": "-50,-", "50,00 $": "50,00 $", "50-": "50-", "50,-5": "50,-5", "1.250 €": "1.250", "€": "€", "abc": "abc",
	} {
		if got := plainAmount(written); got != want {
			t.Errorf("%q is %q, want %q", written, got, want)
		}
	}
	for written, cents := range map[string]int64{"50,00 €": 5000, "50,-": 5000, "EUR 50,00": 5000, "1.250,- €": 125000} {
		rows, _ := read(t, "100000014;"+written+"\n")
		order, _, bad := Check(rows[0].Cells, upn.DefaultAccount())
		if bad != nil || order.Amount.Cents != cents {
			t.Errorf("%q: %v, %v", written, order.Amount, bad)
		}
	}
	for _, written := range []string{"50,5", "50,5 €", "€", "-50,-", "50,00 $", "€ 50 €", "1.250 €"} {
		rows, _ := read(t, "100000014;"+written+"\n")
		if order, _, bad := Check(rows[0].Cells, upn.DefaultAccount()); bad == nil {
			t.Errorf("%q is taken for %v", written, order.Amount)
		}
	}
}

// A letter as the web writes it ends in a semicolon: it would move what comes after it by a cell.
func TestALetterOfTheWebMovesNoCells(t *testing.T) {
	for _, row := range []string{
		"100000014;50,00;Ana &#268;uk;4000 Kranj\n", "100000014;50,00;Ko&scaron;ir;4000 Kranj\n", "100000014;50,00;Ana &#x10c;uk;Trg 1;4000 Kranj\n", "100000014;50,00;\"Ana &#268;uk\";Trg 1;4000 Kranj\n",
	} {
		for _, header := range []string{"", "MOK ID;Znesek;Plačnik;Ulica;Kraj\n", "MOK ID;Znesek;Opomba;Ulica;Kraj;Plačnik\n"} {
			if strings.Contains(header, "Opomba") && strings.Contains(row, `"`) {
				continue // in quotes it moves nothing, and this column is passed over
			}
			rows, bad := read(t, header+row)
			for _, r := range rows {
				if _, _, wrong := Check(r.Cells, upn.DefaultAccount()); wrong == nil {
					t.Errorf("%q is taken: %+v", header+row, r.Cells)
				}
			}
			if len(rows)+len(bad) != 1 {
				t.Errorf("%q: %d rows, %v", header+row, len(rows), bad)
			}
		}
	}
}

func TestALetterThatWasLostIsABadRow(t *testing.T) {
	for _, name := range []string{"?agar", "Ko?ir", "Petri?", "Gregor?i?", "Ana ?uk", "A. ?. Novak", "??agar", "\"?uk\"", "Ko\ufffdir", "GregorÄŤiÄŤ", "Å½agar", "ÄŚuk"} {
		for _, field := range payerFields {
			cells := order.Form{MokID: "100000014"}
			*cells.At(field) = name
			_, _, bad := Check(cells, upn.DefaultAccount())
			if bad == nil || bad.Reasons[0].Field != field || bad.Reasons[0].Message.Key != "order.line.lost" {
				t.Errorf("%s as %s: %+v", name, field, bad)
			}
		}
	}
	for _, name := range []string{"Žiga Čuk", "Jürgen Müßig", "Jäger", "?", "Ana - ?", "ČŠŽĆĐ", "Dvořák", "Ana\u00a0Čuk"} {
		if plaintext.LostLetter(name) {
			t.Errorf("%s has lost a letter", name)
		}
	}
}

// FuzzHeader: whatever names the columns have, each is read, passed over by its name, or the list is refused; cells never change places.
func FuzzHeader(f *testing.F) {
	for _, names := range []string{"MOK ID;Znesek;Plačnik;Ulica;Kraj", "Kraj;Ulica;MOK ID", "Pla?nik;MOK ID", "MOK ID;Ime;Priimek;Poštna št.;Pošta", "Kartica;MOK ID", "MOK ID (9);Znesek [v centih]"} {
		f.Add(names)
	}
	f.Fuzz(func(t *testing.T, names string) {
		if strings.ContainsAny(names, "\"\n\r") || strings.HasPrefix(strings.ToLower(names), "sep=") || len(names) > 1000 || !utf8.ValidString(names) {
			return
		}
		header := strings.Split(names, ";")
		row := make([]string, len(header))
		for i, name := range header {
			if row[i] = fmt.Sprintf("cell%c", 'a'+i%26); columnOf(name).field == MokID {
				row[i] = "100000014"
			}
		}
		reader, err := NewReader(t.Context(), []byte("sep=;\n"+names+"\n"+strings.Join(row, ";")+"\n"), upn.DefaultAccount())
		if err != nil || reader.About().Header == 0 {
			return
		}
		got, err := reader.Next()
		if err != nil || got.Problem != nil {
			return
		}
		for field, said := range map[Field]string{Amount: got.Cells.Amount, Name: got.Cells.Name, Street: got.Cells.Street, Town: got.Cells.Town} {
			for part := range strings.FieldsSeq(said) {
				at := slices.Index(row, part)
				if at < 0 || len(header) <= 26 && columnOf(header[at]).field != field {
					t.Errorf("%q: %s stands at %s", names, part, field)
				}
			}
		}
	})
}
