package paper

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

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

// mixed are orders of every kind by turns, each differing from the one before in one thing only.
func mixed() (orders []Order) {
	for _, layout := range Layouts() {
		o := sampleOrder()
		o.Layout = layout
		for _, change := range []func(){
			func() {}, func() { o.Lang = "en" }, func() { o.Unverified = true }, func() { o.Assumed = true }, func() { o.Training = true },
			func() { o.Lang = "sl" }, func() { o.UPN.Amount = money.EUR(0) }, func() { o.At = o.At.Add(time.Hour) }, func() { o.Training = false },
			func() { o.Assumed = false }, func() { o.UPN.Amount = money.EUR(700) }, func() { o.MokID = "" }, func() { o.Unverified = false },
		} {
			change()
			orders = append(orders, o)
		}
	}
	return orders
}

// What orders share is laid out once, and each is still as it would be alone: its words, and where they stand.
func TestOrdersTogetherAreAsOrdersAlone(t *testing.T) {
	orders := mixed()
	pdf, err := OrdersPDF(orders)
	if err != nil {
		t.Fatal(err)
	}
	again, err := OrdersPDF(orders)
	if err != nil || !bytes.Equal(pdf, again) {
		t.Errorf("the same orders give other bytes: %v", err)
	}
	pages := wordsOf(t, pdf)
	if len(pages) != len(orders) {
		t.Fatalf("%d pages of %d orders", len(pages), len(orders))
	}
	for i, page := range pages {
		alone := wordsOf(t, mustOrder(t, orders[i]))[0]
		byPlace := func(a, b word) int {
			return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(a.x, b.x), cmp.Compare(a.text, b.text))
		}
		slices.SortFunc(page, byPlace)
		slices.SortFunc(alone, byPlace)
		if diff := gocmp.Diff(alone, page, gocmp.AllowUnexported(word{})); diff != "" {
			t.Errorf("page %d: alone (-), together (+): %s", i+1, diff)
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
}

// What forms have in common is in a document once: a form more costs little, also under the largest sheet.
func TestAFormMoreIsSmall(t *testing.T) {
	for _, layout := range Layouts() {
		all, one := ordersOf(100, layout), ordersOf(1, layout)
		many, err := OrdersPDF(all)
		if err != nil {
			t.Fatal(err)
		}
		alone, err := OrdersPDF(one)
		if err != nil {
			t.Fatal(err)
		}
		if each := (len(many) - len(alone)) / 99; each > 2200 {
			t.Errorf("%s: a form more costs %d bytes", layout, each)
		}
	}
}

// ordersOf is n orders as a list has them: another card, payer and amount each, nothing verified.
func ordersOf(n int, layout Layout) []Order {
	orders := make([]Order, n)
	for i := range orders {
		o := sampleOrder()
		o.MokID = fmt.Sprint(100000000 + 7*i)
		order, err := upn.CardOrder(upn.DefaultAccount(), o.MokID)
		if err != nil {
			panic(err)
		}
		order.Payer = upn.Party{Name: fmt.Sprintf("Živa Čuk Đurić %d", i), Street: fmt.Sprintf("Glavni trg %d", i%90), Town: "4000 Kranj"}
		order.Amount = money.EUR(int64(1000 + 13*i))
		o.UPN, o.Layout, o.Unverified, o.Assumed = order, layout, true, true
		orders[i] = o
	}
	return orders
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
	for _, layout := range Layouts() {
		b.Run(string(layout), func(b *testing.B) {
			orders := ordersOf(MaxOrders, layout)
			b.ReportAllocs()
			for b.Loop() {
				pdf, err := OrdersPDF(orders)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(pdf))/MaxOrders, "bytes/form")
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/MaxOrders, "µs/form")
		})
	}
}
