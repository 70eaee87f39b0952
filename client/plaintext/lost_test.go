package plaintext

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

func TestALetterThatAProgramHasLost(t *testing.T) {
	for _, text := range []string{
		"?agar", "Ko?ir", "Petri?", "Gregor?i?", "Ana ?uk", "A. ?. Novak", "??agar", "\"?uk\"", "?kofjelo?ka 1", "Ko\ufffdir", "GregorÄŤiÄŤ", "Å½agar", "ÄŚuk", "KoĹˇir",
		"&#268;uk", "Ko&#x161;ir", "Ko&scaron;ir", "Novak &amp; sin", `\u010cuk`, "%C4%8Cuk", "=C4=8Cuk", "Ko%C5%A1ir",
	} {
		if !LostLetter(text) {
			t.Errorf("%s has lost none", text)
		}
	}
	for _, text := range []string{
		"", "?", "Ana - ?", "Žiga Čuk", "Jürgen Müßig", "Jäger", "Åse", "ČŠŽĆĐ", "čšžćđ", "Dvořák", "Ana\u00a0Čuk", "Иван", "李", "Glavni trg 1/2", "»Pri vodi«", "5 €", "Novak & sin; Kranj", "A&B", "50 %", "a=b", `C:\ulica`,
	} {
		if LostLetter(text) {
			t.Errorf("%s has lost one", text)
		}
	}
}

// A text with Slovene letters that was saved as UTF-8 and read as the letters of a Windows is never taken for one that is whole.
func TestWhatWasSavedTwiceOverIsFound(t *testing.T) {
	letters := rapid.StringOfN(rapid.RuneFrom([]rune("abcčšžđćČŠŽ ")), 1, 20, -1)
	rapid.Check(t, func(t *rapid.T) {
		text := letters.Draw(t, "text")
		if LostLetter(text) {
			t.Fatalf("%s is whole", text)
		}
		if isASCII(text) {
			return
		}
		for _, windows := range []*charmap.Charmap{charmap.Windows1250, charmap.Windows1252} {
			garbled := ""
			for _, b := range []byte(text) {
				garbled += string(windows.DecodeByte(b))
			}
			if !LostLetter(garbled) {
				t.Fatalf("%s is taken", garbled)
			}
		}
	})
}
