package gui

import (
	"context"
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/paper"
)

// drawn are papers whose pictures of orders are the real ones.
type drawn struct{ *flowtest.Papers }

// Picture draws an order as it would be printed.
func (d drawn) Picture(ctx context.Context, s task.Slip, width int) (image.Image, error) {
	white, err := d.Papers.Picture(ctx, s, width)
	o, ok := s.(order.Slip)
	if err != nil || !ok {
		return white, err
	}
	return paper.Order{
		UPN: o.Order, MokID: o.MokID, At: o.At, Unverified: !o.Verified, Assumed: o.Assumed, Lang: o.Choices.Paper(), Training: true,
		Layout: paper.Layout(o.Choices.Layout),
	}.Picture(width)
}

// paste pastes into whatever has the focus.
func (c *clerk) paste(text string) *clerk {
	c.t.Helper()
	focused, ok := c.w.Canvas().Focused().(fyne.Shortcutable)
	if !ok {
		c.t.Fatal("nothing has the focus to paste into")
	}
	c.groups++
	c.w.app.Clipboard().SetContent(text)
	focused.TypedShortcut(&fyne.ShortcutPaste{Clipboard: c.w.app.Clipboard()})
	return c
}

func TestThePageFollowsTheKeysAndDisturbsNothing(t *testing.T) {
	c := sitDown(t)
	c.ctrl(fyne.KeyG)
	c.types("100000014")
	c.tasks.Tick()
	c.sees("Kar vidite, bo natisnjeno").enter()
	c.types("5")
	c.tasks.Tick()
	c.types("0").enter().types("Žiga")
	c.tasks.Tick()
	c.types(" Čuk").enter().types("Cesta 1").enter().types("4000 Kranj")
	c.tasks.Tick()
	last := c.papers.Drawn[len(c.papers.Drawn)-1].(order.Slip)
	if last.Order.Payer.Name != "Žiga Čuk" || last.Order.Amount != money.EUR(5000) || last.MokID != "100000014" {
		t.Errorf("the page shows %+v", last.Order)
	}
	c.enter()
	if len(c.papers.Printed) != 1 || c.papers.Printed[0].(order.Slip).Order != last.Order {
		t.Errorf("what is printed is not what was shown: %+v", c.papers.Printed)
	}
}

// A problem stays in the state until the next check: a page that is drawn meanwhile must not wipe what the clerk types to mend it.
func TestAPageDrawnAfterARefusalLeavesTheMendedFieldAlone(t *testing.T) {
	for _, wrong := range []string{"", "4111111111111111"} {
		c := sitDown(t)
		c.ctrl(fyne.KeyG)
		if wrong != "" {
			c.types(wrong)
		}
		c.ctrl(fyne.KeyP)
		if len(c.w.counter.Order.State().Problems) == 0 {
			t.Fatal("nothing is refused")
		}
		c.types("10000")
		c.tasks.Tick()
		c.types("0014").ctrl(fyne.KeyP)
		if len(c.papers.Printed) != 1 {
			t.Errorf("after %q what was typed is wiped: %+v", wrong, c.w.counter.Order.State())
		}
	}
}

func TestACardNumberForAPayerLeavesTheScreen(t *testing.T) {
	c := sitDown(t)
	c.ctrl(fyne.KeyG).types("100000014").enter().types("50").enter().types("4111111111111111").ctrl(fyne.KeyP)
	c.sees("cela številka kartice")
	if words := strings.Join(visibleWords(c.screen()), " "); strings.Contains(words, "4111") {
		t.Error("the card number is still on the screen")
	}
	for _, s := range flowtest.Of[order.Slip](c.papers.Drawn) {
		if strings.Contains(s.Order.Payer.Name, "4111") {
			t.Error("the card number was drawn")
		}
	}
}

func TestTheLargePageIsWorkedByKeysAndLosesNothing(t *testing.T) {
	c := sitDown(t)
	c.ctrl(fyne.KeyG).types("100000014").enter().types("50").enter().types("Žiga")
	c.tasks.Tick()
	c.ctrl(fyne.Key1).sees("Predogled listine").press(fyne.KeyPageDown).press(fyne.KeyEscape)
	c.sees("Nalog UPN za polnitev kartice").press(fyne.KeyEnd).types(" Čuk").ctrl(fyne.Key1).ctrl(fyne.KeyP)
	if len(c.papers.Printed) != 1 || c.papers.Printed[0].(order.Slip).Order.Payer.Name != "Žiga Čuk" {
		t.Errorf("%+v", c.papers.Printed)
	}
	c.sees("Poslano v tiskanje")
}

func TestAReceiptIsShownLargeToo(t *testing.T) {
	c := sitDown(t, posted)
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().types("100").enter().enter().step(topup.Posted)
	c.ctrl(fyne.Key1).sees("Predogled listine")
	if last, ok := c.papers.Drawn[len(c.papers.Drawn)-1].(topup.Receipt); !ok || last.Clerk != "Ana" {
		t.Errorf("it shows %+v", last)
	}
	c.press(fyne.KeyEscape).step(topup.Posted).sees("2026-000123")
}

func TestAListIsMadeByKeyboardWithNobodySignedIn(t *testing.T) {
	c := sitDown(t)
	c.lists.Report = aReport()
	c.lists.Made = order.ListMade{Forms: 1200, Files: []string{"/home/ana/nalogi-upn.pdf"}}
	c.ctrl(fyne.KeyF).sees("Nalogi UPN s seznama", "niso preverjeni")
	c.paste("100000014\t50\tŽofka\n4111111111111111\n").sees("43 vrstic ni pravih", "Vrstica 4: MOK ID: To je videti kot cela številka", "60.000,00 €")
	if words := strings.Join(visibleWords(c.screen()), " "); strings.Contains(words, "4111") || strings.Contains(words, "Žofka") {
		t.Error("what was pasted is on the screen as it was")
	}
	c.enter() // the focus is not on the button that skips
	if len(c.lists.Asked) != 0 {
		t.Fatal("one more Enter skips the bad rows")
	}
	c.paste("100000014\t50\n")
	c.press(fyne.KeyUp).enter() // by going there
	if len(c.lists.Asked) != 1 {
		t.Fatal("nothing is made")
	}
	c.sees("Narejenih je 1.200 nalogov.", "1 datoteka v /home/ana", "Odpri nalogi-upn.pdf").enter()
	if len(c.lists.Opened) != 1 {
		t.Error("the file is not opened")
	}
	c.press(fyne.KeyEscape).press(fyne.KeyEscape).sees("Prijava na okence")
	if words := strings.Join(visibleWords(c.screen()), " "); strings.Contains(words, "nalogi-upn") {
		t.Error("the list is still on the screen")
	}
}

func TestAPathIsTypedAndGoesOnByTheArrow(t *testing.T) {
	c := sitDown(t)
	c.lists.Report, c.lists.Goes = aReport(), []string{"/home/ana/kartice.csv"}
	c.ctrl(fyne.KeyF).types("/home/ana/k")
	c.tasks.Tick()
	c.sees("/home/ana/kartice.csv").press(fyne.KeyRight).enter()
	if len(c.lists.Checked) != 1 || c.lists.Checked[0].Path != "/home/ana/kartice.csv" {
		t.Errorf("checked %+v", c.lists.Checked)
	}
	c.press(fyne.KeyEscape).paste("/home/ana/kartice.csv").enter()
	if len(c.lists.Checked) != 2 || c.lists.Checked[1].Path != "/home/ana/kartice.csv" {
		t.Errorf("a pasted path: %+v", c.lists.Checked)
	}
}

func TestTheFilesOfAListFitTheWindowAndSpeakItsLanguage(t *testing.T) {
	c := sitDown(t)
	c.w.window.Resize(smallest)
	deep := "/home/ana/" + strings.Repeat("Dokumenti okenca/", 8) + "nalogi-upn-2026-11-22-093000.pdf"
	c.lists.Report, c.lists.Made = order.ListReport{Good: 1, Files: 1, Folder: "/home/ana"}, order.ListMade{Forms: 1, Files: []string{deep}}
	c.ctrl(fyne.KeyF).types("/home/ana/seznam.csv").enter().enter().sees("Odpri", "nalogi-upn-2026-11-22-093000.pdf")
	if min := c.w.window.Content().MinSize(); min.Width > smallest.Width || min.Height > smallest.Height {
		t.Errorf("the window needs %v, there are %v", min, smallest)
	}
	c.ctrl(fyne.Key8).sees("Open", "nalogi-upn-2026-11-22-093000.pdf")
	if said := strings.Join(visibleWords(c.screen()), " "); strings.Contains(said, "Odpri") {
		t.Errorf("the window says %s", said)
	}
}

// A list is looked at before anything is made of it: how it is read, what is passed over, its first rows, and where the bad cells are.
func TestHowAListIsReadIsShownBeforeAnythingIsMade(t *testing.T) {
	c := sitDown(t)
	c.ctrl(fyne.KeyF)
	c.lists.Report = aReport()
	c.paste("100000014\t50\n")
	c.sees("Kako je seznam prebran", "Windows-1250", "Izpuščena sta stolpca (Zap. št., Opomba).", "Prve vrstice, kakor so razumljene", "celica C17: Znesek v evrih")
	if len(c.lists.Asked) != 0 {
		t.Error("orders are made before anybody looked")
	}
	c.press(fyne.KeyEscape)
	for _, word := range visibleWords(c.screen()) {
		if strings.Contains(word, "Windows-1250") {
			t.Error("another list still speaks of the first")
		}
	}
}
