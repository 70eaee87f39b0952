package gui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/paper"
)

func TestTheLanguageSwitchesAtOnceAndKeepsTheJob(t *testing.T) {
	c := sitDown(t)
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter()
	c.ctrl(fyne.Key8).step(topup.ReadBack).sees("fifty euros", "Cash given", "TRAINING COUNTER")
	c.ctrl(fyne.Key8).sees("petdeset evrov")
}

func TestSettingsAreChangedByKeyboardAndHoldAtOnce(t *testing.T) {
	c := sitDown(t)
	kept := task.Choices{}
	c.w.changed = func(chosen task.Choices) { kept = chosen }
	c.ctrl(fyne.KeyE).sees("Nastavitve tega okenca", "Pult-2", "/var/log/desk", client.ContractVersion)
	c.types("2").enter().types("1").enter()
	for range 8 {
		c.enter()
	}
	c.enter().sees("The settings hold.", "Settings of this counter")
	if kept.Language != "en" || kept.PaperLanguage != "sl" {
		t.Errorf("kept %+v", kept)
	}
	c.press(fyne.KeyEscape).sees("Sign in to the counter")
}

// In large text a form is longer than the window; the control that has the focus is in sight all the same.
func TestWhatHasTheFocusIsInSightInTheLargestText(t *testing.T) {
	c := sitDown(t)
	c.w.window.Resize(smallest)
	c.w.counter.Settings.Change(func(s *task.Choices) { s.Scale = 200 })
	inSight := func(where string) {
		t.Helper()
		focused := c.w.Canvas().Focused().(fyne.CanvasObject)
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(focused).Y
		if foot := top + focused.Size().Height; top < 0 || foot > smallest.Height {
			t.Errorf("%s: what has the focus lies from %v to %v", where, top, foot)
		}
	}
	for _, panel := range []fyne.KeyName{fyne.KeyG, fyne.KeyE, fyne.KeyF} {
		c.ctrl(panel)
		first := c.w.Canvas().Focused()
		for n := 0; n < 40; n++ {
			inSight(fmt.Sprintf("Ctrl+%s, %d", panel, n))
			c.w.Canvas().FocusNext()
			if c.w.Canvas().Focused() == first {
				break
			}
		}
	}
}

func TestEachPrinterHasItsOwnOffset(t *testing.T) {
	c := sitDown(t)
	kept := task.Choices{}
	c.w.changed = func(chosen task.Choices) { kept = chosen }
	c.ctrl(fyne.KeyE)
	for range 7 {
		c.enter()
	}
	c.types("3").enter() // Pult-2
	c.types("1,5").enter().types("11").enter().enter().sees("od -10 do 10")
	if kept != (task.Choices{}) {
		t.Fatalf("a wrong offset is kept: %+v", kept)
	}
	c.press(fyne.KeyUp).types("-0,7").enter().enter().sees("Nastavitve veljajo.")
	if kept.FormPrinter != "Pult-2" || kept.ReceiptPrinter != "" || kept.Offset != (task.Offset{Right: 15, Down: -7}) {
		t.Errorf("kept %+v", kept)
	}
}

// Who tries a printer has not kept it yet: the page that shows its offset comes out of the printer that the form names.
func TestTheCalibrationPageIsPrintedAsTheFormStands(t *testing.T) {
	c := sitDown(t)
	c.ctrl(fyne.KeyE)
	for range 7 {
		c.enter()
	}
	c.types("3").enter().types("1,5").enter()
	c.w.Canvas().Focus(buttonOf(t, c, "Natisni umeritveno stran"))
	c.enter()
	if len(c.papers.Printed) != 1 {
		t.Fatalf("printed %+v", c.papers.Printed)
	}
	if as := c.papers.Printed[0].Head().Choices; as.FormPrinter != "Pult-2" || as.Offset != (task.Offset{Right: 15}) {
		t.Errorf("printed with %+v", as)
	}
	if holds := c.w.counter.Settings.Choices(); holds.FormPrinter != "" {
		t.Errorf("printing has kept %+v", holds)
	}
}

// What another version of the program has kept is neither lost by looking at it nor taken for something else.
func TestAPaperThatTheProgramDoesNotKnowStaysInSight(t *testing.T) {
	c := sitDown(t)
	c.w.counter.Settings.Change(func(s *task.Choices) { s.Receipt, s.Layout = "112mm", "a3" })
	kept := task.Choices{}
	c.w.changed = func(chosen task.Choices) { kept = chosen }
	c.ctrl(fyne.KeyG).sees("Papir: a3 (tega papirja program ne pozna)")
	c.ctrl(fyne.KeyE).sees("Trak 80 mm", "112mm (tega papirja program ne pozna)", "A4 z navodili", "a3 (tega papirja program ne pozna)")
	for range 11 {
		c.enter()
	}
	if c.sees("Nastavitve veljajo."); kept.Receipt != "112mm" || kept.Layout != "a3" {
		t.Errorf("looking at it has kept %+v", kept)
	}
}

// The button beside the page takes one paper after another, and after an unknown one the first.
func TestThePaperForOrdersGoesRound(t *testing.T) {
	c := sitDown(t)
	c.ctrl(fyne.KeyG)
	button := buttonOf(t, c, "Papir: A4 z navodili")
	c.w.Canvas().Focus(button)
	for _, want := range []string{"list v velikosti naloga", "na obrazec", "na obrazec A4", "A4 z navodili"} {
		c.enter().sees("Papir: " + want)
	}
	c.w.counter.Order.ChooseLayout("a3")
	if c.enter(); c.w.counter.Settings.Choices().Layout != string(paper.Layouts()[0]) {
		t.Errorf("after an unknown one comes %s", c.w.counter.Settings.Choices().Layout)
	}
}

// E2: receipts come out of one printer, and payment orders out of another.
func TestReceiptsAndFormsHavePrintersOfTheirOwn(t *testing.T) {
	c := sitDown(t)
	kept := task.Choices{}
	c.w.changed = func(chosen task.Choices) { kept = chosen }
	c.ctrl(fyne.KeyE).sees("Tiskalnik za potrdila", "Tiskalnik za naloge in liste")
	for range 5 {
		c.enter()
	}
	c.types("3").enter().enter().types("2").enter() // receipts on Pult-2, past the paper for orders, forms on Pult-1
	for range 3 {
		c.enter()
	}
	c.sees("Nastavitve veljajo.")
	if kept.ReceiptPrinter != "Pult-2" || kept.FormPrinter != "Pult-1" {
		t.Errorf("kept %+v", kept)
	}
}
