package gui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// reverses answers reversals and approvals with a verdict.
func reverses(v client.Verdict) func(*flowtest.Office) {
	return func(o *flowtest.Office) {
		out := client.Outcome[client.Reversal]{Verdict: v, Answer: client.Reversal{
			MokID: "100000014", Fee: money.EUR(150), Total: money.EUR(5150), ReceiptNumber: "KR-2026-000124", BookedAt: flowtest.Start, BalanceAfter: money.EUR(-920),
		}}
		if !v.Final() {
			out.Err = &client.Error{Code: client.CodeTimeout}
		}
		o.Reversals = []client.Outcome[client.Reversal]{out}
		o.Approvals = []client.Outcome[client.Approval]{{Verdict: client.Posted}}
	}
}

// topUps gives the card's list posted top-ups, one of them undone.
func topUps(o *flowtest.Office) {
	line := func(id, number, reversed string, cents int64) client.Transaction {
		return client.Transaction{
			ID: id, TopUpID: id, Kind: client.TransactionTopUp, ReceiptNumber: number, ReversedBy: reversed, Place: "Okence NLB, Kranj",
			Amount: money.EUR(cents), BookedAt: flowtest.Start, BalanceAfter: money.EUR(4230),
		}
	}
	o.Pages[0].Items = append(o.Pages[0].Items, line(flowtest.Posted, "KR-2026-000123", "", 5000), line(flowtest.Quote, "KR-2026-000101", "KR-2026-000102", 2000))
}

func (c *clerk) reversal(want reversal.Step) *clerk {
	c.t.Helper()
	if st := c.w.counter.Reversal.State(); st.Step != want {
		c.t.Fatalf("the reversal is at %s, want %s (%v)", st.Step, want, st.Problem)
	}
	return c
}

func (c *clerk) approval(want approval.Step) *clerk {
	c.t.Helper()
	if st := c.w.counter.Approval.State(); st.Step != want {
		c.t.Fatalf("the approval is at %s, want %s (%v)", st.Step, want, st.Problem)
	}
	if open := field.ModalOpen(c.w.Canvas()); open != (want != approval.Closed) {
		c.t.Fatalf("a question is open: %v, at %s", open, want)
	}
	return c
}

// asks is what the question above the window says.
func (c *clerk) asks(want ...string) *clerk {
	c.t.Helper()
	said := ""
	if top := c.w.Canvas().Overlays().Top(); top != nil {
		said = strings.Join(visibleWords(top), "\n")
	}
	for _, w := range want {
		if !strings.Contains(strings.ReplaceAll(said, "\n", " "), w) {
			c.t.Errorf("the question doesn't say %q; it says:\n%s", w, said)
		}
	}
	return c
}

// From the receipt's number to the cash: no mouse, and in six groups of keys.
func TestATopUpIsReversedByKeyboardInSixGroups(t *testing.T) {
	c := sitDown(t, reverses(client.Posted))
	c.signIn()
	c.groups = 0
	c.ctrl(fyne.Key2).sees("Storno polnitve", "Številka potrdila ali zahtevka")
	c.types("kr-2026-000123").enter().reversal(reversal.Asking).sees("50,00 €", "KR-2026-000123")
	c.types("1").enter().reversal(reversal.Confirming).sees("še ne izročite")
	c.enter().reversal(reversal.Posted).sees("Polnitev je stornirana", "51,50 €", "KR-2026-000124")
	if c.groups > 6 {
		t.Errorf("%d groups of keys", c.groups)
	}
	c.enter()
	if len(c.papers.Printed) != 1 {
		t.Errorf("printed %d slips", len(c.papers.Printed))
	}
	c.ctrl(fyne.KeyN).reversal(reversal.Idle)
}

func TestATopUpOfTheCardsListIsReversedFromTheCard(t *testing.T) {
	c := sitDown(t, topUps, reverses(client.Posted))
	c.signIn().types("100000014").enter().sees("Storno polnitve (Ctrl+2)", "stornirano (KR-2026-000102)")
	c.ctrl(fyne.Key2).sees("Ali izberite polnitev", "50,00 € na kartico 100 000 014")
	c.hides("20,00 € na kartico")
	for range 6 { // by Tab to the row
		if b, ok := c.w.Canvas().Focused().(*field.Button); ok && b.Text == "Izberi" {
			break
		}
		c.w.Canvas().FocusNext()
	}
	c.enter().reversal(reversal.Asking).hides("Polnitev (Ctrl+T)") // a job that is being done is no time for another
	if c.office.LastFind.ID != flowtest.Posted {
		t.Errorf("looked for %+v", c.office.LastFind)
	}
}

// A whole approval by keys alone: the clerk's form is behind it as it was, and the keys of the menu do nothing meanwhile.
func TestASecondPersonApprovesByKeyboard(t *testing.T) {
	c := sitDown(t, reverses(client.Posted))
	c.signIn().ctrl(fyne.Key2).types("KR-2026-000123").enter().types("2").enter()
	c.reversal(reversal.Confirming).sees("odobriti druga oseba", "Pokliči drugo osebo")
	c.enter().reversal(reversal.Approving).approval(approval.Asking)
	c.asks("Druga oseba odobri storno", "1001", "PIN druge osebe", "MOK ID, vpišite ga še enkrat", "Znesek, vpišite ga še enkrat")
	c.ctrl(fyne.KeyN).reversal(reversal.Approving)
	c.types("1001").enter().types("2468").enter().types("100000014").enter().types("50").enter()
	c.approval(approval.Asking).asks("isti") // the clerk's own number
	c.types("1003").enter().types("97531").enter()
	c.approval(approval.Closed).reversal(reversal.Posted).sees("Polnitev je stornirana")
	if c.office.Beside != 0 || c.office.LastPIN != "97531" {
		t.Errorf("%d tokens live; the PIN was %q", c.office.Beside, c.office.LastPIN)
	}
}

func TestEscapeLeavesAnApproval(t *testing.T) {
	c := sitDown(t, reverses(client.Posted))
	c.signIn().ctrl(fyne.Key2).types("KR-2026-000123").enter().types("2").enter().enter().approval(approval.Asking)
	c.types("1003").press(fyne.KeyEscape)
	c.approval(approval.Closed).reversal(reversal.Confirming).sees("Napačna kartica")
	c.enter().approval(approval.Asking)
	if f, ok := c.w.Canvas().Focused().(*field.Digits); !ok || f.Text != "" {
		t.Error("what the last person typed is left for the next")
	}
}

// What a hand reader reads answers no question: it is neither a PIN nor an amount.
func TestAReadingIsNoPartOfAnApproval(t *testing.T) {
	c := sitDown(t, reverses(client.Posted))
	c.signIn().ctrl(fyne.Key2).types("KR-2026-000123").enter().types("2").enter().enter().approval(approval.Asking)
	c.w.read("100000014")
	c.approval(approval.Asking).asks("Prebrano ni uporabljeno")
	if c.w.counter.Card.State().MokID != "" {
		t.Error("the reading took the place of the job")
	}
}

// While nobody knows, the screen says so as loudly as of a top-up, and never to hand cash out.
func TestAnUnknownReversalKeepsTheCash(t *testing.T) {
	c := sitDown(t, reverses(client.Unknown))
	c.signIn().ctrl(fyne.Key2).types("KR-2026-000123").enter().types("1").enter().enter()
	c.reversal(reversal.Unknown).sees("Izid storna ni znan", "ŠE NE izročite", "Preveri zdaj", "Pošlji znova")
	c.hides("Izročite stranki")
	c.ctrl(fyne.KeyN)
	c.ctrl(fyne.KeyU).sees("Storno", "gotovine še ne izročite")
	c.office.ReversalAsks = c.office.Reversals
	reverses(client.Posted)(c.office)
	c.office.ReversalAsks = c.office.Reversals
	c.enter().reversal(reversal.Posted).sees("Polnitev je stornirana")
}

// walkReversal goes through the screens of a storno and of an approval.
func walkReversal(t *testing.T, choices task.Choices, see func(c *clerk, screen string)) {
	t.Helper()
	begin := func(set ...func(*flowtest.Office)) *clerk {
		c := sitDown(t, append([]func(*flowtest.Office){longNames, topUps}, set...)...)
		c.w.window.Resize(smallest)
		c.w.counter.Settings.Change(func(s *task.Choices) { *s = choices })
		return c.signIn()
	}
	c := begin(reverses(client.Posted))
	c.types("100000014").enter()
	see(c, "card with a reversed top-up")
	c.ctrl(fyne.Key2)
	see(c, "which top-up")
	c.types("KR-2026-000123").enter()
	see(c, "reason")
	c.types("2").enter()
	see(c, "confirming with a second person")
	c.enter()
	see(c, "second person")
	c.types("1001").enter().types("2468").enter().types("100000014").enter().types("50").enter()
	see(c, "same person")
	c.types("1003").enter().types("97531").enter()
	see(c, "posted")
	c.w.window.Close()
	c = begin(reverses(client.Unknown))
	c.ctrl(fyne.Key2).types("KR-2026-000123").enter().types("1").enter()
	see(c, "confirming")
	c.enter()
	see(c, "unknown")
	c.ctrl(fyne.KeyN).ctrl(fyne.KeyU)
	see(c, "open items")
	c.w.window.Close()
	c = begin(reverses(client.Rejected), func(o *flowtest.Office) {
		o.Found.Offer = client.ReversalOffer{Way: client.OfferCorrection, Code: "reversal-window-over"}
		o.Reversals[0].Answer = client.Reversal{Code: "reversal-window-over", CorrectionNumber: "P-2026-000042", MokID: "100000014"}
	})
	c.ctrl(fyne.Key2).types("KR-2026-000123").enter().types("1").enter()
	see(c, "confirming a correction")
	c.enter()
	see(c, "correction")
	correctedAtBank(c.office)
	c.ctrl(fyne.Key2).types("P-2026-000042").enter()
	see(c, "correction asked for")
	c.w.window.Close()
}

// Whoever comes with the number of a request is told how far it is, by keys alone, and gets the request once more.
func TestACorrectionIsAskedForByItsNumber(t *testing.T) {
	c := sitDown(t, correctedAtBank)
	c.signIn().ctrl(fyne.Key2).sees("Številka potrdila ali zahtevka").types("P-2026-000042").enter()
	c.reversal(reversal.Corrected).sees("Popravek je v delu pri banki", "P-2026-000042", "Gotovine ne izročite", "51,50 €")
	c.enter()
	if slips := flowtest.Of[reversal.Correction](c.papers.Printed); len(slips) != 1 || slips[0].Copy != 1 {
		t.Errorf("printed %+v", slips)
	}
	c.press(fyne.KeyEscape).reversal(reversal.AskingSlip)
}

// correctedAtBank is an office that knows no top-up, and one correction.
func correctedAtBank(o *flowtest.Office) {
	o.FindErr = &client.Error{Status: 404, Code: client.CodeTopUpUnknown}
	o.Corrected = client.Correction{
		Number: "P-2026-000042", MokID: "100000014", Amount: money.EUR(5000), Total: money.EUR(5150), State: client.CorrectionOpen, OpenedAt: flowtest.Start,
	}
}

func TestTourOfAReversal(t *testing.T) {
	variants, scales, langs := []theme.Variant{theme.Light, theme.Dark}, []int{100, 200}, text.Languages()
	if *pictures == "" { // the largest text in the longer language is where something would not fit
		variants, scales, langs = variants[:1], scales[1:], langs[:1]
	}
	for _, variant := range variants {
		for _, scale := range scales {
			for _, lang := range langs {
				n := 0
				walkReversal(t, task.Choices{Language: lang, Theme: string(variant), Scale: scale}, func(c *clerk, screen string) {
					n++
					if min := c.w.window.Content().MinSize(); min.Width > smallest.Width || min.Height > smallest.Height {
						t.Errorf("%s at %d %% in %s needs %v, there are %v", screen, scale, lang, min, smallest)
					}
					picture(t, c.w.Canvas(), fmt.Sprintf("reversal-%s-%s-%d-%02d-%s.png", variant, lang, scale, n, screen))
				})
			}
		}
	}
}
