package gui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// wantsSecond is an office that lets a second person approve this amount.
func wantsSecond(o *flowtest.Office) {
	o.QuoteAnswer.Required = []client.Requirement{client.NeedsApproval}
	o.Approvals = []client.Outcome[client.Approval]{{Verdict: client.Posted}}
}

// An amount above the limit, by keys alone: the cash is counted, the second person types, and the clerk's form is behind as it was.
func TestAnAmountAboveTheLimitIsApprovedByKeyboard(t *testing.T) {
	c := sitDown(t, posted, wantsSecond)
	c.signIn().types("100000014").enter().enter()
	c.types("481205").enter().types("50").enter().step(topup.ReadBack).sees("Ta znesek mora odobriti druga oseba")
	c.types("100").enter().step(topup.Confirming).sees("Pokliči drugo osebo", "Vrnite stranki")
	c.enter().step(topup.Approving).approval(approval.Asking).sees("Vrnite stranki", "100,00 €")
	c.asks("Druga oseba odobri polnitev", "1001", "PIN druge osebe")
	c.ctrl(fyne.KeyN).step(topup.Approving)
	c.types("1003").enter().types("97531").enter().types("100000014").enter().types("500").enter()
	c.approval(approval.Asking).asks("Znesek se ne ujema")
	c.press(fyne.KeyEscape).approval(approval.Closed).step(topup.Confirming).sees("Vrnite stranki", "100,00 €")
	c.enter().approval(approval.Asking)
	c.types("1003").enter().types("97531").enter().types("100000014").enter().types("50").enter()
	c.approval(approval.Closed).step(topup.Posted).sees("2026-000123")
	c.enter()
	if slips := flowtest.Of[topup.Receipt](c.papers.Printed); len(slips) != 1 || slips[0].Approver != "Boris" {
		t.Errorf("printed %+v", slips)
	}
}

// What the office rejects for want of a second person is tried once more with what was typed.
func TestARejectedApprovalLeadsBackToTheAmount(t *testing.T) {
	c := sitDown(t, wantsSecond, func(o *flowtest.Office) {
		o.TopUps = flowtest.Final(client.Rejected, client.TopUp{Code: client.CodeApprovalExpired})
	})
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().types("100").enter().enter()
	c.types("1003").enter().types("97531").enter().types("100000014").enter().types("50").enter()
	c.step(topup.Rejected).sees("Odobritev je potekla", "Stranki vrnite vso prejeto gotovino")
	posted(c.office)
	c.tabTo("Ponovi z drugo osebo").enter().step(topup.AskingAmount)
	c.enter().step(topup.ReadBack)
}

func TestTourOfATopUpAboveTheLimit(t *testing.T) {
	variants, scales, langs := []theme.Variant{theme.Light, theme.Dark}, []int{100, 200}, text.Languages()
	if *pictures == "" {
		variants, scales, langs = variants[:1], scales[1:], langs[:1]
	}
	for _, variant := range variants {
		for _, scale := range scales {
			for _, lang := range langs {
				n, c := 0, sitDown(t, longNames, wantsSecond, func(o *flowtest.Office) {
					o.TopUps = flowtest.Final(client.Rejected, client.TopUp{Code: client.CodeApprovalExpired})
				})
				c.w.window.Resize(smallest)
				c.w.counter.Settings.Change(func(s *task.Choices) { s.Language, s.Theme, s.Scale = lang, string(variant), scale })
				see := func(screen string) {
					n++
					fits(t, c, smallest, fmt.Sprint(screen, lang, scale))
					picture(t, c.w.Canvas(), fmt.Sprintf("above-limit-%s-%s-%d-%02d-%s.png", variant, lang, scale, n, screen))
				}
				c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter()
				see("read-back")
				c.types("100").enter()
				see("confirming")
				c.enter()
				see("second-person")
				c.types("1003").enter().types("97531").enter().types("100000014").enter().types("50").enter()
				see("rejected")
				c.w.window.Close()
			}
		}
	}
}
