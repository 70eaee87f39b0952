package paper

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

var readings = flag.Int("readings", 200, "how many random orders TestReadersReadEveryPrintedForm prints and reads; DESK_TESTS=night makes them ten times as many")

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
	if size := os.Getenv("DESK_TESTS"); size == "night" || size == "release" {
		*readings *= 10
	}
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

// A printer's program makes black dots of a page, few or many to the inch, and modules then are not all as wide. Ghostscript stands for it.
func TestCodesAreReadFromAPrintersDots(t *testing.T) {
	zbar := tool(t, "zbarimg")
	const forms = 3
	pdf, err := OrdersPDF(ordersOf(forms, OnForm))
	if err != nil {
		t.Fatal(err)
	}
	for _, dots := range []int{150, 203, 300} {
		page := filepath.Join(t.TempDir(), "page-%d.png")
		run(t, pdf, "gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pngmono", "-r"+strconv.Itoa(dots), "-o", page, "%s")
		for i := range forms {
			out, err := exec.Command(zbar, "--raw", "-q", "-Sdisable", "-Sqrcode.enable", fmt.Sprintf(page, i+1)).Output()
			if err != nil {
				t.Errorf("%d dots to the inch, form %d: zbar: %v", dots, i+1, err)
				continue
			}
			want, err := ordersOf(forms, OnForm)[i].UPN.Payload()
			if err != nil {
				t.Fatal(err)
			}
			if got := latin2(t, strings.TrimSuffix(string(out), "\n")); !bytes.Equal(got, want) {
				t.Errorf("%d dots to the inch: zbar reads %q, printed was %q", dots, got, want)
			}
		}
	}
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
