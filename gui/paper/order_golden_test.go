package paper

import (
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

var golden = flag.Bool("golden", false, "keep the pictures that the tests make of papers, instead of comparing with those that are kept")

// The kept pictures are the order of the standard's figure 3, which somebody has held beside that figure, and the customer's sheet.
// Squares of a millimetre are compared, so that another version of poppler may smooth edges its own way, but nothing may move by a
// quarter of one.
func TestPapersLookAsTheyDid(t *testing.T) {
	sheet := sampleOrder()
	sheet.Unverified, sheet.Assumed = true, true
	for name, c := range map[string]struct {
		order Order
		dots  int
	}{"figure3": {onForm(officialOrder()), 100}, "sheet": {sheet, 50}} {
		t.Run(name, func(t *testing.T) {
			sameAsKept(t, filepath.Join("testdata", name+".png"), raster(t, mustOrder(t, c.order), c.dots), c.dots)
		})
	}
}

func sameAsKept(t *testing.T, file string, got image.Image, dots int) {
	t.Helper()
	const (
		most = 24 // of 255, by which a square's colour may differ
		mean = 0.5
	)
	square := dots / 25 // pixels, a millimetre
	if *golden {
		keep(t, file, got)
	}
	want := picture(t, file)
	if got.Bounds() != want.Bounds() {
		t.Fatalf("it is %v, was %v", got.Bounds(), want.Bounds())
	}
	sum, squares, worse := 0.0, 0, 0
	for y := 0; y+square <= got.Bounds().Dy(); y += square {
		for x := 0; x+square <= got.Bounds().Dx(); x += square {
			now, before := average(got, x, y, square), average(want, x, y, square)
			for c := range now {
				difference := max(now[c]-before[c], before[c]-now[c])
				sum += difference
				squares++
				if difference > most {
					if worse++; worse <= 10 {
						t.Errorf("at %.0f, %.0f mm it is %.0f, was %.0f", float64(x)/float64(dots)*25.4, float64(y)/float64(dots)*25.4, now, before)
					}
				}
			}
		}
	}
	if sum/float64(squares) > mean {
		t.Errorf("the picture differs by %.2f of 255", sum/float64(squares))
	}
}

// average is the colour of a square, 0 to 255.
func average(p image.Image, x, y, side int) (rgb [3]float64) {
	for j := range side {
		for i := range side {
			r, g, b, _ := p.At(p.Bounds().Min.X+x+i, p.Bounds().Min.Y+y+j).RGBA()
			rgb[0], rgb[1], rgb[2] = rgb[0]+float64(r>>8), rgb[1]+float64(g>>8), rgb[2]+float64(b>>8)
		}
	}
	for c := range rgb {
		rgb[c] /= float64(side * side)
	}
	return rgb
}

// raster is a PDF's first page as poppler sees it.
func raster(t *testing.T, pdf []byte, dots int) image.Image {
	t.Helper()
	prefix := filepath.Join(t.TempDir(), "page")
	run(t, pdf, "pdftoppm", "-r", strconv.Itoa(dots), "-png", "-singlefile", "%s", prefix)
	return picture(t, prefix+".png")
}

func picture(t *testing.T, file string) image.Image {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func keep(t *testing.T, file string, p image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, p); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
