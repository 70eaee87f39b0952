package paper

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/paper/ink"
)

// extent is the box that a mark's ink stays within, left, top, right and bottom. For text it is that of whole lines,
// accents and descenders included.
func extent(m ink.Mark) (x1, y1, x2, y2 float64) {
	switch m := m.(type) {
	case ink.Text:
		return extentOfText(m)
	case ink.Box:
		return m.X, m.Y, m.X + m.W, m.Y + m.H
	case ink.Line:
		return min(m.X1, m.X2), min(m.Y1, m.Y2), max(m.X1, m.X2), max(m.Y1, m.Y2)
	case ink.Code:
		side := m.Module * float64(len(m.Rows))
		return m.X, m.Y, m.X + side, m.Y + side
	}
	panic("a mark of a new kind")
}

func extentOfText(t ink.Text) (x1, y1, x2, y2 float64) {
	sin, cos := math.Sincos(t.Turn * math.Pi / 180)
	x1, y1, x2, y2 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, along := range []float64{0, t.Width()} {
		for _, up := range []float64{t.Face.Rise(t.Size), -t.Face.Fall(t.Size)} {
			x, y := t.X+along*cos-up*sin, t.Y-along*sin-up*cos
			x1, y1, x2, y2 = min(x1, x), min(y1, y), max(x2, x), max(y2, y)
		}
	}
	return x1, y1, x2, y2
}

// checkLayout proves that all ink lies in the printable area and that no line of text lies over another, over a code
// or over a rule.
func checkLayout(p *ink.Page, s sheet) error {
	const slack = 0.001
	var solid []ink.Mark
	for _, m := range p.Marks {
		x1, y1, x2, y2 := extent(m)
		if x1 < s.margin-slack || x2 > s.width-s.margin+slack || y1 < s.top-slack || y2 > p.Height-s.bottom+slack {
			return fmt.Errorf("%+v reaches %.2f %.2f %.2f %.2f, off a sheet of %.2f × %.2f", m, x1, y1, x2, y2, p.Width, p.Height)
		}
		if t, ok := m.(ink.Text); ok && t.Turn != 0 {
			continue
		}
		if _, ok := m.(ink.Box); ok {
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

func roomOf(t interface{ Fatal(...any) }, format Format) sheet {
	room, err := format.sheet()
	if err != nil {
		t.Fatal(err)
	}
	return room
}

var amounts = rapid.OneOf(rapid.Int64Range(1, 100_000), rapid.SampledFrom([]int64{1, 10_000_000_000, 49_999_999_999}))

func anyReceipt() *rapid.Generator[Receipt] {
	return rapid.Custom(func(t *rapid.T) Receipt {
		amount, fee, more := amounts.Draw(t, "amount"), rapid.Int64Range(0, 99_999).Draw(t, "fee"), rapid.Int64Range(0, 9_999_999_999).Draw(t, "more")
		r := Receipt{
			Number: anyText(60).Draw(t, "number"), BookedAt: time.Unix(rapid.Int64Range(1, 4e9).Draw(t, "at"), 0).UTC(), Office: anyText(300).Draw(t, "office"), Desk: anyText(32).Draw(t, "desk"),
			Staff: anyText(80).Draw(t, "staff"), Approver: rapid.SampledFrom([]string{"", "Boris"}).Draw(t, "approver"), MokID: rapid.StringMatching(`[0-9]{9}`).Draw(t, "mokId"), PANLast4: rapid.StringMatching(`([0-9]{4})?`).Draw(t, "pan"),
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

func anyReversal() *rapid.Generator[Reversal] {
	return rapid.Custom(func(t *rapid.T) Reversal {
		r := anyReceipt().Draw(t, "like")
		return Reversal{
			Number: r.Number, Of: r.Reference, BookedAt: r.BookedAt, Office: r.Office, Desk: r.Desk, Staff: r.Staff, Approver: anyText(40).Draw(t, "approver"),
			MokID: r.MokID, Amount: r.Amount, Fee: r.Fee, Total: r.Total, BalanceAfter: r.Change.Neg(), ReversalID: r.TopUpID,
			Lang: r.Lang, Training: r.Training, Copy: r.Copy,
		}
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
	for name, any := range map[string]*rapid.Generator[Slip]{
		"receipt":  rapid.Map(anyReceipt(), func(r Receipt) Slip { return r }),
		"cash":     rapid.Map(anyCash(), func(c CashReceived) Slip { return c }),
		"reversal": rapid.Map(anyReversal(), func(r Reversal) Slip { return r }),
		"correction": rapid.Map(anyCash(), func(c CashReceived) Slip {
			return Correction{Number: c.ShortID, Of: c.ShortID, At: c.At, Office: c.Office, Desk: c.Desk, Staff: c.Staff, MokID: c.MokID, Amount: c.Amount, Lang: c.Lang, Training: c.Training, Copy: c.Copy}
		}),
		"close": rapid.Map(anyClose(), func(d DrawerClose) Slip { return d }),
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
					if err := checkLayout(p, roomOf(t, format)); err != nil {
						t.Fatalf("%s: %v", format, err)
					}
				}
				if _, err := On(Roll80, s).PDF(); err != nil {
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
		if err := checkLayout(p, roomOf(t, A6)); err != nil {
			t.Error(err)
		}
		for _, m := range p.Marks {
			if text, ok := m.(ink.Text); ok && text.Turn == 0 && text.Size < 5.5 {
				t.Errorf("%s: %q is set in %.2f points", lang, decoded(text.Codes), text.Size)
			}
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

// A slip that isn't among the samples is held to nothing that is asked of all slips.
func TestEverySlipIsAmongTheSamples(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var slips, sampled []string
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "draw" && !strings.HasSuffix(path, "_test.go") {
				slips = append(slips, "paper."+f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	for _, s := range samples(false) {
		sampled = append(sampled, fmt.Sprintf("%T", s))
	}
	slices.Sort(slips)
	slices.Sort(sampled)
	if !slices.Equal(slips, sampled) {
		t.Errorf("there are %v, the samples are %v", slips, sampled)
	}
}
