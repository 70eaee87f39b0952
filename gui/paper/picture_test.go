package paper

import (
	"errors"
	"fmt"
	"image"
	drawing "image/draw"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper/ink"
)

// How like poppler's rendering of the PDF a picture must be, both at 150 dots to the inch. Two rasterisers differ at every edge, so a
// pixel matches if the other picture has one of about its colour within reach; and what counts is where most pixels of one small square
// don't, or else a field would drown in a page.
const (
	comparedAt = 150.0       // dots to the inch
	reach      = 1           // pixels, 0.17 mm
	about255   = 128         // of 255, in each of red, green and blue
	tile       = 30          // pixels, 5 mm
	mostOff    = 0.02        // share of a tile's pixels that may have no match
	pixel      = 25.4 / 150. // millimetres
)

// rendered is a PDF's first page as poppler shows it at the resolution of the comparison.
func rendered(t testing.TB, pdf []byte) *image.RGBA {
	t.Helper()
	return popplers(t, pdf, "-r", fmt.Sprint(comparedAt))
}

// popplers is a PDF's first page as poppler shows it.
func popplers(t testing.TB, pdf []byte, how ...string) *image.RGBA {
	t.Helper()
	program, dir := tool(t, "pdftoppm"), t.TempDir()
	file := filepath.Join(dir, "paper.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(program, append(how, "-png", "-singlefile", file, filepath.Join(dir, "page"))...).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	raw, err := os.Open(filepath.Join(dir, "page.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	page, err := png.Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	return asRGBA(page)
}

func asRGBA(i image.Image) *image.RGBA {
	if same, ok := i.(*image.RGBA); ok {
		return same
	}
	out := image.NewRGBA(i.Bounds())
	drawing.Draw(out, out.Bounds(), i, i.Bounds().Min, drawing.Src)
	return out
}

// drawnAt150 is a page as we draw it, at the resolution of the comparison, whatever width that gives.
func drawnAt150(p *ink.Page) *image.RGBA {
	const scale = comparedAt / 25.4
	wide := *p
	width := math.Ceil(p.Width * scale)
	wide.Width = width / scale
	return wide.Picture(int(width), nil)
}

// unlike is the share of pixels without a match in the worst square within a part of the page, and where that is in millimetres.
func unlike(a, b *image.RGBA, within image.Rectangle) (worst float64, at string) {
	within = within.Intersect(a.Bounds()).Intersect(b.Bounds())
	size := within.Max
	columns := size.X/tile + 1
	off := make([]int, columns*(size.Y/tile+1))
	for y := within.Min.Y; y < within.Max.Y; y++ {
		for x := within.Min.X; x < within.Max.X; x++ {
			if !matched(a, b, x, y) || !matched(b, a, x, y) {
				off[y/tile*columns+x/tile]++
			}
		}
	}
	for i, n := range off {
		if share := float64(n) / (tile * tile); share > worst {
			worst = share
			at = fmt.Sprintf("%.0f, %.0f mm", (float64(i%columns)+.5)*tile*pixel, (float64(i/columns)+.5)*tile*pixel)
		}
	}
	return worst, at
}

var everywhere = image.Rect(0, 0, math.MaxInt32, math.MaxInt32)

// around is where a text may leave pixels, with room to move.
func around(t ink.Text) image.Rectangle {
	const room = 10 // millimetres
	at := func(v float64) int { return int(v / pixel) }
	return image.Rect(max(at(t.X-room), 0), max(at(t.Y-room), 0), at(t.X+t.Width()+room), at(t.Y+room))
}

func matched(of, in *image.RGBA, x, y int) bool {
	colour := of.Pix[of.PixOffset(x, y):][:3]
	if near255(in, x, y, colour) {
		return true // nearly always
	}
	for dy := -reach; dy <= reach; dy++ {
		for dx := -reach; dx <= reach; dx++ {
			if (image.Point{x + dx, y + dy}).In(in.Bounds()) && near255(in, x+dx, y+dy, colour) {
				return true
			}
		}
	}
	return false
}

func near255(in *image.RGBA, x, y int, colour []uint8) bool {
	for i, v := range in.Pix[in.PixOffset(x, y):][:3] {
		if d := int(v) - int(colour[i]); d > about255 || d < -about255 {
			return false
		}
	}
	return true
}

// ordersToCompare are orders of every kind in every layout.
func ordersToCompare() map[string]Order {
	all := map[string]Order{}
	for _, layout := range Layouts() {
		o := sampleOrder()
		o.Layout = layout
		all[string(layout)] = o
		o.Training, o.Unverified, o.Assumed, o.Lang = true, true, true, "en"
		all[string(layout)+", training"] = o
	}
	o := sampleOrder()
	o.Layout, o.UPN = OnForm, officialOrder()
	all["the standard's"] = o
	o.UPN.Payer = upn.Party{Name: "Đurđica Žnidaršič Ćosić-Ljubnik", Street: "Ulica Ivana Hribarja Ščavničar 1", Town: "8341 Adlešiči ob Kolpi, Črnomelj"}
	o.UPN.Amount = money.EUR(99999999999)
	all["long"] = o
	o = sampleOrder()
	o.Layout, o.UPN.Payer, o.UPN.Amount = OnA4, upn.Party{}, money.Amount{}
	all["left open"] = o
	o = sampleOrder()
	o.Layout, o.Offset = OnBlank, Offset{Right: 2.5, Down: -1.5}
	all["moved"] = o
	return all
}

func TestWhatTheWindowShowsIsWhatIsPrinted(t *testing.T) {
	for name, o := range ordersToCompare() {
		t.Run(name, func(t *testing.T) {
			p, err := o.page()
			if err != nil {
				t.Fatal(err)
			}
			if worst, at := unlike(drawnAt150(p), rendered(t, mustOrder(t, o)), everywhere); worst > mostOff {
				t.Errorf("%.1f %% of the pixels about %s differ, at most %.1f %% may", 100*worst, at, 100*mostOff)
			} else {
				t.Logf("%.2f %% of the pixels about %s differ", 100*worst, at)
			}
		})
	}
}

// TestTheComparisonFindsWhatIsNotPrinted spoils one thing after another in what the window would show.
func TestTheComparisonFindsWhatIsNotPrinted(t *testing.T) {
	o := sampleOrder()
	o.Layout = OnForm
	o.UPN.Due, o.UPN.Date = upn.Date{Year: 2026, Month: 1, Day: 5}, upn.Date{Year: 2025, Month: 12, Day: 1}
	p, err := o.page()
	if err != nil {
		t.Fatal(err)
	}
	printed := rendered(t, mustOrder(t, o))
	found := 0
	for i, m := range p.Marks {
		for name, spoil := range map[string]func(ink.Text) []ink.Mark{
			"missing":       func(ink.Text) []ink.Mark { return nil },
			"1 mm right":    func(t ink.Text) []ink.Mark { t.X++; return []ink.Mark{t} },
			"1 mm down":     func(t ink.Text) []ink.Mark { t.Y++; return []ink.Mark{t} },
			"of other type": func(t ink.Text) []ink.Mark { t.Face = ink.Sans; return []ink.Mark{t} },
		} {
			field, ok := m.(ink.Text)
			if !ok {
				continue
			}
			found++
			shown := *p
			shown.Marks = slices.Concat(p.Marks[:i], spoil(field), p.Marks[i+1:])
			if worst, _ := unlike(drawnAt150(&shown), printed, around(field)); worst <= mostOff {
				t.Errorf("%s: a field that is %s is not found, %.1f %% of the pixels differ", decoded(field.Codes), name, 100*worst)
			}
		}
	}
	if found < 60 {
		t.Errorf("only %d things were spoilt", found)
	}
}

func TestAPictureHasTheWidthThatIsAskedFor(t *testing.T) {
	for _, width := range []int{MinPicture, 613, 1240} {
		for _, layout := range Layouts() {
			o := sampleOrder()
			o.Layout = layout
			got, err := o.Picture(width)
			if err != nil {
				t.Fatal(err)
			}
			height := 99.0
			if layout == OnA4 || layout == OnBlank4 {
				height = 297
			}
			if size := got.Bounds().Size(); size.X != width || math.Abs(float64(size.Y)-height/210*float64(width)) > 1 {
				t.Errorf("%s at %d is %v", layout, width, size)
			}
		}
	}
	for _, width := range []int{0, -1, MinPicture - 1, MaxPicture + 1} {
		if _, err := sampleOrder().Picture(width); !errors.Is(err, ErrInvalid) {
			t.Errorf("a picture of %d pixels: %v", width, err)
		}
	}
}

// TestTheFormOfABlankShowsFaintlyUnderWhatIsPrinted: with the form taken away, what is left is what is printed.
func TestTheFormOfABlankShowsFaintlyUnderWhatIsPrinted(t *testing.T) {
	o := sampleOrder()
	o.Layout, o.Offset = OnBlank, Offset{Right: 2}
	shown, err := o.Picture(1240)
	if err != nil {
		t.Fatal(err)
	}
	p, err := o.page()
	if err != nil {
		t.Fatal(err)
	}
	bare := p.Picture(1240, nil)
	through, data := 0, 0
	for y := range shown.Bounds().Dy() {
		for x := range shown.Bounds().Dx() {
			printed, now := bare.RGBAAt(x, y).G, asRGBA(shown).RGBAAt(x, y)
			switch {
			case printed < 64 && now.G > 64:
				t.Fatalf("what is printed at %d, %d is hidden", x, y)
			case printed < 64:
				data++
			case printed == 255 && now.G < 128:
				t.Fatalf("the form at %d, %d is as dark as what is printed", x, y)
			case printed == 255 && now.G < 250:
				through++
			}
		}
	}
	if data < 1000 || through < 10000 {
		t.Errorf("%d pixels are printed, and the form takes %d", data, through)
	}
}

func TestAnUnfinishedOrderIsShownAsFarAsItGoes(t *testing.T) {
	o := sampleOrder()
	o.UPN.PayeeReference, o.MokID, o.UPN.Payer.Name = "", "", strings.Repeat("Š", 40)
	if _, err := o.PDF(); err == nil {
		t.Fatal("it is printed")
	}
	for _, layout := range Layouts() {
		o.Layout = layout
		if _, err := o.Picture(700); err != nil {
			t.Errorf("%s: %v", layout, err)
		}
	}
}

func TestSlipsHavePicturesToo(t *testing.T) {
	for _, format := range Formats() {
		for name, slip := range samples(false) {
			width := int(math.Round(roomOf(t, format).width * comparedAt / 25.4))
			want := popplers(t, mustPDF(t, slip, format), "-scale-to-x", fmt.Sprint(width), "-scale-to-y", "-1")
			got, err := On(format, slip).Picture(width)
			if err != nil {
				t.Fatal(err)
			}
			if worst, at := unlike(asRGBA(got), want, everywhere); worst > mostOff {
				t.Errorf("%s on %s: %.1f %% of the pixels about %s differ", name, format, 100*worst, at)
			}
		}
	}
	if _, err := On(A6, Receipt{}).Picture(700); !errors.Is(err, ErrInvalid) {
		t.Errorf("an empty receipt: %v", err)
	}
}

func TestInksLookAsPopplerShowsThem(t *testing.T) {
	p := &ink.Page{Width: 210, Height: 20}
	inks := []ink.Colour{red, redBand, redHalf, yellow, darkGrey, stampTint, ink.Black, ink.White, {C: 1}, {C: 0.5, M: 0.3, Y: 0.2, K: 0.1}, {M: 1, Y: 1}, {K: 0.13}}
	for i := range inks {
		p.Add(ink.Box{X: float64(i) * 15, Y: 0, W: 15, H: 20, Fill: &inks[i]})
	}
	pdf, err := ink.PDF(ink.About{Title: "abc", Lang: "sl", At: sampleOrder().At}, p)
	if err != nil {
		t.Fatal(err)
	}
	shown, printed := drawnAt150(p), rendered(t, pdf)
	for i := range inks {
		x, y := int((float64(i)*15+7)/pixel), printed.Bounds().Dy()/2
		a, b := shown.RGBAAt(x, y), printed.RGBAAt(x, y)
		for _, d := range []int{int(a.R) - int(b.R), int(a.G) - int(b.G), int(a.B) - int(b.B)} {
			if d > 2 || d < -2 {
				t.Errorf("%+v is %v, poppler has %v", inks[i], a, b)
				break
			}
		}
	}
}

// BenchmarkPicture is what the window waits for, off the screen's goroutine, each time a clerk pauses: the order drawn as wide as
// beside its entries, and as wide as the window.
func BenchmarkPicture(b *testing.B) {
	for _, layout := range []Layout{OnA4, OnForm, OnBlank} {
		for _, width := range []int{740, 1240} {
			b.Run(fmt.Sprintf("%s/%d", layout, width), func(b *testing.B) {
				o := sampleOrder()
				o.Layout, o.Training = layout, true
				for b.Loop() {
					if _, err := o.Picture(width); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
