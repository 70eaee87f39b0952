package paper

import (
	"cmp"
	"html"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"cekr.kranj.si/desk/gui/paper/ink"
)

// word is one that poppler reads, by the middle of its place in millimetres.
type word struct {
	x, y float64
	text string
}

var bboxWord = regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>`)

// wordsOf are the words of each page.
func wordsOf(t *testing.T, pdf []byte) (pages [][]word) {
	t.Helper()
	for _, page := range strings.Split(run(t, pdf, "pdftotext", "-bbox", "-enc", "UTF-8", "%s", "-"), "<page ")[1:] {
		var words []word
		for _, m := range bboxWord.FindAllStringSubmatch(page, -1) {
			var at [4]float64
			for i := range at {
				at[i], _ = strconv.ParseFloat(m[1+i], 64)
			}
			words = append(words, word{(at[0] + at[2]) / 2 * ink.Point, (at[1] + at[3]) / 2 * ink.Point, html.UnescapeString(m[5])})
		}
		pages = append(pages, words)
	}
	return pages
}

// comparePrinted holds what stands in each box of a form against its payload.
func comparePrinted(t *testing.T, words []word, payload []byte) {
	t.Helper()
	f := strings.Split(string(decodedLatin2(payload)), "\n")
	fours := func(s string) string {
		return strings.TrimSpace(regexp.MustCompile(`.{1,4}`).ReplaceAllString(s, "$0 "))
	}
	amount := ""
	if euros := strings.TrimLeft(f[8][:9], "0"); euros+f[8][9:] != "00" {
		grouped := cmp.Or(euros, "0")
		for i := len(grouped) - 3; i > 0; i -= 3 {
			grouped = grouped[:i] + "." + grouped[i:]
		}
		amount = "***" + grouped + "," + f[8][9:]
	}
	content := func(reference string) string {
		if strings.HasPrefix(reference, "RF") {
			return fours(reference[4:])
		}
		return reference[min(4, len(reference)):]
	}
	model := func(reference string) string { return reference[:min(4, len(reference))] }
	purpose := f[12]
	if f[13] != "" {
		purpose += ", " + f[13]
	}
	for _, box := range []struct {
		place int
		want  string
	}{
		{3, f[5] + " " + f[6] + " " + f[7]}, {5, purpose}, {8, amount}, {10, fours(f[14]) + " " + model(f[15]) + " " + content(f[15])}, {12, f[16] + " " + f[17] + " " + f[18]},
		{22, fours(f[1])}, {23, f[2]}, {24, f[3]}, {27, model(f[4])}, {28, content(f[4])}, {30, f[5] + " " + f[6] + " " + f[7]},
		{37, amount}, {38, f[9]}, {39, f[10]}, {43, f[11]}, {44, f[12]}, {45, f[13]},
		{47, fours(f[14])}, {50, model(f[15])}, {51, content(f[15])}, {54, f[16] + " " + f[17] + " " + f[18]},
	} {
		p := places[box.place]
		var inside []word
		for _, w := range words {
			if w.x > p.x1 && w.x < p.x2 && w.y > p.y1 && w.y < p.y2 {
				inside = append(inside, w)
			}
		}
		slices.SortFunc(inside, func(a, b word) int {
			if math.Abs(a.y-b.y) > 1 {
				return cmp.Compare(a.y, b.y)
			}
			return cmp.Compare(a.x, b.x)
		})
		var read []string
		for _, w := range inside {
			read = append(read, w.text)
		}
		got, want := strings.Join(read, " "), strings.Join(strings.Fields(box.want), " ")
		if box.place == 5 { // a long word may go on in the second line
			got, want = strings.ReplaceAll(got, " ", ""), strings.ReplaceAll(want, " ", "")
		}
		if got != want {
			t.Errorf("A%d says %q, coded is %q", box.place, got, want)
		}
	}
}

func decodedLatin2(payload []byte) []byte {
	out, _ := charmap.ISO8859_2.NewDecoder().Bytes(payload) // of a table of all 256 bytes
	return out
}
