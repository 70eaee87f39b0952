package main

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/flow/task"
)

func TestWhatAClerkChoosesIsKept(t *testing.T) {
	set := func(printer string) task.Offset {
		if printer == "Pult-4" {
			return task.Offset{Right: -4}
		}
		return task.Offset{}
	}
	kept := choice{test.NewTempApp(t).Preferences(), set}
	chosen := task.Choices{
		Language: "en", PaperLanguage: "sl", Theme: "dark", Scale: 150, Receipt: "a6", ReceiptPrinter: "Trak", FormPrinter: "Pult-1", Folder: "/home/ana", Layout: "blank",
		Offset: task.Offset{Right: 15, Down: -7},
	}
	kept.keep(chosen)
	if got := kept.over(task.Choices{Language: "sl", ReceiptPrinter: "Pult-9", FormPrinter: "Pult-9"}); got != chosen {
		t.Errorf("kept %+v", got)
	}
	other := chosen
	other.FormPrinter, other.Offset = "Pult-2", task.Offset{Down: 3}
	kept.keep(other)
	if got := kept.offset("Pult-1"); got != chosen.Offset {
		t.Errorf("the first printer's offset is %v now", got)
	}
	if got := kept.offset("Pult-3"); got != (task.Offset{}) {
		t.Errorf("a printer that nobody has calibrated is off by %v", got)
	}
	if got := kept.offset("Pult-4"); got != (task.Offset{Right: -4}) {
		t.Errorf("the administrator's offset is %v", got)
	}
}

// Where nobody chose a paper, an empty one may be kept.
func TestAPaperThatWasNeverChosenIsTheAdministrators(t *testing.T) {
	kept := choice{test.NewTempApp(t).Preferences(), noOffset}
	kept.keep(task.Choices{Language: "en"})
	if got := kept.over(task.Choices{Receipt: "a6", Layout: "a4"}); got.Receipt != "a6" || got.Layout != "a4" {
		t.Errorf("kept %+v", got)
	}
}

// A PC on which an older program has run knows one printer, chosen by the clerk, for everything.
func TestThePrinterOfAnOlderProgramIsForBothKindsOfPaper(t *testing.T) {
	preferences := test.NewTempApp(t).Preferences()
	preferences.SetString("printer", "Pult-1")
	kept := choice{preferences, noOffset}
	if got := kept.over(task.Choices{ReceiptPrinter: "Pult-9", FormPrinter: "Pult-9"}); got.ReceiptPrinter != "Pult-1" || got.FormPrinter != "Pult-1" {
		t.Errorf("%+v", got)
	}
	if got := kept.over(task.Choices{ReceiptPrinter: "Trak", FormPrinter: "Pult-9"}); got.ReceiptPrinter != "Trak" || got.FormPrinter != "Pult-9" {
		t.Errorf("the administrator has two printers now, and it is %+v", got)
	}
	kept.keep(task.Choices{ReceiptPrinter: "Trak", FormPrinter: ""})
	if got := kept.over(task.Choices{ReceiptPrinter: "Pult-9", FormPrinter: "Pult-9"}); got.ReceiptPrinter != "Trak" || got.FormPrinter != "" {
		t.Errorf("chosen anew, it is %+v", got)
	}
}
