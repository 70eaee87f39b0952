package cupstest

import (
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// dots to the inch at which a page is looked at.
const dots = 200

// Page is what came out of a printer, or a PDF as it should: dark ink on paper.
type Page struct {
	*image.Gray
	file string
}

// Printed is the page of a queue's last job, which has ended.
func (s *Server) Printed(queue string) Page {
	s.tb.Helper()
	file := s.printed(queue)
	defer os.Remove(file) // so that no later job is taken for this one
	return Look(s.tb, file)
}

// Look draws the one page of a PDF or PostScript file.
func Look(tb testing.TB, file string) Page {
	tb.Helper()
	drawn := filepath.Join(tb.TempDir(), "page-%d.png")
	out, err := exec.Command(Tool(tb, "gs"), "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pnggray", "-r"+strconv.Itoa(dots),
		"-sOutputFile="+drawn, file).CombinedOutput()
	if err != nil {
		tb.Fatalf("gs: %v\n%s", err, out)
	}
	pages, _ := filepath.Glob(strings.Replace(drawn, "%d", "*", 1))
	if len(pages) != 1 {
		tb.Fatalf("%d pages came out, not one", len(pages))
	}
	f, err := os.Open(pages[0])
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		tb.Fatal(err)
	}
	page := Page{image.NewGray(picture.Bounds()), pages[0]}
	draw.Draw(page.Gray, page.Bounds(), picture, image.Point{}, draw.Src)
	return page
}

// Size is the paper's, in millimetres.
func (p Page) Size() (width, height float64) {
	return float64(p.Bounds().Dx()) * 25.4 / dots, float64(p.Bounds().Dy()) * 25.4 / dots
}

// Code is the text of the page's QR code, as zbar reads it; empty when it reads none.
func (p Page) Code(tb testing.TB) string {
	tb.Helper()
	out, err := exec.Command(Tool(tb, "zbarimg"), "--raw", "-q", "-Sdisable", "-Sqrcode.enable", p.file).Output()
	if err != nil {
		return ""
	}
	return string(out)
}

// dark is the ink that counts: text, lines and codes, not pale areas.
const dark = 128

// Off is the share of the dark ink of want that lies nowhere within reach of where it should, when want is laid onto the page so
// far from its top left corner, and the share of the page's dark ink that lies nowhere near any of want's. All lengths are
// millimetres. What want has beyond the paper's edges isn't asked for.
func (p Page) Off(want Page, right, down, reach float64) (missing, stray float64) {
	dx, dy, r := inDots(right), inDots(down), inDots(reach)
	return without(want, p, dx, dy, r), without(p, want, -dx, -dy, r)
}

func inDots(v float64) int { return int(v*dots/25.4 + 0.5*sign(v)) }

func sign(v float64) float64 {
	if v < 0 {
		return -1
	}
	return 1
}

// without is the share of a's dark dots near which b, moved against a, has none.
func without(a, b Page, dx, dy, reach int) float64 {
	sums := summed(b)
	all, lost := 0, 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			to := image.Pt(x+dx, y+dy)
			if a.Pix[y*a.Stride+x] >= dark || !to.In(b.Bounds()) {
				continue
			}
			all++
			if !sums.any(to.X-reach, to.Y-reach, to.X+reach+1, to.Y+reach+1) {
				lost++
			}
		}
	}
	if all == 0 {
		return 1 // nothing of it is on the paper
	}
	return float64(lost) / float64(all)
}

// sums counts the dark dots above and left of each place.
type sums struct {
	wide, high int
	counts     []int32
}

func summed(p Page) sums {
	s := sums{wide: p.Bounds().Dx(), high: p.Bounds().Dy()}
	s.counts = make([]int32, (s.wide+1)*(s.high+1))
	for y := range s.high {
		var row int32
		for x := range s.wide {
			if p.Pix[y*p.Stride+x] < dark {
				row++
			}
			s.counts[(y+1)*(s.wide+1)+x+1] = s.counts[y*(s.wide+1)+x+1] + row
		}
	}
	return s
}

func (s sums) any(left, top, right, bottom int) bool {
	left, right = max(0, left), min(s.wide, right)
	top, bottom = max(0, top), min(s.high, bottom)
	at := func(x, y int) int32 { return s.counts[y*(s.wide+1)+x] }
	return at(right, bottom)-at(left, bottom)-at(right, top)+at(left, top) > 0
}
