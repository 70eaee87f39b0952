package paper

import (
	"errors"
	"math"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/paper/ink"
)

func TestLayoutsHaveTheirSizes(t *testing.T) {
	for layout, want := range map[Layout][2]float64{OnA4: {210, 297}, OnForm: {210, 99}, OnBlank: {210, 99}, OnBlank4: {210, 297}} {
		o := sampleOrder()
		o.Layout = layout
		if w, h := sizeOf(t, mustOrder(t, o)); math.Abs(w-want[0]) > 0.01 || math.Abs(h-want[1]) > 0.01 {
			t.Errorf("%s is %.2f × %.2f", layout, w, h)
		}
	}
}

func TestABlankGetsTheSameTypeAndNothingElse(t *testing.T) {
	for whole, blank := range map[Layout]Layout{OnForm: OnBlank, OnA4: OnBlank4} {
		o := sampleOrder()
		o.Layout = whole
		full := readPage(t, mustOrder(t, o))
		o.Layout, o.Offset = blank, Offset{Right: 1.5, Down: -0.7}
		data := readPage(t, mustOrder(t, o))
		typed := func(c *contents) (list []drawnText) {
			for _, d := range c.texts {
				if d.y > c.height-99 && (d.size == 10 || d.size == 7.06) && d.colour == "0 g" && !strings.HasPrefix(d.text, "UPN QR") {
					list = append(list, d)
				}
			}
			return list
		}
		a, b := typed(full), typed(data)
		if len(a) < 15 || len(a) != len(b) {
			t.Fatalf("%s: %d lines of type, %s: %d", whole, len(a), blank, len(b))
		}
		for i := range a {
			if a[i].text != b[i].text || math.Abs(b[i].x-a[i].x-1.5) > 0.001 || math.Abs(b[i].y-a[i].y+0.7) > 0.001 {
				t.Errorf("%s: %+v, want %+v moved", blank, b[i], a[i])
			}
		}
		for _, l := range data.lines {
			if l.colour != "0 G" && l.colour != "0.2 G" {
				t.Errorf("%s: a line %+v", blank, l)
			}
		}
		for _, d := range data.texts {
			if d.y > data.height-99 && d.size != 10 && d.size != 7.06 {
				t.Errorf("%s: %q is printed on the blank", blank, d.text)
			}
		}
	}
}

func TestTrainingFormsAreStamped(t *testing.T) {
	for _, layout := range Layouts() {
		o := sampleOrder()
		o.Layout = layout
		o.Training = true
		pdf := mustOrder(t, o)
		got := textOf(t, pdf)
		if strings.Count(got, "VADNI PRIMER") < 1 || strings.Count(got, "NE PLAČAJTE") != 1 {
			t.Errorf("%s: no stamp:\n%s", layout, got)
		}
		for _, figure := range []string{"***50,00", "SI56 0290 0000 0200 020", "8074720-100000014-200", "Žiga Čuk Đurđević"} {
			if !strings.Contains(got, figure) {
				t.Errorf("%s: the stamp hides %s:\n%s", layout, figure, got)
			}
		}
		o.Training = false
		if got := textOf(t, mustOrder(t, o)); strings.Contains(got, "VADNI") {
			t.Errorf("%s: a stamp on a real form", layout)
		}
	}
}

func TestTheSheetSaysHowToPay(t *testing.T) {
	o := sampleOrder()
	got := textOf(t, mustOrder(t, o))
	for _, want := range []string{"Polnitev kartice z nalogom UPN", "100 000 014", "50,00 €", "SI56 0290 0000 0200 020", "SI05 8074720-100000014-200", "NLB d.d., Trg republike 2, 1000 Ljubljana", "OTHR, Polnitev kartice CeKR", "V banki ali hranilnici", "NLB Klik", "S kamero telefona", "ni za plačilo: odpre portal cekr.kranj.si"} {
		if !strings.Contains(got, want) {
			t.Errorf("the sheet does not say %q:\n%s", want, got)
		}
	}
	for _, never := range []string{"Nepreverjeno", "niso potrjeni", "‹"} {
		if strings.Contains(got, never) {
			t.Errorf("the sheet says %q:\n%s", never, got)
		}
	}
	o.Unverified, o.Assumed = true, true
	got = textOf(t, mustOrder(t, o))
	if !strings.Contains(got, "Nepreverjeno") || !strings.Contains(got, "niso potrjeni") {
		t.Errorf("the sheet does not say what is not certain:\n%s", got)
	}
	o.Layout = OnForm
	if got := textOf(t, mustOrder(t, o)); !strings.Contains(got, "MOK ID ni bil preverjen") {
		t.Errorf("a form alone does not say that the MOK ID was not verified:\n%s", got)
	}
}

// The sheet is for eyes of eighty years: what has to be copied is in large type and nothing is in small, also when there is most to
// say. Its link is one that a phone reads.
func TestTheSheetIsReadable(t *testing.T) {
	zbar := tool(t, "zbarimg")
	for _, lang := range []string{"sl", "en"} {
		o := sampleOrder()
		o.Unverified, o.Assumed, o.Lang = true, true, lang
		pdf := mustOrder(t, o)
		large := 0
		for _, d := range readPage(t, pdf).texts {
			if d.y > footOfA4 {
				continue
			}
			if d.size < 9 {
				t.Errorf("%s: %q in %v points", lang, d.text, d.size)
			}
			if text := strings.ReplaceAll(d.text, "\u00a0", " "); text == "SI56 0290 0000 0200 020" || text == "SI05 8074720-100000014-200" {
				if large++; d.size < 19 {
					t.Errorf("%s: %q in only %v points", lang, text, d.size)
				}
			}
		}
		if large != 2 {
			t.Errorf("%s: %d large numbers", lang, large)
		}
		pictures := rasterCodes(t, pdf, 200, place{0, 0, formWidth, footOfA4}, 1, 1)
		out, err := exec.Command(zbar, "--raw", "-q", "-Sdisable", "-Sqrcode.enable", pictures[0]).Output()
		if err != nil || string(out) != "https://cekr.kranj.si\n" {
			t.Errorf("%s: the link is read as %q, %v", lang, out, err)
		}
	}
}

func TestCalibrationCrossesFallOnCorners(t *testing.T) {
	c := Calibration{Layout: OnBlank4, Offset: Offset{Right: 2, Down: 1}, At: sampleOrder().At, Lang: "sl"}
	pdf, err := c.PDF()
	if err != nil {
		t.Fatal(err)
	}
	page := readPage(t, pdf)
	for _, corner := range [][2]float64{{63.5, 6}, {206, 14}, {63.5, 89}, {206, 89}} {
		x, y, found := corner[0]+2, 198+corner[1]+1, false
		for _, l := range page.lines {
			found = found || near(l.x1, x-5) && near(l.x2, x+5) && near(l.y1, y) && near(l.y2, y)
		}
		if !found {
			t.Errorf("no cross on %v", corner)
		}
	}
	if got := textOf(t, pdf); !strings.Contains(got, "v desno 2.0 mm") || !strings.Contains(got, "navzdol 1.0 mm") {
		t.Errorf("the page does not tell its offset:\n%s", got)
	}
	if _, err := (Calibration{Layout: OnA4, At: c.At}).PDF(); !errors.Is(err, ErrFormat) {
		t.Errorf("a calibration without a blank: %v", err)
	}
	if _, err := (Calibration{Layout: OnBlank}).PDF(); !errors.Is(err, ErrInvalid) {
		t.Errorf("a calibration without a time: %v", err)
	}
}

func TestWhateverTheOrderItsSheetEndsAboveTheForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := sampleOrder()
		o.UPN = anyOrder().Draw(t, "order")
		o.Training, o.Unverified, o.Assumed, o.Lang = rapid.Bool().Draw(t, "training"), rapid.Bool().Draw(t, "unverified"), rapid.Bool().Draw(t, "assumed"), rapid.SampledFrom([]string{"sl", "en"}).Draw(t, "lang")
		if rapid.Bool().Draw(t, "open") {
			o.UPN.Payer = upn.Party{}
		}
		common := newShared()
		figures, head, foot, err := o.sheet(o.UPN.Clean(), common)
		if err != nil {
			t.Fatal(err)
		}
		p := &ink.Page{Width: 210, Height: 198, Marks: slices.Concat(common.parts[head].marks, figures, common.parts[foot].marks)}
		if err := checkLayout(p, sheet{width: 210, margin: sheetMargin, top: 11, bottom: 5}); err != nil {
			t.Fatal(err)
		}
	})
}
