package ink

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"cekr.kranj.si/desk/gui/paper/ink/inktest"
)

// onePage is a PDF of an A4 page with marks on it.
func onePage(t *testing.T, marks ...Mark) []byte {
	t.Helper()
	pdf, err := PDF(About{Title: "abc", Lang: "sl", At: time.Unix(1e9, 0).UTC()}, &Page{Width: 210, Height: 297, Marks: marks})
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func TestWhatIsNotAPDFOfOursIsNotFinished(t *testing.T) {
	good := onePage(t, Text{X: 20, Y: 20, Face: Sans, Size: 14, Colour: Black, Codes: Encode("Kranj")})
	back := append([]byte("%PDF-1.3"), good[8:]...)
	if _, err := finish(back, "sl"); err != nil {
		t.Fatalf("the document to spoil is spoilt already: %v", err)
	}
	place := regexp.MustCompile(`startxref\n\d+`)
	for name, raw := range map[string][]byte{
		"nothing": nil, "finished already": good, "no table": bytes.Replace(back, []byte("startxref"), []byte("startyref"), 1), "cut": back[:len(back)/2],
		"no catalogue": bytes.Replace(back, []byte("/Catalog"), []byte("/Katalog"), 1), "a wrong place": place.ReplaceAll(back, []byte("startxref\n7")), "no root": bytes.Replace(back, []byte("/Root"), []byte("/Toor"), 1),
		"no place": place.ReplaceAll(back, []byte("startxref\nx")), "a place outside": place.ReplaceAll(back, []byte("startxref\n99999999")), "an object elsewhere": bytes.Replace(back, []byte("\n4 0 obj"), []byte("\n5 0 obj"), 1),
	} {
		if _, err := finish(raw, "sl"); err == nil {
			t.Errorf("%s was finished", name)
		}
	}
}

func TestEveryCharacterCanBeReadBackFromAPDF(t *testing.T) {
	codes := printable()
	for _, f := range []Face{Sans, SansBold, MonoBold} {
		var lines []Mark
		var want strings.Builder
		for i := 0; i < len(codes); i += 20 {
			line := codes[i:min(i+20, len(codes))]
			lines = append(lines, Text{X: 20, Y: 20 + float64(i), Face: f, Size: 14, Colour: Black, Codes: line})
			for _, c := range line {
				want.WriteRune(charmap.Windows1250.DecodeByte(c))
			}
		}
		pdf := onePage(t, lines...)
		got := inktest.Run(t, pdf, "pdftotext", "-raw", "-enc", "UTF-8", "%s", "-")
		clean := func(s string) string { return strings.NewReplacer("\n", "", "\f", "", " ", "").Replace(s) }
		if clean(got) != clean(want.String()) {
			t.Errorf("%s: read back\n%s\nof\n%s", faceNames[f], clean(got), clean(want.String()))
		}
	}
}
