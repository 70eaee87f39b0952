package paper

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"testing"
)

var pageSize = regexp.MustCompile(`Page size: +([0-9.]+) x ([0-9.]+) pts`)

// What the print system is told is what poppler finds in the file.
func TestAPaperTellsItsSize(t *testing.T) {
	for name, pdf := range everyPaper(t) {
		width, height, ok := SizeOf(pdf)
		found := pageSize.FindStringSubmatch(run(t, pdf, "pdfinfo", "%s"))
		if found == nil {
			t.Fatalf("%s: pdfinfo finds no size", name)
		}
		var w, h float64
		if _, err := fmt.Sscan(found[1], &w); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Sscan(found[2], &h); err != nil {
			t.Fatal(err)
		}
		if !ok || math.Abs(width-w*point) > 0.01 || math.Abs(height-h*point) > 0.01 {
			t.Errorf("%s: %v × %v, %v; poppler finds %v × %v points", name, width, height, ok, w, h)
		}
	}
	if _, _, ok := SizeOf([]byte("%PDF-1.6")); ok {
		t.Error("a size of nothing")
	}
}

func TestAFormatThatThereIsNotHasNoBlankSides(t *testing.T) {
	if blank, err := Format("112mm").Blank(); !errors.Is(err, ErrFormat) {
		t.Errorf("it has %v mm, %v", blank, err)
	}
}

// A printer whose paper is narrower than the roll loses only what is blank.
func TestNothingIsPrintedOnASlipsBlankSides(t *testing.T) {
	for _, training := range []bool{false, true} {
		for name, s := range samples(training) {
			for _, format := range Formats() {
				page := mustPage(t, s, format)
				blank, err := format.Blank()
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range page.Marks {
					left, _, right, _ := extent(m)
					if left < blank-0.2 || right > page.Width-blank+0.2 {
						t.Errorf("%s on %s: ink from %.2f to %.2f", name, format, left, right)
					}
				}
			}
		}
	}
}
