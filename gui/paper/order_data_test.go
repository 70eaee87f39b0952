package paper

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper/ink"
)

func exampleB() upn.Order {
	return upn.Order{
		PayerIBAN: "SI56020170014356205", PayerReference: "SI003528-990", Payer: upn.Party{Name: "Združenje bank Slovenije", Street: "Šubičeva 2", Town: "1000 Ljubljana"},
		Amount: money.EUR(128067), Code: "ADVA", Purpose: "Plačilo avansa-ponudba 2016/12", PayeeIBAN: "SI56051008010486080", PayeeReference: "SI00123456-67890-12345",
		Payee: upn.Party{Name: "Novo podjetje d.o.o.", Street: "Lepa cesta 15", Town: "3698 Loški Potok"},
	}
}

func filledIn(t testing.TB, c *contents, number string) (lines []string) {
	t.Helper()
	for _, r := range tableRows(t) {
		if r.number != number {
			continue
		}
		for _, d := range c.texts {
			if d.x >= r.x1 && d.x < r.x2 && d.y > r.y1 && d.y < r.y2 && (d.size == 10 || d.size == 7.06) {
				lines = append(lines, d.text)
			}
		}
	}
	return lines
}

func TestAFilledFormSaysInEachBoxWhatTheStandardSays(t *testing.T) {
	for name, c := range map[string]struct {
		order upn.Order
		boxes map[string][]string
	}{
		"figure 3": {officialOrder(), map[string][]string{
			"A3": {"Janez Novak", "Lepa cesta 10", "2000 Maribor"}, "A5": {"Ravn. z odpadki 04/2016", "0040098579, 25.06.2016"}, "A8": {"***14,71"},
			"A10": {"SI56 0510 0801 0486 080", "SI12 1033842574531"}, "A12": {"Snaga d.o.o.", "Povšetova ulica 6", "1000 Ljubljana"},
			"A22": nil, "A27": nil, "A28": nil, "A30": {"Janez Novak", "Lepa cesta 10", "2000 Maribor"}, "A37": {"***14,71"}, "A38": nil, "A43": {"SCVE"},
			"A44": {"Ravn. z odpadki 04/2016 0040098579"}, "A45": {"25.06.2016"}, "A47": {"SI56 0510 0801 0486 080"}, "A50": {"SI12"}, "A51": {"1033842574531"},
			"A54": {"Snaga d.o.o.", "Povšetova ulica 6", "1000 Ljubljana"}, "A23": nil, "A24": nil, "A39": nil,
		}},
		"example B": {exampleB(), map[string][]string{
			"A3": {"Združenje bank Slovenije", "Šubičeva 2", "1000 Ljubljana"}, "A5": {"Plačilo avansa-ponudba 2016/12"}, "A8": {"***1.280,67"},
			"A10": {"SI56 0510 0801 0486 080", "SI00 123456-67890-12345"}, "A12": {"Novo podjetje d.o.o.", "Lepa cesta 15", "3698 Loški Potok"},
			"A22": {"SI56 0201 7001 4356 205"}, "A27": {"SI00"}, "A28": {"3528-990"}, "A30": {"Združenje bank Slovenije", "Šubičeva 2", "1000 Ljubljana"},
			"A37": {"***1.280,67"}, "A43": {"ADVA"}, "A44": {"Plačilo avansa-ponudba 2016/12"}, "A45": nil, "A47": {"SI56 0510 0801 0486 080"}, "A50": {"SI00"}, "A51": {"123456-67890-12345"},
		}},
		"a deposit, by RF": {func() upn.Order {
			o := exampleB()
			o.PayerIBAN, o.PayerReference = "", ""
			o.Use, o.Date, o.PayeeReference = upn.Deposit, upn.Date{Year: 2026, Month: 1, Day: 2}, "RF45SBO2010"
			return o
		}(), map[string][]string{"A23": {"X"}, "A24": nil, "A38": {"02.01.2026"}, "A39": nil, "A50": {"RF45"}, "A51": {"SBO2 010"}, "A10": {"SI56 0510 0801 0486 080", "RF45 SBO2 010"}}},
		"urgent": {func() upn.Order {
			o := exampleB()
			o.Urgent = true
			return o
		}(), map[string][]string{"A23": nil, "A39": {"X"}}},
	} {
		t.Run(name, func(t *testing.T) {
			page := readPage(t, mustOrder(t, onForm(c.order)))
			for number, want := range c.boxes {
				if got := filledIn(t, page, number); !slices.Equal(got, want) {
					t.Errorf("%s says %q, want %q", number, got, want)
				}
			}
		})
	}
}

func TestTypeStandsWhereTheSampleHasIt(t *testing.T) {
	c := readPage(t, mustOrder(t, onForm(officialOrder())))
	for _, want := range []struct {
		text string
		x, y float64
		size float64
	}{
		{"Janez Novak", 6.52, 9.33, 7.06}, {"2000 Maribor", 6.52, 17.80, 7.06}, {"Ravn. z odpadki 04/2016", 6.45, 25.94, 7.06}, {"0040098579, 25.06.2016", 6.45, 30.17, 7.06},
		{"***14,71", 19.33, 38.21, 10}, {"SI12 1033842574531", 6.52, 54.60, 7.06}, {"Snaga d.o.o.", 6.52, 62.60, 7.06},
		{"Janez Novak", 108.78, 25.61, 10}, {"Lepa cesta 10", 108.78, 30.59, 10}, {"***14,71", 116.43, 43.99, 10}, {"SCVE", 65.90, 52.50, 10},
		{"Ravn. z odpadki 04/2016 0040098579", 82.56, 52.50, 10}, {"SI56 0510 0801 0486 080", 65.90, 61.44, 10}, {"SI12", 65.90, 69.47, 10},
		{"Snaga d.o.o.", 65.90, 77.55, 10}, {"1000 Ljubljana", 65.90, 87.46, 10},
	} {
		found := false
		for _, d := range c.texts {
			found = found || d.text == want.text && d.size == want.size && math.Abs(d.x-want.x) < 0.5 && math.Abs(d.y-want.y) < 0.25
		}
		if !found {
			t.Errorf("%q is not near %.2f %.2f", want.text, want.x, want.y)
		}
	}
}

func TestTypeIsExactlyTwelveAndSeventeenToTheInch(t *testing.T) {
	c := readPage(t, mustOrder(t, onForm(officialOrder())))
	for _, d := range c.texts {
		pitch := 0.0
		switch {
		case strings.HasPrefix(d.text, "UPN QR"): // a caption
			continue
		case d.size == 10:
			pitch = 12
		case d.size == 7.06:
			pitch = 17
		default:
			continue
		}
		width := 0.6 * d.size * d.scale / 100 // points, by the widths the PDF declares
		if got := 72 / width; math.Abs(got-pitch) > 0.0005 {
			t.Errorf("%q is set at %.4f to the inch", d.text, got)
		}
	}
}

func TestWhateverTheOrderItsTypeStaysInItsBoxes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := anyOrder().Draw(t, "order")
		for _, m := range fill(order.Clean(), 0, 0) {
			x1, _, x2, _ := extent(m)
			y := m.(ink.Text).Y
			inside := false
			for n, p := range places {
				if (slices.Contains(receiptBoxes, n) || slices.Contains(orderBoxes, n) || slices.Contains(choiceBoxes, n)) && x1 > p.x1 && x2 < p.x2 && y > p.y1 && y < p.y2 {
					inside = true
				}
			}
			if !inside {
				t.Fatalf("%q from %.2f to %.2f at %.2f is in no box", decoded(m.(ink.Text).Codes), x1, x2, y)
			}
		}
	})
}

func TestPurposeAndDueDateFitTwoLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := upn.Order{Purpose: anyLine(42).Draw(t, "purpose")}
		if rapid.Bool().Draw(t, "due") {
			o.Due = upn.Date{Year: 2026, Month: 12, Day: 31}
		}
		lines := purposeAndDue(o)
		if len(lines) > 2 {
			t.Fatalf("%q", lines)
		}
		want := o.Purpose
		if o.Due != (upn.Date{}) {
			want += ", 31.12.2026"
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if bare(strings.Join(lines, "")) != bare(want) {
			t.Fatalf("%q of %q", lines, want)
		}
		for _, line := range lines {
			if n := len([]rune(line)); n > 33 {
				t.Fatalf("%q is %d long", line, n)
			}
		}
	})
}
