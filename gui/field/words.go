package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"cekr.kranj.si/desk/assets"
)

// SpeakFyne makes the words that Fyne's own widgets say (Copy, Paste, Yes, No, names of days) follow
// our language: "sl" or "en". Fyne itself goes by the operating system's locale alone, and has no
// Slovene; so the words are registered under that locale's own name, whatever it is, and under ours.
// Words already on the screen change when they are next drawn.
func SpeakFyne(code string) error {
	words, err := assets.Text.ReadFile("text/fyne." + code + ".json")
	if err != nil {
		return err
	}
	for _, as := range []fyne.Locale{fyne.Locale(code), lang.SystemLocale()} {
		if err := lang.AddTranslationsForLocale(words, as); err != nil {
			return err
		}
	}
	return nil
}
