package orders

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/cmd/desk/orders/table"
	"cekr.kranj.si/desk/gui/flow/order"
)

// read reads a list to its end: good rows, and for each bad one its line and key.
func read(t *testing.T, list string) (rows []Row, bad map[int]string) {
	t.Helper()
	bad = map[int]string{}
	reader, err := NewReader(t.Context(), []byte(list), upn.DefaultAccount())
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, err := reader.Next()
		switch {
		case errors.Is(err, io.EOF):
			return rows, bad
		case err != nil:
			t.Fatal(err)
		case row.Problem != nil:
			bad[row.Line] = row.Problem.Reasons[0].Message.Key
		default:
			rows = append(rows, row)
		}
	}
}

func TestListsAsTheyAreWritten(t *testing.T) {
	const card = "100000014"
	ana := order.Form{MokID: card, Amount: "50,00", Name: "Ana Žagar", Street: "Glavni trg 1", Town: "4000 Kranj"}
	one := []Row{{Line: 1, Cells: ana}}
	for name, c := range map[string]struct {
		list string
		want []Row
	}{
		"semicolons":          {"100000014;50,00;Ana Žagar;Glavni trg 1;4000 Kranj\n", one},
		"tabs":                {"100000014\t50,00\tAna Žagar\tGlavni trg 1\t4000 Kranj\n", one},
		"commas and quotes":   {`100000014,"50,00",Ana Žagar,Glavni trg 1,"4000 Kranj"` + "\n", one},
		"CRLF":                {"100000014;50,00;Ana Žagar;Glavni trg 1;4000 Kranj\r\n", one},
		"no line end":         {"100000014;50,00;Ana Žagar;Glavni trg 1;4000 Kranj", one},
		"byte order mark":     {"\uFEFF100000014;50,00;Ana Žagar;Glavni trg 1;4000 Kranj", one},
		"mark and quotes":     {"\uFEFF\"100000014\";50,00;Ana Žagar;Glavni trg 1;4000 Kranj", one},
		"empty cells after":   {"100000014;50,00;Ana Žagar;Glavni trg 1;4000 Kranj;;;", one},
		"blanks round quotes": {`100000014; "50,00" ;"Ana Žagar";Glavni trg 1;4000 Kranj`, one},
		"header":              {"MOK ID;Znesek;Plačnik;Ulica;Kraj\n100000014;50,00;Ana Žagar;Glavni trg 1;4000 Kranj\n", []Row{{Line: 2, Cells: ana}}},
		"header, other order": {"kraj,Ime in priimek,ULICA,\"znesek (EUR)\",mok_id\n4000 Kranj,Ana Žagar,Glavni trg 1,\"50,00\",100000014\n", []Row{{Line: 2, Cells: ana}}},
		"cards alone":         {"100000014\n100000022\n", []Row{{Line: 1, Cells: order.Form{MokID: card}}, {Line: 2, Cells: order.Form{MokID: "100000022"}}}},
		"separator late":      {"100000014\n\n;;\n100000022;5\n", []Row{{Line: 1, Cells: order.Form{MokID: card}}, {Line: 4, Cells: order.Form{MokID: "100000022", Amount: "5"}}}},
		"quotes in quotes":    {`100000014;;"Bar ""Pri vodi""; d.o.o."`, []Row{{Line: 1, Cells: order.Form{MokID: card, Name: `Bar "Pri vodi"; d.o.o.`}}}},
		"other separators":    {"100000014;5;Žagar, Ana\n", []Row{{Line: 1, Cells: order.Form{MokID: card, Amount: "5", Name: "Žagar, Ana"}}}},
		"empty":               {"", nil},
		"a mark alone":        {"\uFEFF", nil},
		"blank lines":         {"\n \r\n;;;\n\n", nil},
		"header alone":        {"MOK ID\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, bad := read(t, c.list)
			if diff := cmp.Diff(c.want, got, cmpopts.IgnoreUnexported(Row{})); diff != "" || len(bad) > 0 {
				t.Errorf("%v\n%s", bad, diff)
			}
		})
	}
}

func TestABadRowSpoilsOnlyItself(t *testing.T) {
	for bad, key := range map[string]string{
		`100000022;"50,00`:                        "orders.row.quotes",
		`100000022;"50,00"x`:                      "orders.row.quotes",
		"100000022;5;A;B;C;D":                     "orders.row.cells",
		"100000022;" + strings.Repeat("x", 200e3): "orders.row.tooLong",
		"100000022;" + strings.Repeat("x", 65534): "orders.row.tooLong",
	} {
		rows, found := read(t, "100000014;5\n"+bad+"\n100000030;5\n")
		if len(rows) != 2 || rows[1].Line != 3 || len(found) != 1 || found[2] != key {
			t.Errorf("%.30q: rows %v, bad %v, want %s", bad, rows, found, key)
		}
	}
	if _, found := read(t, "100000014,50,00\n"); found[1] != "orders.row.decimals" {
		t.Errorf("an amount in two cells: %v", found)
	}
}

func TestFilesAndHeadersThatCantBeUnderstood(t *testing.T) {
	for list, want := range map[string]Error{
		"MOK ID;Znesek;Amount\n":        {Code: Header, Line: 1, Column: "C"},
		"Znesek;Plačnik\n":              {Code: NoMokID, Line: 1},
		"abc\n":                         {Code: NoMokID, Line: 1},
		"MOK ID;4111111111111111;x\n":   {Code: Header, Line: 1, Column: "B"},
		"PK\x03\x04\x14\x00\n100000014": {Code: Damaged},
		"\xd0\xcf\x11\xe0\xa1\xb1":      {Code: NotCSV},
		"%PDF-1.7\n":                    {Code: NotCSV},
	} {
		err := refused(t, list)
		if err == nil {
			t.Errorf("%q is read", list)
			continue
		}
		if err.Err = nil; *err != want {
			t.Errorf("%q: %+v, want %+v", list, err, want)
		}
	}
}

// refused is why a list is refused whole; nil when it isn't.
func refused(t *testing.T, list string) *Error {
	t.Helper()
	rows, err := NewReader(t.Context(), []byte(list), upn.DefaultAccount())
	for err == nil {
		_, err = rows.Next()
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	why, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("%q: %v", list, err)
	}
	return why
}

func TestTheSourcesErrorIsGivenOn(t *testing.T) {
	broken := errors.New("the disk is gone")
	if _, err := readAll(t.Context(), io.MultiReader(strings.NewReader("100000014\n1000"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := readAll(ctx, strings.NewReader("100000014\n")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if data, err := readAll(t.Context(), iotest.OneByteReader(strings.NewReader("100000014\n"))); err != nil || string(data) != "100000014\n" {
		t.Errorf("%q, %v", data, err)
	}
	endless := io.LimitReader(strings.NewReader(strings.Repeat("x", table.MaxSize+2)), table.MaxSize+2)
	if _, err := readAll(t.Context(), endless); !isCode(err, TooBig) {
		t.Error(err)
	}
}

func isCode(err error, code Code) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Code == code
}

// TestQuotedCellsComeBack: whatever stands in cells, written with quotes, is read again.
func TestQuotedCellsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune(`až ;,	"'0.`)), 0, 20, -1)
		want := order.Form{
			MokID: "100000014", Amount: text.Draw(t, "amount"), Name: "n" + text.Draw(t, "name"), Street: text.Draw(t, "street"), Town: text.Draw(t, "town"),
		}
		sep := rapid.SampledFrom([]string{",", ";", "\t"}).Draw(t, "separator")
		var cells []string
		for _, field := range order.Fields() {
			cells = append(cells, `"`+strings.ReplaceAll(*want.At(field), `"`, `""`)+`"`)
		}
		rows, err := NewReader(context.Background(), []byte(strings.Join(cells, sep)+"\r\n"), upn.DefaultAccount())
		if err != nil {
			t.Fatal(err)
		}
		row, err := rows.Next()
		if err != nil || row.Problem != nil || row.Cells != want {
			t.Fatalf("%+v, %v", row, err)
		}
	})
}
