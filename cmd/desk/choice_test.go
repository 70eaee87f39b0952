package main

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/flow"
)

func TestWhatAClerkChoosesIsKept(t *testing.T) {
	set := func(printer string) flow.Offset {
		if printer == "Pult-4" {
			return flow.Offset{Right: -4}
		}
		return flow.Offset{}
	}
	kept := choice{test.NewTempApp(t).Preferences(), set}
	chosen := flow.Choices{
		Language: "en", PaperLanguage: "sl", Theme: "dark", Scale: 150, Receipt: "a6", Printer: "Pult-1", Folder: "/home/ana", Layout: "blank",
		Offset: flow.Offset{Right: 15, Down: -7},
	}
	kept.keep(chosen)
	if got := kept.over(flow.Choices{Language: "sl", Printer: "Pult-9"}); got != chosen {
		t.Errorf("kept %+v", got)
	}
	other := chosen
	other.Printer, other.Offset = "Pult-2", flow.Offset{Down: 3}
	kept.keep(other)
	if got := kept.offset("Pult-1"); got != chosen.Offset {
		t.Errorf("the first printer's offset is %v now", got)
	}
	if got := kept.offset("Pult-3"); got != (flow.Offset{}) {
		t.Errorf("a printer that nobody has calibrated is off by %v", got)
	}
	if got := kept.offset("Pult-4"); got != (flow.Offset{Right: -4}) {
		t.Errorf("the administrator's offset is %v", got)
	}
}

// Where nobody chose a paper, an empty one may be kept.
func TestAPaperThatWasNeverChosenIsTheAdministrators(t *testing.T) {
	kept := choice{test.NewTempApp(t).Preferences(), noOffset}
	kept.keep(flow.Choices{Language: "en"})
	if got := kept.over(flow.Choices{Receipt: "a6", Layout: "a4"}); got.Receipt != "a6" || got.Layout != "a4" {
		t.Errorf("kept %+v", got)
	}
}
