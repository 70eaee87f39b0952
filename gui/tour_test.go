package gui

import (
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

var (
	pictures = flag.String("pictures", "", "a folder for the pictures of TestTour")
	scale    = flag.Int("scale", 100, "text size of the pictures, in percent")
)

// TestTour walks every screen in both languages and all text sizes: each fits the smallest counter, and can be painted.
// With -pictures DIR it leaves a picture of each there, in all colours and one size, to be looked at.
func TestTour(t *testing.T) {
	oneGoroutine(t)
	variants, scales, history := []theme.Variant{theme.Light}, []int{100, 150, 200}, longNames
	if *pictures != "" {
		variants, scales, history = []theme.Variant{theme.Light, theme.Dark}, []int{*scale}, func(*flowtest.Office) {}
	}
	unknown := func(o *flowtest.Office) { o.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout) }
	rejected := func(o *flowtest.Office) {
		o.TopUps = flowtest.Final(client.Rejected, client.TopUp{Code: "limit-exceeded"})
	}
	painted := map[string]bool{}
	for _, variant := range variants {
		for _, lang := range text.Languages() {
			for name, office := range map[string]func(*flowtest.Office){"": posted, "-unknown": unknown, "-rejected": rejected} {
				for _, scale := range scales {
					c := sitDown(t, office, someHistory, history)
					c.w.window.Resize(smallest)
					c.w.counter.Settings.Change(func(s *task.Choices) { s.Language, s.Theme, s.Scale = lang, string(variant), scale })
					n := 0
					see := func(screen string) {
						n++
						fits(t, c, smallest, fmt.Sprint(screen, name, lang, scale))
						once := fmt.Sprint(lang, screen, c.w.counter.TopUp.State().Step) // before the outcome the offices are alike
						if *pictures != "" || !painted[once] {
							painted[once] = true
							picture(t, c.w.Canvas(), fmt.Sprintf("%s-%s%s-%02d-%s.png", variant, lang, name, n, screen))
						}
					}
					walk(c, see)
					if name == "" {
						walkOrder(c, see)
						walkOrders(c, see)
					}
					c.w.window.Close()
				}
			}
		}
	}
	if *pictures != "" {
		papers(t)
	}
}

// oneGoroutine leaves a test that only reckons and paints to the run without the race detector.
func oneGoroutine(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("one goroutine and much reckoning: left to the run without the race detector")
	}
}

// fits wants no more room for a screen than there is.
func fits(t *testing.T, c *clerk, room fyne.Size, screen string) {
	t.Helper()
	if min := c.w.window.Content().MinSize(); min.Width > room.Width || min.Height > room.Height {
		t.Errorf("%s needs %v, there are %v", screen, min, room)
	}
}

// tour goes a walk and sees that each of its screens fits and can be painted: without -pictures in the largest text of the
// longer language, which is where something would not fit.
func tour(t *testing.T, name string, room fyne.Size, walk func(t *testing.T, look task.Choices, see func(c *clerk, screen string))) {
	oneGoroutine(t)
	variants, scales, langs := []theme.Variant{theme.Light, theme.Dark}, []int{100, 200}, text.Languages()
	if *pictures == "" {
		variants, scales, langs = variants[:1], scales[1:], langs[:1]
	}
	for _, variant := range variants {
		for _, scale := range scales {
			for _, lang := range langs {
				n := 0
				walk(t, task.Choices{Language: lang, Theme: string(variant), Scale: scale}, func(c *clerk, screen string) {
					n++
					fits(t, c, room, fmt.Sprint(screen, lang, scale))
					picture(t, c.w.Canvas(), fmt.Sprintf("%s-%s-%s-%d-%02d-%s.png", name, variant, lang, scale, n, screen))
				})
			}
		}
	}
}

// papers leaves what is printed beside the pictures, in both languages.
func papers(t *testing.T) {
	t.Helper()
	order, err := upn.CardOrder(upn.DefaultAccount(), "100000014")
	if err != nil {
		t.Fatal(err)
	}
	order.Amount, order.Payer = money.EUR(5000), upn.Party{Name: "Žiga Čuk", Street: "Šišenska cesta 1", Town: "1000 Ljubljana"}
	after := money.EUR(9230)
	for _, lang := range text.Languages() {
		receipt := paper.Receipt{
			Number: "KR-2026-000123", BookedAt: flowtest.Start, Office: "NLB Poslovalnica Kranj", Desk: "DESK-1", Staff: "Ana",
			MokID: "100000014", PANLast4: "1205", Amount: money.EUR(5000), Total: money.EUR(5000), Fee: money.EUR(0),
			Tendered: money.EUR(10000), Change: money.EUR(5000), BalanceAfter: &after,
			TopUpID: "00000001-0000-4000-8000-000000000000", Lang: lang, Training: true,
		}
		for _, format := range paper.Formats() {
			pdf, err := paper.On(format, receipt).PDF()
			leave(t, "receipt-"+lang+"-"+string(format)+".pdf", pdf, err)
		}
		pdf, err := paper.Order{UPN: order, MokID: "100000014", At: flowtest.Start, Lang: lang, Layout: paper.OnA4}.PDF()
		leave(t, "order-"+lang+".pdf", pdf, err)
	}
}

func leave(t *testing.T, name string, pdf []byte, err error) {
	t.Helper()
	if err == nil {
		err = os.WriteFile(filepath.Join(*pictures, name), pdf, 0o600)
	}
	if err != nil {
		t.Fatal(name, err)
	}
}

// picture paints the canvas and keeps it, if somebody wants to look.
func picture(t *testing.T, c fyne.Canvas, name string) {
	t.Helper()
	painted := c.Capture()
	if painted.Bounds().Dx() < int(smallest.Width) {
		t.Fatalf("%s is painted %v", name, painted.Bounds())
	}
	if *pictures == "" {
		return
	}
	f, err := os.Create(filepath.Join(*pictures, strings.NewReplacer(" ", "-", ":", "").Replace(name)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, painted); err != nil {
		t.Fatal(err)
	}
}

// someHistory gives the card transactions to look at.
func someHistory(o *flowtest.Office) {
	places := []string{"Mestni avtobus Kranj", "Tržnica Kranj", "Kavarna na Glavnem trgu, Kranj", "Pokriti olimpijski bazen Kranj"}
	balance := o.Cards["100000014"].Balance
	for i := range 24 {
		item := client.Transaction{
			ID: fmt.Sprint(i), BookedAt: flowtest.Start.AddDate(0, 0, -i), Kind: client.TransactionPurchase,
			Place: places[i%len(places)], Amount: balance.Neg(), BalanceAfter: balance,
		}
		item.Amount.Cents = int64(-130 - 45*i)
		if i%6 == 5 {
			item.Kind, item.Place, item.Amount.Cents = client.TransactionTopUp, "Okence NLB, Kranj", 3000
		}
		balance, _ = balance.Sub(item.Amount)
		o.Pages[0].Items = append(o.Pages[0].Items, item)
	}
}

// TestTourOfTheMenu opens each menu; see TestTour.
func TestTourOfTheMenu(t *testing.T) {
	oneGoroutine(t)
	variants := theme.Variants()[:3]
	if *pictures == "" {
		variants = variants[:1]
	}
	for _, variant := range variants {
		for _, lang := range text.Languages() {
			c := sitDown(t, posted)
			c.w.window.Resize(smallest)
			c.w.counter.Settings.Change(func(s *task.Choices) { s.Language, s.Theme, s.Scale = lang, string(variant), *scale })
			c.signIn().types("100000014").enter().press(fyne.KeyF10)
			picture(t, c.w.Canvas(), fmt.Sprintf("%s-%s-menu-0-bar.png", variant, lang))
			c.press(fyne.KeyDown).press(fyne.KeyDown)
			for n, menu := range c.w.bar.Menus() {
				picture(t, c.w.Canvas(), fmt.Sprintf("%s-%s-menu-%d-%s.png", variant, lang, n+1, menu.Title))
				c.press(fyne.KeyRight)
			}
			c.press(fyne.KeyTab)
		}
	}
}
