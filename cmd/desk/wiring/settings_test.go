package wiring_test

import (
	"fmt"
	"testing"

	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/paper"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// What the administrator's file allows, the window can show and the paper can take: nothing is quietly made into something else.
func TestWhatTheSettingsAllowTheWindowShows(t *testing.T) {
	takes := func(line string) bool {
		_, err := settings.Parse("desk.toml", "mode = \"training\"\n"+line+"\n")
		return err == nil
	}
	for scale := 1; scale <= 300; scale++ {
		shown := theme.SmallestScale <= scale && scale <= theme.LargestScale
		if takes(fmt.Sprintf("text_scale = %d", scale)) != shown {
			t.Errorf("text_scale = %d is drawn as such: %v", scale, shown)
		}
	}
	for _, variant := range theme.Variants() {
		if !takes(fmt.Sprintf("theme = %q", variant)) {
			t.Errorf("there is a theme %s", variant)
		}
	}
	for _, lang := range text.Languages() {
		if !takes(fmt.Sprintf("language = %q", lang)) {
			t.Errorf("there is a language %s", lang)
		}
	}
	for hundredths := -1100; hundredths <= 1100; hundredths++ {
		line := fmt.Sprintf("[blank]\nprinter = \"P\"\ndown = 0\nright = %.2f", float64(hundredths)/100)
		tenths, shown := task.ParseOffset(fmt.Sprintf("%.1f", float64(hundredths)/100))
		shown = shown && tenths*10 == hundredths
		if takes(line) != shown {
			t.Errorf("%s can be seen in the window: %v", line, shown)
		}
		if shown {
			page := paper.Calibration{Layout: paper.OnBlank, Offset: paper.Offset{Right: float64(hundredths) / 100}, At: printable(t)["a4"].At, Lang: "sl"}
			if _, err := page.PDF(); err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
	}
}
