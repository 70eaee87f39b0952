package gui

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/view"
)

// What README.md tells the clerk and what the window's help page tells are one text.
func TestTheHelpPageSaysWhatReadmeSays(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, part, _ := strings.Cut(string(raw), "## Za uslužbenca")
	part, _, _ = strings.Cut(part, "| opravilo")
	items := regexp.MustCompile(`(?m)^[0-9]+\. `).Split(part, -1)[1:]
	if len(items) != len(view.Jobs) {
		t.Fatalf("README.md has %d points, the help page %d", len(items), len(view.Jobs))
	}
	for i, item := range items {
		item = strings.Join(strings.Fields(strings.NewReplacer("*", "", "`", "").Replace(item)), " ")
		if said := text.In(text.Slovene).Say("help.job." + view.Jobs[i]); said != item {
			t.Errorf("%s:\nREADME.md  %s\nthe window %s", view.Jobs[i], item, said)
		}
	}
}

// The page is longer than the window: it is read by keys, from the first job to the last command.
func TestTheHelpPageIsReadByKeyboardAlone(t *testing.T) {
	c := sitDown(t)
	c.w.window.Resize(smallest)
	c.ctrl(fyne.Key0).sees("1. Prijava: službena številka")
	reader, ok := c.w.Canvas().Focused().(interface{ Offset() float32 })
	if !ok {
		t.Fatalf("%T has the focus", c.w.Canvas().Focused())
	}
	c.press(fyne.KeyEnd)
	if reader.Offset() <= 0 {
		t.Error("the end is not shown")
	}
	c.press(fyne.KeyEscape)
	if c.w.counter.State().Panel != flow.PanelCard {
		t.Errorf("Escape leads to %s", c.w.counter.State().Panel)
	}
}
