package paper

import (
	"errors"
	"math"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper/ink"
)

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
	at := func(place, from float64) int {
		n := math.Round((place - from) / module)
		if math.Abs(from+n*module-place) > 0.005 {
			t.Fatalf("an edge at %.3f is %.3f from a module's", place, from+n*module-place)
		}
		return int(n)
	}
	for _, b := range c.boxes {
		if b.x1 < left-0.1 || b.x2 > left+77*module+0.1 || b.y1 < top-0.1 || b.y2 > top+77*module+0.1 {
			continue
		}
		if b.fill != "0 g" || b.stroke != "" {
			t.Fatalf("the code is drawn with %+v", b)
		}
		for y := at(b.y1, top); y < at(b.y2, top); y++ {
			for x := at(b.x1, left); x < at(b.x2, left); x++ {
				if seen[[2]int{x, y}] || !symbol.Dark(x, y) {
					t.Fatalf("module %d, %d is drawn", x, y)
				}
				seen[[2]int{x, y}] = true
				dark++
			}
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
	for name, spoiled := range map[string]func(code []ink.Mark) []ink.Mark{
		"another order's code": func([]ink.Mark) []ink.Mark {
			other := officialOrder()
			other.Amount = money.EUR(1472)
			code, err := orderCode(other, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			return code
		},
		"no code":   func([]ink.Mark) []ink.Mark { return nil },
		"two codes": func(code []ink.Mark) []ink.Mark { return append(code, code...) },
		"a third of it white": func(code []ink.Mark) []ink.Mark {
			for y := 20; y < 50; y++ {
				clear(code[0].(ink.Code).Rows[y])
			}
			return code
		},
	} {
		p, err := onForm(officialOrder()).pageWith(func(o upn.Order, x, y float64) ([]ink.Mark, error) {
			code, err := orderCode(o, x, y)
			return spoiled(code), err
		})
		if !errors.Is(err, ErrUnreadable) {
			t.Errorf("%s: %v, and a page of %d marks", name, err, len(p.Marks))
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
		if !strings.Contains(got, "Dopolnite nalog") || strings.Contains(got, "S kamero telefona") {
			t.Errorf("%s: the sheet does not say that there is no code:\n%s", name, got)
		}
		p, err := o.page()
		if err != nil {
			t.Fatal(err)
		}
		for m := range p.All() {
			if c, ok := m.(ink.Code); ok && len(c.Rows) == upn.SymbolSize {
				t.Errorf("%s: a code of an order that has none", name)
			}
		}
	}
}
