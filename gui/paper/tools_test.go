package paper

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/paper/ink/inktest"
)

var tool, run = inktest.Tool, inktest.Run

// textOf is the text of a PDF as poppler reads it, laid out as on the page.
func textOf(t testing.TB, pdf []byte) string {
	t.Helper()
	return run(t, pdf, "pdftotext", "-layout", "-enc", "UTF-8", "%s", "-")
}

// saidBy is the text of a PDF in the order of reading, wherever its lines end.
func saidBy(t testing.TB, pdf []byte) string {
	t.Helper()
	return strings.Join(strings.Fields(run(t, pdf, "pdftotext", "-raw", "-enc", "UTF-8", "%s", "-")), " ")
}

// everyLetter is all that can be printed.
func everyLetter() string {
	var all []rune
	for code := 32; code < 256; code++ {
		r := charmap.Windows1250.DecodeByte(byte(code))
		if again := ink.Encode(string(r)); len(again) == 1 && again[0] == byte(code) {
			all = append(all, r)
		}
	}
	return string(all)
}
