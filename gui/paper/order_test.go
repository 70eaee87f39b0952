package paper

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
)

func mustOrder(t testing.TB, o Order) []byte {
	t.Helper()
	pdf, err := o.PDF()
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func onForm(o upn.Order) Order {
	s := sampleOrder()
	s.UPN, s.Layout = o, OnForm
	return s
}

// exampleB is the standard's example B, whose text has been written out for each box as the standard prints it.
func exampleB() upn.Order {
	return upn.Order{
		PayerIBAN: "SI56020170014356205", PayerReference: "SI003528-990", Payer: upn.Party{Name: "Združenje bank Slovenije", Street: "Šubičeva 2", Town: "1000 Ljubljana"},
		Amount: money.EUR(128067), Code: "ADVA", Purpose: "Plačilo avansa-ponudba 2016/12", PayeeIBAN: "SI56051008010486080", PayeeReference: "SI00123456-67890-12345",
		Payee: upn.Party{Name: "Novo podjetje d.o.o.", Street: "Lepa cesta 15", Town: "3698 Loški Potok"},
	}
}

// filledIn is what is typed into the box at a place of table 1, line by line.
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

// Where ZBS's own sample, figure 3, has its type: left end and baseline. The sample strays between its own boxes by up to half a
// millimetre, so ours is held to that.
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

func TestTheCodeIsDrawnAsTheStandardSays(t *testing.T) {
	order := officialOrder()
	c := readPage(t, mustOrder(t, onForm(order)))
	symbol, err := order.Symbol()
	if err != nil {
		t.Fatal(err)
	}
	const module, left, top = 32.597 / 77, 67.20, 9.45
	dark := 0
	seen := map[[2]int]bool{}
	for _, b := range c.boxes {
		if !near(b.y2-b.y1, module) || b.fill != "0 g" || b.stroke != "" {
			continue
		}
		y := int(math.Round((b.y1 - top) / module))
		for x := int(math.Round((b.x1 - left) / module)); x < int(math.Round((b.x2-left)/module)); x++ {
			if seen[[2]int{x, y}] || !symbol.Dark(x, y) {
				t.Fatalf("module %d, %d is drawn", x, y)
			}
			seen[[2]int{x, y}] = true
			dark++
		}
		if math.Abs(b.y1-top-float64(y)*module) > 0.01 {
			t.Fatalf("row %d begins at %.3f", y, b.y1)
		}
	}
	for y := range 77 {
		for x := range 77 {
			if symbol.Dark(x, y) && !seen[[2]int{x, y}] {
				t.Fatalf("module %d, %d is not drawn", x, y)
			}
		}
	}
	if dark < 2500 {
		t.Errorf("%d dark modules", dark)
	}
	// The quiet zone of four modules: nothing else is inside it, and it stays inside the field.
	for _, d := range c.texts {
		if d.x > left-4*module && d.x < left+81*module && d.y > top-4*module && d.y < top+81*module {
			t.Errorf("%q stands in the quiet zone", d.text)
		}
	}
	if left-4*module < 63.5 || left+81*module > 103.5 || top-4*module < 6 || top+81*module > 45.5 {
		t.Error("the quiet zone leaves the field")
	}
}

func TestAFormThatCannotBeReadBackIsNotGivenOut(t *testing.T) {
	o := onForm(officialOrder())
	spoil := map[string]func(*page){
		"another order's code": func(p *page) {
			other := officialOrder()
			other.Amount = money.EUR(1472)
			code, err := orderCode(other, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			p.marks = slices.DeleteFunc(p.marks, func(m mark) bool { _, ok := m.(inkCode); return ok })
			p.add(code...)
		},
		"no code": func(p *page) {
			p.marks = slices.DeleteFunc(p.marks, func(m mark) bool { _, ok := m.(inkCode); return ok })
		},
		"two codes": func(p *page) { p.marks = append(p.marks, p.marks...) },
		"a third of it white": func(p *page) {
			for _, m := range p.marks {
				if c, ok := m.(inkCode); ok {
					for y := 20; y < 50; y++ {
						clear(c.rows[y])
					}
				}
			}
		},
	}
	for name, f := range spoil {
		p, err := o.page()
		if err != nil {
			t.Fatal(err)
		}
		f(p)
		if err := readBack(o.UPN, p); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%s: %v", name, err)
		} else if strings.Contains(err.Error(), "Novak") {
			t.Errorf("%s: the error repeats a name", name)
		}
	}
}

func TestAFormLeftOpenHasNoCode(t *testing.T) {
	for name, leave := range map[string]func(*upn.Order){
		"payer":  func(o *upn.Order) { o.Payer = upn.Party{} },
		"amount": func(o *upn.Order) { o.Amount = money.Amount{} },
	} {
		o := sampleOrder()
		leave(&o.UPN)
		pdf := mustOrder(t, o)
		got := textOf(t, pdf)
		if !strings.Contains(got, "Dopolnite nalog") || strings.Contains(got, "S telefonom") {
			t.Errorf("%s: the sheet does not say that there is no code:\n%s", name, got)
		}
		p, err := o.page()
		if err != nil {
			t.Fatal(err)
		}
		for m := range p.all() {
			if c, ok := m.(inkCode); ok && len(c.rows) == upn.SymbolSize {
				t.Errorf("%s: a code of an order that has none", name)
			}
		}
	}
}

func TestAnOrderThatIsWrongIsNotPrinted(t *testing.T) {
	var fault *upn.Error
	bad := sampleOrder()
	bad.UPN.PayeeIBAN = "SI56029000000200021"
	if _, err := bad.PDF(); !errors.As(err, &fault) {
		t.Errorf("a wrong IBAN: %v", err)
	}
	long := sampleOrder()
	long.UPN.Payer.Name = strings.Repeat("A", 34)
	if _, err := long.PDF(); !errors.As(err, &fault) {
		t.Errorf("a long name: %v", err)
	}
	for name, spoil := range map[string]func(*Order){
		"time": func(o *Order) { o.At = time.Time{} }, "card": func(o *Order) { o.MokID = "1" }, "layout": func(o *Order) { o.Layout = "a3" },
		"offset": func(o *Order) { o.Offset.Down = -10.5 }, "not a number": func(o *Order) { o.Offset.Right = math.NaN() },
	} {
		o := sampleOrder()
		spoil(&o)
		if _, err := o.PDF(); !errors.Is(err, ErrInvalid) && !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLayoutsHaveTheirSizes(t *testing.T) {
	for layout, want := range map[Layout][2]float64{OnA4: {210, 297}, OnForm: {210, 99}, OnBlank: {210, 99}, OnBlank4: {210, 297}} {
		o := sampleOrder()
		o.Layout = layout
		if w, h := sizeOf(t, mustOrder(t, o)); math.Abs(w-want[0]) > 0.01 || math.Abs(h-want[1]) > 0.01 {
			t.Errorf("%s is %.2f × %.2f", layout, w, h)
		}
	}
}

// On a blank only what is filled in is printed, in black, exactly where a whole form has it, moved by the offset.
func TestABlankGetsTheSameTypeAndNothingElse(t *testing.T) {
	for whole, blank := range map[Layout]Layout{OnForm: OnBlank, OnA4: OnBlank4} {
		o := sampleOrder()
		o.Layout = whole
		full := readPage(t, mustOrder(t, o))
		o.Layout, o.Offset = blank, Offset{Right: 1.5, Down: -0.7}
		data := readPage(t, mustOrder(t, o))
		typed := func(c *contents) (list []drawnText) {
			for _, d := range c.texts {
				if d.y > c.height-99 && (d.size == 10 || d.size == 7.06) && d.colour == "0 g" && !strings.HasPrefix(d.text, "UPN QR") {
					list = append(list, d)
				}
			}
			return list
		}
		a, b := typed(full), typed(data)
		if len(a) < 15 || len(a) != len(b) {
			t.Fatalf("%s: %d lines of type, %s: %d", whole, len(a), blank, len(b))
		}
		for i := range a {
			if a[i].text != b[i].text || math.Abs(b[i].x-a[i].x-1.5) > 0.001 || math.Abs(b[i].y-a[i].y+0.7) > 0.001 {
				t.Errorf("%s: %+v, want %+v moved", blank, b[i], a[i])
			}
		}
		for _, l := range data.lines {
			if l.colour != "0 G" && l.colour != "0.2 G" {
				t.Errorf("%s: a line %+v", blank, l)
			}
		}
		for _, d := range data.texts {
			if d.y > data.height-99 && d.size != 10 && d.size != 7.06 {
				t.Errorf("%s: %q is printed on the blank", blank, d.text)
			}
		}
	}
}

func TestTrainingFormsAreStamped(t *testing.T) {
	for _, layout := range Layouts() {
		o := sampleOrder()
		o.Layout = layout
		o.Training = true
		pdf := mustOrder(t, o)
		got := textOf(t, pdf)
		if strings.Count(got, "VADNI PRIMER") < 1 || strings.Count(got, "NE PLAČAJTE") != 1 {
			t.Errorf("%s: no stamp:\n%s", layout, got)
		}
		for _, figure := range []string{"***50,00", "SI56 0290 0000 0200 020", "8074720-100000014-200", "Žiga Čuk Đurđević"} {
			if !strings.Contains(got, figure) {
				t.Errorf("%s: the stamp hides %s:\n%s", layout, figure, got)
			}
		}
		o.Training = false
		if got := textOf(t, mustOrder(t, o)); strings.Contains(got, "VADNI") {
			t.Errorf("%s: a stamp on a real form", layout)
		}
	}
}

func TestTheSheetSaysHowToPay(t *testing.T) {
	o := sampleOrder()
	got := textOf(t, mustOrder(t, o))
	for _, want := range []string{"Polnitev kartice z nalogom UPN", "100 000 014", "50,00 €", "SI56 0290 0000 0200 020", "SI05 8074720-100000014-200", "NLB d.d., Trg republike 2, 1000 Ljubljana", "OTHR, Polnitev kartice CeKR", "V banki ali hranilnici", "NLB Klik", "S telefonom"} {
		if !strings.Contains(got, want) {
			t.Errorf("the sheet does not say %q:\n%s", want, got)
		}
	}
	for _, never := range []string{"Nepreverjeno", "niso potrjeni", "‹"} {
		if strings.Contains(got, never) {
			t.Errorf("the sheet says %q:\n%s", never, got)
		}
	}
	o.Unverified, o.Assumed = true, true
	got = textOf(t, mustOrder(t, o))
	if !strings.Contains(got, "Nepreverjeno") || !strings.Contains(got, "niso potrjeni") {
		t.Errorf("the sheet does not say what is not certain:\n%s", got)
	}
	o.Layout = OnForm
	if got := textOf(t, mustOrder(t, o)); !strings.Contains(got, "MOK ID ni bil preverjen") {
		t.Errorf("a form alone does not say that the MOK ID was not verified:\n%s", got)
	}
}

func TestOrdersTogetherAreAsOrdersAlone(t *testing.T) {
	var orders []Order
	for i := range 7 {
		o := sampleOrder()
		o.Layout = OnForm
		o.UPN.Amount = money.EUR(int64(100 * (i + 1)))
		orders = append(orders, o)
	}
	orders[3].Layout = OnA4
	pdf, err := OrdersPDF(orders)
	if err != nil {
		t.Fatal(err)
	}
	again, err := OrdersPDF(orders)
	if err != nil || !bytes.Equal(pdf, again) {
		t.Errorf("the same orders give other bytes: %v", err)
	}
	pages := strings.Split(strings.TrimRight(textOf(t, pdf), "\f"), "\f")
	if len(pages) != 7 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, page := range pages {
		alone := strings.TrimRight(textOf(t, mustOrder(t, orders[i])), "\f")
		if words := strings.Fields; !slices.Equal(words(page), words(alone)) {
			t.Errorf("page %d says\n%s\nalone it says\n%s", i+1, page, alone)
		}
	}
	orders[4].UPN.Code = "X"
	var fault *upn.Error
	if _, err := OrdersPDF(orders); !errors.As(err, &fault) || !strings.Contains(err.Error(), "order 5") {
		t.Errorf("a bad fifth order: %v", err)
	}
	if _, err := OrdersPDF(nil); !errors.Is(err, ErrInvalid) {
		t.Errorf("no orders: %v", err)
	}
	if _, err := OrdersPDF(make([]Order, MaxOrders+1)); !errors.Is(err, ErrInvalid) {
		t.Errorf("too many: %v", err)
	}
}

func TestCalibrationCrossesFallOnCorners(t *testing.T) {
	c := Calibration{Layout: OnBlank4, Offset: Offset{Right: 2, Down: 1}, At: sampleOrder().At, Lang: "sl"}
	pdf, err := c.PDF()
	if err != nil {
		t.Fatal(err)
	}
	page := readPage(t, pdf)
	for _, corner := range [][2]float64{{63.5, 6}, {206, 14}, {63.5, 89}, {206, 89}} {
		x, y, found := corner[0]+2, 198+corner[1]+1, false
		for _, l := range page.lines {
			found = found || near(l.x1, x-5) && near(l.x2, x+5) && near(l.y1, y) && near(l.y2, y)
		}
		if !found {
			t.Errorf("no cross on %v", corner)
		}
	}
	if got := textOf(t, pdf); !strings.Contains(got, "v desno 2.0 mm") || !strings.Contains(got, "navzdol 1.0 mm") {
		t.Errorf("the page does not tell its offset:\n%s", got)
	}
	if _, err := (Calibration{Layout: OnA4, At: c.At}).PDF(); !errors.Is(err, ErrFormat) {
		t.Errorf("a calibration without a blank: %v", err)
	}
	if _, err := (Calibration{Layout: OnBlank}).PDF(); !errors.Is(err, ErrInvalid) {
		t.Errorf("a calibration without a time: %v", err)
	}
}

// anyLine is text of a field, often as wide as can be.
func anyLine(limit int) *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.Just(strings.Repeat("W", limit)),
		rapid.StringMatching(fmt.Sprintf(`[A-ZČŠŽĆĐ][a-zčšžćđäöüáéíóúłńřů0-9 .,/&()\-]{0,%d}[a-zčšžćđ0-9]`, limit-2)),
	)
}

func anyOrder() *rapid.Generator[upn.Order] {
	return rapid.Custom(func(t *rapid.T) upn.Order {
		party := func(who string) upn.Party {
			return upn.Party{Name: anyLine(33).Draw(t, who+" name"), Street: anyLine(33).Draw(t, who+" street"), Town: anyLine(33).Draw(t, who+" town")}
		}
		o := upn.Order{
			Payer: party("payer"), Payee: party("payee"), Amount: money.EUR(rapid.OneOf(rapid.Int64Range(1, money.Max), rapid.Just(int64(money.Max))).Draw(t, "amount")),
			Code: rapid.StringMatching(`[A-Z]{4}`).Draw(t, "code"), Purpose: anyLine(42).Draw(t, "purpose"),
			PayeeIBAN:      rapid.SampledFrom([]upn.IBAN{"SI56029000000200020", "DE12500105170648489890", "MT84MALT011000012345MTLCAST001S"}).Draw(t, "IBAN"),
			PayeeReference: rapid.SampledFrom([]upn.Reference{"SI058074720-100000014-200", "RF45SBO2010", "SI99", "SI00123456-67890-12345", ""}).Draw(t, "reference"),
		}
		day := func(name string) upn.Date {
			return upn.DateOf(time.Date(2026, 1, 1+rapid.IntRange(0, 3000).Draw(t, name), 0, 0, 0, 0, time.UTC))
		}
		if rapid.Bool().Draw(t, "deposit") {
			o.Use, o.Date = upn.Deposit, day("date")
		} else if rapid.Bool().Draw(t, "due") {
			o.Due = day("due date")
		}
		if rapid.Bool().Draw(t, "from account") && o.Use == upn.Payment {
			o.Urgent = rapid.Bool().Draw(t, "urgent")
			o.PayerIBAN, o.PayerReference = "SI56020170014356205", "SI003528-990"
		}
		return o
	})
}

func TestWhateverTheOrderItsTypeStaysInItsBoxes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := anyOrder().Draw(t, "order")
		for _, m := range fill(order.Clean(), 0, 0) {
			x1, _, x2, _ := extent(m)
			y := m.(inkText).y
			inside := false
			for n, p := range places {
				if (slices.Contains(receiptBoxes, n) || slices.Contains(orderBoxes, n) || slices.Contains(choiceBoxes, n)) && x1 > p.x1 && x2 < p.x2 && y > p.y1 && y < p.y2 {
					inside = true
				}
			}
			if !inside {
				t.Fatalf("%q from %.2f to %.2f at %.2f is in no box", decoded(m.(inkText).codes), x1, x2, y)
			}
		}
	})
}

func TestWhateverTheOrderItsSheetEndsAboveTheForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := sampleOrder()
		o.UPN = anyOrder().Draw(t, "order")
		o.Training, o.Unverified, o.Assumed, o.Lang = rapid.Bool().Draw(t, "training"), rapid.Bool().Draw(t, "unverified"), rapid.Bool().Draw(t, "assumed"), rapid.SampledFrom([]string{"sl", "en"}).Draw(t, "lang")
		if rapid.Bool().Draw(t, "open") {
			o.UPN.Payer = upn.Party{}
		}
		marks, err := o.sheet(o.UPN.Clean())
		if err != nil {
			t.Fatal(err)
		}
		p := &page{width: 210, height: 198, marks: marks}
		if err := checkLayout(p, sheet{width: 210, margin: sheetMargin, top: 11, bottom: 5}); err != nil {
			t.Fatal(err)
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

func TestFormsAreSmallAndTheSameEachTime(t *testing.T) {
	o := sampleOrder()
	o.UPN.Payer = upn.Party{Name: "Qužemberška-Čebašek Đurđević", Street: "Qužna jpgvy 1234567890 (XYW)", Town: "1000 Ljubljana & BCDFGHIJKLMN"}
	o.Training, o.Unverified, o.Assumed = true, true, true
	for _, layout := range Layouts() {
		o.Layout = layout
		first := mustOrder(t, o)
		if len(first) > 40<<10 {
			t.Errorf("%s: %d bytes", layout, len(first))
		}
		if !bytes.Equal(first, mustOrder(t, o)) {
			t.Errorf("%s: two prints differ", layout)
		}
	}
	var many []Order
	o = sampleOrder()
	o.Layout = OnForm
	for i := range 100 {
		o.UPN.Amount = money.EUR(int64(1000 + 13*i))
		many = append(many, o)
	}
	all, err := OrdersPDF(many)
	if err != nil {
		t.Fatal(err)
	}
	one, err := OrdersPDF(many[:1])
	if err != nil {
		t.Fatal(err)
	}
	if each := (len(all) - len(one)) / 99; each > 5000 {
		t.Errorf("a form more costs %d bytes", each)
	}
}

func BenchmarkOrder(b *testing.B) {
	for _, layout := range Layouts() {
		b.Run(string(layout), func(b *testing.B) {
			o := sampleOrder()
			o.Layout = layout
			b.ReportAllocs()
			for b.Loop() {
				pdf, err := o.PDF()
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(pdf)), "bytes")
			}
		})
	}
}

func BenchmarkOrdersOf500(b *testing.B) {
	orders := make([]Order, MaxOrders)
	for i := range orders {
		orders[i] = sampleOrder()
		orders[i].Layout = OnForm
		orders[i].UPN.Amount = money.EUR(int64(1000 + i))
	}
	b.ReportAllocs()
	for b.Loop() {
		pdf, err := OrdersPDF(orders)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(pdf))/MaxOrders, "bytes/form")
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/MaxOrders, "µs/form")
}
