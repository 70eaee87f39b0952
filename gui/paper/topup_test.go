package paper

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

func mustPDF(t testing.TB, s Slip, format Format) []byte {
	t.Helper()
	pdf, err := On(format, s).PDF()
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func mustPage(t testing.TB, s Slip, format Format) *ink.Page {
	t.Helper()
	p, err := s.common().page(format, s.draw)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// decoded is a mark's text as it will be read.
func decoded(codes []byte) string {
	var b strings.Builder
	for _, c := range codes {
		b.WriteRune(charmap.Windows1250.DecodeByte(c))
	}
	return b.String()
}

func TestTheReceiptSaysWhatHappened(t *testing.T) {
	for _, c := range []struct {
		lang string
		says []string
	}{
		{"sl", []string{
			"Potrdilo o polnitvi kartice", "2025-000123", "22. 11. 2025 ob 14:05", "NLB Poslovalnica Kranj", "K-01", "Ana", "100 000 014", "•••• 1205", "SI05 8074720-100000014-200",
			"50,00 €", "z besedo: petdeset evrov", "1,50 €", "51,50 €", "60,00 €", "8,50 €", "92,30 €", "0b6f6f0e-8f5b-4d0a-9c53-5f3c1f0a7d11", "cekr.kranj.si", "01 477 20 00",
		}},
		{"en", []string{
			"Card top-up receipt", "2025-000123", "22 Nov 2025, 14:05", "NLB Poslovalnica Kranj", "100 000 014", "•••• 1205", "SI05 8074720-100000014-200",
			"€50.00", "in words: fifty euros", "€1.50", "€51.50", "€60.00", "€8.50", "€92.30", "0b6f6f0e-8f5b-4d0a-9c53-5f3c1f0a7d11", "cekr.kranj.si",
		}},
	} {
		for _, format := range Formats() {
			r := sampleReceipt()
			r.Lang = c.lang
			got := saidBy(t, mustPDF(t, r, format))
			for _, want := range c.says {
				if !strings.Contains(got, want) {
					t.Errorf("%s on %s does not say %q:\n%s", c.lang, format, want, got)
				}
			}
			for _, never := range []string{"VADNI", "KOPIJA", "COPY", "481205", "‹"} {
				if strings.Contains(got, never) {
					t.Errorf("%s on %s says %q:\n%s", c.lang, format, never, got)
				}
			}
		}
	}
}

func TestWhatIsNotKnownLeavesNoLine(t *testing.T) {
	r := sampleReceipt()
	r.BalanceAfter, r.Reference, r.PANLast4, r.Staff, r.Desk = nil, "", "", "", ""
	got := textOf(t, mustPDF(t, r, A6))
	for _, label := range []string{"Stanje po polnitvi", "Sklic", "Številka kartice", "Uslužbenec", "Okence"} {
		if strings.Contains(got, label) {
			t.Errorf("a line %q without a value:\n%s", label, got)
		}
	}
}

func TestTrainingAndCopiesAreMarked(t *testing.T) {
	for _, format := range Formats() {
		r := sampleReceipt()
		r.Training, r.Copy = true, 3
		got := saidBy(t, mustPDF(t, r, format))
		if strings.Count(got, "Ne velja kot potrdilo") != 2 || strings.Count(got, "VADNI PRIMER") < 2 {
			t.Errorf("%s: no training bar at both ends:\n%s", format, got)
		}
		if !strings.Contains(got, "KOPIJA 3") {
			t.Errorf("%s: a copy that does not say so:\n%s", format, got)
		}
		for _, figure := range []string{"50,00 €", "51,50 €", "60,00 €", "92,30 €", "100 000 014"} {
			if !strings.Contains(got, figure) {
				t.Errorf("%s: the stamp hides %s:\n%s", format, figure, got)
			}
		}
	}
}

// The stamp on the paper must lie under everything, and be too light to take a figure's place.
func TestTheTrainingStampHidesNothing(t *testing.T) {
	for name, s := range samples(true) {
		for _, format := range Formats() {
			turned, others := 0, false
			for _, m := range mustPage(t, s, format).Marks {
				text, ok := m.(ink.Text)
				if !ok || text.Turn == 0 {
					others = true
					continue
				}
				turned++
				if others || text.Colour.K > 0.15 {
					t.Errorf("%s on %s: the stamp is drawn over something, or too dark", name, format)
				}
			}
			if turned < 2 {
				t.Errorf("%s on %s: %d stamps", name, format, turned)
			}
		}
	}
}

func samples(training bool) map[string]Slip {
	r, c, d, m, f := sampleReceipt(), sampleCash(), sampleClose(), sampleMovement(), sampleReport()
	r.Training, c.Training, d.Training, m.Training, f.Training = training, training, training, training, training
	v, k := sampleReversal(), sampleCorrection()
	v.Training, k.Training = training, training
	return map[string]Slip{"receipt": r, "cash": c, "close": d, "movement": m, "report": f, "reversal": v, "correction": k}
}

func TestNoSlipIsStampedOutsideTraining(t *testing.T) {
	for name, s := range samples(false) {
		for _, m := range mustPage(t, s, A6).Marks {
			if text, ok := m.(ink.Text); ok && (text.Turn != 0 || strings.Contains(decoded(text.Codes), "VADNI")) {
				t.Errorf("%s: a stamp on real paper", name)
			}
		}
	}
}

func TestPaperIsAsLargeAsItsFormat(t *testing.T) {
	near := func(a, b float64) bool { return math.Abs(a-b) < 0.01 }
	for name, s := range samples(false) {
		if w, h := sizeOf(t, mustPDF(t, s, A6)); !near(w, 105) || !near(h, 148) {
			t.Errorf("%s: A6 is %.2f × %.2f", name, w, h)
		}
		for roll, width := range map[Format]float64{Roll80: 80, Roll58: 58} {
			w, h := sizeOf(t, mustPDF(t, s, roll))
			lowest := lowestInk(mustPage(t, s, roll))
			if !near(w, width) || h-lowest < 6.9 || h-lowest > 10.5 {
				t.Errorf("%s: the roll %s is %.2f × %.2f with ink down to %.2f", name, roll, w, h, lowest)
			}
		}
	}
}

func lowestInk(p *ink.Page) (y float64) {
	for _, m := range p.Marks {
		_, _, _, bottom := extent(m)
		y = max(y, bottom)
	}
	return y
}

func TestTheSameSlipGivesTheSameBytes(t *testing.T) {
	for name, s := range samples(true) {
		for _, format := range Formats() {
			first := mustPDF(t, s, format)
			for range 5 {
				if !bytes.Equal(first, mustPDF(t, s, format)) {
					t.Fatalf("%s on %s: two prints differ", name, format)
				}
			}
		}
	}
	r := sampleReceipt()
	r.Copy = 1
	if bytes.Equal(mustPDF(t, r, A6), mustPDF(t, sampleReceipt(), A6)) {
		t.Error("a copy is the same as the first print")
	}
}

func TestAmountsStandUnderEachOther(t *testing.T) {
	for _, lang := range []string{"sl", "en"} {
		r := sampleReceipt()
		r.Lang, r.BalanceAfter = lang, nil
		edges := 0
		for _, m := range mustPage(t, r, Roll80).Marks {
			text, ok := m.(ink.Text)
			if !ok || !strings.Contains(decoded(text.Codes), "€") {
				continue
			}
			edges++
			if right := text.X + text.Width(); math.Abs(right-76) > 0.001 {
				t.Errorf("%s: %s ends at %.3f mm", lang, decoded(text.Codes), right)
			}
		}
		if edges != 5 {
			t.Errorf("%s: %d amounts", lang, edges)
		}
	}
}

func TestTheCodesOnAReceiptLeadToThePortalAndSayItsNumber(t *testing.T) {
	var said []string
	for _, m := range mustPage(t, sampleReceipt(), Roll80).Marks {
		code, ok := m.(ink.Code)
		if !ok {
			continue
		}
		result, err := decoder.NewDecoder().Decode(modules(code.Rows), nil)
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, result.GetText())
	}
	if want := []string{"https://cekr.kranj.si", "CEKR-P-2025-000123"}; !slices.Equal(said, want) {
		t.Errorf("the codes say %q", said)
	}
}

func modules(rows [][]bool) *gozxing.BitMatrix {
	matrix, _ := gozxing.NewBitMatrix(len(rows), len(rows))
	for y, row := range rows {
		for x, dark := range row {
			if dark {
				matrix.Set(x, y)
			}
		}
	}
	return matrix
}

func TestAReceiptThatIsNotTrueIsNotPrinted(t *testing.T) {
	for name, spoil := range map[string]func(*Receipt){
		"total":            func(r *Receipt) { r.Total, r.Change = money.EUR(5000), money.EUR(1000) },
		"change":           func(r *Receipt) { r.Change = money.EUR(849) },
		"too little given": func(r *Receipt) { r.Tendered, r.Change = money.EUR(5000), money.EUR(-150) },
		"other currency":   func(r *Receipt) { r.Fee.Currency = "USD" },
		"nothing":          func(r *Receipt) { *r = Receipt{} },
		"no amount":        func(r *Receipt) { r.Amount, r.Total, r.Change = money.EUR(0), money.EUR(150), money.EUR(5850) },
		"a negative fee":   func(r *Receipt) { r.Fee, r.Total, r.Change = money.EUR(-150), money.EUR(4850), money.EUR(1150) },
		"no number":        func(r *Receipt) { r.Number = "" },
		"no id":            func(r *Receipt) { r.TopUpID = "" },
		"no office":        func(r *Receipt) { r.Office = "" },
		"no time":          func(r *Receipt) { r.BookedAt = time.Time{} },
		"eight digits":     func(r *Receipt) { r.MokID = "10000001" },
		"six PAN digits":   func(r *Receipt) { r.PANLast4 = "481205" },
		"a negative copy":  func(r *Receipt) { r.Copy = -1 },
	} {
		r := sampleReceipt()
		spoil(&r)
		if _, err := On(A6, r).PDF(); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		} else if strings.Contains(err.Error(), "481205") {
			t.Errorf("%s: the error repeats the digits: %v", name, err)
		}
	}
	if _, err := On("a7", sampleReceipt()).PDF(); !errors.Is(err, ErrFormat) {
		t.Errorf("a7: %v", err)
	}
	r := sampleReceipt()
	r.Office = strings.Repeat("Poslovalnica ", 400)
	if _, err := On(A6, r).PDF(); !errors.Is(err, ErrTooLong) {
		t.Errorf("an office of 5200 letters on A6: %v", err)
	}
	if _, err := On(Roll80, r).PDF(); err != nil {
		t.Errorf("an office of 5200 letters on a roll: %v", err)
	}
}

func TestCashReceivedSaysThatTheOutcomeIsNotKnown(t *testing.T) {
	for _, format := range Formats() {
		got := saidBy(t, mustPDF(t, sampleCash(), format))
		for _, want := range []string{"Potrdilo o prejemu gotovine", "51,50 €", "enainpetdeset evrov in petdeset centov", "0B6F-6F0E", "22. 11. 2025 ob 14:05", "NLB Poslovalnica Kranj", "Izid polnitve še ni znan", "To ni potrdilo o polnitvi", "podpis"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q:\n%s", format, want, got)
			}
		}
	}
	for name, spoil := range map[string]func(*CashReceived){
		"no amount": func(c *CashReceived) { c.Amount = money.EUR(0) }, "no id": func(c *CashReceived) { c.ShortID = "" }, "no office": func(c *CashReceived) { c.Office = "" },
		"no time": func(c *CashReceived) { c.At = time.Time{} }, "no card": func(c *CashReceived) { c.MokID = "" }, "copy": func(c *CashReceived) { c.Copy = -1 },
	} {
		c := sampleCash()
		spoil(&c)
		if _, err := On(A6, c).PDF(); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReceiptsAreSmall(t *testing.T) {
	const limit = 30 << 10
	r := sampleReceipt()
	r.Training, r.Copy, r.Office = true, 12, everyLetter()
	for _, format := range Formats() {
		if n := len(mustPDF(t, r, format)); n > limit {
			t.Errorf("%s: %d bytes", format, n)
		}
	}
}

func BenchmarkReceipt(b *testing.B) {
	for _, format := range Formats() {
		b.Run(string(format), func(b *testing.B) {
			r := sampleReceipt()
			b.ReportAllocs()
			for b.Loop() {
				pdf, err := On(format, r).PDF()
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(pdf)), "bytes")
			}
		})
	}
}

// anyText is text as an office might send it at its worst: long, unbroken, foreign, spaced.
func anyText(limit int) *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringN(1, limit, -1),
		rapid.StringMatching(`[A-ZČŠŽĐ][a-zčšžćđ]{1,12}( [A-ZČŠŽa-zčšž\-]{1,20}){0,12}`),
		rapid.Custom(func(t *rapid.T) string { return strings.Repeat("W", rapid.IntRange(1, limit).Draw(t, "W")) }),
	).Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
}

// A slip has its sum in words of its own language: none is left with another's.
func TestEveryLanguageWritesAnAmountInItsOwnWords(t *testing.T) {
	written := map[string]string{}
	for _, lang := range text.Languages() {
		words := money.EUR(5201).Words(lang)
		if other, taken := written[words]; taken {
			t.Errorf("%s has the words of %s: %s", lang, other, words)
		}
		written[words] = lang
	}
}
