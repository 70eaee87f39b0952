package paper

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/money"
)

// extent is the box that a mark's ink stays within, left, top, right and bottom. For text it is that of whole lines,
// accents and descenders included.
func extent(m mark) (x1, y1, x2, y2 float64) {
	switch m := m.(type) {
	case inkText:
		return extentOfText(m)
	case inkBox:
		return m.x, m.y, m.x + m.w, m.y + m.h
	case inkLine:
		return min(m.x1, m.x2), min(m.y1, m.y2), max(m.x1, m.x2), max(m.y1, m.y2)
	case inkCode:
		side := m.module * float64(len(m.rows))
		return m.x, m.y, m.x + side, m.y + side
	}
	panic("a mark of a new kind")
}

func extentOfText(t inkText) (x1, y1, x2, y2 float64) {
	sin, cos := math.Sincos(t.turn * math.Pi / 180)
	x1, y1, x2, y2 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, along := range []float64{0, t.width()} {
		for _, up := range []float64{t.face.rise(t.size), -t.face.fall(t.size)} {
			x, y := t.x+along*cos-up*sin, t.y-along*sin-up*cos
			x1, y1, x2, y2 = min(x1, x), min(y1, y), max(x2, x), max(y2, y)
		}
	}
	return x1, y1, x2, y2
}

// checkLayout proves that all ink lies in the printable area and that no line of text lies over another, over a code
// or over a rule.
func checkLayout(p *page, s sheet) error {
	const slack = 0.001
	var solid []mark
	for _, m := range p.marks {
		x1, y1, x2, y2 := extent(m)
		if x1 < s.margin-slack || x2 > s.width-s.margin+slack || y1 < s.top-slack || y2 > p.height-s.bottom+slack {
			return fmt.Errorf("%+v reaches %.2f %.2f %.2f %.2f, off a sheet of %.2f × %.2f", m, x1, y1, x2, y2, p.width, p.height)
		}
		if t, ok := m.(inkText); ok && t.turn != 0 {
			continue
		}
		if _, ok := m.(inkBox); ok {
			continue // made to lie about text
		}
		for _, other := range solid {
			a1, b1, a2, b2 := extent(other)
			if x1 < a2-slack && a1 < x2-slack && y1 < b2-slack && b1 < y2-slack {
				return fmt.Errorf("%+v lies over %+v", m, other)
			}
		}
		solid = append(solid, m)
	}
	return nil
}

var amounts = rapid.OneOf(rapid.Int64Range(1, 100_000), rapid.SampledFrom([]int64{1, 10_000_000_000, 49_999_999_999}))

func anyReceipt() *rapid.Generator[Receipt] {
	return rapid.Custom(func(t *rapid.T) Receipt {
		amount, fee, more := amounts.Draw(t, "amount"), rapid.Int64Range(0, 99_999).Draw(t, "fee"), rapid.Int64Range(0, 9_999_999_999).Draw(t, "more")
		r := Receipt{
			Number: anyText(60).Draw(t, "number"), BookedAt: time.Unix(rapid.Int64Range(1, 4e9).Draw(t, "at"), 0).UTC(), Office: anyText(300).Draw(t, "office"), Desk: anyText(32).Draw(t, "desk"),
			Staff: anyText(80).Draw(t, "staff"), MokID: rapid.StringMatching(`[0-9]{9}`).Draw(t, "mokId"), PANLast4: rapid.StringMatching(`([0-9]{4})?`).Draw(t, "pan"),
			Amount: money.EUR(amount), Fee: money.EUR(fee), Total: money.EUR(amount + fee), Tendered: money.EUR(amount + fee + more), Change: money.EUR(more),
			Reference: anyText(40).Draw(t, "reference"), TopUpID: anyText(40).Draw(t, "id"), Lang: rapid.SampledFrom([]string{"sl", "en", ""}).Draw(t, "lang"),
			Training: rapid.Bool().Draw(t, "training"), Copy: rapid.IntRange(0, 9999).Draw(t, "copy"),
		}
		if rapid.Bool().Draw(t, "balance") {
			r.BalanceAfter = &r.Tendered
		}
		return r
	})
}

func anyCash() *rapid.Generator[CashReceived] {
	return rapid.Custom(func(t *rapid.T) CashReceived {
		r := anyReceipt().Draw(t, "like")
		return CashReceived{ShortID: r.Desk, At: r.BookedAt, Office: r.Office, Desk: r.Desk, Staff: r.Staff, MokID: r.MokID, Amount: r.Total, Lang: r.Lang, Training: r.Training, Copy: r.Copy}
	})
}

func anyClose() *rapid.Generator[DrawerClose] {
	return rapid.Custom(func(t *rapid.T) DrawerClose {
		r := anyReceipt().Draw(t, "like")
		counted := money.EUR(amounts.Draw(t, "counted"))
		difference, err := counted.Sub(r.Total)
		if err != nil {
			t.Fatal(err)
		}
		return DrawerClose{
			Number: r.Number, SessionID: r.TopUpID, Office: r.Office, Desk: r.Desk, Staff: r.Staff, OpenedAt: r.BookedAt, ClosedAt: r.BookedAt.Add(time.Hour),
			Float: r.Fee, TopUps: rapid.IntRange(0, 1e6).Draw(t, "topUps"), TopUpsSum: r.Amount, Expected: r.Total, Counted: counted, Difference: difference,
			Unknown: rapid.IntRange(0, 1e6).Draw(t, "unknown"), UnknownSum: r.Total, Lang: r.Lang, Training: r.Training, Copy: r.Copy,
		}
	})
}

func TestWhateverTheValuesNothingRunsOffThePaper(t *testing.T) {
	for name, any := range map[string]*rapid.Generator[printed]{
		"receipt": rapid.Map(anyReceipt(), func(r Receipt) printed { return r }),
		"cash":    rapid.Map(anyCash(), func(c CashReceived) printed { return c }),
		"close":   rapid.Map(anyClose(), func(d DrawerClose) printed { return d }),
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				s := any.Draw(t, "slip")
				for _, format := range Formats() {
					p, err := s.common().page(format, s.draw)
					if errors.Is(err, ErrTooLong) && format == A6 {
						continue // it says so instead of running off
					}
					if err != nil {
						t.Fatal(err)
					}
					if err := checkLayout(p, sheets[format]); err != nil {
						t.Fatalf("%s: %v", format, err)
					}
				}
				if _, err := s.PDF(Roll80); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// The values that real offices have must not need the error that the test above allows.
func TestLongButHonestValuesFitA6(t *testing.T) {
	r := sampleReceipt()
	r.Office = "Mestna občina Kranj, Služba za splošne zadeve – glavna pisarna in sprejemna okenca, Slovenski trg 1, 4000 Kranj"
	r.Staff, r.Training, r.Copy = "Žužemberška Čebašek-Đurđević", true, 99
	r.Amount, r.Fee, r.Total, r.Tendered = money.EUR(87_654_321_99), money.EUR(0), money.EUR(87_654_321_99), money.EUR(87_654_321_99)
	r.Change, r.BalanceAfter = money.EUR(0), &r.Total
	for _, lang := range []string{"sl", "en"} {
		r.Lang = lang
		p := mustPage(t, r, A6)
		if err := checkLayout(p, sheets[A6]); err != nil {
			t.Error(err)
		}
		for _, m := range p.marks {
			if text, ok := m.(inkText); ok && text.turn == 0 && text.size < 5.5 {
				t.Errorf("%s: %q is set in %.2f points", lang, decoded(text.codes), text.size)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	n := &pen{scale: 1}
	for _, c := range []struct {
		name, text string
		width      float64
		want       []string
	}{
		{"short stays whole", "Kranj", 40, []string{"Kranj"}},
		{"breaks at spaces", "Mestna občina Kranj", 22, []string{"Mestna", "občina Kranj"}},
		{"never at a no-break space", "Mestna občina\u00a0Kranj", 22, []string{"Mestna", "občina\u00a0Kranj"}},
		{"at a line's end", "a\nb", 40, []string{"a", "b"}},
		{"inside a word that is too wide alone", "ABCDEFGH", 10, []string{"ABCD", "EFGH"}},
		{"several spaces are one", " a   b ", 40, []string{"a b"}},
		{"nothing is no line", "  ", 40, nil},
	} {
		if got := n.wrap(style{sans, 10}, c.text, c.width); fmt.Sprint(got) != fmt.Sprint(c.want) || len(got) != len(c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestAMokIDStandsInGroupsOfThreeOnOneLine(t *testing.T) {
	for digits, want := range map[string]string{"100000014": "100\u00a0000\u00a0014", "1234": "1234", "": ""} {
		if got := inThrees(digits); got != want {
			t.Errorf("inThrees(%q) = %q", digits, got)
		}
	}
}
