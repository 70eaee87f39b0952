package paper

import (
	"bytes"
	"cmp"
	"flag"
	"html"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

var readings = flag.Int("readings", 200, "how many random orders TestReadersReadEveryPrintedForm prints and reads")

// Any valid order, printed, rasterised at 300 dots to the inch and looked at by two readers that are not ours, says byte for byte
// what its payload says. zbar finds every code in its field. ZXing's own way to find a code in a picture fails for one symbol of
// this size in fifty, whatever the resolution; such a page is given to it again at 600 dots and cropped to the code.
//
// The text that poppler finds in each box is the payload's, formatted as the standard says.
func TestReadersReadEveryPrintedForm(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine and much reckoning: left to the run without the race detector")
	}
	zbar := tool(t, "zbarimg")
	seed, bare := 0, 0
	for left := *readings; left > 0; left -= 100 {
		var orders []Order
		for range min(left, 100) {
			orders = append(orders, onForm(anyOrder().Example(seed)))
			seed++
		}
		pdf, err := OrdersPDF(orders)
		if err != nil {
			t.Fatal(err)
		}
		files := rasterCodes(t, pdf, 300, places[25], 1, len(orders))
		if len(files) != len(orders) {
			t.Fatalf("%d pages of %d", len(files), len(orders))
		}
		out, err := exec.Command(zbar, append([]string{"--raw", "-q", "-Sdisable", "-Sqrcode.enable"}, files...)...).Output()
		if err != nil {
			t.Fatalf("zbar: %v", err)
		}
		words := wordsOf(t, pdf)
		byZbar := strings.Split(string(out), "UPNQR\n")[1:]
		for i, o := range orders {
			want, err := o.UPN.Payload()
			if err != nil {
				t.Fatal(err)
			}
			comparePrinted(t, words[i], want)
			read, err := readByZXing(t, files[i], gozxing.DecodeHintType_TRY_HARDER)
			if err != nil {
				bare++
				read, err = readByZXing(t, rasterCodes(t, pdf, 600, places[21], i+1, i+1)[0], gozxing.DecodeHintType_PURE_BARCODE)
			}
			if err != nil {
				t.Errorf("ZXing: %v", err)
			} else if got := latin2(t, read); !bytes.Equal(got, want) {
				t.Errorf("ZXing reads %q, printed was %q", got, want)
			}
			if i >= len(byZbar) {
				t.Fatalf("zbar reads %d codes of %d", len(byZbar), len(orders))
			}
			if got := latin2(t, "UPNQR\n"+strings.TrimSuffix(byZbar[i], "\n")); !bytes.Equal(got, want) {
				t.Errorf("zbar reads %q, printed was %q", got, want)
			}
		}
	}
	if most := 2 + *readings/20; bare > most {
		t.Errorf("ZXing could not find %d of %d codes by itself", bare, *readings)
	}
}

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
			words = append(words, word{(at[0] + at[2]) / 2 * mm, (at[1] + at[3]) / 2 * mm, html.UnescapeString(m[5])})
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

// rasterCodes gives pictures of a part of the pages from first to last.
func rasterCodes(t *testing.T, pdf []byte, dots int, part place, first, last int) []string {
	t.Helper()
	at := func(millimetres float64) string { return strconv.Itoa(int(millimetres * float64(dots) / 25.4)) }
	prefix := filepath.Join(t.TempDir(), "code")
	run(t, pdf, "pdftoppm", "-r", strconv.Itoa(dots), "-gray", "-png", "-f", strconv.Itoa(first), "-l", strconv.Itoa(last),
		"-x", at(part.x1), "-y", at(part.y1), "-W", at(part.width()), "-H", at(part.height()), "%s", prefix)
	files, err := filepath.Glob(prefix + "*.png")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	return files
}

func readByZXing(t *testing.T, file string, how gozxing.DecodeHintType) (string, error) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{how: true})
	if err != nil {
		return "", err
	}
	return result.GetText(), nil
}

func latin2(t *testing.T, text string) []byte {
	t.Helper()
	out, err := charmap.ISO8859_2.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Errorf("%q is not ISO 8859-2", text)
	}
	return out
}

// What a form says to the eye is what its payload says to a reader.
func TestThePrintedTextIsThePayload(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine and much reckoning: left to the run without the race detector")
	}
	rapid.Check(t, func(rt *rapid.T) {
		order := anyOrder().Draw(rt, "order").Clean()
		pdf, err := onForm(order).PDF()
		if err != nil {
			rt.Fatal(err)
		}
		payload, err := order.Payload()
		if err != nil {
			rt.Fatal(err)
		}
		text, err := charmap.ISO8859_2.NewDecoder().String(string(payload))
		if err != nil {
			rt.Fatal(err)
		}
		fields := strings.Split(text, "\n")
		page := readPage(t, pdf)
		said := func(numbers ...string) string {
			var all []string
			for _, n := range numbers {
				all = append(all, filledIn(t, page, n)...)
			}
			return strings.Join(all, "\n")
		}
		bare := strings.NewReplacer(" ", "", "*", "", ".", "", ",", "").Replace
		for _, c := range []struct{ what, got, want string }{
			{"payer's IBAN", bare(said("A22")), fields[1]}, {"deposit", said("A23"), fields[2]}, {"withdrawal", said("A24"), fields[3]},
			{"payer's reference", strings.ReplaceAll(strings.ReplaceAll(said("A27", "A28"), "\n", ""), " ", ""), fields[4]}, {"payer", said("A30"), strings.Trim(strings.Join(fields[5:8], "\n"), "\n")},
			{"amount", strings.Repeat("0", max(11-len(bare(said("A37"))), 0)) + bare(said("A37")), fields[8]}, {"date", said("A38"), fields[9]}, {"urgent", said("A39"), fields[10]},
			{"code", said("A43"), fields[11]}, {"purpose", said("A44"), fields[12]}, {"due", said("A45"), fields[13]}, {"payee's IBAN", bare(said("A47")), fields[14]},
			{"payee's reference", strings.ReplaceAll(strings.ReplaceAll(said("A50", "A51"), "\n", ""), " ", ""), fields[15]}, {"payee", said("A54"), strings.Trim(strings.Join(fields[16:19], "\n"), "\n")},
		} {
			if c.got != c.want {
				rt.Fatalf("%s: printed %q, coded %q", c.what, c.got, c.want)
			}
		}
	})
}
