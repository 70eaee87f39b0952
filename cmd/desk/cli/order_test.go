package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pages counts the pages of a PDF by their objects.
func pages(t *testing.T, path string) int {
	t.Helper()
	pdf, err := os.ReadFile(path)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("%s: %v, %d bytes", path, err, len(pdf))
	}
	return bytes.Count(pdf, []byte("/Type /Page\n"))
}

func (b *bench) in(name string) string { return filepath.Join(b.dir, name) }

func TestOrderForOneCard(t *testing.T) {
	b := newBench(t)
	for name, args := range map[string][]string{
		"whole":     {"--mok-id", "100000014", "--amount", "50", "--payer", "Živa Čuk", "--street", "Glavni trg 1", "--town", "4000 Kranj"},
		"reference": {"--mok-id", "SI05 8074720-100000014-200"},
		"english":   {"--mok-id", "100 000 014", "--lang", "en", "--layout", "form"},
		"shifted":   {"--mok-id", "100000014", "--layout", "blank4", "--offset-x", "-1.5", "--offset-y", "2"},
	} {
		out := b.in(name + ".pdf")
		status, said, trouble := b.run(t, append(append([]string{"order"}, args...), "--out", out)...)
		if status != Done || trouble != "" || pages(t, out) != 1 {
			t.Errorf("%s: status %d, %q, %q", name, status, said, trouble)
			continue
		}
		for _, want := range []string{"Saved: " + out, "1 order is made", "Not verified", "assumed", "Training counter"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q lacks %q", name, said, want)
			}
		}
		if has := strings.Contains(said, "Without a QR code"); has == (name == "whole") {
			t.Errorf("%s: without a code: %v", name, has)
		}
	}
}

// zofkas is the payload of an order that pays Zofka.
const zofkas = "UPNQR\n\n\n\n\nJanez Novak\nLepa cesta 10\n2000 Maribor\n00000001471\n\n\nSCVE\nRavn. z odpadki 04/2016 0040098579\n25.06.2016\n" +
	"SI56051008010486080\nSI121033842574531\nZofka d.o.o.\nPovsetova ulica 6\n1000 Ljubljana\n198\n"

func TestOrderSaysWhatIsWrongAndMakesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"unclear":        {[]string{"--mok-id", "12345678"}, "MOK ID: A MOK ID has nine digits"},
		"empty":          {[]string{"--mok-id", ""}, "Type the MOK ID"},
		"a card's":       {[]string{"--mok-id", "4111 1111 1111 1111"}, "whole card number"},
		"in the payer":   {[]string{"--mok-id", "100000014", "--payer", "4111111111111111"}, "whole card number"},
		"in the street":  {[]string{"--mok-id", "100000014", "--street", "Trg 4111-1111-1111-1111"}, "whole card number"},
		"in the town":    {[]string{"--mok-id", "100000014", "--town", "4111.1111.1111.1111 Kranj"}, "whole card number"},
		"in the amount":  {[]string{"--mok-id", "100000014", "--amount", "4111111111111111"}, "whole card number"},
		"a decimal":      {[]string{"--mok-id", "12345678.0", "--amount", "50"}, "a number with decimals"},
		"a telephone":    {[]string{"--mok-id", "041/123-456"}, "telephone number"},
		"the office's":   {[]string{"--mok-id", "01 477 20 00"}, "telephone number"},
		"another payee":  {[]string{"--mok-id", strings.ReplaceAll(zofkas, "\n", " ")}, "a payment to somebody else, not"},
		"a wrong sum":    {[]string{"--mok-id", strings.Replace(zofkas, "198", "999", 1)}, "control sum"},
		"a foreign code": {[]string{"--mok-id", "BCD\n002\n1\nSCT\n\nZofka\nSI56051008010486080\nEUR1\n"}, "European transfer"},
		"an account":     {[]string{"--mok-id", "SI56 0290 0000 0200 020"}, "number of an account"},
		"amount":         {[]string{"--mok-id", "100000014", "--amount", "1.250"}, "Amount in euros: The amount could mean two things"},
		"zero":           {[]string{"--mok-id", "100000014", "--amount", "0"}, "more than zero"},
		"payer":          {[]string{"--mok-id", "100000014", "--payer", strings.Repeat("Zofka", 7)}, "room for 33"},
	} {
		b := newBench(t)
		out := b.in("form.pdf")
		status, said, trouble := b.run(t, append(append([]string{"order"}, c.args...), "--out", out)...)
		if status != Failure || said != "" || !strings.Contains(trouble, c.want) || strings.Count(trouble, "\n") != 1 {
			t.Errorf("%s: status %d, %q, %q", name, status, said, trouble)
		}
		if strings.Contains(trouble, "1111") || strings.Contains(trouble, "Zofka") {
			t.Errorf("%s: what was typed is shown: %q", name, trouble)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: there is a paper", name)
		}
	}
}

func TestOrderCommandLineThatIsWrong(t *testing.T) {
	for _, line := range []string{
		"", "--out F", "--mok-id 100000014", "--mok-id 100000014 --list L --out F", "--list L --amount 5 --out F",
		"--mok-id 100000014 --skip-bad --out F", "--calibration --payer A --out F", "--calibration --layout a4 --out F",
		"--mok-id 100000014 --layout a5 --out F", "--mok-id 100000014 --lang de --out F", "--mok-id 100000014 --offset-x 1 --out F",
		"--mok-id 100000014 --layout blank --offset-x 11 --out F", "--mok-id 100000014 --layout blank --offset-y NaN --out F",
		"--mok-id 100000014 --out F 4111111111111111", "--mok-id 100000014 --offset-x wide --out F", "--list= --out F",
	} {
		b := newBench(t)
		out := b.in("form.pdf")
		status, said, trouble := b.run(t, append([]string{"order"}, strings.Fields(strings.ReplaceAll(line, "F", out))...)...)
		if status != Misused || said != "" || strings.Count(trouble, "\n") != 1 || strings.Contains(trouble, "4111") {
			t.Errorf("%q: status %d, %q, %q", line, status, said, trouble)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%q: there is a paper", line)
		}
	}
}

func TestACardsNumberOnTheCommandLineIsNotRepeated(t *testing.T) {
	for _, number := range []string{"4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111"} {
		b := newBench(t)
		for _, args := range [][]string{
			{number}, {"check", number}, {"order", number}, {"order", "--" + number, "x"}, {"order", "--offset-x", number + "x"},
			{"order", "--calibration", "--layout", number, "--out", b.in("x.pdf")}, {"order", "--calibration", "--lang", number, "--out", b.in("x.pdf")},
		} {
			if status, out, said := b.run(t, args...); status != Misused || strings.Contains(out+said, "1111") {
				t.Errorf("%q: status %d, %q, %q", args, status, out, said)
			}
		}
	}
}

func TestOrderReplacesNothingUnasked(t *testing.T) {
	b := newBench(t)
	out := b.file(t, "form.pdf", "an older one")
	for _, what := range [][]string{{"--mok-id", "100000014"}, {"--list", b.file(t, "cards.csv", "100000014\n")}, {"--calibration"}} {
		args := append([]string{"order", "--out", out}, what...)
		status, _, trouble := b.run(t, args...)
		if kept, _ := os.ReadFile(out); status != Failure || !strings.Contains(trouble, "--force") || string(kept) != "an older one" {
			t.Errorf("%v: status %d, %q, %q", what, status, trouble, kept)
		}
		if status, _, trouble := b.run(t, append(args, "--force")...); status != Done || pages(t, out) != 1 {
			t.Errorf("%v with --force: status %d, %q", what, status, trouble)
		}
		b.file(t, "form.pdf", "an older one")
	}
	if status, _, trouble := b.run(t, "order", "--mok-id", "100000014", "--out", b.in("nowhere/form.pdf")); status != Failure || !strings.Contains(trouble, "is not there") {
		t.Errorf("no folder: status %d, %q", status, trouble)
	}
}

func TestOrderCalibration(t *testing.T) {
	b := newBench(t)
	for _, layout := range []string{"blank", "blank4"} {
		out := b.in(layout + ".pdf")
		status, said, trouble := b.run(t, "order", "--calibration", "--layout", layout, "--offset-x", "1", "--out", out)
		if status != Done || said != "Saved: "+out+"\n" || trouble != "" || pages(t, out) != 1 {
			t.Errorf("%s: status %d, %q, %q", layout, status, said, trouble)
		}
	}
}

// The settings say how far the printer is off; flags say otherwise, each for itself. A paper made in the same second has the same
// bytes, so two pages are compared anew when a second has ended between them.
func TestOrderOntoBlanksIsShiftedAsTheSettingsSay(t *testing.T) {
	b := newBench(t)
	shifted := b.file(t, "shifted.toml", "mode = \"training\"\n[blank]\nprinter = \"Pult-1\"\nright = 1.5\ndown = -2\n")
	plain := b.file(t, "plain.toml", "mode = \"training\"\n")
	page := func(config string, flags ...string) []byte {
		out := b.in("page.pdf")
		args := append([]string{"order", "--config", config, "--mok-id", "100000014", "--layout", "blank", "--force", "--out", out}, flags...)
		if status, _, trouble := b.run(t, args...); status != Done {
			t.Fatalf("status %d, %q", status, trouble)
		}
		pdf, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return pdf
	}
	same := func(a, b func() []byte) bool {
		for range 5 {
			if bytes.Equal(a(), b()) {
				return true
			}
		}
		return false
	}
	if !same(func() []byte { return page(shifted) }, func() []byte { return page(plain, "--offset-x", "1.5", "--offset-y", "-2") }) {
		t.Error("the settings' offset is not that of the same flags")
	}
	if !same(func() []byte { return page(shifted, "--offset-x", "0") }, func() []byte { return page(plain, "--offset-y", "-2") }) {
		t.Error("a flag does not stand for its setting")
	}
	if same(func() []byte { return page(shifted) }, func() []byte { return page(plain) }) {
		t.Error("the settings' offset shifts nothing")
	}
}

func TestOrderListWithBadRows(t *testing.T) {
	b := newBench(t)
	list := b.file(t, "cards.csv", "MOK ID;Amount\n100000014;50,00\n4111111111111111;5\n100000022;1.250\n100000030;\n")
	out := b.in("forms.pdf")
	status, said, trouble := b.run(t, "order", "--list", list, "--out", out)
	lines := strings.Split(strings.TrimSpace(trouble), "\n")
	if status != Failure || said != "" || len(lines) != 3 || !strings.HasPrefix(lines[0], "Line 3: MOK ID: ") ||
		!strings.HasPrefix(lines[1], "Line 4: Amount in euros: ") || !strings.Contains(lines[2], "2 rows") || strings.Contains(trouble, "1111") {
		t.Errorf("status %d, %q, %q", status, said, trouble)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("there is a paper")
	}
	status, said, trouble = b.run(t, "order", "--list", list, "--out", out, "--skip-bad")
	if status != Done || pages(t, out) != 2 || strings.Count(trouble, "\n") != 2 {
		t.Errorf("with --skip-bad: status %d, %q", status, trouble)
	}
	for _, want := range []string{"2 orders are made", "2 rows were skipped", "missing: 2 orders"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q lacks %q", said, want)
		}
	}
}

// What a script is told of a list as spreadsheets and people make them: the line, the field, the reason, and what to do.
func TestOrderListsAsPeopleMakeThem(t *testing.T) {
	for name, c := range map[string]struct{ list, want string }{
		"a row twice":       {"100000014;5\n100000022;5\n100 000 014;5,00\n", "Line 3: It is the same as line 1"},
		"a foreign letter":  {"100000014;5;Jose Pe\u00f1a\n", "The UPN form does not have the character at position 8; you may write n for it."},
		"a cut spreadsheet": {"PK\x03\x04\x14\x00\x06\x00", "is damaged or cut. Open it and save it again."},
		"an older Excel":    {"\xd0\xcf\x11\xe0" + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", "is a spreadsheet of the older kind (.xls). Save it from Excel as .xlsx."},
		"a DOS file":        {"100000014;5;Ana\n100000022;5;\xa6agar\n", "cannot be told for certain (first in line 2), so it was not read."},
		"a lost letter":     {"100000014;5;?agar\n", "Line 1: Payer: name: A letter was lost; where it belongs there is a sign such as ?."},
		"split cents":       {"100000014,12,50\n", "Line 1: The amount is split into two cells."},
		"a formula":         {"=\"100000014\";5\n", "Line 1: MOK ID: "},
		"a reckoned amount": {"100000014;=50\n", "Line 1: Amount in euros: "},
	} {
		b := newBench(t)
		out := b.in("forms.pdf")
		status, said, trouble := b.run(t, "order", "--list", b.file(t, "cards.csv", c.list), "--out", out)
		if status != Failure || said != "" || !strings.Contains(trouble, c.want) || strings.Contains(trouble, "Jose") {
			t.Errorf("%s: status %d, %q, %q", name, status, said, trouble)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: there is a paper", name)
		}
	}
}

func TestOrderListOfManyCards(t *testing.T) {
	b := newBench(t)
	var list strings.Builder
	for i := range 1200 {
		fmt.Fprintf(&list, "%09d;%d,00\n", 100000000+i, i+1)
	}
	path := b.file(t, "cards.csv", list.String())
	status, said, trouble := b.run(t, "order", "--list", path, "--layout", "form", "--out", b.in("forms.pdf"))
	if status != Done || trouble != "" || !strings.Contains(said, "1,200 orders are made") {
		t.Fatalf("status %d, %q, %q", status, said, trouble)
	}
	for i, want := range []int{500, 500, 200} {
		if got := pages(t, b.in(fmt.Sprintf("forms-%d.pdf", i+1))); got != want {
			t.Errorf("file %d has %d pages, want %d", i+1, got, want)
		}
	}
	if _, err := os.Stat(b.in("forms.pdf")); err == nil {
		t.Error("there is a fourth file")
	}
}

func TestOrderListThatIsStopped(t *testing.T) {
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	status := b.Run(ctx, []string{"order", "--list", b.file(t, "cards.csv", "100000014\n"), "--out", b.in("forms.pdf")})
	if _, err := os.Stat(b.in("forms.pdf")); status != Failure || !strings.Contains(b.err.String(), "Interrupted") || err == nil {
		t.Errorf("status %d, %q, %v", status, b.err.String(), err)
	}
}

func TestOrderWithWrongSettings(t *testing.T) {
	b := newBench(t)
	wrong := b.file(t, "wrong.toml", "mode = 1\n")
	status, said, trouble := b.run(t, "order", "--config", wrong, "--mok-id", "100000014", "--out", b.in("form.pdf"))
	if status != Failure || said != "" || !strings.Contains(trouble, wrong) {
		t.Errorf("status %d, %q, %q", status, said, trouble)
	}
}

// How a list is read is told unless it is plain UTF-8: encoding, separator, header, and what is passed over.
func TestOrderListTellsHowItIsRead(t *testing.T) {
	for list, want := range map[string][]string{
		"MOK ID;Znesek;Ime\n100000014;5;\x8eagar\n":             {"recognised as Windows-1250. Check that the letters", "Semicolons part", "header is in line 1"},
		"\xff\xfe1\x000\x000\x000\x000\x000\x000\x001\x004\x00": {"recognised as UTF-16", "no header"},
		"Seznam\n\nZap. št.;MOK ID;Opomba\n1;100000014;x\n":     {"Line 1 above the header is passed over.", "Columns are passed over (Zap. št., Opomba)."},
		"sep=|\nMOK ID|Znesek\n100000014|5\n":                   {"The sign | parts the columns, as the line sep= says."},
		"MOK ID;Znesek\n100000014;5\n":                          nil,
	} {
		b := newBench(t)
		status, said, trouble := b.run(t, "order", "--list", b.file(t, "cards.csv", list), "--out", b.in("forms.pdf"))
		if status != Done || trouble != "" || pages(t, b.in("forms.pdf")) != 1 || want == nil && strings.Contains(said, "CSV") {
			t.Errorf("%q: status %d, %q, %q", list, status, said, trouble)
		}
		for _, w := range want {
			if !strings.Contains(said, w) {
				t.Errorf("%q: %q lacks %q", list, said, w)
			}
		}
	}
}

func TestACardNumberIsNoPathOfAnOrder(t *testing.T) {
	for name, args := range map[string][]string{
		"out": {"--mok-id", "100000014", "--out", "4111111111111111"}, "list": {"--list", "4111 1111 1111 1111", "--out", "x.pdf"},
	} {
		b := newBench(t)
		status, said, trouble := b.run(t, append([]string{"order"}, args...)...)
		if status != Misused || said != "" || !strings.Contains(trouble, "številka kartice") || strings.Contains(trouble, "1111") {
			t.Errorf("%s: status %d, %q, %q", name, status, said, trouble)
		}
	}
}

func TestOrderListOfASpreadsheetNamesItsCells(t *testing.T) {
	for kind, name := range map[string]string{"xlsx": "Excel", "ods": "OpenDocument"} {
		b := newBench(t)
		list := filepath.Join("..", "orders", "table", "testdata", "office."+kind)
		status, said, trouble := b.run(t, "order", "--list", list, "--out", b.in("forms.pdf"), "--skip-bad")
		for _, want := range []string{name + " spreadsheet, sheet “Kartice”.", "A column is passed over (Interno).", "Sheets are passed over (Navodila, Arhiv).", "3 orders are made"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q lacks %q", kind, said, want)
			}
		}
		if status != Done || pages(t, b.in("forms.pdf")) != 3 || !strings.Contains(trouble, "Line 8: cell A8: MOK ID: The spreadsheet has made a number") {
			t.Errorf("%s: status %d, %q", kind, status, trouble)
		}
	}
}

// What a customer brings instead of a card: a whole reference, a code, a label.
func TestAnOrderIsMadeOfWhateverNamesTheCard(t *testing.T) {
	for name, typed := range map[string]string{
		"labelled": "Sklic: SI05 8074720-100000014-200", "in groups": "8074720-100 000 014-200", "another keyboard": "SI058074720'100000014'200", "a label": "MOK ID: 100 000 014", "a reader's prefix": "]C1100000014",
		"a code": "UPNQR     Ana Zagar Glavni trg 1 4000 Kranj 00000005000   OTHR Polnitev kartice CeKR  SI56029000000200020 SI058074720-100000014-200 NLB d.d. Trg republike 2 1000 Ljubljana 172",
	} {
		b := newBench(t)
		out := b.in("form.pdf")
		if status, _, trouble := b.run(t, "order", "--mok-id", typed, "--out", out); status != Done {
			t.Errorf("%s: status %d, %q", name, status, trouble)
		}
	}
}
