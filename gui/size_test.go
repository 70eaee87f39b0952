package gui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/text"
)

// The smallest screen that a counter has.
var smallest = fyne.NewSize(1280, 720)

// walk goes through the screens of the main job and some beside it.
func walk(c *clerk, see func(screen string)) {
	see("sign-in")
	c.signIn()
	see("welcome")
	c.types("999999999").enter()
	see("no such card")
	c.types("100000014").enter()
	see("card")
	c.enter()
	see("last six")
	c.types("481205").enter()
	see("amount")
	c.types("1.250").enter()
	see("amount refused")
	c.types("50").enter()
	see("read-back")
	c.types("100").enter()
	see("confirm")
	c.enter()
	see(string(c.w.counter.TopUp.State().Step))
	for _, cmd := range []fyne.KeyName{fyne.KeyB, fyne.KeyK, fyne.KeyU, fyne.KeyH, fyne.KeyI, fyne.KeyE, fyne.KeyL} {
		c.ctrl(cmd)
		see("Ctrl+" + string(cmd))
	}
}

func TestEveryScreenFitsTheSmallestCounterAtEveryTextSize(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine and much reckoning: left to the run without the race detector")
	}
	unknown := func(o *flowtest.Office) { o.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout) }
	for name, office := range map[string]func(*flowtest.Office){"posted": posted, "unknown": unknown} {
		for _, lang := range text.Languages() {
			for _, scale := range []int{100, 150, 200} {
				t.Run(fmt.Sprint(name, lang, scale), func(t *testing.T) {
					c := sitDown(t, office, longNames)
					c.w.counter.Settings.Change(func(s *flow.Choices) { s.Language, s.Scale = lang, scale })
					walk(c, func(screen string) {
						if min := c.w.window.Content().MinSize(); min.Width > smallest.Width || min.Height > smallest.Height-40 {
							t.Errorf("%s needs %v, there are %v less the menu", screen, min, smallest)
						}
					})
				})
			}
		}
	}
}

// longNames makes the card one with everything long.
func longNames(o *flowtest.Office) {
	card := o.Cards["100000014"]
	card.Holder = &client.Holder{Masked: "Đ••• Ž••• Ć••• Š••• Č••• B••• P••• K••• L••• M•••"}
	card.PaymentOptions = client.PaymentOptions{Online: true, Abroad: true, ATM: true}
	card.Kind.Name = "Osebna kartica CeKR z daljšim imenom vrste"
	o.Cards["100000014"] = card
	o.MeAnswer.Office.Name = "NLB Poslovalnica Kranj, Koroška cesta, enota Primskovo"
}
